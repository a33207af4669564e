/* The keeper of the clock: batches, order, void WAITs, the end of time. */
#include "shuttle/keeper.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct message waiting(int64_t until, uint64_t read)
{
    struct message m = {.kind = MESSAGE_WAIT};

    m.as.wait.until = (struct instant){until};
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].number = read;
    return m;
}

static void say(struct corridor *c, uint8_t room, const char *text)
{
    struct message_item item = item_saying(MOVE_SAY, text);

    corridor_hand(c, room, &item);
}

static enum reason say_hello(struct corridor *c, uint8_t room)
{
    const struct heard *hello = &c->room[room].out[0];

    return keeper_arrive(c->keeper, room,
                         (struct bytes){hello->bytes, hello->size});
}

static void hello__of_one_room_only__the_clock_is_held(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c = corridor_new(p, 0, false);
    struct input in;

    (void)state;
    /* Only the start, which waits for nobody. */
    assert_int_equal(keeper_awaits(c->keeper), 0);
    assert_true(keeper_next(c->keeper, INSTANT_ZERO, &in));
    assert_int_equal(in.kind, INPUT_START);
    assert_false(keeper_next(c->keeper, INSTANT_ZERO, &in));
    assert_int_equal(say_hello(c, 0), REASON_NONE);
    assert_int_equal(keeper_awaits(c->keeper), 1);
    assert_false(keeper_next(c->keeper, INSTANT_ZERO, &in));
    /* When it goes, its frames and its end wait for nobody. */
    keeper_gone(c->keeper, 0, REASON_GONE);
    assert_true(keeper_next(c->keeper, INSTANT_ZERO, &in));
    assert_int_equal(in.kind, INPUT_MESSAGE);
    assert_true(keeper_next(c->keeper, INSTANT_ZERO, &in));
    assert_int_equal(in.kind, INPUT_GONE);
    assert_false(keeper_next(c->keeper, INSTANT_ZERO, &in));
    corridor_free(c);
    free(p);
}

static void frames__of_a_room_that_has_not_waited__are_not_taken(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    c->until = (struct instant){MIN};
    say(c, US, "not yet");
    corridor_pump(c);
    assert_int_equal(corridor_receipt(c, US, 1), 0);
    assert_int_equal(keeper_awaits(c->keeper), 0);
    corridor_run(c, MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOLD);
    corridor_free(c);
}

static void wait__sent_before_a_frame_was_read__is_void(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct session *s = mediator_session(c->mediator, US);
    struct message m = waiting(INSTANT_NEVER.us, s->sent - 1);

    (void)state;
    corridor_send(c, US, &m);
    m = waiting(INSTANT_NEVER.us, mediator_session(c->mediator, IRAN)->sent);
    corridor_send(c, IRAN, &m);
    c->room[US].owes = c->room[IRAN].owes = false;
    c->room[US].awake = c->room[IRAN].awake = true;
    corridor_pump(c);
    assert_int_equal(keeper_awaits(c->keeper), US);
    assert_false(c->finished);
    m = waiting(INSTANT_NEVER.us, s->sent);
    corridor_send(c, US, &m);
    corridor_pump(c);
    assert_int_equal(c->outcome ? c->outcome
                                : corridor_count(c, US, MESSAGE_OUTCOME),
                     4); /* stalled: nothing is due */
    corridor_free(c);
}

static void wait__for_frames_never_sent__ends_the_session(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message m = waiting(0, mediator_session(c->mediator, US)->sent + 1);

    (void)state;
    corridor_send(c, US, &m);
    corridor_pump(c);
    assert_int_equal(c->room[US].refused, REASON_ORDER);
    corridor_free(c);
}

/* The order in which the mediator took things, from its TAKEN notes. */
static void takings(const struct corridor *c, char *out)
{
    struct message m;

    for (size_t n = 0; corridor_note(c, MESSAGE_TAKEN, n, &m, NULL); n++) {
        *out++ = (char)('a' + m.as.taken.room);
        *out++ = (char)('0' + m.as.taken.item);
    }
    *out = '\0';
}

