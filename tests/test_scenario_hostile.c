/* Input made to hurt: it is refused, soon and within bounded memory. */
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#define HEAD                                                                   \
    "scenario: 1\nrooms: { us: {}, iran: {} }\n"                               \
    "mediators: { oman: {} }\n"

static struct buffer text;
static double slowest;

static void repeat(const char *what, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buffer_add(&text, what);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Read what is in text; it must have a mistake of this code (0: any). */
static void refuse(enum mistake code)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    double start = seconds();
    enum err e =
        scenario_read(buffer_bytes(&text), "hostile", &arena, &s, &diags);
    double took = seconds() - start;
    slowest = took > slowest ? took : slowest;
    bool found = code == 0;
    for (uint32_t i = 0; i < diags.count; i++)
        found = found || diags.list[i].code == code;
    if (e != ERR_SCENARIO || s || !found || diags.count == 0)
        fail_msg("%s, %u mistakes, the first S%03d", err_name(e), diags.count,
                 diags.count > 0 ? (int)diags.list[0].code : 0);
    assert_true(diags.count <= SCENARIO_DIAGS_MAX);
    diags_fini(&diags);
    arena_fini(&arena);
    text.size = 0;
}

/* Read a scenario without mistakes; it must be given this warning. */
static void doubt(enum mistake code)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    double start = seconds();
    enum err e =
        scenario_read(buffer_bytes(&text), "hostile", &arena, &s, &diags);
    double took = seconds() - start;
    slowest = took > slowest ? took : slowest;
    bool found = false;
    for (uint32_t i = 0; i < diags.count; i++)
        found = found || diags.list[i].code == code;
    if (e || !found)
        fail_msg("%s, %u mistakes, the first S%03d", err_name(e), diags.count,
                 diags.count > 0 ? (int)diags.list[0].code : 0);
    diags_fini(&diags);
    arena_fini(&arena);
    text.size = 0;
}

/* Nineteen issues of two options are 524,288 packages, all on one line from
 * what is best for one room to what is best for the other: all are looked at.
 */
static void values__opposed_in_many_issues__are_looked_through(void **state)
{
    (void)state;
    buffer_add(&text, "scenario: 1\nrooms: { a: {}, b: {} }\n"
                      "mediators: { m: {} }\nagenda:\n");
    for (int i = 0; i < 19; i++)
        buffer_format(&text, "  i%d: { options: [x, y] }\n", i);
    buffer_add(&text, "private:\n");
    for (int room = 0; room < 2; room++) {
        buffer_format(&text, "  %c: { no_deal: 100, values: {", "ab"[room]);
        for (int i = 0; i < 19; i++)
            buffer_format(&text, "%s i%d: { x: %d, y: %d }", i ? "," : "", i,
                          room ? 0 : i + 1, room ? i + 1 : 0);
        buffer_add(&text, " } }\n");
    }
    buffer_add(&text, "rounds: [{ a: [{ say: \"Well.\" }] }]\n");
    doubt(MISTAKE_OPPOSED);
}

/* Every confidence is compared with every open line of its room. */
static void confidences__thousands__are_compared(void **state)
{
    (void)state;
    buffer_add(&text, "scenario: 1\nrooms:\n");
    for (int room = 0; room < 16; room++)
        buffer_format(&text, "  r%d: {}\n", room);
    buffer_add(&text, "mediators: { m: {} }\nagenda: { i: { options: "
                      "{ x: \"Quite a long title\", y: \"Another\" } } }\n"
                      "rounds:\n  - limit: 1h\n");
    for (int room = 0; room < 16; room++) {
        buffer_format(&text, "    r%d:\n", room);
        for (int i = 0; i < 360; i++)
            buffer_format(&text,
                          "      - { confide: \"%d Quite a long titl\", "
                          "offer: { i: x }, caveat: %s }\n",
                          i, i % 2 ? "verbatim" : "mediator_only");
    }
    doubt(MISTAKE_OFFERED_OPENLY);
}

static void brackets__deep__are_refused(void **state)
{
    (void)state;
    repeat("[", 200000);
    refuse(MISTAKE_TOO_DEEP);
    repeat("{a: ", 50000);
    refuse(MISTAKE_TOO_DEEP);
    repeat("- ", 100000);
    refuse(MISTAKE_TOO_DEEP);
    repeat("? ", 100000);
    refuse((enum mistake)0);
}

