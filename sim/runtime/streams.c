#include "streams.h"

#include "shuttle/frame.h"
#include "shuttle/message.h"

void streams_fini(struct streams *s)
{
    for (uint8_t m = 0; m < s->count; m++)
        tail_fini(&s->stream[m].tail);
}

void streams_add(struct streams *s, uint8_t mediator, struct bytes bytes)
{
    struct stream *m = &s->stream[mediator];

    if (!m->has_entry)
        tail_forget(&m->tail);
    tail_add(&m->tail, bytes);
}

void streams_end(struct streams *s, uint8_t mediator)
{
    s->stream[mediator].ended = true;
}

static bool tells_outcome(const struct record_entry *e)
{
    struct frame frame;
    size_t used;

    if (e->kind == RECORD_EFFECT_RECORD)
        return e->id == MESSAGE_CONCLUDED;
    return e->kind == RECORD_EFFECT_SEND &&
           frame_decode(e->body, &frame, &used) == ERR_OK &&
           frame.kind == MESSAGE_OUTCOME;
}

/* Circumstances have the wall's time, and stand where they were written. */
static void place(struct stream *s, const struct record_entry *e)
{
    if (e->chain != RECORD_CANONICAL)
        return;
    s->place.time = e->time;
    if (s->place.part != STREAMS_TALKS)
        return;
    if (e->kind == RECORD_INPUT_KEEPER && e->id == MESSAGE_OUTCOME)
        s->elsewhere = true;
    else if (tells_outcome(e))
        s->place.part = s->elsewhere ? STREAMS_AFTER_END : STREAMS_END;
}

/* Bytes that are added may move what was read. */
static void read_on(struct stream *s)
{
    if (s->has_entry) {
        s->entry.body.data = s->tail.data + s->body_at;
        return;
    }
    s->has_entry = tail_next(&s->tail, &s->entry);
    if (!s->has_entry)
        return;
    s->body_at = (size_t)(s->entry.body.data - s->tail.data);
    place(s, &s->entry);
}

/* Of two mediators a comes before b at the same place. */
static bool is_before(const struct streams *s, uint8_t a, uint8_t b)
{
    const struct streams_place *x = &s->stream[a].place;
    const struct streams_place *y = &s->stream[b].place;
    int later = instant_compare(x->time, y->time);

    if (x->part != y->part)
        return x->part < y->part;
    return later != 0 ? later < 0 : a < b;
}

/* May this mediator still write what comes before the other's next entry? */
static bool holds_up(const struct streams *s, uint8_t mediator, uint8_t other)
{
    const struct stream *m = &s->stream[mediator];

    return !m->has_entry && !m->ended && !m->tail.broken &&
           is_before(s, mediator, other);
}

bool streams_next(struct streams *s, bool at_once, uint8_t *mediator,
                  struct record_entry *out)
{
    int first = -1;

    for (uint8_t m = 0; m < s->count; m++) {
        read_on(&s->stream[m]);
        if (s->stream[m].has_entry &&
            (first < 0 || is_before(s, m, (uint8_t)first)))
            first = m;
    }
    for (uint8_t m = 0; m < s->count && first >= 0 && !at_once; m++)
        if (holds_up(s, m, (uint8_t)first))
            return false;
    if (first < 0)
        return false;
    *mediator = (uint8_t)first;
    *out = s->stream[first].entry;
    s->stream[first].has_entry = false;
    return true;
}
