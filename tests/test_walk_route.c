/* Where carriers go, one and several, and between capitals: traces worked out
 * by hand. Times are seconds. */
#include "tests/rig/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EGYPT 3u
#define HOUR  (60 * MIN)

#define TALKS(walk, rooms, ...)                                                \
    trace_talks(walk, rooms, (const char *const[]){__VA_ARGS__, NULL})

/* To one room alone, so that a trace stays short. */
static void say_to(struct corridor *c, uint8_t room, uint8_t to)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    item.to = (uint16_t)(1u << to);
    corridor_hand(c, room, &item);
}

static void say_urgent(struct corridor *c, uint8_t room, uint8_t to)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    item.to = (uint16_t)(1u << to);
    item.caveats.bits = CAVEAT_URGENT;
    corridor_hand(c, room, &item);
}

static void assert_trace(struct corridor *c, const char *expected)
{
    struct trace t;

    trace(c, &t);
    assert_string_equal(t.text, expected);
    corridor_free(c);
}

static void assert_ends(struct corridor *c, const char *expected)
{
    corridor_end(c);
    assert_trace(c, expected);
}

/* Four rooms, a minute apart, and he is round and round in us every other time:
 * us iran us qatar us egypt us iran. */
static void table__one_room_every_other_time__as_written(void **state)
{
    struct corridor *c = TALKS("shuttle", 4, "time", "1m", "idle", "walk",
                               "route", "us iran us qatar us egypt");

    (void)state;
    corridor_run(c, 7 * MIN);
    assert_trace(c, "0 in us; 0 out of us; 60 in iran; 60 out of iran; "
                    "120 in us; 120 out of us; 180 in qatar; 180 out of qatar; "
                    "240 in us; 240 out of us; 300 in egypt; 300 out of egypt; "
                    "360 in us; 360 out of us; 420 in iran");
}

/* The only room he has something for is egypt, and the way leads through all.
 */
static void cyclic__four_rooms__the_long_way_round(void **state)
{
    struct corridor *c = TALKS("shuttle", 4, "time", "1m");

    (void)state;
    say_to(c, IRAN, US);
    assert_ends(c, "0 in us; 0 out of us; 60 in iran; 60 takes iran1; "
                   "60 out of iran; 120 in qatar; 120 out of qatar; "
                   "180 in egypt; 180 out of egypt; 240 in us; "
                   "240 tells us iran1");
}

/* qatar rings at 1:00, egypt at 1:30; he is on his way to qatar from 1:00,
 * there at 3:00. What qatar said is for iran, of 1:00, older than egypt's call
 * of 1:30: iran at 5:00; then egypt at 7:00, and to us, at 9:00. */
static void on_call__three_calls__the_oldest_item_first(void **state)
{
    struct corridor *c = TALKS("shuttle", 4, "time", "2m", "route", "on_call");

    (void)state;
    corridor_run(c, 1 * MIN);
    say_to(c, QATAR, IRAN);
    corridor_run(c, 90 * SECOND);
    say_to(c, EGYPT, US);
    assert_ends(c, "0 in us; 60 out of us; 180 in qatar; 180 takes qatar1; "
                   "180 out of qatar; 300 in iran; 300 tells iran qatar1; "
                   "300 out of iran; 420 in egypt; 420 takes egypt1; "
                   "420 out of egypt; 540 in us; 540 tells us egypt1");
}

/* As above, but egypt's is urgent: from qatar he goes there, and brings it to
 * us, before he goes to iran. */
static void on_call__an_urgent_call__before_older_ones(void **state)
{
    struct corridor *c = TALKS("shuttle", 4, "time", "2m", "route", "on_call");

    (void)state;
    corridor_run(c, 1 * MIN);
    say_to(c, QATAR, IRAN);
    corridor_run(c, 90 * SECOND);
    say_urgent(c, EGYPT, US);
    assert_ends(c, "0 in us; 60 out of us; 180 in qatar; 180 takes qatar1; "
                   "180 out of qatar; 300 in egypt; 300 takes egypt1; "
                   "300 out of egypt; 420 in us; 420 tells us egypt1; "
                   "420 out of us; 540 in iran; 540 tells iran qatar1");
}

/* Two in four rooms begin in us and in qatar. Each carries what he took: what
 * qatar said for iran is told by the second, who comes to iran at 3:00,
 * although the first was there at 1:00. */
static void team__of_two__each_carries_what_he_took(void **state)
{
    struct corridor *c = TALKS("shuttle", 4, "time", "1m", "carriers", "2");

    (void)state;
    say_to(c, US, IRAN);
    say_to(c, QATAR, IRAN);
    assert_ends(c, "0 in us; 0 in qatar by 2; 0 takes us1; "
                   "0 takes qatar1 by 2; 0 out of us; 0 out of qatar by 2; "
                   "60 in iran; 60 in egypt by 2; 60 tells iran us1; "
                   "60 out of egypt by 2; 120 in us by 2; 120 out of us by 2; "
                   "180 in iran by 2; 180 tells iran qatar1");
}

/* Both in one room do not take the same: us1 and us2 at once, a minute each,
 * then us3 by the first. */
static void team__in_one_room__no_item_twice(void **state)
{
    struct corridor *c = TALKS("shuttle", 2, "time", "1m", "item", "1m",
                               "carriers", "2", "start", "us us");

    (void)state;
    say_to(c, US, IRAN);
    say_to(c, US, IRAN);
    say_to(c, US, IRAN);
    assert_ends(c, "0 in us; 0 in us by 2; 60 takes us1; 60 takes us2 by 2; "
                   "60 out of us by 2; 120 takes us3; 120 in iran by 2; "
                   "120 tells iran us2; 120 out of us; 180 in iran; "
                   "180 tells iran us1; 180 tells iran us3");
}

