/* What the parts that look for warnings share: lines by what names them. */
#ifndef SCENARIO_DOUBT_H
#define SCENARIO_DOUBT_H

#include "sim/scenario/bind.h"

struct doubts {
    struct binder *b;
    uint32_t first[ROUNDS_MAX][OWNER_SLOTS]; /* site of line 0 of an owner */
};

void doubts_init(struct doubts *d, struct binder *b);
/* The line a reference stands for, of a choice the first; NULL when it is none.
 */
const struct site *doubts_site(const struct doubts *d, const struct ref *ref);
/* The first line of an owner (a room or a mediator) in a round. */
const struct site *doubts_lines(const struct doubts *d, uint8_t round,
                                uint8_t owner, uint16_t *count);
/* Doubts about where the mediators are. */
void doubt_walk(const struct doubts *d);
void doubt_faulty(const struct doubts *d);
/* Doubts about conditions that are judged too early. */
void doubt_if(const struct doubts *d);
/* Do both stand for the same line, or for alternatives of one choice? */
bool doubts_same(const struct site *a, const struct site *b);

#endif
