/* The deal space against figures from outside: a game that was weighed by brute
 * force with two other programs and published with its values, and small games
 * weighed by hand. */
#include "tests/rig/game.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SMALL "tests/scenarios/good/shown.yaml"

static void add(unsigned room, char issue, unsigned option, int32_t more)
{
    game.shifts[room].delta.value[issue - 'A'][option] = more;
}

static void check_choice(const struct deals_choice *c, const char *digits,
                         int32_t first, int32_t second)
{
    for (unsigned i = 0; digits[i] != '\0'; i++)
        assert_int_equal(c->package.option[i], digits[i] - '0');
    assert_int_equal(c->value[0], first);
    assert_int_equal(c->value[1], second);
    assert_int_equal(c->as_good, 0);
}

static void deals__published_game__published_figures(void **state)
{
    (void)state;
    game_published(51, 52);
    struct deals d = game_weigh(false);

    assert_int_equal(d.packages, 6400);
    assert_int_equal(d.zone, 504);
    assert_int_equal(d.efficient, 42);
    assert_int_equal(d.efficient_in_zone, 16);
    assert_int_equal(d.ideal[0], 51 + 29);
    assert_int_equal(d.ideal[1], 52 + 22);
    assert_int_equal(d.lowest[0], -24);
    assert_int_equal(d.highest[0], 100);
    assert_int_equal(d.lowest[1], -11);
    assert_int_equal(d.highest[1], 100);
    check_choice(&d.nash, "331322", 64, 65);
    check_choice(&d.equal, "331322", 64, 65);
    check_choice(&d.shares, "232322", 66, 63);
    check_choice(&d.sum, "333322", 80, 53);
    deals_fini(&d);
}

/* Authority leaves 3 of 5 options of C to the first room, one of them by its
 * capital, and to the second all but option 4 of D; then an event opens C.
 * Of 6400 packages 6400 * 3/5 * 4/5 = 3072 are left, and then 5120. The best
 * by Nash's rule, 331322, has option 1 of C and 3 of D: with C cut down to 0
 * and 2 and 4 it is beyond, with C open it is within. */
static void deals__authority__both_numbers(void **state)
{
    struct deals_input in = {.whole = &game.whole, .has_package = false};
    struct page text = {0}, json = {0}, svg = {0};

    (void)state;
    game_published(51, 52);
    for (unsigned r = 0; r < 2; r++) {
        struct authority *a = &game.own[r].authority;

        memset(a->own, 0xff, sizeof(a->own));
        game.own[r].has_authority = true;
    }
    game.own[0].authority.own[2] = 1u << 0 | 1u << 4;
    game.own[0].authority.capital[2] = 1u << 2;
    game.own[0].authority.never[2] = 1u << 1 | 1u << 3;
    game.own[1].authority.own[3] = 0xf;
    game.own[1].authority.never[3] = 1u << 4;
    game.shifts[0].has_authority = true;
    memset(game.shifts[0].authority.own, 0xff, sizeof(uint32_t[ISSUES_MAX]));
    struct deals d = game_weigh(false);

    assert_int_equal(d.packages, 6400);
    assert_int_equal(d.packages_within, 3072);
    assert_int_equal(d.zone, 504);
    assert_in_range(d.zone_within, 1, 503);
    deals_text(&text, &d, &in, 80);
    assert_non_null(strstr(page_string(&text), "    3,072  are within the "
                                               "authority of every room; "));
    assert_non_null(strstr(page_string(&text),
                           "A=3, B=3, C=1, D=3, E=2, F=2\n"
                           "      beyond the authority of a room\n"));
    deals_json(&json, &d, &in);
    assert_non_null(
        strstr(page_string(&json), "\"packages_within_authority\": 3072"));
    assert_non_null(strstr(page_string(&json), "\"within_authority\": false"));
    assert_true(deals_svg(&svg, &d));
    assert_non_null(strstr(page_string(&svg),
                           "6400 packages, 3072 within every room's authority"
                           "</text>\n"));
    deals_fini(&d);
    d = game_weigh(true);
    assert_int_equal(d.packages_within, 5120);
    page_clear(&text);
    deals_text(&text, &d, &in, 80);
    assert_null(strstr(page_string(&text), "beyond the authority"));
    deals_fini(&d);
    page_fini(&text);
    page_fini(&json);
    page_fini(&svg);
}

