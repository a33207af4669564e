#include "tests/rig/small_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum err pile_sink(void *arg, struct bytes bytes)
{
    struct pile *p = arg;

    p->calls++;
    if (p->calls == p->fail_at)
        return ERR_SYSTEM;
    assert_true(p->size + bytes.size <= sizeof p->data);
    memcpy(p->data + p->size, bytes.data, bytes.size);
    p->size += bytes.size;
    return ERR_OK;
}

struct bytes pile_bytes(const struct pile *p)
{
    return (struct bytes){p->data, p->size};
}

size_t unhex(const char *hex, uint8_t *out)
{
    size_t n = 0;
    unsigned v;

    for (; hex[0] && hex[1]; hex += 2, n++) {
        assert_int_equal(sscanf(hex, "%2x", &v), 1);
        out[n] = (uint8_t)v;
    }
    return n;
}

struct record_head small_head(const char *program)
{
    return (struct record_head){.semantics = 1,
                                .talk = 7,
                                .role = 1,
                                .room = 1,
                                .name = bytes_of("iran"),
                                .program = bytes_of(program)};
}

static const struct instant at_start = {0};
static const struct instant at_1s = {1000000};

void small_steps(struct record *r, bool circumstances)
{
    struct input start = {.kind = INPUT_START,
                          .peer = 9, /* not a field of this kind: left out */
                          .now = at_start,
                          .bytes = bytes_of("brief")};
    struct input message = {.kind = INPUT_MESSAGE,
                            .peer = 2,
                            .now = at_1s,
                            .bytes = bytes_of("frame")};
    struct effect arm = {.kind = EFFECT_ARM, .due = {240000000}};
    struct effect send = {
        .kind = EFFECT_SEND, .peer = 2, .bytes = bytes_of("out")};

    assert_int_equal(record_input(r, &start), ERR_OK);
    if (circumstances)
        assert_int_equal(record_circumstance(r, RECORD_WALLS, 0, 0,
                                             1715600000000000,
                                             bytes_of("net stands")),
                         ERR_OK);
    assert_int_equal(record_input(r, &message), ERR_OK);
    assert_int_equal(record_effect(r, at_1s, &arm), ERR_OK);
    assert_int_equal(record_effect(r, at_1s, &send), ERR_OK);
}

void small_record(struct pile *p)
{
    struct record_head head = small_head("shuttle 0.1");
    struct record *r;

    memset(p, 0, sizeof *p);
    r = record_new(RECORD_CHAINED, &head, pile_sink, p);
    assert_non_null(r);
    small_steps(r, true);
    assert_int_equal(
        record_close(r, (struct instant){2000000}, 1715600000000001), ERR_OK);
    record_free(r);
}
