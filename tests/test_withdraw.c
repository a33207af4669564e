/* Withdrawal and expiry against telling: exactly one of them wins, whatever the
 * order. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *walking(const char *walk, const char *stay)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    if (stay)
        play_choose(p, FAMILY_WALK, walk, "time", "4m", "stay", stay, NULL);
    else
        play_choose(p, FAMILY_WALK, walk, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void recall(struct corridor *c, uint8_t room, uint32_t own)
{
    struct message_item item = item_saying(MOVE_WITHDRAWAL, "");

    item.own = own;
    corridor_hand(c, room, &item);
}

/* How often iran was told it, and what us reads last about it. */
static void assert_won(const struct corridor *c, bool told,
                       enum receipt receipt)
{
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), told);
    assert_int_equal(corridor_receipt(c, US, 1), receipt);
    /* The withdrawal itself is nobody's business. */
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_WITHDRAWAL), 0);
}

/* Handed over at 0, told from 10 minutes on; recalled at this time. */
static struct corridor *recalled_at(int64_t at)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    item.caveats.bits = CAVEAT_NOT_BEFORE;
    item.caveats.not_before = (struct instant){10 * MIN};
    corridor_hand(c, US, &item);
    corridor_run(c, at);
    recall(c, US, 1);
    corridor_end(c);
    return c;
}

static void withdrawal__before_the_telling__wins(void **state)
{
    struct corridor *c;
    struct message m;

    (void)state;
    c = recalled_at(0);
    assert_won(c, false, RECEIPT_WITHDRAWN);
    for (size_t n = 0; n < 2; n++) { /* it, and what recalled it */
        assert_true(corridor_note(c, MESSAGE_DISPOSED, n, &m, NULL));
        assert_int_equal(m.as.disposed.item, n + 1);
        assert_int_equal(m.as.disposed.rule, RULE_WITHDRAWN);
        assert_int_equal(m.as.disposed.disposition,
                         n ? DISPOSITION_HEARD : DISPOSITION_WITHDRAWN);
    }
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
    c = recalled_at(10 * MIN - 1);
    assert_won(c, false, RECEIPT_WITHDRAWN);
    corridor_free(c);
}

/* The room is woken at the instant of the telling, after it. */
static void withdrawal__after_the_telling__is_too_late(void **state)
{
    struct corridor *c;

    (void)state;
    c = recalled_at(10 * MIN);
    assert_won(c, true, RECEIPT_TOO_LATE);
    corridor_free(c);
    c = recalled_at(20 * MIN);
    assert_won(c, true, RECEIPT_TOO_LATE);
    corridor_free(c);
}

static void withdrawal__with_the_item_at_once__switchboard_tells(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    corridor_hand(c, US, &item);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, true, RECEIPT_TOO_LATE);
    corridor_free(c);
}

static void withdrawal__in_the_same_tray__comes_before_the_walk(void **state)
{
    struct corridor *c = walking("shuttle", "1m");
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    corridor_hand(c, US, &item);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, false, RECEIPT_WITHDRAWN);
    corridor_free(c);
}

/* He leaves us with the item at one minute and tells it at five; a recall that
 * waits in the tray for him to come back is too late. */
static void withdrawal__while_he_walks__is_too_late(void **state)
{
    struct corridor *c = walking("shuttle", "1m");
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    corridor_hand(c, US, &item);
    corridor_run(c, 2 * MIN);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, true, RECEIPT_TOO_LATE);
    corridor_free(c);
}

static void
withdrawal__of_what_was_told_in_one_room__ends_it_for_the_rest(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");
    struct message_item ask = item_saying(MOVE_QUESTION, "well?");

    (void)state;
    item.about = ask.about = 1;
    item.caveats.bits = CAVEAT_IF_ASKED;
    ask.to = 1u << US;
    corridor_hand(c, US, &item);
    corridor_hand(c, IRAN, &ask);
    corridor_run(c, MIN);
    assert_true(corridor_leaked(c, IRAN, "CANARY"));
    recall(c, US, 1);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_RECALLED);
    /* qatar may ask, and is not told. */
    corridor_hand(c, QATAR, &ask);
    corridor_run(c, 3 * MIN);
    assert_false(corridor_leaked(c, QATAR, "CANARY"));
    corridor_free(c);
}

