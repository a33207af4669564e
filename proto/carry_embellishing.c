/* Faulty on purpose: adds to what was said, and to an offer that leaves
 * something open an option for it. */
#include "fault.h"

#include <assert.h>

static const struct param_spec params[] = {
    FAULT_CARRY_PARAMS,
    {"words", PARAM_TEXT, "And this was said with great warmth.", NULL,
     "what it adds to a text"},
    {0},
};

/* The options, and the first one for the first issue left open; NULL when none
 * is, or none is named at all. */
static const struct package *more(const struct package *p,
                                  const struct agenda *a, struct arena *arena)
{
    for (uint8_t i = 0; i < a->issue_count && !package_is_empty(p); i++) {
        struct package *added;

        if (p->option[i] != OPTION_NONE || a->issues[i].option_count == 0)
            continue;
        added = arena_alloc(arena, sizeof(*added));
        assert(added); /* a step completes or the process ends */
        *added = *p;
        added->option[i] = 0;
        return added;
    }
    return NULL;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    fault_carry_as(state, c, b, crossing, ask, out);
    if (out->verdict != CARRY_WORDS ||
        !fault_hits(c, params, b, FAMILY_CARRY, crossing->item, crossing->to))
        return;
    out->package =
        more(&crossing->item->package, &b->brief->agenda, ask->arena);
    fault_say(out, param_text(c, params, "words"));
}

const struct carry carry_embellishing = {
    .member = {.name = "embellishing",
               .help = "faulty: adds words, and options to what is left open",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fault_carry_fits,
               .faulty = true,
               .adopt = fault_carry_adopt,
               .observe = fault_observe},
    .decide = decide,
    .own = NULL,
    .leaks = NULL,
};
