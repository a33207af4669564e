/* What a mediator puts on the table: a single text in drafts, what-ifs that
 * rest on a confidence, declarations of what was deposited. Rows M5, M8 and A2
 * of the table of moves: what each room sees, what it does not, and what the
 * record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A single text in three drafts. %s: what iran says of the first. */
static const char three[] = MOVES_HEAD
    "mediators: { oman: { relay: { table: one_text } } }\n"
    "rounds:\n"
    "  - id: first\n"
    "    limit: 40m\n"
    "    us:\n"
    "      - { re: one, reply: comment, say: \"Not funds.\" }\n"
    "      - { re: two, reply: accept }\n"
    "      - { re: three, reply: accept, say: \"Yes.\" }\n"
    "    iran:\n"
    "      - { re: one, reply: comment, say: \"%s\" }\n"
    "      - { re: two, reply: comment, say: \"A pause, then.\" }\n"
    "      - { re: three, reply: %s, at: 9m }\n"
    "    oman:\n"
    "      - id: one\n"
    "        draft: { relief: funds }\n"
    "        brackets: [militias, relief]\n"
    "        say: \"[Funds.] [...]\"\n"
    "      - id: two\n"
    "        when: \"comments(us) == 1 and answered(iran)\"\n"
    "        delay: 3m\n"
    "        after: round1.us.1\n"
    "        draft: { relief: waivers }\n"
    "        brackets: [militias]\n"
    "        say: \"Waivers. [...]\"\n"
    "      - id: three\n"
    "        at: 6m\n"
    "        if: \"draft() == 2 and accepted(us) and comments(iran) > 0\"\n"
    "        draft: { militias: pause, relief: waivers }\n"
    "        say: \"Waivers, for a pause.\"\n";

/* The digest of the nth draft as a room's record has it. */
static const char *digest_in(const struct moves *m, const char *room,
                             const char *telling)
{
    const char *at = strstr(moves_text(m, room), telling);

    assert_non_null(at);
    at = strchr(at, '#');
    assert_non_null(at);
    return at;
}

static void m08_draft__numbered_and_identical_in_every_room(void **state)
{
    static const char *const drafts[] = {
        " 0 told draft by mediator mediator 1 [militias] [relief] #",
        " 180 told draft by mediator mediator 2 [militias] #",
        " 360 told draft by mediator mediator 3 #",
    };
    struct moves *m = moves_play(three, "Funds, yes.", "accept");

    (void)state;
    for (size_t n = 0; n < 3; n++) {
        moves_counts(m, "us", drafts[n], 1);
        moves_counts(m, "iran", drafts[n], 1);
        /* Digest, options and words, to the end of the line. */
        const char *us = digest_in(m, "us", drafts[n]);
        const char *iran = digest_in(m, "iran", drafts[n]);
        size_t size = strcspn(us, "\n");
        assert_memory_equal(us, iran, size + 1);
    }
    moves_has(m, "oman", " 0 put 1 draft one relief=funds\n");
    moves_has(m, "oman", " 180 put 2 draft two relief=waivers\n");
    moves_has(m, "oman",
              " 360 put 3 draft three militias=pause relief=waivers\n");
    moves_has(m, "oman", " 540 concluded agreed militias=pause relief=waivers");
    moves_free(m);
}

/* What one room says of a draft is for the mediator alone: the other hears the
 * same whatever it was. */
static void m08_draft__comments_stay_with_the_mediator(void **state)
{
    struct moves *m = moves_play(three, "Funds, yes.", "accept");
    struct moves *other = moves_play(three, "No waivers.", "accept");

    (void)state;
    moves_never_heard(m, "us", "Funds, yes.");
    moves_never_heard(m, "iran", "Not funds.");
    moves_lacks(m, "us", "told reply");
    moves_lacks(m, "iran", "told reply");
    moves_same(m, other, "us");
    moves_has(m, "oman", " 0 got iran 1 reply comment \"Funds, yes.\"\n");
    moves_has(m, "oman", " disposed iran 1 to us meant for the mediator");
    moves_free(other);
    moves_free(m);
}

static void m08_final_draft__no_of_one__no_agreement(void **state)
{
    struct moves *m = moves_play(three, "Funds, yes.", "reject");

    (void)state;
    moves_lacks(m, "us", "read_back");
    moves_lacks(m, "us", "told reply");
    moves_has(m, "oman", " 540 got iran 3 reply reject\n");
    moves_has(m, "us", " outcome no_agreement");
    moves_free(m);
}

