/*
 * The records of all mediators of a run as one stream, while they are written:
 * by time, at one time by mediator. How the talks ended stands behind all else,
 * and first in the record of whom they ended through.
 */
#ifndef SIM_RUNTIME_STREAMS_H
#define SIM_RUNTIME_STREAMS_H

#include "tail.h"

#include "shuttle/scenario.h"

/* Where an entry stands: the part of the talks, then the time. */
struct streams_place {
    enum streams_part {
        STREAMS_TALKS,
        STREAMS_END,       /* what one mediator says of the end */
        STREAMS_AFTER_END, /* what others say of it */
    } part;
    struct instant time;
};

struct stream {
    struct tail tail;
    struct record_entry entry; /* read, and not given yet */
    size_t body_at;            /* of its body, in the tail */
    bool has_entry;
    bool ended;     /* nothing more will be written */
    bool elsewhere; /* this mediator was told that the talks ended */
    struct streams_place place; /* of the last entry read */
};

struct streams {
    struct stream stream[MEDIATORS_MAX];
    uint8_t count;
};

/* Zeroed but for its count is empty. */
void streams_fini(struct streams *s);
void streams_add(struct streams *s, uint8_t mediator, struct bytes bytes);
/* No more of this one. */
void streams_end(struct streams *s, uint8_t mediator);
/* The next entry, borrowed until more is added, once no other can come before
 * it; at_once: of what is there. False when there is none. */
bool streams_next(struct streams *s, bool at_once, uint8_t *mediator,
                  struct record_entry *out);

#endif
