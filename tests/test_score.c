#include "sim/report/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/*
 * The oracle: an invented game over six issues, whose figures were worked out
 * by brute force with two other programs and published with the values. Issues
 * A to F, points of the first room and of the second for each option.
 */
static const int points[6][2][5] = {
    {{0, 10, 17, 23}, {8, 7, 5, 1}},
    {{0, 6, 10, 21}, {16, 13, 10, 2}},
    {{0, 4, 12, 20, 23}, {22, 19, 13, 7, -16}},
    {{16, 12, 10, 3, -14}, {0, 5, 13, 25, 30}},
    {{9, 8, 5, -10}, {0, 6, 10, 16}},
    {{2, 5, 8, 0}, {4, 6, 8, 2}},
};
static const uint8_t counts[6] = {4, 4, 5, 5, 4, 4};

enum { LEAK, ATTACK, STRIKE, GAZA, WAR, LOSS };

static struct option options[6][5];
static struct issue issues[6];
static struct shift shifts[2][6];
static struct own own_first;
static struct own own_second;
static struct own *const owns[2] = {&own_first, &own_second};
static struct room_entry rooms[2];
static struct scenario whole;

static struct shift *shift(unsigned room, unsigned event)
{
    struct shift *s = &shifts[room][event];

    s->event = (uint8_t)event;
    return s;
}

static void set_no_deal(unsigned room, unsigned event, int32_t no_deal)
{
    shift(room, event)->has_no_deal = true;
    shift(room, event)->no_deal = no_deal;
}

static void add(unsigned room, unsigned event, char issue, unsigned option,
                int32_t points_more)
{
    shift(room, event)->delta.value[issue - 'A'][option] = points_more;
}

static void make_events(void)
{
    for (unsigned e = 0; e < 6; e++) {
        shift(0, e);
        shift(1, e);
    }
    add(0, LEAK, 'D', 2, -2);
    add(0, LEAK, 'D', 3, -4);
    add(0, LEAK, 'E', 2, -2);
    add(1, LEAK, 'A', 2, -1);
    add(1, LEAK, 'A', 3, -2);
    add(1, LEAK, 'B', 3, -4);
    add(0, ATTACK, 'D', 1, -3);
    add(0, ATTACK, 'D', 2, -5);
    add(0, ATTACK, 'D', 3, -8);
    add(0, ATTACK, 'A', 2, 2);
    add(0, ATTACK, 'A', 3, 2);
    set_no_deal(0, ATTACK, 54);
    add(1, STRIKE, 'C', 2, -4);
    add(1, STRIKE, 'C', 3, -6);
    add(1, STRIKE, 'A', 3, -4);
    set_no_deal(1, STRIKE, 60);
    add(0, GAZA, 'E', 1, 1);
    add(0, GAZA, 'E', 2, 2);
    add(1, GAZA, 'B', 3, 5);
    set_no_deal(0, WAR, 60);
    set_no_deal(1, WAR, 76);
}

static int make_game(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        issues[i] = (struct issue){
            .id = "", .options = options[i], .option_count = counts[i]};
        for (unsigned r = 0; r < 2; r++)
            for (unsigned o = 0; o < counts[i]; o++)
                owns[r]->values.value[i][o] = points[i][r][o];
    }
    owns[0]->values.no_deal = 51;
    owns[1]->values.no_deal = 52;
    make_events();
    for (unsigned r = 0; r < 2; r++) {
        owns[r]->has_values = true;
        owns[r]->shifts = shifts[r];
        owns[r]->shift_count = 6;
        rooms[r] = (struct room_entry){.id = "", .own = owns[r]};
    }
    whole = (struct scenario){
        .rooms = rooms, .room_count = 2, .agenda = {issues, 6}};
    return 0;
}

static struct package package(const char *digits)
{
    struct package p;

    package_clear(&p);
    for (unsigned i = 0; i < 6; i++)
        p.option[i] = (uint8_t)(digits[i] - '0');
    return p;
}

static struct score agreed(const char *digits, int event)
{
    struct score s;
    struct score_input in = {
        .whole = &whole, .outcome = OUTCOME_AGREED, .package = package(digits)};

