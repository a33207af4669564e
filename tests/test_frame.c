#include "shuttle/frame.h"

#include "tests/rig/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Written by hand from the picture in frame.h. */
static const uint8_t by_hand[] = {
    0,    0,    0,    43,                           /* length: 40 + 3 */
    1,                                              /* version */
    22,                                             /* kind */
    0x01, 0x02,                                     /* channel 258 */
    0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, /* talk */
    0,    0,    0,    0,    0,    0,    1,    0,    /* number 256 */
    0,    0,    0,    0,    0,    0,    0,    9,    /* ack 9 */
    0,    0,    0,    0,    0x0E, 0x4E, 0x1C, 0,    /* 240,000,000 us = 4 min */
    'a',  'b',  'c',
};

static void check_by_hand(const struct frame *f)
{
    assert_int_equal(f->kind, 22);
    assert_int_equal(f->channel, 258);
    assert_int_equal(f->talk, 0x1122334455667788u);
    assert_int_equal(f->number, 256);
    assert_int_equal(f->ack, 9);
    assert_int_equal(f->time.us, 240000000);
    assert_int_equal(f->body.size, 3);
    assert_memory_equal(f->body.data, "abc", 3);
}

static void frame__bytes_by_hand__as_the_picture_says(void **state)
{
    (void)state;
    uint8_t in[sizeof by_hand];
    memcpy(in, by_hand, sizeof in);
    struct frame f;
    size_t used;
    struct bytes bytes = {in, sizeof in};
    assert_int_equal(frame_decode(bytes, &f, &used), ERR_OK);
    assert_int_equal(used, sizeof in);
    check_by_hand(&f);
    assert_ptr_equal(f.body.data, in + FRAME_HEADER_SIZE); /* borrowed */

    uint8_t out[sizeof by_hand];
    assert_int_equal(frame_encode(&f, out, sizeof out), sizeof out);
    assert_memory_equal(out, by_hand, sizeof out);
}

/* What is known from the first size bytes of the frame by hand. */
static void check_prefix(size_t size)
{
    uint8_t *exact = test_malloc(size + 1); /* a read past the end shows */
    memcpy(exact, by_hand, size);
    struct frame f;
    size_t used = 77;
    struct bytes in = {exact, size};
    assert_int_equal(frame_decode(in, &f, &used), ERR_MORE);
    assert_int_equal(used, size < 4 ? 0 : sizeof by_hand);
    test_free(exact);
}

static void frame__every_split_point__waits_for_the_rest(void **state)
{
    (void)state;
    for (size_t size = 0; size < sizeof by_hand; size++)
        check_prefix(size);
}

/* A stream of one frame of each kind, cut at every point in two. */
static void stream__cut_anywhere__same_frames(void **state)
{
    (void)state;
    static uint8_t stream[65536];
    size_t end = 0;
    for (size_t i = 0; i < sample_kind_count; i++) {
        struct message m;
        sample_full(&m, sample_kinds[i]);
        uint8_t body[4096];
        struct frame f = {.kind = sample_kinds[i], .number = i + 1};
        f.body.data = body;
        f.body.size = message_encode(&m, body, sizeof body);
        size_t size = frame_encode(&f, stream + end, sizeof stream - end);
        assert_int_not_equal(size, 0);
        end += size;
    }
    for (size_t cut = 0; cut <= end; cut++) {
        size_t at = 0, count = 0;
        for (size_t part = 0; part < 2; part++) {
            size_t limit = part == 0 ? cut : end;
            struct frame f;
            size_t used;
            for (;;) {
                struct bytes in = {stream + at, limit - at};
                enum err e = frame_decode(in, &f, &used);
                if (e == ERR_MORE)
                    break;
                assert_int_equal(e, ERR_OK);
                assert_int_equal(f.kind, sample_kinds[count]);
                at += used;
                count++;
            }
        }
        assert_int_equal(at, end);
        assert_int_equal(count, sample_kind_count);
    }
}

static enum err judge(const uint8_t *in, size_t size)
{
    struct frame f;
    size_t used;
    struct bytes bytes = {in, size};
    return frame_decode(bytes, &f, &used);
}

