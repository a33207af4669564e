/* The scenario to start from: whatever it is given, it has its form and no
 * mistakes, or says what will not do. */
#include "sim/scenario/start.h"

#include "shuttle/memory.h"
#include "sim/scenario/format.h"
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_good(const struct start *start, const char *title,
                        const char *first, const char *second)
{
    struct buffer text, again;
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    struct diag diag = {.message = ""};
    buffer_init(&text);
    buffer_init(&again);
    arena_init(&arena, 0);
    diags_init(&diags);
    assert_int_equal(start_write(start, &text, &diag), ERR_OK);
    assert_int_equal(
        scenario_read(buffer_bytes(&text), NULL, &arena, &s, &diags), ERR_OK);
    assert_string_equal(s->title, title);
    assert_int_equal(s->room_count, 2);
    assert_string_equal(s->rooms[0].id, first);
    assert_string_equal(s->rooms[1].id, second);
    assert_int_equal(s->agenda.issue_count, 2);
    assert_int_equal(s->round_count, 2);
    assert_true(s->expect_count > 0);
    assert_int_equal(scenario_format(buffer_bytes(&text), &diags, &again),
                     ERR_OK);
    assert_true(bytes_equal(buffer_bytes(&text), buffer_bytes(&again)));
    diags_fini(&diags);
    arena_fini(&arena);
    buffer_fini(&again);
    buffer_fini(&text);
}

#define LONG_ID "r123456789012345678901234567890123456789012345678901234567890a"

static void start__with_what_is_given__has_no_mistakes(void **state)
{
    (void)state;
    expect_good(&(struct start){.file = "x.yaml"}, "The bridge", "north",
                "south");
    expect_good(&(struct start){.title = "Say \"hi\" # \\ x", .rooms = "a,b"},
                "Say \"hi\" # \\ x", "a", "b");
    expect_good(&(struct start){.rooms = "envoy,mediator"}, "The bridge",
                "envoy", "mediator");
    expect_good(&(struct start){.rooms = LONG_ID "x," LONG_ID "y"},
                "The bridge", LONG_ID "x", LONG_ID "y");
    /* A name that would break out of its comment is not shown. */
    expect_good(&(struct start){.file = "a\nrooms: {}"}, "The bridge", "north",
                "south");
    expect_good(&(struct start){.file = "\xff"}, "The bridge", "north",
                "south");
    expect_good(&(struct start){.title = "x", .rooms = "a, b"}, "x", "a", "b");
    expect_good(&(struct start){.title = "مسقط"}, "مسقط", "north", "south");
}

static void start__with_what_will_not_do__says_so(void **state)
{
    static const char *const rooms[] = {
        "",
        "a",
        "a,",
        ",a",
        "a,a",
        "a,b,c",
        "a b",
        "a b,c",
        "1,2",
        "limit,at",
        "any,things",
        "r123456789012345678901234567890123456789012345678901234567890axy,z",
        "a,b: {}\nseed"};
    (void)state;
    for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
        struct start start = {.rooms = rooms[i]};
        struct buffer text;
        struct diag diag = {.message = ""};
        buffer_init(&text);
        if (start_write(&start, &text, &diag) != ERR_SCENARIO)
            fail_msg("'%s' was taken", rooms[i]);
        assert_true(diag.message[0] != '\0');
        assert_int_equal(text.size, 0);
        buffer_fini(&text);
    }
    struct start start = {.title = "a\x1b[31m"};
    struct buffer text;
    struct diag diag = {.message = ""};
    buffer_init(&text);
    assert_int_equal(start_write(&start, &text, &diag), ERR_SCENARIO);
    buffer_fini(&text);
}

static void memory__gone_anywhere__is_said(void **state)
{
    struct start start = {.file = "x.yaml"};
    unsigned long n = 0;
    enum err e;
    (void)state;
    do {
        struct buffer text;
        struct diag diag = {.message = ""};
        buffer_init(&text);
        memory_fail_at(++n);
        e = start_write(&start, &text, &diag);
        memory_fail_at(0);
        assert_true(e == ERR_OK || e == ERR_MEMORY);
        buffer_fini(&text);
    } while (e == ERR_MEMORY && n < 1000);
    assert_int_equal(e, ERR_OK);
    assert_true(n > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start__with_what_is_given__has_no_mistakes),
        cmocka_unit_test(start__with_what_will_not_do__says_so),
        cmocka_unit_test(memory__gone_anywhere__is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
