/* Holds nothing back itself. What a caveat forbids or puts off is stopped by
 * release all the same. The member to read first. */
#include "shuttle/hold.h"

static const struct param_spec params[] = {{0}};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    (void)state, (void)c, (void)b, (void)crossing, (void)ask;
    *out = (struct hold_decision){.verdict = HOLD_TELL,
                                  .rule = RULE_DESIGN,
                                  .until = INSTANT_NEVER,
                                  .reason = "forwarded"};
}

const struct hold hold_forward = {
    .member = {.name = "forward",
               .help =
                   "holds nothing back itself; the caveats bind all the same",
               .params = params},
    .decide = decide,
};
