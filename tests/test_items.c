/* What rooms hand to the mediator, and what it refuses. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void item__before_welcome__is_nothing(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c = corridor_new(p, 0, true);
    struct message_item item = item_saying(MOVE_SAY, "too early");
    struct message wait = {.kind = MESSAGE_WAIT};

    (void)state;
    c->play = p;
    corridor_hand(c, US, &item);
    corridor_send(c, US, &wait);
    c->room[US].items = 0;
    c->room[IRAN].arrived = 1; /* its HELLO is under way */
    corridor_run(c, 0);
    assert_int_equal(c->room[US].heard_count, 0);
    c->room[IRAN].arrived = 0;
    corridor_run(c, 0);
    assert_int_equal(corridor_count(c, US, MESSAGE_WELCOME), 1);
    assert_false(corridor_leaked(c, IRAN, "too early"));
    item = item_saying(MOVE_SAY, "in time");
    corridor_hand(c, US, &item);
    corridor_pump(c);
    assert_true(corridor_leaked(c, IRAN, "in time"));
    corridor_free(c);
}

struct bad {
    const char *what;
    struct message_item item;
};

static void
item__that_cannot_be_handed_over__refused_and_told_to_no_one(void **state)
{
    struct message_item plain = item_saying(MOVE_SAY, "CANARY");
    struct bad bad[14];
    size_t n = 0;
    struct corridor *c = corridor_admit(2, false);
    struct message m;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        bad[i].item = plain;
    bad[n++].item.move = MOVE_NONE;
    bad[n++].item.move = 18;
    bad[n++].item.move = MOVE_GROUND_RULES;
    bad[n++].item.move = MOVE_NEWS;
    bad[n++].item.about = 3;
    bad[n++].item.package.option[0] = 3;
    bad[n++].item.package.option[2] = 0;
    bad[n++].item.to = 1; /* itself */
    bad[n++].item.to = 4; /* nobody */
    bad[n++].item.re = 99;
    bad[n].item.move = MOVE_REPLY;
    bad[n++].item.answer = 6;
    bad[n++].item.move = MOVE_REPLY;
    bad[n++].item.answer = ANSWER_ACCEPT;
    bad[n].item.caveats.bits = CAVEAT_IF_THEY_MOVE_FIRST;
    bad[n++].item.caveats.condition = bytes_of("value() > 3");
    for (size_t i = 0; i < n; i++) {
        uint32_t number = corridor_hand(c, US, &bad[i].item);
        corridor_run(c, (int64_t)i + 1);
        assert_int_equal(corridor_receipt(c, US, number), RECEIPT_REFUSED);
        assert_true(corridor_note(c, MESSAGE_FAULT, i, &m, NULL));
        assert_int_equal(m.as.fault.item, number);
    }
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    /* The next good one goes through: a refused one has used its number. */
    corridor_hand(c, US, &plain);
    corridor_run(c, MIN);
    assert_true(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

static void item__numbered_wrongly__refused(void **state)
{
    static const uint32_t wrong[] = {0, 2, 1000, UINT32_MAX};
    struct corridor *c = corridor_admit(2, false);
    struct message_item item = item_saying(MOVE_SAY, "words");

    (void)state;
    for (size_t n = 0; n < 4; n++) {
        struct message m = {.kind = MESSAGE_ITEM};
        m.as.item = item;
        m.as.item.item = wrong[n];
        corridor_send(c, US, &m);
        corridor_run(c, (int64_t)n + 1);
        assert_int_equal(corridor_receipt(c, US, wrong[n]), RECEIPT_REFUSED);
    }
    corridor_hand(c, US, &item);
    corridor_hand(c, US, &item);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 2);
    corridor_free(c);
}

static void item__that_answers_nothing__names_no_item_of_another(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item item = item_saying(MOVE_SAY, "by the way");
    struct message m;

    (void)state;
    item.own = 7; /* only a withdrawal recalls */
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 1);
    assert_true(corridor_told(c, US, MOVE_SAY, 0, &m, NULL));
    assert_int_equal(m.as.told.re, 0);
    corridor_free(c);
}

