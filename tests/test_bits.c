/* Information in bits, against figures by hand (and by bc for the logarithms):
 * a binary symmetric channel, an erasure channel, a function of the secret. */
#include "sim/report/bits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct seen_case seen(uint32_t secret, uint8_t what, uint64_t weight)
{
    struct seen_case c = {.secret = secret, .weight = weight};

    c.seen.bytes[DIGEST_SIZE - 1] = what;
    return c;
}

static void symmetric_channel__one_in_four_turned__leaves_a_fifth(void **state)
{
    struct seen_case cases[] = {seen(0, 0, 75), seen(0, 1, 25), seen(1, 0, 25),
                                seen(1, 1, 75)};
    struct bits bits;

    (void)state;
    bits_count(cases, 4, 2, &bits);
    assert_int_equal(bits.whole, 1000000);
    assert_int_equal(bits.told, 188722); /* 1 - h(1/4) */
    assert_int_equal(bits.kinds, 2);
}

static void erasure_channel__one_in_four_lost__leaves_three(void **state)
{
    struct seen_case cases[] = {seen(0, 0, 3), seen(0, 2, 1), seen(1, 1, 3),
                                seen(1, 2, 1)};
    struct bits bits;

    (void)state;
    bits_count(cases, 4, 2, &bits);
    assert_int_equal(bits.told, 750000);
}

static void
function__of_eight_values_in_three_kinds__is_its_entropy(void **state)
{
    struct seen_case cases[8];
    struct bits bits;

    (void)state;
    for (uint32_t n = 0; n < 8; n++)
        cases[n] = seen(n, n == 0 ? 0 : n < 3 ? 1 : 2, 1);
    bits_count(cases, 8, 8, &bits);
    assert_int_equal(bits.whole, 3000000);
    /* 1/8 log 8 + 2/8 log 4 + 5/8 log(8/5) */
    assert_int_equal(bits.told, 1298795);
    /* joint 8, kinds 3, secrets 8, of 8 runs: (8 - 3 - 8 + 1) / (16 ln 2) */
    assert_int_equal(bits.bias, -180337);
}

static void same_case__counted_in_parts__counts_as_one(void **state)
{
    struct seen_case cases[] = {seen(1, 1, 1), seen(0, 0, 2), seen(1, 1, 1)};
    struct bits bits;

    (void)state;
    bits_count(cases, 3, 2, &bits);
    assert_int_equal(bits.told, 1000000);
    assert_int_equal(bits.kinds, 2);
}

static void weights__near_their_limit__do_not_overflow(void **state)
{
    struct seen_case cases[2];
    struct bits bits;

    (void)state;
    cases[0] = seen(0, 0, UINT64_C(1) << 58);
    cases[1] = seen(1, 1, UINT64_C(1) << 58);
    bits_count(cases, 2, 2, &bits);
    assert_int_equal(bits.told, 1000000);
}

static void nothing_differs__any_secret__tells_nothing(void **state)
{
    struct seen_case cases[100];
    struct bits bits;

    (void)state;
    for (uint32_t n = 0; n < 100; n++)
        cases[n] = seen(n, 7, 3);
    bits_count(cases, 100, 100, &bits);
    assert_int_equal(bits.told, 0);
    assert_int_equal(bits.kinds, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symmetric_channel__one_in_four_turned__leaves_a_fifth),
        cmocka_unit_test(erasure_channel__one_in_four_lost__leaves_three),
        cmocka_unit_test(
            function__of_eight_values_in_three_kinds__is_its_entropy),
        cmocka_unit_test(same_case__counted_in_parts__counts_as_one),
        cmocka_unit_test(weights__near_their_limit__do_not_overflow),
        cmocka_unit_test(nothing_differs__any_secret__tells_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