static void deals__published_front__ends_and_double(void **state)
{
    (void)state;
    game_published(51, 52);
    struct deals d = game_weigh(false);
    uint64_t packages = 0;
    bool has_double = false;

    for (uint32_t n = 0; n < d.front_count; n++) {
        const struct deals_point *p = &d.front[n];

        packages += p->count;
        if (p->value[0] == 43 && p->value[1] == 80)
            has_double = p->count == 2;
        if (n > 0) {
            assert_true(p->value[0] < d.front[n - 1].value[0]);
            assert_true(p->value[1] > d.front[n - 1].value[1]);
        }
    }
    assert_int_equal(packages, 42);
    assert_true(has_double);
    assert_int_equal(d.front[0].value[0], 100);
    assert_int_equal(d.front[d.front_count - 1].value[0], -16);
    assert_int_equal(d.front[d.front_count - 1].value[1], 100);
    deals_fini(&d);
}

static void deals__after_leak__published_figures(void **state)
{
    (void)state;
    game_published(51, 52);
    add(0, 'D', 2, -2);
    add(0, 'D', 3, -4);
    add(0, 'E', 2, -2);
    add(1, 'A', 2, -1);
    add(1, 'A', 3, -2);
    add(1, 'B', 3, -4);
    struct deals d = game_weigh(true);

    assert_int_equal(d.zone, 250);
    assert_int_equal(d.efficient_in_zone, 12);
    assert_int_equal(d.ideal[0], 51 + 17);
    assert_int_equal(d.ideal[1], 52 + 16);
    check_choice(&d.nash, "223312", 62, 60);
    check_choice(&d.equal, "322312", 60, 61);
    check_choice(&d.shares, "322312", 60, 61);
    check_choice(&d.sum, "323312", 68, 55);
    deals_fini(&d);
}

static void deals__after_attack__published_figures(void **state)
{
    (void)state;
    game_published(51, 52);
    add(0, 'D', 1, -3);
    add(0, 'D', 2, -5);
    add(0, 'D', 3, -8);
    add(0, 'A', 2, 2);
    add(0, 'A', 3, 2);
    game.shifts[0].has_no_deal = true;
    game.shifts[0].no_deal = 54;
    struct deals d = game_weigh(true);

    assert_int_equal(d.zone, 213);
    assert_int_equal(d.efficient_in_zone, 10);
    check_choice(&d.nash, "332322", 66, 59);
    check_choice(&d.equal, "323322", 63, 61);
    check_choice(&d.shares, "323322", 63, 61);
    check_choice(&d.sum, "333322", 74, 53);
    deals_fini(&d);
}

static void deals__after_strike__one_package_chosen_by_all(void **state)
{
    (void)state;
    game_published(51, 52);
    add(1, 'C', 2, -4);
    add(1, 'C', 3, -6);
    add(1, 'A', 3, -4);
    game.shifts[1].has_no_deal = true;
    game.shifts[1].no_deal = 60;
    struct deals d = game_weigh(true);

    assert_int_equal(d.zone, 69);
    assert_int_equal(d.efficient_in_zone, 4);
    check_choice(&d.nash, "231322", 58, 69);
    check_choice(&d.equal, "231322", 58, 69);
    check_choice(&d.shares, "231322", 58, 69);
    check_choice(&d.sum, "231322", 58, 69);
    deals_fini(&d);
}

static void deals__war__no_zone(void **state)
{
    struct page text = {0};
    struct deals_input in = {.whole = &game.whole};

    (void)state;
    game_published(60, 76);
    struct deals d = game_weigh(false);

    assert_int_equal(d.zone, 0);
    assert_int_equal(d.efficient_in_zone, 0);
    deals_text(&text, &d, &in, 80);
    assert_non_null(strstr(page_string(&text), "nothing to agree on"));
    page_fini(&text);
    deals_fini(&d);
}

/* Catch and water, six packages: (20,40) (0,75) (50,25) (30,60) (80,0) (60,35);
 * no deal is worth 20 to each. */
static void deals__small_file__weighed_by_hand(void **state)
{
    struct arena arena;
    struct diags diags;
    struct diag diag;
    struct scenario *s;
    struct deals d;

    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    assert_int_equal(scenario_load(SMALL, &arena, &s, &diags, NULL, &diag),
                     ERR_OK);
    struct deals_input in = {.whole = s};

    assert_int_equal(deals_make(&d, &in), ERR_OK);
    assert_int_equal(d.packages, 6);
    assert_int_equal(d.acceptable[0], 5);
    assert_int_equal(d.acceptable[1], 5);
    assert_int_equal(d.zone, 4);
    assert_int_equal(d.efficient, 4);
    assert_int_equal(d.efficient_in_zone, 2);
    check_choice(&d.nash, "21", 60, 35);
    deals_fini(&d);
    diags_fini(&diags);
    arena_fini(&arena);
}

