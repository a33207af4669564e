/* After agreement: the rounds of its implementation, and what holds in them. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A round of talks and two of the implementation, without limits; the mediator
 * speaks. */
static struct play *play_implemented(void)
{
    struct play *p = play_new(2, 3);

    p->rounds[1].phase = PHASE_IMPLEMENTATION;
    p->rounds[2].phase = PHASE_IMPLEMENTATION;
    play_choose(p, FAMILY_TABLE, "words", NULL);
    return p;
}

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

/* us offers a pause for waivers, iran accepts, both confirm, within 3m. */
static void agree(struct corridor *c)
{
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    corridor_run(c, 0);
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 2 * MIN);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_READ_BACK, 0, &m, NULL));
        answer(c, r, &m, ANSWER_CONFIRM);
    }
    corridor_run(c, 3 * MIN);
}

static struct corridor *agreed(struct play *p)
{
    struct corridor *c = corridor_new(p, 0, false);

    agree(c);
    return c;
}

/* The talks have ended, agreed on the pause and the waivers. */
static void assert_stands(struct corridor *c, uint8_t room)
{
    struct package want = package_of(PAUSE_IT, WAIVERS);
    struct message m, first;

    assert_int_equal(c->outcome, OUTCOME_AGREED);
    assert_true(corridor_heard(c, room, MESSAGE_AGREED, 0, &first, NULL));
    assert_true(corridor_heard(c, room, MESSAGE_OUTCOME, 0, &m, NULL));
    assert_int_equal(m.as.outcome.outcome, OUTCOME_AGREED);
    assert_true(package_equal(&m.as.outcome.package, &want));
    assert_true(digest_equal(&m.as.outcome.digest, &first.as.agreed.digest));
}

static void agreement__with_rounds_to_follow__is_told_and_goes_on(void **state)
{
    struct play *p = play_implemented();
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    p->rounds[1].pause_us = 2 * MIN;
    p->rounds[1].limit_us = 10 * MIN;
    p->rounds[2].limit_us = 5 * MIN;
    c = corridor_new(p, 0, false);
    agree(c);
    assert_false(c->finished);
    for (uint8_t r = 0; r < 2; r++) {
        assert_int_equal(corridor_count(c, r, MESSAGE_AGREED), 1);
        assert_int_equal(corridor_count(c, r, MESSAGE_OUTCOME), 0);
    }
    assert_true(corridor_note(c, MESSAGE_REACHED, 0, &m, &at));
    assert_int_equal(at.us, 2 * MIN);
    assert_true(corridor_heard(c, US, MESSAGE_ROUND, 1, &m, &at));
    assert_int_equal(m.as.round.round, 0);
    assert_int_equal(m.as.round.state, ROUND_ENDED);
    assert_int_equal(at.us, 2 * MIN);
    corridor_end(c);
    assert_true(corridor_heard(c, US, MESSAGE_ROUND, 2, &m, &at));
    assert_int_equal(m.as.round.round, 1);
    assert_int_equal(m.as.round.state, ROUND_BEGAN);
    assert_int_equal(at.us, 4 * MIN);
    assert_true(corridor_heard(c, US, MESSAGE_ROUND, 4, &m, &at));
    assert_int_equal(m.as.round.round, 2);
    assert_int_equal(at.us, 14 * MIN);
    assert_true(corridor_heard(c, US, MESSAGE_OUTCOME, 0, &m, &at));
    assert_int_equal(at.us, 19 * MIN);
    for (uint8_t r = 0; r < 2; r++)
        assert_stands(c, r);
    corridor_free(c);
    free(p);
}

static void implementation__without_agreement__never_comes(void **state)
{
    struct play *p = play_implemented();
    struct corridor *c;

    (void)state;
    p->rounds[0].limit_us = 10 * MIN;
    c = corridor_new(p, 0, false);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_NO_AGREEMENT);
    assert_int_equal(keeper_now(c->keeper).us, 10 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_ROUND), 2);
    assert_int_equal(corridor_count(c, US, MESSAGE_AGREED), 0);
    corridor_free(c);
    free(p);
}

