/* Blind proposals: what each room reads of one, whatever was answered, and what
 * else the mediator puts forward. */
#include "shuttle/table.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SILENT 0u

/* What each puppet answers, and when it answers once more. */
static uint8_t answers[2];
static uint8_t second_thoughts[2];

static void reply(struct corridor *c, uint8_t room, uint64_t re, uint8_t answer)
{
    struct message_item item = item_saying(MOVE_REPLY, "SEALED");

    item.answer = answer;
    item.re = re;
    corridor_hand(c, room, &item);
}

static void answering(struct corridor *c, uint8_t room, const struct message *m)
{
    if (m->kind != MESSAGE_TOLD || m->as.told.move != MOVE_BLIND_PROPOSAL)
        return;
    if (answers[room] != SILENT)
        reply(c, room, m->as.told.handle, answers[room]);
    if (second_thoughts[room] != SILENT)
        reply(c, room, m->as.told.handle, second_thoughts[room]);
}

static struct play *proposing(const char *walk, int64_t answer_us)
{
    struct play *p = play_new(2, 1);
    struct line *put =
        play_line(p, FROM_MEDIATOR, 0, "bridge", MOVE_BLIND_PROPOSAL);

    play_choose(p, FAMILY_WALK, walk, NULL);
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->text = "Take it or leave it.";
    put->answer_us = answer_us;
    put->at_us = MIN;
    return p;
}

/* The talks with these two answers, up to two hours. */
static struct corridor *answered(const char *walk, uint8_t us, uint8_t iran)
{
    struct play *p = proposing(walk, 20 * MIN);
    struct corridor *c = corridor_new(p, 0, false);

    answers[US] = us;
    answers[IRAN] = iran;
    second_thoughts[US] = second_thoughts[IRAN] = SILENT;
    c->play = p;
    c->react = answering;
    corridor_run(c, 120 * MIN);
    return c;
}

static const uint8_t possible[] = {ANSWER_ACCEPT, ANSWER_REJECT, ANSWER_COMMENT,
                                   ANSWER_AD_REFERENDUM, SILENT};
#define POSSIBLE 5u

/* The room reads the same in c as in the talks kept, or c is the one kept. */
static void compare(struct corridor *c, struct corridor **kept, uint8_t room)
{
    assert_false(c->finished);
    if (!*kept) {
        *kept = c;
        return;
    }
    assert_true(corridor_same(c, *kept, room));
    corridor_free(c);
}

/* Whatever iran answered that was not a yes to our yes, us reads the same bytes
 * at the same times; and so with the rooms exchanged. */
static void failing_proposals(const char *walk)
{
    for (unsigned own = 0; own < POSSIBLE; own++) {
        struct corridor *first[2] = {NULL, NULL};
        for (unsigned other = 0; other < POSSIBLE; other++) {
            if (own == 0 && other == 0)
                continue;
            compare(answered(walk, possible[own], possible[other]), &first[US],
                    US);
            compare(answered(walk, possible[other], possible[own]),
                    &first[IRAN], IRAN);
        }
        corridor_free(first[US]);
        corridor_free(first[IRAN]);
    }
}

static void failing__everywhere_at_once__each_room_reads_the_same(void **state)
{
    (void)state;
    failing_proposals("switchboard");
}

static void failing__with_a_shuttle__each_room_reads_the_same(void **state)
{
    (void)state;
    failing_proposals("shuttle");
}

/* The result itself has one body in all failing talks, its handle too. */
static void result__of_all_failing_answers__one_body_and_one_time(void **state)
{
    static const char *const walks[] = {"switchboard", "shuttle"};
    struct message m, first;
    struct instant at;

    (void)state;
    for (unsigned walk = 0; walk < 2; walk++)
        for (uint8_t r = 0; r < 2; r++)
            for (unsigned n = 1; n < POSSIBLE * POSSIBLE; n++) {
                struct corridor *c =
                    answered(walks[walk], possible[n % POSSIBLE],
                             possible[n / POSSIBLE]);
                assert_true(corridor_told(c, r, MOVE_RESULT, 0, &m, &at));
                assert_int_equal(at.us, 21 * MIN);
                assert_int_equal(m.as.told.answer, ANSWER_REJECT);
                assert_int_equal(m.as.told.text.size, 0);
                assert_true(package_is_empty(&m.as.told.package));
                if (n > 1)
                    assert_int_equal(m.as.told.handle, first.as.told.handle);
                first = m;
                assert_int_equal(corridor_told_count(c, r, MOVE_RESULT), 1);
                assert_int_equal(corridor_told_count(c, r, MOVE_READ_BACK), 0);
                assert_false(corridor_leaked(c, r, "SEALED"));
                corridor_free(c);
            }
}

