/* The launcher's splitting of a scenario: the text of every process's brief. */
#ifndef SIM_RUNTIME_BRIEFS_H
#define SIM_RUNTIME_BRIEFS_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"
#include "sim/scenario/buffer.h"

/* Owned; the first mediator's, then each room's in order, then those of the
 * other mediators: by the number of the process. */
struct briefs {
    struct buffer text[PROCESSES_MAX];
    uint8_t count;
    uint64_t talk;
};

/* Split the whole scenario for a run with this clock. On failure nothing is
 * left to free. */
enum err briefs_make(struct briefs *b, const struct scenario *whole, bool live,
                     struct diag *diag) MUST_USE;
void briefs_fini(struct briefs *b);
/* Text of the first mediator's brief (-1) or a room's; behind the rooms come
 * the other mediators. */
struct bytes briefs_text(const struct briefs *b, int room);

#endif
