/* Whole talks under each hold: what is told, when, and what never is. */
#include "shuttle/hold.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *holding(const char *hold, const char *walk)
{
    struct play *p = play_new(3, 1);
    struct corridor *c;

    play_choose(p, FAMILY_HOLD, hold, NULL);
    play_choose(p, FAMILY_WALK, walk, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static uint32_t give(struct corridor *c, uint16_t bits, struct message_item *i)
{
    i->caveats.bits = bits;
    i->to = 1u << IRAN;
    return corridor_hand(c, US, i);
}

static void not_before__under_each_hold__told_at_its_instant(void **state)
{
    static const char *const holds[] = {"caveats", "forward"};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = holding(holds[n], "switchboard");
        struct message_item item = item_saying(MOVE_SAY, "not yet");
        struct message m;
        struct instant at;

        item.caveats.not_before = (struct instant){10 * MIN};
        give(c, CAVEAT_NOT_BEFORE, &item);
        corridor_end(c);
        assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, &at));
        assert_int_equal(at.us, 10 * MIN);
        corridor_free(c);
    }
}

static void expires__under_each_hold__disposed_of_at_its_instant(void **state)
{
    static const char *const holds[] = {"caveats", "forward"};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = holding(holds[n], "switchboard");
        struct message_item item = item_saying(MOVE_SAY, "stale");
        struct message m;
        struct instant at;
        uint32_t number;

        item.caveats.not_before = item.caveats.expires =
            (struct instant){10 * MIN};
        number = give(c, CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES, &item);
        corridor_end(c);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 0);
        assert_true(corridor_note(c, MESSAGE_DISPOSED, 0, &m, &at));
        assert_int_equal(m.as.disposed.disposition, DISPOSITION_EXPIRED);
        assert_int_equal(at.us, 10 * MIN);
        assert_int_equal(corridor_receipt(c, US, number), RECEIPT_EXPIRED);
        corridor_free(c);
    }
}

/* The mediator takes at once and is in the other room four minutes later. */
static void expires__at_the_instant_of_telling__wins(void **state)
{
    (void)state;
    for (int late = 0; late < 2; late++) {
        struct corridor *c = holding("caveats", "shuttle");
        struct message_item item = item_saying(MOVE_SAY, "just in time");
        uint32_t number;

        item.caveats.expires = (struct instant){4 * MIN + late};
        number = give(c, CAVEAT_EXPIRES, &item);
        corridor_end(c);
        assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), late);
        corridor_free(c);
        (void)number;
    }
}

static void if_asked__by_the_addressee__told_when_it_asks(void **state)
{
    struct corridor *c = holding("caveats", "switchboard");
    struct message_item item = item_offering(ANY, WAIVERS);
    struct message_item ask = item_saying(MOVE_QUESTION, "what about it?");
    struct message m;
    struct instant at;
    uint32_t number = give(c, CAVEAT_IF_ASKED, &item);

    (void)state;
    ask.about = 1;
    ask.to = 1u << US;
    corridor_run(c, MIN);
    corridor_hand(c, IRAN, &ask);
    ask.about = 2;
    corridor_run(c, 2 * MIN);
    corridor_hand(c, QATAR, &ask);
    corridor_run(c, 3 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 0);
    corridor_hand(c, IRAN, &ask);
    corridor_end(c);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, &at));
    assert_int_equal(at.us, 3 * MIN);
    assert_int_equal(m.as.told.package.option[1], WAIVERS);
    /* Its author is not told, since that would say that iran asked. */
    assert_int_equal(corridor_receipt(c, US, number), RECEIPT_TAKEN);
    corridor_free(c);
}

static void conditional__expired_untold__says_so_to_no_one(void **state)
{
    struct corridor *c = holding("caveats", "switchboard");
    struct message_item item = item_offering(ANY, WAIVERS);
    struct message m;
    uint32_t number;

    (void)state;
    item.caveats.expires = (struct instant){MIN};
    number = give(c, CAVEAT_IF_ASKED | CAVEAT_EXPIRES, &item);
    corridor_end(c);
    assert_true(corridor_note(c, MESSAGE_DISPOSED, 0, &m, NULL));
    assert_int_equal(m.as.disposed.disposition, DISPOSITION_EXPIRED);
    assert_int_equal(corridor_receipt(c, US, number), RECEIPT_TAKEN);
    corridor_free(c);
}

