/* Faulty on purpose: the first room that a thing is for hears it as it is, all
 * others otherwise. So with what the mediator itself puts forward: proposals,
 * drafts, what is read back. */
#include "fault.h"

#include <assert.h>

static const struct param_spec params[] = {
    FAULT_CARRY_PARAMS,
    {"words", PARAM_TEXT, "So much for you.", NULL,
     "what it adds to a text for the other rooms"},
    {0},
};

static bool is_first(const struct crossing *crossing)
{
    return (crossing->item->to & ((1u << crossing->to) - 1)) == 0;
}

static bool is_hit(const struct choice *c, const struct board *b,
                   const struct crossing *crossing)
{
    return !is_first(crossing) &&
           fault_hits(c, params, b, FAMILY_CARRY, crossing->item, ROOMS_MAX);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    fault_carry_as(state, c, b, crossing, ask, out);
    if (out->verdict != CARRY_WORDS || !is_hit(c, b, crossing))
        return;
    out->package =
        fault_other(&crossing->item->package, &b->brief->agenda, ask->arena);
    fault_say(out, param_text(c, params, "words"));
}

static void own(void *state, const struct choice *c, const struct board *b,
                const struct crossing *crossing, struct arena *arena,
                struct carry_decision *out)
{
    (void)state;
    if (!is_hit(c, b, crossing))
        return;
    out->package =
        fault_other(&crossing->item->package, &b->brief->agenda, arena);
    if (out->text.size == 0)
        return;
    out->scratch = arena_alloc(arena, TEXT_MAX);
    assert(out->scratch); /* a step completes or the process ends */
    fault_say(out, param_text(c, params, "words"));
}

const struct carry carry_two_faced = {
    .member = {.name = "two_faced",
               .help = "faulty: tells each room something else",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_carry_fits,
               .faulty = true,
               .adopt = fault_carry_adopt,
               .observe = fault_observe},
    .decide = decide,
    .own = own,
    .leaks = NULL,
};
