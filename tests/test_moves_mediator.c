/* What the mediator may do, M1 to M13 of the table of moves: what each room
 * sees of it, what it does not, and what the record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void m01_ground_rules__are_the_same_for_both(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ reply: accept, re: rules }]\n"
                            "    iran: [{ reply: comment, re: rules, say: "
                            "\"Agreed, no press.\" }]\n"
                            "    oman: [{ id: rules, ground_rules: \"No press. "
                            "US room first.\" }]\n");
    static const char rules[] = " 0 told ground_rules by mediator mediator "
                                "\"No press. US room first.\"\n";

    (void)state;
    moves_counts(m, "us", rules, 1);
    moves_counts(m, "iran", rules, 1);
    moves_lacks(m, "us", "Agreed, no press.");
    moves_lacks(m, "iran", "told reply");
    moves_has(m, "oman", " 0 put 1 ground_rules rules");
    moves_has(m, "oman", " 0 got us 1 reply accept");
    moves_has(m, "oman", " 0 got iran 1 reply comment \"Agreed, no press.\"\n");
    moves_free(m);
}

static void m02_verbatim__tells_exactly_the_words(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ carry: %s }") "    us: [{ say: \"They have to stop  now\\u2026\", "
                         "caveat: verbatim }]\n";
    struct moves *m = moves_play(play, "verbatim");
    struct moves *gist =
        moves_play(play, "{ as: gist, replace: { have to: should } }");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 told\n");
    moves_has(m, "iran",
              " 0 told say by us verbatim "
              "\"They have to stop  now\u2026\"\n");
    moves_has(m, "oman",
              " 0 got us 1 say verbatim "
              "\"They have to stop  now\u2026\"\n");
    moves_has(m, "oman", " 0 released us 1 to iran verbatim verbatim");
    moves_has(m, "oman",
              " 0 to iran told say by us verbatim "
              "\"They have to stop  now\u2026\"\n");
    moves_has(m, "oman", " 0 disposed us 1 to iran told verbatim (verbatim)\n");
    moves_same(m, gist, "iran");
    moves_free(gist);
    moves_free(m);
}

static void m03_gist__is_attributed_and_linked_to_the_words(void **state)
{
    struct moves *m = moves_play(
        MOVES_HEAD MOVES_ROUND("{ carry: { as: gist, replace: { have to: "
                               "should } } }") "    us: [{ say: \"They have to "
                                               "stop.\" }]\n");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 told_gist\n");
    moves_has(m, "iran", " 0 told say by us gist \"They should stop.\"\n");
    moves_never_heard(m, "iran", "have to");
    moves_has(m, "oman", " 0 got us 1 say \"They have to stop.\"\n");
    moves_has(m, "oman", " 0 released us 1 to iran gist plain");
    moves_has(m, "oman",
              " 0 to iran told say by us gist \"They should stop.\"");
    moves_has(m, "oman", " 0 disposed us 1 to iran told reworded (plain)\n");
    moves_free(m);
}

static void m04_hold__shows_nothing_and_is_kept_with_its_reason(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ say: \"%s\", caveat: { not_before: %s } }]\n";
    struct moves *m = moves_play(play, "Waivers.", "20m");
    struct moves *held = moves_play(play, "Waivers.", "2h");
    struct moves *other = moves_play(play, "No money", "3h");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 taken\n");
    moves_has(m, "us", " 1200 receipt 1 told\n");
    moves_has(m, "iran", " 1200 told say by us verbatim \"Waivers.\"\n");
    moves_counts(m, "iran", "told", 1);
    moves_same(held, other, "iran");
    moves_has(m, "oman",
              " 0 judged us 1 to iran hold not_before until 1200 "
              "\"its time has not come\"\n");
    moves_has(held, "oman",
              " 2400 disposed us 1 to iran held when the talks "
              "ended (not_before)\n");
    moves_free(other);
    moves_free(held);
    moves_free(m);
}

static void m05_probe__is_heard_by_one_room_and_owned_by_none(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ reply: %s, re: what, say: \"Well...\" "
                            "}]\n"
                            "    iran: [{ id: hint, confide: \"Funds, "
                            "perhaps.\", "
                            "caveat: for_judgement }]\n"
                            "    oman: [{ id: what, %s probe: { relief: %s }, "
                            "to: us, "
                            "say: \"What if?\" }]\n";
    struct moves *m = moves_play(play, "accept", "based_on: hint,", "funds");
    struct moves *other = moves_play(play, "reject", "", "waivers");

    (void)state;
    moves_has(m, "us",
              " 0 told probe by mediator mediator relief=funds "
              "\"What if?\"\n");
    moves_lacks(m, "us", "iran");
    moves_lacks(m, "iran", "told");
    moves_same(m, other, "iran");
    moves_has(m, "oman", " 0 put 1 probe what relief=funds\n");
    moves_has(m, "oman", " 0 got us 1 reply accept \"Well...\"\n");
    moves_has(m, "oman", " 0 1 rests on iran 1\n");
    moves_lacks(other, "oman", "rests on");
    moves_free(other);
    moves_free(m);
}

static void m06_own_idea__names_no_owner_but_in_the_record(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"A move\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "agenda: { relief: { options: [none, waivers, funds] } }\n" MOVES_ROUND(
            "{ carry: gist }") "    %s: [{ id: idea, to: iran, say: \"We would "
                               "give waivers.\", "
                               "gist: \"One might think of waivers.\", caveat: "
                               "as_mediator_idea }]\n";
    struct moves *m = moves_play(play, "us");
    struct moves *other = moves_play(play, "qatar");

    (void)state;
    moves_has(m, "us", " 0 receipt 1 taken\n");
    moves_lacks(m, "us", "receipt 1 told");
    moves_has(m, "iran",
              " 0 told probe by mediator own_idea "
              "\"One might think of waivers.\"\n");
    moves_same(m, other, "iran");
    moves_never_heard(m, "iran", "We would");
    moves_has(m, "oman",
              " 0 got us 1 say as_mediator_idea "
              "\"We would give waivers.\"");
    moves_has(m, "oman", " 0 released us 1 to iran own_idea as_mediator_idea");
    moves_has(other, "oman", " 0 released qatar 1 to iran own_idea");
    moves_free(other);
    moves_free(m);
}

/* Before agreement each room confirms what was understood. */
static void m07_read_back__is_confirmed_by_each_owner(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ walk: { as: shuttle, time: 4m } }") "    us: [{ id: deal, offer: { "
                                               "militias: pause, relief: "
                                               "waivers } }]\n"
                                               "    iran: [{ reply: accept, "
                                               "re: deal }]\n");

    (void)state;
    moves_has(m, "iran",
              " 240 told read_back by mediator mediator "
              "militias=pause relief=waivers");
    moves_has(m, "iran", " 240 hands 2 reply confirm\n");
    moves_has(m, "us",
              "told read_back by mediator mediator "
              "militias=pause relief=waivers");
    moves_lacks(m, "us", "told reply confirm");
    moves_counts(m, "us", "confirm", 1);
    moves_has(m, "oman", " got iran 2 reply confirm\n");
    moves_has(m, "oman", " got us 2 reply confirm\n");
    moves_before(m, "oman", " got us 2 reply confirm\n", " concluded agreed");
    moves_free(m);
}

static void m08_draft__is_one_text_with_one_digest(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: one_text }") "    us: [{ reply: comment, re: one, say: \"Too "
                               "little.\" }]\n"
                               "    iran: [{ reply: comment, re: one, say: "
                               "\"Too much.\" }]\n"
                               "    oman:\n"
                               "      - { id: one, draft: { militias: pause, "
                               "relief: waivers }, "
                               "brackets: [relief], say: \"A pause for "
                               "[waivers].\" }\n"
                               "      - { id: two, at: 10m, draft: { militias: "
                               "pause, "
                               "relief: waivers }, say: \"A pause for "
                               "waivers.\" }\n");

    (void)state;
    moves_has(m, "us", " 0 told draft by mediator mediator 1 [relief] #");
    moves_has(m, "us",
              " militias=pause relief=waivers "
              "\"A pause for [waivers].\"\n");
    moves_shared(m, " 0 told draft by", "us", "iran");
    moves_has(m, "us", " 600 told draft by mediator mediator 2 #");
    moves_shared(m, " 600 told draft by", "us", "iran");
    moves_never_heard(m, "us", "Too much.");
    moves_never_heard(m, "iran", "Too little.");
    moves_has(m, "oman", " 0 put 1 draft one");
    moves_shared(m, " told draft by mediator mediator 1 [relief]", "us",
                 "oman");
    moves_has(m, "oman", " 0 got us 1 reply comment \"Too little.\"\n");
    moves_has(m, "oman", " 0 got iran 1 reply comment \"Too much.\"\n");
    moves_free(m);
}

static void m09_bridge__is_identical_and_open_to_amendment(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ reply: accept, re: half }]\n"
                            "    iran: [{ reply: comment, re: half, say: "
                            "\"Nearly.\" }]\n"
                            "    oman: [{ id: half, bridge: { militias: pause, "
                            "relief: waivers }, "
                            "say: \"Could both live with this?\" }]\n");
    static const char half[] =
        " 0 told bridge by mediator mediator militias=pause relief=waivers "
        "\"Could both live with this?\"\n";

    (void)state;
    moves_counts(m, "us", half, 1);
    moves_counts(m, "iran", half, 1);
    moves_has(m, "us", " 0 told reply by iran verbatim comment \"Nearly.\"\n");
    moves_has(m, "oman",
              " 0 put 1 bridge half militias=pause relief=waivers\n");
    moves_has(m, "oman",
              " 0 released mediator 1 to us mediator table "
              "\"the mediator puts it forward\"\n");
    moves_has(m, "oman", " 0 got iran 1 reply comment \"Nearly.\"\n");
    moves_free(m);
}

