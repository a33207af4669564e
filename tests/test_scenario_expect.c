/* Rehearsals: what is read of them. Runs at the top of the tree. */
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FILE_READ "tests/scenarios/good/expect.yaml"

static struct arena arena;
static struct scenario *s;

static int setup(void **state)
{
    struct diags diags;
    struct diag diag = {.message = ""};
    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    enum err e = scenario_load(FILE_READ, &arena, &s, &diags, NULL, &diag);
    diags_fini(&diags);
    return e ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

static void is_line(const struct ref *ref, const char *name, uint8_t owner,
                    uint16_t line)
{
    assert_string_equal(ref->name, name);
    assert_int_equal(ref->kind, REF_OTHER);
    assert_int_equal(ref->owner, owner);
    assert_int_equal(ref->round, 0);
    assert_int_equal(ref->line, line);
}

static void is_event(const struct ref *ref, const char *name, uint16_t index)
{
    assert_string_equal(ref->name, name);
    assert_int_equal(ref->kind, REF_EVENT);
    assert_int_equal(ref->line, index);
}

static void expect__what_happens__is_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(s->expect_count, 3);
    const struct expect *e = &s->expects[0];
    assert_int_equal(e->place.line, 17);
    assert_int_equal(e->outcome, OUTCOME_NO_AGREEMENT);
    assert_int_equal(e->seeds.count, 0);
    assert_null(e->design);
    assert_true(package_is_empty(&e->package));
    assert_int_equal(e->happens.count, 2);
    is_line(&e->happens.ref[0], "greet", 0, 0);
    is_event(&e->happens.ref[1], "storm", 0);
    assert_int_equal(e->before.count, 2);
    is_line(&e->before.pair[0].first, "greet", 0, 0);
    is_line(&e->before.pair[0].second, "answer", 1, 0);
    is_line(&e->before.pair[1].first, "answer", 1, 0);
    is_event(&e->before.pair[1].second, "storm", 0);
    assert_int_equal(s->expects[2].happens.count, 1);
}

static void expect__seeds_and_bounds__are_numbers(void **state)
{
    (void)state;
    const struct expect *e = &s->expects[1];
    assert_int_equal(e->outcome, OUTCOME_NONE);
    assert_int_equal(e->seeds.count, 3);
    assert_int_equal(e->seeds.range[0].first, 3);
    assert_int_equal(e->seeds.range[0].last, 3);
    assert_int_equal(e->seeds.range[1].first, 7);
    assert_int_equal(e->seeds.range[1].last, 9);
    assert_true(e->seeds.range[2].last == 18446744073709551615u);
    assert_string_equal(e->design, "--walk shuttle,time=2m");
    assert_int_equal(e->never.count, 1);
    is_line(&e->never.ref[0], "answer", 1, 0);
    assert_int_equal(e->package.option[0], 0);
    assert_int_equal(e->value.count, 2);
    assert_int_equal(e->value.bound[0].room, 0);
    assert_int_equal(e->value.bound[0].op, OP_GE);
    assert_int_equal(e->value.bound[0].points, -4);
    assert_int_equal(e->value.bound[1].op, OP_EQ);
    assert_int_equal(e->value.bound[1].points, 0);
    assert_int_equal(s->expects[2].seeds.count, 1);
    assert_int_equal(s->expects[2].seeds.range[0].last, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expect__what_happens__is_found_by_name),
        cmocka_unit_test(expect__seeds_and_bounds__are_numbers),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
