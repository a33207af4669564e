/* Rehearsals: endings, choices, facts, chance, and talks that do not end. */
#include "tests/rig/rehearsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MEMORY_STEPS 40u

static void expect__other_ending__is_said(void **state)
{
    static const char play_of_endings[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: {} }\n"
        "agenda: { price: { options: [low, high] } }\n"
        "endings: { warm: { text: \"Well.\" }, cold: { text: \"Oh.\" } }\n"
        "rounds:\n"
        "  - limit: 10m\n"
        "    next:\n"
        "      - { if: \"offered(north, price) == 'low'\", ending: warm }\n"
        "      - { ending: cold }\n"
        "    north: [{ id: bid, offer: { price: high } }]\n";
    (void)state;
    assert_int_equal(
        rehearsed(play_of_endings,
                  "expect: [{ ending: cold }, { ending: warm }]\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found,
                        "12:28 ending 1: expected the ending 'warm', "
                        "but 'cold' was reached: no_agreement at "
                        "10m\n");
    assert_int_equal(rehearsed_count.failed, 1);
}

static void expect__implementation__is_by_the_steps_taken(void **state)
{
    static const char play_of_steps[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: { relay: { table: words } } }\n"
        "agenda: { price: { options: [low, high] } }\n"
        "rounds:\n"
        "  - limit: 10m\n"
        "    north: [{ id: bid, offer: { price: high } }]\n"
        "    south: [{ id: yes, reply: accept, re: bid }]\n"
        "  - limit: 1h\n"
        "    phase: implementation\n"
        "    envoy: [{ id: paid, certify: \"Paid.\", at: 30m }]\n"
        "    north: [{ id: go, step: \"Going.\", re: paid, within: 20m },\n"
        "      { step: \"Gone.\" }]\n";
    static const char no_answer[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: {} }\n"
        "agenda: { price: { options: [low, high] } }\n"
        "rounds:\n"
        "  - { limit: 10m }\n"
        "  - { limit: 1h, phase: implementation }\n";
    (void)state;
    assert_int_equal(
        rehearsed(play_of_steps,
                  "expect:\n"
                  "  - { outcome: agreed, implementation: unfinished }\n"
                  "  - { implementation: implemented }\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "16:5 implementation 1: expected what was agreed to be implemented, "
        "but: implementation unfinished: 1 of 2 steps taken at 1h\n");
    assert_int_equal(
        rehearsed(no_answer, "expect: [{ implementation: suspended }]\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "8:10 implementation 1: expected what was agreed to be suspended, "
        "but nothing was agreed and then carried out: no_agreement\n");
}

/* North tells the plan at 3m and keeps the bluff for the mediator; the storm
 * of 5m is heard in north alone; nobody says what is left. */
static void expect__facts__are_known_by_what_was_told(void **state)
{
    static const char play_of_facts[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: {} }\n"
        "facts: { plan: \"A plan.\", bluff: \"A bluff.\", gale: \"A gale.\",\n"
        "  left: \"What is left.\" }\n"
        "events: { storm: { at: 5m, to: north, say: \"Oh.\", carries: gale } "
        "}\n"
        "rounds:\n"
        "  - limit: 10m\n"
        "    north:\n"
        "      - { id: say, at: 3m, say: \"A plan.\", carries: plan }\n"
        "      - { id: hide, at: 4m, confide: \"A bluff.\", carries: bluff }\n";
    (void)state;
    assert_int_equal(
        rehearsed(
            play_of_facts,
            "expect:\n"
            "  - knows: { north: [plan, bluff, gale], south: plan }\n"
            "    never_knows: { south: [bluff, gale, left], north: left }\n"
            "  - knows: { south: [bluff, gale, left] }\n"
            "    never_knows: { south: plan, north: [bluff, gale] }\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "15:21 knows 1: expected south to know 'bluff', but nothing that "
        "carries it came there: 'hide' was handed over at 4m and for south "
        "meant for the mediator (mediator_only)\n"
        "15:21 knows 1: expected south to know 'gale', but nothing that "
        "carries it came there: 'storm' happened at 5m\n"
        "15:21 knows 1: expected south to know 'left', but nothing carries "
        "it\n"
        "16:27 never_knows 1: expected south never to know 'plan', but 'say' "
        "was told there, verbatim, at 3m\n"
        "16:40 never_knows 1: expected north never to know 'bluff', but it "
        "handed over 'hide' at 4m\n"
        "16:40 never_knows 1: expected north never to know 'gale', but "
        "'storm' happened at 5m\n");
    assert_int_equal(rehearsed_count.failed, 1);
}

/* The first alternative is passed over: the second is what is told. */
static void expect__choice__is_what_was_chosen(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            "scenario: 1\n"
            "rooms: { north: {}, south: {} }\n"
            "mediators: { envoy: {} }\n"
            "rounds:\n"
            "  - limit: 10m\n"
            "    north:\n"
            "      - { id: way, at: 1m, choose: [\n"
            "          { if: \"elapsed() < 1m\", say: \"A.\" },\n"
            "          { say: \"B.\" } ] }\n"
            "      - { id: none, at: 1m, choose: [\n"
            "          { if: \"elapsed() < 1m\", say: \"A.\" },\n"
            "          { if: \"elapsed() < 1m\", say: \"B.\" } ] }\n",
            "expect: [{ happens: [way, none] }, { never: [way, none] }]\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "13:27 happens 1: expected 'none', but 'none' was passed "
        "over, its `if` being false, at 1m\n"
        "13:46 never 1: expected 'way' never, but 'way' was told in "
        "south, verbatim, at 1m\n");
}

/* A mediator who walks on though nothing waits, a thousand times in each of
 * twenty-four rounds: more turns than a rehearsal has. */
#define EMPTY_8 "{}, {}, {}, {}, {}, {}, {}, {}"

static void expect__talks_without_end__are_stopped(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            "scenario: 1\n"
            "rooms: { north: {}, south: {} }\n"
            "mediators: { envoy: { relay: { walk:\n"
            "  { as: shuttle, time: 4m, idle: walk } } } }\n"
            "rounds: [{ north: [{ id: greet, say: \"Hello.\" }] }," EMPTY_8
            "," EMPTY_8 "," EMPTY_8 "]\n",
            "expect: [{ happens: [greet] }, { outcome: stopped }]\n"),
        ERR_OK);
    assert_non_null(strstr(rehearsed_found,
                           "6:10 outcome 1: expected an end, but there "
                           "was none by "));
    assert_int_equal(rehearsed_count.runs, 2);
    assert_int_equal(rehearsed_count.failed, 1);
}

/* One is told to stop, and the clock has to tell the other. */
static void expect__two_mediators_without_end__are_stopped(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed("scenario: 1\n"
                  "rooms: { north: {}, south: {} }\n"
                  "mediators:\n"
                  "  envoy: {}\n"
                  "  swiss: { relay: { walk:\n"
                  "    { as: shuttle, time: 1s, idle: walk },\n"
                  "    table: words } }\n"
                  "rounds: [{ swiss: [{ at: 9d, say: \"Late.\" }] }]\n",
                  "expect: [{ outcome: no_agreement }]\n"),
        ERR_OK);
    assert_non_null(strstr(rehearsed_found, "expected an end, but there "));
    assert_int_equal(rehearsed_count.runs, 1);
    assert_int_equal(rehearsed_count.failed, 1);
}

