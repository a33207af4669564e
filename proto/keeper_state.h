/* The keeper's own state, shared by the files it is made of:
 *   keeper.c        what arrives, and the order in which it is taken
 *   keeper_share.c  the same where several mediators have one clock
 */
#ifndef PROTO_KEEPER_STATE_H
#define PROTO_KEEPER_STATE_H

#include "shuttle/clock.h"
#include "shuttle/keeper.h"

/* A frame that came and was not taken yet; its bytes follow. */
struct arrival {
    struct arrival *next;
    uint64_t serial; /* which of all arrivals it was */
    size_t size;
    bool owed; /* a WAIT that says that more was read */
    uint8_t bytes[];
};

struct keeper_room {
    struct arrival *first;
    struct arrival *last;
    uint32_t batch; /* how many of the queue belong to the batch in hand */
    uint32_t queued;
    uint32_t owed; /* of these: how many there are is the others' doing */
    size_t queued_size;
    bool waits;                   /* it said WAIT (or HELLO, or BYE) last */
    uint64_t read;                /* having read this many frames */
    uint64_t reads[CHANNELS_MAX]; /* of each of its channels */
    bool gone;
    bool gone_told;
    uint32_t gone_reason;
};

struct asked {
    struct asked *next;
    uint32_t ask;
};

struct answered {
    struct answered *next;
    uint32_t ask;
    size_t size;
    uint8_t bytes[];
};

struct keeper {
    struct mediator *m; /* borrowed */
    bool live;
    uint8_t count;
    struct instant now;
    struct instant due;
    bool started;
    bool finished;
    bool stop;
    bool stalled; /* the mediator was told, and nothing has come since */
    bool runaway; /* the mediator was told */
    uint64_t serial;
    struct asked *asks; /* open asks of the mediator */
    uint32_t steps;     /* at this instant */
    struct answered *answers;
    struct arrival *held; /* the bytes of the last input; owned */
    struct answered *held_answer;
    /* With several mediators: it goes on as it is granted. */
    bool shared;
    struct grant grant;  /* the one in hand, or the last; kind GRANT_NONE once
                            its input was given */
    uint64_t granted;    /* number of the last grant */
    uint32_t given;      /* inputs, in all */
    bool working;        /* the grant is not carried out yet */
    bool open;           /* live: every mediator has admitted its rooms */
    uint8_t notice[128]; /* the body of a round or an outcome granted */
    struct keeper_room room[];
};

/* A room holds the clock until it waits and has read all it was sent. */
bool keeper_room_waits(const struct keeper *k, uint8_t room);
/* An open ask holds the clock, but not the end of the talks. */
bool keeper_is_asking(const struct keeper *k);
/* Move the time on, never back. */
void keeper_move_to(struct keeper *k, struct instant now);
/* All that lies in the queues is the batch to be taken. */
void keeper_open_batch(struct keeper *k);
/* The next frame of the batch, by room and number. */
bool keeper_give_batch(struct keeper *k, struct input *in);
/* The next answer that has come. */
bool keeper_give_answer(struct keeper *k, struct input *in);
bool keeper_give_deadline(struct keeper *k, uint32_t id, struct input *in);
/* keeper_share.c: what is granted. */
bool keeper_next_shared(struct keeper *k, struct input *in);

#endif
