/* Variates against the GNU Scientific Library, and golden first values from a
 * separate Python program (decimal arithmetic of 80 digits and its own
 * xoshiro256** and SplitMix64). */
#include "shuttle/variate.h"

#include "shuttle/board.h"
#include "shuttle/relay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_log.h>

#include <cmocka.h>

#define DRAWS    200000u
#define FOUR_MIN INT64_C(240000000)
#define COUNT(x) (sizeof(x) / sizeof((x)[0]))

/* Branch 0 of the state 1, 2, 3, 4; its first word is SplitMix64's first output
 * for the seed 1, as other implementations give it. */
static struct chance first(void)
{
    struct chance c = {{1, 2, 3, 4}};

    return chance_branch(&c, 0);
}

static void branch__two_numbers__two_streams_as_computed(void **state)
{
    struct chance c = {{1, 2, 3, 4}}, b;

    (void)state;
    b = chance_branch(&c, 0);
    assert_true(b.state[0] == UINT64_C(0x910a2dec89025cc1));
    assert_true(b.state[3] == UINT64_C(0x6e73e372e2338aca));
    assert_true(chance_next(&b) == UINT64_C(0x40bc05834d211f4a));
    assert_true(chance_next(&b) == UINT64_C(0x53a0d5e80dc45f64));
    b = chance_branch(&c, 7);
    assert_true(chance_next(&b) == UINT64_C(0x249ae09f57ac06a1));
    assert_true(chance_next(&b) == UINT64_C(0x90ebc4fa3bd8b144));
}

static void minus_ln__chosen_points__within_its_bound(void **state)
{
    static const struct {
        uint64_t u, exact;
    } at[] = {
        {1, UINT64_C(12786308645202655660)},
        {2, UINT64_C(12586522572621364165)},
        {3, UINT64_C(12469655211994953478)},
        {UINT64_C(0x8000000000000000), UINT64_C(199786072581291495)},
        {UINT64_C(0xffffffffffffffff), 0},
        {UINT64_C(0xb504f333f9de6484), UINT64_C(99893036290645747)},
        {UINT64_C(0xb504f333f9de6485), UINT64_C(99893036290645747)},
        {UINT64_C(12345678901234567), UINT64_C(2106772966077574644)},
        {0, 0},
    };

    (void)state;
    for (size_t n = 0; n < COUNT(at); n++) {
        int64_t off = (int64_t)(variate_minus_ln(at[n].u) - at[n].exact);
        assert_true(off >= -1 && off <= 1);
    }
}

/* A double has 53 bits, so that is how near the two can come. */
static void minus_ln__a_million_points__as_gsl_has_it(void **state)
{
    struct chance c = first();

    (void)state;
    for (uint32_t n = 0; n < 1000000; n++) {
        uint64_t u = chance_next(&c) >> n % 64;
        double own, theirs;

        if (u == 0)
            continue;
        own = ldexp((double)variate_minus_ln(u), -VARIATE_LN_BITS);
        theirs = gsl_sf_log(ldexp(1, 64)) - gsl_sf_log((double)u);
        assert_true(fabs(own - theirs) < 3e-14);
    }
}

static void draws__the_first_of_a_stream__bit_for_bit(void **state)
{
    static const int64_t exponential[] = {329972109, 268511015, 220215418,
                                          354642118, 115452575, 31922599,
                                          180403780, 152292632};
    static const int64_t erlang[] = {272899514, 167339097, 196158616,
                                     722980153};
    static const int64_t uniform[] = {145989901, 193278105, 203454981,
                                      138621409};
    static const uint32_t geometric[] = {1, 1, 5, 3, 8, 3, 1, 3};
    struct chance c;

    (void)state;
    c = first();
    for (size_t n = 0; n < COUNT(exponential); n++)
        assert_int_equal(variate_exponential(&c, FOUR_MIN), exponential[n]);
    c = first();
    for (size_t n = 0; n < COUNT(erlang); n++)
        assert_int_equal(variate_erlang(&c, 3, FOUR_MIN), erlang[n]);
    c = first();
    for (size_t n = 0; n < COUNT(uniform); n++)
        assert_int_equal(variate_uniform(&c, FOUR_MIN / 2, 3 * FOUR_MIN / 2),
                         uniform[n]);
    c = first();
    for (size_t n = 0; n < COUNT(geometric); n++)
        assert_int_equal(variate_geometric(&c, 3), geometric[n]);
}

static double at_exponential(double x)
{
    return gsl_cdf_exponential_P(x, (double)FOUR_MIN);
}

static double at_uniform(double x)
{
    return gsl_cdf_flat_P(x, (double)FOUR_MIN / 2, 3 * (double)FOUR_MIN / 2);
}

