#include "shuttle/bytes.h"

#include <string.h>

struct bytes bytes_of(const char *text)
{
    if (!text)
        return BYTES_NONE;
    return (struct bytes){(const uint8_t *)text, strlen(text)};
}

bool bytes_equal(struct bytes a, struct bytes b)
{
    if (a.size != b.size)
        return false;
    return a.size == 0 || memcmp(a.data, b.data, a.size) == 0;
}

/* The length of the well-formed sequence at p, or 0. The second byte of a
 * sequence has bounds of its own, which shut out overlong forms, surrogates
 * and what lies above U+10FFFF (RFC 3629, section 4). */
static size_t utf8_sequence(const uint8_t *p, size_t left)
{
    uint8_t lead = p[0];
    if (lead < 0x80)
        return lead != 0;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;

    size_t size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (left < size)
        return 0;
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    }
    return size;
}

/* Eight bytes of ASCII without NUL. With all high bits clear, taking one from
 * each byte sets a high bit only where there was a zero. */
static bool is_ascii8(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    const uint64_t high = UINT64_C(0x8080808080808080);
    return ((v | (v - UINT64_C(0x0101010101010101))) & high) == 0;
}

bool bytes_is_utf8(struct bytes a)
{
    size_t at = 0;
    while (at < a.size) {
        if (a.size - at >= 8 && is_ascii8(a.data + at)) {
            at += 8;
            continue;
        }
        size_t size = utf8_sequence(a.data + at, a.size - at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

struct reader reader_over(struct bytes in)
{
    if (in.size == 0)
        return (struct reader){in.data, in.data, false};
    return (struct reader){in.data, in.data + in.size, false};
}

size_t reader_left(const struct reader *r)
{
    return r->at == r->end ? 0 : (size_t)(r->end - r->at);
}

/* The next size bytes, or NULL when the reader fails. */
static const uint8_t *reader_take(struct reader *r, size_t size)
{
    if (r->failed || reader_left(r) < size) {
        r->failed = true;
        return NULL;
    }
    const uint8_t *p = r->at;
    r->at += size;
    return p;
}

/* Written out, so that the compiler makes one swapped load of each. */

uint8_t reader_u8(struct reader *r)
{
    const uint8_t *p = reader_take(r, 1);
    return p ? *p : 0;
}

uint16_t reader_u16(struct reader *r)
{
    const uint8_t *p = reader_take(r, 2);
    if (!p)
        return 0;
    return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t load32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

uint32_t reader_u32(struct reader *r)
{
    const uint8_t *p = reader_take(r, 4);
    return p ? load32(p) : 0;
}

uint64_t reader_u64(struct reader *r)
{
    const uint8_t *p = reader_take(r, 8);
    return p ? (uint64_t)load32(p) << 32 | load32(p + 4) : 0;
}

struct bytes reader_bytes(struct reader *r, size_t size)
{
    if (r->failed || reader_left(r) < size) {
        r->failed = true;
        return BYTES_NONE;
    }
    struct bytes out = {r->at, size};
    if (size > 0)
        r->at += size;
    return out;
}

bool reader_done(const struct reader *r)
{
    return !r->failed && reader_left(r) == 0;
}

struct writer writer_over(uint8_t *out, size_t capacity)
{
    if (capacity == 0)
        return (struct writer){out, out, out, false};
    return (struct writer){out, out, out + capacity, false};
}

/* True when size more bytes fit; else the writer fails. */
static bool writer_fits(struct writer *w, size_t size)
{
    size_t left = w->at == w->end ? 0 : (size_t)(w->end - w->at);
    if (left < size)
        w->failed = true;
    return !w->failed;
}

void writer_u8(struct writer *w, uint8_t v)
{
    if (writer_fits(w, 1))
        *w->at++ = v;
}

void writer_u16(struct writer *w, uint16_t v)
{
    if (!writer_fits(w, 2))
        return;
    w->at[0] = (uint8_t)(v >> 8);
    w->at[1] = (uint8_t)v;
    w->at += 2;
}

static void store32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

void writer_u32(struct writer *w, uint32_t v)
{
    if (!writer_fits(w, 4))
        return;
    store32(w->at, v);
    w->at += 4;
}

void writer_u64(struct writer *w, uint64_t v)
{
    if (!writer_fits(w, 8))
        return;
    store32(w->at, (uint32_t)(v >> 32));
    store32(w->at + 4, (uint32_t)v);
    w->at += 8;
}

void writer_bytes(struct writer *w, struct bytes v)
{
    if (!writer_fits(w, v.size) || v.size == 0)
        return;
    memcpy(w->at, v.data, v.size);
    w->at += v.size;
}

size_t writer_size(const struct writer *w)
{
    if (w->failed || w->at == w->start)
        return 0;
    return (size_t)(w->at - w->start);
}