static void
item__answering_what_was_told__names_the_authors_number(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_SAY, "first");
    struct message m;

    (void)state;
    corridor_hand(c, US, &item);
    item = item_offering(END_IT, FUNDS);
    corridor_hand(c, US, &item);
    corridor_run(c, 1);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    item = item_saying(MOVE_REPLY, "no");
    item.answer = ANSWER_REJECT;
    item.re = m.as.told.handle;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 2);
    assert_true(corridor_told(c, US, MOVE_REPLY, 0, &m, NULL));
    assert_int_equal(m.as.told.re, 2);
    assert_int_equal(m.as.told.answer, ANSWER_REJECT);
    assert_int_equal(m.as.told.from, IRAN);
    /* qatar hears the answer, but not by which number us knows its offer. */
    assert_true(corridor_told(c, QATAR, MOVE_REPLY, 0, &m, NULL));
    assert_int_equal(m.as.told.re, 0);
    corridor_free(c);
}

static void item__to_one_room__is_told_to_that_room(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_SAY, "for qatar");

    (void)state;
    item.to = 1u << QATAR;
    corridor_hand(c, US, &item);
    corridor_run(c, 1);
    assert_true(corridor_leaked(c, QATAR, "for qatar"));
    assert_false(corridor_leaked(c, IRAN, "for qatar"));
    corridor_free(c);
}

static void handles__that_a_room_knows_already__are_replaced(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_SAY, "one");
    struct message a, b;

    (void)state;
    item.to = 1u << IRAN;
    item.handles.count = 1;
    item.handles.entry[0].room = IRAN;
    item.handles.entry[0].handle = 0xabc;
    corridor_hand(c, US, &item);
    corridor_run(c, 1);
    corridor_hand(c, QATAR, &item);
    corridor_run(c, 2);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &a, NULL));
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 1, &b, NULL));
    assert_int_equal(a.as.told.handle, 0xabc);
    assert_int_not_equal(b.as.told.handle, 0xabc);
    assert_int_not_equal(b.as.told.handle, 0);
    corridor_free(c);
}

/* Two rooms share 8192 items: 4096 each. */
static void
items__held_by_the_thousand__leave_the_other_room_its_share(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item held = item_saying(MOVE_SAY, "only if they ask");
    struct message_item plain = item_saying(MOVE_SAY, "and we?");
    uint32_t last = 0;

    (void)state;
    held.about = 1;
    held.caveats.bits = CAVEAT_IF_ASKED;
    for (unsigned n = 0; n < 4096; n++) {
        if (n == 2048)
            corridor_run(c, 1);
        last = corridor_hand(c, US, &held);
    }
    corridor_run(c, 2);
    assert_int_equal(corridor_receipt(c, US, last), RECEIPT_TAKEN);
    last = corridor_hand(c, US, &held);
    corridor_hand(c, IRAN, &plain);
    corridor_run(c, 3);
    assert_int_equal(corridor_receipt(c, US, last), RECEIPT_REFUSED);
    assert_int_equal(corridor_receipt(c, IRAN, 1), RECEIPT_TOLD);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(item__before_welcome__is_nothing),
        cmocka_unit_test(
            item__that_cannot_be_handed_over__refused_and_told_to_no_one),
        cmocka_unit_test(item__numbered_wrongly__refused),
        cmocka_unit_test(item__that_answers_nothing__names_no_item_of_another),
        cmocka_unit_test(
            item__answering_what_was_told__names_the_authors_number),
        cmocka_unit_test(item__to_one_room__is_told_to_that_room),
        cmocka_unit_test(handles__that_a_room_knows_already__are_replaced),
        cmocka_unit_test(
            items__held_by_the_thousand__leave_the_other_room_its_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