/* An event with a chance of one in two: of forty seeds some have it, and which
 * is the same each time. */
static void expect__chance__differs_by_seed(void **state)
{
    static const char play_of_chance[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: {} }\n"
        "events: { storm: { at: 5m, say: \"Oh.\", chance: 50 } }\n"
        "rounds: [{ limit: 10m, north: [{ say: \"Well.\" }] }]\n";
    uint32_t without, again;
    (void)state;
    assert_int_equal(
        rehearsed(play_of_chance,
                  "expect: [{ seeds: \"1..40\", happens: storm }]\n"),
        ERR_OK);
    without = rehearsed_count.failed;
    assert_in_range(without, 5, 35);
    assert_int_equal(
        rehearsed(play_of_chance,
                  "expect: [{ seeds: \"1..40\", happens: storm }]\n"),
        ERR_OK);
    again = rehearsed_count.failed;
    assert_int_equal(again, without);
    assert_int_equal(
        rehearsed(play_of_chance,
                  "expect: [{ seeds: \"1..40\", never: storm }]\n"),
        ERR_OK);
    assert_int_equal(rehearsed_count.failed, 40 - without);
}

/* Up to where the talks begin: the core ends the program when it has no memory
 * for what it does. */
/* What is given of a question holds in rounds too that answer it themselves;
 * what is not given stays as the round has it. */
static void expect__design__holds_in_rounds_with_their_own(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            "scenario: 1\n"
            "rooms: { north: {}, south: {} }\n"
            "mediators: { envoy: {} }\n"
            "events: { storm: { at: 2m, say: \"A storm.\" } }\n"
            "rounds:\n"
            "  - limit: 10m\n"
            "    relay: { walk: { as: shuttle, time: 5m } }\n"
            "    north: [{ id: greet, say: \"Well.\" }]\n",
            "expect:\n"
            "  - { before: [[storm, greet]] }\n"
            "  - { design: \"--walk switchboard\",\n"
            "      before: [[greet, storm]] }\n"
            "  - { design: \"--walk shuttle,time=1m\",\n"
            "      before: [[greet, storm]] }\n"
            "  - { design: \"--carry gist\", before: [[storm, greet]] }\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found, "");
    assert_int_equal(rehearsed_count.runs, 4);
}

static void rehearse__memory_runs_out__ends_cleanly(void **state)
{
    const struct scenario *s;
    (void)state;
    s = rehearsed_read("scenario: 1\n"
                       "rooms: { north: {}, south: {} }\n"
                       "mediators: { envoy: {} }\n"
                       "rounds: [{ north: [{ id: say, say: \"Well.\" }] }]\n",
                       "expect: [{ never: say }]\n");
    for (unsigned long nth = 1; nth <= MEMORY_STEPS; nth++) {
        memory_fail_at(nth);
        assert_int_equal(rehearsed_again(s), ERR_MEMORY);
        memory_fail_at(0);
        assert_int_equal(rehearsed_count.runs, 0);
    }
    assert_int_equal(rehearsed_again(s), ERR_OK);
    assert_int_equal(rehearsed_count.failed, 1);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rehearsed_setup, rehearsed_teardown)
    const struct CMUnitTest tests[] = {
        TEST(expect__other_ending__is_said),
        TEST(expect__implementation__is_by_the_steps_taken),
        TEST(expect__facts__are_known_by_what_was_told),
        TEST(expect__choice__is_what_was_chosen),
        TEST(expect__talks_without_end__are_stopped),
        TEST(expect__two_mediators_without_end__are_stopped),
        TEST(expect__chance__differs_by_seed),
        TEST(expect__design__holds_in_rounds_with_their_own),
        TEST(rehearse__memory_runs_out__ends_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
