/* Words by leave: read back to their author until he confirms, told as nobody's
 * or with a name as he allows, blacked out by declared phrases, or as the
 * mediator's own idea by a declared list. */
#include "shuttle/carry.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct corridor *carried(const char *as, const char *k1, const char *v1,
                                const char *k2, const char *v2)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    if (k2)
        play_choose(p, FAMILY_CARRY, as, k1, v1, k2, v2, NULL);
    else
        play_choose(p, FAMILY_CARRY, as, k1, v1, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void say(struct corridor *c, enum move move, uint16_t caveats,
                const char *text)
{
    struct message_item item = item_saying(move, text);

    item.caveats.bits = caveats;
    corridor_hand(c, US, &item);
    corridor_run(c, SECOND);
}

static void assert_hears(struct corridor *c, enum form form, uint8_t from,
                         const char *text)
{
    struct message m;

    assert_true(corridor_heard(c, IRAN, MESSAGE_TOLD, 0, &m, NULL));
    assert_int_equal(m.as.told.form, form);
    assert_int_equal(m.as.told.from, from);
    assert_true(bytes_equal(m.as.told.text, bytes_of(text)));
}

/* What the author reads, before anybody else has heard of it. */
static struct message_told read_back(struct corridor *c)
{
    struct message m;

    assert_true(corridor_told(c, US, MOVE_READ_BACK, 0, &m, NULL));
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
    assert_int_equal(m.as.told.from, FROM_MEDIATOR);
    assert_int_equal(m.as.told.re, 1);
    assert_true(bytes_equal(m.as.told.text, bytes_of("You might stop.")));
    return m.as.told;
}

static void answer(struct corridor *c, uint64_t re, enum answer a,
                   const char *text)
{
    struct message_item item = item_saying(MOVE_REPLY, text);

    item.answer = (uint8_t)a;
    item.re = re;
    corridor_hand(c, US, &item);
    corridor_end(c);
}

static struct corridor *reads_back(void)
{
    struct corridor *c =
        carried("gist", "read_back", "true", "replace.must", "might");

    say(c, MOVE_SAY, 0, "You must stop.");
    return c;
}

static void m07_read_back__confirmed__is_told_in_these_words(void **state)
{
    struct corridor *c = reads_back();

    (void)state;
    answer(c, read_back(c).handle, ANSWER_CONFIRM, NULL);
    assert_hears(c, FORM_GIST, US, "You might stop.");
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 1);
    assert_false(corridor_leaked(c, IRAN, "must"));
    corridor_free(c);
}

/* What the design makes the mediator's idea stays one: its author is not told
 * that it was told. */
static void
m07_read_back__of_an_idea__told_as_one_without_a_receipt(void **state)
{
    struct play *p = play_new(2, 1);
    struct message m;
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_CARRY, "own_idea", "moves", "say", "read_back",
                "true", "replace.must", "might", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    say(c, MOVE_SAY, 0, "You must stop.");
    answer(c, read_back(c).handle, ANSWER_CONFIRM, NULL);
    assert_hears(c, FORM_OWN_IDEA, FROM_MEDIATOR, "You might stop.");
    for (size_t n = 0; corridor_heard(c, US, MESSAGE_RECEIPT, n, &m, NULL); n++)
        if (m.as.receipt.item == 1)
            assert_int_equal(m.as.receipt.status, RECEIPT_TAKEN);
    corridor_free(c);
}

static void m07_read_back__corrected__is_told_as_corrected(void **state)
{
    struct corridor *c = reads_back();

    (void)state;
    answer(c, read_back(c).handle, ANSWER_COMMENT, "You could stop.");
    assert_hears(c, FORM_GIST, US, "You could stop.");
    assert_false(corridor_leaked(c, IRAN, "might"));
    corridor_free(c);
}

static void m07_read_back__rejected_or_unanswered__is_never_told(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = reads_back();
        struct message m;

        if (n)
            answer(c, read_back(c).handle, ANSWER_REJECT, NULL);
        corridor_end(c);
        assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
        assert_true(corridor_note(c, MESSAGE_JUDGED, 0, &m, NULL));
        assert_int_equal(m.as.judged.rule, RULE_READ_BACK);
        corridor_free(c);
    }
}

static void m07_read_back__of_exact_words__is_not_asked_for(void **state)
{
    struct corridor *c =
        carried("gist", "read_back", "true", "replace.must", "might");

    (void)state;
    say(c, MOVE_AIDE_MEMOIRE, 0, "You must stop.");
    corridor_end(c);
    assert_hears(c, FORM_VERBATIM, US, "You must stop.");
    assert_int_equal(corridor_count(c, US, MESSAGE_TOLD), 0);
    corridor_free(c);
}

static void p02_non_paper__with_its_author_only_as_both_allow(void **state)
{
    (void)state;
    for (int n = 0; n < 4; n++) {
        struct corridor *c =
            carried("verbatim", "non_papers",
                    n & 1 ? "attributed" : "unattributed", NULL, NULL);

        say(c, MOVE_NON_PAPER, n & 2 ? CAVEAT_ATTRIBUTED : 0, "A paper.");
        corridor_end(c);
        assert_hears(c, FORM_VERBATIM, n == 3 ? US : FROM_NOBODY, "A paper.");
        corridor_free(c);
    }
}

