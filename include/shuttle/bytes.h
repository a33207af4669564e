/*
 * Borrowed byte slices, and cursors that read and write big-endian fields.
 * A cursor that fails stays failed, so a run of calls is checked once. They are
 * inline: a message is read and written in forty of these calls.
 */
#ifndef SHUTTLE_BYTES_H
#define SHUTTLE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A slice of memory owned by someone else. data may be NULL when size is 0. */
struct bytes {
    const uint8_t *data;
    size_t size;
};

#define BYTES_NONE ((struct bytes){NULL, 0})

/* The slice over a NUL-terminated string, without the NUL; NULL gives none. */
struct bytes bytes_of(const char *text);
bool bytes_equal(struct bytes a, struct bytes b);
/* True when the slice is well-formed UTF-8 (RFC 3629) without NUL. */
bool bytes_is_utf8(struct bytes a);
/* The size of the control at the start of a text of at least one byte, which no
 * terminal is to be shown as it is (C0, C1, controls of direction), and its
 * number; 0 when there is none. */
size_t bytes_control(struct bytes text, uint32_t *c);
/* How many bytes from a place on, up to the size, are printable ASCII. */
size_t bytes_plain(struct bytes a, size_t from);

struct reader {
    const uint8_t *at;  /* borrowed */
    const uint8_t *end; /* borrowed */
    bool failed;        /* asked for more than there was, or a field was bad */
};

static inline struct reader reader_over(struct bytes in)
{
    if (in.size == 0)
        return (struct reader){in.data, in.data, false};
    return (struct reader){in.data, in.data + in.size, false};
}

static inline size_t reader_left(const struct reader *r)
{
    return r->at == r->end ? 0 : (size_t)(r->end - r->at);
}

/* The next size bytes, or NULL when the reader fails. */
static inline const uint8_t *reader_take(struct reader *r, size_t size)
{
    if (r->failed || reader_left(r) < size) {
        r->failed = true;
        return NULL;
    }
    const uint8_t *p = r->at;
    r->at += size;
    return p;
}

static inline uint8_t reader_u8(struct reader *r)
{
    const uint8_t *p = reader_take(r, 1);
    return p ? *p : 0;
}

static inline uint16_t reader_u16(struct reader *r)
{
    const uint8_t *p = reader_take(r, 2);
    if (!p)
        return 0;
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t bytes_load32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static inline uint32_t reader_u32(struct reader *r)
{
    const uint8_t *p = reader_take(r, 4);
    return p ? bytes_load32(p) : 0;
}

static inline uint64_t reader_u64(struct reader *r)
{
    const uint8_t *p = reader_take(r, 8);
    return p ? (uint64_t)bytes_load32(p) << 32 | bytes_load32(p + 4) : 0;
}

/* The next size bytes, borrowed from the input; none when too few are left. */
static inline struct bytes reader_bytes(struct reader *r, size_t size)
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

/* True when nothing failed and nothing is left over. */
static inline bool reader_done(const struct reader *r)
{
    return !r->failed && reader_left(r) == 0;
}

struct writer {
    uint8_t *at;    /* borrowed */
    uint8_t *start; /* borrowed */
    uint8_t *end;   /* borrowed */
    bool failed;    /* the room was too small; nothing past it was written */
};

static inline struct writer writer_over(uint8_t *out, size_t capacity)
{
    if (capacity == 0)
        return (struct writer){out, out, out, false};
    return (struct writer){out, out, out + capacity, false};
}

/* True when size more bytes fit; else the writer fails. */
static inline bool writer_fits(struct writer *w, size_t size)
{
    size_t left = w->at == w->end ? 0 : (size_t)(w->end - w->at);
    if (left < size)
        w->failed = true;
    return !w->failed;
}

static inline void writer_u8(struct writer *w, uint8_t v)
{
    if (writer_fits(w, 1))
        *w->at++ = v;
}

static inline void writer_u16(struct writer *w, uint16_t v)
{
    if (!writer_fits(w, 2))
        return;
    w->at[0] = (uint8_t)(v >> 8);
    w->at[1] = (uint8_t)v;
    w->at += 2;
}

static inline void bytes_store32(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)(v >> 24);
    p[1] = (uint8_t)(v >> 16);
    p[2] = (uint8_t)(v >> 8);
    p[3] = (uint8_t)v;
}

static inline void writer_u32(struct writer *w, uint32_t v)
{
    if (!writer_fits(w, 4))
        return;
    bytes_store32(w->at, v);
    w->at += 4;
}

static inline void writer_u64(struct writer *w, uint64_t v)
{
    if (!writer_fits(w, 8))
        return;
    bytes_store32(w->at, (uint32_t)(v >> 32));
    bytes_store32(w->at + 4, (uint32_t)v);
    w->at += 8;
}

static inline void writer_bytes(struct writer *w, struct bytes v)
{
    if (!writer_fits(w, v.size) || v.size == 0)
        return;
    memcpy(w->at, v.data, v.size);
    w->at += v.size;
}

/* Bytes written so far; 0 when the writer failed. */
static inline size_t writer_size(const struct writer *w)
{
    if (w->failed || w->at == w->start)
        return 0;
    return (size_t)(w->at - w->start);
}

#endif
