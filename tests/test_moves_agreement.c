/* Agreement and what follows it, A1 to A8 of the table of moves: what the own
 * room sees, what the other does and does not, and what the record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Agreed in the first round; what is tested stands in the second. */
#define AGREED                                                                 \
    MOVES_HEAD                                                                 \
    "mediators: { oman: { relay: { carry: { as: gist, replace: { pause: "      \
    "rest } }, table: words } } }\n"                                           \
    "rounds:\n"                                                                \
    "  - id: first\n"                                                          \
    "    limit: 40m\n"                                                         \
    "    us: [{ id: deal, offer: { militias: pause, relief: waivers } }]\n"    \
    "    iran: [{ reply: accept, re: deal }]\n"                                \
    "  - id: second\n"                                                         \
    "    phase: implementation\n"                                              \
    "    limit: 60m\n"

/* Each signs to the mediator; the other learns that it has signed, and the text
 * when its time has come. */
static void a01_letters__are_a_fact_first_and_a_text_later(void **state)
{
    static const char play[] = AGREED
        "    us: [{ id: ours, letter: \"%s\", caveat: { not_before: %s } }]\n"
        "    iran: [{ id: theirs, letter: \"%s\", "
        "caveat: { not_before: 20m } }]\n"
        "    oman: [{ after: ours, say: \"Their letter is here.\", "
        "to: iran }]\n";
    struct moves *m =
        moves_play(play, "Waivers; a pause.", "20m", "Waivers; a pause.");
    struct moves *held = moves_play(play, "Waivers; a pause.", "2h", "We too.");
    struct moves *other =
        moves_play(play, "We sign not yet!!", "2h", "We too.");

    (void)state;
    moves_has(m, "us", " 0 hands 3 letter");
    moves_has(m, "us", "\"Waivers; a pause.\"\n");
    moves_has(m, "us", " 1200 receipt 3 told\n");
    moves_has(m, "iran",
              " 0 told say by mediator mediator "
              "\"Their letter is here.\"\n");
    moves_has(m, "iran",
              " 1200 told letter by us verbatim "
              "\"Waivers; a pause.\"\n");
    moves_lacks(held, "iran", "told letter");
    moves_same(held, other, "iran");
    moves_has(m, "oman", " 0 got us 3 letter");
    moves_has(m, "oman", " 0 got iran 3 letter");
    moves_counts(m, "oman",
                 "letter verbatim not_before from 1200 "
                 "\"Waivers; a pause.\"\n",
                 2);
    moves_free(other);
    moves_free(held);
    moves_free(m);
}

static void a02_declaration__is_identical_and_rests_on_adherences(void **state)
{
    struct moves *m = moves_play(
        AGREED
        "    us: [{ id: ours, letter: \"We adhere.\", "
        "caveat: { not_before: 2h } }]\n"
        "    iran: [{ id: theirs, letter: \"We adhere too.\", "
        "caveat: { not_before: 2h } }]\n"
        "    oman: [{ of: [ours, theirs], at: 10m, declare: \"Both have bound "
        "themselves.\" }]\n");
    static const char words[] = " 600 told declare by mediator mediator "
                                "\"Both have bound themselves.\"\n";

    (void)state;
    moves_counts(m, "us", words, 1);
    moves_counts(m, "iran", words, 1);
    moves_never_heard(m, "iran", "We adhere.");
    moves_never_heard(m, "us", "We adhere too.");
    moves_has(m, "oman",
              "letter verbatim not_before from 7200 \"We adhere.\"\n");
    moves_has(m, "oman",
              "letter verbatim not_before from 7200 \"We adhere too.\"\n");
    moves_has(m, "oman", " 600 put 2 declare");
    moves_has(m, "oman", " 600 2 rests on us 3\n");
    moves_has(m, "oman", " 600 2 rests on iran 3\n");
    moves_free(m);
}

