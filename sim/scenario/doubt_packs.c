/* What the values make of the talks: is there anything that all could accept,
 * does one issue decide alone? */
#include "sim/scenario/doubt_packs.h"

#include <inttypes.h>
#include <stdlib.h>

/* Packages looked at, times rooms, for all questions about a zone. */
#define WORK_MAX 64000000u

static uint32_t option_bits(const struct issue *issue)
{
    return (uint32_t)((UINT64_C(1) << issue->option_count) - 1u);
}

/* The options that its authority, or what an event makes of it, gives a room.
 */
static uint32_t may_settle(const struct own *own, uint8_t issue)
{
    const struct authority *a = &own->authority;
    uint32_t bits = a->own[issue] | a->capital[issue];

    for (uint8_t i = 0; i < own->shift_count; i++)
        if (own->shifts[i].has_authority)
            bits |= own->shifts[i].authority.own[issue] |
                    own->shifts[i].authority.capital[issue];
    return bits;
}

static bool packs_init(struct packs *d, struct binder *b)
{
    const struct scenario *s = b->out;

    *d = (struct packs){.b = b, .agenda = &s->agenda};
    d->values = bind_alloc(b, ROOMS_MAX, sizeof(*d->values));
    for (uint8_t i = 0; i < s->agenda.issue_count; i++)
        d->all[i] = d->allowed[i] = option_bits(&s->agenda.issues[i]);
    for (uint8_t r = 0; d->values && r < s->room_count; r++) {
        const struct own *own = s->rooms[r].own;

        for (uint8_t i = 0; own && own->has_authority && i < ISSUES_MAX; i++)
            d->allowed[i] &= may_settle(own, i);
        if (own && own->has_values) {
            d->values[d->count] = own->values;
            d->room[d->count++] = r;
        }
    }
    return d->values && d->count >= 1 && s->agenda.issue_count > 0;
}

const char *packs_room(const struct packs *d, uint8_t n)
{
    return d->b->out->rooms[d->room[n]].id;
}

/* Where a room says what no deal is worth, or what it has of its own. */
static struct place no_deal_place(const struct packs *d, uint8_t n)
{
    const struct node *own = d->b->own[d->room[n]];
    const struct node *no_deal =
        own && own->kind == NODE_MAP ? node_get(own, "no_deal") : NULL;

    if (no_deal)
        return no_deal->key->place;
    return own ? own->key->place : d->b->out->rooms[d->room[n]].place;
}

struct place packs_place(const struct packs *d, uint8_t n, uint8_t issue)
{
    const struct node *own = d->b->own[d->room[n]];
    const struct node *values =
        own && own->kind == NODE_MAP ? node_get(own, "values") : NULL;
    const struct node *of = values && values->kind == NODE_MAP
                                ? node_get(values, d->agenda->issues[issue].id)
                                : NULL;

    return of ? of->key->place : no_deal_place(d, n);
}

/* How many packages these options make; 0 when there is none. */
uint64_t packs_count(const struct packs *d, const uint32_t *options)
{
    uint64_t count = 1;

    for (uint8_t i = 0; i < d->agenda->issue_count; i++) {
        if (!d->all[i])
            continue;
        if (__builtin_mul_overflow(
                count, (uint64_t)__builtin_popcount(options[i]), &count))
            return UINT64_MAX;
    }
    return count;
}

static uint8_t first_of(uint32_t bits, uint8_t from)
{
    while (from < OPTIONS_MAX && !(bits >> from & 1u))
        from++;
    return from;
}

static void add_option(struct packs_walk *w, uint8_t issue, uint8_t option,
                       int64_t sign)
{
    for (uint8_t n = 0; n < w->d->count; n++)
        w->sum[n] += sign * w->d->values[n].value[issue][option];
}

void packs_first(struct packs_walk *w)
{
    for (uint8_t i = 0; i < w->d->agenda->issue_count; i++) {
        if (!w->d->all[i])
            continue;
        w->option[i] = first_of(w->options[i], 0);
        add_option(w, i, w->option[i], 1);
    }
}

