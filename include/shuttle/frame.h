/*
 * The frame: a fixed big-endian header and an opaque body. All integers are
 * unsigned unless said otherwise; offsets in bytes.
 *
 *   0  u32  length   of the whole frame, header included
 *   4  u8   version  FRAME_VERSION
 *   5  u8   kind     of the message in the body (message.h)
 *   6  u16  channel  which mediator of this room, from 0
 *   8  u64  talk     the id of the talk
 *  16  u64  number   1, 2, 3 ... in each direction of a session; 0 for ACK
 *  24  u64  ack      the number of the last frame read from the other end
 *  32  i64  time     the mediator's time in microseconds; from a room, the
 *                    time of the last frame it read
 *  40  body
 */
#ifndef SHUTTLE_FRAME_H
#define SHUTTLE_FRAME_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/instant.h"
#include "shuttle/limits.h"

#define FRAME_VERSION 1u

struct frame {
    uint8_t kind;
    uint16_t channel;
    uint64_t talk;
    uint64_t number;
    uint64_t ack;
    struct instant time;
    struct bytes body; /* borrowed */
};

/* Write a frame to out. Return its size, or 0 when the body is longer than
 * FRAME_BODY_MAX or the capacity is too small; nothing is written then.
 * The body may already stand in its place, at out + FRAME_HEADER_SIZE. */
size_t frame_encode(const struct frame *f, uint8_t *out, size_t capacity);

/*
 * Read one frame from the start of in, which may hold less or more than one.
 * ERR_OK: *out is filled, its body borrowed from in, *used bytes were eaten.
 * ERR_MORE: not whole yet; *used is the whole size when the length is known,
 * else 0. ERR_TOO_LONG, ERR_VERSION, ERR_MALFORMED (shorter than a header, or
 * a negative time): never mends; the length is judged from its four bytes and
 * the version from the fifth, before the rest has come.
 */
enum err frame_decode(struct bytes in, struct frame *out,
                      size_t *used) MUST_USE;

#endif
