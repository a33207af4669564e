#include "shuttle/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define LITERAL(text)                                                          \
    {                                                                          \
        (const uint8_t *)(text), sizeof(text) - 1                              \
    }

static void bytes_of__null__is_none(void **state)
{
    (void)state;
    assert_null(bytes_of(NULL).data);
    assert_int_equal(bytes_of(NULL).size, 0);
    assert_int_equal(bytes_of("").size, 0);
    assert_int_equal(bytes_of("abc").size, 3);
}

static void bytes_equal__same_and_other__told_apart(void **state)
{
    (void)state;
    assert_true(bytes_equal(BYTES_NONE, bytes_of("")));
    assert_true(bytes_equal(bytes_of("abc"), bytes_of("abc")));
    assert_false(bytes_equal(bytes_of("abc"), bytes_of("abd")));
    assert_false(bytes_equal(bytes_of("abc"), bytes_of("ab")));
    assert_false(bytes_equal(bytes_of("ab"), bytes_of("abc")));
}

static void bytes_plain__stretches__end_where_they_should(void **state)
{
    (void)state;
    assert_int_equal(bytes_plain(BYTES_NONE, 0), 0);
    assert_int_equal(bytes_plain(bytes_of(" a~"), 0), 3);
    assert_int_equal(bytes_plain(bytes_of(" a~"), 2), 1);
    assert_int_equal(bytes_plain(bytes_of(" a~"), 3), 0);
    assert_int_equal(bytes_plain(bytes_of("ab\x1f"
                                          "c"),
                                 0),
                     2);
    assert_int_equal(bytes_plain(bytes_of("ab\nc"), 1), 1);
    assert_int_equal(bytes_plain(bytes_of("a\x7f"), 0), 1);
    assert_int_equal(bytes_plain(bytes_of("a\xc2\x80"), 0), 1);
    assert_int_equal(bytes_plain(bytes_of("a\xc2\x80"), 1), 0);
}

static void utf8__well_formed__accepted(void **state)
{
    (void)state;
    static const struct bytes good[] = {
        LITERAL(""),
        LITERAL("plain"),
        LITERAL("\x7f"),
        LITERAL("\xc2\x80"),         /* U+0080, the first of two bytes */
        LITERAL("\xdf\xbf"),         /* U+07FF */
        LITERAL("\xe0\xa0\x80"),     /* U+0800, the first of three */
        LITERAL("\xed\x9f\xbf"),     /* U+D7FF, below the surrogates */
        LITERAL("\xee\x80\x80"),     /* U+E000, above them */
        LITERAL("\xef\xbf\xbf"),     /* U+FFFF */
        LITERAL("\xf0\x90\x80\x80"), /* U+10000, the first of four */
        LITERAL("\xf4\x8f\xbf\xbf"), /* U+10FFFF, the last of all */
        /* RFC 3629, section 7 */
        LITERAL("\x41\xe2\x89\xa2\xce\x91\x2e"),
        LITERAL("\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4"),
        LITERAL("\xef\xbb\xbf\xf0\xa3\x8e\xb4"),
        LITERAL("\xd9\x85\xd8\xa7 \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae"),
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        if (!bytes_is_utf8(good[i]))
            fail_msg("good string %zu was refused", i);
    }
}

static void utf8__ill_formed__refused(void **state)
{
    (void)state;
    static const struct bytes bad[] = {
        LITERAL("\0"),
        LITERAL("a\0b"),
        LITERAL("\x80"),             /* a trail byte alone */
        LITERAL("\xbf"),             /* the last such */
        LITERAL("\xc0\x80"),         /* overlong NUL */
        LITERAL("\xc1\xbf"),         /* overlong U+007F */
        LITERAL("\xc2"),             /* cut short */
        LITERAL("\xc2\x7f"),         /* trail too low */
        LITERAL("\xc2\xc0"),         /* trail too high */
        LITERAL("\xe0\x9f\xbf"),     /* overlong U+07FF */
        LITERAL("\xe1\x80"),         /* cut short */
        LITERAL("\xe1\x80\xc0"),     /* third byte is a lead */
        LITERAL("\xed\xa0\x80"),     /* U+D800 */
        LITERAL("\xed\xbf\xbf"),     /* U+DFFF */
        LITERAL("\xf0\x8f\xbf\xbf"), /* overlong U+FFFF */
        LITERAL("\xf0\x90\x80"),     /* cut short */
        LITERAL("\xf1\x80\x80\x7f"), /* fourth byte is ASCII */
        LITERAL("\xf4\x90\x80\x80"), /* U+110000 */
        LITERAL("\xf5\x80\x80\x80"), /* a lead byte that never occurs */
        LITERAL("\xfe"),
        LITERAL("\xff"),
        LITERAL("good then \xc3"),
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (bytes_is_utf8(bad[i]))
            fail_msg("bad string %zu was accepted", i);
    }
}

/* Every code point, written by the arithmetic of RFC 3629, section 3: well
 * formed exactly when it is no surrogate and not NUL. */
/* Long texts go eight bytes at a time: what is bad must be found at every
 * place, beside every neighbour. */
