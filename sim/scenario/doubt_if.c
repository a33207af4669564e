/* An `if` is judged once, when its line has its turn. Where that is certain to
 * come too early for the condition, the line is dropped whatever happens. */
#include "sim/scenario/doubt.h"

#include "shuttle/cue.h"

#include <assert.h>
#include <string.h>

/* A clock that runs may be late by so much. */
#define SLACK_US 60000000

/* All values that a part of a condition may have; unknown is none. */
struct span {
    int64_t low;
    int64_t high;
    bool unknown;
};

static const struct span anything = {INT64_MIN, INT64_MAX, false};
static const struct span no = {0, 0, false};
static const struct span yes = {1, 1, false};
static const struct span either = {0, 1, false};
static const struct span unknown = {0, 0, true};

struct turn {
    const struct doubts *d;
    const struct site *site;
    bool first; /* it comes when the talks begin: nothing has been told yet */
};

static bool is_first(const struct doubts *d, const struct site *site)
{
    const struct line *line = site->line;
    const struct scenario *s = d->b->out;
    return s->mediator_count == 1 &&
           site->round == cue_round_next(s, -1, PHASE_TALKS) &&
           line->at_us <= 0 && line->after.kind == REF_NONE &&
           line->re.kind == REF_NONE && line->when.count == 0;
}

/* Drafts, proposals and what rests on something wait for more than their cue.
 */
static bool is_put_at_once(const struct site *site)
{
    static const enum move moves[] = {
        MOVE_SAY,      MOVE_PROBE,  MOVE_PRESS,       MOVE_PAUSE,
        MOVE_DEADLINE, MOVE_BRIDGE, MOVE_GROUND_RULES};
    for (size_t n = 0; n < sizeof(moves) / sizeof(moves[0]); n++)
        if (site->line->move == moves[n])
            return site->line->grounds.count == 0;
    return false;
}

static struct span happened(const struct turn *t, uint8_t event)
{
    const struct event *e = &t->d->b->out->events[event];
    bool later = e->at_us > 0 || (e->at_us == 0 && e->round > t->site->round);
    return t->first && later ? no : either;
}

/* A room knows what its own lines, events and what it was told carry. */
static struct span knows(const struct turn *t, uint8_t fact)
{
    const struct scenario *s = t->d->b->out;
    const struct lines *own = &s->rounds[t->site->round].room[t->site->owner];
    uint64_t carried = 0;
    for (uint16_t n = 0; n < own->count; n++)
        carried |= own->line[n].carries;
    for (uint8_t n = 0; n < s->event_count; n++)
        carried |= s->events[n].carries;
    return carried >> fact & 1 ? either : no;
}

static struct span elapsed(const struct turn *t)
{
    const struct line *line = t->site->line;
    int64_t at = line->at_us > 0 ? line->at_us : 0;
    if (t->first)
        return (struct span){0, SLACK_US, false};
    return (struct span){at, INT64_MAX, false};
}

static struct span call(const struct turn *t, enum condition_function f,
                        uint8_t a, uint8_t b)
{
    bool mediator = owner_is_mediator(t->site->owner);
    bool others = t->first && (mediator || a != t->site->owner);
    switch (f) {
    case FUNCTION_OFFERED:
        return others ? unknown : anything;
    case FUNCTION_ASKED:
    case FUNCTION_ACCEPTED:
    case FUNCTION_COMPLAINED:
    case FUNCTION_ANSWERED:
        return others ? no : either;
    case FUNCTION_AGREED:
        return t->first ? no : either;
    case FUNCTION_COMMENTS:
        return t->first ? no : anything;
    case FUNCTION_DRAFT:
        return t->first && !mediator ? no : anything;
    case FUNCTION_VALUE:
        return t->first ? unknown : anything;
    case FUNCTION_HAPPENED:
        return happened(t, a);
    case FUNCTION_KNOWS:
        return t->first && !mediator ? knows(t, b) : either;
    case FUNCTION_ELAPSED:
        return elapsed(t);
    case FUNCTION_ROUND:
        return (struct span){t->site->round + 1, t->site->round + 1, false};
    case FUNCTION_VISITS:
    case FUNCTION_NO_DEAL:
    case FUNCTION_TRUST:
        return anything;
    }
    return anything;
}

