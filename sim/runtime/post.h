/* A mediator's process: its loop, its doors, the end of its talks. */
#ifndef SIM_RUNTIME_POST_H
#define SIM_RUNTIME_POST_H

#include "mediate.h"
#include "setup.h"

struct post_plan {
    const struct setup *setup; /* borrowed */
    int record_fd;             /* owned */
    /* Doors: a listener for each room, inherited from LISTENER_FD on; or one
     * for all at setup's address and port. */
    bool inherited;
    unsigned admission_ms;                   /* 0: for ever */
    record_sink *watch;                      /* may be NULL */
    void (*ready)(void *arg, uint16_t port); /* doors are open; may be NULL */
    void *arg;
};

/* Mediate until the talks are over. SIGTERM (and, with doors of its own,
 * SIGINT) stop them. Returns 0 or 2, and diag says why. */
int post_run(const struct post_plan *plan, struct diag *diag);

#endif
