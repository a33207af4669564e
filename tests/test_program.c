/* The members `program` of the four families, the program played by the test:
 * what is asked, what an answer does, and who decides when it fails. */
#include "proto/json.h"
#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *with_program(enum family f, const char *fallback)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    if (fallback)
        play_choose(p, f, "program", "run", "x", "default", fallback, NULL);
    else
        play_choose(p, f, "program", "run", "x", NULL);
    if (f == FAMILY_TABLE) {
        play_line(p, FROM_MEDIATOR, 0, "press", MOVE_PRESS)->text = "Soon.";
        play_line(p, FROM_MEDIATOR, 0, "hint", MOVE_PRESS)->text = "Late.";
    }
    c = corridor_new(p, 0, false);
    c->play = p;
    return c;
}

/* Everything of this instant. */
static void settle(struct corridor *c)
{
    corridor_run(c, keeper_now(c->keeper).us);
}

static void say(struct corridor *c, const char *text)
{
    struct message_item item = item_saying(MOVE_SAY, text);

    corridor_hand(c, US, &item);
    settle(c);
}

static void answer(struct corridor *c, const char *words)
{
    keeper_answer(c->keeper, c->ask, bytes_of(words));
    settle(c);
}

static size_t faults(const struct corridor *c, const char *part)
{
    struct message m;
    size_t count = 0;

    for (size_t n = 0; corridor_note(c, MESSAGE_FAULT, n, &m, NULL); n++) {
        char text[512];
        (void)snprintf(text, sizeof text, "%.*s", (int)m.as.fault.reason.size,
                       (const char *)m.as.fault.reason.data);
        count += strstr(text, part) != NULL;
    }
    return count;
}

static void asks_about(const struct corridor *c, const char *part)
{
    assert_true(json_is_object(bytes_of(c->question)));
    if (!strstr(c->question, part))
        fail_msg("%s is not in %s", part, c->question);
}

static void hold__answers__are_followed(void **state)
{
    struct corridor *c = with_program(FAMILY_HOLD, NULL);

    (void)state;
    corridor_run(c, 0);
    say(c, "one \"quoted\"");
    corridor_run(c, MIN);
    asks_about(c, "\"text\":\"one \\\"quoted\\\"\"");
    asks_about(c, "\"to\":\"iran\"");
    assert_int_equal(keeper_now(c->keeper).us, 0);
    answer(c, "{\"answer\":1,\"verdict\":\"hold\",\"until_us\":30000000,"
              "\"reason\":\"not \\u00e9 yet\"}");
    corridor_run(c, MIN);
    assert_int_equal(c->ask, 2);
    assert_int_equal(keeper_now(c->keeper).us, 30 * SECOND);
    answer(c, "{\"answer\":2,\"verdict\":\"tell\"}");
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    say(c, "two");
    answer(c, "{\"answer\":3,\"verdict\":\"withhold\",\"reason\":\"no\"}");
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    assert_int_equal(faults(c, "program"), 0);
    assert_true(c->reports > 4);
    corridor_free(c);
}

/* Each is a failure; the default tells at once. */
static void hold__failures__the_default_decides(void **state)
{
    static const char *const bad[] = {
        "nonsense",
        "{\"answer\":1}",
        "{\"answer\":1,\"verdict\":\"maybe\"}",
        "{\"answer\":1,\"verdict\":\"hold\",\"until_us\":0}",
        "{\"answer\":1,\"verdict\":\"hold\",\"until_us\":-1}",
        "{\"answer\":1,\"verdict\":\"tell\",\"reason\":7}",
        "{\"failed\":\"no answer within 2s\"}",
        "{\"failed\":7}",
        "",
    };

    (void)state;
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
        struct corridor *c = with_program(FAMILY_HOLD, NULL);
        corridor_run(c, 0);
        say(c, "one");
        assert_int_equal(c->ask, 1);
        answer(c, bad[n]);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
        assert_int_equal(faults(c, "'caveats' decides"), 1);
        assert_int_equal(faults(c, "from now on"), 0);
        say(c, "two"); /* and it is asked again */
        assert_int_equal(c->ask, 2);
        corridor_free(c);
    }
}