static void result__of_a_mutual_yes__at_the_same_fixed_time(void **state)
{
    struct corridor *c = answered("switchboard", ANSWER_ACCEPT, ANSWER_ACCEPT);
    struct message m;
    struct instant at;
    int sealed;

    (void)state;
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_RESULT, 0, &m, &at));
        assert_int_equal(at.us, 21 * MIN);
        assert_int_equal(m.as.told.answer, ANSWER_ACCEPT);
        assert_true(corridor_told(c, r, MOVE_READ_BACK, 0, &m, &at));
        assert_int_equal(at.us, 21 * MIN);
        assert_false(corridor_leaked(c, r, "SEALED"));
        /* The record keeps that there was an answer, for the mediator. */
        sealed = 0;
        for (size_t n = 0; corridor_note(c, MESSAGE_DISPOSED, n, &m, NULL); n++)
            sealed += m.as.disposed.disposition == DISPOSITION_SEALED &&
                      m.as.disposed.room == r &&
                      m.as.disposed.to == FROM_MEDIATOR;
        assert_int_equal(sealed, 1);
    }
    corridor_free(c);
}

/* No time to answer is a time, and not the design's own. */
static void result__answered_within_no_time__at_once(void **state)
{
    struct play *p = proposing("switchboard", 0);
    struct corridor *c = corridor_new(p, 0, false);
    struct message m;
    struct instant at;

    (void)state;
    c->play = p;
    corridor_run(c, 60 * MIN);
    assert_true(corridor_told(c, US, MOVE_RESULT, 0, &m, &at));
    assert_int_equal(at.us, MIN);
    corridor_free(c);
}

static void answer__given_twice__the_first_counts(void **state)
{
    struct play *p = proposing("switchboard", 20 * MIN);

    (void)state;
    for (int yes_first = 0; yes_first < 2; yes_first++) {
        struct corridor *c = corridor_new(p, 0, false);
        struct message m;

        answers[US] = ANSWER_ACCEPT;
        answers[IRAN] = yes_first ? ANSWER_ACCEPT : ANSWER_REJECT;
        second_thoughts[US] = SILENT;
        second_thoughts[IRAN] = yes_first ? ANSWER_REJECT : ANSWER_ACCEPT;
        c->react = answering;
        corridor_run(c, 120 * MIN);
        assert_true(corridor_told(c, US, MOVE_RESULT, 0, &m, NULL));
        assert_int_equal(m.as.told.answer,
                         yes_first ? ANSWER_ACCEPT : ANSWER_REJECT);
        corridor_free(c);
    }
    free(p);
}

static void answer__after_the_result__is_refused(void **state)
{
    struct corridor *c = answered("switchboard", ANSWER_ACCEPT, SILENT);
    struct message m;

    (void)state;
    assert_true(corridor_told(c, IRAN, MOVE_BLIND_PROPOSAL, 0, &m, NULL));
    reply(c, IRAN, m.as.told.handle, ANSWER_ACCEPT);
    corridor_run(c, 121 * MIN);
    assert_int_equal(corridor_receipt(c, IRAN, 1), RECEIPT_REFUSED);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    assert_false(corridor_leaked(c, US, "SEALED"));
    corridor_free(c);
}

/* What was accepted before is not the proposal. */
static void proposal__put__nobody_has_accepted_it(void **state)
{
    struct play *p = proposing("switchboard", 20 * MIN);
    struct corridor *c = corridor_new(p, 0, false);
    struct message_item offer = item_offering(PAUSE_IT, ANY);
    struct message m;

    (void)state;
    c->play = p;
    corridor_run(c, 0);
    corridor_hand(c, US, &offer);
    corridor_hand(c, IRAN, &offer);
    corridor_run(c, 10 * SECOND);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_OFFER, 0, &m, NULL));
        reply(c, r, m.as.told.handle, ANSWER_ACCEPT);
    }
    corridor_run(c, MIN - 1);
    for (uint8_t r = 0; r < 2; r++)
        assert_true(mediator_board(c->mediator)->room[r].accepted);
    corridor_run(c, MIN);
    for (uint8_t r = 0; r < 2; r++)
        assert_false(mediator_board(c->mediator)->room[r].accepted);
    corridor_free(c);
}

