/*
 * The keeper of the clock: turns frames that arrive in any order into the one
 * order in which the mediator takes them, and says when time moves on.
 *
 * Simulated clock: what arrives is buffered until every room waits and has read
 * all it was sent and no ask is open; then answers are taken in the order of
 * their asks, and the rest as one batch, sorted by (room, number). When all
 * wait and nothing is buffered, time moves to the mediator's
 * armed deadline. (IEEE 1516: time advance request and grant.)
 * Live clock: what arrives is taken at once, at the time given.
 */
#ifndef SHUTTLE_KEEPER_H
#define SHUTTLE_KEEPER_H

#include "shuttle/actor.h"
#include "shuttle/clock.h"
#include "shuttle/mediator.h"

struct keeper; /* opaque */

/* For the talks of this mediator, which is borrowed. NULL: out of memory. */
struct keeper *keeper_new(struct mediator *m, bool live);
void keeper_free(struct keeper *k);

/* One whole frame came from a room; its bytes are copied. Returns why the
 * session must end (then call keeper_gone), or REASON_NONE. */
enum reason keeper_arrive(struct keeper *k, uint8_t room, struct bytes bytes);
/* The room's connection is no more, or was ended for this reason. */
void keeper_gone(struct keeper *k, uint8_t room, enum reason reason);
/* An answer to an ask of the mediator; copied. */
void keeper_answer(struct keeper *k, uint32_t ask, struct bytes answer);
/* Stop the talks from outside. */
void keeper_stop(struct keeper *k);

/* The next input for the mediator, or false when it has to wait: for frames,
 * or, with the live clock, until keeper_due. live_now is not read with the
 * simulated clock. The input's bytes live until the next call. */
bool keeper_next(struct keeper *k, struct instant live_now, struct input *in);
/* What the mediator did with it: sends and deadlines are noted. */
void keeper_carried(struct keeper *k, const struct effects *effects);

/* Several mediators have one clock: from now on this keeper gives nothing but
 * the start, a lost room and a stop before it is granted (clock.h). */
void keeper_share(struct keeper *k);
/* How things stand with this mediator. False while a grant is being carried
 * out: then there is nothing to say yet. */
bool keeper_request(const struct keeper *k, struct request *out);
/* Go on with this. The one before was carried out. */
void keeper_grant(struct keeper *k, const struct grant *grant);

/* When the mediator wants to be woken; never when it does not. */
struct instant keeper_due(const struct keeper *k);
/* The mediator's time. */
struct instant keeper_now(const struct keeper *k);
/* The room whose silence holds the clock (simulated), or -1. */
int keeper_awaits(const struct keeper *k);

#endif