/* One time and one text; what each adds of its own waits for that time. */
static void a03_announcement__has_one_text_and_a_time(void **state)
{
    struct moves *m = moves_play(
        AGREED "    us: [{ at: 1m, read_out: \"They yielded.\" }]\n"
               "    iran: [{ at: 40m, read_out: \"We gave nothing.\" }]\n"
               "    oman: [{ id: words, announce: \"Both sides met.\", "
               "limit: 30m }]\n");
    static const char words[] = " 0 told announce by mediator mediator due "
                                "1800 \"Both sides met.\"\n";

    (void)state;
    moves_counts(m, "us", words, 1);
    moves_counts(m, "iran", words, 1);
    moves_has(m, "us", " 60 hands 3 read_out verbatim \"They yielded.\"\n");
    moves_has(m, "us", " 1800 receipt 3 told\n");
    moves_has(m, "iran",
              " 1800 told read_out by us verbatim "
              "\"They yielded.\"\n");
    moves_has(m, "us",
              " 2400 told read_out by iran verbatim "
              "\"We gave nothing.\"\n");
    moves_has(m, "oman", " 0 put 2 announce words due 1800\n");
    moves_has(m, "oman", " 60 judged us 3 to iran hold not_before until 1800");
    moves_has(m, "oman", " 1800 released us 3 to iran verbatim verbatim");
    moves_free(m);
}

/* Who is not addressed learns nothing of it, and once it is public it is void.
 */
static void a04_assurance__exists_for_the_addressed_alone(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "leaks: { paper: { of: side, at: 20m, chance: %s, "
        "say: \"There is a secret.\" } }\n" MOVES_ROUND(
            "{}") "    us: [{ id: side, assure: \"%s\", %s caveat: { "
                  "void_if_public: true%s } }]\n";
    struct moves *m =
        moves_play(play, "1", "Missiles go home.", "to: iran,", "");
    struct moves *other =
        moves_play(play, "1", "Nothing goes now.", "to: iran,", "");
    struct moves *kept = moves_play(play, "1", "Missiles go home.", "", "");
    struct moves *leaked =
        moves_play(play, "100", "Missiles go home.", "to: iran,", "");
    struct moves *early = moves_play(play, "100", "Missiles go home.",
                                     "to: iran,", ", not_before: 30m");

    (void)state;
    moves_has(m, "us",
              " 0 hands 1 assure verbatim void_if_public "
              "\"Missiles go home.\"\n");
    moves_has(m, "iran",
              " 0 told assure by us verbatim "
              "\"Missiles go home.\"\n");
    moves_same(m, other, "qatar");
    moves_same(m, kept, "qatar");
    moves_lacks(m, "qatar", "told");
    moves_lacks(kept, "iran", "told");
    moves_has(kept, "oman",
              " 0 got us 1 assure for_judgement void_if_public "
              "\"Missiles go home.\"\n");
    moves_has(leaked, "us", " 1200 receipt 1 void\n");
    moves_has(leaked, "iran", " 1200 told news by world");
    moves_has(leaked, "oman",
              "1200 {\"kind\":\"VOIDED\",\"room\":0,"
              "\"item\":1,\"event\":\"paper\"}\n");
    moves_lacks(early, "iran", "assure");
    moves_has(early, "oman", " 1200 disposed us 1 to iran withheld (void)\n");
    moves_lacks(m, "oman", "VOIDED");
    moves_free(early);
    moves_free(leaked);
    moves_free(kept);
    moves_free(other);
    moves_free(m);
}

/* The deposit is between its owner, the third party and the mediator. */
static void a05_escrow__is_known_to_the_other_when_certified(void **state)
{
    static const char play[] = AGREED
        "    us: [{ id: paid, deposit: \"%s\", caveat: for_judgement }]\n"
        "    oman: [{ after: paid, at: %s, certify: \"It is funded.\" }]\n";
    struct moves *m = moves_play(play, "Six with a bank.", "20m");
    struct moves *other = moves_play(play, "Two with a bank.", "20m");

    (void)state;
    moves_has(m, "us",
              " 0 hands 3 deposit for_judgement "
              "\"Six with a bank.\"\n");
    moves_has(m, "us", " 0 receipt 3 taken\n");
    moves_never_heard(m, "iran", "with a bank");
    moves_lacks(m, "iran", "told deposit");
    moves_has(m, "iran",
              " 1200 told certify by mediator mediator "
              "\"It is funded.\"\n");
    moves_same(m, other, "iran");
    moves_has(m, "oman",
              " 0 got us 3 deposit for_judgement "
              "\"Six with a bank.\"\n");
    moves_has(m, "oman", " 0 taken us 3\n");
    moves_free(other);
    moves_free(m);
}

