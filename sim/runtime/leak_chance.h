/* What chance can do in a scenario: a seed for every way its events can fall
 * out, with the way's weight; or, where chance has no end of ways, a sample of
 * seeds. */
#ifndef SIM_RUNTIME_LEAK_CHANCE_H
#define SIM_RUNTIME_LEAK_CHANCE_H

#include "shuttle/scenario.h"

struct ways {
    bool exact;
    uint32_t count;
    uint64_t *seed;   /* owned; exact only */
    uint64_t *weight; /* owned; exact only: they add up to 100 to the power of
                         the events that are left to chance */
};

/* seeds: how many of a sample. */
enum err ways_find(struct ways *w, const struct scenario *s, uint32_t seeds,
                   bool sample, struct diag *diag) MUST_USE;
void ways_fini(struct ways *w);
uint64_t ways_seed(const struct ways *w, uint32_t n);
uint64_t ways_weight(const struct ways *w, uint32_t n);

#endif
