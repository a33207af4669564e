/* What a party may do, P1 to P12 of the table of moves: what its own room sees
 * of it, what the other room does and does not, and what the record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void p01_oral_message__is_told_as_its_caveat_says(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ walk: { as: shuttle, time: 4m, idle: walk } "
                               "}") "    us: [{ say: \"%s\", gist: \"They ask "
                                    "for calm.\", caveat: gist }]\n";
    struct moves *m = moves_play(play, "Stop it!");
    struct moves *other = moves_play(play, "We beg.!");

    (void)state;
    moves_has(m, "us", " 0 hands 1 say gist \"Stop it!\"");
    moves_has(m, "us", " 0 receipt 1 taken\n");
    moves_has(m, "us", " 480 receipt 1 told_gist\n");
    moves_has(m, "iran", " 240 told say by us gist \"They ask for calm.\"\n");
    moves_never_heard(m, "iran", "Stop it!");
    moves_same(m, other, "iran");
    moves_has(m, "oman", " 0 got us 1 say gist \"Stop it!\"");
    moves_has(m, "oman", " 0 taken us 1\n");
    moves_has(m, "oman", " 240 disposed us 1 to iran told reworded (gist)\n");
    moves_free(other);
    moves_free(m);
}

static void p02_non_paper__has_no_author_but_in_the_record(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n" MOVES_ROUND(
            "{}") "    %s: [{ id: paper, non_paper: \"A freeze for waivers.\", "
                  "to: iran }]\n";
    struct moves *m = moves_play(play, "us");
    struct moves *other = moves_play(play, "qatar");

    (void)state;
    moves_has(m, "us", " 0 hands 1 non_paper \"A freeze for waivers.\"\n");
    moves_has(m, "iran",
              " 0 told non_paper by nobody verbatim "
              "\"A freeze for waivers.\"\n");
    moves_same(m, other, "iran");
    moves_lacks(m, "qatar", "told");
    moves_has(m, "oman", " 0 got us 1 non_paper \"A freeze for waivers.\"\n");
    moves_has(m, "oman", " 0 released us 1 to iran verbatim plain");
    moves_has(m, "oman", " 0 to iran told non_paper by nobody");
    moves_has(other, "oman", " 0 released qatar 1 to iran verbatim plain");
    moves_free(other);
    moves_free(m);
}

/* Even with a mediator who puts all in his own words. */
static void p03_aide_memoire__is_told_in_exactly_its_words(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ carry: { as: gist, replace: { have to: should } "
        "} }") "    us:\n"
               "      - { aide_memoire: \"They have to "
               "stop.\" }\n"
               "      - { say: \"They have to stop.\" }\n");

    (void)state;
    moves_has(m, "us", " 0 hands 1 aide_memoire \"They have to stop.\"\n");
    moves_has(m, "iran",
              " 0 told aide_memoire by us verbatim "
              "\"They have to stop.\"\n");
    moves_has(m, "iran", " 0 told say by us gist \"They should stop.\"\n");
    moves_has(m, "oman", " 0 got us 1 aide_memoire \"They have to stop.\"\n");
    moves_has(m, "oman",
              " 0 to iran told aide_memoire by us verbatim "
              "\"They have to stop.\"\n");
    moves_free(m);
}

static void p04_question__unlocks_what_is_told_if_asked(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ at: 5m, ask: \"How much relief?\", about: %s }]\n"
              "    iran: [{ confide: \"%s would do.\", caveat: if_asked, "
              "about: relief }]\n";
    struct moves *m = moves_play(play, "relief", "Waivers");
    struct moves *other = moves_play(play, "militias", "Waivers");
    struct moves *third = moves_play(play, "militias", "No more");

    (void)state;
    moves_has(m, "us", " 300 hands 1 ask about relief \"How much relief?\"\n");
    moves_has(m, "us",
              " 300 told say by iran verbatim about relief "
              "\"Waivers would do.\"\n");
    moves_has(m, "iran",
              " 300 told ask by us verbatim about relief "
              "\"How much relief?\"\n");
    moves_lacks(other, "us", "would do");
    moves_same(other, third, "us");
    moves_has(m, "oman", " 0 judged iran 1 to us hold if_asked");
    moves_before(m, "oman", " 300 got us 1 ask about relief",
                 " 300 released iran 1 to us verbatim if_asked");
    moves_has(other, "oman", " 300 got us 1 ask about militias");
    moves_lacks(other, "oman", "released iran");
    moves_free(third);
    moves_free(other);
    moves_free(m);
}