static bool never(struct span s)
{
    return s.unknown || (s.low == 0 && s.high == 0);
}

static bool always(struct span s)
{
    return !s.unknown && (s.low > 0 || s.high < 0);
}

static struct span truth(bool is_never, bool is_always)
{
    return is_never ? no : is_always ? yes : either;
}

static struct span compare(enum condition_op op, struct span a, struct span b)
{
    bool apart = a.high < b.low || b.high < a.low;
    bool same = a.low == a.high && b.low == b.high && a.low == b.low;
    if (a.unknown || b.unknown)
        return no;
    switch (op) {
    case OP_EQ:
        return truth(apart, same);
    case OP_NE:
        return truth(same, apart);
    case OP_LT:
        return truth(a.low >= b.high, a.high < b.low);
    case OP_LE:
        return truth(a.low > b.high, a.high <= b.low);
    case OP_GT:
        return truth(a.high <= b.low, a.low > b.high);
    case OP_GE:
        return truth(a.high < b.low, a.low >= b.high);
    case OP_AND:
        return truth(never(a) || never(b), always(a) && always(b));
    case OP_OR:
        return truth(never(a) && never(b), always(a) || always(b));
    case OP_NUMBER:
    case OP_CALL:
    case OP_NOT:
        break;
    }
    return either;
}

static bool cannot_hold(const struct turn *t, const struct condition *c)
{
    struct span stack[CONDITION_OPS_MAX + 1] = {{0}};
    size_t depth = 0;
    for (uint16_t n = 0; n < c->count; n++) {
        enum condition_op op = (enum condition_op)c->ops[n].op;
        struct span s = {c->ops[n].value, c->ops[n].value, false};
        if (op == OP_CALL) {
            s = call(t, (enum condition_function)c->ops[n].function,
                     c->ops[n].a, c->ops[n].b);
        } else if (op == OP_NOT) {
            assert(depth >= 1); /* a parsed condition leaves one value */
            depth--;
            s = truth(always(stack[depth]), never(stack[depth]));
        } else if (op != OP_NUMBER) {
            assert(depth >= 2);
            depth -= 2;
            s = compare(op, stack[depth], stack[depth + 1]);
        }
        stack[depth++] = s;
    }
    return depth == 1 && never(stack[0]);
}

static bool is_played_by_script(const struct doubts *d, const struct site *site)
{
    const struct choice *table = &d->b->out->mediators[0].relay.table;
    return !owner_is_mediator(site->owner) || !table->as ||
           strcmp(table->as, "program") != 0;
}

void doubt_if(const struct doubts *d)
{
    for (uint32_t i = 0; i < d->b->site_count; i++) {
        const struct site *site = &d->b->sites[i];
        bool at_once = !owner_is_mediator(site->owner) || is_put_at_once(site);
        struct turn t = {
            .d = d, .site = site, .first = at_once && is_first(d, site)};
        if (site->line->only_if.count == 0 || !is_played_by_script(d, site))
            continue;
        if (!cannot_hold(&t, &site->line->only_if))
            continue;
        if (t.first)
            diags_add(d->b->diags, MISTAKE_NEVER_TRUE, site_place(site, "if"),
                      "it is judged once, when the talks begin, and cannot "
                      "hold then: nothing has been told yet");
        else
            diags_add(d->b->diags, MISTAKE_NEVER_TRUE, site_place(site, "if"),
                      "it is judged once, when the line has its turn in '%s', "
                      "and cannot hold then",
                      d->b->out->rounds[site->round].id);
    }
}