static void redact__phrase__one_mark_whatever_its_length(void **state)
{
    static const char *const texts[] = {"Colonel X agrees.",
                                        "COLONEL Xenophontos agrees."};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c =
            carried("redact", "hide.name", "colonel *", NULL, NULL);

        say(c, MOVE_SAY, 0, texts[n]);
        corridor_end(c);
        assert_hears(c, FORM_GIST, US, "[...] agrees.");
        assert_false(corridor_leaked(c, IRAN, "olonel"));
        corridor_free(c);
    }
}

static void redact__without_a_phrase__verbatim(void **state)
{
    struct corridor *c = carried("redact", "hide.name", "colonel", "mark", "#");

    (void)state;
    say(c, MOVE_SAY, CAVEAT_VERBATIM, "The general agrees.");
    corridor_end(c);
    assert_hears(c, FORM_VERBATIM, US, "The general agrees.");
    corridor_free(c);
}

static void redact__of_what_must_stay_whole__is_not_told(void **state)
{
    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c =
            carried("redact", "hide.name", "colonel", NULL, NULL);
        struct message m;

        say(c, n ? MOVE_AIDE_MEMOIRE : MOVE_SAY, n ? 0 : CAVEAT_VERBATIM,
            "The colonel agrees.");
        corridor_end(c);
        assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 0);
        assert_true(corridor_note(c, MESSAGE_JUDGED, 0, &m, NULL));
        assert_int_equal(m.as.judged.rule, RULE_NO_WORDS);
        corridor_free(c);
    }
}

static void m06_own_idea__declared__names_no_owner_anywhere(void **state)
{
    struct corridor *c =
        carried("own_idea", "moves", "offer", "replace.We", "One");
    struct message_item item = item_offering(PAUSE_IT, ANY);
    struct message m;

    (void)state;
    item.text = bytes_of("We could pause.");
    item.gloss = bytes_of("gloss of the US room");
    corridor_hand(c, US, &item);
    corridor_end(c);
    assert_hears(c, FORM_OWN_IDEA, FROM_MEDIATOR, "One could pause.");
    assert_true(corridor_heard(c, IRAN, MESSAGE_TOLD, 0, &m, NULL));
    assert_int_equal(m.as.told.move, MOVE_PROBE);
    assert_int_equal(m.as.told.re, 0);
    assert_int_equal(m.as.told.gloss.size, 0);
    /* The record has the true origin. */
    assert_true(corridor_note(c, MESSAGE_RELEASED, 0, &m, NULL));
    assert_int_equal(m.as.released.room, US);
    corridor_free(c);
}

static void own_idea__not_on_the_list__as_it_is(void **state)
{
    struct corridor *c = carried("own_idea", "moves", "offer", "rooms", "iran");

    (void)state;
    say(c, MOVE_SAY, 0, "We could pause.");
    corridor_end(c);
    assert_hears(c, FORM_VERBATIM, US, "We could pause.");
    corridor_free(c);
}

/* What iran is answered when it asks whose the first thing is that it heard. */
static struct bytes whose(struct corridor *c)
{
    struct message_item item = item_saying(MOVE_QUESTION, "Whose is it?");
    struct message m;

    assert_true(corridor_heard(c, IRAN, MESSAGE_TOLD, 0, &m, NULL));
    item.re = m.as.told.handle;
    item.caveats.bits = CAVEAT_FOR_JUDGEMENT;
    corridor_hand(c, IRAN, &item);
    corridor_end(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_TOLD), 0);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 2);
    assert_true(corridor_heard(c, IRAN, MESSAGE_TOLD, 1, &m, NULL));
    assert_int_equal(m.as.told.from, FROM_MEDIATOR);
    assert_int_equal(m.as.told.re, 1);
    return m.as.told.text;
}

static void c06_provenance__of_attributed_words__names_their_owner(void **state)
{
    struct corridor *c =
        carried("verbatim", "non_papers", "unattributed", NULL, NULL);

    (void)state;
    say(c, MOVE_SAY, 0, "You must stop.");
    assert_true(bytes_equal(
        whose(c), bytes_of("These are the words of 'us', exactly as they were "
                           "handed to me, and on that room's authority.")));
    corridor_free(c);
}

static void c06_provenance__of_an_idea_or_a_non_paper__is_declined(void **state)
{
    static const char *const answers[] = {
        "It is my own thought, on no authority but mine.",
        "It is nobody's paper, and I do not say whose."};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c =
            carried("own_idea", "moves", "say", "replace.You", "One");

        say(c, n ? MOVE_NON_PAPER : MOVE_SAY, 0, "You must stop.");
        assert_true(bytes_equal(whose(c), bytes_of(answers[n])));
        corridor_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(m07_read_back__confirmed__is_told_in_these_words),
        cmocka_unit_test(
            m07_read_back__of_an_idea__told_as_one_without_a_receipt),
        cmocka_unit_test(m07_read_back__corrected__is_told_as_corrected),
        cmocka_unit_test(m07_read_back__rejected_or_unanswered__is_never_told),
        cmocka_unit_test(m07_read_back__of_exact_words__is_not_asked_for),
        cmocka_unit_test(p02_non_paper__with_its_author_only_as_both_allow),
        cmocka_unit_test(redact__phrase__one_mark_whatever_its_length),
        cmocka_unit_test(redact__without_a_phrase__verbatim),
        cmocka_unit_test(redact__of_what_must_stay_whole__is_not_told),
        cmocka_unit_test(m06_own_idea__declared__names_no_owner_anywhere),
        cmocka_unit_test(own_idea__not_on_the_list__as_it_is),
        cmocka_unit_test(
            c06_provenance__of_attributed_words__names_their_owner),
        cmocka_unit_test(
            c06_provenance__of_an_idea_or_a_non_paper__is_declined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