bool packs_next(struct packs_walk *w)
{
    for (uint8_t i = 0; i < w->d->agenda->issue_count; i++) {
        uint8_t next;

        if (!w->d->all[i])
            continue;
        next = first_of(w->options[i], (uint8_t)(w->option[i] + 1u));
        add_option(w, i, w->option[i], -1);
        w->option[i] = next < OPTIONS_MAX ? next : first_of(w->options[i], 0);
        add_option(w, i, w->option[i], 1);
        if (next < OPTIONS_MAX)
            return true;
    }
    return false;
}

static bool in_zone(const struct packs_walk *w)
{
    for (uint8_t n = 0; n < w->d->count; n++)
        if (w->sum[n] < w->d->values[n].no_deal)
            return false;
    return true;
}

/* The package that is best for all together is the likeliest to be in it. */
static bool best_in_zone(const struct packs *d, const uint32_t *options)
{
    struct packs_walk w = {.d = d, .options = options};

    for (uint8_t i = 0; i < d->agenda->issue_count; i++) {
        int64_t best = INT64_MIN;
        uint8_t option = 0;

        for (uint8_t o = 0; o < d->agenda->issues[i].option_count; o++) {
            int64_t joint = 0;
            for (uint8_t n = 0; n < d->count; n++)
                joint += d->values[n].value[i][o];
            if ((options[i] >> o & 1u) && joint > best) {
                best = joint;
                option = o;
            }
        }
        if (d->all[i])
            add_option(&w, i, option, 1);
    }
    return in_zone(&w);
}

static enum finding find_zone(struct packs *d, const uint32_t *options)
{
    struct packs_walk w = {.d = d, .options = options};
    uint64_t packages = packs_count(d, options);

    if (packages == 0)
        return FOUND_NONE;
    if (best_in_zone(d, options))
        return FOUND;
    d->work += packages > PACKS_MAX ? 0 : packages * d->count;
    if (packages > PACKS_MAX || d->work > WORK_MAX)
        return FOUND_UNKNOWN;
    packs_first(&w);
    do {
        if (in_zone(&w))
            return FOUND;
    } while (packs_next(&w));
    return FOUND_NONE;
}

/* Values as they are after one event, or after all of them. */
static void shift_values(struct packs *d, int event)
{
    for (uint8_t n = 0; n < d->count; n++) {
        const struct own *own = d->b->out->rooms[d->room[n]].own;
        struct values *v = &d->values[n];

        *v = own->values;
        for (uint8_t s = 0; s < own->shift_count; s++) {
            const struct shift *shift = &own->shifts[s];

            if (event >= 0 && shift->event != event)
                continue;
            if (shift->has_no_deal)
                v->no_deal = shift->no_deal;
            for (uint8_t i = 0; i < d->agenda->issue_count; i++)
                for (uint8_t o = 0; o < d->agenda->issues[i].option_count; o++)
                    v->value[i][o] += shift->delta.value[i][o];
        }
    }
}

/* Events may open a zone that is not there at first. */
static enum finding zone_with_events(struct packs *d, const uint32_t *options)
{
    enum finding result = find_zone(d, options);

    for (int e = d->b->out->event_count; result != FOUND && e >= 0; e--) {
        enum finding one;
        shift_values(d, e == d->b->out->event_count ? -1 : e);
        one = find_zone(d, options);
        result = one == FOUND_NONE ? result : one;
    }
    for (uint8_t n = 0; n < d->count; n++)
        d->values[n] = d->b->out->rooms[d->room[n]].own->values;
    return result;
}

void packs_too_many(const struct packs *d, const char *what)
{
    diags_add(d->b->diags, MISTAKE_TOO_MANY_DEALS, no_deal_place(d, 0),
              "there are more than %u packages, too many to look for %s",
              PACKS_MAX, what);
}