static double at_erlang(double x)
{
    return gsl_cdf_gamma_P(x, 5, (double)FOUR_MIN / 5);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Kolmogorov (1933): the largest distance between the two distributions, times
 * the root of the number of draws, is below 1.95 in 999 of 1000 cases. */
static void assert_distribution(const struct variate *v, double (*cdf)(double))
{
    int64_t *draw = calloc(DRAWS, sizeof(*draw));
    struct chance c = first();
    double apart = 0;

    assert_non_null(draw);
    for (uint32_t n = 0; n < DRAWS; n++)
        draw[n] = variate_draw(v, &c);
    qsort(draw, DRAWS, sizeof(*draw), by_size);
    for (uint32_t n = 0; n < DRAWS; n++) {
        double p = cdf((double)draw[n]);
        apart = fmax(apart, fabs(p - (double)n / DRAWS));
        apart = fmax(apart, fabs(p - (double)(n + 1) / DRAWS));
    }
    free(draw);
    if (apart * sqrt(DRAWS) >= 1.95)
        print_message("distance %f\n", apart * sqrt(DRAWS));
    assert_true(apart * sqrt(DRAWS) < 1.95);
}

static void draws__exponential__as_gsl_has_it(void **state)
{
    (void)state;
    assert_distribution(
        &(struct variate){.as = VARIATE_EXPONENTIAL, .mean_us = FOUR_MIN},
        at_exponential);
}

static void draws__uniform__as_gsl_has_it(void **state)
{
    (void)state;
    assert_distribution(&(struct variate){.as = VARIATE_UNIFORM,
                                          .mean_us = FOUR_MIN,
                                          .spread = 50},
                        at_uniform);
}

static void draws__erlang__as_gsl_has_it(void **state)
{
    (void)state;
    assert_distribution(&(struct variate){.as = VARIATE_ERLANG,
                                          .mean_us = FOUR_MIN,
                                          .shape = 5},
                        at_erlang);
}

/* Pearson (1900), 20 cells, the last for all above. A trial succeeds once in
 * four, so the count to it is k with chance (3/4)^(k-1) / 4. */
static void draws__geometric__as_chi_square_allows(void **state)
{
    struct chance c = first();
    uint32_t cell[20] = {0};
    double sum = 0, left = 1;

    (void)state;
    for (uint32_t n = 0; n < DRAWS; n++) {
        uint32_t k = variate_geometric(&c, 4);
        assert_true(k >= 1);
        cell[k > 20 ? 19 : k - 1]++;
    }
    for (size_t k = 0; k < 20; k++) {
        double expected = DRAWS * (k == 19 ? left : left / 4);
        sum += pow(cell[k] - expected, 2) / expected;
        left = left * 3 / 4;
    }
    assert_true(gsl_cdf_chisq_Q(sum, 19) > 0.001);
}

/* Branches of neighbouring numbers, one draw of each: the same distribution,
 * and a correlation of neighbours that is chance's alone (its standard error is
 * one over the root of the number). */
static void branches__neighbours__independent(void **state)
{
    struct chance base = first();
    double sum = 0, before = 0;

    (void)state;
    for (uint64_t n = 0; n < DRAWS; n++) {
        struct chance c = chance_branch(&base, n);
        double x = ldexp((double)chance_next(&c), -64) - 0.5;
        sum += x * before * 12;
        before = x;
    }
    assert_true(fabs(sum / DRAWS) * sqrt(DRAWS) < 3.3);
}

static void draws__fixed_and_extremes__as_stated(void **state)
{
    struct variate v = {.as = VARIATE_FIXED, .mean_us = FOUR_MIN};
    struct chance c = first(), before = c;

    (void)state;
    assert_int_equal(variate_draw(&v, &c), FOUR_MIN);
    assert_memory_equal(&c, &before, sizeof(c));
    v.mean_us = INT64_MAX - 1;
    assert_int_equal(variate_draw(&v, &c), VARIATE_US_MAX);
    for (int as = VARIATE_FIXED; as <= VARIATE_ERLANG; as++) {
        v = (struct variate){(enum variate_as)as, 100, VARIATE_SHAPE_MAX, 0};
        assert_int_equal(variate_draw(&v, &c), 0);
        v.mean_us = VARIATE_US_MAX;
        for (int n = 0; n < 1000; n++)
            assert_true(variate_draw(&v, &c) >= 0);
    }
    assert_int_equal(variate_geometric(&c, 1), 1);
    assert_int_equal(variate_uniform(&c, 7, 7), 7);
}

static void relay_chance__of_a_family__the_mediators_own_stream(void **state)
{
    struct scenario brief = {.brief.key.bytes = {1, 2, 3}};
    struct board b = {.brief = &brief};
    struct chance own, expected, other;

    (void)state;
    relay_chance(&b, FAMILY_WALK, "times", &own);
    relay_chance(&b, FAMILY_WALK, "items", &other);
    chance_seed(&expected, (struct bytes){brief.brief.key.bytes, DIGEST_SIZE},
                "mediator", "walk times");
    assert_memory_equal(&own, &expected, sizeof(own));
    assert_memory_not_equal(&own, &other, sizeof(own));
}

static void names__each_of_the_table__read_back(void **state)
{
    enum variate_as as;

    (void)state;
    assert_true(variate_parse("erlang", &as));
    assert_int_equal(as, VARIATE_ERLANG);
    assert_false(variate_parse("gamma", &as));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(branch__two_numbers__two_streams_as_computed),
        cmocka_unit_test(minus_ln__chosen_points__within_its_bound),
        cmocka_unit_test(minus_ln__a_million_points__as_gsl_has_it),
        cmocka_unit_test(draws__the_first_of_a_stream__bit_for_bit),
        cmocka_unit_test(draws__exponential__as_gsl_has_it),
        cmocka_unit_test(draws__uniform__as_gsl_has_it),
        cmocka_unit_test(draws__erlang__as_gsl_has_it),
        cmocka_unit_test(draws__geometric__as_chi_square_allows),
        cmocka_unit_test(branches__neighbours__independent),
        cmocka_unit_test(draws__fixed_and_extremes__as_stated),
        cmocka_unit_test(relay_chance__of_a_family__the_mediators_own_stream),
        cmocka_unit_test(names__each_of_the_table__read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
