/* A run in memory: the whole scenario played in the virtual runtime, every room
 * by its script, nothing written to disk. For views that say what would happen.
 */
#ifndef SIM_RUNTIME_TRIAL_H
#define SIM_RUNTIME_TRIAL_H

#include "shuttle/scenario.h"
#include "sim/report/page.h"

struct trial {
    struct page mediator; /* the bytes of the records */
    struct page room[ROOMS_MAX];
};

/* Run it with its own seed, for at most EXPECT_TURNS_MAX turns. Rooms where a
 * person would sit are played by their scripts: whole is changed to say so.
 * Call trial_fini in every case. */
enum err trial_run(struct trial *t, struct scenario *whole,
                   struct diag *diag) MUST_USE;
void trial_fini(struct trial *t);

#endif
