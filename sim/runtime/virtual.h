/*
 * The virtual runtime: one process, one queue, one clock, no waiting. The very
 * frames that would go over TLS are handed from actor to actor.
 */
#ifndef SIM_RUNTIME_VIRTUAL_H
#define SIM_RUNTIME_VIRTUAL_H

#include "process.h"
#include "programs.h"

struct virtual_talks {
    struct process mediator; /* the first */
    struct process rooms[ROOMS_MAX];
    uint8_t room_count;
    struct process further[MEDIATORS_MAX - 1]; /* the other mediators */
    uint8_t further_count;
    struct clock *clock;     /* owned; of several mediators, else NULL */
    struct sent_frame *sent; /* owned; on their way, oldest first */
    struct sent_frame **last_sent;
    uint32_t turns_max; /* stop the talks after so many turns; 0 never */
    /* The mediators' outside programs; made when one is first needed. */
    struct programs *programs[MEDIATORS_MAX]; /* owned; NULL none */
    const char *beside;    /* the scenario's file, for what they run */
    enum walls_mode walls; /* around them */
};

/* A plan for each process: the first mediator's, then each room's in order,
 * then those of the other mediators, as many as the first one's brief names. On
 * failure nothing is left to free. */
enum err virtual_init(struct virtual_talks *t, const struct process_plan *plans,
                      uint8_t room_count, struct diag *diag) MUST_USE;
void virtual_fini(struct virtual_talks *t);

/* Start all actors, then run until the mediator has finished. ERR_STATE when
 * the talks cannot go on without a person or a program. The records are
 * closed. */
enum err virtual_run(struct virtual_talks *t, struct diag *diag) MUST_USE;

#endif
