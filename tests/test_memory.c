#include "shuttle/memory.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_zeroed(const unsigned char *p, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (p[i] != 0)
            fail_msg("byte %zu is %u", i, p[i]);
    }
}

static void memory_new__any_size__zeroed(void **state)
{
    (void)state;
    unsigned char *p = memory_new(100, 3);
    assert_non_null(p);
    assert_zeroed(p, 300);
    memory_free(p);
    void *none = memory_new(0, 8);
    assert_non_null(none);
    memory_free(none);
    memory_free(NULL);
}

static void memory__product_overflows__null(void **state)
{
    (void)state;
    /* volatile: the compiler would warn of a size no object can have */
    volatile size_t half = SIZE_MAX / 2 + 1;
    assert_null(memory_new(half, 2));
    char *p = memory_new(1, 4);
    assert_non_null(p);
    memcpy(p, "abc", 4);
    assert_null(memory_grow(p, half, 2));
    assert_string_equal(p, "abc");
    memory_free(p);
}

static void memory_grow__larger__keeps_what_was_there(void **state)
{
    (void)state;
    char *p = memory_grow(NULL, 1, 4);
    assert_non_null(p);
    memcpy(p, "abc", 4);
    p = memory_grow(p, 1000, 10);
    assert_non_null(p);
    assert_string_equal(p, "abc");
    memory_free(p);
}

static void memory_fail_at__third__only_the_third_fails(void **state)
{
    (void)state;
    unsigned long before = memory_count();
    memory_fail_at(3);
    void *a = memory_new(1, 1);
    void *b = memory_grow(NULL, 1, 1);
    void *c = memory_new(1, 1);
    void *d = memory_new(1, 1);
    assert_non_null(a);
    assert_non_null(b);
    assert_null(c);
    assert_non_null(d);
    assert_int_equal(memory_count() - before, 4);

    memory_fail_at(1);
    memory_fail_at(0);
    void *e = memory_new(1, 1);
    assert_non_null(e);
    memory_free(a);
    memory_free(b);
    memory_free(d);
    memory_free(e);
}

static void arena__many_sizes__aligned_zeroed_apart(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    unsigned char *seen[300];
    size_t total = 0;
    for (size_t i = 0; i < 300; i++) {
        seen[i] = arena_alloc(&a, i);
        assert_non_null(seen[i]);
        assert_int_equal((uintptr_t)seen[i] % alignof(max_align_t), 0);
        assert_zeroed(seen[i], i);
        memset(seen[i], (int)(i & 0xff), i);
        total += i;
        assert_int_equal(a.used, total);
    }
    for (size_t i = 0; i < 300; i++) {
        for (size_t k = 0; k < i; k++)
            assert_int_equal(seen[i][k], i & 0xff);
    }
    assert_ptr_not_equal(seen[0], seen[1]);
    arena_fini(&a);
    assert_int_equal(a.used, 0);
}

static void arena__larger_than_a_block__served(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    unsigned char *big = arena_alloc(&a, 1000000);
    assert_non_null(big);
    assert_zeroed(big, 1000000);
    assert_non_null(arena_alloc(&a, 1));
    arena_fini(&a);
}

static void arena__limit__holds_to_the_byte(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 100);
    assert_non_null(arena_alloc(&a, 60));
    assert_null(arena_alloc(&a, 41));
    assert_null(arena_alloc(&a, SIZE_MAX));
    assert_non_null(arena_alloc(&a, 40));
    assert_null(arena_alloc(&a, 1));
    assert_non_null(arena_alloc(&a, 0));
    arena_reset(&a);
    assert_non_null(arena_alloc(&a, 100));
    arena_fini(&a);
}

static void arena_reset__reused__zeroed_without_a_new_block(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    arena_reset(&a);
    void *first = arena_alloc(&a, 64);
    assert_non_null(first);
    for (int i = 0; i < 100; i++)
        memset(arena_alloc(&a, 1024), 0xff, 1024);
    arena_reset(&a);
    assert_int_equal(a.used, 0);
    /* The largest block is the one kept. */
    unsigned long before = memory_count();
    for (int i = 0; i < 10; i++) {
        unsigned char *again = arena_alloc(&a, 1024);
        assert_zeroed(again, 1024);
    }
    assert_int_equal(memory_count(), before);
    arena_fini(&a);
}

static void arena_text__copied__ends_with_nul(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    assert_string_equal(arena_text(&a, "abcdef", 3), "abc");
    assert_string_equal(arena_text(&a, NULL, 0), "");
    arena_fini(&a);
}

static void arena__no_memory__null_and_nothing_lost(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    memory_fail_at(1);
    assert_null(arena_alloc(&a, 8));
    char *text = arena_text(&a, "kept", 4);
    assert_non_null(text);
    memory_fail_at(1);
    assert_null(arena_alloc(&a, 100000));
    assert_string_equal(text, "kept");
    assert_int_equal(a.used, 5);
    memory_fail_at(0);
    arena_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_new__any_size__zeroed),
        cmocka_unit_test(memory__product_overflows__null),
        cmocka_unit_test(memory_grow__larger__keeps_what_was_there),
        cmocka_unit_test(memory_fail_at__third__only_the_third_fails),
        cmocka_unit_test(arena__many_sizes__aligned_zeroed_apart),
        cmocka_unit_test(arena__larger_than_a_block__served),
        cmocka_unit_test(arena__limit__holds_to_the_byte),
        cmocka_unit_test(arena_reset__reused__zeroed_without_a_new_block),
        cmocka_unit_test(arena_text__copied__ends_with_nul),
        cmocka_unit_test(arena__no_memory__null_and_nothing_lost),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
