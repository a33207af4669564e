/* Rehearsals: what is run for them, and that each kind of expectation can fail
 * and says what happened instead. All times are of the scripts below. */
#include "tests/rig/rehearsed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* North greets at 2m, south answers, north offers, south accepts: agreed at 2m
 * on price high, worth 30 to north and 8 to south. The `expect` of a test comes
 * in line 21. */
#define PLAY                                                                   \
    "scenario: 1\n"                                                            \
    "rooms: { north: { seat: person }, south: {} }\n"                          \
    "mediators: { envoy: {} }\n"                                               \
    "agenda: { price: { options: [low, high] } }\n"                            \
    "private:\n"                                                               \
    "  north: { no_deal: 10, values: { price: { low: 0, high: 30 } } }\n"      \
    "  south: { no_deal: 5, values: { price: { low: 20, high: 8 } } }\n"       \
    "events: { storm: { at: 5m, say: \"A storm.\" },\n"                        \
    "  rain: { at: 1m, say: \"Rain.\" } }\n"                                   \
    "rounds:\n"                                                                \
    "  - limit: 10m\n"                                                         \
    "    north:\n"                                                             \
    "      - { id: greet, at: 2m, say: \"We would like to talk.\" }\n"         \
    "      - { id: secret, confide: \"We have to.\" }\n"                       \
    "      - { id: bid, after: answer, offer: { price: high } }\n"             \
    "      - { id: never, at: 9m, say: \"Too late for this.\" }\n"             \
    "    south:\n"                                                             \
    "      - { id: answer, after: greet, say: \"So would we.\" }\n"            \
    "      - { id: no, re: bid, reply: reject, if: \"value() < 8\" }\n"        \
    "      - { id: yes, re: bid, reply: accept }\n"

/* The same two rooms with a mediator who walks five minutes and never comes
 * back: north speaks at 0 when he has just left it for good. */
#define WALKS                                                                  \
    "scenario: 1\n"                                                            \
    "seed: 9\n"                                                                \
    "rooms: { north: {}, south: {} }\n"                                        \
    "mediators: { envoy: {} }\n"                                               \
    "events: { storm: { at: 4m, say: \"A storm.\" } }\n"                       \
    "rounds:\n"                                                                \
    "  - limit: 20m\n"                                                         \
    "    north: [{ id: greet, say: \"Hello.\" }]\n"                            \
    "    south: [{ id: answer, after: greet, say: \"Hello.\" }]\n"

