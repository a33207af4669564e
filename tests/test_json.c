/* The JSON of outside programs. What is well formed and what is not follows
 * RFC 8259; the escapes are worked out by hand from its section 7. */
#include "proto/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static bool is_object(const char *text)
{
    return json_is_object(bytes_of(text));
}

static void object__well_formed__is_taken(void **state)
{
    static const char *const good[] = {
        "{}",
        " { } ",
        "{\"a\":1}",
        "{\"a\": -0.5e+3 , \"b\":[1,[2,{\"c\":null}],{}] , \"d\":[]}",
        "{\"\\u00e9\\n\\\"\":true,\"x\":false}",
        "{\"a\":{\"a\":{\"a\":0}}}\r\n",
        "{\"\":\"\"}",
    };

    (void)state;
    for (size_t n = 0; n < sizeof good / sizeof *good; n++)
        assert_true(is_object(good[n]));
}

static void object__malformed__is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "1",
        "null",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}{",
        "{\"a\":1}x",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u123\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":[1,2}",
        "{\"a\":[1,]}",
        "{\"a\":[}",
        "{\"a\":{\"b\"}}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":\"\xff\"}",
        "{\"a\":\"\xed\xa0\x80\"}",
        "{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}",
    };

    (void)state;
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++)
        if (is_object(bad[n]))
            fail_msg("taken: %s", bad[n]);
    assert_false(json_is_object((struct bytes){(const uint8_t *)"{\0}", 3}));
}

static void value__of_a_key__is_found(void **state)
{
    struct bytes o = bytes_of("{ \"x\" : [ {\"n\":3} ] , \"n\" : 42 , "
                              "\"t\": \"a\\u00e9\\ud83d\\ude00\\n\\\"\" }");
    struct json_value v;
    uint8_t out[64];
    size_t size;
    int64_t n;

    (void)state;
    assert_true(json_is_object(o));
    v = json_get(o, "n");
    assert_true(json_get_number(&v, &n));
    assert_int_equal(n, 42);
    v = json_get(o, "x");
    assert_int_equal(v.kind, JSON_OTHER);
    v = json_get(o, "t");
    assert_true(json_get_text(&v, out, sizeof out, &size));
    assert_int_equal(size, 9);
    assert_memory_equal(out, "a\xc3\xa9\xf0\x9f\x98\x80\n\"", 9);
    assert_false(json_get_text(&v, out, 8, &size));
    assert_int_equal(json_get(o, "absent").kind, JSON_ABSENT);
}

static void number__that_is_no_count__is_refused(void **state)
{
    static const char *const bad[] = {
        "{\"n\":-1}",
        "{\"n\":1.5}",
        "{\"n\":1e3}",
        "{\"n\":\"1\"}",
        "{\"n\":9223372036854775808}",
        "{\"n\":null}",
    };
    struct json_value v =
        json_get(bytes_of("{\"n\":9223372036854775807}"), "n");
    int64_t n;

    (void)state;
    assert_true(json_get_number(&v, &n));
    assert_true(n == INT64_MAX);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        v = json_get(bytes_of(bad[i]), "n");
        assert_false(json_get_number(&v, &n));
    }
}

static void text__with_half_a_pair_or_nul__is_refused(void **state)
{
    static const char *const bad[] = {
        "{\"t\":\"\\u0000\"}",        "{\"t\":\"\\ud83d\"}",
        "{\"t\":\"\\ude00\"}",        "{\"t\":\"\\ud83dx\"}",
        "{\"t\":\"\\ud83d\\u0041\"}", "{\"t\":7}",
    };
    uint8_t out[64];
    size_t size;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct json_value v = json_get(bytes_of(bad[i]), "t");
        assert_true(is_object(bad[i]));
        assert_false(json_get_text(&v, out, sizeof out, &size));
    }
}

static void line__written__has_its_commas_and_escapes(void **state)
{
    uint8_t out[128];
    struct json j = {.out = out, .capacity = sizeof out};
    const char *want = "{\"a\":\"\\\"\\\\\\n\\u0001\\u007f\xc3\xa9\",\"b\":[1,"
                       "\"x\",{}],\"c\":null,\"d\":true}";

    (void)state;
    json_open(&j, '{');
    json_text(&j, "a", bytes_of("\"\\\n\x01\x7f\xc3\xa9"));
    json_key(&j, "b");
    json_open(&j, '[');
    json_number(&j, NULL, 1);
    json_text(&j, NULL, bytes_of("x"));
    json_open(&j, '{');
    json_close(&j, '}');
    json_close(&j, ']');
    json_time(&j, "c", INSTANT_NEVER);
    json_bool(&j, "d", true);
    json_close(&j, '}');
    assert_int_equal(j.size, strlen(want));
    assert_memory_equal(out, want, j.size);
    assert_true(json_is_object((struct bytes){out, j.size}));
}

/* What would move a terminal's cursor or turn its letters round is written by
 * its number; what only looks like its beginning is not. */
static void line__with_marks_of_direction__has_them_by_number(void **state)
{
    const char *text = "\xe2\x80\xae\xe2\x81\xa9\xc2\x9b|\xe2\x80\x8c\xe2\x81"
                       "\xaa\xc2\xa0\xd8\xb5\xe2";
    const char *want = "{\"a\":\"\\u202e\\u2069\\u009b|\xe2\x80\x8c\xe2\x81"
                       "\xaa\xc2\xa0\xd8\xb5\xe2\"}";
    uint8_t out[200];
    struct json j = {.out = out, .capacity = sizeof out};

    (void)state;
    json_open(&j, '{');
    json_text(&j, "a", bytes_of(text));
    json_close(&j, '}');
    assert_int_equal(j.size, strlen(want));
    assert_memory_equal(out, want, j.size);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(object__well_formed__is_taken),
        cmocka_unit_test(object__malformed__is_refused),
        cmocka_unit_test(value__of_a_key__is_found),
        cmocka_unit_test(number__that_is_no_count__is_refused),
        cmocka_unit_test(text__with_half_a_pair_or_nul__is_refused),
        cmocka_unit_test(line__written__has_its_commas_and_escapes),
        cmocka_unit_test(line__with_marks_of_direction__has_them_by_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
