/* A person in the seat: the open ask, answers as recorded inputs, the clock. */
#include "shuttle/room.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A person in us, a puppet in iran. */
static struct corridor *seated(bool live)
{
    struct play *p = play_new(2, 2);
    struct corridor *c;

    p->rooms[US].seat = "person";
    p->rounds[0].limit_us = 30 * MIN;
    c = corridor_new(p, 1u << US, live);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void answer(struct corridor *c, uint8_t what, const void *body,
                   size_t size)
{
    static uint8_t bytes[FRAME_SIZE_MAX];

    bytes[0] = what;
    if (size)
        memcpy(bytes + 1, body, size);
    corridor_answer(c, US, (struct bytes){bytes, size + 1});
    corridor_pump(c);
}

static void hand_by(struct corridor *c, uint8_t channel,
                    const struct message_item *item)
{
    static uint8_t body[FRAME_BODY_MAX];
    struct message m = {.kind = MESSAGE_ITEM};
    size_t size;

    m.as.item = *item;
    body[0] = channel;
    size = message_encode(&m, body + 1, sizeof body - 1);
    assert_int_not_equal(size, SIZE_MAX);
    answer(c, ANSWER_ITEM_BY, body, size + 1);
}

static void hand(struct corridor *c, const struct message_item *item)
{
    static uint8_t body[FRAME_BODY_MAX];
    struct message m = {.kind = MESSAGE_ITEM};
    size_t size;

    m.as.item = *item;
    size = message_encode(&m, body, sizeof body);
    assert_int_not_equal(size, SIZE_MAX);
    answer(c, ANSWER_ITEM, body, size);
}

static void wait_until(struct corridor *c, int64_t us)
{
    uint8_t body[8];
    struct writer w = writer_over(body, sizeof body);

    writer_u64(&w, (uint64_t)us);
    answer(c, ANSWER_WAIT, body, sizeof body);
}

static void ask__at_welcome__opened_once(void **state)
{
    struct corridor *c = seated(false);

    (void)state;
    assert_int_equal(c->room[US].asks, 1);
    /* The simulated clock is held until the person has answered. */
    assert_int_equal(keeper_awaits(c->keeper), US);
    corridor_run(c, MIN);
    assert_int_equal(keeper_now(c->keeper).us, 0);
    assert_int_equal(c->room[US].asks, 1);
    corridor_free(c);
}

static void
item__from_a_person__handed_over_and_numbered_by_the_room(void **state)
{
    struct corridor *c = seated(false);
    struct message_item item = item_saying(MOVE_SAY, "in person");
    struct message m;

    (void)state;
    corridor_run(c, MIN);
    item.item = 77;
    item.handles.count = 1;
    item.handles.entry[0].room = IRAN;
    item.handles.entry[0].handle = 0x99;
    hand(c, &item);
    hand(c, &item);
    assert_false(corridor_leaked(c, IRAN, "in person"));
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOLD);
    assert_int_equal(corridor_receipt(c, US, 2), RECEIPT_TOLD);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, NULL));
    /* Handles are not his to choose. */
    assert_int_not_equal(m.as.told.handle, 0x99);
    corridor_free(c);
}

static void
wait__until_a_time__woken_then_and_the_clock_held_again(void **state)
{
    struct corridor *c = seated(false);

    (void)state;
    corridor_run(c, 20 * MIN);
    wait_until(c, 10 * MIN);
    assert_int_equal(keeper_now(c->keeper).us, 10 * MIN);
    assert_int_equal(keeper_awaits(c->keeper), US);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(keeper_now(c->keeper).us, 20 * MIN);
    corridor_free(c);
}

static void told__while_a_person_waits__gives_him_his_turn(void **state)
{
    struct corridor *c = seated(false);
    struct message_item item = item_saying(MOVE_SAY, "are you there?");

    (void)state;
    corridor_run(c, 5 * MIN);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(keeper_now(c->keeper).us, 5 * MIN);
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 6 * MIN);
    assert_true(corridor_leaked(c, US, "are you there?"));
    assert_int_equal(keeper_awaits(c->keeper), US);
    assert_int_equal(keeper_now(c->keeper).us, 5 * MIN);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(keeper_now(c->keeper).us, 6 * MIN);
    corridor_free(c);
}

