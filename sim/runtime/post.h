/* A mediator's process: its loop, its doors, the end of its talks. */
#ifndef SIM_RUNTIME_POST_H
#define SIM_RUNTIME_POST_H

#include "mediate.h"
#include "setup.h"

/* One talk to mediate. */
struct post_talk {
    const struct setup *setup; /* borrowed */
    int record_fd;             /* owned from post_run on */
    record_sink *watch;        /* may be NULL */
    void *watch_arg;
    /* With doors of its own, of another than the first of several mediators:
     * its key for the line to the first, and where that one listens. */
    const struct identity *clock; /* borrowed */
    char first_address[ADDRESS_TEXT_SIZE];
    uint16_t first_port;
};

struct post_plan {
    const struct post_talk *talks; /* borrowed */
    size_t talk_count;
    /* Doors: a listener for each room of the one talk, inherited from
     * LISTENER_FD on; or one for each talk at its setup's address and port. */
    bool inherited;
    unsigned admission_ms; /* rooms must have come by then; 0: for ever */
    /* A talk's doors are open; a talk is over. Both may be NULL. */
    void (*ready)(const struct scenario *brief, uint16_t port);
    void (*over)(const struct scenario *brief, enum outcome outcome);
};

/* Mediate until all talks are over. SIGTERM (and, with doors of its own,
 * SIGINT) stop them; a second one does not wait for goodbyes. Returns 0; 1 when
 * talks with doors of their own broke off; or 2, and diag says why, or the log
 * when another mediator was not there. */
int post_run(const struct post_plan *plan, struct diag *diag);

#endif
