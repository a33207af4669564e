/* In whose words: what each carry makes of each item, and what release lets
 * pass of it. */
#include "shuttle/carry.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A carrier who does as the test says, whatever the author wanted. */
static enum form liar_form;
static const char *liar_text;

static void liar_decide(void *s, const struct choice *p, const struct board *b,
                        const struct crossing *crossing, struct asking *ask,
                        struct carry_decision *out)
{
    (void)s, (void)p, (void)b, (void)ask;
    out->verdict = CARRY_WORDS;
    out->form = liar_form;
    out->text = liar_text ? bytes_of(liar_text) : crossing->item->text;
}

static const struct param_spec no_params[] = {{0}};
static const struct carry liar = {
    .member = {.name = "liar", .help = "", .params = no_params},
    .decide = liar_decide};
static const struct member *const liars[] = {&liar.member, NULL};
const struct member *const *const relay_extra[FAMILY_COUNT] = {NULL, liars,
                                                               NULL, NULL};

static struct corridor *carried(const char *carry, const char *key,
                                const char *value)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    play_choose(p, FAMILY_CARRY, carry, "replace.have", "might", key, value,
                NULL);
    if (!key)
        play_choose(p, FAMILY_CARRY, carry, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static struct message_item words(uint16_t caveats, const char *text,
                                 const char *gist)
{
    struct message_item item = item_saying(MOVE_SAY, text);

    item.caveats.bits = caveats;
    item.gist = bytes_of(gist);
    return item;
}

/* Hand it over and say what iran was told, or that it was not. */
static bool tell(struct corridor *c, struct message_item *item,
                 struct message_told *out)
{
    struct message m;

    corridor_hand(c, US, item);
    corridor_end(c);
    if (!corridor_heard(c, IRAN, MESSAGE_TOLD, 0, &m, NULL))
        return false;
    *out = m.as.told;
    return true;
}

static void assert_told(const struct message_told *t, enum form form,
                        const char *text)
{
    assert_int_equal(t->form, form);
    assert_true(bytes_equal(t->text, bytes_of(text)));
}

static void verbatim__of_any_text__the_exact_words(void **state)
{
    struct corridor *c = carried("verbatim", NULL, NULL);
    struct message_item item = words(0, "You have to stop.", "Kinder words.");
    struct message_told t = {0};

    (void)state;
    item.gloss = bytes_of("in another language");
    assert_true(tell(c, &item, &t));
    assert_told(&t, FORM_VERBATIM, "You have to stop.");
    assert_true(bytes_equal(t.gloss, bytes_of("in another language")));
    assert_int_equal(t.from, US);
    assert_false(corridor_leaked(c, IRAN, "Kinder words."));
    corridor_free(c);
}

static void gist_demanded__with_the_authors_rewording__only_that(void **state)
{
    static const char *const carries[] = {"verbatim", "gist"};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = carried(carries[n], NULL, NULL);
        struct message_item item =
            words(CAVEAT_GIST, "ORIGINAL words", "Other words.");
        struct message_told t = {0};

        item.gloss = bytes_of("ORIGINAL gloss");
        assert_true(tell(c, &item, &t));
        assert_told(&t, FORM_GIST, "Other words.");
        assert_false(corridor_leaked(c, IRAN, "ORIGINAL"));
        corridor_free(c);
    }
}

static void gist_demanded__without_other_words__is_held(void **state)
{
    static const char *const carries[] = {"verbatim", "gist"};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = carried(carries[n], NULL, NULL);
        struct message_item item = words(CAVEAT_GIST, "ORIGINAL words", NULL);
        struct message_told t = {0};
        struct message m;

        assert_false(tell(c, &item, &t));
        assert_false(corridor_leaked(c, IRAN, "ORIGINAL"));
        assert_true(corridor_note(c, MESSAGE_JUDGED, 0, &m, NULL));
        assert_int_equal(m.as.judged.rule, RULE_NO_WORDS);
        assert_true(corridor_note(c, MESSAGE_DISPOSED, 0, &m, NULL));
        assert_int_equal(m.as.disposed.disposition, DISPOSITION_HELD);
        corridor_free(c);
    }
}

static void gist__with_replacements__the_longest_each_place_once(void **state)
{
    /* "have to" goes before "have"; what was put in is not looked at again. */
    struct corridor *c = carried("gist", "replace.have to", "should have to");
    struct message_item item =
        words(CAVEAT_GIST, "You have to go; they have.", NULL);
    struct message_told t = {0};

    (void)state;
    assert_true(tell(c, &item, &t));
    assert_told(&t, FORM_GIST, "You should have to go; they might.");
    corridor_free(c);
}