static void batch__frames_of_both_rooms__by_room_then_number(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    char order[32];

    (void)state;
    c->order[0] = IRAN; /* iran's frames arrive first */
    c->order[1] = US;
    say(c, IRAN, "b1");
    say(c, IRAN, "b2");
    say(c, US, "a1");
    corridor_run(c, MIN);
    takings(c, order);
    assert_string_equal(order, "a1b1b2");
    corridor_free(c);
}

/* What a room writes as the time of its frames is its own word: with a low one
 * it is taken no sooner, though us's frames rightly carry a later one. */
static void batch__frame_of_a_low_time__gains_nothing(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    char order[32];

    (void)state;
    c->until = (struct instant){MIN};
    say(c, IRAN, "b1");
    c->room[US].now = (struct instant){5};
    say(c, US, "a1");
    corridor_run(c, MIN);
    takings(c, order);
    assert_string_equal(order, "a1b1");
    corridor_free(c);
}

static void time__everyone_waits__moves_to_the_earliest_wait(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message m;
    struct instant at;

    (void)state;
    corridor_run(c, 3 * MIN);
    assert_int_equal(keeper_now(c->keeper).us, 3 * MIN);
    assert_true(corridor_heard(c, US, MESSAGE_WAKE, 1, &m, &at));
    assert_int_equal(at.us, 3 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_WAKE), 2);
    corridor_free(c);
}

static void
time__one_room_waits_longer__is_not_woken_by_the_others(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message m =
        waiting(INSTANT_NEVER.us, mediator_session(c->mediator, IRAN)->sent);

    (void)state;
    corridor_send(c, IRAN, &m);
    c->room[IRAN].owes = false;
    c->until = (struct instant){MIN};
    c->room[US].awake = false;
    c->room[US].owes = true;
    corridor_pump(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_WAKE), 2);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_WAKE), 1);
    corridor_free(c);
}

static void all_wait__nothing_is_due__stalled_once(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    assert_int_equal(corridor_count(c, US, MESSAGE_OUTCOME), 1);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_BYE), 1);
    corridor_free(c);
}

static void chatter(struct corridor *c, uint8_t room, const struct message *m)
{
    struct message_item item = item_saying(MOVE_SAY, "and another thing");

    if (room == US && m->kind == MESSAGE_RECEIPT &&
        m->as.receipt.status == RECEIPT_TOLD)
        corridor_hand(c, room, &item);
}

static void instant__that_never_ends__runaway(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    c->react = chatter;
    say(c, US, "first");
    corridor_run(c, MIN);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_RUNAWAY);
    assert_int_equal(keeper_now(c->keeper).us, 0);
    assert_true(c->steps < 2 * INSTANT_STEPS_MAX);
    corridor_free(c);
}

static void waits__that_have_come_already__runaway(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    c->until = INSTANT_ZERO;
    for (unsigned n = 0; n < 2 * INSTANT_STEPS_MAX && !c->finished; n++) {
        c->room[US].awake = c->room[IRAN].awake = false;
        c->room[US].owes = c->room[IRAN].owes = true;
        corridor_pump(c);
    }
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_RUNAWAY);
    corridor_free(c);
}

static void room__gone__the_talks_end_broken_off(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message m;

    (void)state;
    corridor_drop(c, IRAN, REASON_GONE);
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    assert_true(corridor_note(c, MESSAGE_ENDED, 0, &m, NULL));
    assert_int_equal(m.as.ended.room, IRAN);
    assert_int_equal(m.as.ended.reason, REASON_GONE);
    assert_int_equal(keeper_arrive(c->keeper, IRAN, BYTES_NONE), REASON_STATE);
    corridor_free(c);
}

static void room__gone_with_frames_under_way__they_are_taken_first(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    say(c, IRAN, "my last words");
    corridor_run(c, 0);
    corridor_drop(c, IRAN, REASON_GONE);
    corridor_end(c);
    assert_true(corridor_leaked(c, US, "my last words"));
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    corridor_free(c);
}

