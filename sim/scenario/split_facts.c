/* Which facts a brief has: those that the conditions of its owner name. Of
 * others' lines that carry them it has the handles under which it will know
 * them, and no more. */
#include "sim/scenario/split.h"

static uint64_t named_by(const struct condition *c)
{
    uint64_t facts = 0;
    for (uint16_t i = 0; i < c->count; i++) {
        if (c->ops[i].op == OP_CALL && c->ops[i].function == FUNCTION_KNOWS)
            facts |= UINT64_C(1) << c->ops[i].b;
    }
    return facts;
}

static uint64_t named_by_lines(const struct lines *lines)
{
    uint64_t facts = 0;
    for (uint16_t i = 0; i < lines->count; i++)
        facts |=
            named_by(&lines->line[i].when) | named_by(&lines->line[i].only_if);
    return facts;
}

/* Whose lines the brief has. */
static uint8_t own_owner(const struct splitter *sp)
{
    const struct brief *brief = &sp->out->brief;
    return brief->role == BRIEF_MEDIATOR ? mediator_owner(brief->self)
                                         : brief->self;
}

static uint64_t named(const struct splitter *sp)
{
    const struct scenario *s = sp->whole;
    bool mediator =
        sp->out->brief.role == BRIEF_MEDIATOR && sp->out->brief.self == 0;
    uint64_t facts = 0;
    for (uint8_t i = 0; i < s->round_count; i++) {
        const struct round *r = &s->rounds[i];
        facts |= named_by_lines(round_lines(r, own_owner(sp)));
        for (uint8_t n = 0; mediator && n < r->next_count; n++)
            facts |= named_by(&r->next[n].only_if);
        if (mediator)
            facts |= named_by(&r->ends_when);
    }
    for (uint8_t i = 0; mediator && i < s->event_count; i++)
        facts |= named_by(&s->events[i].when);
    return facts;
}

static bool is_own(const struct splitter *sp, uint8_t owner)
{
    return owner == own_owner(sp);
}

/* Own lines keep what is known of them; of others' lines there is a handle. */
static void bear_lines(struct splitter *sp, const struct lines *from,
                       struct lines *own, uint8_t owner, uint64_t facts)
{
    struct scenario *out = sp->out;
    for (uint16_t i = 0; i < from->count; i++) {
        uint64_t carries = from->line[i].carries & facts;
        if (is_own(sp, owner) && own->line)
            own->line[i].carries = carries;
        if (is_own(sp, owner) || carries == 0)
            continue;
        struct ref ref = {.kind = REF_OTHER, .owner = owner, .line = i};
        uint64_t handle = split_handle(sp, from, &ref);
        if (handle == 0)
            continue;
        struct bearing *b = out->bearings;
        uint16_t n = 0;
        while (n < out->bearing_count && b[n].handle != handle)
            n++;
        if (n == out->bearing_count)
            b[out->bearing_count++] = (struct bearing){.handle = handle};
        b[n].facts |= carries;
    }
}

static void bear_events(struct splitter *sp, uint64_t facts)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    for (uint8_t i = 0; i < out->event_count; i++) {
        const struct event *e = &whole->events[i];
        uint64_t carries = e->carries;
        bool heard = out->brief.role == BRIEF_MEDIATOR || e->to == 0 ||
                     (unsigned int)e->to >> out->brief.self & 1u;
        if (e->share == SHARE_CONTENT && e->of.kind == REF_OTHER) {
            const struct lines *lines =
                &whole->rounds[e->of.round].room[e->of.owner];
            uint16_t end = cue_named_end(lines, e->of.line);
            for (uint16_t n = e->of.line; n < end; n++)
                carries |= lines->line[n].carries;
        }
        out->events[i].carries = heard ? carries & facts : 0;
    }
}

void split_facts(struct splitter *sp)
{
    const struct scenario *whole = sp->whole;
    struct scenario *out = sp->out;
    uint64_t facts = named(sp);
    size_t lines = 0;
    out->facts =
        split_copy(sp, whole->facts, whole->fact_count, sizeof(*out->facts));
    if (!out->facts)
        return;
    out->fact_count = whole->fact_count;
    for (uint8_t i = 0; i < out->fact_count; i++) {
        out->facts[i].text = NULL;
        if (!(facts >> i & 1))
            out->facts[i].id = NULL;
    }
    for (uint8_t i = 0; i < whole->round_count; i++) {
        for (uint8_t r = 0; r < whole->room_count; r++)
            lines += whole->rounds[i].room[r].count;
        for (uint8_t m = 0; m < whole->mediator_count; m++)
            lines += round_lines(&whole->rounds[i], mediator_owner(m))->count;
    }
    out->bearings =
        arena_alloc(sp->arena, (lines + 1) * sizeof(*out->bearings));
    if (!out->bearings) {
        sp->failed = true;
        return;
    }
    for (uint8_t i = 0; i < out->round_count; i++) {
        const struct round *from = &whole->rounds[i];
        struct round *to = &out->rounds[i];
        for (uint8_t r = 0; r < whole->room_count; r++)
            bear_lines(sp, &from->room[r], &to->room[r], r, facts);
        for (uint8_t m = 0; m < whole->mediator_count; m++)
            bear_lines(sp, round_lines(from, mediator_owner(m)), &to->mediator,
                       mediator_owner(m), facts);
    }
    bear_events(sp, facts);
}