static void expect__all_true__nothing_fails(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(PLAY, "expect:\n"
                        "  - outcome: agreed\n"
                        "    package: { price: high }\n"
                        "    happens: [greet, answer, bid, yes, rain]\n"
                        "    never: [secret, never, no, storm]\n"
                        "    before: [[rain, greet], [greet, answer],\n"
                        "      [bid, yes]]\n"
                        "    value: { north: \"== 30\", south: \">= 8\" }\n"
                        "    told: { south: { greet: verbatim } }\n"
                        "  - { seeds: [3, \"5..9\"], outcome: agreed }\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found, "");
    assert_int_equal(rehearsed_count.rehearsals, 2);
    assert_int_equal(rehearsed_count.runs, 7);
    assert_int_equal(rehearsed_count.failed, 0);
    assert_int_equal(rehearsed_told, 7);
}

/* Each in another form than it is told in, and one that is told nowhere. */
static void expect__told__in_that_form(void **state)
{
    static const char play[] =
        "scenario: 1\n"
        "rooms: { north: {}, south: {} }\n"
        "mediators: { envoy: {} }\n"
        "rounds:\n"
        "  - limit: 10m\n"
        "    north:\n"
        "      - { id: plain, say: \"One.\" }\n"
        "      - { id: soft, say: \"Two.\", gist: \"2.\", caveat: gist }\n"
        "      - { id: idea, say: \"Three.\", gist: \"3.\",\n"
        "          caveat: as_mediator_idea }\n"
        "      - { id: secret, confide: \"Four.\" }\n";

    (void)state;
    assert_int_equal(
        rehearsed(play, "expect:\n"
                        "  - told: { south: { plain: verbatim, soft: gist,\n"
                        "        idea: as_mediator_idea } }\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found, "");
    assert_int_equal(
        rehearsed(play, "expect:\n"
                        "  - told: { south: { plain: gist, soft: verbatim,\n"
                        "        idea: gist, secret: verbatim } }\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "13:22 told 1: expected 'plain' told in south, reworded, but it was "
        "told there, verbatim, at 0\n"
        "13:35 told 1: expected 'soft' told in south, verbatim, but it was "
        "told there, reworded, at 0\n"
        "14:9 told 1: expected 'idea' told in south, reworded, but it was "
        "told there, own idea, at 0\n"
        "14:21 told 1: expected 'secret' told in south, verbatim, but "
        "'secret' was handed over at 0 and for south meant for the mediator "
        "(mediator_only)\n");
}

static void expect__nothing_in_the_file__runs_nothing(void **state)
{
    (void)state;
    assert_int_equal(rehearsed(PLAY, ""), ERR_OK);
    assert_int_equal(rehearsed_count.rehearsals + rehearsed_count.runs +
                         rehearsed_count.failed,
                     0);
}

static void expect__wrong_outcome__is_said(void **state)
{
    (void)state;
    assert_int_equal(rehearsed(PLAY, "expect: [{ outcome: walked_out }]\n"),
                     ERR_OK);
    assert_string_equal(rehearsed_found,
                        "21:10 outcome 1: expected the outcome walked_out, but "
                        "it was agreed at 2m: every room confirmed what was "
                        "read back\n");
    assert_int_equal(rehearsed_count.failed, 1);
}

static void expect__wrong_package__is_said(void **state)
{
    (void)state;
    assert_int_equal(rehearsed(PLAY, "expect: [{ package: { price: low } }]\n"),
                     ERR_OK);
    assert_string_equal(rehearsed_found,
                        "21:10 package 1: expected price: low to be agreed, "
                        "but price: high was at 2m\n");
}

/* North's words are agreed; one sign less was expected. */
static void expect__other_words__are_said(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed("scenario: 1\n"
                  "rooms: { north: {}, south: {} }\n"
                  "mediators: { envoy: {} }\n"
                  "agenda: { name: { free: true } }\n"
                  "rounds:\n"
                  "  - limit: 10m\n"
                  "    north: [{ id: bid, offer: { name: \"One river.\" } }]\n"
                  "    south: [{ re: bid, reply: accept }]\n",
                  "expect: [{ package: { name: \"One river.\" } },\n"
                  "  { package: { name: \"One river\" } }]\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "10:3 package 1: expected name: \xe2\x80\x9cOne river\xe2\x80\x9d to "
        "be "
        "agreed, but name: \xe2\x80\x9cOne river.\xe2\x80\x9d was at 0\n");
}

static void expect__package_of_no_agreement__is_said(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            WALKS "agenda: { price: { options: [low, high] } }\n",
            "expect: [{ package: { price: low }, outcome: no_agreement }]\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found,
                        "11:10 package 9: expected price: low to be agreed, "
                        "but nothing was: no_agreement at 20m\n");
}

static void expect__happens_but_does_not__is_said(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(PLAY, "expect: [{ happens: [secret, never, no, storm] }]\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "21:22 happens 1: expected 'secret', but 'secret' was handed over at 0 "
        "and for south meant for the mediator (mediator_only)\n"
        "21:30 happens 1: expected 'never', but 'never' never had its turn "
        "before the talks ended at 2m\n"
        "21:37 happens 1: expected 'no', but 'no' was passed over, its `if` "
        "being false, at 2m\n"
        "21:41 happens 1: expected 'storm', but 'storm' did not happen before "
        "the talks ended at 2m\n");
    assert_int_equal(rehearsed_count.failed, 1);
}

static void expect__never_but_does__is_said(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(PLAY, "expect: [{ never: [greet, yes, rain] }]\n"), ERR_OK);
    assert_string_equal(rehearsed_found,
                        "21:20 never 1: expected 'greet' never, but 'greet' "
                        "was told in south, verbatim, at 2m\n"
                        "21:27 never 1: expected 'yes' never, but 'yes' was "
                        "told in north, verbatim, at 2m\n"
                        "21:32 never 1: expected 'rain' never, but 'rain' "
                        "happened at 1m\n");
}

static void expect__other_order__is_said(void **state)
{
    (void)state;
    assert_int_equal(rehearsed(PLAY, "expect: [{ before: [[answer, greet],\n"
                                     "  [greet, rain], [greet, greet],\n"
                                     "  [greet, storm], [secret, greet],\n"
                                     "  [storm, never]] }]\n"),
                     ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "21:22 before 1: expected 'answer' before 'greet', but 'greet' was "
        "told in south, verbatim, at 2m and 'answer' was told in north, "
        "verbatim, at 2m\n"
        "22:4 before 1: expected 'greet' before 'rain', but 'rain' happened "
        "at 1m and 'greet' was told in south, verbatim, at 2m\n"
        "22:19 before 1: expected 'greet' before 'greet', but 'greet' was told "
        "in south, verbatim, at 2m and 'greet' was told in south, verbatim, at "
        "2m\n"
        "23:4 before 1: expected 'greet' before 'storm', but 'storm' did not "
        "happen before the talks ended at 2m\n"
        "23:20 before 1: expected 'secret' before 'greet', but 'greet' was "
        "told in south, verbatim, at 2m, and 'secret' was handed over at 0 and "
        "for south meant for the mediator (mediator_only)\n"
        "24:4 before 1: expected 'storm' before 'never', but 'storm' did not "
        "happen before the talks ended at 2m\n");
}

static void expect__bound_not_kept__is_said(void **state)
{
    static const char *const wrong[] = {"== 29", "!= 30", "< 30",
                                        "<= 29", "> 30",  ">= 31"};
    static const char *const right[] = {"== 30", "!= 29", "< 31",
                                        "<= 30", "> 29",  ">= 30"};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        char text[256], expected[256];
        snprintf(text, sizeof(text), "expect: [{ value: { north: \"%s\" } }]\n",
                 wrong[i]);
        assert_int_equal(rehearsed(PLAY, text), ERR_OK);
        snprintf(expected, sizeof(expected),
                 "21:28 value 1: expected the end to be worth %s to north, but "
                 "it was worth 30: agreed at 2m\n",
                 wrong[i]);
        assert_string_equal(rehearsed_found, expected);
        snprintf(text, sizeof(text), "expect: [{ value: { north: \"%s\" } }]\n",
                 right[i]);
        assert_int_equal(rehearsed(PLAY, text), ERR_OK);
        assert_string_equal(rehearsed_found, "");
    }
}

/* No agreement is worth what no deal is, after what the storm changed. */
static void expect__no_agreement__is_worth_no_deal(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(WALKS
                  "agenda: { price: { options: [low, high] } }\n"
                  "private: { north: { no_deal: 10, on: { storm: { no_deal: "
                  "7 } },\n"
                  "  values: { price: { low: 1, high: 2 } } } }\n",
                  "expect: [{ value: { north: \"!= 7\" } }]\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found,
                        "13:28 value 9: expected the end to be worth != 7 to "
                        "north, but it was worth 7: no_agreement at 20m\n");
}

/* He starts in north, has taken `greet` there, tells it in south at 3m, and
 * takes `answer` there. */
static void expect__design__is_played(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            WALKS,
            "expect:\n"
            "  - { design: \"--walk shuttle,time=3m\",\n"
            "      before: [[greet, storm], [storm, answer]] }\n"
            "  - { design: \"--walk=shuttle,time=5m --table blind\",\n"
            "      never: [answer], before: [[greet, storm]] }\n"
            "  - { design: \"--walk shuttle,time=30m\", happens: [greet] }\n"),
        ERR_OK);
    assert_string_equal(
        rehearsed_found,
        "14:15 never 9: expected 'answer' never, but 'answer' was told in "
        "north, verbatim, at 10m\n"
        "14:34 before 9: expected 'greet' before 'storm', but 'storm' happened "
        "at 4m and 'greet' was told in south, verbatim, at 5m\n"
        "15:52 happens 9: expected 'greet', but 'greet' was handed over at 0 "
        "and for south held when the talks ended (plain)\n");
    assert_int_equal(rehearsed_count.runs, 3);
    assert_int_equal(rehearsed_count.failed, 2);
}