static void aliases__in_a_bomb__are_refused(void **state)
{
    (void)state;
    buffer_add(&text, "a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (int c = 'b'; c < 'z'; c++)
        buffer_format(&text, "%c: &%c [*%c, *%c, *%c, *%c, *%c]\n", c, c, c - 1,
                      c - 1, c - 1, c - 1, c - 1);
    refuse(MISTAKE_ALIAS);
}

static void text__huge__is_refused(void **state)
{
    (void)state;
    repeat("scenario: 1\n", 200000);
    refuse(MISTAKE_TOO_LARGE);
    repeat("a", SCENARIO_SIZE_MAX);
    refuse((enum mistake)0);
    buffer_add(&text, "\"");
    repeat("a", SCENARIO_SIZE_MAX - 1);
    refuse(MISTAKE_UNCLOSED);
    repeat("\n", SCENARIO_SIZE_MAX);
    refuse(MISTAKE_EMPTY);
    repeat("# x\n", SCENARIO_SIZE_MAX / 4);
    refuse(MISTAKE_EMPTY);
    repeat("- a\n", SCENARIO_SIZE_MAX / 4);
    refuse(MISTAKE_TOO_LARGE);
}

static void bytes__of_no_text__are_refused(void **state)
{
    (void)state;
    uint32_t x = 1;
    for (size_t i = 0; i < 100000; i++) {
        char one[2] = {0, 0};
        x = x * 1664525u + 1013904223u;
        one[0] = (char)((x >> 24) | 1u);
        buffer_add(&text, one);
    }
    refuse((enum mistake)0);
    buffer_add(&text, HEAD);
    repeat("\xed\xa0\x80", 1); /* a surrogate */
    refuse(MISTAKE_BAD_UTF8);
    repeat("\xff\xfe", 1);
    refuse(MISTAKE_BAD_UTF8);
    repeat("\xe2\x80\xae", 300000);
    refuse(MISTAKE_HIDDEN);
    repeat("\t\n", 400000);
    refuse(MISTAKE_TAB);
    refuse(MISTAKE_EMPTY);
}

static void rooms__very_many__are_refused(void **state)
{
    (void)state;
    buffer_add(&text, "scenario: 1\nrooms:\n");
    for (unsigned int i = 0; i < 100000; i++)
        buffer_format(&text, " r%u:\n", i);
    refuse(MISTAKE_TOO_LARGE);
    buffer_add(&text, "scenario: 1\nmediators: {m}\nrounds: [{}]\nrooms:\n");
    for (unsigned int i = 0; i < 30000; i++)
        buffer_format(&text, " r%u:\n", i);
    refuse(MISTAKE_TOO_MANY);
    buffer_add(&text, HEAD "rounds: [{}]\n");
    for (unsigned int i = 0; i < 30000; i++)
        buffer_format(&text, "k%u: 1\n", i);
    refuse(MISTAKE_UNKNOWN_KEY);
}

/* Names that are nearly right ask for the most work. */
static void lines__with_names_nearly_right__are_refused(void **state)
{
    char name[NAME_MAX_SIZE + 1];
    (void)state;
    memset(name, 'x', NAME_MAX_SIZE - 4);
    name[NAME_MAX_SIZE - 4] = '\0';
    buffer_add(&text, HEAD "rounds:\n- us:\n");
    for (unsigned int i = 0; i < LINES_MAX; i++)
        buffer_format(&text, "  - {id: %s%04u, say: x, after: %sy%03u}\n", name,
                      i, name, i);
    buffer_add(&text, "  iran:\n");
    for (unsigned int i = 0; i < LINES_MAX; i++)
        buffer_format(&text, "  - {id: %sa%03u, say: x, after: %sb%03u}\n",
                      name, i, name, i);
    refuse(MISTAKE_UNKNOWN_LINE);

    buffer_add(&text, HEAD "rounds:\n- us:\n");
    for (unsigned int i = 0; i < LINES_MAX; i++)
        buffer_format(&text, "  - {id: l%u, say: x, after: l%u}\n", i,
                      (i + 1) % LINES_MAX);
    refuse(MISTAKE_CIRCULAR);
    buffer_add(&text, HEAD "rounds:\n- us:\n");
    repeat("  - {say: x}\n", 15000);
    refuse(MISTAKE_TOO_MANY);
    buffer_add(&text, HEAD "rounds:\n");
    repeat("- {us: []}\n", 15000);
    refuse(MISTAKE_TOO_MANY);
}

static void conditions__as_bombs__are_refused(void **state)
{
    (void)state;
    static const char *const bricks[] = {"(", "not ", "a", "1<"};
    for (size_t b = 0; b < sizeof(bricks) / sizeof(bricks[0]); b++) {
        buffer_add(&text, HEAD "rounds:\n- us:\n");
        for (unsigned int i = 0; i < 400; i++) {
            buffer_add(&text, "  - {say: x, if: \"");
            repeat(bricks[b], 500 / strlen(bricks[b]));
            buffer_add(&text, "\"}\n");
        }
        refuse(MISTAKE_BAD_CONDITION);
    }
    buffer_add(&text, HEAD "rounds: [{us: [{say: x, if: \"");
    repeat("(", 100000);
    buffer_add(&text, "\"}]}]\n");
    refuse(MISTAKE_BAD_CONDITION);
}

static void params__very_many__are_refused(void **state)
{
    (void)state;
    buffer_add(&text, "scenario: 1\nrooms: {us: , iran: }\nrounds: [{}]\n"
                      "mediators: {m: {relay: {walk: {as: shuttle, times: {");
    for (unsigned int i = 0; i < 20000; i++)
        buffer_format(&text, "k%u: 4m, ", i);
    buffer_add(&text, "}}}}}\n");
    refuse(MISTAKE_TOO_MANY);
}

/* The largest of these took its memory and gave it back: the process as a
 * whole stays small. */
static void all_of_them__together__stay_small(void **state)
{
    struct rusage usage;
    (void)state;
    getrusage(RUSAGE_SELF, &usage);
    print_message("slowest %.0f ms, %ld KiB at most\n", slowest * 1e3,
                  usage.ru_maxrss);
#ifndef __SANITIZE_ADDRESS__
    assert_true(usage.ru_maxrss < 64 * 1024);
#endif
    buffer_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brackets__deep__are_refused),
        cmocka_unit_test(values__opposed_in_many_issues__are_looked_through),
        cmocka_unit_test(confidences__thousands__are_compared),
        cmocka_unit_test(aliases__in_a_bomb__are_refused),
        cmocka_unit_test(text__huge__is_refused),
        cmocka_unit_test(bytes__of_no_text__are_refused),
        cmocka_unit_test(rooms__very_many__are_refused),
        cmocka_unit_test(lines__with_names_nearly_right__are_refused),
        cmocka_unit_test(conditions__as_bombs__are_refused),
        cmocka_unit_test(params__very_many__are_refused),
        cmocka_unit_test(all_of_them__together__stay_small),
    };
    buffer_init(&text);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