static void proposal__told__same_package_nonce_and_digest(void **state)
{
    struct corridor *c = answered("shuttle", SILENT, SILENT);
    struct message us, iran;
    struct package want = package_of(PAUSE_IT, WAIVERS);
    struct digest d;

    (void)state;
    assert_true(corridor_told(c, US, MOVE_BLIND_PROPOSAL, 0, &us, NULL));
    assert_true(corridor_told(c, IRAN, MOVE_BLIND_PROPOSAL, 0, &iran, NULL));
    assert_true(package_equal(&us.as.told.package, &want));
    assert_true(package_equal(&iran.as.told.package, &want));
    assert_memory_equal(&us.as.told.nonce, &iran.as.told.nonce, NONCE_SIZE);
    assert_true(digest_equal(&us.as.told.digest, &iran.as.told.digest));
    d = package_digest(&want, &c->brief.agenda, us.as.told.nonce.bytes);
    assert_true(digest_equal(&us.as.told.digest, &d));
    assert_int_equal(us.as.told.due.us, 21 * MIN);
    assert_int_equal(us.as.told.from, FROM_MEDIATOR);
    assert_int_equal(us.as.told.form, FORM_MEDIATOR);
    assert_int_not_equal(us.as.told.handle, iran.as.told.handle);
    corridor_free(c);
}

/* One who says another thing in each room does so with his own proposals. */
/* What conditions of the mediator see of the answers to a draft. */
static void draft__answered__comments_and_the_last_word_count(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *put = play_line(p, FROM_MEDIATOR, 0, "draft", MOVE_DRAFT);
    const struct board_room *room;
    struct corridor *c;
    struct message m[2];

    (void)state;
    play_choose(p, FAMILY_TABLE, "one_text", NULL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->at_us = MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 2 * MIN);
    for (uint8_t r = 0; r < 2; r++)
        assert_true(corridor_told(c, r, MOVE_DRAFT, 0, &m[r], NULL));
    room = mediator_board(c->mediator)->room;
    reply(c, US, m[US].as.told.handle, ANSWER_ACCEPT);
    reply(c, IRAN, m[IRAN].as.told.handle, ANSWER_COMMENT);
    reply(c, IRAN, m[IRAN].as.told.handle, ANSWER_COMMENT);
    corridor_run(c, 3 * MIN);
    assert_true(room[US].answered && room[IRAN].answered);
    assert_int_equal(room[US].comments, 0);
    assert_int_equal(room[IRAN].comments, 2);
    assert_true(room[US].accepted);
    assert_false(room[IRAN].accepted);
    reply(c, US, m[US].as.told.handle, ANSWER_REJECT);
    corridor_run(c, 4 * MIN);
    assert_false(room[US].accepted);
    assert_int_equal(room[US].comments, 0);
    corridor_free(c);
}

static void proposal__with_two_faces__another_for_the_second_room(void **state)
{
    struct play *p = proposing("switchboard", 20 * MIN);
    struct corridor *c;
    struct package put = package_of(PAUSE_IT, WAIVERS);
    struct message us, iran;

    (void)state;
    play_choose(p, FAMILY_CARRY, "two_faced", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 2 * MIN);
    assert_true(corridor_told(c, US, MOVE_BLIND_PROPOSAL, 0, &us, NULL));
    assert_true(corridor_told(c, IRAN, MOVE_BLIND_PROPOSAL, 0, &iran, NULL));
    assert_true(package_equal(&us.as.told.package, &put));
    assert_true(bytes_equal(us.as.told.text, bytes_of("Take it or leave it.")));
    assert_false(package_equal(&iran.as.told.package, &put));
    assert_true(package_is_whole(&iran.as.told.package, &c->brief.agenda));
    assert_true(bytes_equal(iran.as.told.text,
                            bytes_of("Take it or leave it. So much for you.")));
    corridor_free(c);
}

static void proposal__that_cannot_be_told_in_time__expires(void **state)
{
    /* The mediator needs four minutes to the other room; the result leaves
     * after two. */
    struct play *p = proposing("shuttle", 2 * MIN);
    struct corridor *c = corridor_new(p, 0, false);
    struct message m;
    struct instant at;

    (void)state;
    c->play = p;
    c->react = answering;
    answers[US] = answers[IRAN] = ANSWER_ACCEPT;
    second_thoughts[US] = second_thoughts[IRAN] = SILENT;
    corridor_run(c, 60 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_BLIND_PROPOSAL), 0);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_RESULT, 0, &m, &at));
        assert_int_equal(at.us, 3 * MIN);
        assert_int_equal(m.as.told.answer, ANSWER_REJECT);
    }
    corridor_free(c);
}