static void
hold__three_failures_or_a_final_one__it_is_not_asked_again(void **state)
{
    (void)state;
    for (int final = 0; final < 2; final++) {
        struct corridor *c = with_program(FAMILY_HOLD, "forward");
        uint32_t asks = final ? 1 : PROGRAM_FAILURES_MAX;

        corridor_run(c, 0);
        for (uint32_t n = 0; n < asks; n++) {
            say(c, "one");
            assert_int_equal(c->ask, n + 1);
            answer(c, final ? "{\"failed\":\"it \\u001b[31mdied\\u009b\","
                              "\"final\":true}"
                            : "{}");
        }
        say(c, "one more");
        assert_int_equal(c->ask, asks);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), asks + 1);
        assert_int_equal(faults(c, "'forward' decides from now on"), 1);
        if (final)
            assert_int_equal(faults(c, "it ?[31mdied\xc2\xbf;"), 1);
        corridor_free(c);
    }
}

/* The caveats are judged before: the program is not asked what is forbidden. */
static void hold__what_the_caveats_forbid__is_no_question(void **state)
{
    struct corridor *c = with_program(FAMILY_HOLD, NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    corridor_run(c, 0);
    item.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    corridor_hand(c, US, &item);
    corridor_run(c, MIN);
    assert_int_equal(c->ask, 0);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

static void carry__words__are_told_in_their_form(void **state)
{
    struct corridor *c = with_program(FAMILY_CARRY, NULL);
    struct message m;

    (void)state;
    corridor_run(c, 0);
    say(c, "hard words");
    asks_about(c, "\"forms\":[\"verbatim\",\"gist\",\"own_idea\"]");
    answer(c, "{\"answer\":1,\"form\":\"gist\",\"text\":\"soft\\u0020words\"}");
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, NULL));
    assert_int_equal(m.as.told.form, FORM_GIST);
    assert_true(bytes_equal(m.as.told.text, bytes_of("soft words")));
    say(c, "more");
    answer(c, "{\"answer\":2,\"form\":\"verbatim\",\"text\":\"ignored\"}");
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 1, &m, NULL));
    assert_true(bytes_equal(m.as.told.text, bytes_of("more")));
    say(c, "third");
    answer(c, "{\"answer\":3,\"form\":\"none\"}");
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 2);
    assert_int_equal(faults(c, ""), 0);
    corridor_free(c);
}

/* A text as long as texts may be, all of it escapes, there and back. */
static void carry__longest_text__reaches_the_program_whole(void **state)
{
    struct corridor *c = with_program(FAMILY_CARRY, NULL);
    static char text[TEXT_MAX + 1], words[7 * TEXT_MAX];
    char *at = words;
    struct message m;

    (void)state;
    memset(text, '"', TEXT_MAX);
    corridor_run(c, 0);
    say(c, text);
    assert_true(c->question_size > 2 * TEXT_MAX);
    at += sprintf(at, "{\"answer\":1,\"form\":\"gist\",\"text\":\"");
    for (unsigned n = 0; n < TEXT_MAX; n++)
        at += sprintf(at, "\\u0041");
    (void)sprintf(at, "\"}");
    answer(c, words);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, NULL));
    assert_int_equal(m.as.told.text.size, TEXT_MAX);
    corridor_free(c);
}

