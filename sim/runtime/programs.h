/*
 * The outside programs of one mediator, at most one for each family: started
 * when the mediator first has something to tell them, inside walls of their own
 * unless `outside: true`, told every line, waited for no longer than their
 * limits, and gone when this is freed.
 */
#ifndef SIM_RUNTIME_PROGRAMS_H
#define SIM_RUNTIME_PROGRAMS_H

#include "process.h"

#include "sim/net/walls.h"

struct programs; /* opaque */

struct programs_plan {
    struct process *mediator; /* borrowed: its design, its keeper, its record */
    const char *beside;       /* the scenario's file; NULL: this folder */
    enum walls_mode walls;
    bool circumstances; /* note them in the record */
    bool gated;         /* lines leave only once they are allowed to */
};

/* NULL when out of memory or descriptors. */
struct programs *programs_new(const struct programs_plan *plan);
void programs_free(struct programs *p);
/* Tell programs that it is over. Those that still run have PROGRAM_GRACE_MS to
 * end; then they are killed, and what they started with them. Call it before
 * the record is closed; it waits so long. */
void programs_end(struct programs *p);

/* Gated: what is queued so far is marked, when nothing is; what was marked may
 * leave. programs_mark() returns false when nothing is queued that could be. */
bool programs_mark(struct programs *p);
void programs_allow(struct programs *p);

/* Carry out what the mediator just did: its reports and asks. */
void programs_carry(struct programs *p);
/* Readable when programs_pump() has something to do. */
int programs_fd(const struct programs *p);
/* Microseconds until programs_pump() has to be called all the same; negative
 * for never. */
int64_t programs_left_us(const struct programs *p);
/* Write, read, look at the clock; never waits. Answers go to the keeper. */
void programs_pump(struct programs *p);
/* Wait until the keeper has been given an answer. False when none is awaited.
 */
bool programs_wait(struct programs *p);

#endif
