/* What the world does, E1 to E5 of the table of moves: what each room sees of
 * it, what it does not, and what the record keeps. */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define VALUES                                                                 \
    "values: { militias: { continue: 0, pause: 10, end: 20 }, "                \
    "relief: { none: 0, waivers: 10, funds: 20 } }"

/* All hear of it; what each side's own services say is for that side. */
static void e01_spoiler__is_news_and_each_has_its_own_intelligence(void **state)
{
    static const char play[] =
        MOVES_HEAD "events:\n"
                   "  rocket: { at: 5m, say: \"A rocket hit a base.\" }\n"
                   "  wire: { at: 6m, to: us, say: \"%s\" }\n"
                   "  source: { at: 6m, to: iran, say: \"A third party did "
                   "it.\" }\n" MOVES_ROUND("{}") "    us: []\n";
    struct moves *m = moves_play(play, "Militia A did it.");
    struct moves *other = moves_play(play, "Nobody knows who.");
    static const char rocket[] = " 300 told news by world news event rocket "
                                 "\"A rocket hit a base.\"\n";

    (void)state;
    moves_counts(m, "us", rocket, 1);
    moves_counts(m, "iran", rocket, 1);
    moves_has(m, "us",
              " 360 told news by world news event wire "
              "\"Militia A did it.\"\n");
    moves_has(m, "iran", " 360 told news by world news event source");
    moves_lacks(m, "iran", "wire");
    moves_lacks(m, "us", "source");
    moves_same(m, other, "iran");
    moves_has(m, "oman", " 300 happened rocket\n");
    moves_has(m, "oman", " 360 happened wire\n");
    moves_has(m, "oman",
              " 360 to us told news by world news event wire "
              "\"Militia A did it.\"\n");
    moves_free(other);
    moves_free(m);
}

/* What it does to a side's worths stands in that side's brief and shows in what
 * it does, and nowhere else. */
static void e02_shock__moves_worths_that_nobody_else_sees(void **state)
{
    static const char play[] = MOVES_HEAD
        "private:\n"
        "  us: { no_deal: 15, " VALUES ", on: { crash: { no_deal: %s } } }\n"
        "  iran: { " VALUES " }\n"
        "events: { crash: { at: 5m, say: \"Oil prices fall.\" } "
        "}\n" MOVES_ROUND("{}") "    us:\n"
                                "      - at: 10m\n"
                                "        choose:\n"
                                "          - { if: \"no_deal() < 10\", say: "
                                "\"We may yield.\" }\n"
                                "          - { if: \"no_deal() > 90\", say: "
                                "\"We will not.\" }\n";
    struct moves *m = moves_play(play, "5");
    struct moves *high = moves_play(play, "99");
    struct moves *none = moves_play(play, "20");
    struct moves *other = moves_play(play, "30");

    (void)state;
    moves_has(m, "us",
              " 300 told news by world news event crash "
              "\"Oil prices fall.\"\n");
    moves_has(m, "iran",
              " 300 told news by world news event crash "
              "\"Oil prices fall.\"\n");
    moves_has(m, "us", " 600 hands 1 say \"We may yield.\"\n");
    moves_has(high, "us", " 600 hands 1 say \"We will not.\"\n");
    moves_lacks(none, "us", "hands 1");
    moves_same(none, other, "iran");
    moves_same(none, other, "us");
    moves_has(m, "oman", " 300 happened crash\n");
    moves_free(other);
    moves_free(none);
    moves_free(high);
    moves_free(m);
}

static void e03_change_of_authority__shows_only_a_new_counterpart(void **state)
{
    static const char play[] = MOVES_HEAD
        "private:\n"
        "  us: { " VALUES ", authority: { own: { relief: [none] }, "
        "capital: { relief: [waivers, funds] }, latency: 2h }, on: { vote: { "
        "authority: { own: { relief: [%s] } } } } }\n"
        "events:\n"
        "  vote: { at: 5m, to: us, say: \"A new president: new orders.\" }\n"
        "  face: { at: 5m, to: iran, say: \"A new counterpart.\", "
        "chance: %s }\n" MOVES_ROUND(
            "{}") "    us:\n"
                  "      - { instructions: { relief: waivers } }\n"
                  "      - { at: 10m, offer: { relief: waivers } }\n";
    struct moves *m = moves_play(play, "none, waivers", "100");
    struct moves *none = moves_play(play, "none, waivers", "1");
    struct moves *other = moves_play(play, "none", "100");
    struct moves *third = moves_play(play, "none, funds", "100");

    (void)state;
    moves_has(m, "us",
              " 300 told news by world news event vote "
              "\"A new president: new orders.\"\n");
    moves_has(m, "us", " 600 hands 1 offer relief=waivers\n");
    moves_has(m, "iran",
              " 300 told news by world news event face "
              "\"A new counterpart.\"\n");
    moves_lacks(m, "iran", "orders");
    moves_lacks(none, "iran", "news");
    moves_lacks(other, "us", "hands 1 offer");
    moves_same(other, third, "iran");
    moves_has(m, "oman", " 300 happened vote\n");
    moves_has(m, "oman", " 300 to us told news by world news event vote");
    moves_free(third);
    moves_free(other);
    moves_free(none);
    moves_free(m);
}

static void e04_hard_deadline__is_a_clock_in_both_rooms(void **state)
{
    struct moves *m = moves_play(
        MOVES_HEAD "events: { recess: { at: 5m, extend: -20m, "
                   "say: \"Parliament rises at noon.\" } }\n" MOVES_ROUND(
                       "{}") "    us: [{ at: 30m, say: \"Too late.\" }]\n");

    (void)state;
    moves_has(m, "us", " 0 round 0 began until 2400\n");
    moves_has(m, "us", " 300 round 0 moved until 1200\n");
    moves_has(m, "iran", " 300 round 0 moved until 1200\n");
    moves_has(m, "us", " 1200 round 0 ended until 1200\n");
    moves_has(m, "iran", " 1200 round 0 ended until 1200\n");
    moves_lacks(m, "us", "Too late.");
    moves_has(m, "oman", " 300 happened recess\n");
    moves_has(m, "oman", " 300 to us round 0 moved until 1200\n");
    moves_free(m);
}

/* What is said in public is news, and no line of anybody's in the room. */
static void e05_posture__is_public_and_no_line_of_the_room(void **state)
{
    struct moves *m = moves_play(
        MOVES_HEAD
        "events: { speech: { at: 5m, say: \"We will never pay.\" } "
        "}\n" MOVES_ROUND(
            "{}") "    us: [{ at: 10m, offer: { relief: funds } }]\n");
    static const char speech[] = " 300 told news by world news event speech "
                                 "\"We will never pay.\"\n";

    (void)state;
    moves_counts(m, "us", speech, 1);
    moves_counts(m, "iran", speech, 1);
    moves_has(m, "iran", " 600 told offer by us verbatim relief=funds\n");
    moves_has(m, "oman", " 300 happened speech\n");
    moves_has(m, "oman", " 300 released world 0 to us news world");
    moves_has(m, "oman", " 600 got us 1 offer relief=funds\n");
    moves_lacks(m, "oman", "got us 1 say");
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            e01_spoiler__is_news_and_each_has_its_own_intelligence),
        cmocka_unit_test(e02_shock__moves_worths_that_nobody_else_sees),
        cmocka_unit_test(e03_change_of_authority__shows_only_a_new_counterpart),
        cmocka_unit_test(e04_hard_deadline__is_a_clock_in_both_rooms),
        cmocka_unit_test(e05_posture__is_public_and_no_line_of_the_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
