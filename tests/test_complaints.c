/* What another process writes to its standard error, fed through a pipe. */
#include "sim/runtime/complaints.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void take(void *arg, struct bytes line)
{
    struct page *all = arg;

    page_text(all, "[");
    page_add(all, line);
    page_text(all, "]");
}

/* All that comes out of what was written in these pieces, one read each. */
static void check(const char *const *pieces, const char *wanted)
{
    struct complaints c = {.size = 0};
    struct page all = {0};
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    for (; *pieces != NULL; pieces++) {
        ssize_t size = (ssize_t)strlen(*pieces);

        assert_int_equal(write(ends[1], *pieces, (size_t)size), size);
        assert_true(complaints_read(&c, ends[0], take, &all));
    }
    assert_int_equal(close(ends[1]), 0);
    assert_false(complaints_read(&c, ends[0], take, &all));
    assert_string_equal(page_string(&all), wanted);
    assert_int_equal(close(ends[0]), 0);
    complaints_fini(&c);
    page_fini(&all);
}

static void complaints__in_pieces__whole_lines(void **state)
{
    (void)state;
    check((const char *const[]){"shuttle: no", " room\nand ", "more", NULL},
          "[shuttle: no room][and more]");
    check((const char *const[]){"\n\n", NULL}, "[][]");
}

static void complaints__escape_codes__harmless(void **state)
{
    (void)state;
    check(
        (const char *const[]){"\x1b[2J\x1b]0;title\x07", "gone\r\xff\n", NULL},
        "[\\x1b[2J\\x1b]0;title\\x07gone\\x0d\\xff]");
}

static void complaints__line_without_end__cut(void **state)
{
    char text[1025], wanted[1024 + 2 + 3 + 1];

    (void)state;
    memset(text, 'a', 1024);
    text[1024] = '\0';
    (void)snprintf(wanted, sizeof(wanted), "[%s][b]", text);
    check((const char *const[]){text, "b", NULL}, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complaints__in_pieces__whole_lines),
        cmocka_unit_test(complaints__escape_codes__harmless),
        cmocka_unit_test(complaints__line_without_end__cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
