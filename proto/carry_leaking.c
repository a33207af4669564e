/* Faulty on purpose: what is handed over stands in the news, in confidence or
 * not. */
#include "fault.h"

static const struct param_spec params[] = {FAULT_CARRY_PARAMS, {0}};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    fault_carry_as(state, c, b, crossing, ask, out);
}

static bool leaks(void *state, const struct choice *c, const struct board *b,
                  const struct item *item)
{
    (void)state;
    return item->text.size &&
           fault_hits(c, params, b, FAMILY_CARRY, item, ROOMS_MAX);
}

const struct carry carry_leaking = {
    .member = {.name = "leaking",
               .help = "faulty: what is handed over goes to the press",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_carry_fits,
               .faulty = true,
               .adopt = fault_carry_adopt,
               .observe = fault_observe},
    .decide = decide,
    .own = NULL,
    .leaks = leaks,
};