static void frame__bad_length__judged_from_four_bytes(void **state)
{
    (void)state;
    static const uint8_t shortest[] = {0, 0, 0, 40};
    static const uint8_t too_short[] = {0, 0, 0, 39};
    static const uint8_t none[] = {0, 0, 0, 0};
    static const uint8_t longest[] = {0, 1, 0, 40}; /* 65536 + 40 */
    static const uint8_t too_long[] = {0, 1, 0, 41};
    static const uint8_t absurd[] = {0xFF, 0xFF, 0xFF, 0xFF};
    assert_int_equal(judge(shortest, 4), ERR_MORE);
    assert_int_equal(judge(longest, 4), ERR_MORE);
    assert_int_equal(judge(too_short, 4), ERR_MALFORMED);
    assert_int_equal(judge(none, 4), ERR_MALFORMED);
    assert_int_equal(judge(too_long, 4), ERR_TOO_LONG);
    assert_int_equal(judge(absurd, 4), ERR_TOO_LONG);
    assert_int_equal(judge(absurd, 3), ERR_MORE);
}

static void frame__bad_version__judged_from_the_fifth_byte(void **state)
{
    (void)state;
    uint8_t in[] = {0, 0, 0, 43, 2};
    assert_int_equal(judge(in, 4), ERR_MORE);
    assert_int_equal(judge(in, 5), ERR_VERSION);
    in[4] = 0;
    assert_int_equal(judge(in, 5), ERR_VERSION);
    in[4] = 1;
    assert_int_equal(judge(in, 5), ERR_MORE);
}

static void frame__negative_time__refused(void **state)
{
    (void)state;
    uint8_t in[sizeof by_hand];
    memcpy(in, by_hand, sizeof in);
    in[32] = 0x80;
    assert_int_equal(judge(in, sizeof in), ERR_MALFORMED);
    memset(in + 32, 0xFF, 8);
    assert_int_equal(judge(in, sizeof in), ERR_MALFORMED);
    in[32] = 0x7F; /* never */
    assert_int_equal(judge(in, sizeof in), ERR_OK);
}

static void frame__longest_body__goes_one_more_does_not(void **state)
{
    (void)state;
    static uint8_t body[FRAME_BODY_MAX + 1];
    static uint8_t out[FRAME_SIZE_MAX + 1];
    struct frame f = {.kind = 1, .body = {body, FRAME_BODY_MAX}};
    assert_int_equal(frame_encode(&f, out, sizeof out), FRAME_SIZE_MAX);
    assert_int_equal(judge(out, FRAME_SIZE_MAX), ERR_OK);
    assert_int_equal(frame_encode(&f, out, FRAME_SIZE_MAX - 1), 0);
    f.body.size++;
    assert_int_equal(frame_encode(&f, out, sizeof out), 0);
}

static void frame__capacity_too_small__nothing_written(void **state)
{
    (void)state;
    uint8_t out[64];
    struct frame f = {.kind = 1, .body = {(const uint8_t *)"abc", 3}};
    for (size_t room = 0; room < 43; room++) {
        memset(out, 0xEE, sizeof out);
        assert_int_equal(frame_encode(&f, out, room), 0);
        for (size_t i = 0; i < sizeof out; i++)
            assert_int_equal(out[i], 0xEE);
    }
    assert_int_equal(frame_encode(&f, out, 43), 43);
    assert_int_equal(out[43], 0xEE);
}

static void frame__body_in_its_place__header_put_before_it(void **state)
{
    (void)state;
    uint8_t out[64];
    memcpy(out + FRAME_HEADER_SIZE, "abc", 3);
    struct frame f = {.kind = 22,
                      .channel = 258,
                      .talk = 0x1122334455667788u,
                      .number = 256,
                      .ack = 9,
                      .time = {240000000},
                      .body = {out + FRAME_HEADER_SIZE, 3}};
    assert_int_equal(frame_encode(&f, out, sizeof out), sizeof by_hand);
    assert_memory_equal(out, by_hand, sizeof by_hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frame__bytes_by_hand__as_the_picture_says),
        cmocka_unit_test(frame__every_split_point__waits_for_the_rest),
        cmocka_unit_test(stream__cut_anywhere__same_frames),
        cmocka_unit_test(frame__bad_length__judged_from_four_bytes),
        cmocka_unit_test(frame__bad_version__judged_from_the_fifth_byte),
        cmocka_unit_test(frame__negative_time__refused),
        cmocka_unit_test(frame__longest_body__goes_one_more_does_not),
        cmocka_unit_test(frame__capacity_too_small__nothing_written),
        cmocka_unit_test(frame__body_in_its_place__header_put_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
