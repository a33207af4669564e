#include "shuttle/actor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void effects__each_kind__kept_in_order(void **state)
{
    (void)state;
    struct effects e;
    effects_init(&e);
    uint8_t frame[] = {1, 2, 3};
    struct bytes bytes = {frame, sizeof frame};
    effects_send(&e, 7, bytes);
    effects_arm(&e, (struct instant){99});
    effects_ask(&e, 0, 5, bytes_of("why?"));
    effects_record(&e, 69, bytes_of("note"));
    effects_finish(&e, 1);
    memset(frame, 0, sizeof frame); /* they were copied */

    assert_int_equal(e.count, 5);
    assert_int_equal(e.list[0].kind, EFFECT_SEND);
    assert_int_equal(e.list[0].peer, 7);
    assert_int_equal(e.list[0].bytes.size, 3);
    assert_memory_equal(e.list[0].bytes.data, "\1\2\3", 3);
    assert_int_equal(e.list[1].kind, EFFECT_ARM);
    assert_int_equal(e.list[1].due.us, 99);
    assert_int_equal(e.list[2].kind, EFFECT_ASK);
    assert_int_equal(e.list[2].id, 5);
    assert_true(bytes_equal(e.list[2].bytes, bytes_of("why?")));
    assert_int_equal(e.list[3].kind, EFFECT_RECORD);
    assert_int_equal(e.list[3].id, 69);
    assert_true(bytes_equal(e.list[3].bytes, bytes_of("note")));
    assert_int_equal(e.list[4].kind, EFFECT_FINISH);
    assert_int_equal(e.list[4].id, 1);
    effects_fini(&e);
}

/* What a kind has no use for is zero, so that a record of it is the same
 * whatever stood in the list before. */
static void effects__used_again__nothing_left_of_the_last_step(void **state)
{
    (void)state;
    struct effects e;
    effects_init(&e);
    effects_ask(&e, 0, 5, bytes_of("why?"));
    effects_send(&e, 7, bytes_of("frame"));
    effects_reset(&e);
    assert_int_equal(e.count, 0);
    effects_arm(&e, INSTANT_NEVER);
    effects_finish(&e, 2);
    assert_int_equal(e.list[0].id, 0);
    assert_int_equal(e.list[0].bytes.size, 0);
    assert_int_equal(e.list[1].peer, 0);
    assert_int_equal(e.list[1].due.us, 0);
    effects_fini(&e);
}

static void effects__empty_bytes__are_none(void **state)
{
    (void)state;
    struct effects e;
    effects_init(&e);
    effects_record(&e, 18, BYTES_NONE);
    assert_int_equal(e.list[0].bytes.size, 0);
    effects_fini(&e);
}

static void effects__many_in_one_step__bytes_stay(void **state)
{
    (void)state;
    struct effects e;
    effects_init(&e);
    for (uint32_t i = 0; i < 1000; i++) {
        uint8_t data[300];
        memset(data, (int)(i % 251), sizeof data);
        struct bytes bytes = {data, sizeof data};
        effects_send(&e, (uint16_t)i, bytes);
    }
    assert_int_equal(e.count, 1000);
    for (size_t i = 0; i < e.count; i++) {
        assert_int_equal(e.list[i].peer, i);
        assert_int_equal(e.list[i].bytes.data[0], i % 251);
        assert_int_equal(e.list[i].bytes.data[299], i % 251);
    }
    effects_fini(&e);
}

static void one_step(struct effects *e)
{
    uint8_t frame[300] = {1};
    struct bytes bytes = {frame, sizeof frame};
    effects_reset(e);
    for (unsigned i = 0; i < 10; i++) {
        effects_record(e, 69, bytes_of("why it may leave"));
        effects_send(e, 1, bytes);
    }
    effects_arm(e, INSTANT_NEVER);
}

static void effects__steady_state__allocates_nothing(void **state)
{
    (void)state;
    struct effects e;
    effects_init(&e);
    /* The first step makes its arena block by block, the second makes one that
     * holds it all. */
    one_step(&e);
    one_step(&e);
    unsigned long before = memory_count();
    for (unsigned i = 0; i < 1000; i++)
        one_step(&e);
    assert_int_equal(memory_count(), before);
    effects_fini(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects__each_kind__kept_in_order),
        cmocka_unit_test(effects__used_again__nothing_left_of_the_last_step),
        cmocka_unit_test(effects__empty_bytes__are_none),
        cmocka_unit_test(effects__many_in_one_step__bytes_stay),
        cmocka_unit_test(effects__steady_state__allocates_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
