#include "shuttle/agenda.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* militias: continue, pause, end; relief: none, waivers, funds; seat: one, two,
 * three */
static struct option militias[] = {
    {"continue", NULL}, {"pause", NULL}, {"end", NULL}};
static struct option relief[] = {
    {"none", NULL}, {"waivers", NULL}, {"funds", NULL}};
static struct option place[] = {
    {"muscat", NULL}, {"\xd9\x82\xd9\x85", NULL}, {"doha", NULL}};
static struct issue issues[] = {
    {.id = "militias",
     .title = "Attacks by partner groups",
     .options = militias,
     .option_count = 3},
    {.id = "relief", .options = relief, .option_count = 3},
    {.id = "place", .options = place, .option_count = 3, .unordered = true},
    {.id = "preamble", .free = true},
};
static const struct agenda agenda = {issues, 3};
static const struct agenda with_words = {issues, 4};

static struct package package_of(uint8_t a, uint8_t b, uint8_t c)
{
    struct package p;
    package_clear(&p);
    p.option[0] = a;
    p.option[1] = b;
    p.option[2] = c;
    return p;
}

static void package__cleared__is_empty(void **state)
{
    (void)state;
    struct package p;
    memset(&p, 0, sizeof p);
    assert_false(package_is_empty(&p));
    package_clear(&p);
    assert_true(package_is_empty(&p));
    assert_false(package_is_whole(&p, &agenda));
    for (size_t i = 0; i < ISSUES_MAX; i++)
        assert_int_equal(p.option[i], OPTION_NONE);
    p.option[ISSUES_MAX - 1] = 0;
    assert_false(package_is_empty(&p));
}

static void package__all_issues_settled__is_whole(void **state)
{
    (void)state;
    struct package p = package_of(1, 0, OPTION_NONE);
    assert_false(package_is_whole(&p, &agenda));
    p.option[2] = 2;
    assert_true(package_is_whole(&p, &agenda));
}

static void position__merged__named_options_win(void **state)
{
    (void)state;
    struct package first = package_of(0, 1, OPTION_NONE);
    struct package from = package_of(2, OPTION_NONE, 0);
    struct package both = package_of(2, 1, 0);
    struct position onto = position_of(&first);
    position_merge(&onto, &from);
    struct package merged = position_package(&onto);
    assert_true(package_equal(&merged, &both));
    assert_false(package_equal(&merged, &from));
}

static void position__of_words__has_none(void **state)
{
    (void)state;
    static uint8_t kept[16];
    struct package p = package_of(1, OPTION_NONE, OPTION_NONE);
    struct package without = p;
    assert_true(package_put_words(&p, 3, bytes_of("One river."), kept));
    struct position position = position_of(&p);
    struct package back = position_package(&position);
    assert_true(package_equal(&back, &without));
    assert_false(package_equal(&back, &p));
}

static void words__put__in_the_order_of_issues(void **state)
{
    (void)state;
    static const uint8_t both[] = {0, 1, 'a', 0, 3, 'o', 'n', 'e'};
    static uint8_t first[5], second[8], third[8];
    struct package p;
    package_clear(&p);
    assert_int_equal(package_words(&p, 3).size, 0);
    assert_true(package_put_words(&p, 7, bytes_of("one"), first));
    assert_true(package_put_words(&p, 3, bytes_of("a"), second));
    assert_int_equal(p.option[3], OPTION_WORDS);
    assert_int_equal(p.option[7], OPTION_WORDS);
    assert_int_equal(p.words.size, sizeof both);
    assert_memory_equal(p.words.data, both, sizeof both);
    assert_true(bytes_equal(package_words(&p, 7), bytes_of("one")));
    assert_true(bytes_equal(package_words(&p, 3), bytes_of("a")));
    assert_int_equal(package_words(&p, 4).size, 0);
    assert_true(package_put_words(&p, 7, bytes_of("b"), third));
    assert_true(bytes_equal(package_words(&p, 7), bytes_of("b")));
    assert_int_equal(p.words.size, 6);
}

static void words__none_too_many_or_no_text__refused(void **state)
{
    (void)state;
    static uint8_t kept[2 * PACKAGE_WORDS_MAX], more[2 * PACKAGE_WORDS_MAX];
    static char text[PACKAGE_WORDS_MAX + 1];
    struct package p, before;
    memset(text, 'x', sizeof text);
    package_clear(&p);
    before = p;
    assert_false(package_put_words(&p, 3, BYTES_NONE, kept));
    assert_false(package_put_words(&p, 3, bytes_of("\xd9"), kept));
    struct bytes most = {(const uint8_t *)text, PACKAGE_WORDS_MAX - 1};
    assert_false(package_put_words(&p, 3, most, kept));
    assert_true(package_equal(&p, &before));
    most.size = PACKAGE_WORDS_MAX - 2;
    assert_true(package_put_words(&p, 3, most, kept));
    assert_false(package_put_words(&p, 4, bytes_of("a"), more));
    assert_true(package_words_fit(&p));
    p.option[4] = OPTION_WORDS; /* marked, and nothing there */
    assert_false(package_words_fit(&p));
}