static void round__while_a_person_waits__gives_him_his_turn(void **state)
{
    struct corridor *c = seated(false);

    (void)state;
    corridor_run(c, 60 * MIN);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(keeper_now(c->keeper).us, 30 * MIN);
    assert_int_equal(keeper_awaits(c->keeper), US);
    corridor_free(c);
}

static void live__a_silent_person__holds_nothing(void **state)
{
    struct corridor *c = seated(true);

    (void)state;
    c->live_now = (struct instant){31 * MIN};
    corridor_run(c, 40 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_ROUND), 3);
    corridor_free(c);
}

static void leave__with_words__walks_out(void **state)
{
    struct corridor *c = seated(false);

    (void)state;
    corridor_run(c, MIN);
    answer(c, ANSWER_LEAVE, "goodbye", 7);
    assert_int_equal(c->outcome, OUTCOME_WALKED_OUT);
    assert_int_equal(c->room[US].finished, OUTCOME_WALKED_OUT);
    assert_false(corridor_leaked(c, IRAN, "goodbye"));
    corridor_free(c);
}

static void leave__with_bytes_that_are_no_text__walks_out(void **state)
{
    static uint8_t junk[TEXT_MAX + 1];

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = seated(false);

        memset(junk, n ? 'x' : 0xff, sizeof junk);
        corridor_run(c, MIN);
        answer(c, ANSWER_LEAVE, junk, n ? sizeof junk : 3);
        assert_int_equal(c->outcome, OUTCOME_WALKED_OUT);
        corridor_free(c);
    }
}

static void answers__that_are_none__change_nothing(void **state)
{
    static const uint8_t never[] = {0x80, 0, 0, 0, 0, 0, 0, 0};
    struct corridor *c = seated(false);
    struct message_item item = item_saying(MOVE_QUESTION, "CANARY");

    (void)state;
    corridor_run(c, MIN);
    corridor_answer(c, US, BYTES_NONE);
    answer(c, 'x', "y", 1);
    answer(c, ANSWER_ITEM, "junk", 4);
    answer(c, ANSWER_ITEM_BY, "", 0);
    hand_by(c, 1, &item); /* no such mediator */
    hand_by(c, 255, &item);
    answer(c, ANSWER_WAIT, never, 7);
    answer(c, ANSWER_WAIT, never, 8);
    item.about = 200; /* no such issue */
    hand(c, &item);
    item.about = 1;
    item.package.option[0] = 3;
    hand(c, &item);
    assert_int_equal(keeper_awaits(c->keeper), US);
    wait_until(c, INSTANT_NEVER.us);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    /* Nothing was numbered either. */
    item = item_saying(MOVE_SAY, "at last");
    hand(c, &item);
    wait_until(c, INSTANT_NEVER.us);
    corridor_run(c, 2 * MIN);
    wait_until(c, INSTANT_NEVER.us);
    assert_true(corridor_leaked(c, IRAN, "at last"));
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOLD);
    corridor_free(c);
}

static void confirmation__by_a_person__names_what_was_read(void **state)
{
    struct corridor *c = seated(false);
    struct message_item item = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    corridor_run(c, MIN);
    wait_until(c, INSTANT_NEVER.us);
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 2 * MIN);
    assert_true(corridor_told(c, US, MOVE_OFFER, 0, &m, NULL));
    item = item_saying(MOVE_REPLY, "");
    item.answer = ANSWER_ACCEPT;
    item.re = m.as.told.handle;
    hand(c, &item);
    wait_until(c, INSTANT_NEVER.us);
    assert_true(corridor_told(c, US, MOVE_READ_BACK, 0, &m, NULL));
    item.answer = ANSWER_CONFIRM;
    item.re = m.as.told.handle; /* no digest: the room knows it */
    hand(c, &item);
    assert_true(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &m, NULL));
    item.re = m.as.told.handle;
    item.digest = m.as.told.digest;
    corridor_hand(c, IRAN, &item);
    wait_until(c, INSTANT_NEVER.us);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    corridor_free(c);
}