static void proposals__two_at_once__the_second_waits_for_the_first(void **state)
{
    struct play *p = proposing("switchboard", -1); /* half an hour by default */
    struct line *second =
        play_line(p, FROM_MEDIATOR, 0, "again", MOVE_BLIND_PROPOSAL);
    struct line *words = play_line(p, FROM_MEDIATOR, 0, "words", MOVE_PRESS);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    second->package = package_of(END_IT, FUNDS);
    second->at_us = 2 * MIN;
    words->text = "Time is short.";
    words->at_us = 3 * MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 120 * MIN);
    assert_true(corridor_told(c, US, MOVE_RESULT, 0, &m, &at));
    assert_int_equal(at.us, 31 * MIN);
    assert_true(corridor_told(c, US, MOVE_BLIND_PROPOSAL, 1, &m, &at));
    assert_int_equal(at.us, 31 * MIN);
    assert_true(corridor_told(c, US, MOVE_RESULT, 1, &m, &at));
    assert_int_equal(at.us, 61 * MIN);
    /* Plain words do not wait behind a proposal. */
    assert_true(corridor_told(c, US, MOVE_PRESS, 0, &m, &at));
    assert_int_equal(at.us, 3 * MIN);
    corridor_free(c);
}

static void line__too_late_or_not_wanted__is_passed_over(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *late = play_line(p, FROM_MEDIATOR, 0, "late", MOVE_PRESS);
    struct line *never = play_line(p, FROM_MEDIATOR, 0, "never", MOVE_SAY);
    struct line *third = play_line(p, FROM_MEDIATOR, 0, "third", MOVE_SAY);
    struct line *fourth = play_line(p, FROM_MEDIATOR, 0, "fourth", MOVE_SAY);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    late->when_text = "asked(us, militias)";
    late->when = play_condition(p, late->when_text, 'M');
    late->within_us = MIN;
    never->if_text = "accepted(us)";
    never->only_if = play_condition(p, never->if_text, 'M');
    third->after = (struct ref){.kind = REF_OWN, .line = 1};
    third->text = "after what was never said";
    fourth->after = (struct ref){.kind = REF_OWN, .line = 4};
    fourth->to = 1u << IRAN;
    play_line(p, FROM_MEDIATOR, 0, "fifth", MOVE_PAUSE)->at_us = 2 * MIN;
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 10 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_PRESS), 0);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 0);
    assert_int_equal(corridor_told_count(c, US, MOVE_PAUSE), 1);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &m, &at));
    assert_int_equal(at.us, 2 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    assert_true(corridor_note(c, MESSAGE_FAULT, 1, &m, NULL));
    corridor_free(c);
}

static void nothing__with_lines_of_the_mediator__puts_none(void **state)
{
    struct play *p = proposing("switchboard", -1);
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_TABLE, "nothing", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 10 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_TOLD), 0);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing__everywhere_at_once__each_room_reads_the_same),
        cmocka_unit_test(failing__with_a_shuttle__each_room_reads_the_same),
        cmocka_unit_test(result__of_all_failing_answers__one_body_and_one_time),
        cmocka_unit_test(result__of_a_mutual_yes__at_the_same_fixed_time),
        cmocka_unit_test(result__answered_within_no_time__at_once),
        cmocka_unit_test(answer__given_twice__the_first_counts),
        cmocka_unit_test(answer__after_the_result__is_refused),
        cmocka_unit_test(proposal__put__nobody_has_accepted_it),
        cmocka_unit_test(proposal__told__same_package_nonce_and_digest),
        cmocka_unit_test(draft__answered__comments_and_the_last_word_count),
        cmocka_unit_test(proposal__with_two_faces__another_for_the_second_room),
        cmocka_unit_test(proposal__that_cannot_be_told_in_time__expires),
        cmocka_unit_test(
            proposals__two_at_once__the_second_waits_for_the_first),
        cmocka_unit_test(line__too_late_or_not_wanted__is_passed_over),
        cmocka_unit_test(nothing__with_lines_of_the_mediator__puts_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