static void words__of_a_free_issue__settle_it_and_nothing_else(void **state)
{
    (void)state;
    static uint8_t kept[16], other[16];
    struct package p = package_of(1, 0, 2), q = p;
    assert_true(package_is_whole(&p, &agenda));
    assert_false(package_is_whole(&p, &with_words));
    assert_true(package_put_words(&p, 3, bytes_of("One river."), kept));
    assert_true(package_is_whole(&p, &with_words));
    assert_true(package_fits(&p, &with_words));
    assert_false(package_fits(&p, &agenda)); /* three issues */
    assert_true(package_put_words(&q, 3, bytes_of("One river,"), other));
    assert_false(package_equal(&p, &q)); /* one byte */
    q = package_of(1, 0, 2);
    q.option[3] = 0; /* it has no options */
    assert_false(package_fits(&q, &with_words));
    q = package_of(1, 0, 2);
    assert_true(package_put_words(&q, 1, bytes_of("One river."), other));
    assert_false(package_fits(&q, &with_words)); /* relief has no words */
}

/* Expected by python3: hashlib.sha256(nonce + bytes([4, 1, 0, 2, 254]) +
 * b"\0\x0aOne river.").hexdigest() */
static void words__digest_and_value__by_hand(void **state)
{
    (void)state;
    static const struct values us = {40,
                                     {{0, 35, 60}, {40, 25, 0}, {-7, 3, 10}}};
    static uint8_t kept[16];
    uint8_t nonce[NONCE_SIZE];
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        nonce[i] = i;
    char hex[65];
    struct package p = package_of(1, 0, 2);
    assert_true(package_put_words(&p, 3, bytes_of("One river."), kept));
    struct digest d = package_digest(&p, &with_words, nonce);
    digest_print(&d, hex);
    assert_string_equal(hex, "2ae7d3f2faa6fdc7d45ef32a6c57b7ec"
                             "fd9f60fde28ad23338d6ece0b25be260");
    assert_int_equal(package_value(&p, &with_words, &us), 85); /* 35+40+10 */
}

static void package__options_off_the_agenda__do_not_fit(void **state)
{
    (void)state;
    struct package p = package_of(2, 2, 2);
    assert_true(package_fits(&p, &agenda));
    p.option[1] = 3;
    assert_false(package_fits(&p, &agenda));
    p.option[1] = OPTION_NONE;
    assert_true(package_fits(&p, &agenda));
    p.option[3] = 0;
    assert_false(package_fits(&p, &agenda));
}

static void agenda__ids__found_by_whole_id(void **state)
{
    (void)state;
    assert_int_equal(agenda_issue(&agenda, bytes_of("relief")), 1);
    assert_int_equal(agenda_issue(&agenda, bytes_of("relie")), -1);
    assert_int_equal(agenda_issue(&agenda, bytes_of("reliefs")), -1);
    assert_int_equal(agenda_issue(&agenda, BYTES_NONE), -1);
    assert_int_equal(agenda_option(&agenda, 0, bytes_of("end")), 2);
    assert_int_equal(agenda_option(&agenda, 1, bytes_of("end")), -1);
    assert_int_equal(agenda_option(&agenda, 3, bytes_of("end")), -1);
    assert_int_equal(agenda_option(&agenda, -1, bytes_of("end")), -1);
}

static void value__sum_of_the_options__by_hand(void **state)
{
    (void)state;
    static const struct values us = {
        40, {{0, 35, 60}, {40, 25, 0}, {-7, 3, 1000000}}};
    struct package p = package_of(1, 1, OPTION_NONE);
    assert_int_equal(package_value(&p, &agenda, &us), 60); /* 35 + 25 */
    p = package_of(2, 2, 0);
    assert_int_equal(package_value(&p, &agenda, &us), 53); /* 60 + 0 - 7 */
    p = package_of(0, 0, 2);
    assert_int_equal(package_value(&p, &agenda, &us), 1000040);
    package_clear(&p);
    assert_int_equal(package_value(&p, &agenda, &us), 0);
}

/* Expected by python3: hashlib.sha256(nonce + bytes([3, ...])).hexdigest() */
static void digest__packages_and_nonces__as_hashlib_says(void **state)
{
    (void)state;
    uint8_t nonce[NONCE_SIZE];
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        nonce[i] = i;
    char hex[65];
    struct package p = package_of(1, 0, 2);
    struct digest d = package_digest(&p, &agenda, nonce);
    digest_print(&d, hex);
    assert_string_equal(hex, "c8d4df35232ac1cf1a789d0cc0cfe14e"
                             "5b0483b2acbd076f72d8203a4147d819");
    memset(nonce, 0, sizeof nonce);
    d = package_digest(&p, &agenda, nonce);
    digest_print(&d, hex);
    assert_string_equal(hex, "0c204616a4a50acef428c36e27c9f5b3"
                             "46b18e6ad5395ea44732d9ee70cf726a");
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        nonce[i] = i;
    p.option[1] = OPTION_NONE;
    d = package_digest(&p, &agenda, nonce);
    digest_print(&d, hex);
    assert_string_equal(hex, "034cf19cfe2d5aab304a3ce1516cdf7c"
                             "d3e4c7fb6f30ac195a46015dfa5713cc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(package__cleared__is_empty),
        cmocka_unit_test(package__all_issues_settled__is_whole),
        cmocka_unit_test(position__merged__named_options_win),
        cmocka_unit_test(position__of_words__has_none),
        cmocka_unit_test(words__put__in_the_order_of_issues),
        cmocka_unit_test(words__none_too_many_or_no_text__refused),
        cmocka_unit_test(words__of_a_free_issue__settle_it_and_nothing_else),
        cmocka_unit_test(words__digest_and_value__by_hand),
        cmocka_unit_test(package__options_off_the_agenda__do_not_fit),
        cmocka_unit_test(agenda__ids__found_by_whole_id),
        cmocka_unit_test(value__sum_of_the_options__by_hand),
        cmocka_unit_test(digest__packages_and_nonces__as_hashlib_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
