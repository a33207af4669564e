#include "fault.h"

#include "shuttle/chance.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const struct param_spec carry_params[] = {FAULT_CARRY_PARAMS, {0}};
static const struct param_spec hold_params[] = {FAULT_PARAMS("caveats"), {0}};

bool fault_hits(const struct choice *c, const struct param_spec *specs,
                const struct board *b, enum family f, const struct item *item,
                uint8_t to)
{
    struct chance chance;
    char purpose[60];
    int size = snprintf(purpose, sizeof(purpose), "%.16s %u %u %u %llu", c->as,
                        item->room, item->number, to,
                        (unsigned long long)param_number(c, specs, "seed"));

    assert(size > 0);
    relay_chance(b, f, purpose, &chance);
    return chance_below(&chance, 100) < param_number(c, specs, "rate");
}

static enum err fits(enum family f, const struct param_spec *specs,
                     const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    const char *like = param_text(c, specs, "like");
    const struct member *m = relay_member(f, like);

    if (!m)
        return diag_set(diag, ERR_UNKNOWN,
                        "'like': there is no member '%s' of %s", like,
                        family_key(f));
    if (m->faulty || member_is_program(m))
        return diag_set(diag, ERR_MALFORMED,
                        "'like': it can pass for an honest member that is no "
                        "program, and not for '%s'",
                        like);
    if (param_number(c, specs, "rate") > 100)
        return diag_set(diag, ERR_MALFORMED,
                        "'rate' is of a hundred, and not %s",
                        param_text(c, specs, "rate"));
    return m->fits ? m->fits(c, s, diag) : ERR_OK;
}

/* Where nothing fitting is named, nothing was checked: the simplest. */
static const struct member *
inner_of(enum family f, const struct param_spec *specs, const struct choice *c)
{
    const struct member *m = relay_member(f, param_text(c, specs, "like"));

    if (!m || m->faulty || member_is_program(m))
        m = relay_member(f, relay_default(f)->as);
    assert(m);
    return m;
}

static const struct carry *carry_in(const struct fault *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct carry *)(const void *)own->inner;
}

void fault_carry_adopt(void *state, const struct choice *c,
                       const struct board *b)
{
    struct fault *own = state;

    own->inner = inner_of(FAMILY_CARRY, carry_params, c);
    member_adopt(own->inner, own->behind, c, b);
}

void fault_observe(void *state, const struct choice *c, const struct board *b,
                   const struct board_event *e)
{
    struct fault *own = state;

    member_observe(own->inner, own->behind, c, b, e);
}

enum err fault_carry_fits(const struct choice *c, const struct scenario *s,
                          struct diag *diag)
{
    return fits(FAMILY_CARRY, carry_params, c, s, diag);
}

void fault_carry_as(struct fault *own, const struct choice *c,
                    const struct board *b, const struct crossing *crossing,
                    struct asking *ask, struct carry_decision *out)
{
    carry_in(own)->decide(own->behind, c, b, crossing, ask, out);
}

static const struct hold *hold_in(const struct fault *own)
{
    return (const struct hold *)(const void *)own->inner;
}

void fault_hold_adopt(void *state, const struct choice *c,
                      const struct board *b)
{
    struct fault *own = state;

    own->inner = inner_of(FAMILY_HOLD, hold_params, c);
    member_adopt(own->inner, own->behind, c, b);
}

enum err fault_hold_fits(const struct choice *c, const struct scenario *s,
                         struct diag *diag)
{
    return fits(FAMILY_HOLD, hold_params, c, s, diag);
}

void fault_hold_as(struct fault *own, const struct choice *c,
                   const struct board *b, const struct crossing *crossing,
                   struct asking *ask, struct hold_decision *out)
{
    hold_in(own)->decide(own->behind, c, b, crossing, ask, out);
}

void fault_hold_back(struct hold_decision *out, struct instant until)
{
    out->verdict = HOLD_HOLD;
    out->rule = RULE_ABSENT; /* as if nobody had been there */
    out->until = until;
    out->reason = rule_text(RULE_ABSENT);
}

void fault_hold_late(struct hold_decision *out, const struct board *b,
                     const struct item *item, int64_t by_us)
{
    struct instant then = instant_after(item->handed, by_us);

    if (!instant_reached(then, b->now))
        fault_hold_back(out, then);
}

struct bytes fault_add(struct bytes text, const char *words, uint8_t *scratch)
{
    struct bytes more = bytes_of(words);

    if (text.size + more.size > TEXT_MAX)
        return text;
    if (text.size)
        memmove(scratch, text.data, text.size);
    memcpy(scratch + text.size, more.data, more.size);
    return (struct bytes){scratch, text.size + more.size};
}

void fault_say(struct carry_decision *out, const char *words)
{
    if (out->text.size == 0)
        return;
    out->text = fault_add(out->text, " ", out->scratch);
    out->text = fault_add(out->text, words, out->scratch);
}

const struct package *fault_other(const struct package *p,
                                  const struct agenda *a, struct arena *arena)
{
    for (uint8_t i = 0; i < a->issue_count; i++) {
        uint8_t count = a->issues[i].option_count;
        struct package *other;

        if (p->option[i] >= count || count < 2)
            continue;
        other = arena_alloc(arena, sizeof(*other));
        assert(other); /* a step completes or the process ends */
        *other = *p;
        other->option[i] = (uint8_t)((p->option[i] + 1) % count);
        return other;
    }
    return NULL;
}
