#include "tests/rig/small_record.h"

#include "shuttle/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/*
 * The two digests of the record that small_record() writes, computed by a
 * Python program of its own (hashlib, struct) from the layout in record.h: a
 * head of 48 bytes, five canonical entries and two circumstances.
 */
static const char canonical_hex[] =
    "9a377dd1250d3d2d36c41b4026597024abfde95d429911e7ac1c734b3c8731f0";
static const char running_hex[] =
    "a1680e34e79f7aac784fc8fe2c84e5f5df22dbbbaccd7a394b8780759f7c0d3a";

static const struct instant at_2s = {2000000};

static void record__chained__canonical_digest_is_of_the_last_entry(void **state)
{
    struct record_head head = small_head("shuttle 0.1");
    struct pile p = {0};
    struct digest d;
    uint8_t expected[64];
    struct record *r = record_new(RECORD_CHAINED, &head, pile_sink, &p);

    (void)state;
    assert_non_null(r);
    small_steps(r, true);
    assert_int_equal(record_close(r, at_2s, 1715600000000001), ERR_OK);
    d = record_canonical(r);
    assert_int_equal(unhex(canonical_hex, expected), DIGEST_SIZE);
    assert_memory_equal(d.bytes, expected, DIGEST_SIZE);
    record_free(r);
}

static void record__digest_mode__hash_of_the_canonical_bytes(void **state)
{
    struct record_head head = small_head("not in the digest");
    struct digest d;
    uint8_t expected[64];
    struct record *r = record_new(RECORD_DIGEST, &head, NULL, NULL);

    (void)state;
    assert_non_null(r);
    small_steps(r, true);
    record_canonical(r); /* looking does not change it */
    record_transcripts(r, 2, bytes_of("transcripts"));
    assert_int_equal(record_close(r, at_2s, 3), ERR_OK);
    d = record_canonical(r);
    assert_int_equal(unhex(running_hex, expected), DIGEST_SIZE);
    assert_memory_equal(d.bytes, expected, DIGEST_SIZE);
    record_free(r);
}

/* Long enough that stretches end in many places and one body is longer than
 * any: equal to one hash over what the chained record holds, but for the bodies
 * of frames. */
static void record__digest_mode_long__equals_the_chained_bytes(void **state)
{
    static uint8_t kept[1024 * 1024];
    static uint8_t big[60000];
    struct record_head head = small_head("p");
    struct record *r = record_new(RECORD_DIGEST, &head, NULL, NULL);
    struct hash *h = hash_new();
    struct writer w;
    struct digest a;
    struct digest b;
    size_t i;

    (void)state;
    memset(big, 7, sizeof big);
    w = writer_over(kept, sizeof kept);
    writer_bytes(&w, (struct bytes){(const uint8_t *)"shuttle record 1\n", 17});
    writer_u16(&w, 1);
    writer_u64(&w, 7);
    writer_u8(&w, 1);
    writer_u8(&w, 1);
    writer_u16(&w, 4);
    writer_bytes(&w, bytes_of("iran"));
    for (i = 0; i < 500; i++) {
        struct bytes body = {big, i == 77 || i == 78 ? sizeof big : i * 3};
        bool frame = i % 5 == 0;
        struct input in = {.kind = frame ? INPUT_MESSAGE : INPUT_ANSWER,
                           .peer = 1,
                           .id = 9,
                           .now = {(int64_t)i},
                           .bytes = body};

        assert_int_equal(record_input(r, &in), ERR_OK);
        writer_u32(&w, (uint32_t)(28 + body.size + 32));
        writer_u8(&w, 0);
        writer_u8(&w, frame ? RECORD_INPUT_MESSAGE : RECORD_INPUT_ANSWER);
        writer_u16(&w, frame ? 1 : 0);
        writer_u32(&w, frame ? 0 : 9);
        writer_u64(&w, i);
        writer_u64(&w, i);
        if (!frame)
            writer_bytes(&w, body);
    }
    assert_int_not_equal(writer_size(&w), 0);
    hash_add(h, (struct bytes){kept, writer_size(&w)});
    a = hash_peek(h);
    b = record_canonical(r);
    assert_memory_equal(a.bytes, b.bytes, DIGEST_SIZE);
    hash_free(h);
    record_free(r);
}

static void record__sink_fails__every_later_call_says_so(void **state)
{
    struct record_head head = small_head("p");
    struct pile p = {.fail_at = 3};
    struct input in = {.kind = INPUT_DEADLINE, .id = 1};
    struct record *r = record_new(RECORD_CHAINED, &head, pile_sink, &p);
    size_t size;

    (void)state;
    assert_int_equal(record_input(r, &in), ERR_OK);
    assert_int_equal(record_input(r, &in), ERR_SYSTEM);
    size = p.size;
    assert_int_equal(record_input(r, &in), ERR_SYSTEM);
    assert_int_equal(record_close(r, at_2s, 0), ERR_SYSTEM);
    assert_int_equal(p.size, size);
    record_free(r);
}

static void record__closed__nothing_may_follow(void **state)
{
    struct record_head head = small_head("p");
    struct pile p = {0};
    struct input in = {.kind = INPUT_DEADLINE, .id = 1};
    struct record *r = record_new(RECORD_CHAINED, &head, pile_sink, &p);

    (void)state;
    assert_int_equal(record_close(r, at_2s, 0), ERR_OK);
    assert_int_equal(record_input(r, &in), ERR_STATE);
    assert_int_equal(record_close(r, at_2s, 0), ERR_STATE);
    record_free(r);
}

static void record__body_over_the_limit__refused(void **state)
{
    static uint8_t big[RECORD_ENTRY_MAX];
    struct record_head head = small_head("p");
    struct input in = {.kind = INPUT_START, .bytes = {big, sizeof big}};
    struct record *r = record_new(RECORD_DIGEST, &head, NULL, NULL);

    (void)state;
    assert_int_equal(record_input(r, &in), ERR_TOO_LONG);
    record_free(r);
}

static void record__any_allocation_fails__no_record(void **state)
{
    struct record_head head = small_head("p");
    struct pile p = {0};
    struct record *r;
    unsigned long nth;

    (void)state;
    for (nth = 1; nth < 10; nth++) {
        memory_fail_at(nth);
        r = record_new(RECORD_CHAINED, &head, pile_sink, &p);
        memory_fail_at(0);
        if (r)
            break;
    }
    assert_true(nth > 2 && nth < 10);
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            record__chained__canonical_digest_is_of_the_last_entry),
        cmocka_unit_test(record__digest_mode__hash_of_the_canonical_bytes),
        cmocka_unit_test(record__digest_mode_long__equals_the_chained_bytes),
        cmocka_unit_test(record__sink_fails__every_later_call_says_so),
        cmocka_unit_test(record__closed__nothing_may_follow),
        cmocka_unit_test(record__body_over_the_limit__refused),
        cmocka_unit_test(record__any_allocation_fails__no_record),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
