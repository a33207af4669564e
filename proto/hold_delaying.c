/* Faulty on purpose: things are told late, and nothing is said of it. */
#include "fault.h"

static const struct param_spec params[] = {
    FAULT_PARAMS("caveats"),
    {"by", PARAM_DURATION, "1h", NULL,
     "told no sooner than so long after they were handed over"},
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
    fault_hold_late(out, b, item, param_us(c, params, "by"));
}

const struct hold hold_delaying = {
    .member = {.name = "delaying",
               .help = "faulty: tells some things late",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_hold_fits,
               .faulty = true,
               .adopt = fault_hold_adopt,
               .observe = fault_observe},
    .decide = decide,
};
