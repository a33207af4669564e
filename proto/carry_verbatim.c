/* In the author's exact words, unless the author asked for others. The member
 * to read first. */
#include "carry_words.h"

static const struct param_spec params[] = {{0}};

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    (void)state, (void)c, (void)b;
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    (void)state, (void)c, (void)b, (void)e;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    uint8_t form = caveat_form(crossing->item->caveats.bits);

    (void)state, (void)c, (void)b, (void)ask;
    carry_words(crossing->item, form ? (enum form)form : FORM_VERBATIM, out);
}

const struct carry carry_verbatim = {
    .member = {"verbatim", "the author's exact words", params, 0, NULL, false},
    .adopt = adopt,
    .observe = observe,
    .decide = decide,
};
