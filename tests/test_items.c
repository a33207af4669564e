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

/* What us is told when the first item, told only if asked, is recalled after so
 * many others that the mediator no longer keeps what he told before them; and
 * when it hands over one more than its share of such items. */
static void secrets_after(bool asked, uint8_t *recalled, uint8_t *beyond)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item held = item_saying(MOVE_SAY, "only if they ask");
    struct message_item ask = item_saying(MOVE_QUESTION, "well?");
    struct message_item other = item_saying(MOVE_SAY, "x");
    struct message_item recall = item_saying(MOVE_WITHDRAWAL, "");
    uint32_t last;

    held.about = ask.about = 1;
    held.caveats.bits = CAVEAT_IF_ASKED;
    recall.own = corridor_hand(c, US, &held);
    if (asked)
        corridor_hand(c, IRAN, &ask);
    corridor_run(c, 1);
    assert_int_equal(corridor_leaked(c, IRAN, "only if they ask"), asked);
    for (unsigned n = 0; n <= ITEMS_PAST_MAX; n++)
        corridor_hand(c, US, &other);
    corridor_run(c, 2);
    corridor_hand(c, US, &recall);
    corridor_run(c, 3);
    *recalled = corridor_receipt(c, US, recall.own);
    for (int run = 0; run < 2; run++) {
        for (unsigned n = 0; n < 2047; n++)
            corridor_hand(c, US, &held);
        corridor_run(c, 4 + run);
    }
    corridor_hand(c, US, &held);
    last = corridor_hand(c, US, &held);
    corridor_run(c, 6);
    *beyond = corridor_receipt(c, US, last);
    corridor_free(c);
}

static void secrets__told_or_not__show_in_no_receipt(void **state)
{
    uint8_t told[2], held[2];

    (void)state;
    secrets_after(true, &told[0], &told[1]);
    secrets_after(false, &held[0], &held[1]);
    assert_int_equal(told[0], RECEIPT_RECALLED);
    assert_int_equal(held[0], RECEIPT_RECALLED);
    assert_int_equal(told[1], held[1]);
}

/* The mediator keeps so many of what he told; who says much loses his own. */
static void handles__while_another_room_floods__can_be_answered(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_offering(END_IT, FUNDS);
    struct message_item flood = item_saying(MOVE_SAY, "x");
    struct message_item reply = item_saying(MOVE_REPLY, "no");
    struct message m;
    uint32_t number;

    (void)state;
    corridor_hand(c, US, &item);
    corridor_run(c, 1);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    for (unsigned n = 0; n <= ITEMS_PAST_MAX; n++)
        corridor_hand(c, QATAR, &flood);
    corridor_run(c, 2);
    reply.answer = ANSWER_REJECT;
    reply.re = m.as.told.handle;
    number = corridor_hand(c, IRAN, &reply);
    corridor_run(c, 3);
    assert_int_equal(corridor_receipt(c, IRAN, number), RECEIPT_TOLD);
    corridor_free(c);
}

/* Whether us, which has as much waiting as it may, can hand over more while the
 * mediator is away; he has told iran the first item, or holds that too. */
static uint8_t beyond_while_away(bool told, struct corridor **out)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct message_item first = item_saying(MOVE_SAY, "first");
    struct message_item later = item_saying(MOVE_SAY, "later");
    uint32_t last;

    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "stay", "20m", NULL);
    *out = c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    later.caveats.bits = CAVEAT_NOT_BEFORE;
    later.caveats.not_before = (struct instant){INT64_MAX - 1};
    corridor_hand(c, US, told ? &first : &later);
    for (unsigned n = 1; n < 4096; n++) {
        if (n % 1024 == 0)
            corridor_run(c, (int64_t)n / 1024);
        corridor_hand(c, US, &later);
    }
    corridor_run(c, 27 * MIN);
    assert_int_equal(corridor_leaked(c, IRAN, "first"), told);
    last = corridor_hand(c, US, &later);
    corridor_run(c, 27 * MIN + 1);
    return corridor_receipt(c, US, last);
}

static void share__while_the_mediator_is_away__says_nothing(void **state)
{
    struct message_item more = item_saying(MOVE_SAY, "more");
    struct corridor *c;
    uint32_t last;

    (void)state;
    assert_int_equal(beyond_while_away(true, &c), RECEIPT_REFUSED);
    corridor_hand(c, IRAN, &more);
    corridor_run(c, 60 * MIN); /* he has come back */
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOLD);
    last = corridor_hand(c, US, &more);
    corridor_run(c, 61 * MIN);
    assert_int_not_equal(corridor_receipt(c, US, last), RECEIPT_REFUSED);
    corridor_free(c);
    assert_int_equal(beyond_while_away(false, &c), RECEIPT_REFUSED);
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
        cmocka_unit_test(secrets__told_or_not__show_in_no_receipt),
        cmocka_unit_test(handles__while_another_room_floods__can_be_answered),
        cmocka_unit_test(share__while_the_mediator_is_away__says_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