static void
gist__with_nothing_to_replace__never_claims_to_be_verbatim(void **state)
{
    struct corridor *c = carried("gist", "replace.must", "should");
    struct message_item item = words(0, "Plain words.", NULL);
    struct message_told t = {0};

    (void)state;
    assert_true(tell(c, &item, &t));
    assert_told(&t, FORM_GIST, "Plain words.");
    corridor_free(c);
    c = carried("gist", "replace.must", "should");
    item = words(CAVEAT_GIST, "Plain words.", NULL);
    assert_false(tell(c, &item, &t));
    corridor_free(c);
}

static void gist__grown_past_the_limit__is_held(void **state)
{
    static char text[TEXT_MAX];
    struct corridor *c = carried("gist", "replace.a", "bb");
    struct message_item item;
    struct message_told t = {0};

    (void)state;
    memset(text, 'a', sizeof text - 1);
    item = words(0, text, NULL);
    assert_false(tell(c, &item, &t));
    corridor_free(c);
}

static void gist__of_what_must_stay__verbatim(void **state)
{
    struct message_item item = words(CAVEAT_VERBATIM, "We have to.", "No.");
    struct message_told t = {0};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = carried("gist", "replace.have to", "should");

        assert_true(tell(c, &item, &t));
        assert_told(&t, FORM_VERBATIM, "We have to.");
        corridor_free(c);
        item = words(0, "We have to.", "No.");
        item.move = MOVE_AIDE_MEMOIRE;
    }
}

static void non_paper__told_verbatim__without_its_author(void **state)
{
    struct corridor *c = carried("verbatim", NULL, NULL);
    struct message_item item = words(0, "Unsigned.", NULL);
    struct message_told t = {0};

    (void)state;
    item.move = MOVE_NON_PAPER;
    assert_true(tell(c, &item, &t));
    assert_int_equal(t.from, FROM_NOBODY);
    corridor_free(c);
}

static struct message_item idea(void)
{
    struct message_item item =
        words(CAVEAT_AS_MEDIATOR_IDEA, "ORIGINAL words", "Suppose so.");

    item.move = MOVE_OFFER;
    item.package = package_of(ANY, WAIVERS);
    item.gloss = bytes_of("ORIGINAL gloss");
    item.handles.count = 1;
    item.handles.entry[0].room = IRAN;
    item.handles.entry[0].handle = 0x5157415245;
    return item;
}

static void own_idea__of_an_offer__names_no_owner(void **state)
{
    static const char *const carries[] = {"verbatim", "gist"};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = carried(carries[n], NULL, NULL);
        struct message_item item = idea();
        struct message_told t = {0};

        assert_true(tell(c, &item, &t));
        assert_told(&t, FORM_OWN_IDEA, "Suppose so.");
        assert_int_equal(t.from, FROM_MEDIATOR);
        assert_int_equal(t.move, MOVE_PROBE);
        assert_int_equal(t.re, 0);
        assert_int_equal(t.answer, 0);
        assert_int_not_equal(t.handle, 0x5157415245);
        assert_int_equal(t.gloss.size, 0);
        assert_int_equal(t.label.size, 0);
        assert_int_equal(t.package.option[1], WAIVERS);
        assert_false(corridor_leaked(c, IRAN, "ORIGINAL"));
        assert_false(corridor_leaked(c, IRAN, "QWARE")); /* the handle */
        assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TAKEN);
        corridor_free(c);
    }
}

static void own_idea__that_answers_something__does_not_say_what(void **state)
{
    struct corridor *c = carried("verbatim", NULL, NULL);
    struct message_item item = item_saying(MOVE_SAY, "hello");
    struct message m;

    (void)state;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 1);
    assert_true(corridor_told(c, US, MOVE_SAY, 0, &m, NULL));
    item = idea();
    item.re = m.as.told.handle;
    item.move = MOVE_REPLY;
    item.answer = ANSWER_COMMENT;
    corridor_hand(c, US, &item);
    corridor_end(c);
    assert_true(corridor_heard(c, IRAN, MESSAGE_TOLD, 0, &m, NULL));
    assert_int_equal(m.as.told.re, 0);
    assert_int_equal(m.as.told.answer, 0);
    assert_int_equal(m.as.told.move, MOVE_PROBE);
    corridor_free(c);
}