static void withdrawal__of_nothing__is_too_late_and_harmless(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item theirs = item_saying(MOVE_SAY, "of iran");

    (void)state;
    theirs.caveats.bits = CAVEAT_IF_ASKED;
    corridor_hand(c, IRAN, &theirs);
    corridor_run(c, 1);
    recall(c, US, 0);
    recall(c, US, 1); /* a withdrawal, done with */
    recall(c, US, 3); /* itself */
    recall(c, US, 99);
    corridor_run(c, MIN);
    assert_int_equal(corridor_receipt(c, US, 0), RECEIPT_TOO_LATE);
    assert_int_equal(corridor_receipt(c, US, 99), RECEIPT_TOO_LATE);
    /* iran's own first item is not us's to recall. */
    recall(c, IRAN, 1);
    corridor_end(c);
    assert_int_equal(corridor_receipt(c, IRAN, 1), RECEIPT_RECALLED);
    corridor_free(c);
}

static void withdrawal__of_a_confidence__is_too_late(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item item = item_saying(MOVE_CONFIDENCE, "CANARY");

    (void)state;
    item.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    corridor_hand(c, US, &item);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, false, RECEIPT_TOO_LATE);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

static void withdrawal__of_what_expired__was_never_told(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    item.caveats.bits = CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES;
    item.caveats.not_before = (struct instant){2 * MIN};
    item.caveats.expires = (struct instant){MIN};
    corridor_hand(c, US, &item);
    corridor_run(c, 3 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_EXPIRED);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, false, RECEIPT_WITHDRAWN);
    corridor_free(c);
}

static void withdrawal__twice__the_second_changes_nothing(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    item.caveats.bits = CAVEAT_NOT_BEFORE;
    item.caveats.not_before = (struct instant){MIN};
    corridor_hand(c, US, &item);
    recall(c, US, 1);
    recall(c, US, 1);
    corridor_end(c);
    assert_won(c, false, RECEIPT_WITHDRAWN);
    corridor_free(c);
}

/* Telling, recall and expiry meet at every order of three neighbouring
 * instants: told and recalled never both, and one receipt says which. */
static void three__at_neighbouring_instants__exactly_one_wins(void **state)
{
    (void)state;
    for (int n = 0; n < 27; n++) {
        int64_t from = MIN + n % 3, end = MIN + n / 3 % 3;
        int64_t at = MIN + n / 9;
        struct corridor *c = walking("switchboard", NULL);
        struct message_item item = item_saying(MOVE_SAY, "CANARY");
        bool told, withdrawn, expired;
        struct message m;

        item.caveats.bits = CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES;
        item.caveats.not_before = (struct instant){from};
        item.caveats.expires = (struct instant){end};
        corridor_hand(c, US, &item);
        corridor_run(c, at);
        recall(c, US, 1);
        corridor_end(c);
        told = corridor_told_count(c, IRAN, MOVE_SAY) == 1;
        assert_true(corridor_note(c, MESSAGE_DISPOSED, 0, &m, NULL));
        withdrawn = m.as.disposed.disposition == DISPOSITION_WITHDRAWN;
        expired = m.as.disposed.disposition == DISPOSITION_EXPIRED;
        assert_int_equal(told + withdrawn + expired, 1);
        /* By hand: told when its time comes before its end; a recall is heard
         * only before either. */
        assert_int_equal(told, from < end && from <= at);
        assert_int_equal(withdrawn, at < from && at < end);
        assert_int_equal(corridor_receipt(c, US, 1),
                         told ? RECEIPT_TOO_LATE : RECEIPT_WITHDRAWN);
        corridor_free(c);
    }
}

/* us gives something up on a condition and recalls it; what iran had told the
 * mediator in confidence makes the condition hold, or not. */