static void utf8__one_bad_byte_in_a_long_text__found(void **state)
{
    (void)state;
    static const uint8_t bad[] = {0x00, 0x80, 0xc3, 0xff};
    for (size_t size = 1; size <= 40; size++) {
        for (size_t at = 0; at < size; at++) {
            uint8_t text[40];
            memset(text, at % 2 ? 0x01 : 0x7f, sizeof(text));
            assert_true(bytes_is_utf8((struct bytes){text, size}));
            for (size_t i = 0; i < sizeof(bad); i++) {
                text[at] = bad[i];
                assert_false(bytes_is_utf8((struct bytes){text, size}));
            }
        }
    }
}

static void utf8__every_code_point__as_the_rfc_says(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10ffff; c++) {
        uint8_t s[4];
        size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const uint8_t leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
        for (size_t i = size - 1; i > 0; i--)
            s[i] = (uint8_t)(0x80 | (c >> (6 * (size - 1 - i)) & 0x3f));
        s[0] = (uint8_t)(leads[size] | c >> (6 * (size - 1)));
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        if (bytes_is_utf8((struct bytes){s, size}) == surrogate)
            fail_msg("U+%04X", (unsigned int)c);
    }
}

static void reader__every_width__is_big_endian(void **state)
{
    (void)state;
    struct reader r = reader_over((struct bytes)LITERAL(
        "\x01\x02\x03\x04\x05\x06\x07\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xff"
        "tail"));
    assert_int_equal(reader_u8(&r), 0x01);
    assert_int_equal(reader_u16(&r), 0x0203);
    assert_int_equal(reader_u32(&r), 0x04050607);
    assert_true(reader_u64(&r) == UINT64_C(0xf8f9fafbfcfdfeff));
    assert_int_equal(reader_left(&r), 4);
    assert_false(reader_done(&r));
    assert_true(bytes_equal(reader_bytes(&r, 4), bytes_of("tail")));
    assert_true(reader_done(&r));
}

static void reader__asked_for_too_much__stays_failed(void **state)
{
    (void)state;
    struct reader r = reader_over((struct bytes)LITERAL("\x01\x02\x03"));
    assert_int_equal(reader_u32(&r), 0);
    assert_true(r.failed);
    assert_int_equal(reader_u8(&r), 0);
    assert_int_equal(reader_bytes(&r, 0).size, 0);
    assert_false(reader_done(&r));

    r = reader_over((struct bytes)LITERAL("\x01"));
    assert_null(reader_bytes(&r, 2).data);
    assert_true(r.failed);
    r = reader_over((struct bytes)LITERAL("\x01"));
    assert_int_equal(reader_bytes(&r, SIZE_MAX).size, 0);
    assert_true(r.failed);
}

static void reader__empty_input__is_done(void **state)
{
    (void)state;
    struct reader r = reader_over(BYTES_NONE);
    assert_true(reader_done(&r));
    assert_int_equal(reader_bytes(&r, 0).size, 0);
    assert_true(reader_done(&r));
    assert_int_equal(reader_u8(&r), 0);
    assert_false(reader_done(&r));
}

static void writer__every_width__is_big_endian(void **state)
{
    (void)state;
    uint8_t out[18];
    struct writer w = writer_over(out, sizeof(out));
    assert_int_equal(writer_size(&w), 0);
    writer_u8(&w, 0x01);
    writer_u16(&w, 0x0203);
    writer_u32(&w, 0x04050607);
    writer_u64(&w, UINT64_C(0xf8f9fafbfcfdfeff));
    writer_bytes(&w, bytes_of("end"));
    assert_false(w.failed);
    assert_int_equal(writer_size(&w), sizeof(out));
    assert_memory_equal(out,
                        "\x01\x02\x03\x04\x05\x06\x07\xf8\xf9\xfa\xfb\xfc"
                        "\xfd\xfe\xff"
                        "end",
                        sizeof(out));
    writer_bytes(&w, BYTES_NONE);
    assert_false(w.failed);
    writer_u8(&w, 0);
    assert_true(w.failed);
}

static void writer__no_room__writes_nothing_more(void **state)
{
    (void)state;
    uint8_t out[8];
    memset(out, 0x55, sizeof(out));
    struct writer w = writer_over(out, 3);
    writer_u16(&w, 0xaaaa);
    writer_u16(&w, 0xbbbb);
    writer_u8(&w, 0xcc);
    assert_true(w.failed);
    assert_int_equal(writer_size(&w), 0);
    assert_memory_equal(out, "\xaa\xaa\x55\x55\x55\x55\x55\x55", 8);

    w = writer_over(NULL, 0);
    writer_bytes(&w, bytes_of("x"));
    assert_true(w.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_of__null__is_none),
        cmocka_unit_test(bytes_equal__same_and_other__told_apart),
        cmocka_unit_test(bytes_plain__stretches__end_where_they_should),
        cmocka_unit_test(utf8__well_formed__accepted),
        cmocka_unit_test(utf8__ill_formed__refused),
        cmocka_unit_test(utf8__one_bad_byte_in_a_long_text__found),
        cmocka_unit_test(utf8__every_code_point__as_the_rfc_says),
        cmocka_unit_test(reader__every_width__is_big_endian),
        cmocka_unit_test(reader__asked_for_too_much__stays_failed),
        cmocka_unit_test(reader__empty_input__is_done),
        cmocka_unit_test(writer__every_width__is_big_endian),
        cmocka_unit_test(writer__no_room__writes_nothing_more),
    };
    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