static void ask_capital(struct corridor *c, const struct message_item *item)
{
    static uint8_t body[FRAME_BODY_MAX];
    struct message m = {.kind = MESSAGE_ITEM};
    size_t size;

    m.as.item = *item;
    size = message_encode(&m, body, sizeof body);
    answer(c, ANSWER_CAPITAL, body, size);
}

static size_t notes(const struct corridor *c, enum message_kind kind)
{
    size_t count = 0;

    for (size_t n = 0; n < c->room[US].note_count; n++)
        count += c->room[US].notes[n].kind == kind;
    return count;
}

/* Funds need the capital, which takes ten minutes: a person is bound whatever
 * his terminal lets him say. */
static void person__beyond_the_authority__hands_nothing_over(void **state)
{
    struct play *p = play_new(2, 1);
    struct message_item funds = item_offering(ANY, FUNDS);
    struct corridor *c;

    (void)state;
    p->rooms[US].seat = "person";
    p->own[US].has_authority = true;
    memset(p->own[US].authority.own, 0xff, sizeof p->own[US].authority.own);
    p->own[US].authority.own[1] = 1u << WAIVERS;
    p->own[US].authority.capital[1] = 1u << FUNDS;
    p->own[US].authority.latency_us = 10 * MIN;
    c = corridor_new(p, 1u << US, false);
    c->play = p;
    corridor_run(c, 20 * MIN);
    hand(c, &funds);
    assert_int_equal(notes(c, MESSAGE_FAULT), 1);
    ask_capital(c, &funds);
    assert_int_equal(notes(c, MESSAGE_CAPITAL), 1);
    hand(c, &funds);
    assert_int_equal(notes(c, MESSAGE_FAULT), 2);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(keeper_now(c->keeper).us, 10 * MIN);
    assert_int_equal(notes(c, MESSAGE_CAPITAL), 2);
    hand(c, &funds);
    wait_until(c, INSTANT_NEVER.us);
    assert_int_equal(notes(c, MESSAGE_FAULT), 2);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 1);
    corridor_free(c);
}

/* Eight are open at once; the ninth leaves a note and nothing else. */
static void capital__asked_too_often__one_note_says_so(void **state)
{
    struct play *p = play_new(2, 1);
    struct message_item funds = item_offering(ANY, FUNDS);
    struct corridor *c;

    (void)state;
    p->rooms[US].seat = "person";
    p->own[US].has_authority = true;
    p->own[US].authority.capital[1] = 1u << FUNDS;
    p->own[US].authority.latency_us = 10 * MIN;
    c = corridor_new(p, 1u << US, false);
    c->play = p;
    corridor_run(c, 20 * MIN);
    for (int n = 0; n < 9; n++)
        ask_capital(c, &funds);
    assert_int_equal(notes(c, MESSAGE_CAPITAL), 8);
    assert_int_equal(notes(c, MESSAGE_FAULT), 1);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ask__at_welcome__opened_once),
        cmocka_unit_test(
            item__from_a_person__handed_over_and_numbered_by_the_room),
        cmocka_unit_test(
            wait__until_a_time__woken_then_and_the_clock_held_again),
        cmocka_unit_test(told__while_a_person_waits__gives_him_his_turn),
        cmocka_unit_test(round__while_a_person_waits__gives_him_his_turn),
        cmocka_unit_test(live__a_silent_person__holds_nothing),
        cmocka_unit_test(leave__with_words__walks_out),
        cmocka_unit_test(leave__with_bytes_that_are_no_text__walks_out),
        cmocka_unit_test(answers__that_are_none__change_nothing),
        cmocka_unit_test(confirmation__by_a_person__names_what_was_read),
        cmocka_unit_test(person__beyond_the_authority__hands_nothing_over),
        cmocka_unit_test(capital__asked_too_often__one_note_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
