/* The properties below the table of moves, the first nine of fourteen: what a
 * relay has to hold whatever its design. The rest are in
 * test_properties_more.c.
 */
#include "sim/runtime/leak.h"
#include "tests/rig/corridor.h"
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const walks[] = {
    "switchboard", "{ as: shuttle, time: 3m, item: 20s, idle: walk }",
    "{ as: shuttle, time: 3m, service: exhaustive, route: on_call }"};
static const char *const carries[] = {"verbatim", "gist"};
static const char *const holds[] = {"caveats", "forward"};
static const char *const tables[] = {"words", "all"};

#define DESIGNS 24u

static void put_design(char *out, size_t capacity, unsigned n)
{
    snprintf(out, capacity, "{ walk: %s, carry: %s, hold: %s, table: %s }",
             walks[n % 3], carries[n / 3 % 2], holds[n / 6 % 2],
             tables[n / 12 % 2]);
}

/* What the mediator alone may know changes nothing anywhere else: not under any
 * design, neither in bytes nor in sizes nor in times. */
static void property_01_non_interference__under_every_design(void **state)
{
    static const char play[] = MOVES_HEAD
        "mediators: { oman: { relay: %s } }\n"
        "rounds:\n"
        "  - id: first\n"
        "    limit: 40m\n"
        "    us:\n"
        "      - { confide: \"%s\", offer: { relief: %s }, about: %s, "
        "caveat: mediator_only }\n"
        "      - { at: 5m, say: \"Good evening.\", gist: \"They greet.\" }\n"
        "    iran:\n"
        "      - { ask: \"How much?\", about: relief }\n"
        "      - { confide: \"Funds.\", offer: { militias: pause }, caveat: { "
        "if_they_move_first: \"offered(us, relief) >= 'waivers'\" } }\n"
        "    oman: [{ at: 1m, if: \"offered(us, relief) == 'funds'\", "
        "press: \"Think of money.\" }]\n";
    char design[256];

    (void)state;
    for (unsigned n = 0; n < DESIGNS; n++) {
        put_design(design, sizeof(design), n);
        struct moves *a =
            moves_play(play, design, "No money", "none", "relief");
        struct moves *b =
            moves_play(play, design, "All of it", "funds", "militias");
        struct moves *c =
            moves_play(play, design, "All of i", "funds", "militias");
        moves_same(a, c, "iran");
        moves_alike(a, b, "iran");
        moves_lacks(c, "iran", "press");
        moves_free(c);
        moves_free(b);
        moves_free(a);
    }
}

/* What may steer the mediator shows, and how much is measured: one of three
 * options makes him speak, which is log2(3) - 2/3 = 0.918296 bits. */
static void property_01_non_interference__judgement_in_bits(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ id: hint, confide: \"So much.\", "
                            "offer: { relief: funds }, "
                            "caveat: for_judgement }]\n"
                            "    oman: [{ at: 5m, if: \"offered(us, relief) == "
                            "'funds'\", press: "
                            "\"Think of money.\", to: iran }]\n");
    struct secret secret;
    struct diag diag = {.message = ""};
    struct leak_plan plan = {.whole = moves_scenario(m),
                             .secret = &secret,
                             .to = 1,
                             .seeds = 1,
                             .cores = 1};
    struct leak leak;

    (void)state;
    assert_int_equal(
        secret_parse(&secret, "us.hint.relief", NULL, plan.whole, &diag),
        ERR_OK);
    assert_int_equal(leak_run(&plan, &leak, &diag), ERR_OK);
    assert_true(leak.exact);
    assert_in_range(leak.content.told, 918295, 918297);
    moves_free(m);
}

/* What is told to nobody leaves no trace in sizes and times where the mediator
 * keeps fixed ticks: he goes round whether or not something waits, and stays as
 * long whatever he takes. Where a taking takes time, it shows. */
static void property_02_traffic__fixed_ticks_hide_what_is_kept(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ walk: { as: shuttle, time: 3m, stay: 1m, item: %s, "
        "idle: %s } }") "    us: [%s]\n"
                        "    iran: [{ at: 10m, say: \"Good evening.\" }]\n";
    static const char kept[] = "{ at: 570s, confide: \"We could give far more "
                               "than we say.\" }, { at: 571s, confide: "
                               "\"Far more.\" }";
    struct moves *none = moves_play(play, "0", "walk", "");
    struct moves *some = moves_play(play, "0", "walk", kept);
    struct moves *slow_none = moves_play(play, "20s", "walk", "");
    struct moves *slow_some = moves_play(play, "20s", "walk", kept);

    (void)state;
    moves_same(none, some, "iran");
    assert_true(moves_traffic_equal(none, some, "iran"));
    assert_false(moves_traffic_equal(slow_none, slow_some, "iran"));
    moves_free(slow_some);
    moves_free(slow_none);
    moves_free(some);
    moves_free(none);
}

