/* The member that proto/README.md shows: it is built, known, refused with wrong
 * parameters, and does what it says; and the page shows this very file. */
#include "tests/own/hold_overnight.c" // NOLINT(bugprone-suspicious-include)

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOUR (60 * MIN)

static const struct member *const holds[] = {&hold_overnight.member, NULL};
const struct member *const *const relay_extra[FAMILY_COUNT] = {[FAMILY_HOLD] =
                                                                   holds};

/* When a word handed over at once is told, in talks that begin at `clock`. */
static int64_t told_at(const char *clock, const char *walk)
{
    struct play *p = play_new(2, 1);
    struct message_item item = item_saying(MOVE_SAY, "A word.");
    struct corridor *c;
    struct message m;
    struct instant at = INSTANT_NEVER;

    play_choose(p, FAMILY_HOLD, "overnight", "clock", clock, NULL);
    if (strcmp(walk, "patient") == 0)
        play_choose(p, FAMILY_WALK, "shuttle", "until_time", "10m", NULL);
    else
        play_choose(p, FAMILY_WALK, walk, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_hand(c, US, &item);
    corridor_end(c);
    if (!corridor_told(c, IRAN, MOVE_SAY, 0, &m, &at))
        at = INSTANT_NEVER;
    corridor_free(c);
    return at.us;
}

static void overnight__by_day__tells_at_once(void **state)
{
    (void)state;
    assert_int_equal(told_at("6h", "switchboard"), 0);
    assert_int_equal(told_at("21h59m", "switchboard"), 0);
}

static void overnight__at_night__tells_in_the_morning(void **state)
{
    (void)state;
    assert_int_equal(told_at("22h", "switchboard"), 8 * HOUR);
    assert_int_equal(told_at("0", "switchboard"), 6 * HOUR);
    assert_int_equal(told_at("5h59m", "switchboard"), MIN);
}

/* He takes it by day, and is in the other room four minutes later, by night. */
static void
overnight__night_falls_on_the_way__tells_in_the_morning(void **state)
{
    (void)state;
    assert_int_equal(told_at("21h50m", "shuttle"), 4 * MIN);
    assert_int_equal(told_at("21h58m", "shuttle"), 8 * HOUR + 2 * MIN);
}

/* He would set out ten minutes after he took it. Night has fallen by then, and
 * so he goes in the morning, for four minutes. */
static void overnight__night_falls_before_he_goes__goes_in_the_morning(void **s)
{
    (void)s;
    assert_int_equal(told_at("21h45m", "patient"), 14 * MIN);
    assert_int_equal(told_at("21h55m", "patient"), 8 * HOUR + 9 * MIN);
}

static enum err design(const char *key, const char *value, struct diag *diag)
{
    struct play *p = play_new(2, 1);
    struct relay r = {0};
    enum err e;

    relay_defaults(&r);
    r.hold = (struct choice){
        .as = "overnight", .param = {{key, value}}, .param_count = 1};
    e = relay_check(&r, diag);
    if (!e)
        e = relay_fits(&r, &p->whole, diag);
    free(p);
    return e;
}

static void overnight__with_wrong_parameters__refused_by_name(void **state)
{
    struct diag diag = {.message = ""};

    (void)state;
    assert_int_equal(design("night", "21h", &diag), ERR_OK);
    assert_int_not_equal(design("nigt", "21h", &diag), ERR_OK);
    assert_non_null(strstr(diag.message, "did you mean 'night'"));
    assert_int_not_equal(design("night", "7", &diag), ERR_OK);
    assert_non_null(strstr(diag.message, "'night' must be a duration"));
    assert_int_not_equal(design("night", "24h", &diag), ERR_OK);
    assert_non_null(strstr(diag.message, "two times of a day"));
}

static char *read_all(const char *path)
{
    FILE *f = fopen(path, "r");
    char *text = calloc(1, 1 << 16);

    assert_non_null(f);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 16) - 1, f) > 0);
    (void)fclose(f);
    return text;
}

static void overnight__on_the_page__is_this_file(void **state)
{
    char *page = read_all("proto/README.md");
    char *code = read_all("tests/own/hold_overnight.c");
    const char *shown = strstr(page, "```c\n");

    (void)state;
    assert_non_null(shown);
    shown += strlen("```c\n");
    assert_memory_equal(shown, code, strlen(code));
    assert_memory_equal(shown + strlen(code), "```\n", 4);
    free(page);
    free(code);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overnight__by_day__tells_at_once),
        cmocka_unit_test(overnight__at_night__tells_in_the_morning),
        cmocka_unit_test(
            overnight__night_falls_on_the_way__tells_in_the_morning),
        cmocka_unit_test(
            overnight__night_falls_before_he_goes__goes_in_the_morning),
        cmocka_unit_test(overnight__with_wrong_parameters__refused_by_name),
        cmocka_unit_test(overnight__on_the_page__is_this_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
