/* Open load on a relay design: independent replications in the virtual runtime,
 * on every core, measured while they run. */
#ifndef SIM_RUNTIME_TRAFFIC_H
#define SIM_RUNTIME_TRAFFIC_H

#include "sim/report/queues.h"
#include "shuttle/scenario.h"

struct traffic_plan {
    const struct scenario *whole; /* borrowed; it has a `traffic` */
    const char *design;           /* words as on the command line, or NULL */
    uint8_t via; /* the mediator that is given the load; what the others do
                    changes nothing for it, and they are left out */
    uint64_t first_seed;
    unsigned cores; /* 0: as many as the process may use */
    FILE *visits;   /* log of the first replication, or NULL; borrowed */
    void (*progress)(void *arg, uint32_t done);
    void *arg; /* borrowed */
};

/* The replications that were run. */
struct traffic_run {
    struct queues_report report;
    struct scenario scenario; /* as it was run */
    struct room_entry rooms[ROOMS_MAX];
    struct mediator_entry mediator;
    struct round round;
    struct arena arena;
    void *results; /* owned */
    size_t results_size;
};

/* Run the load of the scenario: in every room the seat `traffic`, one round as
 * long as warm-up and length, the design of the file's first round unless words
 * give another, and nothing else of the script. Call traffic_fini in every
 * case; the run must not be moved. */
enum err traffic_run(struct traffic_run *t, const struct traffic_plan *plan,
                     struct diag *diag) MUST_USE;
void traffic_fini(struct traffic_run *t);

#endif
