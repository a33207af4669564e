/* What is taken at a visit, and when he leaves: each discipline as a trace
 * worked out by hand. Times are seconds. */
#include "tests/rig/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TALKS(rooms, ...)                                                      \
    trace_talks("shuttle", rooms, (const char *const[]){__VA_ARGS__, NULL})

static void say(struct corridor *c, uint8_t room)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    corridor_hand(c, room, &item);
}

static void say_with(struct corridor *c, uint8_t room, uint16_t caveats)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    item.caveats.bits = caveats;
    corridor_hand(c, room, &item);
}

static void assert_ends(struct corridor *c, const char *expected)
{
    struct trace t;

    corridor_end(c);
    trace(c, &t);
    assert_string_equal(t.text, expected);
    corridor_free(c);
}

/* Three lie in us at 0, one in iran; a minute to take, two to walk, two at a
 * visit. us1 1:00, us2 2:00; iran 4:00, iran1 5:00; us 7:00, us3 8:00; iran
 * 10:00. */
static void limited__three_lie_there__two_at_a_visit(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "item", "1m", "service",
                               "limited", "limit", "2");

    (void)state;
    say(c, US);
    say(c, US);
    say(c, US);
    say(c, IRAN);
    assert_ends(
        c, "0 in us; 60 takes us1; 120 takes us2; 120 out of us; "
           "240 in iran; 240 tells iran us1; 240 tells iran us2; "
           "300 takes iran1; 300 out of iran; 420 in us; 420 tells us iran1; "
           "480 takes us3; 480 out of us; 600 in iran; 600 tells iran us3");
}

/* us2 comes at 0:30, while he takes us1: limited service takes it, gated
 * service leaves it. */
static void
limited__one_comes_meanwhile__taken_though_it_was_not_there(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "item", "1m", "service",
                               "limited", "limit", "2");

    (void)state;
    say(c, US);
    corridor_run(c, 30 * SECOND);
    say(c, US);
    assert_ends(c, "0 in us; 60 takes us1; 120 takes us2; 120 out of us; "
                   "240 in iran; 240 tells iran us1; 240 tells iran us2");
}

/* Four lie in us. Full with two he goes, comes back at 4:00, and so on. */
static void capacity__of_two__four_items_in_two_crossings(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "capacity", "2");

    (void)state;
    for (int n = 0; n < 4; n++)
        say(c, US);
    assert_ends(c, "0 in us; 0 takes us1; 0 takes us2; 0 out of us; "
                   "120 in iran; 120 tells iran us1; 120 tells iran us2; "
                   "120 out of iran; 240 in us; 240 takes us3; 240 takes us4; "
                   "240 out of us; 360 in iran; 360 tells iran us3; "
                   "360 tells iran us4");
}

/* What waits for its caveat is in his notes and fills no hand: us1, us2 and us3
 * are taken by a man who can carry one. The first two are never told. */
static void capacity__what_is_held__does_not_fill_it(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "capacity", "1");

    (void)state;
    say_with(c, US, CAVEAT_MEDIATOR_ONLY);
    say_with(c, US, CAVEAT_SIMULTANEOUS);
    say(c, US);
    say(c, US);
    assert_ends(c, "0 in us; 0 takes us1; 0 takes us2; 0 takes us3; "
                   "0 out of us; 120 in iran; 120 tells iran us3; "
                   "120 out of iran; 240 in us; 240 takes us4; "
                   "240 out of us; 360 in iran; 360 tells iran us4");
}

/* He walks though nothing waits: us1, of 3:00, is taken at 4:00 and told at
 * 6:00. iran answers at 9:00, within the ten minutes: he takes the answer at
 * once, is in us at 11:00, and waits there until 21:00 for nothing. */
static void wait__an_answer_in_time__taken_with_him(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "wait", "10m", "idle", "walk");
    struct trace t;

    (void)state;
    corridor_run(c, 3 * MIN);
    say(c, US);
    corridor_run(c, 9 * MIN);
    say(c, IRAN);
    corridor_run(c, 22 * MIN);
    trace_from(c, 4 * MIN, &t);
    assert_string_equal(t.text,
                        "240 in us; 240 takes us1; 240 out of us; "
                        "360 in iran; 360 tells iran us1; 540 takes iran1; "
                        "540 out of iran; 660 in us; 660 tells us iran1; "
                        "1260 out of us");
    corridor_free(c);
}

/* iran answers at 17:00, one minute late: he left at 16:00, is in us at 18:00,
 * and back in iran at 20:00. */
static void wait__an_answer_too_late__he_comes_back_for_it(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "wait", "10m", "idle", "walk");
    struct trace t;

    (void)state;
    corridor_run(c, 3 * MIN);
    say(c, US);
    corridor_run(c, 17 * MIN);
    say(c, IRAN);
    corridor_run(c, 21 * MIN);
    trace_from(c, 6 * MIN, &t);
    assert_string_equal(t.text, "360 in iran; 360 tells iran us1; "
                                "960 out of iran; 1080 in us; 1080 out of us; "
                                "1200 in iran; 1200 takes iran1; "
                                "1200 out of iran");
    corridor_free(c);
}