/* On a padded line a word said and a word held back have one size; who reads
 * nothing learns nothing of which it was. */
static void property_02_traffic__padded_lines_have_one_size(void **state)
{
    static const char play[] = "padding: %u\n" MOVES_HEAD MOVES_ROUND(
        "{}") "    us: [{ say: \"%s\" }]\n"
              "    iran: [{ at: 5m, say: \"Good evening.\" }]\n";
    struct moves *one = moves_play(play, 1u, "No.");
    struct moves *other = moves_play(play, 1u, "Yes, with pleasure.");
    struct moves *padded_one = moves_play(play, 512u, "No.");
    struct moves *padded_other = moves_play(play, 512u, "Yes, with pleasure.");

    (void)state;
    assert_false(moves_traffic_equal(one, other, "us"));
    assert_false(moves_traffic_equal(one, other, "iran"));
    assert_true(moves_traffic_equal(padded_one, padded_other, "us"));
    assert_true(moves_traffic_equal(padded_one, padded_other, "iran"));
    moves_same(one, padded_one, "iran"); /* the frames are what they were */
    moves_free(padded_other);
    moves_free(padded_one);
    moves_free(other);
    moves_free(one);
}

/* Deposits are bound by their digests before one is opened, and both are opened
 * in one step of the mediator: no crash, wherever it falls, leaves one room
 * informed and the other not, since a step is done again whole. */
static void property_03_exchange__no_step_informs_one_room_alone(void **state)
{
    struct moves *m = moves_play(MOVES_HEAD MOVES_ROUND(
        "{ table: blind }") "    us: [{ letter: \"We give waivers.\", caveat: "
                            "simultaneous }]\n"
                            "    iran: [{ at: 3m, letter: \"We give a "
                            "pause.\", "
                            "caveat: simultaneous }]\n"
                            "    oman: [{ exchange: \"Now.\", answer_within: "
                            "10m }]\n");
    static const char *const told[] = {"to us told letter by iran",
                                       "to iran told letter by us"};
    const char *text = moves_text(m, "oman");
    const char *a = strstr(text, told[0]), *b = strstr(text, told[1]);
    const char *first, *last, *got;

    (void)state;
    assert_non_null(a);
    assert_non_null(b);
    first = a < b ? a : b;
    last = a < b ? b : a;
    got = strstr(first, " got ");
    assert_true(!got || got > last);
    moves_before(m, "oman", "\"DEPOSIT\",\"room\":0", told[0]);
    moves_before(m, "oman", "\"DEPOSIT\",\"room\":1", told[0]);
    moves_before(m, "oman", "\"DEPOSIT\",\"room\":0", told[1]);
    moves_before(m, "oman", "\"DEPOSIT\",\"room\":1", told[1]);
    moves_has(m, "us", " 600 told letter by iran");
    moves_has(m, "iran", " 600 told letter by us");
    moves_free(m);
}

static void property_04_double_blind__all_failures_are_one(void **state)
{
    static const char play[] = MOVES_HEAD
        "mediators: { oman: { relay: { walk: %s, table: blind } } }\n"
        "rounds:\n"
        "  - id: first\n"
        "    limit: 60m\n"
        "    us: [{ if: \"elapsed() < %s\", reply: %s, re: both }]\n"
        "    iran: [{ reply: %s, re: both }]\n"
        "    oman: [{ id: both, propose: { militias: pause, relief: waivers }, "
        "answer_within: 20m }]\n";

    (void)state;
    for (unsigned n = 0; n < 3; n++) {
        struct moves *yes =
            moves_play(play, walks[n], "1h", "accept", "reject");
        struct moves *no = moves_play(play, walks[n], "1h", "reject", "accept");
        struct moves *none =
            moves_play(play, walks[n], "1h", "reject", "reject");
        struct moves *both =
            moves_play(play, walks[n], "1h", "accept", "accept");
        moves_alike(yes, no, "us");
        moves_alike(yes, no, "iran");
        moves_alike(yes, none, "us");
        moves_same(yes, none, "iran");
        moves_same(no, none, "us");
        struct moves *mute =
            moves_play(play, walks[n], "0s", "accept", "accept");
        /* A reply not given is one less to be taken, which takes time. */
        if (n == 0)
            moves_same(no, mute, "iran");
        moves_has(mute, "iran", " told result by mediator mediator reject\n");
        moves_free(mute);
        moves_has(yes, "us", " told result by mediator mediator reject\n");
        moves_has(both, "us", " told result by mediator mediator accept\n");
        moves_free(both);
        moves_free(none);
        moves_free(no);
        moves_free(yes);
    }
}

