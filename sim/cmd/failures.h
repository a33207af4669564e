/* What failed in the rehearsals of one file, for people: failures of one
 * expectation are told once, with the seeds they came with. */
#ifndef SIM_CMD_FAILURES_H
#define SIM_CMD_FAILURES_H

#include "sim/runtime/rehearse.h"
#include "sim/scenario/buffer.h"

#include <stdio.h>

struct failure_seeds {
    uint64_t first;
    uint64_t last;
};

/* One expectation of one rehearsal that failed. */
struct failure_group {
    const struct expect *expect; /* borrowed from the scenario */
    const char *what;            /* static */
    struct place place;
    struct buffer message;       /* of the first seed */
    struct failure_seeds *seeds; /* owned; in the order of the runs */
    size_t seed_count;
    size_t seed_capacity;
    bool differ; /* other seeds failed it in another way */
};

struct failures {
    struct failure_group *list; /* owned; in the order of the first seeds */
    size_t count;
    size_t capacity;
    const struct expect *missed; /* the last run that missed its outcome, */
    uint64_t missed_seed;        /* and its seed */
    bool failed;                 /* memory ran out; something is missing */
};

void failures_init(struct failures *f);
void failures_fini(struct failures *f);

/* Take one failure in; runs come one after another. Where a run has missed its
 * outcome, what hangs on it (its package, what that is worth, how it was
 * carried out) says nothing more and is left out. */
void failures_add(struct failures *f, const struct rehearse_failure *failure);

/* "FILE:5:3: failed[happens]: seeds 2, 3, 8 to 12: expected ..." for each. */
void failures_print(const struct failures *f, const char *path, FILE *out);

#endif
