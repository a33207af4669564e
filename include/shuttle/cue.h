/* When is a scripted line's turn? The same for a room's script and for the
 * mediator's own lines. */
#ifndef SHUTTLE_CUE_H
#define SHUTTLE_CUE_H

#include "shuttle/scenario.h"

enum cue {
    CUE_WAIT, /* not yet */
    CUE_NOW,
    CUE_LATE, /* its `within` has passed */
    CUE_SKIP, /* its time has come, but its `if` does not hold */
};

/* What the party knows. */
struct cue_context {
    struct instant now;
    struct instant round_began;
    bool
        after_done; /* what the line waits for has happened, or there is none */
    struct instant after_at; /* when `after` came, if it has */
    bool chosen; /* its `if` was judged before and need not be again */
    condition_lookup *lookup;
    const void *arg;
};

/* Judge a line. *next becomes the earlier of itself and the instant at which
 * the line should be judged again, if time alone can change the verdict. */
enum cue cue_judge(const struct line *line, const struct cue_context *context,
                   struct instant *next);

/* The alternatives of one choice end before this line, when n is the first of
 * them; n + 1 for a line by itself. */
uint16_t cue_group_end(const struct lines *lines, uint16_t n);

/* The lines that a reference to line n stands for end before this one: that
 * line alone, or all alternatives of the choice that was named. */
uint16_t cue_named_end(const struct lines *lines, uint16_t n);

/* The first round of a phase after a round (-1: of all), or GO_END. */
int cue_round_next(const struct scenario *s, int after, enum round_phase phase);

/* The first instant after now at which a condition that looks at elapsed() may
 * change, or never. */
struct instant cue_condition_next(const struct condition *c,
                                  struct instant now);

#endif