static void property_07_conditions__no_answer_to_a_probe_meets_one(void **state)
{
    static const char play[] = MOVES_HEAD MOVES_ROUND(
        "{ table: words }") "    us: [{ offer: { relief: waivers }, caveat: { "
                            "if_they_move_first: "
                            "\"offered(iran, militias) >= 'pause'\" } }]\n"
                            "    iran:\n"
                            "      - { reply: accept, re: what }\n"
                            "      - { at: %s, offer: { militias: pause } }\n"
                            "    oman: [{ id: what, probe: { militias: pause "
                            "}, "
                            "say: \"What if?\", to: iran }]\n";
    struct moves *probed = moves_play(play, "39m");
    struct moves *moved = moves_play(play, "10m");

    (void)state;
    moves_has(probed, "iran", " 0 hands 1 reply accept\n");
    moves_has(probed, "oman", " 0 judged us 1 to iran hold if_they_move_first");
    moves_before(probed, "oman", " 2340 got iran 2 offer", " released us 1");
    moves_has(moved, "oman",
              " 600 released us 1 to iran verbatim if_they_move_first");
    moves_before(moved, "oman", "hold if_they_move_first", " released us 1");
    moves_free(moved);
    moves_free(probed);
}

/* Every half minute of a walk: told or withdrawn, told or expired, never both
 * and never neither, and the author hears which. */
static void property_08_withdrawal_and_expiry__exactly_one_wins(void **state)
{
    static const char play[] =
        MOVES_HEAD MOVES_ROUND("{ walk: { as: shuttle, time: 4m, idle: walk } "
                               "}") "    us:\n"
                                    "      - { id: hot, say: \"We will.\"%s }\n"
                                    "      - { at: %us, %s }\n";
    char expires[64];

    (void)state;
    for (unsigned s = 30; s <= 900; s += 30) {
        struct moves *m = moves_play(play, "", s, "withdraw: hot");
        bool told = strstr(moves_text(m, "iran"), "\"We will.\"") != NULL;
        moves_counts(m, "us", "receipt 1 told\n", told);
        moves_counts(m, "us", "receipt 1 too_late\n", told);
        moves_counts(m, "us", "receipt 1 withdrawn\n", !told);
        moves_counts(m, "oman", "disposed us 1 to iran", 1);
        moves_free(m);

        snprintf(expires, sizeof(expires), ", caveat: { expires: %us }", s);
        m = moves_play(play, expires, 1u, "say: \"Well.\"");
        told = strstr(moves_text(m, "iran"), "\"We will.\"") != NULL;
        assert_int_equal(told, s > 240);
        moves_counts(m, "us", "receipt 1 told\n", told);
        moves_counts(m, "us", "receipt 1 expired\n", !told);
        moves_counts(m, "oman", "disposed us 1 to iran", 1);
        moves_free(m);
    }
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

/* Accepted by both; agreed only when both have confirmed what was read back. */
static void property_09_read_back__without_it_nothing_is_agreed(void **state)
{
    (void)state;
    for (unsigned confirms = 0; confirms < 4; confirms++) {
        struct corridor *c = corridor_admit(2, false);
        struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
        struct message m, other;

        corridor_hand(c, US, &offer);
        corridor_run(c, MIN);
        assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
        answer(c, IRAN, &m, ANSWER_ACCEPT);
        corridor_run(c, 2 * MIN);
        assert_true(corridor_told(c, US, MOVE_READ_BACK, 0, &m, NULL));
        assert_true(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &other, NULL));
        assert_true(digest_equal(&m.as.told.digest, &other.as.told.digest));
        assert_true(package_equal(&m.as.told.package, &other.as.told.package));
        if (confirms & 1)
            answer(c, US, &m, ANSWER_CONFIRM);
        if (confirms & 2)
            answer(c, IRAN, &other, ANSWER_CONFIRM);
        corridor_end(c);
        assert_int_equal(c->outcome == OUTCOME_AGREED, confirms == 3);
        corridor_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(property_01_non_interference__under_every_design),
        cmocka_unit_test(property_01_non_interference__judgement_in_bits),
        cmocka_unit_test(property_02_traffic__padded_lines_have_one_size),
        cmocka_unit_test(property_02_traffic__fixed_ticks_hide_what_is_kept),
        cmocka_unit_test(property_03_exchange__no_step_informs_one_room_alone),
        cmocka_unit_test(property_04_double_blind__all_failures_are_one),
        cmocka_unit_test(
            property_07_conditions__no_answer_to_a_probe_meets_one),
        cmocka_unit_test(property_08_withdrawal_and_expiry__exactly_one_wins),
        cmocka_unit_test(property_09_read_back__without_it_nothing_is_agreed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