static void expect__many_seeds__each_fails_by_itself(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(PLAY, "expect: [{ seeds: \"7..9\", never: [rain] }]\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found,
                        "21:35 never 7: expected 'rain' never, but 'rain' "
                        "happened at 1m\n"
                        "21:35 never 8: expected 'rain' never, but 'rain' "
                        "happened at 1m\n"
                        "21:35 never 9: expected 'rain' never, but 'rain' "
                        "happened at 1m\n");
    assert_int_equal(rehearsed_count.failed, 3);
}

static void expect__late_and_beyond_authority__are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(
        rehearsed(
            "scenario: 1\n"
            "rooms: { north: {}, south: {} }\n"
            "mediators: { envoy: {} }\n"
            "agenda: { price: { options: [low, high] } }\n"
            "private: { north: { authority:\n"
            "  { capital: { price: [high] }, latency: 20m } } }\n"
            "events: { storm: { at: 5m, say: \"A storm.\" } }\n"
            "rounds:\n"
            "  - limit: 10m\n"
            "    north:\n"
            "      - { id: home, at: 1m, instructions: { price: high } }\n"
            "      - { id: bid, after: home, offer: { price: high } }\n"
            "    south:\n"
            "      - { id: late, after: storm, within: 4m, say: \"Oh.\" }\n",
            "expect: [{ happens: [home, late, bid], before: [[home, storm]] "
            "}]\n"),
        ERR_OK);
    assert_string_equal(rehearsed_found,
                        "15:28 happens 1: expected 'late', but 'late' was too "
                        "late, by its `within`, at 5m\n"
                        "15:34 happens 1: expected 'bid', but 'bid' never had "
                        "its turn before the talks ended at 10m\n");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, rehearsed_setup, rehearsed_teardown)
    const struct CMUnitTest tests[] = {
        TEST(expect__all_true__nothing_fails),
        TEST(expect__told__in_that_form),
        TEST(expect__nothing_in_the_file__runs_nothing),
        TEST(expect__wrong_outcome__is_said),
        TEST(expect__wrong_package__is_said),
        TEST(expect__other_words__are_said),
        TEST(expect__package_of_no_agreement__is_said),
        TEST(expect__happens_but_does_not__is_said),
        TEST(expect__never_but_does__is_said),
        TEST(expect__other_order__is_said),
        TEST(expect__bound_not_kept__is_said),
        TEST(expect__no_agreement__is_worth_no_deal),
        TEST(expect__design__is_played),
        TEST(expect__many_seeds__each_fails_by_itself),
        TEST(expect__late_and_beyond_authority__are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
