/* Walk `exchange`: in all rooms at once at fixed times; what all handed over is
 * told, or nothing. Hold `sequence` beside it: see the plays. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *meeting(uint8_t rooms, const char *early)
{
    struct play *p = play_new(rooms, 1);
    struct corridor *c;

    play_choose(p, FAMILY_WALK, "exchange", "every", "30m", "early", early,
                NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void say(struct corridor *c, uint8_t room, const char *text)
{
    struct message_item i = item_saying(MOVE_SAY, text);

    corridor_hand(c, room, &i);
}

static void exchange__all_have_something__told_at_the_time(void **state)
{
    struct corridor *c = meeting(3, "no");
    struct message m;
    struct instant at;

    (void)state;
    for (uint8_t r = 0; r < 3; r++)
        say(c, r, "well");
    corridor_run(c, 2 * 60 * MIN);
    for (uint8_t r = 0; r < 3; r++) {
        assert_int_equal(corridor_told_count(c, r, MOVE_SAY), 2);
        assert_true(corridor_told(c, r, MOVE_SAY, 1, &m, &at));
        assert_int_equal(at.us, 30 * MIN);
    }
    corridor_free(c);
}

/* What was sealed is opened there, for all or for nobody. */
static void exchange__sealed__opened_when_all_have_sealed(void **state)
{
    (void)state;
    for (unsigned both = 0; both < 2; both++) {
        struct corridor *c = meeting(2, "no");
        struct message_item i = item_saying(MOVE_LETTER, "SEALED");
        struct message m;
        struct instant at;

        i.caveats.bits = CAVEAT_SIMULTANEOUS;
        corridor_hand(c, US, &i);
        if (!both)
            i.caveats.bits = 0;
        corridor_hand(c, IRAN, &i);
        corridor_run(c, 45 * MIN);
        assert_int_equal(corridor_told_count(c, US, MOVE_LETTER), 1);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_LETTER), both);
        assert_true(corridor_told(c, US, MOVE_LETTER, 0, &m, &at));
        assert_int_equal(at.us, 30 * MIN);
        corridor_free(c);
    }
}

/* Which of three has nothing makes no difference to what the others read. */
static void exchange__one_has_nothing__nothing_is_taken_or_told(void **state)
{
    (void)state;
    for (unsigned who = 0; who < 7; who++) {
        struct corridor *c = meeting(3, "no");
        struct message m;
        struct instant at;

        for (uint8_t r = 0; r < 3; r++)
            if (who >> r & 1)
                say(c, r, "CANARY");
        corridor_run(c, 45 * MIN);
        assert_false(corridor_note(c, MESSAGE_TAKEN, 0, &m, NULL));
        for (uint8_t r = 0; r < 3; r++) {
            assert_int_equal(corridor_count(c, r, MESSAGE_TOLD), 0);
            assert_int_equal(corridor_count(c, r, MESSAGE_RECEIPT), 0);
            assert_int_equal(corridor_count(c, r, MESSAGE_VISIT), 2);
            assert_true(corridor_heard(c, r, MESSAGE_VISIT, 0, &m, &at));
            assert_int_equal(at.us, 30 * MIN);
        }
        corridor_free(c);
    }
}

static void exchange__early__as_soon_as_all_have(void **state)
{
    struct corridor *c = meeting(2, "yes");
    struct message m;
    struct instant at;

    (void)state;
    say(c, US, "one");
    corridor_run(c, 5 * MIN);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
    say(c, IRAN, "two");
    corridor_run(c, 6 * MIN);
    assert_true(corridor_told(c, US, MOVE_SAY, 0, &m, &at));
    assert_int_equal(at.us, 5 * MIN);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, &at));
    assert_int_equal(at.us, 5 * MIN);
    corridor_free(c);
}

/* Whoever answers at once what he was just told does not wait for the clock,
 * and time goes on. */
static void exchange__early_and_again_at_once__told_at_once(void **state)
{
    struct corridor *c = meeting(2, "yes");
    struct message m;
    struct instant at;

    (void)state;
    corridor_run(c, 5 * MIN);
    for (unsigned n = 0; n < 3; n++) {
        say(c, US, "one");
        say(c, IRAN, "two");
        corridor_run(c, 5 * MIN);
        assert_int_equal(corridor_told_count(c, US, MOVE_SAY), n + 1);
        assert_true(corridor_told(c, IRAN, MOVE_SAY, n, &m, &at));
        assert_int_equal(at.us, 5 * MIN);
    }
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
}

/* When nothing changes he comes once more and then no more: talks that wait for
 * nothing end. */
static void exchange__nothing_changes__comes_no_more(void **state)
{
    struct corridor *c = meeting(2, "no");

    (void)state;
    say(c, US, "alone");
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    assert_true(corridor_count(c, IRAN, MESSAGE_VISIT) <= 4);
    corridor_free(c);
}

/* From everywhere to nowhere and back, in mid-talk. */
static void exchange__switched_to_and_from__as_the_new_walk_has_it(void **state)
{
    static const struct choice to = {.as = "exchange"};
    static const struct choice from = {.as = "switchboard"};
    struct corridor *c = meeting(2, "no");

    (void)state;
    say(c, US, "one");
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &from), ERR_OK);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &to), ERR_OK);
    say(c, US, "two");
    say(c, IRAN, "three");
    corridor_run(c, 50 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_run(c, 62 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 2);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 1);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exchange__all_have_something__told_at_the_time),
        cmocka_unit_test(exchange__sealed__opened_when_all_have_sealed),
        cmocka_unit_test(exchange__one_has_nothing__nothing_is_taken_or_told),
        cmocka_unit_test(exchange__early__as_soon_as_all_have),
        cmocka_unit_test(exchange__early_and_again_at_once__told_at_once),
        cmocka_unit_test(exchange__nothing_changes__comes_no_more),
        cmocka_unit_test(
            exchange__switched_to_and_from__as_the_new_walk_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