static void agreement__between_two_rounds__goes_on_from_there(void **state)
{
    struct play *p = play_implemented();
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    p->rounds[1].phase = PHASE_TALKS;
    p->rounds[0].limit_us = MIN;
    p->rounds[1].pause_us = 60 * MIN;
    p->rounds[2].limit_us = MIN;
    c = corridor_new(p, 0, false);
    agree(c);
    corridor_end(c);
    assert_true(corridor_heard(c, US, MESSAGE_ROUND, 2, &m, &at));
    assert_int_equal(m.as.round.round, 2);
    assert_int_equal(at.us, 2 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_ROUND), 4);
    assert_stands(c, IRAN);
    corridor_free(c);
    free(p);
}

/* Whatever ends the talks then. */
static void agreement__once_reached__is_never_undone(void **state)
{
    (void)state;
    for (int way = 0; way < 4; way++) {
        struct play *p = play_implemented();
        struct line *close = play_line(p, FROM_MEDIATOR, 1, "off", MOVE_CLOSE);
        struct message_item item = item_saying(MOVE_COMPLAINT, "Not kept.");
        struct corridor *c;

        close->text = "We part.";
        close->at_us = 60 * MIN;
        c = agreed(p);
        corridor_hand(c, IRAN, &item);
        item = item_saying(MOVE_WALK_OUT, "We leave.");
        if (way == 1)
            corridor_hand(c, IRAN, &item);
        else if (way == 2)
            corridor_drop(c, IRAN, REASON_ORDER);
        if (way == 3)
            corridor_run(c, 20 * MIN);
        corridor_end(c);
        assert_stands(c, US);
        corridor_free(c);
        free(p);
    }
}

static void what_was_agreed__rejected_or_offered_anew__stands(void **state)
{
    struct play *p = play_implemented();
    struct corridor *c = agreed(p);
    struct message_item other = item_offering(END_IT, FUNDS);
    struct message m;

    (void)state;
    assert_true(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &m, NULL));
    answer(c, IRAN, &m, ANSWER_REJECT);
    corridor_hand(c, US, &other);
    corridor_run(c, 4 * MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 1, &m, NULL));
    answer(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_READ_BACK), 1);
    assert_stands(c, IRAN);
    corridor_free(c);
    free(p);
}

/* A proposal under seal that was open when they agreed on something else. */
static void proposal__open_at_agreement__has_no_result(void **state)
{
    struct play *p = play_implemented();
    struct line *line =
        play_line(p, FROM_MEDIATOR, 0, "both", MOVE_BLIND_PROPOSAL);
    struct corridor *c;
    struct message m;

    (void)state;
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    line->package = package_of(END_IT, FUNDS);
    line->answer_us = 10 * MIN;
    p->rounds[1].limit_us = 60 * MIN;
    c = corridor_new(p, 0, false);
    corridor_run(c, 0);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_BLIND_PROPOSAL, 0, &m, NULL));
        answer(c, r, &m, ANSWER_ACCEPT);
    }
    agree(c);
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, US, MOVE_RESULT), 0);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 1);
    assert_stands(c, US);
    corridor_free(c);
    free(p);
}

/* A step names the certificate it rests on by the handle it was told under. */
static uint32_t take_step(struct corridor *c, uint64_t certificate)
{
    struct message_item step = item_saying(MOVE_STEP, "They leave.");

    step.re = certificate;
    return corridor_hand(c, IRAN, &step);
}

static void step__without_the_certificate_it_names__is_refused(void **state)
{
    struct play *p = play_implemented();
    struct line *declared =
        play_line(p, FROM_MEDIATOR, 1, "declared", MOVE_DECLARATION);
    struct line *funded =
        play_line(p, FROM_MEDIATOR, 1, "funded", MOVE_CERTIFICATE);
    struct corridor *c;
    struct message m;
    uint32_t step;

    (void)state;
    declared->text = "So it is agreed.";
    funded->text = "The money is in.";
    funded->at_us = 10 * MIN;
    c = agreed(p);
    step = take_step(c, 4711);
    corridor_run(c, 4 * MIN);
    assert_int_equal(corridor_receipt(c, IRAN, step), RECEIPT_REFUSED);
    assert_true(corridor_told(c, IRAN, MOVE_DECLARATION, 0, &m, NULL));
    step = take_step(c, m.as.told.handle);
    corridor_run(c, 5 * MIN);
    assert_int_equal(corridor_receipt(c, IRAN, step), RECEIPT_REFUSED);
    assert_int_equal(corridor_told_count(c, US, MOVE_STEP), 0);
    corridor_run(c, 13 * MIN);
    assert_true(corridor_told(c, IRAN, MOVE_CERTIFICATE, 0, &m, NULL));
    step = take_step(c, m.as.told.handle);
    corridor_run(c, 14 * MIN);
    assert_int_equal(corridor_receipt(c, IRAN, step), RECEIPT_TOLD);
    assert_int_equal(corridor_told_count(c, US, MOVE_STEP), 1);
    corridor_free(c);
    free(p);
}