/* The carrier is with iran when the second draft is put, so that us answers the
 * first when it is not the current one any more. */
static void m08_draft__superseded__answers_to_it_count_for_nothing(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ walk: { as: shuttle, time: 4m, wait: 0 }, "
        "table: one_text }") "    us:\n"
                             "      - { re: one, at: 3m, reply: accept, say: "
                             "\"Yes.\" }\n"
                             "      - { re: two, reply: comment, say: \"Hm.\" "
                             "}\n"
                             "    iran:\n"
                             "      - { re: two, reply: accept }\n"
                             "    oman:\n"
                             "      - id: one\n"
                             "        draft: { militias: pause, relief: funds "
                             "}\n"
                             "        say: \"Funds, for a pause.\"\n"
                             "      - id: two\n"
                             "        at: 3m\n"
                             "        draft: { militias: pause, relief: "
                             "waivers }\n"
                             "        say: \"Waivers, for a pause.\"\n");

    (void)state;
    moves_has(m, "us", " 0 told draft by mediator mediator 1 #");
    moves_lacks(m, "iran", " told draft by mediator mediator 1 ");
    moves_counts(m, "iran", " told draft by mediator mediator 2 #", 1);
    moves_has(m, "oman",
              " 180 disposed mediator 1 to iran expired "
              "(superseded)\n");
    moves_has(m, "oman",
              " fault us 1 \"it answers a draft that another has "
              "replaced\"\n");
    moves_has(m, "us", " outcome no_agreement");
    moves_lacks(m, "us", "read_back");
    moves_free(m);
}

/* Whatever stands in brackets is open, even where every issue has an option. */
static void m08_draft__in_brackets__accepted_by_all_is_not_agreed(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: one_text }") "    us: [{ re: one, reply: accept }]\n"
                               "    iran: [{ re: one, reply: accept }]\n"
                               "    oman:\n"
                               "      - id: one\n"
                               "        draft: { militias: pause, "
                               "relief: funds }\n"
                               "        brackets: [relief]\n"
                               "        say: \"[Funds,] for a pause.\"\n");

    (void)state;
    moves_has(m, "us", " 0 told draft by mediator mediator 1 [relief] #");
    moves_lacks(m, "us", "read_back");
    moves_has(m, "us", " outcome no_agreement");
    moves_free(m);
}

/* With `redraft: answered` the second draft waits for the last answer. */
static void m08_redraft__answered__waits_for_every_room(void **state)
{
    struct moves *m = moves_play(
        MOVES_HEAD MOVES_ROUND("{ table: { as: one_text, redraft: answered "
                               "} }") "    us: [{ re: one, at: 5m, reply: "
                                      "comment, say: \"Hm.\" }]\n"
                                      "    iran: [{ re: one, at: 9m, "
                                      "reply: reject }]\n"
                                      "    oman:\n"
                                      "      - { id: one, draft: { relief: "
                                      "funds }, say: \"Funds.\" }\n"
                                      "      - { at: 1m, say: \"Take your "
                                      "time.\" }\n"
                                      "      - { id: two, draft: { relief: "
                                      "waivers }, say: \"Waivers.\" }\n");

    (void)state;
    moves_has(m, "us", " 60 told say by mediator");
    moves_has(m, "us", " 540 told draft by mediator mediator 2 #");
    moves_lacks(m, "oman", " 300 put");
    moves_free(m);
}

/* %s: what iran confides; the caveat. */
static const char rests[] = MOVES_HEAD MOVES_ROUND(
    "{ table: probe }") "    us:\n"
                        "      - { id: well, re: what, reply: %s, say: \"It "
                        "depends.\" }\n"
                        "      - { at: 10m, if: \"accepted(us)\", say: \"We "
                        "have accepted.\" "
                        "}\n"
                        "    iran:\n"
                        "      - { id: hint, at: 2m, confide: \"%s\", caveat: "
                        "%s }\n"
                        "    oman:\n"
                        "      - id: what\n"
                        "        probe: { militias: pause, relief: funds }\n"
                        "        to: us\n"
                        "        based_on: hint\n"
                        "        say: \"What if they paused?\"\n"
                        "      - { at: 10m, if: \"accepted(us)\", say: \"Us "
                        "has said yes.\" }\n"
                        "      - { at: 10m, if: \"offered(us, militias) == "
                        "'pause'\", say: \"Us "
                        "has moved.\" }\n";