/* Yes and no, no and yes, and two noes are one to both rooms. */
static void m10_blind_proposal__tells_only_a_mutual_yes(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: blind }") "    us: [{ reply: %s, re: both }]\n"
                            "    iran: [{ reply: %s, re: both }]\n"
                            "    oman: [{ id: both, propose: { militias: "
                            "pause, relief: waivers }, "
                            "answer_within: 10m }]\n";
    struct moves *yes = moves_play(play, "accept", "accept");
    struct moves *one = moves_play(play, "accept", "reject");
    struct moves *none = moves_play(play, "reject", "reject");

    (void)state;
    moves_has(yes, "us",
              " 0 told propose by mediator mediator due 600 "
              "militias=pause relief=waivers\n");
    moves_has(yes, "us", " 0 hands 1 reply accept\n");
    moves_has(yes, "us", " 600 told result by mediator mediator accept\n");
    moves_has(yes, "iran", " 600 told result by mediator mediator accept\n");
    moves_has(one, "iran", " 600 told result by mediator mediator reject\n");
    moves_alike(one, none, "us");
    moves_alike(one, none, "iran");
    moves_same(one, none, "iran");
    moves_has(one, "oman", " 0 got us 1 reply accept\n");
    moves_has(one, "oman", " 0 got iran 1 reply reject\n");
    moves_has(one, "oman", " 0 sealed 1 by us\n");
    moves_has(one, "oman", " 0 sealed 1 by iran\n");
    moves_has(yes, "oman", " 600 released mediator 1 to us mediator sealed");
    moves_free(none);
    moves_free(one);
    moves_free(yes);
}