static void p05_offer__is_conveyed_while_it_is_valid(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ walk: { as: shuttle, time: %s, idle: walk } "
                               "}") "    us: [{ offer: { relief: %s }, caveat: "
                                    "{ expires: 10m } }]\n";
    struct moves *m = moves_play(play, "4m", "waivers");
    struct moves *late = moves_play(play, "12m", "waivers");
    struct moves *other = moves_play(play, "12m", "funds");

    (void)state;
    moves_has(m, "us", " 0 hands 1 offer expires lapses 600 relief=waivers\n");
    moves_has(m, "us", " 480 receipt 1 told\n");
    moves_has(m, "iran", " 240 told offer by us verbatim relief=waivers\n");
    moves_has(m, "oman", " 0 got us 1 offer expires lapses 600");
    moves_has(m, "oman", " 240 disposed us 1 to iran told verbatim");
    moves_has(late, "us", "receipt 1 expired\n");
    moves_lacks(late, "us", "receipt 1 told");
    moves_lacks(late, "iran", "told");
    moves_same(late, other, "iran");
    moves_has(late, "oman", " 600 disposed us 1 to iran expired (expires)\n");
    moves_free(other);
    moves_free(late);
    moves_free(m);
}

static void p06_conditional_offer__waits_for_what_others_deposit(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ offer: { relief: %s }, caveat: { if_they_move_first: "
              "\"offered(iran, militias) >= 'pause'\" } }]\n"
              "    iran: [{ at: 10m, offer: { militias: %s } }]\n";
    struct moves *m = moves_play(play, "waivers", "pause");
    struct moves *unmet = moves_play(play, "waivers", "continue");
    struct moves *other = moves_play(play, "funds", "continue");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 taken\n");
    moves_lacks(m, "us", "receipt 1 told");
    moves_has(m, "iran", " 600 told offer by us verbatim relief=waivers\n");
    moves_counts(m, "iran", "relief=", 1);
    moves_lacks(unmet, "iran", "relief=");
    moves_same(unmet, other, "iran");
    moves_has(m, "oman", "(offered(iran, militias) >= 'pause') relief=waivers");
    moves_has(m, "oman", " 0 judged us 1 to iran hold if_they_move_first");
    moves_has(m, "oman",
              " 600 released us 1 to iran verbatim if_they_move_first");
    moves_lacks(unmet, "oman", "released us 1");
    moves_free(other);
    moves_free(unmet);
    moves_free(m);
}

/* A confidence for judgement steers what the mediator says; one for him alone
 * has no effect at all. */
static void p07_confidence__shows_only_where_it_may_steer(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ confide: \"%s would do.\", offer: { "
                            "relief: %s }, "
                            "caveat: %s }]\n"
                            "    oman: [{ at: 5m, if: \"offered(us, relief) == "
                            "'funds'\", press: "
                            "\"Think of money.\" }]\n";
    struct moves *only =
        moves_play(play, "Waivers", "waivers", "mediator_only");
    struct moves *other = moves_play(play, "Funds..", "funds", "mediator_only");
    struct moves *judge =
        moves_play(play, "Waivers", "waivers", "for_judgement");
    struct moves *steer = moves_play(play, "Funds..", "funds", "for_judgement");

    (void)state;
    moves_has(only, "us", " 0 receipt 1 taken\n");
    moves_lacks(only, "us", "receipt 1 told");
    moves_same(only, other, "iran");
    moves_lacks(other, "iran", "told");
    moves_same(only, judge, "iran");
    moves_has(steer, "iran", " 300 told press by mediator");
    moves_never_heard(steer, "iran", "would do");
    moves_lacks(steer, "iran", "relief=");
    moves_has(only, "oman",
              " 0 got us 1 confide mediator_only relief=waivers "
              "\"Waivers would do.\"\n");
    moves_has(only, "oman",
              " 0 disposed us 1 to iran meant for the mediator "
              "(mediator_only)\n");
    moves_has(steer, "oman",
              " 0 disposed us 1 to iran meant for the mediator "
              "(for_judgement)\n");
    moves_lacks(only, "oman", "changed us");
    moves_has(steer, "oman", " 0 changed us relief=funds\n");
    moves_has(steer, "oman", " 300 put 1 press");
    moves_free(steer);
    moves_free(judge);
    moves_free(other);
    moves_free(only);
}

static void p08_red_line__is_told_and_how_is_kept(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ carry: gist }") "    us: [{ red_line: \"No funds, ever!\", about: "
                           "relief, "
                           "gist: \"Funds are hard for them.\" }]\n");

    (void)state;
    moves_has(m, "us", " 0 hands 1 red_line about relief \"No funds, ever!\"");
    moves_has(m, "iran",
              " 0 told red_line by us gist about relief "
              "\"Funds are hard for them.\"\n");
    moves_never_heard(m, "iran", "ever!");
    moves_has(m, "oman",
              " 0 got us 1 red_line about relief "
              "\"No funds, ever!\" \"Funds are hard for them.\"\n");
    moves_has(m, "oman", " 0 released us 1 to iran gist plain");
    moves_free(m);
}

/* The capital is the room's own affair; that it takes time is known when the
 * party says so. */
static void p09_request_for_instructions__stays_in_the_room(void **state)
{
    static const char play[] = MOVES_HEAD
        "private: { us: { values: { militias: { continue: 0, pause: 1, end: 2 "
        "}, relief: { none: 0, waivers: 1, funds: 2 } }, authority: { own: { "
        "relief: [none, waivers] }, capital: { relief: [funds] }, latency: %s "
        "} } }\n" MOVES_ROUND(
            "{}") "    us:\n"
                  "      - { instructions: { relief: funds }%s }\n"
                  "      - { at: 30m, offer: { relief: funds } }\n";
    struct moves *m = moves_play(play, "20m", "");
    struct moves *other = moves_play(play, "25m", "");
    struct moves *said = moves_play(play, "20m", ", say: \"We need time.\"");

    (void)state;
    moves_has(m, "us", " 0 capital asked relief=funds until 1200\n");
    moves_has(m, "us", " 1200 capital answered relief=funds");
    moves_has(m, "us", " 1800 hands 1 offer relief=funds\n");
    moves_same(m, other, "iran");
    moves_counts(m, "iran", "told", 1);
    moves_has(said, "iran", " 0 told say by us verbatim \"We need time.\"\n");
    moves_lacks(m, "iran", "capital");
    moves_lacks(m, "oman", "capital");
    moves_lacks(said, "oman", "capital");
    moves_free(said);
    moves_free(other);
    moves_free(m);
}

static void p10_reply__is_told_when_its_caveat_lets_it(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ id: first, offer: { relief: waivers } }]\n"
              "    iran: [{ reply: %s, re: first, say: \"%s\", "
              "caveat: { not_before: %s } }]\n";
    struct moves *m = moves_play(play, "reject", "Not so.", "20m");
    struct moves *held = moves_play(play, "reject", "Not so.", "2h");
    struct moves *other = moves_play(play, "comment", "Go on..", "2h");

    (void)state;
    moves_has(m, "iran",
              " 0 hands 1 reply reject not_before from 1200 "
              "\"Not so.\"\n");
    moves_has(m, "us",
              " 1200 told reply by iran verbatim reject re 1 "
              "\"Not so.\"\n");
    moves_lacks(held, "us", "told reply");
    moves_same(held, other, "us");
    moves_has(m, "oman", " 0 got iran 1 reply reject");
    moves_has(m, "oman", " 0 judged iran 1 to us hold not_before until 1200");
    moves_has(m, "oman", " 1200 released iran 1 to us verbatim");
    moves_free(other);
    moves_free(held);
    moves_free(m);
}