static void m05_probe__its_ground_stands_in_the_record_alone(void **state)
{
    struct moves *m =
        moves_play(rests, "accept", "We would pause.", "hypothetical");
    struct moves *other =
        moves_play(rests, "accept", "We could stop.", "for_judgement");

    (void)state;
    /* It waits for the confidence. */
    moves_counts(m, "us", " told probe by mediator mediator", 1);
    moves_has(m, "us",
              " 120 told probe by mediator mediator militias=pause "
              "relief=funds \"What if they paused?\"\n");
    moves_never_heard(m, "us", "We would pause.");
    moves_same(m, other, "us");
    moves_has(m, "oman", " 120 put 1 probe what militias=pause relief=funds\n");
    moves_has(m, "oman", " 120 1 rests on iran 1\n");
    moves_has(m, "oman", " 120 got us 1 reply accept \"It depends.\"\n");
    /* Nobody else hears that there was one. */
    moves_lacks(m, "iran", "told");
    moves_never_heard(m, "iran", "It depends.");
    moves_free(other);
    moves_free(m);
}

/* A yes to it is no position, no acceptance and no way to agreement. */
static void m05_probe__answered__satisfies_no_condition(void **state)
{
    struct moves *yes =
        moves_play(rests, "accept", "We would pause.", "hypothetical");
    struct moves *no =
        moves_play(rests, "reject", "We would pause.", "hypothetical");

    (void)state;
    moves_lacks(yes, "us", "Us has");
    moves_lacks(yes, "iran", "We have accepted.");
    moves_lacks(yes, "us", "read_back");
    moves_same(yes, no, "iran");
    moves_has(yes, "us", " outcome no_agreement");
    moves_free(no);
    moves_free(yes);
}

/* %s: what more of us's lines there is. */
static const char adherences[] = MOVES_HEAD MOVES_ROUND(
    "{ table: declaration }") "    us: [{ id: ours, at: 2m, letter: \"The US "
                              "adheres.\" }%s]\n"
                              "    iran:\n"
                              "      - { id: theirs, at: 7m, deposit: \"Gold, "
                              "in London.\" }\n"
                              "    oman:\n"
                              "      - id: so\n"
                              "        declare: \"Both have undertaken what "
                              "follows.\"\n"
                              "        of: [ours, theirs]\n";

static void a02_declaration__once_all_is_in__identical(void **state)
{
    static const char told[] = " 420 told declare by mediator mediator "
                               "\"Both have undertaken what follows.\"\n";
    struct moves *m = moves_play(adherences, "");

    (void)state;
    moves_counts(m, "us", told, 1);
    moves_counts(m, "iran", told, 1);
    moves_counts(m, "us", "told declare", 1);
    moves_has(m, "oman", " 420 put 1 declare so\n");
    moves_has(m, "oman", " 420 1 rests on us 1\n");
    moves_has(m, "oman", " 420 1 rests on iran 1\n");
    moves_lacks(m, "us", "rests");
    moves_free(m);
}

/* What one room has taken back in time is not there. */
static void a02_declaration__one_withdrawn__is_never_made(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ hold: forward, table: declaration }") "    us:\n"
                                                 "      - { id: ours, letter: "
                                                 "\"The US adheres.\", "
                                                 "caveat: { verbatim: true, "
                                                 "not_before: 30m } }\n"
                                                 "      - { at: 5m, withdraw: "
                                                 "ours }\n"
                                                 "    iran: [{ id: theirs, at: "
                                                 "7m, letter: \"So does "
                                                 "Iran.\" }]\n"
                                                 "    oman: [{ declare: \"Both "
                                                 "adhere.\", of: [ours, "
                                                 "theirs] }]\n";
    struct moves *m = moves_play(play);

    (void)state;
    moves_has(m, "us", " 300 receipt 1 withdrawn\n");
    moves_lacks(m, "us", "told declare");
    moves_lacks(m, "iran", "told declare");
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(m05_probe__its_ground_stands_in_the_record_alone),
        cmocka_unit_test(m05_probe__answered__satisfies_no_condition),
        cmocka_unit_test(m08_draft__numbered_and_identical_in_every_room),
        cmocka_unit_test(m08_draft__comments_stay_with_the_mediator),
        cmocka_unit_test(m08_final_draft__no_of_one__no_agreement),
        cmocka_unit_test(
            m08_draft__superseded__answers_to_it_count_for_nothing),
        cmocka_unit_test(m08_draft__in_brackets__accepted_by_all_is_not_agreed),
        cmocka_unit_test(m08_redraft__answered__waits_for_every_room),
        cmocka_unit_test(a02_declaration__once_all_is_in__identical),
        cmocka_unit_test(a02_declaration__one_withdrawn__is_never_made),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
