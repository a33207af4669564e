/* The mediator: every input and every message in every phase. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *opened(uint8_t rooms)
{
    struct play *p = play_new(rooms, 2);
    struct corridor *c = corridor_new(p, 0, false);

    c->play = p;
    return c;
}

/* An input that no keeper would give just now; what comes of it is dropped. */
static size_t feed(struct corridor *c, enum input_kind kind, uint16_t peer,
                   uint32_t id, struct bytes bytes)
{
    struct actor actor = mediator_actor(c->mediator);
    struct input in = {kind, peer, id, keeper_now(c->keeper), bytes};
    size_t count;

    actor.step(actor.self, &in, &c->effects);
    count = c->effects.count;
    effects_reset(&c->effects);
    return count;
}

static void hello__of_all_rooms__admits_them_by_number(void **state)
{
    struct corridor *c = opened(3);
    struct message m;

    (void)state;
    corridor_run(c, 0);
    for (uint8_t r = 0; r < 3; r++) {
        assert_true(corridor_heard(c, r, MESSAGE_WELCOME, 0, &m, NULL));
        assert_int_equal(m.as.welcome.room, r);
        assert_int_equal(m.as.welcome.rooms, 3);
        assert_int_equal(m.as.welcome.clock, 0);
        assert_int_equal(corridor_count(c, r, MESSAGE_ROUND), 1);
        assert_true(corridor_note(c, MESSAGE_ADMITTED, r, &m, NULL));
        assert_int_equal(m.as.admitted.room, r);
    }
    corridor_free(c);
}

/* A HELLO that is spoiled before it is sealed anew. */
static struct corridor *greeted(const char *room, uint8_t low, uint8_t high,
                                uint16_t semantics)
{
    struct corridor *c = opened(2);
    struct corridor_room *r = &c->room[US];
    struct message m = {.kind = MESSAGE_HELLO};

    free(r->out[0].bytes);
    r->out_count = 0;
    session_fini(&r->session);
    assert_int_equal(
        session_init(&r->session, SESSION_ROOM, r->brief.brief.talk, 0),
        ERR_OK);
    m.as.hello.version_low = low;
    m.as.hello.version_high = high;
    m.as.hello.semantics = semantics;
    m.as.hello.room = bytes_of(room);
    corridor_send(c, US, &m);
    corridor_end(c);
    return c;
}

static void assert_refused(struct corridor *c, enum reason why)
{
    struct message m;

    assert_true(corridor_heard(c, US, MESSAGE_REFUSED, 0, &m, NULL));
    assert_int_equal(m.as.refused.reason, why);
    assert_int_equal(c->room[US].heard_count, 1);
    /* The other room, which is not admitted either, learns only that. */
    assert_int_equal(c->room[IRAN].heard_count, 1);
    assert_true(corridor_heard(c, IRAN, MESSAGE_REFUSED, 0, &m, NULL));
    assert_int_equal(m.as.refused.reason, REASON_INTERRUPTED);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    corridor_free(c);
}

static void hello__of_another_room__refused_and_over(void **state)
{
    (void)state;
    assert_refused(greeted("iran", 1, 1, SEMANTICS_VERSION), REASON_DOOR);
    assert_refused(greeted("", 1, 1, SEMANTICS_VERSION), REASON_ROOM);
    assert_refused(greeted("nowhere", 1, 1, SEMANTICS_VERSION), REASON_ROOM);
}

static void hello__of_another_version__refused_and_over(void **state)
{
    (void)state;
    assert_refused(greeted("us", 2, 9, SEMANTICS_VERSION), REASON_VERSION);
    assert_refused(greeted("us", 0, 0, SEMANTICS_VERSION), REASON_VERSION);
    assert_refused(greeted("us", 1, 1, SEMANTICS_VERSION + 1), REASON_VERSION);
}

static void hello__twice__ends_the_session(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message m = {.kind = MESSAGE_HELLO};

    (void)state;
    m.as.hello.room = bytes_of("us");
    corridor_send(c, US, &m);
    corridor_end(c);
    assert_int_equal(c->room[US].refused, REASON_STATE);
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    corridor_free(c);
}