    if (event >= 0)
        in.happened[in.happened_count++] = (uint8_t)event;
    score_make(&in, &s);
    return s;
}

static void check_package(const struct package *p, const char *digits)
{
    struct package wanted = package(digits);

    assert_true(package_equal(p, &wanted));
}

static void score__tempting_compromise__published_figures(void **state)
{
    struct score s = agreed("122211", -1);

    (void)state;
    assert_true(s.enumerated);
    assert_int_equal(s.packages, 6400);
    assert_int_equal(s.zone, 504);
    assert_int_equal(s.room[0].value, 55);
    assert_int_equal(s.room[1].value, 55);
    assert_int_equal(s.room[0].surplus, 4);
    assert_int_equal(s.room[1].surplus, 3);
    assert_int_equal(s.dominating, 205);
    assert_int_equal(s.better_for_all, 145);
    assert_int_equal(s.left, 9);
    assert_false(s.efficient);
    assert_int_equal(s.joint, 7);
    assert_int_equal(s.best_joint, 30);
    assert_int_equal(s.nash, 12);
    assert_int_equal(s.best_nash, 169);
    check_package(&s.best_nash_package, "331322");
    assert_int_equal(s.best_nash_value[0], 64);
    assert_int_equal(s.best_nash_value[1], 65);
    assert_int_equal(score_share(7, 30), 233);
}

static void score__nash_package__efficient(void **state)
{
    struct score s = agreed("331322", -1);

    (void)state;
    assert_true(s.efficient);
    assert_int_equal(s.dominating, 0);
    assert_int_equal(s.left, 0);
    assert_int_equal(s.nash, 169);
    assert_int_equal(s.joint, 26);
}

static void score__public_statement_trap__below_no_deal(void **state)
{
    struct score s = agreed("222213", -1);

    (void)state;
    assert_int_equal(s.room[0].value, 57);
    assert_int_equal(s.room[1].value, 49);
    assert_int_equal(s.room[1].surplus, -3);
    assert_int_equal(s.nash, 0);
}

static void score__no_deal__left_is_the_egalitarian_gain(void **state)
{
    struct score s;
    struct score_input in = {.whole = &whole, .outcome = OUTCOME_NO_AGREEMENT};

    (void)state;
    score_make(&in, &s);
    assert_false(s.agreed);
    assert_false(s.efficient);
    assert_int_equal(s.room[0].value, 51);
    assert_int_equal(s.joint, 0);
    assert_int_equal(s.left, 13);
    check_package(&s.left_package, "331322");
}

static void score__efficient_packages__42_of_which_16_in_the_zone(void **state)
{
    unsigned efficient = 0;
    unsigned in_zone = 0;
    char digits[7] = "000000";

    (void)state;
    for (unsigned n = 0; n < 6400; n++) {
        unsigned left = n;

        for (unsigned i = 0; i < 6; i++) {
            digits[i] = (char)('0' + left % counts[i]);
            left /= counts[i];
        }
        struct package p = package(digits);

        /* The compromise, 55 and 55, dominates these. */
        if (package_value(&p, &whole.agenda, &owns[0]->values) < 55 &&
            package_value(&p, &whole.agenda, &owns[1]->values) < 55)
            continue;
        struct score s = agreed(digits, -1);

        efficient += s.efficient;
        in_zone +=
            s.efficient && s.room[0].surplus >= 0 && s.room[1].surplus >= 0;
    }
    assert_int_equal(efficient, 42);
    assert_int_equal(in_zone, 16);
}

/* Zone, Nash values and product, largest sum of gains, the least gain of the
 * egalitarian package, the compromise's values. */
struct figures {
    unsigned zone;
    int32_t nash[2];
    unsigned product;
    int64_t joint;
    int32_t egalitarian;
    int32_t compromise[2];
};

