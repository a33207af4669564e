/*
 * Rehearsals: the `expect` entries of a scenario, each run once for each of its
 * seeds on the virtual runtime, in memory, and judged by the records of the
 * mediator and the rooms. Every room is played by its script, whoever the file
 * seats there. Talks that do not end by themselves are stopped after
 * EXPECT_TURNS_MAX turns of the mediator, and have failed.
 */
#ifndef SIM_RUNTIME_REHEARSE_H
#define SIM_RUNTIME_REHEARSE_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"

/* One thing that did not come out as expected. Borrowed for the call. */
struct rehearse_failure {
    const struct expect *expect;
    struct place place;  /* of what was expected */
    const char *what;    /* the key: "outcome", "happens", ... */
    uint64_t seed;       /* of the run */
    const char *message; /* "expected ..., but ..."; one line */
};

struct rehearse_count {
    uint32_t rehearsals;
    uint32_t runs;
    uint32_t failed; /* runs in which something failed */
};

struct rehearse_plan {
    const struct scenario *whole; /* borrowed; never changed */
    void (*report)(void *arg, const struct rehearse_failure *failure);
    void (*progress)(void *arg, uint32_t runs); /* after each run, or NULL */
    void *arg;
};

/* Run them all (none of a scenario that cannot be run yet), in the order of the
 * file and of their seeds. ERR_OK when all were judged, whatever was found;
 * else diag says which could not be run, at its place in the file. *count is
 * what was done. */
enum err rehearse(const struct rehearse_plan *plan,
                  struct rehearse_count *count, struct diag *diag) MUST_USE;

#endif