static void p11_withdrawal__is_in_time_or_too_late(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ walk: { as: shuttle, time: 4m, idle: walk } "
                               "}") "    us:\n"
                                    "      - { id: hot, say: \"%s\", caveat: { "
                                    "not_before: 20m } }\n"
                                    "      - { at: %s, withdraw: hot }\n";
    struct moves *m = moves_play(play, "We will bomb.", "10m");
    struct moves *other = moves_play(play, "We will yield", "10m");
    struct moves *late = moves_play(play, "We will bomb.", "30m");

    (void)state;
    moves_has(m, "us", "receipt 1 withdrawn\n");
    moves_lacks(m, "iran", "told");
    moves_same(m, other, "iran");
    moves_has(m, "oman", "got us 2 withdraw own 1\n");
    moves_has(m, "oman", " 960 disposed us 1 to iran withdrawn (withdrawn)\n");
    moves_has(late, "us", "receipt 1 too_late\n");
    moves_counts(late, "iran", "told say by us", 1);
    moves_lacks(late, "iran", "withdraw");
    moves_has(late, "oman", "got us 2 withdraw own 1\n");
    moves_lacks(late, "oman", "to iran withdrawn");
    moves_free(late);
    moves_free(other);
    moves_free(m);
}

/* The reason is sealed; the other room sees the wording agreed. */
static void p12_suspension__shows_a_pause_and_not_its_reason(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ id: off, suspend: \"%s\", caveat: "
                            "for_judgement }]\n"
                            "    iran: [{ at: 10m, say: \"Come back.\" }]\n"
                            "    oman: [{ after: off, pause: \"We rest until "
                            "noon.\" }]\n";
    struct moves *m = moves_play(play, "They lie to us.");
    struct moves *other = moves_play(play, "Our tea is bad.");

    (void)state;
    moves_has(m, "us",
              " 0 hands 1 suspend for_judgement \"They lie to us.\"\n");
    moves_lacks(m, "us", "Come back.");
    moves_has(m, "iran",
              " 0 told pause by mediator mediator "
              "\"We rest until noon.\"\n");
    moves_lacks(m, "iran", "suspend");
    moves_same(m, other, "iran");
    moves_has(m, "oman",
              " 0 got us 1 suspend for_judgement "
              "\"They lie to us.\"\n");
    moves_has(m, "oman", " 0 disposed us 1 to iran meant for the mediator");
    moves_free(other);
    moves_free(m);
}

