/* Faulty on purpose: things are told twice. */
#include "fault.h"

static const struct param_spec params[] = {
    FAULT_PARAMS("caveats"),
    {0},
};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    const struct item *item = crossing->item;

    fault_hold_as(state, c, b, crossing, ask, out);
    if (out->verdict != HOLD_TELL ||
        !fault_hits(c, params, b, FAMILY_HOLD, item, crossing->to))
        return;
    out->again = true;
}

const struct hold hold_duplicating = {
    .member = {.name = "duplicating",
               .help = "faulty: tells some things twice",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_hold_fits,
               .faulty = true,
               .adopt = fault_hold_adopt,
               .observe = fault_observe},
    .decide = decide,
};
