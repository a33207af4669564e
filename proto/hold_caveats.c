/* Does what the authors asked: holds what waits for a time, a question or a
 * move of the others, withholds what may never be told. */
#include "shuttle/hold.h"

static const struct param_spec params[] = {{0}};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    struct caveat_judgement j = caveat_judge(b, crossing->item, crossing->to);

    (void)state, (void)c, (void)ask;
    out->rule = (enum rule)j.rule;
    out->until = j.until;
    out->reason = rule_text(j.rule);
    switch (j.verdict) {
    case CAVEAT_ALLOWS:
        out->verdict = HOLD_TELL;
        return;
    case CAVEAT_NOT_YET:
        out->verdict = HOLD_HOLD;
        return;
    case CAVEAT_FORBIDS:
        out->verdict = HOLD_WITHHOLD;
        return;
    }
}

const struct hold hold_caveats = {
    .member = {.name = "caveats",
               .help = "does what the authors asked",
               .params = params},
    .decide = decide,
};
