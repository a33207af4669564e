/* From a yes to an agreement: offers, read-back, confirmation. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void answer(struct corridor *c, uint8_t room, const struct message *told,
                   enum answer answer)
{
    struct message_item item = item_saying(MOVE_REPLY, "");

    item.answer = (uint8_t)answer;
    item.re = told->as.told.handle;
    if (answer == ANSWER_CONFIRM)
        item.digest = told->as.told.digest;
    corridor_hand(c, room, &item);
}

/* us offers this, the others read it and say yes. */
static struct corridor *accepted(uint8_t rooms, unsigned militias,
                                 unsigned relief)
{
    struct corridor *c = corridor_admit(rooms, false);
    struct message_item offer = item_offering(militias, relief);
    struct message m;

    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    for (uint8_t r = 1; r < rooms; r++) {
        assert_true(corridor_told(c, r, MOVE_OFFER, 0, &m, NULL));
        answer(c, r, &m, ANSWER_ACCEPT);
    }
    corridor_run(c, 2 * MIN);
    return c;
}

static void read_back_to(struct corridor *c, uint8_t room, size_t n,
                         struct message *m)
{
    assert_true(corridor_told(c, room, MOVE_READ_BACK, n, m, NULL));
}

static void offer__accepted_by_the_other__read_back_to_both(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message us, iran;
    struct package want = package_of(PAUSE_IT, WAIVERS);
    struct digest d;

    (void)state;
    read_back_to(c, US, 0, &us);
    read_back_to(c, IRAN, 0, &iran);
    assert_true(package_equal(&us.as.told.package, &want));
    assert_true(digest_equal(&us.as.told.digest, &iran.as.told.digest));
    d = package_digest(&want, &c->brief.agenda, us.as.told.nonce.bytes);
    assert_true(digest_equal(&us.as.told.digest, &d));
    assert_int_equal(us.as.told.from, FROM_MEDIATOR);
    assert_int_equal(us.as.told.re, 0);
    corridor_free(c);
}

static void read_back__confirmed_by_all__agreed_on_that_digest(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message read, m;

    (void)state;
    for (uint8_t r = 0; r < 2; r++) {
        assert_false(c->finished);
        read_back_to(c, r, 0, &read);
        answer(c, r, &read, ANSWER_CONFIRM);
        corridor_run(c, (3 + r) * MIN);
    }
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_heard(c, r, MESSAGE_OUTCOME, 0, &m, NULL));
        assert_int_equal(m.as.outcome.outcome, OUTCOME_AGREED);
        assert_true(
            package_equal(&m.as.outcome.package, &read.as.told.package));
        assert_true(digest_equal(&m.as.outcome.digest, &read.as.told.digest));
        assert_memory_equal(&m.as.outcome.nonce, &read.as.told.nonce,
                            NONCE_SIZE);
        /* Nobody is told that the other confirmed. */
        assert_int_equal(corridor_told_count(c, r, MOVE_REPLY), r == US);
    }
    corridor_free(c);
}

static void read_back__with_another_digest__does_not_count(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message us, iran, m;

    (void)state;
    read_back_to(c, US, 0, &us);
    read_back_to(c, IRAN, 0, &iran);
    answer(c, US, &us, ANSWER_CONFIRM);
    iran.as.told.digest.bytes[31] ^= 1;
    answer(c, IRAN, &iran, ANSWER_CONFIRM);
    corridor_run(c, 3 * MIN);
    assert_false(c->finished);
    assert_true(corridor_note(c, MESSAGE_FAULT, 0, &m, NULL));
    assert_int_equal(m.as.fault.room, IRAN);
    iran.as.told.digest.bytes[31] ^= 1;
    answer(c, IRAN, &iran, ANSWER_CONFIRM);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    corridor_free(c);
}

static void read_back__confirmed_by_one_twice__is_no_agreement(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message us;

    (void)state;
    read_back_to(c, US, 0, &us);
    answer(c, US, &us, ANSWER_CONFIRM);
    answer(c, US, &us, ANSWER_CONFIRM);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
}

static void
read_back__rejected_by_one__confirming_it_agrees_nothing(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message us, iran;
    size_t told;

    (void)state;
    read_back_to(c, US, 0, &us);
    read_back_to(c, IRAN, 0, &iran);
    told = corridor_count(c, US, MESSAGE_TOLD);
    answer(c, IRAN, &iran, ANSWER_REJECT);
    corridor_run(c, 3 * MIN);
    /* What iran says to the mediator's reading is for him. */
    assert_int_equal(corridor_count(c, US, MESSAGE_TOLD), told);
    answer(c, US, &us, ANSWER_CONFIRM);
    answer(c, IRAN, &iran, ANSWER_CONFIRM);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
}

