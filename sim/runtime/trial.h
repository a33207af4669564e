/* A run in memory: the whole scenario played in the virtual runtime, every room
 * by its script, nothing written to disk. For rehearsals, comparisons of relay
 * designs, and views that say what would happen. */
#ifndef SIM_RUNTIME_TRIAL_H
#define SIM_RUNTIME_TRIAL_H

#include "sim/runtime/tail.h"

#include "shuttle/scenario.h"

/* A scenario of its own for trials: scripts sit in its rooms, and its seed and
 * relay design may be changed. The rest is borrowed from the whole one. */
struct stage {
    struct scenario scenario;
    struct room_entry rooms[ROOMS_MAX];
    struct mediator_entry mediators[MEDIATORS_MAX];
    struct arena arena; /* of the design's words */
};

/* With the words of a relay design as on the command line, or NULL for the
 * file's own. ERR_MISMATCH when the design does not fit the scenario, or a
 * program of it is not there. Call stage_fini in every case. The stage must not
 * be moved. */
enum err stage_init(struct stage *s, const struct scenario *whole,
                    const char *design, struct diag *diag) MUST_USE;
void stage_fini(struct stage *s);

/* The records of a run: the first mediator's, then each room's, then those of
 * the other mediators. Zeroed is empty; one trial can be run again and again.
 */
struct trial {
    struct tail records[PROCESSES_MAX];
};

/* Run it with its seed, for at most EXPECT_TURNS_MAX turns. */
enum err trial_run(struct trial *t, const struct stage *stage,
                   struct diag *diag) MUST_USE;
void trial_fini(struct trial *t);

#endif