static void room_lost__before_the_talks__the_rest_are_refused(void **state)
{
    struct corridor *c = opened(3);
    struct message m;

    (void)state;
    corridor_drop(c, QATAR, REASON_LATE);
    corridor_end(c);
    for (uint8_t r = 0; r < 2; r++) {
        assert_int_equal(c->room[r].heard_count, 1);
        assert_true(corridor_heard(c, r, MESSAGE_REFUSED, 0, &m, NULL));
    }
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    assert_int_equal(corridor_count(c, US, MESSAGE_WELCOME), 0);
    corridor_free(c);
}

static void hello__after_the_talks_have_ended__does_not_begin_them(void **state)
{
    struct corridor *c = opened(2);
    struct heard *hello = &c->room[IRAN].out[0];

    (void)state;
    /* us says hello and is lost; iran's hello is under way. */
    assert_int_equal(keeper_arrive(c->keeper, US,
                                   (struct bytes){c->room[US].out[0].bytes,
                                                  c->room[US].out[0].size}),
                     REASON_NONE);
    c->room[US].arrived = 1;
    corridor_drop(c, US, REASON_GONE);
    corridor_pump(c);
    assert_int_equal(feed(c, INPUT_GONE, US, REASON_GONE, BYTES_NONE), 0);
    feed(c, INPUT_MESSAGE, IRAN, 0, (struct bytes){hello->bytes, hello->size});
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_WELCOME), 0);
    assert_int_equal(corridor_count(c, US, MESSAGE_WELCOME), 0);
    corridor_free(c);
}

static void stop__before_the_talks_begin__all_are_refused(void **state)
{
    struct corridor *c = opened(2);

    (void)state;
    keeper_stop(c->keeper);
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STOPPED);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_REFUSED), 1);
    corridor_free(c);
}

static void deadlines__in_every_phase__do_no_harm(void **state)
{
    struct corridor *c = opened(2);

    (void)state;
    feed(c, INPUT_DEADLINE, 0, DEADLINE_DUE, BYTES_NONE);
    feed(c, INPUT_DEADLINE, 0, DEADLINE_STALLED, BYTES_NONE);
    feed(c, INPUT_DEADLINE, 0, 77, BYTES_NONE);
    feed(c, INPUT_ANSWER, 0, 0, bytes_of("yes"));
    feed(c, INPUT_ANSWER, 0, 12, bytes_of("yes"));
    feed(c, INPUT_START, 0, 0, BYTES_NONE);
    feed(c, INPUT_MESSAGE, 9, 0, bytes_of("x"));
    feed(c, INPUT_MESSAGE, 1, 0, bytes_of("x"));
    feed(c, INPUT_GONE, 9, 0, BYTES_NONE);
    corridor_run(c, 0);
    assert_int_equal(corridor_count(c, US, MESSAGE_WELCOME), 1);
    keeper_stop(c->keeper);
    corridor_pump(c);
    /* Concluded; whatever comes now seals nothing behind the BYE. */
    for (uint32_t id = 0; id < 5; id++)
        feed(c, INPUT_DEADLINE, 0, id, BYTES_NONE);
    feed(c, INPUT_ANSWER, 0, 0, bytes_of("yes"));
    feed(c, INPUT_GONE, 0, REASON_GONE, BYTES_NONE);
    assert_int_equal(corridor_count(c, US, MESSAGE_OUTCOME), 1);
    assert_int_equal(corridor_count(c, US, MESSAGE_BYE), 1);
    corridor_free(c);
}

/* An answer to no ask: what was told is not told again. */
static void answer__to_ask_zero__is_nothing(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_SAY, "once");
    struct message_item ask = item_saying(MOVE_QUESTION, "well?");

    (void)state;
    item.about = ask.about = 1;
    item.caveats.bits = CAVEAT_IF_ASKED;
    ask.to = 1u << US;
    corridor_hand(c, US, &item);
    corridor_hand(c, IRAN, &ask);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    assert_int_equal(feed(c, INPUT_ANSWER, 0, 0, bytes_of("yes")), 0);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_free(c);
}

