/*
 * Borrowed byte slices, and cursors that read and write big-endian fields.
 * A cursor that fails stays failed, so a run of calls is checked once.
 */
#ifndef SHUTTLE_BYTES_H
#define SHUTTLE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

struct reader {
    const uint8_t *at;  /* borrowed */
    const uint8_t *end; /* borrowed */
    bool failed;        /* asked for more than there was, or a field was bad */
};

struct reader reader_over(struct bytes in);
uint8_t reader_u8(struct reader *r);
uint16_t reader_u16(struct reader *r);
uint32_t reader_u32(struct reader *r);
uint64_t reader_u64(struct reader *r);
/* The next size bytes, borrowed from the input; none when too few are left. */
struct bytes reader_bytes(struct reader *r, size_t size);
size_t reader_left(const struct reader *r);
/* True when nothing failed and nothing is left over. */
bool reader_done(const struct reader *r);

struct writer {
    uint8_t *at;    /* borrowed */
    uint8_t *start; /* borrowed */
    uint8_t *end;   /* borrowed */
    bool failed;    /* the room was too small; nothing past it was written */
};

struct writer writer_over(uint8_t *out, size_t capacity);
void writer_u8(struct writer *w, uint8_t v);
void writer_u16(struct writer *w, uint16_t v);
void writer_u32(struct writer *w, uint32_t v);
void writer_u64(struct writer *w, uint64_t v);
void writer_bytes(struct writer *w, struct bytes v);
/* Bytes written so far; 0 when the writer failed. */
size_t writer_size(const struct writer *w);

#endif
