/* Requests and grants as bytes: all fields in order, big-endian. */
#include "shuttle/bytes.h"
#include "shuttle/clock.h"

#include <string.h>

enum {
    IS_BEGUN = 1,
    IS_FINISHED = 2,
    IS_ASKING = 4,
    IS_QUEUED = 8,
    ROUND = 16
};

static void put_round(struct writer *w, const struct message_round *r)
{
    writer_u8(w, r->round);
    writer_u8(w, r->state);
    writer_u64(w, (uint64_t)r->limit.us);
}

static struct message_round get_round(struct reader *r)
{
    struct message_round out = {.round = reader_u8(r)};

    out.state = reader_u8(r);
    out.limit = (struct instant){(int64_t)reader_u64(r)};
    return out;
}

size_t request_encode(const struct request *r, uint8_t *out, size_t capacity)
{
    struct writer w = writer_over(out, capacity);

    writer_u64(&w, r->done);
    writer_u32(&w, r->given);
    writer_u64(&w, (uint64_t)r->due.us);
    writer_u8(&w, r->outcome);
    writer_u8(
        &w,
        (uint8_t)((r->begun ? IS_BEGUN : 0) | (r->finished ? IS_FINISHED : 0) |
                  (r->asking ? IS_ASKING : 0) | (r->queued ? IS_QUEUED : 0) |
                  (r->has_round ? ROUND : 0)));
    put_round(&w, &r->round);
    writer_u8(&w, r->room_count);
    for (uint8_t n = 0; n < r->room_count; n++) {
        writer_u8(&w, (uint8_t)((r->room[n].waits ? 1 : 0) |
                                (r->room[n].gone ? 2 : 0)));
        writer_u64(&w, r->room[n].sent);
        for (size_t c = 0; c < CHANNELS_MAX; c++)
            writer_u64(&w, r->room[n].reads[c]);
    }
    return writer_size(&w);
}

enum err request_decode(struct bytes body, struct request *out)
{
    struct reader r = reader_over(body);
    uint8_t flags;

    *out = (struct request){.done = reader_u64(&r)};
    out->given = reader_u32(&r);
    out->due = (struct instant){(int64_t)reader_u64(&r)};
    out->outcome = reader_u8(&r);
    flags = reader_u8(&r);
    out->begun = flags & IS_BEGUN;
    out->finished = flags & IS_FINISHED;
    out->asking = flags & IS_ASKING;
    out->queued = flags & IS_QUEUED;
    out->has_round = flags & ROUND;
    out->round = get_round(&r);
    out->room_count = reader_u8(&r);
    for (uint8_t n = 0; n < out->room_count && n < ROOMS_MAX; n++) {
        flags = reader_u8(&r);
        out->room[n].waits = flags & 1;
        out->room[n].gone = flags & 2;
        out->room[n].sent = reader_u64(&r);
        for (size_t c = 0; c < CHANNELS_MAX; c++)
            out->room[n].reads[c] = reader_u64(&r);
    }
    return reader_done(&r) && out->room_count <= ROOMS_MAX &&
                   out->due.us >= 0 && out->round.limit.us >= 0 &&
                   out->outcome <= OUTCOME_STOPPED
               ? ERR_OK
               : ERR_MALFORMED;
}

size_t grant_encode(const struct grant *g, uint8_t *out, size_t capacity)
{
    struct writer w = writer_over(out, capacity);

    writer_u64(&w, g->number);
    writer_u8(&w, (uint8_t)g->kind);
    writer_u64(&w, (uint64_t)g->now.us);
    put_round(&w, &g->round);
    writer_u8(&w, g->outcome);
    return writer_size(&w);
}

enum err grant_decode(struct bytes body, struct grant *out)
{
    struct reader r = reader_over(body);
    uint8_t kind;

    *out = (struct grant){.number = reader_u64(&r)};
    kind = reader_u8(&r);
    out->kind = (enum grant_kind)kind;
    out->now = (struct instant){(int64_t)reader_u64(&r)};
    out->round = get_round(&r);
    out->outcome = reader_u8(&r);
    return reader_done(&r) && kind <= GRANT_OPEN && out->now.us >= 0 &&
                   out->round.limit.us >= 0 && out->outcome <= OUTCOME_STOPPED
               ? ERR_OK
               : ERR_MALFORMED;
}