static void own_idea__without_words__needs_options(void **state)
{
    struct corridor *c = carried("gist", NULL, NULL);
    struct message_item item = idea();
    struct message_told t = {0};

    (void)state;
    item.gist = BYTES_NONE;
    assert_true(tell(c, &item, &t));
    assert_told(&t, FORM_OWN_IDEA, "");
    corridor_free(c);
    c = carried("gist", NULL, NULL);
    item = idea();
    item.gist = BYTES_NONE;
    package_clear(&item.package);
    assert_false(tell(c, &item, &t));
    corridor_free(c);
}

static void own_idea__answered__only_the_mediator_hears_it(void **state)
{
    struct corridor *c = carried("verbatim", NULL, NULL);
    struct message_item item = idea();
    struct message m;
    size_t before;

    (void)state;
    corridor_hand(c, US, &item);
    corridor_run(c, MIN);
    before = c->room[US].heard_count;
    assert_true(corridor_told(c, IRAN, MOVE_PROBE, 0, &m, NULL));
    item = item_saying(MOVE_REPLY, "we could live with it");
    item.answer = ANSWER_ACCEPT;
    item.re = m.as.told.handle;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 2 * MIN);
    /* us hears its own waking only. */
    assert_int_equal(c->room[US].heard_count, before + 1);
    assert_false(corridor_leaked(c, US, "live with it"));
    assert_int_equal(corridor_receipt(c, IRAN, 1), RECEIPT_TAKEN);
    corridor_free(c);
}

/* A carrier who lies about the form, or about the words. */
static bool lie(uint16_t caveats, enum form form, const char *text)
{
    struct corridor *c = carried("liar", NULL, NULL);
    struct message_item item = words(caveats, "CANARY", "Softer.");
    struct message_told t = {0};
    struct message m;
    bool told;

    liar_form = form;
    liar_text = text;
    told = tell(c, &item, &t);
    if (!told) {
        assert_false(corridor_leaked(c, IRAN, "CANARY"));
        assert_true(corridor_note(c, MESSAGE_FAULT, 0, &m, NULL));
    }
    corridor_free(c);
    return told;
}

static void carry__that_lies__is_stopped_by_release(void **state)
{
    (void)state;
    assert_false(lie(0, FORM_VERBATIM, "CANARY, more or less"));
    assert_false(lie(CAVEAT_VERBATIM, FORM_GIST, "Softer."));
    assert_false(lie(CAVEAT_GIST, FORM_VERBATIM, NULL));
    assert_false(lie(CAVEAT_GIST, FORM_GIST, NULL));
    assert_false(lie(CAVEAT_AS_MEDIATOR_IDEA, FORM_OWN_IDEA, NULL));
    assert_false(lie(CAVEAT_AS_MEDIATOR_IDEA, FORM_GIST, "Softer."));
    assert_false(lie(CAVEAT_GIST, FORM_GIST, "no \xff text"));
    assert_false(lie(0, FORM_MEDIATOR, "Softer."));
    assert_false(lie(0, FORM_NEWS, "Softer."));
    assert_false(lie(0, FORM_NONE, NULL));
    assert_true(lie(CAVEAT_GIST, FORM_GIST, "Softer."));
    assert_true(lie(CAVEAT_GIST, FORM_GIST, "Quite another thing."));
    assert_true(lie(0, FORM_VERBATIM, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbatim__of_any_text__the_exact_words),
        cmocka_unit_test(gist_demanded__with_the_authors_rewording__only_that),
        cmocka_unit_test(gist_demanded__without_other_words__is_held),
        cmocka_unit_test(gist__with_replacements__the_longest_each_place_once),
        cmocka_unit_test(
            gist__with_nothing_to_replace__never_claims_to_be_verbatim),
        cmocka_unit_test(gist__grown_past_the_limit__is_held),
        cmocka_unit_test(gist__of_what_must_stay__verbatim),
        cmocka_unit_test(non_paper__told_verbatim__without_its_author),
        cmocka_unit_test(own_idea__of_an_offer__names_no_owner),
        cmocka_unit_test(own_idea__that_answers_something__does_not_say_what),
        cmocka_unit_test(own_idea__without_words__needs_options),
        cmocka_unit_test(own_idea__answered__only_the_mediator_hears_it),
        cmocka_unit_test(carry__that_lies__is_stopped_by_release),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