static void a06_certificate__is_identical_in_both_rooms(void **state)
{
    struct moves *m = moves_play(
        AGREED
        "    oman: [{ id: funded, at: 10m, certify: \"All is in: receipt "
        "12.\" }]\n");
    static const char words[] = " 600 told certify by mediator mediator "
                                "\"All is in: receipt 12.\"\n";

    (void)state;
    moves_counts(m, "us", words, 1);
    moves_counts(m, "iran", words, 1);
    moves_has(m, "oman", " 600 put 2 certify funded\n");
    moves_has(m, "oman",
              " 600 to us told certify by mediator mediator "
              "\"All is in: receipt 12.\"\n");
    moves_free(m);
}

static void a07_steps__follow_their_certificates_in_order(void **state)
{
    static const char play[] = AGREED
        "    us: [{ id: back, after: leave, step: \"Ours leave too.\" }]\n"
        "    iran: [{ id: leave, re: funded, within: 30m, "
        "step: \"They leave.\" }]\n"
        "    oman: [{ id: funded, at: %s, certify: \"All is in.\" }]\n";
    struct moves *m = moves_play(play, "10m");
    struct moves *late = moves_play(play, "40m");

    (void)state;
    moves_has(m, "iran", " 600 hands 3 step verbatim \"They leave.\"\n");
    moves_has(m, "us", " 600 told step by iran verbatim \"They leave.\"\n");
    moves_has(m, "iran", " 600 told step by us verbatim \"Ours leave too.\"\n");
    moves_before(m, "oman", " 600 put 2 certify funded",
                 " 600 got iran 3 step verbatim \"They leave.\"\n");
    moves_before(m, "oman", " 600 got iran 3 step verbatim \"They leave.\"\n",
                 " 600 got us 3 step verbatim \"Ours leave too.\"\n");
    moves_lacks(late, "us", "told step");
    moves_lacks(late, "iran", "told step");
    moves_has(late, "iran", " line leave 3 item 0\n");
    moves_lacks(late, "oman", " step ");
    moves_free(late);
    moves_free(m);
}

static void a08_complaint__is_heard_and_ruled_on_in_both_rooms(void **state)
{
    struct moves *m = moves_play(
        AGREED
        "    ends_when: \"complained(iran)\"\n"
        "    us: [{ at: 20m, step: \"The first ships.\" }]\n"
        "    iran: [{ id: foul, at: 10m, complain: \"They did not pay.\" }]\n"
        "  - id: ruling\n"
        "    phase: implementation\n"
        "    limit: 10m\n"
        "    oman: [{ declare: \"The clocks stand still.\" }]\n");
    static const char ruling[] = " 600 told declare by mediator mediator "
                                 "\"The clocks stand still.\"\n";

    (void)state;
    moves_has(m, "iran",
              " 600 hands 3 complain verbatim \"They did not pay.\"\n");
    moves_has(m, "us",
              " 600 told complain by iran verbatim "
              "\"They did not pay.\"\n");
    moves_counts(m, "us", ruling, 1);
    moves_counts(m, "iran", ruling, 1);
    moves_lacks(m, "us", "The first ships.");
    moves_has(m, "oman",
              " 600 got iran 3 complain verbatim \"They did not pay.\"\n");
    moves_has(m, "oman", " 600 to us round 1 ended until 600\n");
    moves_has(m, "oman", " put 2 declare");
    moves_has(m, "us", " outcome agreed militias=pause relief=waivers\n");
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a01_letters__are_a_fact_first_and_a_text_later),
        cmocka_unit_test(a02_declaration__is_identical_and_rests_on_adherences),
        cmocka_unit_test(a03_announcement__has_one_text_and_a_time),
        cmocka_unit_test(a04_assurance__exists_for_the_addressed_alone),
        cmocka_unit_test(a05_escrow__is_known_to_the_other_when_certified),
        cmocka_unit_test(a06_certificate__is_identical_in_both_rooms),
        cmocka_unit_test(a07_steps__follow_their_certificates_in_order),
        cmocka_unit_test(a08_complaint__is_heard_and_ruled_on_in_both_rooms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