static void carry__other_words_demanded__the_same_do_not_do(void **state)
{
    struct corridor *c = with_program(FAMILY_CARRY, NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    item.caveats.bits = CAVEAT_GIST;
    corridor_run(c, 0);
    corridor_hand(c, US, &item);
    settle(c);
    asks_about(c, "\"forms\":[\"gist\"]");
    answer(c, "{\"answer\":1,\"form\":\"gist\",\"text\":\"CANARY\"}");
    assert_int_equal(faults(c, "'verbatim' decides"), 1);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

static void walk__answers__move_the_mediator(void **state)
{
    struct corridor *c = with_program(FAMILY_WALK, NULL);

    (void)state;
    corridor_run(c, 1);
    assert_int_equal(c->ask, 1);
    asks_about(c, "\"room\":\"us\"");
    answer(c, "{\"answer\":1,\"act\":\"stay\"}");
    corridor_run(c, MIN);
    assert_int_equal(c->ask, 1); /* nothing has happened */
    say(c, "one");
    corridor_run(c, MIN + SECOND);
    assert_int_equal(c->ask, 2);
    asks_about(c, "\"tray\":1");
    answer(c, "{\"answer\":2,\"act\":\"take\",\"for_us\":5000000}");
    corridor_run(c, 2 * MIN);
    assert_int_equal(c->ask, 3);
    answer(c, "{\"answer\":3,\"act\":\"go\",\"room\":\"iran\","
              "\"for_us\":60000000}");
    corridor_run(c, 10 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    /* In iran's room, with nothing to take: an empty tray is no answer. */
    answer(c, "{\"act\":\"take\"}");
    assert_int_equal(faults(c, "'shuttle' decides"), 1);
    corridor_free(c);
}

static void table__answers__pick_the_line(void **state)
{
    struct corridor *c = with_program(FAMILY_TABLE, "words");
    struct message m;

    (void)state;
    corridor_run(c, 0);
    assert_int_equal(c->ask, 1);
    asks_about(c, "{\"id\":\"press\",\"move\":\"press\",\"due\":true,");
    answer(c, "{\"answer\":1,\"act\":\"put\",\"line\":\"hint\"}");
    assert_true(corridor_told(c, IRAN, MOVE_PRESS, 0, &m, NULL));
    assert_true(bytes_equal(m.as.told.text, bytes_of("Late.")));
    answer(c, "{\"answer\":2,\"act\":\"nothing\",\"until_us\":60000000}");
    corridor_run(c, 2 * MIN);
    answer(c, "{\"answer\":3,\"act\":\"put\",\"line\":\"hint\"}");
    assert_int_equal(faults(c, "'words' decides"), 1);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_PRESS), 2);
    corridor_free(c);
}

/* Whoever is faster: answers are taken in the order of the asks. */
static void answers__in_any_order__give_one_and_the_same_run(void **state)
{
    (void)state;
    for (int swapped = 0; swapped < 2; swapped++) {
        struct corridor *c = with_program(FAMILY_HOLD, NULL);
        struct message m;

        corridor_run(c, 0);
        for (int n = 0; n < 2; n++) {
            struct message_item item = item_saying(MOVE_SAY, n ? "B" : "A");
            corridor_hand(c, US, &item);
        }
        settle(c);
        assert_int_equal(c->ask, 2);
        for (uint32_t n = 0; n < 2; n++)
            keeper_answer(c->keeper, swapped ? 2 - n : n + 1,
                          bytes_of("{\"verdict\":\"tell\"}"));
        settle(c);
        assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, NULL));
        assert_true(bytes_equal(m.as.told.text, bytes_of("A")));
        corridor_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hold__answers__are_followed),
        cmocka_unit_test(hold__failures__the_default_decides),
        cmocka_unit_test(
            hold__three_failures_or_a_final_one__it_is_not_asked_again),
        cmocka_unit_test(hold__what_the_caveats_forbid__is_no_question),
        cmocka_unit_test(carry__words__are_told_in_their_form),
        cmocka_unit_test(carry__longest_text__reaches_the_program_whole),
        cmocka_unit_test(carry__other_words_demanded__the_same_do_not_do),
        cmocka_unit_test(walk__answers__move_the_mediator),
        cmocka_unit_test(table__answers__pick_the_line),
        cmocka_unit_test(answers__in_any_order__give_one_and_the_same_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