/* us hands over an offer that waits until iran has offered a pause; iran hands
 * over this. Was it told? */
static bool opened_by(struct message_item *theirs, uint8_t room)
{
    struct corridor *c = holding("caveats", "switchboard");
    struct message_item item = item_offering(ANY, WAIVERS);
    bool told;

    item.caveats.condition = bytes_of("offered(iran, militias) >= 'pause'");
    give(c, CAVEAT_IF_THEY_MOVE_FIRST, &item);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 0);
    theirs->to = 1u << US;
    if (room == US)
        theirs->to = 1u << QATAR;
    corridor_hand(c, room, theirs);
    corridor_end(c);
    told = corridor_told_count(c, IRAN, MOVE_OFFER) == 1;
    corridor_free(c);
    return told;
}

static void
if_they_move_first__by_what_is_handed_over__told_or_not(void **state)
{
    struct message_item offer = item_offering(PAUSE_IT, ANY);
    struct message_item i;

    (void)state;
    i = offer;
    assert_true(opened_by(&i, IRAN));
    i = item_offering(END_IT, FUNDS);
    assert_true(opened_by(&i, IRAN));
    i = item_offering(CONTINUE, FUNDS);
    assert_false(opened_by(&i, IRAN));
    i = item_offering(ANY, FUNDS);
    assert_false(opened_by(&i, IRAN));
    i = offer;
    assert_false(opened_by(&i, QATAR));
    i = offer;
    assert_false(opened_by(&i, US));
    i = offer;
    i.move = MOVE_CONFIDENCE;
    i.caveats.bits = CAVEAT_FOR_JUDGEMENT;
    assert_true(opened_by(&i, IRAN));
    i.caveats.bits = CAVEAT_IF_ASKED; /* held, but handed over */
    assert_true(opened_by(&i, IRAN));
}

static void if_they_move_first__by_what_is_no_position__stays_held(void **state)
{
    struct message_item offer = item_offering(PAUSE_IT, ANY);
    struct message_item i = offer;

    (void)state;
    i.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    assert_false(opened_by(&i, IRAN));
    i.move = MOVE_CONFIDENCE;
    assert_false(opened_by(&i, IRAN));
    i.caveats.bits = CAVEAT_MEDIATOR_ONLY | CAVEAT_FOR_JUDGEMENT;
    assert_false(opened_by(&i, IRAN));
    i.caveats.bits = CAVEAT_HYPOTHETICAL;
    assert_false(opened_by(&i, IRAN));
    i.caveats.bits = CAVEAT_SIMULTANEOUS;
    assert_false(opened_by(&i, IRAN));
    i = offer;
    i.move = MOVE_QUESTION; /* what if ...? */
    assert_false(opened_by(&i, IRAN));
    i.move = MOVE_RED_LINE;
    assert_false(opened_by(&i, IRAN));
}

static void
if_asked__by_a_question_for_the_mediator_alone__stays_held(void **state)
{
    struct corridor *c = holding("caveats", "switchboard");
    struct message_item item = item_offering(ANY, WAIVERS);
    struct message_item ask = item_saying(MOVE_QUESTION, "between us?");

    (void)state;
    give(c, CAVEAT_IF_ASKED, &item);
    ask.about = 2;
    ask.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    corridor_hand(c, IRAN, &ask);
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 0);
    corridor_free(c);
}

static void if_they_move_first__of_time__told_when_it_comes(void **state)
{
    struct corridor *c = holding("caveats", "switchboard");
    struct message_item item = item_offering(ANY, WAIVERS);
    struct message m;
    struct instant at;

    (void)state;
    item.caveats.condition = bytes_of("elapsed() >= 7m");
    give(c, CAVEAT_IF_THEY_MOVE_FIRST, &item);
    corridor_end(c);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, &at));
    assert_int_equal(at.us, 7 * MIN);
    corridor_free(c);
}

