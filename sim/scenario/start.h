/* A scenario to start from, with a comment to everything in it. */
#ifndef SCENARIO_START_H
#define SCENARIO_START_H

#include "sim/scenario/buffer.h"
#include "sim/scenario/diag.h"
#include "shuttle/err.h"

/* What may be said about it; NULL takes the usual. */
struct start {
    const char *file; /* its name, for the comments */
    const char *title;
    const char *rooms; /* two ids: "us,iran" */
};

/* Append the scenario, in the form `format` gives it. It has no mistakes, its
 * rehearsal holds, and it ends in agreement. ERR_SCENARIO with a diag when the
 * title or the ids of the rooms will not do; ERR_MEMORY. */
enum err start_write(const struct start *start, struct buffer *out,
                     struct diag *diag) MUST_USE;

#endif
