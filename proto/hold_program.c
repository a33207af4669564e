/* An outside program says when an item is told, once its author's caveats allow
 * it; release judges them again. */
#include "program.h"

#include "shuttle/hold.h"

static const struct param_spec params[] = {PROGRAM_PARAMS("caveats"), {0}};

static const struct hold *fallback(const struct program_own *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct hold *)(const void *)own->fallback;
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct program_state *s = state;

    program_adopt(&s->own, s->behind, FAMILY_HOLD, params, c, b);
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const struct crossing *crossing = about;

    json_text(j, "to", program_author(b, crossing->to));
    program_item(j, b, crossing->item);
}

/* Read the answer; false when it is none of this family's. */
static bool read_answer(const struct board *b, struct asking *ask,
                        struct hold_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "verdict");
    bool ok = true;
    struct bytes reason = program_text(b, "reason", ask, &ok);

    out->until = program_time(b, "until_us", &ok);
    out->rule = RULE_DESIGN;
    out->reason = reason.size && bytes_is_utf8(reason)
                      ? (const char *)reason.data
                      : rule_text(RULE_DESIGN);
    if (json_is_word(&v, "tell"))
        out->verdict = HOLD_TELL;
    else if (json_is_word(&v, "hold"))
        out->verdict = HOLD_HOLD;
    else if (json_is_word(&v, "withhold"))
        out->verdict = HOLD_WITHHOLD;
    else
        return false;
    /* A time that is past would come at once, again and again. */
    if (out->verdict == HOLD_HOLD && out->until.us <= b->now.us)
        return false;
    if (out->verdict != HOLD_HOLD)
        out->until = INSTANT_NEVER;
    return ok;
}

/* What the caveats do not allow is no question: it waits, or is withheld. */
static bool is_judged(const struct board *b, const struct crossing *crossing,
                      struct caveat_judgement *j, struct hold_decision *out)
{
    *j = caveat_judge(b, crossing->item, crossing->to);
    out->rule = (enum rule)j->rule;
    out->until = j->until;
    out->reason = rule_text(j->rule);
    out->verdict = j->verdict == CAVEAT_FORBIDS ? HOLD_WITHHOLD : HOLD_HOLD;
    return j->verdict != CAVEAT_ALLOWS;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    struct program_own *own = state;
    struct hold_decision answer = {.until = INSTANT_NEVER};
    struct caveat_judgement j;

    if (is_judged(b, crossing, &j, out))
        return;
    if (!own->given_up &&
        !program_answered_about(own, b, FAMILY_HOLD, crossing)) {
        out->verdict = HOLD_PENDING;
        program_ask(ask, FAMILY_HOLD, b, write_question, crossing);
        return;
    }
    if (!own->given_up && !program_failed(own, FAMILY_HOLD, b, ask)) {
        if (read_answer(b, ask, &answer)) {
            *out = answer;
            out->until = instant_min(answer.until, j.until);
            return;
        }
        program_nonsense(own, FAMILY_HOLD,
                         "it answered neither tell, withhold, nor hold until "
                         "a later time",
                         ask);
    }
    fallback(own)->decide(own->behind, c, b, crossing, ask, out);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return program_fits(FAMILY_HOLD, params, c, s, diag);
}

const struct hold hold_program = {
    .member = {.name = "program",
               .help = "an outside program decides",
               .params = params,
               .state_size = sizeof(struct program_state),
               .fits = fits,
               .adopt = adopt,
               .observe = program_observe},
    .decide = decide,
};
