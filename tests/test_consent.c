/* Hold `consent`: the author is asked before anything of his is told. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum answer answers; /* what us says when asked; ANSWER_NONE: nothing */
static const char *words;   /* and the words beside it */

static void answering(struct corridor *c, uint8_t room, const struct message *m)
{
    struct message_item i = item_saying(MOVE_REPLY, words);

    if (m->kind != MESSAGE_TOLD || m->as.told.move != MOVE_QUESTION ||
        m->as.told.from != FROM_MEDIATOR || answers == ANSWER_NONE)
        return;
    assert_int_equal(room, US);
    i.re = m->as.told.handle;
    i.answer = (uint8_t)answers;
    corridor_hand(c, room, &i);
}

/* us hands over one message; what it says when asked comes at once. */
static struct corridor *asked(const char *walk, enum answer answer,
                              const char *with)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct message_item i = item_saying(MOVE_SAY, "THE-FIRST-WORDS");

    play_choose(p, FAMILY_WALK, walk, NULL);
    play_choose(p, FAMILY_HOLD, "consent", "within", "30m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    c->react = answering;
    answers = answer;
    words = with;
    corridor_run(c, 0);
    corridor_hand(c, US, &i);
    corridor_run(c, 2 * 60 * MIN);
    return c;
}

static const char *const walks[] = {"switchboard", "shuttle"};

/* The end of the first item: its disposition, rule and time. */
static struct message ended(const struct corridor *c, struct instant *at)
{
    struct message m = {.kind = MESSAGE_NONE};

    for (size_t n = 0; corridor_note(c, MESSAGE_DISPOSED, n, &m, at); n++)
        if (m.as.disposed.room == US && m.as.disposed.item == 1)
            return m;
    fail_msg("nothing says what became of it");
    return m;
}

static void consent__yes__told_after_it_in_these_words(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = asked(walks[n], ANSWER_ACCEPT, "");
        struct message q, t;
        struct instant when, at;

        assert_true(corridor_told(c, US, MOVE_QUESTION, 0, &q, &when));
        assert_int_equal(q.as.told.re, 1);
        assert_true(bytes_equal(q.as.told.text, bytes_of("THE-FIRST-WORDS")));
        assert_int_equal(corridor_told_count(c, US, MOVE_QUESTION), 1);
        assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &t, &at));
        assert_true(instant_compare(when, at) <= 0);
        assert_int_equal(t.as.told.form, FORM_VERBATIM);
        /* iran hears neither the question nor the answer. */
        assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 1);
        corridor_free(c);
    }
}

static void consent__no__withheld_for_good(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = asked(walks[n], ANSWER_REJECT, "");
        struct instant at;
        struct message m = ended(c, &at);

        /* By his word, not by the time that he had for it. */
        assert_true(at.us < 30 * MIN);
        assert_int_equal(m.as.disposed.disposition, DISPOSITION_WITHHELD);
        assert_int_equal(m.as.disposed.rule, RULE_CONSENT);
        assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
        assert_false(corridor_leaked(c, IRAN, "THE-FIRST-WORDS"));
        corridor_free(c);
    }
}

static void consent__no_answer__withheld_when_the_time_is_over(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = asked(walks[n], ANSWER_NONE, "");
        struct instant at;
        struct message m = ended(c, &at);

        assert_int_equal(m.as.disposed.disposition, DISPOSITION_WITHHELD);
        /* Both walks take it at once: us is where he begins. */
        assert_int_equal(at.us, 30 * MIN);
        assert_false(corridor_leaked(c, IRAN, "THE-FIRST-WORDS"));
        corridor_free(c);
    }
}

static void consent__other_words__only_these_are_told(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = asked(walks[n], ANSWER_COMMENT, "BETTER-SO");
        struct message t;

        assert_true(corridor_told(c, IRAN, MOVE_SAY, 0, &t, NULL));
        assert_int_equal(t.as.told.form, FORM_GIST);
        assert_true(bytes_equal(t.as.told.text, bytes_of("BETTER-SO")));
        assert_false(corridor_leaked(c, IRAN, "THE-FIRST-WORDS"));
        corridor_free(c);
    }
}

/* A consent is no acceptance of an offer. */
static void consent__to_an_offer__accepts_nothing(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_ACCEPT, "");
    struct message_item i = item_offering(PAUSE_IT, WAIVERS);

    (void)state;
    corridor_hand(c, US, &i);
    corridor_run(c, 3 * 60 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 1);
    assert_false(mediator_board(c->mediator)->room[US].accepted);
    assert_int_equal(corridor_told_count(c, US, MOVE_READ_BACK), 0);
    corridor_free(c);
}

/* The caveats come first: what may never be told is not asked about, and what
 * expires while he thinks is not told any more. */
static void consent__with_caveats__they_come_first(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_NONE, "");
    struct message_item i = item_saying(MOVE_SAY, "THE-SECOND-WORDS");

    (void)state;
    i.caveats.bits = CAVEAT_HYPOTHETICAL;
    corridor_hand(c, US, &i);
    i.caveats.bits = CAVEAT_EXPIRES;
    i.caveats.expires = (struct instant){125 * MIN};
    corridor_hand(c, US, &i);
    corridor_run(c, 4 * 60 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_QUESTION), 2);
    assert_int_equal(corridor_receipt(c, US, 3), RECEIPT_EXPIRED);
    corridor_free(c);
}