/* us offers, iran accepts, both scripts confirm; then the mediator certifies
 * at these minutes of the round (-1: not), and iran's step rests on the first,
 * to be taken within half an hour. */
static struct corridor *scripted(struct play **out, int64_t first,
                                 int64_t again)
{
    struct play *p = *out = play_implemented();
    struct line *offer = play_line(p, US, 0, "offer", MOVE_OFFER);
    struct line *yes = play_line(p, IRAN, 0, "yes", MOVE_REPLY);
    struct line *step = play_line(p, IRAN, 1, "go", MOVE_STEP);
    struct line *line =
        play_line(p, FROM_MEDIATOR, 1, "funded", MOVE_CERTIFICATE);

    offer->package = package_of(PAUSE_IT, WAIVERS);
    play_known(offer, 1u << IRAN);
    yes->answer = ANSWER_ACCEPT;
    yes->re = play_ref(offer, IRAN);
    line->text = "The money is in.";
    line->at_us = first * MIN;
    play_known(line, 1u << US | 1u << IRAN);
    step->re = play_ref(line, IRAN);
    step->text = "They leave.";
    step->within_us = 30 * MIN;
    line = play_line(p, FROM_MEDIATOR, 1, "funded-too", MOVE_CERTIFICATE);
    line->text = "The money is in.";
    line->at_us = again * MIN;
    p->rounds[1].limit_us = 120 * MIN;
    return corridor_new(p, 3, false);
}

static void certificate__given_twice__lets_the_step_be_taken_once(void **state)
{
    struct play *p;
    struct corridor *c = scripted(&p, 5, 10);
    struct instant at;
    struct message m;

    (void)state;
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_CERTIFICATE), 2);
    assert_int_equal(corridor_told_count(c, US, MOVE_STEP), 1);
    assert_true(corridor_told(c, US, MOVE_STEP, 0, &m, &at));
    assert_int_equal(at.us, 5 * MIN);
    assert_stands(c, US);
    corridor_free(c);
    free(p);
}

static void certificate__that_comes_late__moves_nothing(void **state)
{
    struct play *p;
    struct corridor *c = scripted(&p, 40, 50);
    struct message m;

    (void)state;
    corridor_end(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_CERTIFICATE), 2);
    assert_int_equal(corridor_told_count(c, US, MOVE_STEP), 0);
    assert_false(corridor_note(c, MESSAGE_FAULT, 0, &m, NULL));
    assert_stands(c, US);
    corridor_free(c);
    free(p);
}

/* What conditions of the mediator say in the end. */
static void
conditions__after_agreement__know_of_it_and_of_complaints(void **state)
{
    struct play *p = play_implemented();
    struct corridor *c = corridor_new(p, 0, false);
    struct message_item item = item_saying(MOVE_COMPLAINT, "Not kept.");
    struct condition is = play_condition(p, "agreed()", 'M');
    struct condition by = play_condition(p, "complained(iran)", 'M');
    struct condition us = play_condition(p, "complained(us)", 'M');
    const struct board *b = mediator_board(c->mediator);

    (void)state;
    corridor_run(c, 0);
    assert_false(board_holds(b, &is));
    agree(c);
    assert_true(board_holds(b, &is));
    assert_false(board_holds(b, &by));
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 4 * MIN);
    assert_true(board_holds(b, &by));
    assert_false(board_holds(b, &us));
    corridor_free(c);
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreement__with_rounds_to_follow__is_told_and_goes_on),
        cmocka_unit_test(implementation__without_agreement__never_comes),
        cmocka_unit_test(agreement__between_two_rounds__goes_on_from_there),
        cmocka_unit_test(agreement__once_reached__is_never_undone),
        cmocka_unit_test(what_was_agreed__rejected_or_offered_anew__stands),
        cmocka_unit_test(proposal__open_at_agreement__has_no_result),
        cmocka_unit_test(step__without_the_certificate_it_names__is_refused),
        cmocka_unit_test(certificate__given_twice__lets_the_step_be_taken_once),
        cmocka_unit_test(certificate__that_comes_late__moves_nothing),
        cmocka_unit_test(
            conditions__after_agreement__know_of_it_and_of_complaints),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