static void m11_exchange__opens_both_deposits_or_none(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: blind }") "    us: [{ letter: \"%s\", caveat: simultaneous "
                            "}]\n"
                            "    iran: [{ at: %s, letter: \"A pause for it.\", "
                            "caveat: simultaneous }]\n"
                            "    oman: [{ exchange: \"Now.\", answer_within: "
                            "10m }]\n";
    struct moves *m = moves_play(play, "Waivers for it.", "5m");
    struct moves *late = moves_play(play, "Waivers for it.", "15m");
    struct moves *other = moves_play(play, "Nothing for it.", "15m");

    (void)state;
    moves_has(m, "us",
              " 0 hands 1 letter verbatim simultaneous "
              "\"Waivers for it.\"\n");
    moves_has(m, "us",
              " 600 told letter by iran verbatim "
              "\"A pause for it.\"\n");
    moves_has(m, "iran",
              " 600 told letter by us verbatim "
              "\"Waivers for it.\"\n");
    moves_lacks(late, "us", "told letter");
    moves_lacks(late, "iran", "told letter");
    moves_same(late, other, "iran");
    moves_has(m, "oman", "\"DEPOSIT\",\"room\":0,\"item\":1,\"digest\":");
    moves_has(m, "oman", "\"DEPOSIT\",\"room\":1,\"item\":1,\"digest\":");
    moves_has(m, "oman", " 0 put 1 exchange");
    moves_has(m, "oman", " 600 released us 1 to iran verbatim simultaneous");
    moves_free(other);
    moves_free(late);
    moves_free(m);
}

static void
m12_press_and_deadline__may_differ_in_words_not_in_time(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    oman:\n"
                            "      - { at: 5m, press: \"Your banks wait.\", "
                            "to: us }\n"
                            "      - { at: 5m, press: \"Your people wait.\", "
                            "to: iran }\n"
                            "      - { at: 10m, deadline: \"We close at "
                            "noon.\", limit: 15m }\n");

    (void)state;
    moves_has(m, "us",
              " 300 told press by mediator mediator "
              "\"Your banks wait.\"\n");
    moves_has(m, "iran",
              " 300 told press by mediator mediator "
              "\"Your people wait.\"\n");
    moves_never_heard(m, "us", "people");
    moves_never_heard(m, "iran", "banks");
    moves_has(m, "us", " 600 round 0 moved until 1500\n");
    moves_has(m, "iran", " 600 round 0 moved until 1500\n");
    moves_has(m, "us", " 600 told deadline by mediator");
    moves_has(m, "oman", " 300 put 1 press");
    moves_has(m, "oman", " 300 put 2 press");
    moves_has(m, "oman",
              " 300 to us told press by mediator mediator "
              "\"Your banks wait.\"\n");
    moves_has(m, "oman",
              " 300 to iran told press by mediator mediator "
              "\"Your people wait.\"\n");
    moves_has(m, "oman", " 600 put 3 deadline");
    moves_free(m);
}

