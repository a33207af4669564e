/* Caveats under which a line is never told, whatever the scripts do. */
#include "sim/scenario/bind.h"

#include "shuttle/relay.h"

#include <string.h>

/* Combinations of offers and questions looked at for one condition. */
#define TRIES_MAX 4096u
#define CALLS_MAX 12u

/* Everyone plays a script: what nobody's line says is not said. */
static bool is_scripted(const struct scenario *s)
{
    for (uint8_t r = 0; r < s->room_count; r++)
        if (strcmp(s->rooms[r].seat, "script") != 0)
            return false;
    return true;
}

/* A line of the mediator opens sealed deposits of this line's room, and not
 * before it; or a walk does. */
static bool is_opened(const struct binder *b, const struct site *site)
{
    const struct scenario *s = b->out;

    for (uint8_t r = 0; r < s->round_count; r++) {
        const struct choice *walk =
            relay_in_round(s, site->line->via, r, FAMILY_WALK);
        const struct lines *lines =
            round_lines(&s->rounds[r], mediator_owner(site->line->via));
        if (walk->as && strcmp(walk->as, "exchange") == 0)
            return true;
        for (uint16_t n = 0; n < lines->count; n++)
            if (lines->line[n].move == MOVE_EXCHANGE &&
                (!lines->line[n].to ||
                 (unsigned)lines->line[n].to >> site->owner & 1u))
                return true;
    }
    return false;
}

/* One call of a condition, and what it may say. */
struct call {
    enum condition_function function;
    uint8_t a;
    uint8_t b;
    uint64_t values; /* bit per value; bit 63: unknown */
    uint8_t at;      /* the value tried */
};

#define UNKNOWN 63u

struct calls {
    struct call call[CALLS_MAX];
    size_t count;
};

/* What the lines of a room may make of it. */
static uint64_t values_of(const struct binder *b, const struct call *c)
{
    const unsigned int silent = CAVEAT_MEDIATOR_ONLY | CAVEAT_HYPOTHETICAL;
    uint64_t values =
        c->function == FUNCTION_OFFERED ? UINT64_C(1) << UNKNOWN : 1;
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct line *line = b->sites[i].line;
        if (b->sites[i].owner != c->a || (unsigned)line->caveat_bits & silent)
            continue;
        if (c->function == FUNCTION_ASKED && line->move == MOVE_QUESTION &&
            line->about == c->b + 1)
            values |= 2;
        if (c->function == FUNCTION_OFFERED &&
            move_takes_position(line->move) &&
            line->package.option[c->b] < OPTIONS_MAX)
            values |= UINT64_C(1) << line->package.option[c->b];
    }
    return values;
}

static struct call *find_call(struct calls *calls, enum condition_function f,
                              uint8_t a, uint8_t b)
{
    for (size_t n = 0; n < calls->count; n++)
        if (calls->call[n].function == f && calls->call[n].a == a &&
            calls->call[n].b == b)
            return &calls->call[n];
    return NULL;
}

/* The calls of a condition; false when one of them cannot be said. */
static bool gather(const struct binder *b, const struct condition *c,
                   struct calls *out)
{
    out->count = 0;
    for (uint16_t n = 0; n < c->count; n++) {
        enum condition_function f = (enum condition_function)c->ops[n].function;
        struct call *call;
        if (c->ops[n].op != OP_CALL)
            continue;
        if ((f != FUNCTION_OFFERED && f != FUNCTION_ASKED) ||
            out->count == CALLS_MAX || b->out->agenda.issues[c->ops[n].b].free)
            return false;
        if (find_call(out, f, c->ops[n].a, c->ops[n].b))
            continue;
        call = &out->call[out->count++];
        *call =
            (struct call){.function = f, .a = c->ops[n].a, .b = c->ops[n].b};
        call->values = values_of(b, call);
        while (!(call->values >> call->at & 1))
            call->at++;
    }
    return true;
}

static bool look(const void *arg, enum condition_function f, uint8_t a,
                 uint8_t b, int64_t *value)
{
    /* The lookup may not change what it looks at, and does not. */
    struct calls calls = *(const struct calls *)arg;
    const struct call *call = find_call(&calls, f, a, b);
    *value = call ? call->at : 0;
    return call && call->at != UNKNOWN;
}

/* The next combination; false after the last. */
static bool step(struct calls *calls)
{
    for (size_t n = 0; n < calls->count; n++) {
        struct call *c = &calls->call[n];
        bool over = true;
        for (uint8_t at = (uint8_t)(c->at + 1); at <= UNKNOWN && over; at++)
            if (c->values >> at & 1) {
                c->at = at;
                over = false;
            }
        if (!over)
            return true;
        for (c->at = 0; !(c->values >> c->at & 1);)
            c->at++;
    }
    return false;
}

static bool never_holds(const struct binder *b, const struct condition *c)
{
    struct calls calls;
    if (!gather(b, c, &calls))
        return false;
    for (unsigned int n = 0; n < TRIES_MAX; n++) {
        if (condition_holds(c, look, &calls))
            return false;
        if (!step(&calls))
            return true;
    }
    return false;
}

static bool is_asked(const struct binder *b, const struct site *site)
{
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct line *q = b->sites[i].line;
        if (owner_is_mediator(b->sites[i].owner) ||
            b->sites[i].owner == site->owner || q->move != MOVE_QUESTION ||
            q->about == 0 || q->caveat_bits & CAVEAT_MEDIATOR_ONLY)
            continue;
        if (q->about == site->line->about ||
            site->line->package.option[q->about - 1] != OPTION_NONE)
            return true;
    }
    return false;
}

static void doubt_condition(struct binder *b, const struct site *site)
{
    const struct line *line = site->line;
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition c;
    if (line->caveat_bits & CAVEAT_IF_ASKED && !is_asked(b, site))
        diags_add(b->diags, MISTAKE_NEVER_HOLDS, site_place(site, "caveat"),
                  "no line of another room asks about it: it is never told");
    if (line->caveat_bits & CAVEAT_IF_THEY_MOVE_FIRST &&
        !caveat_condition(b->out, bytes_of(line->caveat_condition), &c, steps,
                          NULL) &&
        never_holds(b, &c))
        diags_add(b->diags, MISTAKE_NEVER_HOLDS, site_place(site, "caveat"),
                  "whatever the lines of the rooms offer and ask, \"%s\" never "
                  "holds: it is never told",
                  line->caveat_condition);
}

void doubt_caveats(struct binder *b)
{
    bool scripted = is_scripted(b->out);
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        if (owner_is_mediator(site->owner))
            continue;
        if (site->line->caveat_bits & CAVEAT_SIMULTANEOUS &&
            !is_opened(b, site))
            diags_add(b->diags, MISTAKE_NEVER_OPENED,
                      site_place(site, "caveat"),
                      "no line of the mediator opens what is deposited with "
                      "it: it stays sealed");
        if (scripted)
            doubt_condition(b, site);
    }
}
