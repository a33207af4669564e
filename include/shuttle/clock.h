/*
 * One clock for several mediators. Each mediator has a keeper of its own, which
 * judges what its rooms send; what stands there it tells the clock (a request),
 * and it goes on only as it is told (a grant). Nothing that anyone said passes
 * between them. (IEEE 1516: time advance request and grant.)
 *
 * Simulated clock. Nothing is granted before every room waits, having read all
 * that all its mediators have sent it, by the last WAIT on each of its
 * channels. Then, in this order: 1  the end: the talks ended through one
 * mediator; every other is told 2  rounds: the first mediator's round began or
 * was over; every other is told 3  an open ask holds the clock 4  frames: in
 * turn, beginning with the one after him who had the last turn, each mediator
 * takes what came, by (time, room, number). At a new instant the first mediator
 * begins; at the start of the talks the others do, so that every channel is
 * open when the first round begins 5  time: at the earliest instant that is
 * due, each mediator that is due, by its number 6  nothing is due: the first
 * mediator is told that all wait One grant is in hand at a time, so that what a
 * room reads through one mediator and through another comes to it in one order.
 *
 * Live clock: each takes what comes when it comes; the clock passes on 1 and 2.
 */
#ifndef SHUTTLE_CLOCK_H
#define SHUTTLE_CLOCK_H

#include "shuttle/message.h"
#include "shuttle/scenario.h"

enum grant_kind {
    GRANT_NONE,
    GRANT_TAKE,    /* take the frames that have come */
    GRANT_DUE,     /* the instant that was armed has come */
    GRANT_STALLED, /* all wait and nothing is due */
    GRANT_RUNAWAY, /* too many steps at one instant */
    GRANT_ROUND,   /* how the rounds of the first mediator stand */
    GRANT_END,     /* the talks ended through another mediator */
    GRANT_OPEN,    /* live: every mediator has admitted its rooms */
};

struct grant {
    uint64_t number; /* 1, 2, 3 ... for each mediator */
    enum grant_kind kind;
    struct instant now;
    struct message_round round; /* GRANT_ROUND */
    uint8_t outcome;            /* GRANT_END */
};

/* How things stand with one mediator. */
struct request {
    uint64_t done;  /* number of the last grant that is carried out */
    uint32_t given; /* inputs of the mediator, in all */
    struct instant due;
    uint8_t outcome; /* how it has ended the talks; OUTCOME_NONE before */
    bool begun;
    bool finished;
    bool asking;
    bool queued;                /* frames have come that were not taken */
    bool has_round;             /* the first mediator's: */
    struct message_round round; /* the last that began, and whether it is over
                                 */
    uint8_t room_count;
    struct {
        bool waits;    /* it said WAIT last (or HELLO), having read all here */
        bool gone;     /* it has no session here, or has said goodbye */
        uint64_t sent; /* frames sent to it */
        uint64_t reads[CHANNELS_MAX]; /* as its last WAIT here says */
    } room[ROOMS_MAX];
};

#define REQUEST_SIZE_MAX (64u + ROOMS_MAX * (16u + 8u * CHANNELS_MAX))
#define GRANT_SIZE_MAX   64u

/* Kinds of the frames that carry them on a link between a mediator and the
 * keeper of the clock; the body is what these functions write. */
#define FRAME_REQUEST 112u
#define FRAME_GRANT   113u

/* Return the size. */
size_t request_encode(const struct request *r, uint8_t *out, size_t capacity);
size_t grant_encode(const struct grant *g, uint8_t *out, size_t capacity);
/* ERR_MALFORMED, and *out is unspecified then. */
enum err request_decode(struct bytes body, struct request *out) MUST_USE;
enum err grant_decode(struct bytes body, struct grant *out) MUST_USE;

struct clock; /* opaque */

/* For the talks of the first mediator's brief, which is borrowed. NULL: out of
 * memory. */
struct clock *clock_new(const struct scenario *brief);
void clock_free(struct clock *c);

/* A mediator says how things stand. */
void clock_request(struct clock *c, uint8_t mediator, const struct request *r);
/* A mediator is lost, with what it knew: the talks break off. False when it had
 * finished: then that is no loss. */
bool clock_lose(struct clock *c, uint8_t mediator);
/* The next grant and whom it is for, or false when there is none before more is
 * known. */
bool clock_next(struct clock *c, uint8_t *mediator, struct grant *out);
/* All mediators have finished or are lost. */
bool clock_finished(const struct clock *c);

#endif