static struct corridor *conditional(uint16_t caveats, bool holds)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item item = item_offering(ANY, WAIVERS);
    struct message_item moved = item_offering(holds ? PAUSE_IT : CONTINUE, ANY);
    struct message_item asked = item_saying(MOVE_QUESTION, "well?");

    item.text = bytes_of("CANARY");
    item.caveats.bits = caveats;
    item.caveats.condition = bytes_of("offered(iran, militias) >= 'pause'");
    moved.caveats.bits = asked.caveats.bits = CAVEAT_FOR_JUDGEMENT;
    asked.about = holds ? 2 : 1;
    corridor_hand(c, US, &item);
    corridor_run(c, MIN);
    corridor_hand(c, IRAN, &moved);
    corridor_hand(c, IRAN, &asked);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), holds);
    recall(c, US, 1);
    corridor_run(c, 3 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_RECALLED);
    return c;
}

static void
withdrawal__of_what_is_conditional__says_nothing_of_the_other_room(void **state)
{
    static const uint16_t caveats[] = {
        CAVEAT_IF_THEY_MOVE_FIRST, CAVEAT_IF_ASKED,
        CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_AS_MEDIATOR_IDEA};

    (void)state;
    for (size_t n = 0; n < sizeof(caveats) / sizeof(caveats[0]); n++) {
        struct corridor *a = conditional(caveats[n], true);
        struct corridor *b = conditional(caveats[n], false);

        assert_true(corridor_same(a, b, US));
        corridor_free(a);
        corridor_free(b);
    }
}

static uint8_t position(const struct corridor *c, uint8_t issue)
{
    return board_position(mediator_board(c->mediator), US, issue);
}

/* An offer that waits for the last minute, so that it can still be recalled. */
static void offer_late(struct corridor *c, unsigned militias, unsigned relief)
{
    struct message_item item = item_offering(militias, relief);

    item.caveats.bits = CAVEAT_NOT_BEFORE;
    item.caveats.not_before = (struct instant){60 * MIN};
    corridor_hand(c, US, &item);
}

static void withdrawal__of_an_offer__leaves_the_position_before(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item first = item_offering(PAUSE_IT, ANY);

    (void)state;
    corridor_hand(c, US, &first);
    offer_late(c, END_IT, FUNDS);
    offer_late(c, ANY, WAIVERS);
    corridor_run(c, MIN);
    assert_int_equal(position(c, 0), END_IT);
    assert_int_equal(position(c, 1), WAIVERS);
    recall(c, US, 2);
    corridor_run(c, 2 * MIN);
    assert_int_equal(position(c, 0), PAUSE_IT);
    assert_int_equal(position(c, 1), WAIVERS);
    recall(c, US, 3);
    recall(c, US, 1); /* too late: iran was told */
    corridor_run(c, 3 * MIN);
    assert_int_equal(position(c, 0), PAUSE_IT);
    assert_int_equal(position(c, 1), OPTION_NONE);
    corridor_free(c);
}

/* More was told since than is kept: what the oldest offered still stands. */
static void withdrawal__long_after_an_offer__leaves_that_standing(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item first = item_offering(PAUSE_IT, ANY);
    struct message_item say = item_saying(MOVE_SAY, "x");
    unsigned n;

    (void)state;
    corridor_hand(c, US, &first);
    for (n = 0; n <= ITEMS_PAST_MAX; n++)
        corridor_hand(c, US, &say);
    corridor_run(c, MIN);
    offer_late(c, END_IT, ANY);
    recall(c, US, n + 2);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_receipt(c, US, n + 2), RECEIPT_WITHDRAWN);
    assert_int_equal(position(c, 0), PAUSE_IT);
    corridor_free(c);
}

/* What iran holds back until it is asked is not let go by a question that was
 * taken back. */
