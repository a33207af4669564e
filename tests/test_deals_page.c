/* A package as people type it, and the picture of the deals. */
#include "tests/rig/game.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void package__written_out__read(void **state)
{
    struct package p;
    struct diag diag;

    (void)state;
    game_published(51, 52);
    assert_int_equal(deals_package(&game.whole.agenda,
                                   " A=1, B=2,C=2 ,D = 2, E=1, F=1", &p, &diag),
                     ERR_OK);
    assert_int_equal(p.option[0], 1);
    assert_int_equal(p.option[3], 2);
    struct deals d;
    struct deals_input in = {
        .whole = &game.whole, .has_package = true, .package = p};

    assert_int_equal(deals_make(&d, &in), ERR_OK);
    assert_int_equal(d.score.room[0].value, 55);
    assert_int_equal(d.score.room[1].value, 55);
    assert_int_equal(d.score.dominating, 205);
    assert_int_equal(d.score.better_for_all, 145);
    assert_int_equal(d.score.left, 9);
    deals_fini(&d);
}

static void refuse(const char *text, const char *why)
{
    struct package p;
    struct diag diag = {.message = ""};

    assert_int_not_equal(deals_package(&game.whole.agenda, text, &p, &diag),
                         ERR_OK);
    if (strstr(diag.message, why) == NULL)
        fail_msg("'%s': '%s' does not say '%s'", text, diag.message, why);
}

static void package__badly_written__says_what(void **state)
{
    (void)state;
    game_published(51, 52);
    refuse("", "issue=option");
    refuse("A", "issue=option");
    refuse("A=", "issue=option");
    refuse("A=1,,B=2", "issue=option");
    refuse("G=1", "there is no issue 'G'");
    refuse("A=7", "A has no option '7'");
    refuse("A=1,A=2", "A is named twice");
    refuse("A=1,B=2,C=2,D=2,E=1", "leaves F open");
}

/* Well-formedness is for tests/e2e/show.sh; here: what must be drawn is. */
static void svg__published_game__front_and_choices(void **state)
{
    struct page svg = {0};
    unsigned front = 0;

    (void)state;
    game_published(51, 52);
    game.rooms[0].title = "A & <b>";
    struct deals d = game_weigh(false);

    assert_true(deals_svg(&svg, &d));
    for (const char *at = page_string(&svg);
         (at = strstr(at, "r=\"3\"")) != NULL; at++)
        front++;
    assert_int_equal(front, d.front_count + 1); /* and the legend's */
    assert_non_null(strstr(page_string(&svg), "Nash (1950): 64, 65"));
    assert_non_null(strstr(page_string(&svg), "worth to A &amp; &lt;b&gt;"));
    assert_null(strstr(page_string(&svg), "<b>"));
    assert_null(strstr(page_string(&svg), "script"));
    page_fini(&svg);
    deals_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package__written_out__read),
        cmocka_unit_test(package__badly_written__says_what),
        cmocka_unit_test(svg__published_game__front_and_choices),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