static void forward__with_caveats_against_it__release_stands_firm(void **state)
{
    static const uint16_t never[] = {
        CAVEAT_MEDIATOR_ONLY, CAVEAT_FOR_JUDGEMENT, CAVEAT_HYPOTHETICAL,
        CAVEAT_SIMULTANEOUS,  CAVEAT_IF_ASKED,      CAVEAT_IF_THEY_MOVE_FIRST};
    struct corridor *c = holding("forward", "switchboard");
    struct message m;
    unsigned judged = 0;

    (void)state;
    for (size_t n = 0; n < sizeof never / sizeof never[0]; n++) {
        struct message_item item = item_saying(MOVE_SAY, "CANARY");

        item.about = 1;
        item.caveats.condition = bytes_of("offered(iran, relief) == 'none'");
        give(c, never[n], &item);
        corridor_run(c, (int64_t)n + 1);
    }
    corridor_end(c);
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    /* The record says which of them were lost and which had to wait: a what-if
     * is told at no time, the last three could have been. */
    for (size_t n = 0; corridor_note(c, MESSAGE_JUDGED, n, &m, NULL); n++) {
        assert_in_range(m.as.judged.item, 3, 6);
        assert_int_equal(m.as.judged.verdict,
                         m.as.judged.item == 3 ? HOLD_WITHHOLD : HOLD_HOLD);
        judged |= 1u << m.as.judged.item;
    }
    assert_int_equal(judged, 1u << 3 | 1u << 4 | 1u << 5 | 1u << 6);
    corridor_free(c);
}

/* Nobody walks for what may not be told: iran would learn that there is
 * something. */
static void forward__what_may_not_be_told__is_not_walked_for(void **state)
{
    struct corridor *c = holding("forward", "shuttle");
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    (void)state;
    item.about = 1;
    item.caveats.expires = (struct instant){30 * MIN};
    give(c, CAVEAT_IF_ASKED | CAVEAT_EXPIRES, &item);
    corridor_end(c);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_VISIT), 0);
    corridor_free(c);
}

static void forward__once_asked__told(void **state)
{
    struct corridor *c = holding("forward", "switchboard");
    struct message_item item = item_saying(MOVE_SAY, "since you ask");
    struct message_item ask = item_saying(MOVE_QUESTION, "well?");

    (void)state;
    item.about = ask.about = 1;
    give(c, CAVEAT_IF_ASKED, &item);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 0);
    corridor_hand(c, IRAN, &ask);
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_free(c);
}

static void never_told__whatever_it_is__disposed_of_with_its_rule(void **state)
{
    static const struct {
        uint16_t bits;
        enum disposition how;
        enum rule rule;
    } cases[] = {
        {CAVEAT_MEDIATOR_ONLY, DISPOSITION_HEARD, RULE_MEDIATOR_ONLY},
        {CAVEAT_FOR_JUDGEMENT, DISPOSITION_HEARD, RULE_FOR_JUDGEMENT},
        {CAVEAT_HYPOTHETICAL, DISPOSITION_WITHHELD, RULE_HYPOTHETICAL},
        {CAVEAT_SIMULTANEOUS, DISPOSITION_HELD, RULE_SIMULTANEOUS},
    };

    (void)state;
    for (size_t n = 0; n < 4; n++) {
        struct corridor *c = holding("caveats", "switchboard");
        struct message_item item = item_saying(MOVE_CONFIDENCE, "x");
        struct message m;

        give(c, cases[n].bits, &item);
        corridor_end(c);
        assert_true(corridor_note(c, MESSAGE_DISPOSED, 0, &m, NULL));
        assert_int_equal(m.as.disposed.disposition, cases[n].how);
        assert_int_equal(m.as.disposed.rule, cases[n].rule);
        corridor_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(not_before__under_each_hold__told_at_its_instant),
        cmocka_unit_test(expires__under_each_hold__disposed_of_at_its_instant),
        cmocka_unit_test(expires__at_the_instant_of_telling__wins),
        cmocka_unit_test(if_asked__by_the_addressee__told_when_it_asks),
        cmocka_unit_test(conditional__expired_untold__says_so_to_no_one),
        cmocka_unit_test(
            if_they_move_first__by_what_is_handed_over__told_or_not),
        cmocka_unit_test(
            if_they_move_first__by_what_is_no_position__stays_held),
        cmocka_unit_test(
            if_asked__by_a_question_for_the_mediator_alone__stays_held),
        cmocka_unit_test(if_they_move_first__of_time__told_when_it_comes),
        cmocka_unit_test(forward__with_caveats_against_it__release_stands_firm),
        cmocka_unit_test(forward__what_may_not_be_told__is_not_walked_for),
        cmocka_unit_test(forward__once_asked__told),
        cmocka_unit_test(never_told__whatever_it_is__disposed_of_with_its_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