static void stop__from_outside__ends_the_talks(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    keeper_stop(c->keeper);
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STOPPED);
    corridor_free(c);
}

static void queue__longer_than_its_limit__ends_the_session(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    for (unsigned n = 0; n <= ARRIVED_MAX; n++)
        say(c, US, "x");
    c->room[US].owes = false;
    c->room[US].awake = true;
    corridor_pump(c);
    assert_int_equal(c->room[US].refused, REASON_LIMIT);
    corridor_free(c);
}

static void live__what_comes_first__is_taken_first(void **state)
{
    struct corridor *c = corridor_admit(2, true);
    char order[32];

    (void)state;
    c->order[0] = IRAN;
    c->order[1] = US;
    c->live_now = (struct instant){7};
    say(c, IRAN, "b1");
    say(c, US, "a1");
    corridor_pump(c);
    takings(c, order);
    assert_string_equal(order, "b1a1");
    assert_int_equal(keeper_now(c->keeper).us, 7);
    corridor_free(c);
}

static void live__time__is_what_it_is_told_and_never_goes_back(void **state)
{
    struct corridor *c = corridor_admit(2, true);
    struct input in;

    (void)state;
    c->live_now = (struct instant){50};
    corridor_run(c, 100);
    assert_int_equal(keeper_due(c->keeper).us, 100);
    assert_false(keeper_next(c->keeper, (struct instant){99}, &in));
    assert_false(keeper_next(c->keeper, (struct instant){20}, &in));
    assert_int_equal(keeper_now(c->keeper).us, 99);
    assert_true(keeper_next(c->keeper, (struct instant){103}, &in));
    assert_int_equal(in.kind, INPUT_DEADLINE);
    assert_int_equal(in.now.us, 103);
    corridor_free(c);
}

static void answer__to_an_ask_that_is_not_open__is_no_input(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct input in;

    (void)state;
    keeper_answer(c->keeper, 0, bytes_of("yes"));
    keeper_answer(c->keeper, 9, bytes_of("yes"));
    while (keeper_next(c->keeper, INSTANT_ZERO, &in))
        assert_int_not_equal(in.kind, INPUT_ANSWER);
    corridor_free(c);
}

/* A lively talk between two scripts and a shuttle. */
static struct play *lively(void)
{
    struct play *p = play_new(3, 2);
    struct line *ask, *open, *put;

    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "item", "10s", NULL);
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    p->rounds[0].limit_us = 40 * MIN;
    p->rounds[1].limit_us = 40 * MIN;
    ask = play_line(p, US, 0, "ask", MOVE_OFFER);
    ask->package = package_of(END_IT, NO_RELIEF);
    ask->text = "Attacks have to stop.";
    play_known(ask, 6);
    play_line(p, US, 0, "more", MOVE_QUESTION)->about = 1;
    open = play_line(p, IRAN, 0, "open", MOVE_SAY);
    open->text = "We want a proposal.";
    open->after = play_ref(ask, IRAN);
    play_known(open, 5);
    play_line(p, QATAR, 0, "late", MOVE_SAY)->at_us = 5 * MIN;
    play_line(p, QATAR, 0, "same", MOVE_SAY)->at_us = 5 * MIN;
    put = play_line(p, FROM_MEDIATOR, 1, "bridge", MOVE_BLIND_PROPOSAL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->answer_us = 20 * MIN;
    play_known(put, 7);
    for (uint8_t r = 0; r < 3; r++) {
        struct line *reply = play_line(p, r, 1, "yes", MOVE_REPLY);
        reply->answer = ANSWER_ACCEPT;
        reply->re = play_ref(put, r);
    }
    return p;
}