static void m13_pause_and_close__have_one_formula_and_a_date(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    oman:\n"
                            "      - { id: rest, pause: \"We meet again.\", "
                            "limit: 12h }\n"
                            "      - { at: 20m, close: \"We thank you both.\" "
                            "}\n");
    static const char pause[] = " 0 told pause by mediator mediator due 43200 "
                                "\"We meet again.\"\n";
    static const char close[] = " 1200 told close by mediator mediator "
                                "\"We thank you both.\"\n";

    (void)state;
    moves_counts(m, "us", pause, 1);
    moves_counts(m, "iran", pause, 1);
    moves_counts(m, "us", close, 1);
    moves_counts(m, "iran", close, 1);
    moves_has(m, "oman", " 0 put 1 pause rest due 43200\n");
    moves_has(m, "oman", " 1200 put 2 close");
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(m01_ground_rules__are_the_same_for_both),
        cmocka_unit_test(m02_verbatim__tells_exactly_the_words),
        cmocka_unit_test(m03_gist__is_attributed_and_linked_to_the_words),
        cmocka_unit_test(m04_hold__shows_nothing_and_is_kept_with_its_reason),
        cmocka_unit_test(m05_probe__is_heard_by_one_room_and_owned_by_none),
        cmocka_unit_test(m06_own_idea__names_no_owner_but_in_the_record),
        cmocka_unit_test(m07_read_back__is_confirmed_by_each_owner),
        cmocka_unit_test(m08_draft__is_one_text_with_one_digest),
        cmocka_unit_test(m09_bridge__is_identical_and_open_to_amendment),
        cmocka_unit_test(m10_blind_proposal__tells_only_a_mutual_yes),
        cmocka_unit_test(m11_exchange__opens_both_deposits_or_none),
        cmocka_unit_test(
            m12_press_and_deadline__may_differ_in_words_not_in_time),
        cmocka_unit_test(m13_pause_and_close__have_one_formula_and_a_date),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
