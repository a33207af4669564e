/* outcome.json: what came of a run, for programs. */
#ifndef SHUTTLE_REPORT_OUTCOME_H
#define SHUTTLE_REPORT_OUTCOME_H

#include "sim/report/roads.h"
#include "sim/report/tally.h"

/* All borrowed. */
struct outcome_facts {
    const struct tally *tally;
    const struct score *score;
    const struct roads *roads; /* of several mediators */
    int64_t wall_us;           /* how long the run took by the wall clock */
    const char *const *walls;  /* one line each, as in the record; NULL none */
    size_t wall_count;
};

/* Append the JSON text, indented, keys in a fixed order, ending in LF. False
 * when memory is out. */
bool outcome_print(struct page *out, const struct outcome_facts *facts);

#endif