static void
offer__accepted_again_after_a_rejection__read_back_anew(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, WAIVERS);
    struct message m, again;

    (void)state;
    read_back_to(c, IRAN, 0, &m);
    answer(c, IRAN, &m, ANSWER_REJECT);
    corridor_run(c, 3 * MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 4 * MIN);
    read_back_to(c, US, 0, &m);
    read_back_to(c, US, 1, &again);
    assert_false(digest_equal(&m.as.told.digest, &again.as.told.digest));
    answer(c, US, &again, ANSWER_CONFIRM);
    read_back_to(c, IRAN, 1, &again);
    answer(c, IRAN, &again, ANSWER_CONFIRM);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    corridor_free(c);
}

static void offer__of_either_room__noted_as_its_position(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item offer = item_offering(END_IT, ANY);
    struct message m;

    (void)state;
    for (uint8_t r = 0; r < 2; r++) {
        corridor_hand(c, r, &offer);
        corridor_run(c, (r + 1) * MIN);
        assert_true(corridor_note(c, MESSAGE_CHANGED, r, &m, NULL));
        assert_int_equal(m.as.changed.room, r);
        assert_true(package_equal(&m.as.changed.package, &offer.package));
    }
    corridor_free(c);
}

static void offer__accepted_by_some__waits_for_all_the_others(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    assert_true(corridor_told(c, QATAR, MOVE_OFFER, 0, &m, NULL));
    answer(c, QATAR, &m, ANSWER_ACCEPT);
    corridor_run(c, 3 * MIN);
    for (uint8_t r = 0; r < 3; r++)
        assert_int_equal(corridor_told_count(c, r, MOVE_READ_BACK), 1);
    corridor_free(c);
}

static void offer__that_leaves_issues_open__is_not_read_back(void **state)
{
    struct corridor *c = accepted(2, PAUSE_IT, ANY);

    (void)state;
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
}

static void words__accepted_without_an_agenda__are_no_agreement(void **state)
{
    struct play *p = play_new(2, 1);
    struct message_item item = item_saying(MOVE_SAY, "Nice weather.");
    struct corridor *c;
    struct message m;

    (void)state;
    p->whole.agenda.issue_count = 0;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_hand(c, US, &item);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_free(c);
}

static void offer__own_words_accepted__refused(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, US, &m, ANSWER_ACCEPT); /* by a handle that is iran's */
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_receipt(c, US, 2), RECEIPT_REFUSED);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_free(c);
}

static void idea__accepted_by_the_other__agreed_without_an_owner(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    offer.caveats.bits = CAVEAT_AS_MEDIATOR_IDEA;
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_PROBE, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 2 * MIN);
    for (uint8_t r = 0; r < 2; r++) {
        read_back_to(c, r, 0, &m);
        assert_int_equal(m.as.told.from, FROM_MEDIATOR);
        answer(c, r, &m, ANSWER_CONFIRM);
    }
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    corridor_free(c);
}

static void
read_back__with_a_shuttle__confirmations_wait_for_his_visits(void **state)
{
    struct play *p = play_new(2, 1);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    corridor_hand(c, US, &offer);
    corridor_run(c, 4 * MIN); /* told in iran */
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 5 * MIN); /* parked there, he takes it and reads it back */
    assert_true(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &m, &at));
    assert_int_equal(at.us, 4 * MIN);
    answer(c, IRAN, &m, ANSWER_CONFIRM);
    corridor_run(c, 20 * MIN);
    assert_true(corridor_told(c, US, MOVE_READ_BACK, 0, &m, &at));
    assert_int_equal(at.us, 8 * MIN);
    answer(c, US, &m, ANSWER_CONFIRM);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    corridor_free(c);
}

/* The mediator puts a compromise forward, and it is whole. */
static struct corridor *bridged(enum move move)
{
    struct play *p = play_new(2, 1);
    struct line *line = play_line(p, FROM_MEDIATOR, 0, "half", move);
    struct corridor *c;

    play_choose(p, FAMILY_TABLE, "words", NULL);
    line->package = package_of(PAUSE_IT, WAIVERS);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, MIN);
    return c;
}

static void comment(struct corridor *c, uint8_t room, enum move move,
                    struct message_item item)
{
    struct message m;

    assert_true(corridor_told(c, room, move, 0, &m, NULL));
    item.move = MOVE_REPLY;
    item.answer = ANSWER_COMMENT;
    item.text = bytes_of("An amendment.");
    item.re = m.as.told.handle;
    corridor_hand(c, room, &item);
}

