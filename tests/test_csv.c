/* Comma-separated values, by the rules of RFC 4180, section 2. */
#include "sim/scenario/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The records as "[a|b][c@2:1!]": @ the place of a fault, ! after a fault. */
static const char *shown(const char *text)
{
    static char out[1024];
    struct csv csv;
    struct csv_record r;
    struct arena arena;
    size_t used = 0;
    arena_init(&arena, 0);
    csv_init(&csv, bytes_of(text), &arena);
    out[0] = '\0';
    while (csv_next(&csv, &r)) {
        used += (size_t)snprintf(out + used, sizeof(out) - used, "[");
        for (size_t i = 0; i < r.count && i < CSV_FIELDS_MAX; i++)
            used += (size_t)snprintf(out + used, sizeof(out) - used, "%s%s",
                                     i > 0 ? "|" : "", r.fields[i].text);
        if (r.fault)
            used += (size_t)snprintf(out + used, sizeof(out) - used, "@%u:%u!",
                                     r.fault_place.line, r.fault_place.column);
        used += (size_t)snprintf(out + used, sizeof(out) - used, "]");
    }
    assert_false(csv.failed);
    arena_fini(&arena);
    return out;
}

static void records__with_any_line_end__are_told_apart(void **state)
{
    (void)state;
    assert_string_equal(shown("a,b\nc,d"), "[a|b][c|d]");
    assert_string_equal(shown("a,b\r\nc,d\r\n"), "[a|b][c|d]");
    assert_string_equal(shown("a\rb\r"), "[a][b]");
    assert_string_equal(shown("\n\n a , b \n\n  \nc\n"), "[a|b][c]");
    assert_string_equal(shown(""), "");
    assert_string_equal(shown(" "), "");
    assert_string_equal(shown(",\n,,"), "[|][||]");
}

static void quotes__around_a_field__keep_what_is_in_it(void **state)
{
    (void)state;
    assert_string_equal(shown("\"a\",\"b,c\"\n"), "[a|b,c]");
    assert_string_equal(shown("\"a \"\"b\"\"\",c"), "[a \"b\"|c]");
    assert_string_equal(shown("\"a\nb\",c\nd"), "[a\nb|c][d]");
    assert_string_equal(shown("\"\"\n\"\",\"\""), "[][|]");
    assert_string_equal(shown(" \"a\" , \" b\""), "[a| b]");
}

static void quotes__that_are_wrong__are_pointed_at(void **state)
{
    (void)state;
    assert_string_equal(shown("a\"b,c\nd"), "[a\"b@1:2!][d]");
    assert_string_equal(shown("\"a\"b,c\nd"), "[a@1:4!][d]");
    assert_string_equal(shown("a,\"b\nc,d\n"), "[a|b\nc,d\n@1:3!]");
    assert_string_equal(shown("a\n\""), "[a][@2:1!]");
}

static void places__of_fields__count_lines_and_characters(void **state)
{
    struct csv csv;
    struct csv_record r;
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    csv_init(&csv, bytes_of("\xc3\xa9t\xc3\xa9,x\r\n\"1\r\n2\",  y\r\nz"),
             &arena);
    assert_true(csv_next(&csv, &r));
    assert_int_equal(r.fields[1].place.line, 1);
    assert_int_equal(r.fields[1].place.column, 5);
    assert_true(csv_next(&csv, &r));
    assert_int_equal(r.place.line, 2);
    assert_int_equal(r.fields[1].place.line, 3);
    assert_int_equal(r.fields[1].place.column, 6);
    assert_true(csv_next(&csv, &r));
    assert_int_equal(r.place.line, 4);
    assert_false(csv_next(&csv, &r));
    arena_fini(&arena);
}

static void fields__more_than_are_kept__are_counted(void **state)
{
    struct csv csv;
    struct csv_record r;
    struct arena arena;
    (void)state;
    arena_init(&arena, 0);
    csv_init(&csv, bytes_of("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19"),
             &arena);
    assert_true(csv_next(&csv, &r));
    assert_int_equal(r.count, 19);
    assert_string_equal(r.fields[17].text, "18");
    arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records__with_any_line_end__are_told_apart),
        cmocka_unit_test(quotes__around_a_field__keep_what_is_in_it),
        cmocka_unit_test(quotes__that_are_wrong__are_pointed_at),
        cmocka_unit_test(places__of_fields__count_lines_and_characters),
        cmocka_unit_test(fields__more_than_are_kept__are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
