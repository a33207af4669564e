/* A record read while it is written, and forgotten meanwhile. */
#include "sim/runtime/tail.h"

#include "tests/rig/small_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct pile whole;

/* The whole record comes in pieces of a size; every entry must be read as the
 * reader of whole records reads it. Returns the most bytes kept. */
static size_t read_in_pieces(size_t piece, bool forgetting)
{
    struct record_reader reader;
    struct record_entry read, expected;
    struct tail t = {0};
    size_t most = 0;

    assert_int_equal(
        record_open(&reader, (struct bytes){whole.data, whole.size}, NULL),
        ERR_OK);
    for (size_t at = 0; at < whole.size; at += piece) {
        size_t left = whole.size - at;

        tail_add(&t,
                 (struct bytes){whole.data + at, left < piece ? left : piece});
        while (tail_next(&t, &read)) {
            assert_int_equal(record_next(&reader, &expected, NULL), ERR_OK);
            assert_int_equal(read.kind, expected.kind);
            assert_true(bytes_equal(read.body, expected.body));
        }
        if (forgetting)
            tail_forget(&t);
        if (tail_bytes(&t).size > most)
            most = tail_bytes(&t).size;
    }
    assert_int_equal(record_next(&reader, &expected, NULL), ERR_MORE);
    tail_fini(&t);
    return most;
}

static void tail__pieces_of_any_size__entries_of_the_record(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= whole.size; piece++)
        assert_int_equal(read_in_pieces(piece, false), whole.size);
}

static void tail__forgetting__reads_on_and_keeps_little(void **state)
{
    (void)state;
    for (size_t piece = 1; piece <= whole.size; piece++)
        (void)read_in_pieces(piece, true);
    assert_true(read_in_pieces(1, true) < whole.size / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tail__pieces_of_any_size__entries_of_the_record),
        cmocka_unit_test(tail__forgetting__reads_on_and_keeps_little),
    };

    small_record(&whole);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