static void withdrawal__of_a_question__asks_nothing(void **state)
{
    struct corridor *c = walking("switchboard", NULL);
    struct message_item ask = item_saying(MOVE_QUESTION, "well?");
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    ask.about = item.about = 1;
    ask.caveats.bits = CAVEAT_NOT_BEFORE;
    ask.caveats.not_before = (struct instant){60 * MIN};
    corridor_hand(c, US, &ask);
    recall(c, US, 1);
    corridor_run(c, MIN);
    item.caveats.bits = CAVEAT_IF_ASKED;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 2 * MIN);
    assert_false(corridor_leaked(c, US, "CANARY"));
    corridor_free(c);
}

/* Taken before what it recalls, an urgent recall still wins; and an urgent
 * offer of before is not the last word because it was taken first. */
static void withdrawal__urgent_in_the_same_tray__wins(void **state)
{
    struct corridor *c = walking("shuttle", "1m");
    struct message_item item = item_offering(PAUSE_IT, ANY);
    struct message_item back = item_saying(MOVE_WITHDRAWAL, "");

    (void)state;
    corridor_hand(c, US, &item);
    item = item_offering(CONTINUE, ANY);
    item.caveats.bits = CAVEAT_URGENT;
    corridor_hand(c, US, &item);
    item = item_offering(END_IT, ANY);
    corridor_hand(c, US, &item);
    back.own = 3;
    back.caveats.bits = CAVEAT_URGENT;
    corridor_hand(c, US, &back);
    corridor_run(c, 20 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 2);
    assert_int_equal(position(c, 0), CONTINUE);
    corridor_free(c);
}

/* Of three rooms iran says yes, takes it back untold, and then qatar says yes:
 * not all others have accepted. */
static void yes__withdrawn_before_it_was_told__does_not_count(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message_item yes = item_saying(MOVE_REPLY, "");
    struct message m;

    (void)state;
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    yes.answer = ANSWER_ACCEPT;
    yes.re = m.as.told.handle;
    yes.caveats.bits = CAVEAT_NOT_BEFORE;
    yes.caveats.not_before = (struct instant){60 * MIN};
    corridor_hand(c, IRAN, &yes);
    corridor_run(c, 2 * MIN);
    assert_true(mediator_board(c->mediator)->room[IRAN].accepted);
    recall(c, IRAN, 1);
    corridor_run(c, 3 * MIN);
    assert_int_equal(corridor_receipt(c, IRAN, 1), RECEIPT_WITHDRAWN);
    assert_false(mediator_board(c->mediator)->room[IRAN].accepted);
    assert_true(corridor_told(c, QATAR, MOVE_OFFER, 0, &m, NULL));
    yes = item_saying(MOVE_REPLY, "");
    yes.answer = ANSWER_ACCEPT;
    yes.re = m.as.told.handle;
    corridor_hand(c, QATAR, &yes);
    corridor_run(c, 4 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(withdrawal__before_the_telling__wins),
        cmocka_unit_test(withdrawal__after_the_telling__is_too_late),
        cmocka_unit_test(withdrawal__with_the_item_at_once__switchboard_tells),
        cmocka_unit_test(withdrawal__in_the_same_tray__comes_before_the_walk),
        cmocka_unit_test(withdrawal__while_he_walks__is_too_late),
        cmocka_unit_test(
            withdrawal__of_what_was_told_in_one_room__ends_it_for_the_rest),
        cmocka_unit_test(withdrawal__of_nothing__is_too_late_and_harmless),
        cmocka_unit_test(withdrawal__of_a_confidence__is_too_late),
        cmocka_unit_test(withdrawal__of_what_expired__was_never_told),
        cmocka_unit_test(withdrawal__twice__the_second_changes_nothing),
        cmocka_unit_test(three__at_neighbouring_instants__exactly_one_wins),
        cmocka_unit_test(
            withdrawal__of_what_is_conditional__says_nothing_of_the_other_room),
        cmocka_unit_test(withdrawal__of_an_offer__leaves_the_position_before),
        cmocka_unit_test(withdrawal__long_after_an_offer__leaves_that_standing),
        cmocka_unit_test(withdrawal__of_a_question__asks_nothing),
        cmocka_unit_test(withdrawal__urgent_in_the_same_tray__wins),
        cmocka_unit_test(yes__withdrawn_before_it_was_told__does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
