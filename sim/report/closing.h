/* The last words of `shuttle run`: the outcome, each room's value beside no
 * deal, the outcome beside the best, and where the run lies. What was agreed
 * stands at the end of the columns. */
#ifndef SHUTTLE_REPORT_CLOSING_H
#define SHUTTLE_REPORT_CLOSING_H

#include "sim/report/tally.h"

struct closing_options {
    unsigned width; /* of the terminal */
    bool colour;
    const char *folder; /* of the run; NULL when there is none */
};

void closing_print(struct page *out, const struct tally *tally,
                   const struct score *score, const struct closing_options *o);

#endif
