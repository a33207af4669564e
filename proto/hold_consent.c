/* Asks the author before anything of his is told: may I tell this, in these
 * words? He says yes, no, or gives other words. What he refuses, and what he
 * has not answered in time, is withheld. The caveats come first; a deposit that
 * an exchange opens was given for that and is not asked about. What waits for
 * others' doings is asked about before: else the question would say that they
 * have done it. */
#include "shuttle/hold.h"

static const struct param_spec params[] = {
    {"within", PARAM_DURATION, "1h", NULL,
     "what its author has not answered by then, counted from when he is to be "
     "asked, is withheld"},
    {0},
};

static void wait_for_answer(const struct item *item, const struct choice *c,
                            const struct board *b, struct hold_decision *out)
{
    struct instant end =
        instant_after(item->asked, param_us(c, params, "within"));

    if (instant_reached(end, b->now)) {
        out->verdict = HOLD_WITHHOLD;
        out->reason = "its author did not answer in time";
        return;
    }
    out->verdict = HOLD_HOLD;
    out->until = instant_min(out->until, end);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    const struct item *item = crossing->item;
    struct caveat_judgement j = caveat_judge(b, item, crossing->to);

    (void)state, (void)ask;
    out->rule = (enum rule)j.rule;
    out->until = j.until;
    out->reason = rule_text(j.rule);
    if (j.verdict != CAVEAT_ALLOWS &&
        !(caveat_on_others(&j) && item->consent == CONSENT_NONE)) {
        out->verdict = j.verdict == CAVEAT_FORBIDS ? HOLD_WITHHOLD : HOLD_HOLD;
        return;
    }
    if (item->consent == CONSENT_GIVEN) {
        out->verdict = HOLD_TELL;
        return;
    }
    out->rule = RULE_CONSENT;
    out->reason = rule_text(RULE_CONSENT);
    switch (item->consent) {
    case CONSENT_NONE:
        out->verdict = HOLD_ASK_AUTHOR;
        out->until = instant_min(
            j.until, instant_after(b->now, param_us(c, params, "within")));
        return;
    case CONSENT_ASKED:
        wait_for_answer(item, c, b, out);
        return;
    case CONSENT_REFUSED:
        out->verdict = HOLD_WITHHOLD;
        out->reason = "its author said no";
        return;
    case CONSENT_GIVEN:
        return;
    }
}

const struct hold hold_consent = {
    .member = {.name = "consent",
               .help = "asks the author before anything of his is told",
               .params = params},
    .decide = decide,
};