static void p12_walk_out__ends_the_talks_without_its_reason(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{}") "    us: [{ at: 5m, walk_out: \"%s\" }]\n";
    struct moves *m = moves_play(play, "They lie to us.");
    struct moves *other = moves_play(play, "Our tea is bad.");

    (void)state;
    moves_has(m, "us", " 300 hands 1 walk_out \"They lie to us.\"\n");
    moves_has(m, "us", " 300 outcome walked_out\n");
    moves_has(m, "iran", " 300 outcome walked_out\n");
    moves_same(m, other, "iran");
    moves_has(m, "oman", " 300 got us 1 walk_out \"They lie to us.\"\n");
    moves_has(m, "oman", " 300 concluded walked_out");
    moves_free(other);
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p01_oral_message__is_told_as_its_caveat_says),
        cmocka_unit_test(p02_non_paper__has_no_author_but_in_the_record),
        cmocka_unit_test(p03_aide_memoire__is_told_in_exactly_its_words),
        cmocka_unit_test(p04_question__unlocks_what_is_told_if_asked),
        cmocka_unit_test(p05_offer__is_conveyed_while_it_is_valid),
        cmocka_unit_test(p06_conditional_offer__waits_for_what_others_deposit),
        cmocka_unit_test(p07_confidence__shows_only_where_it_may_steer),
        cmocka_unit_test(p08_red_line__is_told_and_how_is_kept),
        cmocka_unit_test(p09_request_for_instructions__stays_in_the_room),
        cmocka_unit_test(p10_reply__is_told_when_its_caveat_lets_it),
        cmocka_unit_test(p11_withdrawal__is_in_time_or_too_late),
        cmocka_unit_test(p12_suspension__shows_a_pause_and_not_its_reason),
        cmocka_unit_test(p12_walk_out__ends_the_talks_without_its_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
