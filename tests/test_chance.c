#include "shuttle/chance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Expected values come from a separate Python program with hmac, hashlib and
 * its own xoshiro256**; the key is the bytes 0 to 31. */
static struct bytes test_key(void)
{
    static uint8_t key[32];
    for (size_t i = 0; i < sizeof(key); i++)
        key[i] = (uint8_t)i;
    return (struct bytes){key, sizeof(key)};
}

/* The state 1, 2, 3, 4 and these outputs are also the reference vector of other
 * implementations, among them rand_xoshiro. */
static void next__reference_state__reference_outputs(void **state)
{
    (void)state;
    static const uint64_t expected[] = {
        UINT64_C(11520),
        UINT64_C(0),
        UINT64_C(1509978240),
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
        UINT64_C(10595114339597558777),
        UINT64_C(2904607092377533576),
    };
    struct chance c = {{1, 2, 3, 4}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        assert_true(chance_next(&c) == expected[i]);
}

static void seed__key_actor_purpose__state_is_their_hmac(void **state)
{
    (void)state;
    struct chance c;
    chance_seed(&c, test_key(), "oman", "walk");
    assert_true(c.state[0] == UINT64_C(0x71af4a3ccae81d36));
    assert_true(c.state[1] == UINT64_C(0x9d0c1e44aa6012fa));
    assert_true(c.state[2] == UINT64_C(0xca72427ac23e9e77));
    assert_true(c.state[3] == UINT64_C(0xd116f51956e47f64));
    assert_true(chance_next(&c) == UINT64_C(0x90a908f971aaf948));
    assert_true(chance_next(&c) == UINT64_C(0x606f3b4d0bcef2e9));
}

static void seed__another_actor_or_purpose__another_stream(void **state)
{
    (void)state;
    struct chance a, b, c, d;
    chance_seed(&a, test_key(), "oman", "walk");
    chance_seed(&b, test_key(), "oman", "wal");
    chance_seed(&c, test_key(), "omanw", "alk");
    chance_seed(&d, bytes_of("key"), "oman", "walk");
    assert_memory_not_equal(&a, &b, sizeof(a));
    assert_memory_not_equal(&a, &c, sizeof(a));
    assert_memory_not_equal(&a, &d, sizeof(a));
}

static void key__seed_and_actor__their_hmac(void **state)
{
    (void)state;
    struct digest key = chance_key(test_key(), "us");
    char text[65];
    digest_print(&key, text);
    assert_string_equal(
        text,
        "50514c96da5db6902f40a6217c2d29609a7109859275bb61f0630e98b5dbf86b");
}

static void below__six__same_as_the_python_program(void **state)
{
    (void)state;
    static const uint64_t expected[] = {4, 3, 2, 0, 2, 2, 3, 0, 2, 5, 3, 4};
    struct chance c;
    chance_seed(&c, test_key(), "oman", "walk");
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
        assert_int_equal(chance_below(&c, 6), expected[i]);
}

/* Just over half of the range: every second draw is rejected. */
static void below__rejecting_often__same_as_the_python_program(void **state)
{
    (void)state;
    const uint64_t n = (UINT64_C(1) << 63) + 1;
    struct chance c;
    chance_seed(&c, test_key(), "oman", "walk");
    assert_true(chance_below(&c, n) == UINT64_C(1200500643117857095));
    assert_true(chance_below(&c, n) == UINT64_C(1312045615375641581));
    assert_true(chance_below(&c, n) == UINT64_C(6754597252805017286));
    assert_true(chance_below(&c, n) == UINT64_C(6807848013478245307));
}

static void below__one__is_zero(void **state)
{
    (void)state;
    struct chance c;
    chance_seed(&c, test_key(), "oman", "walk");
    for (int i = 0; i < 10; i++)
        assert_int_equal(chance_below(&c, 1), 0);
}

/* 70,000 draws of seven kinds, expected 10,000 each: chi-squared with six
 * degrees of freedom passes 22.46 with probability 0.001. Integers: the sum of
 * squared differences stays under 224,600. */
static void below__seven__evenly_spread(void **state)
{
    (void)state;
    struct chance c;
    chance_seed(&c, test_key(), "test", "spread");
    int64_t seen[7] = {0};
    for (int i = 0; i < 70000; i++)
        seen[chance_below(&c, 7)]++;
    int64_t sum = 0;
    for (size_t i = 0; i < 7; i++)
        sum += (seen[i] - 10000) * (seen[i] - 10000);
    assert_true(sum < 224600);
}

static void nonce__numbered__same_as_the_python_program(void **state)
{
    (void)state;
    uint8_t out[NONCE_SIZE];
    chance_nonce(test_key(), "oman", "ballot", 7, out);
    assert_memory_equal(out,
                        "\x5f\x7c\xbb\xbd\x32\x2b\xb5\xa9\xcc\x35\x4b\x6f"
                        "\x65\x10\x80\xe1",
                        NONCE_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next__reference_state__reference_outputs),
        cmocka_unit_test(seed__key_actor_purpose__state_is_their_hmac),
        cmocka_unit_test(seed__another_actor_or_purpose__another_stream),
        cmocka_unit_test(key__seed_and_actor__their_hmac),
        cmocka_unit_test(below__six__same_as_the_python_program),
        cmocka_unit_test(below__rejecting_often__same_as_the_python_program),
        cmocka_unit_test(below__one__is_zero),
        cmocka_unit_test(below__seven__evenly_spread),
        cmocka_unit_test(nonce__numbered__same_as_the_python_program),
    };
    return cmocka_run_group_tests_name("chance", tests, NULL, NULL);
}