static void score__events__recomputed_figures(void **state)
{
    static const struct figures wanted[] = {
        [LEAK] = {250, {62, 60}, 88, 123 - 103, 9, {53, 55}},
        [ATTACK] = {213, {66, 59}, 84, 127 - 106, 9, {50, 55}},
        [STRIKE] = {69, {58, 69}, 63, 127 - 111, 7, {55, 51}},
        [GAZA] = {674, {74, 64}, 276, 140 - 103, 16, {56, 55}},
        [WAR] = {0, {0, 0}, 0, 0, 0, {55, 55}},
        [LOSS] = {504, {64, 65}, 169, 133 - 103, 13, {55, 55}},
    };

    (void)state;
    for (int e = LEAK; e <= LOSS; e++) {
        const struct figures *w = &wanted[e];
        struct score s = agreed("122211", e);
        struct score none;
        struct score_input in = {.whole = &whole,
                                 .outcome = OUTCOME_STALLED,
                                 .happened = {(uint8_t)e},
                                 .happened_count = 1};

        score_make(&in, &none);
        assert_int_equal(s.zone, w->zone);
        assert_int_equal(s.best_nash, w->product);
        assert_int_equal(s.best_joint, w->joint);
        assert_int_equal(none.left, w->egalitarian);
        for (unsigned r = 0; r < 2; r++) {
            assert_int_equal(s.room[r].value, w->compromise[r]);
            if (w->zone > 0)
                assert_int_equal(s.best_nash_value[r], w->nash[r]);
        }
    }
}

static void score__space_too_large__said_so(void **state)
{
    struct issue many[ISSUES_MAX];
    struct scenario large = whole;
    struct score s;
    struct score_input in = {.whole = &large, .outcome = OUTCOME_NO_AGREEMENT};

    (void)state;
    for (unsigned i = 0; i < ISSUES_MAX; i++)
        many[i] = (struct issue){.option_count = OPTIONS_MAX};
    large.agenda = (struct agenda){many, ISSUES_MAX};
    score_make(&in, &s);
    assert_false(s.enumerated);
    assert_true(s.packages == UINT64_MAX);
    assert_int_equal(s.room[0].value, 51);
}

/* Six issues of ten options are a million packages: as many as are compared. */
static void score__a_million_packages__enumerated_and_no_more(void **state)
{
    struct issue tens[7];
    struct scenario large = whole;
    struct score s;
    struct score_input in = {.whole = &large, .outcome = OUTCOME_NO_AGREEMENT};

    (void)state;
    for (unsigned i = 0; i < 7; i++)
        tens[i] = (struct issue){.option_count = i < 6 ? 10 : 2};
    large.agenda = (struct agenda){tens, 6};
    score_make(&in, &s);
    assert_int_equal(s.packages, 1000000);
    assert_true(s.enumerated);
    large.agenda.issue_count = 7;
    score_make(&in, &s);
    assert_int_equal(s.packages, 2000000);
    assert_false(s.enumerated);
}

static void score__room_without_values__left_out(void **state)
{
    struct room_entry one[2] = {rooms[0], {.id = "", .own = NULL}};
    struct scenario half = whole;
    struct score s;
    struct score_input in = {.whole = &half,
                             .outcome = OUTCOME_AGREED,
                             .package = package("333022")};

    (void)state;
    half.rooms = one;
    score_make(&in, &s);
    assert_int_equal(s.scored, 1);
    assert_false(s.room[1].has_values);
    /* 23 + 21 + 20 + 16 + 5 + 8 */
    assert_int_equal(s.room[0].value, 93);
}

static void score_share__edges__in_thousandths(void **state)
{
    (void)state;
    assert_int_equal(score_share(0, 30), 0);
    assert_int_equal(score_share(30, 30), 1000);
    assert_int_equal(score_share(0, 0), 1000);
    assert_int_equal(score_share(UINT64_MAX / 2, UINT64_MAX), 499);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score__tempting_compromise__published_figures),
        cmocka_unit_test(score__nash_package__efficient),
        cmocka_unit_test(score__public_statement_trap__below_no_deal),
        cmocka_unit_test(score__no_deal__left_is_the_egalitarian_gain),
        cmocka_unit_test(score__efficient_packages__42_of_which_16_in_the_zone),
        cmocka_unit_test(score__events__recomputed_figures),
        cmocka_unit_test(score__space_too_large__said_so),
        cmocka_unit_test(score__a_million_packages__enumerated_and_no_more),
        cmocka_unit_test(score__room_without_values__left_out),
        cmocka_unit_test(score_share__edges__in_thousandths),
    };

    return cmocka_run_group_tests(tests, make_game, NULL);
}