/* Else the question would say that they have asked. */
static void consent__if_asked__asked_before_they_do(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_ACCEPT, "");
    struct message_item i = item_saying(MOVE_SAY, "THE-SECOND-WORDS");
    struct instant at;
    struct message m;

    (void)state;
    i.caveats.bits = CAVEAT_IF_ASKED;
    i.about = 1;
    corridor_hand(c, US, &i);
    corridor_run(c, 125 * MIN);
    assert_true(corridor_told(c, US, MOVE_QUESTION, 1, &m, &at));
    assert_int_equal(at.us, 120 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    answers = ANSWER_NONE;
    i = item_saying(MOVE_QUESTION, "What of it?");
    i.about = 1;
    corridor_hand(c, IRAN, &i);
    corridor_run(c, 4 * 60 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_QUESTION), 2);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 2);
    corridor_free(c);
}

/* What has to wait anyhow is not asked about before, and not lost. */
static void consent__not_before__asked_and_told_at_its_instant(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_ACCEPT, "");
    struct message_item i = item_saying(MOVE_SAY, "THE-SECOND-WORDS");
    struct instant at;
    struct message m;
    bool judged = false;

    (void)state;
    i.caveats.bits = CAVEAT_NOT_BEFORE;
    i.caveats.not_before = (struct instant){150 * MIN};
    corridor_hand(c, US, &i);
    corridor_run(c, 4 * 60 * MIN);
    assert_true(corridor_told(c, US, MOVE_QUESTION, 1, &m, &at));
    assert_int_equal(at.us, 150 * MIN);
    /* The record says why it waited. */
    for (size_t n = 0; corridor_note(c, MESSAGE_JUDGED, n, &m, &at); n++)
        if (m.as.judged.item == 3 && at.us < 150 * MIN) {
            assert_int_equal(m.as.judged.rule, RULE_NOT_BEFORE);
            assert_true(bytes_equal(m.as.judged.reason,
                                    bytes_of("its time has not come")));
            judged = true;
        }
    assert_true(judged);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 1, &m, &at));
    assert_int_equal(at.us, 150 * MIN);
    corridor_free(c);
}

/* What others say meanwhile is no reason to stop waiting for him. */
static void consent__while_others_talk__his_time_is_not_over(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_NONE, "");
    struct message_item i = item_saying(MOVE_SAY, "THE-SECOND-WORDS");
    struct message_item yes = item_saying(MOVE_REPLY, "");
    struct message m;

    (void)state;
    corridor_hand(c, US, &i);
    corridor_run(c, 125 * MIN);
    corridor_hand(c, IRAN, &i);
    corridor_run(c, 130 * MIN);
    assert_true(corridor_told(c, US, MOVE_QUESTION, 1, &m, NULL));
    yes.re = m.as.told.handle;
    yes.answer = ANSWER_ACCEPT;
    corridor_hand(c, US, &yes);
    corridor_run(c, 135 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_free(c);
}

/* He is asked about the words that are to be told, not about those he wrote. */
static void consent__of_other_words__asked_about_these(void **state)
{
    static const uint16_t bits[] = {CAVEAT_GIST, CAVEAT_AS_MEDIATOR_IDEA,
                                    CAVEAT_VERBATIM};

    (void)state;
    for (size_t n = 0; n < sizeof bits / sizeof bits[0]; n++) {
        struct corridor *c = asked("switchboard", ANSWER_ACCEPT, "");
        struct message_item i = item_saying(MOVE_SAY, "ROUGH");
        struct message m;

        i.gist = bytes_of("SMOOTH");
        i.gloss = bytes_of("GLOSS-OF-THE-ROUGH");
        i.caveats.bits = bits[n];
        corridor_hand(c, US, &i);
        corridor_run(c, 125 * MIN);
        assert_true(corridor_told(c, US, MOVE_QUESTION, 1, &m, NULL));
        assert_true(
            bytes_equal(m.as.told.text, bytes_of(n == 2 ? "ROUGH" : "SMOOTH")));
        assert_int_equal(m.as.told.gloss.size > 0, n == 2);
        corridor_free(c);
    }
}

/* Another member that takes over asks nobody; consent that takes over asks
 * about what is not told yet. */
static void consent__exchanged_in_mid_talk__as_the_new_one_has_it(void **state)
{
    struct corridor *c = asked("switchboard", ANSWER_NONE, "");
    struct message_item i = item_saying(MOVE_SAY, "THE-SECOND-WORDS");
    static const struct choice caveats = {.as = "caveats"};
    static const struct choice consent = {.as = "consent"};

    (void)state;
    corridor_hand(c, US, &i);
    corridor_run(c, 125 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 0);
    assert_int_equal(corridor_switch(c, FAMILY_HOLD, &caveats), ERR_OK);
    corridor_run(c, 126 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    assert_int_equal(corridor_switch(c, FAMILY_HOLD, &consent), ERR_OK);
    answers = ANSWER_ACCEPT;
    corridor_hand(c, US, &i);
    corridor_run(c, 127 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_QUESTION), 3);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 2);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(consent__yes__told_after_it_in_these_words),
        cmocka_unit_test(consent__no__withheld_for_good),
        cmocka_unit_test(consent__no_answer__withheld_when_the_time_is_over),
        cmocka_unit_test(consent__other_words__only_these_are_told),
        cmocka_unit_test(consent__to_an_offer__accepts_nothing),
        cmocka_unit_test(consent__with_caveats__they_come_first),
        cmocka_unit_test(consent__if_asked__asked_before_they_do),
        cmocka_unit_test(consent__not_before__asked_and_told_at_its_instant),
        cmocka_unit_test(consent__while_others_talk__his_time_is_not_over),
        cmocka_unit_test(consent__of_other_words__asked_about_these),
        cmocka_unit_test(consent__exchanged_in_mid_talk__as_the_new_one_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
