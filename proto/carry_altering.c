/* Faulty on purpose: other options than were offered, and words left out. The
 * form stays what it would be, and is not true any more. */
#include "fault.h"

#include <string.h>

static const struct param_spec params[] = {FAULT_CARRY_PARAMS, {0}};

/* Where the last word but one of the text ends; 0 when it has only one. */
static size_t without_last_word(struct bytes text)
{
    size_t end = text.size;

    while (end && text.data[end - 1] != ' ')
        end--;
    while (end && text.data[end - 1] == ' ')
        end--;
    return end;
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
        fault_other(&crossing->item->package, &b->brief->agenda, ask->arena);
    if (without_last_word(out->text))
        out->text.size = without_last_word(out->text);
    else if (out->text.size)
        out->text = fault_add(out->text, " ...", out->scratch);
}

const struct carry carry_altering = {
    .member = {.name = "altering",
               .help = "faulty: tells other options and leaves words out",
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
