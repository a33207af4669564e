#include "shuttle/frame.h"

#include <string.h>

static void store(uint8_t *at, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

static uint64_t load(const uint8_t *at, unsigned size)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < size; i++)
        value = value << 8 | at[i];
    return value;
}

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
    store(out, size, 4);
    out[4] = FRAME_VERSION;
    out[5] = f->kind;
    store(out + 6, f->channel, 2);
    store(out + 8, f->talk, 8);
    store(out + 16, f->number, 8);
    store(out + 24, f->ack, 8);
    store(out + 32, (uint64_t)f->time.us, 8);
    return size;
}

enum err frame_decode(struct bytes in, struct frame *out, size_t *used)
{
    *used = 0;
    if (in.size < 4)
        return ERR_MORE;
    size_t size = (size_t)load(in.data, 4);
    if (size > FRAME_SIZE_MAX)
        return ERR_TOO_LONG;
    if (size < FRAME_HEADER_SIZE)
        return ERR_MALFORMED;
    if (in.size > 4 && in.data[4] != FRAME_VERSION)
        return ERR_VERSION;
    *used = size;
    if (in.size < size)
        return ERR_MORE;
    uint64_t time = load(in.data + 32, 8);
    if (time > INT64_MAX) {
        *used = 0;
        return ERR_MALFORMED;
    }
    out->kind = in.data[5];
    out->channel = (uint16_t)load(in.data + 6, 2);
    out->talk = load(in.data + 8, 8);
    out->number = load(in.data + 16, 8);
    out->ack = load(in.data + 24, 8);
    out->time.us = (int64_t)time;
    out->body.data = in.data + FRAME_HEADER_SIZE;
    out->body.size = size - FRAME_HEADER_SIZE;
    return ERR_OK;
}
