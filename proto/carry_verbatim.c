/* In the author's exact words, unless the author asked for others. The member
 * to read first. */
#include "carry_words.h"

static const struct param_spec params[] = {CARRY_NON_PAPERS, {0}};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    uint8_t form = caveat_form(crossing->item->caveats.bits);

    (void)state, (void)b, (void)ask;
    out->attributed = carry_attributes(c);
    carry_words(crossing->item, form ? (enum form)form : FORM_VERBATIM, out);
}

const struct carry carry_verbatim = {
    .member = {.name = "verbatim",
               .help = "the author's exact words",
               .params = params,
               .adopt = carry_adopt_nothing,
               .observe = carry_observe_nothing},
    .decide = decide,
};
