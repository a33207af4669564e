/* What one run showed, held against what its rehearsal expects. */
#ifndef SIM_RUNTIME_REHEARSE_JUDGE_H
#define SIM_RUNTIME_REHEARSE_JUDGE_H

#include "rehearse.h"
#include "rehearse_seen.h"

struct judge {
    const struct rehearse_plan *plan;
    const struct seen *seen;
    const struct expect *expect;
    uint64_t seed;
    struct page page;  /* of the message being put together */
    uint32_t failures; /* of this run */
};

/* Judge everything the rehearsal names and report what failed. */
void judge_run(struct judge *j);

#endif