/* One at 0, one at 3:00, one at 5:00: with the third he sets out. */
static void until_items__three__sets_out_with_the_third(void **state)
{
    struct corridor *c =
        TALKS(2, "time", "2m", "until_items", "3", "until_time", "1h");

    (void)state;
    say(c, US);
    corridor_run(c, 3 * MIN);
    say(c, US);
    corridor_run(c, 5 * MIN);
    say(c, US);
    assert_ends(c, "0 in us; 0 takes us1; 180 takes us2; 300 takes us3; "
                   "300 out of us; 420 in iran; 420 tells iran us1; "
                   "420 tells iran us2; 420 tells iran us3");
}

/* The first came at 1:00: ten minutes later he goes with what he has. */
static void until_time__two_of_three__sets_out_ten_minutes_later(void **state)
{
    struct corridor *c =
        TALKS(2, "time", "2m", "until_items", "3", "until_time", "10m");

    (void)state;
    corridor_run(c, 1 * MIN);
    say(c, US);
    corridor_run(c, 4 * MIN);
    say(c, US);
    assert_ends(c, "0 in us; 60 takes us1; 240 takes us2; 660 out of us; "
                   "780 in iran; 780 tells iran us1; 780 tells iran us2");
}

/* What lies in another room counts, and nobody has to ring twice. */
static void until_items__two_elsewhere__fetched(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "until_items", "2");

    (void)state;
    corridor_run(c, 1 * MIN);
    say(c, IRAN);
    corridor_run(c, 4 * MIN);
    say(c, IRAN);
    assert_ends(c, "0 in us; 240 out of us; 360 in iran; 360 takes iran1; "
                   "360 takes iran2; 360 out of iran; 480 in us; "
                   "480 tells us iran1; 480 tells us iran2");
}

static void until__an_urgent_item__ends_it(void **state)
{
    struct corridor *c =
        TALKS(2, "time", "2m", "until_items", "9", "until_time", "1h");

    (void)state;
    say(c, US);
    corridor_run(c, 3 * MIN);
    say_with(c, US, CAVEAT_URGENT);
    assert_ends(c, "0 in us; 0 takes us1; 180 takes us2; 180 out of us; "
                   "300 in iran; 300 tells iran us2; 300 tells iran us1");
}

/* us3 is urgent and comes while us1 is being taken, which is finished; then us3
 * before us2; and it is told first. */
static void urgent__comes_last__taken_next_and_told_first(void **state)
{
    struct corridor *c =
        TALKS(2, "time", "2m", "item", "1m", "service", "exhaustive");

    (void)state;
    say(c, US);
    say(c, US);
    corridor_run(c, 30 * SECOND);
    say_with(c, US, CAVEAT_URGENT);
    assert_ends(c, "0 in us; 60 takes us1; 120 takes us3; 180 takes us2; "
                   "180 out of us; 300 in iran; 300 tells iran us3; "
                   "300 tells iran us1; 300 tells iran us2");
}

/* The gate was for two, and the urgent one is not one of them. */
static void urgent__after_the_gate__beside_those_it_let_in(void **state)
{
    struct corridor *c = TALKS(2, "time", "2m", "item", "1m");

    (void)state;
    say(c, US);
    say(c, US);
    corridor_run(c, 30 * SECOND);
    say_with(c, US, CAVEAT_URGENT);
    say(c, US);
    assert_ends(c, "0 in us; 60 takes us1; 120 takes us3; 180 takes us2; "
                   "180 out of us; 300 in iran; 300 tells iran us3; "
                   "300 tells iran us1; 300 tells iran us2; "
                   "300 out of iran; 420 in us; 480 takes us4; "
                   "480 out of us; 600 in iran; 600 tells iran us4");
}

/* us to iran takes one minute and iran to us five. */
static void times__a_pair_both_ways__each_way_its_own(void **state)
{
    struct corridor *c = TALKS(2, "times.us-iran", "1m", "times.iran-us", "5m");

    (void)state;
    say(c, US);
    say(c, IRAN);
    assert_ends(c, "0 in us; 0 takes us1; 0 out of us; 60 in iran; "
                   "60 tells iran us1; 60 takes iran1; 60 out of iran; "
                   "360 in us; 360 tells us iran1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limited__three_lie_there__two_at_a_visit),
        cmocka_unit_test(
            limited__one_comes_meanwhile__taken_though_it_was_not_there),
        cmocka_unit_test(capacity__of_two__four_items_in_two_crossings),
        cmocka_unit_test(capacity__what_is_held__does_not_fill_it),
        cmocka_unit_test(wait__an_answer_in_time__taken_with_him),
        cmocka_unit_test(wait__an_answer_too_late__he_comes_back_for_it),
        cmocka_unit_test(until_items__three__sets_out_with_the_third),
        cmocka_unit_test(until_time__two_of_three__sets_out_ten_minutes_later),
        cmocka_unit_test(until_items__two_elsewhere__fetched),
        cmocka_unit_test(until__an_urgent_item__ends_it),
        cmocka_unit_test(urgent__comes_last__taken_next_and_told_first),
        cmocka_unit_test(urgent__after_the_gate__beside_those_it_let_in),
        cmocka_unit_test(times__a_pair_both_ways__each_way_its_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