/* One call, two who could go: the first goes, and the other stays. */
static void team__on_call__one_goes(void **state)
{
    struct corridor *c = TALKS("shuttle", 3, "time", "1m", "route", "on_call",
                               "carriers", "2", "start", "us us");

    (void)state;
    corridor_run(c, 1 * MIN);
    say_to(c, QATAR, IRAN);
    assert_ends(c, "0 in us; 0 in us by 2; 60 out of us; 120 in qatar; "
                   "120 takes qatar1; 120 out of qatar; 180 in iran; "
                   "180 tells iran qatar1");
}

/* What the mediator itself says is in all hands: each goes to one room. */
static void team__on_call_with_his_own_words__one_to_each_room(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *line = play_line(p, FROM_MEDIATOR, 0, "well", MOVE_SAY);
    struct corridor *c;

    (void)state;
    line->text = "Good morning.";
    play_choose(p, FAMILY_TABLE, "words", NULL);
    play_choose(p, FAMILY_WALK, "capitals", "carriers", "2", "home_times.us",
                "1m", "home_times.iran", "2m", "stay", "0", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    assert_ends(c, "60 in us; 60 tells us his own; 60 out of us; "
                   "60 goes home; 120 in iran by 2; 120 tells iran his own; "
                   "120 out of iran by 2; 120 goes home by 2");
}

/* A table for two: the second begins half way round, at its third stop. */
static void team__with_a_table__spread_over_it(void **state)
{
    struct corridor *c = TALKS("shuttle", 3, "time", "1m", "idle", "walk",
                               "carriers", "2", "route", "us iran us qatar");

    (void)state;
    corridor_run(c, 2 * MIN);
    assert_trace(c, "0 in us; 0 in us by 2; 0 out of us; 0 out of us by 2; "
                    "60 in iran; 60 in qatar by 2; 60 out of iran; "
                    "60 out of qatar by 2; 120 in us; 120 in us by 2");
}

/* He is at home until iran calls, at 10:00; a day away. He listens four hours,
 * takes it, brings it to us, two days on, stays four hours, and goes home. */
static void capitals__one_call__there_and_on_and_home(void **state)
{
    struct corridor *c = TALKS("capitals", 2, "time", "2d");

    (void)state;
    corridor_run(c, 10 * HOUR);
    say_to(c, IRAN, US);
    /* 10 h + 24 h = 122400 s; + 4 h = 136800; + 48 h = 309600; + 4 h. */
    assert_ends(c, "122400 in iran; 136800 takes iran1; 136800 out of iran; "
                   "309600 in us; 309600 tells us iran1; 324000 out of us; "
                   "324000 goes home");
}

/* Received from 8 to 22. The talks begin at 6 in the morning, and he lands at
 * 2 at night: he comes in at 8, listens 4 hours, takes us1 at 12. Ten hours on
 * he would be in iran at 22, which is still day. */
static void capitals__by_night__comes_in_in_the_morning(void **state)
{
    struct corridor *c =
        TALKS("capitals", 2, "time", "10h", "home_time", "20h", "hours",
              "8h-22h", "clock", "6h", "idle", "park");

    (void)state;
    say_to(c, US, IRAN);
    /* 26 h after 6:00 is 8:00: 93600 s; noon 108000; 22:00 144000. */
    assert_ends(c, "93600 in us; 108000 takes us1; 108000 out of us; "
                   "144000 in iran; 144000 tells iran us1");
}

/* What is not taken by 22:00 is taken at 8:00: stay until 21:00, an item takes
 * two hours, begun by day and ended by night; the second waits for morning. */
static void capitals__in_the_evening__the_rest_next_morning(void **state)
{
    struct corridor *c =
        TALKS("capitals", 2, "time", "1h", "stay", "15h", "item", "2h", "hours",
              "8h-22h", "clock", "6h", "start", "us", "idle", "park");

    (void)state;
    say_to(c, US, IRAN);
    say_to(c, US, IRAN);
    /* 6:00 + 15 h = 21:00, taken 23:00 (61200 s); 8:00 is 93600, + 2 h;
     * iran 11:00. */
    assert_ends(c, "0 in us; 61200 takes us1; 100800 takes us2; "
                   "100800 out of us; 104400 in iran; 104400 tells iran us1; "
                   "104400 tells iran us2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table__one_room_every_other_time__as_written),
        cmocka_unit_test(cyclic__four_rooms__the_long_way_round),
        cmocka_unit_test(on_call__three_calls__the_oldest_item_first),
        cmocka_unit_test(on_call__an_urgent_call__before_older_ones),
        cmocka_unit_test(team__of_two__each_carries_what_he_took),
        cmocka_unit_test(team__in_one_room__no_item_twice),
        cmocka_unit_test(team__on_call__one_goes),
        cmocka_unit_test(team__on_call_with_his_own_words__one_to_each_room),
        cmocka_unit_test(team__with_a_table__spread_over_it),
        cmocka_unit_test(capitals__one_call__there_and_on_and_home),
        cmocka_unit_test(capitals__by_night__comes_in_in_the_morning),
        cmocka_unit_test(capitals__in_the_evening__the_rest_next_morning),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