static void arrivals__in_any_order__the_same_inputs_and_effects(void **state)
{
    struct play *p = lively();
    struct corridor *first = corridor_new(p, 7, false);
    struct digest inputs, doings;

    (void)state;
    corridor_end(first);
    assert_true(first->finished);
    assert_int_equal(first->outcome, OUTCOME_AGREED);
    inputs = hash_peek(first->inputs);
    doings = hash_peek(first->doings);
    for (unsigned seed = 0; seed < 60; seed++) {
        struct corridor *c = corridor_new(p, 7, false);
        struct chance chaos;
        struct digest d;

        chance_seed(&chaos, (struct bytes){(uint8_t[]){(uint8_t)seed}, 1},
                    "corridor", "chaos");
        if (seed < 40)
            c->chaos = &chaos;
        c->eager = seed & 1;
        c->order[0] = (uint8_t)(seed % 3);
        c->order[1] = (uint8_t)((seed + 1 + seed / 3 % 2) % 3);
        c->order[2] = (uint8_t)(3 - c->order[0] - c->order[1]);
        corridor_end(c);
        d = hash_peek(c->inputs);
        assert_true(digest_equal(&d, &inputs));
        d = hash_peek(c->doings);
        assert_true(digest_equal(&d, &doings));
        for (uint8_t r = 0; r < 3; r++)
            assert_true(corridor_same(c, first, r));
        corridor_free(c);
    }
    corridor_free(first);
    free(p);
}

/* The talks end while a room's answer is under way: how much of it had come
 * shows nowhere. */
static void leave_when_told(struct corridor *c, uint8_t room,
                            const struct message *m)
{
    struct message_item item = item_saying(MOVE_SAY, "and so do we");

    if (m->kind == MESSAGE_TOLD && room == IRAN)
        corridor_hand(c, room, &item);
}

static void bye__frames_read_ahead__are_not_in_it(void **state)
{
    struct digest seen[2];

    (void)state;
    for (int eager = 0; eager < 2; eager++) {
        struct corridor *c = corridor_admit(2, false);
        struct message_item out = item_saying(MOVE_WALK_OUT, "enough");

        c->react = leave_when_told;
        c->eager = eager;
        say(c, US, "one");
        corridor_hand(c, US, &out);
        corridor_end(c);
        assert_int_equal(c->outcome, OUTCOME_WALKED_OUT);
        seen[eager] = hash_peek(c->doings);
        corridor_free(c);
    }
    assert_true(digest_equal(&seen[0], &seen[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hello__of_one_room_only__the_clock_is_held),
        cmocka_unit_test(frames__of_a_room_that_has_not_waited__are_not_taken),
        cmocka_unit_test(wait__sent_before_a_frame_was_read__is_void),
        cmocka_unit_test(wait__for_frames_never_sent__ends_the_session),
        cmocka_unit_test(batch__frames_of_both_rooms__by_room_then_number),
        cmocka_unit_test(batch__frame_of_a_low_time__gains_nothing),
        cmocka_unit_test(time__everyone_waits__moves_to_the_earliest_wait),
        cmocka_unit_test(
            time__one_room_waits_longer__is_not_woken_by_the_others),
        cmocka_unit_test(all_wait__nothing_is_due__stalled_once),
        cmocka_unit_test(instant__that_never_ends__runaway),
        cmocka_unit_test(waits__that_have_come_already__runaway),
        cmocka_unit_test(room__gone__the_talks_end_broken_off),
        cmocka_unit_test(
            room__gone_with_frames_under_way__they_are_taken_first),
        cmocka_unit_test(stop__from_outside__ends_the_talks),
        cmocka_unit_test(queue__longer_than_its_limit__ends_the_session),
        cmocka_unit_test(live__what_comes_first__is_taken_first),
        cmocka_unit_test(live__time__is_what_it_is_told_and_never_goes_back),
        cmocka_unit_test(answer__to_an_ask_that_is_not_open__is_no_input),
        cmocka_unit_test(arrivals__in_any_order__the_same_inputs_and_effects),
        cmocka_unit_test(bye__frames_read_ahead__are_not_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