/* The lowest and the highest value that options of an issue have. */
static void range_of(const struct packs *d, uint8_t n, uint8_t issue,
                     int32_t *low, int32_t *high)
{
    *low = INT32_MAX;
    *high = INT32_MIN;
    for (uint8_t o = 0; o < d->agenda->issues[issue].option_count; o++) {
        int32_t v = d->values[n].value[issue][o];

        if (!(d->allowed[issue] >> o & 1u))
            continue;
        *low = v < *low ? v : *low;
        *high = v > *high ? v : *high;
    }
    if (*low > *high)
        *low = *high = 0;
}

void packs_sums(const struct packs *d, uint8_t n, int64_t *low, int64_t *high)
{
    *low = *high = 0;
    for (uint8_t i = 0; i < d->agenda->issue_count; i++) {
        int32_t least, most;

        range_of(d, n, i, &least, &most);
        *low += least;
        *high += most;
    }
}

static void doubt_zone(struct packs *d)
{
    enum finding zone = zone_with_events(d, d->allowed);
    uint64_t packages = packs_count(d, d->all);

    if (zone == FOUND_UNKNOWN)
        packs_too_many(d, "one that all could accept");
    if (zone != FOUND_NONE)
        return;
    for (uint8_t n = 0; n < d->count; n++) {
        int64_t low, high;

        packs_sums(d, n, &low, &high);
        if (high >= d->values[n].no_deal)
            continue;
        diags_add(d->b->diags, MISTAKE_NO_ZONE, no_deal_place(d, n),
                  "no package that may be agreed is worth more than %" PRId64
                  " to %s, to whom no deal is worth %" PRId32,
                  high, packs_room(d, n), d->values[n].no_deal);
        return;
    }
    if (zone_with_events(d, d->all) == FOUND)
        diags_add(d->b->diags, MISTAKE_NO_ZONE, no_deal_place(d, 0),
                  "every package that all could accept holds an option that "
                  "one of them may never settle");
    else
        diags_add(d->b->diags, MISTAKE_NO_ZONE, no_deal_place(d, 0),
                  "none of the %" PRIu64
                  " packages is worth as much as no deal to every room",
                  packages);
}

/* Is every option of the issue either enough for the room or hopeless, whatever
 * the others bring, and are there both kinds? */
static bool decides(const struct packs *d, uint8_t n, uint8_t issue)
{
    const struct values *v = &d->values[n];
    int64_t low, high;
    int32_t least, most;
    bool enough = false, hopeless = false;

    packs_sums(d, n, &low, &high);
    range_of(d, n, issue, &least, &most);
    low -= least;
    high -= most;
    if ((int64_t)most - least <= high - low)
        return false;
    for (uint8_t o = 0; o < d->agenda->issues[issue].option_count; o++) {
        int64_t value = v->value[issue][o];

        if (!(d->allowed[issue] >> o & 1u))
            continue;
        if (value + low >= v->no_deal)
            enough = true;
        else if (value + high < v->no_deal)
            hopeless = true;
        else
            return false;
    }
    return enough && hopeless;
}

static void doubt_one_issue(struct packs *d)
{
    uint8_t issues = 0;

    for (uint8_t i = 0; i < d->agenda->issue_count; i++)
        if (d->all[i])
            issues++;
    for (uint8_t n = 0; n < d->count && issues > 1; n++)
        for (uint8_t i = 0; i < d->agenda->issue_count; i++)
            if (d->all[i] && decides(d, n, i))
                diags_add(d->b->diags, MISTAKE_ONE_ISSUE, packs_place(d, n, i),
                          "'%s' alone decides what %s can accept: the other "
                          "issues never make a difference",
                          d->agenda->issues[i].id, packs_room(d, n));
}

void doubt_packs(struct binder *b)
{
    struct packs d;

    if (!packs_init(&d, b))
        return;
    doubt_zone(&d);
    doubt_one_issue(&d);
    if (d.count == 2)
        packs_doubt_opposed(&d);
}