/* Three rooms, one issue with four options: (1,1,4) (4,1,1) (1,4,1) and
 * (2,2,2), no deal is worth 1 to each. Only the last has gains for all; each of
 * the others is efficient too. */
static void deals__three_rooms__weighed_by_hand(void **state)
{
    static const int32_t worth[3][4] = {
        {1, 4, 1, 2}, {1, 1, 4, 2}, {4, 1, 1, 2}};

    (void)state;
    game_published(1, 1);
    game.issues[0].option_count = 4;
    game.whole.agenda.issue_count = 1;
    game.whole.room_count = 3;
    for (unsigned r = 0; r < 3; r++) {
        game.rooms[r] = (struct room_entry){.id = "r", .own = &game.own[r]};
        game.own[r].has_values = true;
        game.own[r].values.no_deal = 1;
        for (unsigned o = 0; o < 4; o++)
            game.own[r].values.value[0][o] = worth[r][o];
    }
    struct deals d = game_weigh(false);

    assert_int_equal(d.zone, 4);
    assert_int_equal(d.efficient, 4);
    assert_int_equal(d.nash.package.option[0], 3);
    assert_int_equal(d.shares.package.option[0], 3);
    assert_int_equal(d.equal.package.option[0], 3);
    assert_int_equal(d.sum.package.option[0], 0);
    assert_int_equal(d.sum.as_good, 3);
    struct page svg = {0};

    assert_false(deals_svg(&svg, &d));
    page_fini(&svg);
    deals_fini(&d);
}

/* Gains so large that a product of them overflows 64 bits with three rooms:
 * (2e9, 2e9, 2e9) against (2e9, 2e9 - 1, 2e9 + 1), whose product is smaller. */
static void deals__large_gains__compared_exactly(void **state)
{
    const int32_t big = 1000000000;

    (void)state;
    game_published(0, 0);
    game.issues[0].option_count = 2;
    game.whole.agenda.issue_count = 1;
    game.whole.room_count = 3;
    for (unsigned r = 0; r < 3; r++) {
        game.rooms[r] = (struct room_entry){.id = "r", .own = &game.own[r]};
        game.own[r].has_values = true;
        game.own[r].values.no_deal = -big;
        game.own[r].values.value[0][0] = big - (r == 1) + (r == 2);
        game.own[r].values.value[0][1] = big;
    }
    struct deals d = game_weigh(false);

    assert_int_equal(d.nash.package.option[0], 1);
    assert_int_equal(d.nash.as_good, 0);
    assert_int_equal(d.equal.package.option[0], 1);
    deals_fini(&d);
}

static void deals__no_values__says_so(void **state)
{
    struct deals d;
    struct page text = {0};
    struct deals_input in = {.whole = &game.whole};

    (void)state;
    game_published(1, 1);
    game.own[0].has_values = false;
    game.rooms[1].own = NULL;
    assert_int_equal(deals_make(&d, &in), ERR_OK);
    assert_false(d.enumerated);
    deals_text(&text, &d, &in, 80);
    assert_non_null(strstr(page_string(&text), "6,400 packages"));
    assert_non_null(strstr(page_string(&text), "No room has values"));
    deals_fini(&d);
    page_fini(&text);
}

/* Whichever allocation fails, the error is reported and nothing is lost (the
 * sanitizers look). */
static void deals__memory_fails__said_so(void **state)
{
    struct deals_input in = {.whole = &game.whole};
    enum err e = ERR_MEMORY;
    unsigned long n = 0;

    (void)state;
    game_published(51, 52);
    while (e == ERR_MEMORY && ++n < 100) {
        struct deals d;

        memory_fail_at(n);
        e = deals_make(&d, &in);
        memory_fail_at(0);
        deals_fini(&d);
    }
    assert_int_equal(e, ERR_OK);
    assert_int_equal(n, 9); /* values, a point, a list for each issue */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deals__published_game__published_figures),
        cmocka_unit_test(deals__authority__both_numbers),
        cmocka_unit_test(deals__published_front__ends_and_double),
        cmocka_unit_test(deals__after_leak__published_figures),
        cmocka_unit_test(deals__after_attack__published_figures),
        cmocka_unit_test(deals__after_strike__one_package_chosen_by_all),
        cmocka_unit_test(deals__war__no_zone),
        cmocka_unit_test(deals__small_file__weighed_by_hand),
        cmocka_unit_test(deals__three_rooms__weighed_by_hand),
        cmocka_unit_test(deals__large_gains__compared_exactly),
        cmocka_unit_test(deals__no_values__says_so),
        cmocka_unit_test(deals__memory_fails__said_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
