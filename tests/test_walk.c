/* Whole talks under each walk, as traces worked out by hand. Times in a trace
 * are seconds. */
#include "shuttle/walk.h"

#include "tests/rig/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void say(struct corridor *c, uint8_t room)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    corridor_hand(c, room, &item);
}

/* us hands over two papers at once and one in the middle of the visit, iran
 * one at once. */
static void play_two_rooms(const char *service, struct trace *t)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "item", "1m", "stay",
                "2m", "service", service, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    say(c, US);
    say(c, US);
    say(c, IRAN);
    corridor_run(c, 150 * SECOND);
    say(c, US);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    trace(c, t);
    corridor_free(c);
}

static void
shuttle__gated__what_comes_later_waits_for_another_visit(void **state)
{
    struct trace t;

    (void)state;
    play_two_rooms("gated", &t);
    assert_string_equal(
        t.text,
        "0 in us; 180 takes us1; 240 takes us2; 240 out of us; "
        "480 in iran; 480 tells iran us1; 480 tells iran us2; "
        "660 takes iran1; 660 out of iran; "
        "900 in us; 900 tells us iran1; 1080 takes us3; 1080 out of us; "
        "1320 in iran; 1320 tells iran us3");
}

static void shuttle__exhaustive__takes_until_the_tray_is_empty(void **state)
{
    struct trace t;

    (void)state;
    play_two_rooms("exhaustive", &t);
    assert_string_equal(
        t.text,
        "0 in us; 180 takes us1; 240 takes us2; 300 takes us3; 300 out of us; "
        "540 in iran; 540 tells iran us1; 540 tells iran us2; "
        "540 tells iran us3; 720 takes iran1; 720 out of iran; "
        "960 in us; 960 tells us iran1");
}

/* What a puppet hands over when it is told that a paper was taken. */
static void again(struct corridor *c, uint8_t room, const struct message *m)
{
    if (m->kind == MESSAGE_RECEIPT && m->as.receipt.item < 3 &&
        m->as.receipt.status == RECEIPT_TAKEN)
        say(c, room);
}

static void
shuttle__exhaustive__an_answer_at_the_same_instant_is_taken(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct trace t;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "1m", "service",
                "exhaustive", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    c->react = again;
    corridor_run(c, 0);
    say(c, US);
    corridor_end(c);
    trace(c, &t);
    assert_string_equal(
        t.text, "0 in us; 0 takes us1; 0 takes us2; 0 takes us3; 0 out of us; "
                "60 in iran; 60 tells iran us1; 60 tells iran us2; "
                "60 tells iran us3");
    corridor_free(c);
}

static void shuttle__gated__an_answer_at_the_same_instant_waits(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct trace t;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "1m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    c->react = again;
    corridor_run(c, 0);
    say(c, US);
    corridor_end(c);
    trace(c, &t);
    assert_string_equal(
        t.text,
        "0 in us; 0 takes us1; 0 out of us; 60 in iran; 60 tells iran us1; "
        "60 out of iran; 120 in us; 120 takes us2; 120 out of us; "
        "180 in iran; 180 tells iran us2; 180 out of iran; 240 in us; "
        "240 takes us3; 240 out of us; 300 in iran; 300 tells iran us3");
    corridor_free(c);
}

static void
shuttle__walking_times_by_pair__whichever_way_they_are_written(void **state)
{
    struct play *p = play_new(3, 1);
    struct corridor *c;
    struct trace t;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "times.us-iran", "1m",
                "times.qatar-iran", "2m", "idle", "walk", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_run(c, 480 * SECOND);
    trace(c, &t);
    assert_string_equal(t.text,
                        "0 in us; 0 out of us; 60 in iran; 60 out of iran; "
                        "180 in qatar; 180 out of qatar; "
                        "420 in us; 420 out of us; 480 in iran");
    corridor_free(c);
}

static void shuttle__start_in_the_second_room__parks_there(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct trace t;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "start", "2", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_run(c, 10 * MIN);
    say(c, US);
    corridor_run(c, 20 * MIN);
    trace(c, &t);
    assert_string_equal(t.text, "0 in iran; 600 out of iran; 840 in us; "
                                "840 takes us1; 840 out of us; "
                                "1080 in iran; 1080 tells iran us1");
    corridor_free(c);
}

static void
shuttle__papers_in_both_rooms_at_once__first_what_lies_here(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct trace t;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "1m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_run(c, 60 * SECOND);
    say(c, IRAN);
    say(c, US);
    corridor_end(c);
    trace(c, &t);
    assert_string_equal(t.text,
                        "0 in us; 60 takes us1; 60 out of us; "
                        "120 in iran; 120 tells iran us1; 120 takes iran1; "
                        "120 out of iran; 180 in us; 180 tells us iran1");
    corridor_free(c);
}

static void shuttle__receipts__come_when_he_is_there(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "item", "1m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    say(c, US);
    say(c, IRAN);
    corridor_end(c);
    /* Taken at one minute, told at five; back at ten with the receipt. */
    assert_true(corridor_heard(c, US, MESSAGE_RECEIPT, 0, &m, &at));
    assert_int_equal(m.as.receipt.status, RECEIPT_TAKEN);
    assert_int_equal(at.us, MIN);
    assert_true(corridor_heard(c, US, MESSAGE_RECEIPT, 1, &m, &at));
    assert_int_equal(m.as.receipt.status, RECEIPT_TOLD);
    assert_int_equal(at.us, 10 * MIN);
    corridor_free(c);
}

static void switchboard__items_of_both_rooms__told_at_once(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct trace t;
    struct message m;

    (void)state;
    say(c, IRAN);
    say(c, US);
    corridor_end(c);
    trace(c, &t);
    assert_string_equal(t.text, "0 takes us1; 0 tells iran us1; "
                                "0 takes iran1; 0 tells us iran1");
    assert_true(corridor_note(c, MESSAGE_TAKEN, 0, &m, NULL));
    assert_int_equal(m.as.taken.carrier, 255);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            shuttle__gated__what_comes_later_waits_for_another_visit),
        cmocka_unit_test(shuttle__exhaustive__takes_until_the_tray_is_empty),
        cmocka_unit_test(
            shuttle__exhaustive__an_answer_at_the_same_instant_is_taken),
        cmocka_unit_test(shuttle__gated__an_answer_at_the_same_instant_waits),
        cmocka_unit_test(
            shuttle__walking_times_by_pair__whichever_way_they_are_written),
        cmocka_unit_test(shuttle__start_in_the_second_room__parks_there),
        cmocka_unit_test(
            shuttle__papers_in_both_rooms_at_once__first_what_lies_here),
        cmocka_unit_test(shuttle__receipts__come_when_he_is_there),
        cmocka_unit_test(switchboard__items_of_both_rooms__told_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