/* Open to amendment: answers are carried as the caveats and the design say. */
static void bridge__answered__told_in_the_other_room(void **state)
{
    struct corridor *c = bridged(MOVE_BRIDGE);
    struct message_item late = item_saying(MOVE_REPLY, "");
    struct message m;
    struct instant at;

    (void)state;
    comment(c, US, MOVE_BRIDGE, item_saying(MOVE_REPLY, ""));
    late.caveats.bits = CAVEAT_NOT_BEFORE;
    late.caveats.not_before = (struct instant){20 * MIN};
    comment(c, IRAN, MOVE_BRIDGE, late);
    corridor_run(c, 30 * MIN);
    assert_true(corridor_told(c, IRAN, MOVE_REPLY, 0, &m, &at));
    assert_int_equal(m.as.told.answer, ANSWER_COMMENT);
    assert_int_equal(m.as.told.from, US);
    assert_true(bytes_equal(m.as.told.text, bytes_of("An amendment.")));
    assert_int_equal(at.us, MIN);
    assert_true(corridor_told(c, US, MOVE_REPLY, 0, &m, &at));
    assert_int_equal(at.us, 20 * MIN);
    corridor_free(c);
}

/* qatar does not learn that there is a proposal it was not asked about. */
static void bridge__put_to_two_of_three__answers_stay_with_them(void **state)
{
    struct play *p = play_new(3, 1);
    struct line *line = play_line(p, FROM_MEDIATOR, 0, "half", MOVE_BRIDGE);
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_TABLE, "words", NULL);
    line->package = package_of(PAUSE_IT, WAIVERS);
    line->to = 1u << US | 1u << IRAN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, MIN);
    comment(c, US, MOVE_BRIDGE, item_saying(MOVE_REPLY, ""));
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_REPLY), 1);
    assert_int_equal(corridor_count(c, QATAR, MESSAGE_TOLD), 0);
    corridor_free(c);
}

static void bridge__accepted_by_all__told_and_read_back(void **state)
{
    struct corridor *c = bridged(MOVE_BRIDGE);
    struct message m;

    (void)state;
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_BRIDGE, 0, &m, NULL));
        answer(c, r, &m, ANSWER_ACCEPT);
    }
    corridor_run(c, 2 * MIN);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_REPLY, 0, &m, NULL));
        assert_int_equal(m.as.told.answer, ANSWER_ACCEPT);
        read_back_to(c, r, 0, &m);
    }
    corridor_free(c);
}

static void probe__answered__heard_by_the_mediator_alone(void **state)
{
    struct corridor *c = bridged(MOVE_PROBE);

    (void)state;
    comment(c, US, MOVE_PROBE, item_saying(MOVE_REPLY, ""));
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_REPLY), 0);
    assert_false(corridor_leaked(c, IRAN, "An amendment."));
    corridor_free(c);
}

/* Of three rooms iran says yes and then no, and then qatar says yes. */
static void yes__followed_by_a_no__does_not_count(void **state)
{
    struct corridor *c = corridor_admit(3, false);
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    answer(c, IRAN, &m, ANSWER_REJECT);
    assert_true(corridor_told(c, QATAR, MOVE_OFFER, 0, &m, NULL));
    corridor_run(c, 2 * MIN);
    answer(c, QATAR, &m, ANSWER_ACCEPT);
    corridor_run(c, 3 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offer__accepted_by_the_other__read_back_to_both),
        cmocka_unit_test(read_back__confirmed_by_all__agreed_on_that_digest),
        cmocka_unit_test(read_back__with_another_digest__does_not_count),
        cmocka_unit_test(read_back__confirmed_by_one_twice__is_no_agreement),
        cmocka_unit_test(
            read_back__rejected_by_one__confirming_it_agrees_nothing),
        cmocka_unit_test(
            offer__accepted_again_after_a_rejection__read_back_anew),
        cmocka_unit_test(offer__of_either_room__noted_as_its_position),
        cmocka_unit_test(offer__accepted_by_some__waits_for_all_the_others),
        cmocka_unit_test(offer__that_leaves_issues_open__is_not_read_back),
        cmocka_unit_test(words__accepted_without_an_agenda__are_no_agreement),
        cmocka_unit_test(offer__own_words_accepted__refused),
        cmocka_unit_test(idea__accepted_by_the_other__agreed_without_an_owner),
        cmocka_unit_test(
            read_back__with_a_shuttle__confirmations_wait_for_his_visits),
        cmocka_unit_test(bridge__answered__told_in_the_other_room),
        cmocka_unit_test(bridge__put_to_two_of_three__answers_stay_with_them),
        cmocka_unit_test(bridge__accepted_by_all__told_and_read_back),
        cmocka_unit_test(probe__answered__heard_by_the_mediator_alone),
        cmocka_unit_test(yes__followed_by_a_no__does_not_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