static void stall__with_rooms_that_never_say_bye__does_no_harm(void **state)
{
    struct corridor *c = opened(2);
    struct message m = {.kind = MESSAGE_WAIT};

    (void)state;
    corridor_run(c, 0);
    c->room[US].stubborn = c->room[IRAN].stubborn = true;
    /* In the first of two rounds. */
    keeper_stop(c->keeper);
    corridor_pump(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_OUTCOME), 1);
    for (uint8_t r = 0; r < 2; r++) {
        m.as.wait.until = INSTANT_NEVER;
        m.as.wait.reads.count = 1;
        m.as.wait.reads.entry[0].number =
            mediator_session(c->mediator, r)->sent;
        corridor_send(c, r, &m);
    }
    corridor_pump(c);
    assert_false(c->finished);
    corridor_drop(c, US, REASON_LATE);
    corridor_drop(c, IRAN, REASON_LATE);
    corridor_pump(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STOPPED);
    corridor_free(c);
}

static void walk_out__of_one_room__ends_the_talks_for_all(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_WALK_OUT, "we are leaving");
    struct message m;

    (void)state;
    corridor_run(c, 2 * MIN);
    corridor_hand(c, IRAN, &item);
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_WALKED_OUT);
    for (uint8_t r = 0; r < 3; r++) {
        assert_true(corridor_heard(c, r, MESSAGE_OUTCOME, 0, &m, NULL));
        assert_int_equal(m.as.outcome.outcome, OUTCOME_WALKED_OUT);
        assert_true(package_is_empty(&m.as.outcome.package));
        assert_false(corridor_leaked(c, r, "we are leaving"));
    }
    corridor_free(c);
}

static void
bye__in_mid_talk__answered_and_the_rest_told_no_more_than_that(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    uint8_t frame[256];
    size_t size = session_seal_bye(&c->room[US].session, c->room[US].now,
                                   REASON_NONE, frame, sizeof frame);
    struct message m;

    (void)state;
    assert_int_equal(corridor_forge(c, US, (struct bytes){frame, size}),
                     REASON_NONE);
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_BROKEN_OFF);
    assert_int_equal(corridor_count(c, US, MESSAGE_BYE), 1);
    assert_int_equal(corridor_count(c, US, MESSAGE_OUTCOME), 0);
    assert_true(corridor_heard(c, IRAN, MESSAGE_OUTCOME, 0, &m, NULL));
    assert_int_equal(m.as.outcome.outcome, OUTCOME_BROKEN_OFF);
    corridor_free(c);
}

static void item__after_the_end__is_nothing(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item item = item_saying(MOVE_SAY, "one more thing");

    (void)state;
    c->room[US].stubborn = true;
    keeper_stop(c->keeper);
    corridor_end(c);
    corridor_hand(c, US, &item);
    corridor_pump(c);
    assert_false(corridor_leaked(c, IRAN, "one more thing"));
    assert_int_equal(corridor_receipt(c, US, 1), 0);
    corridor_free(c);
}

static void acks__after_many_frames__keep_the_sessions_whole(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    for (int n = 0; n < 300; n++) {
        struct message_item item = item_saying(MOVE_SAY, "and again");
        corridor_hand(c, (uint8_t)(n % 2), &item);
        corridor_run(c, n + 1);
    }
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 150);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hello__of_all_rooms__admits_them_by_number),
        cmocka_unit_test(hello__of_another_room__refused_and_over),
        cmocka_unit_test(hello__of_another_version__refused_and_over),
        cmocka_unit_test(hello__twice__ends_the_session),
        cmocka_unit_test(room_lost__before_the_talks__the_rest_are_refused),
        cmocka_unit_test(
            hello__after_the_talks_have_ended__does_not_begin_them),
        cmocka_unit_test(stop__before_the_talks_begin__all_are_refused),
        cmocka_unit_test(deadlines__in_every_phase__do_no_harm),
        cmocka_unit_test(answer__to_ask_zero__is_nothing),
        cmocka_unit_test(stall__with_rooms_that_never_say_bye__does_no_harm),
        cmocka_unit_test(walk_out__of_one_room__ends_the_talks_for_all),
        cmocka_unit_test(
            bye__in_mid_talk__answered_and_the_rest_told_no_more_than_that),
        cmocka_unit_test(item__after_the_end__is_nothing),
        cmocka_unit_test(acks__after_many_frames__keep_the_sessions_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
