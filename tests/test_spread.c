/* Quantiles from classes, beside those of the sorted times. */
#include "sim/report/spread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TIMES 20000

static struct spread spread;
static struct spread other;
static int64_t times[TIMES];

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Times from a microsecond to years: a random power of two, and bits after it.
 */
static void fill(uint64_t state)
{
    memset(&spread, 0, sizeof(spread));
    for (int n = 0; n < TIMES; n++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        times[n] = (int64_t)((state >> 14 | 1) >> (state >> 58) % 50);
        spread_add(&spread, times[n]);
    }
    qsort(times, TIMES, sizeof(*times), by_size);
}

static void quantiles__many_times__within_what_is_promised(void **state)
{
    static const unsigned permille[] = {1, 10, 250, 500, 900, 950, 990, 999};

    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        fill(seed);
        for (size_t q = 0; q < sizeof(permille) / sizeof(*permille); q++) {
            int64_t exact = times[TIMES / 1000 * permille[q] - 1];
            int64_t got = spread_quantile(&spread, permille[q]);
            int64_t off = got > exact ? got - exact : exact - got;
            assert_true(off * 1000 <= exact * 8);
        }
        assert_int_equal(spread_quantile(&spread, 1000), times[TIMES - 1]);
    }
}

static void small_times__below_128__are_exact(void **state)
{
    (void)state;
    for (int64_t us = 0; us < 128; us++) {
        memset(&spread, 0, sizeof(spread));
        spread_add(&spread, us);
        spread_add(&spread, 1000);
        assert_int_equal(spread_quantile(&spread, 500), us);
    }
}

static void sum_and_longest__of_all__are_exact(void **state)
{
    double sum = 0;

    (void)state;
    fill(9);
    for (int n = 0; n < TIMES; n++)
        sum += (double)times[n];
    assert_int_equal(spread.count, TIMES);
    assert_int_equal(spread.longest_us, times[TIMES - 1]);
    assert_true(spread_mean(&spread) - sum / TIMES < 1 &&
                sum / TIMES - spread_mean(&spread) < 1);
}

static void merge__two_spreads__as_one(void **state)
{
    (void)state;
    fill(3);
    memset(&other, 0, sizeof(other));
    for (int n = 0; n < TIMES; n += 2)
        spread_add(&other, times[n]);
    memset(&spread, 0, sizeof(spread));
    for (int n = 1; n < TIMES; n += 2)
        spread_add(&spread, times[n]);
    spread_merge(&other, &spread);
    fill(3);
    assert_memory_equal(&other, &spread, sizeof(spread));
}

static void extremes__none_or_beyond__have_their_place(void **state)
{
    (void)state;
    memset(&spread, 0, sizeof(spread));
    assert_int_equal(spread_quantile(&spread, 500), -1);
    assert_true(spread_mean(&spread) == 0);
    spread_add(&spread, INT64_MAX);
    spread_add(&spread, -1);
    assert_int_equal(spread.longest_us, SPREAD_US_MAX);
    assert_int_equal(spread_quantile(&spread, 500), 0);
    assert_int_equal(spread_quantile(&spread, 1000), SPREAD_US_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles__many_times__within_what_is_promised),
        cmocka_unit_test(small_times__below_128__are_exact),
        cmocka_unit_test(sum_and_longest__of_all__are_exact),
        cmocka_unit_test(merge__two_spreads__as_one),
        cmocka_unit_test(extremes__none_or_beyond__have_their_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
