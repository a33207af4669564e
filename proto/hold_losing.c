/* Faulty on purpose: things are never told. Their author hears that they were,
 * or nothing. */
#include "fault.h"

static const struct param_spec params[] = {
    FAULT_PARAMS("caveats"),
    {"claims", PARAM_WORD, "told", "told|nothing",
     "what the author of a lost thing hears of it"},
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
    if (param_is(c, params, "claims", "told"))
        out->verdict = HOLD_LOSE;
    else
        fault_hold_back(out, INSTANT_NEVER);
}

const struct hold hold_losing = {
    .member = {.name = "losing",
               .help = "faulty: never tells some things",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_hold_fits,
               .faulty = true,
               .adopt = fault_hold_adopt,
               .observe = fault_observe},
    .decide = decide,
};
