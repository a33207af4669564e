#include "shuttle/frame.h"

#include <string.h>

size_t frame_encode(const struct frame *f, uint8_t *out, size_t capacity)
{
    size_t size = f->body.size;
    if (size > FRAME_BODY_MAX || capacity < FRAME_HEADER_SIZE ||
        size > capacity - FRAME_HEADER_SIZE)
        return 0;
    uint8_t *body = out + FRAME_HEADER_SIZE;
    if (size > 0 && f->body.data != body)
        memmove(body, f->body.data, size);
    size += FRAME_HEADER_SIZE;
    struct writer w = writer_over(out, FRAME_HEADER_SIZE);
    writer_u32(&w, (uint32_t)size);
    writer_u8(&w, FRAME_VERSION);
    writer_u8(&w, f->kind);
    writer_u16(&w, f->channel);
    writer_u64(&w, f->talk);
    writer_u64(&w, f->number);
    writer_u64(&w, f->ack);
    writer_u64(&w, (uint64_t)f->time.us);
    return size;
}

enum err frame_decode(struct bytes in, struct frame *out, size_t *used)
{
    *used = 0;
    if (in.size < 4)
        return ERR_MORE;
    struct reader r = reader_over(in);
    size_t size = reader_u32(&r);
    if (size > FRAME_SIZE_MAX)
        return ERR_TOO_LONG;
    if (size < FRAME_HEADER_SIZE)
        return ERR_MALFORMED;
    if (in.size > 4 && in.data[4] != FRAME_VERSION)
        return ERR_VERSION;
    *used = size;
    if (in.size < size)
        return ERR_MORE;
    (void)reader_u8(&r); /* the version */
    out->kind = reader_u8(&r);
    out->channel = reader_u16(&r);
    out->talk = reader_u64(&r);
    out->number = reader_u64(&r);
    out->ack = reader_u64(&r);
    out->time.us = (int64_t)reader_u64(&r);
    out->body = reader_bytes(&r, size - FRAME_HEADER_SIZE);
    if (out->time.us < 0) {
        *used = 0;
        return ERR_MALFORMED;
    }
    return ERR_OK;
}
