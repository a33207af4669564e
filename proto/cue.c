#include "shuttle/cue.h"

struct instant cue_condition_next(const struct condition *c, struct instant now)
{
    struct instant next = INSTANT_NEVER;
    bool looks = false;

    for (uint16_t n = 0; n < c->count; n++)
        if (c->ops[n].op == OP_CALL && c->ops[n].function == FUNCTION_ELAPSED)
            looks = true;
    if (!looks)
        return INSTANT_NEVER;
    /* elapsed() is compared with constants: it can only change its answer at
     * one of them, or (for > and <=) a microsecond later. */
    for (uint16_t n = 0; n < c->count; n++) {
        int64_t v = c->ops[n].value;
        if (c->ops[n].op != OP_NUMBER)
            continue;
        if (v > now.us)
            next = instant_min(next, (struct instant){v});
        else if (v == now.us)
            next = instant_min(next, (struct instant){v + 1});
    }
    return next;
}

uint16_t cue_group_end(const struct lines *lines, uint16_t n)
{
    uint16_t group = lines->line[n++].group;

    while (group && n < lines->count && lines->line[n].group == group)
        n++;
    return n;
}

uint16_t cue_named_end(const struct lines *lines, uint16_t n)
{
    return lines->line[n].choice ? cue_group_end(lines, n) : (uint16_t)(n + 1);
}

int cue_round_next(const struct scenario *s, int after, enum round_phase phase)
{
    for (int n = after + 1; n < s->round_count; n++)
        if (s->rounds[n].phase == phase)
            return n;
    return GO_END;
}

enum cue cue_judge(const struct line *line, const struct cue_context *context,
                   struct instant *next)
{
    struct instant now = context->now;

    if (line->within_us >= 0 &&
        now.us > instant_after(context->round_began, line->within_us).us)
        return CUE_LATE;
    if (line->at_us >= 0) {
        struct instant at = instant_after(context->round_began, line->at_us);
        if (now.us < at.us) {
            *next = instant_min(*next, at);
            return CUE_WAIT;
        }
    }
    if (!context->after_done)
        return CUE_WAIT;
    if (line->delay_us > 0) {
        struct instant at = instant_after(context->after_at, line->delay_us);
        if (now.us < at.us) {
            *next = instant_min(*next, at);
            return CUE_WAIT;
        }
    }
    if (!condition_holds(&line->when, context->lookup, context->arg)) {
        *next = instant_min(*next, cue_condition_next(&line->when, now));
        return CUE_WAIT;
    }
    if (!context->chosen &&
        !condition_holds(&line->only_if, context->lookup, context->arg))
        return CUE_SKIP;
    return CUE_NOW;
}
