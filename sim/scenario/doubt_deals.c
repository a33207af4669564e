/* What the values make of the talks: is there anything that all could accept,
 * does one issue decide alone, is there anything to gain together? Packages are
 * counted through as far as there are not too many of them. */
#include "sim/scenario/bind.h"

#include <inttypes.h>
#include <stdlib.h>

#define PACKAGES_MAX 1000000u
/* Packages looked at, times rooms, for all questions about a zone. */
#define WORK_MAX 64000000u
/* Changes of two issues compared, looking for a common gain. */
#define PAIRS_MAX 16000000u

enum finding { FOUND_NONE, FOUND, FOUND_UNKNOWN };

struct deals {
    struct binder *b;
    const struct agenda *agenda;
    uint8_t count; /* rooms that have values */
    uint8_t room[ROOMS_MAX];
    struct values *values;        /* one for each of them, as they are now */
    uint32_t allowed[ISSUES_MAX]; /* options that all may settle */
    uint32_t all[ISSUES_MAX];     /* options there are */
    uint64_t work;
};

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

static bool deals_init(struct deals *d, struct binder *b)
{
    const struct scenario *s = b->out;

    *d = (struct deals){.b = b, .agenda = &s->agenda};
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

static const char *room_id(const struct deals *d, uint8_t n)
{
    return d->b->out->rooms[d->room[n]].id;
}

/* Where a room says what no deal is worth, or what it has of its own. */
static struct place no_deal_place(const struct deals *d, uint8_t n)
{
    const struct node *own = d->b->own[d->room[n]];
    const struct node *no_deal =
        own && own->kind == NODE_MAP ? node_get(own, "no_deal") : NULL;

    if (no_deal)
        return no_deal->key->place;
    return own ? own->key->place : d->b->out->rooms[d->room[n]].place;
}

static struct place issue_place(const struct deals *d, uint8_t n, uint8_t issue)
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
static uint64_t packages_of(const struct deals *d, const uint32_t *options)
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

/* One package after another. */
struct walk_deals {
    const struct deals *d;
    const uint32_t *options;
    uint8_t option[ISSUES_MAX];
    int64_t sum[ROOMS_MAX];
};

static uint8_t first_of(uint32_t bits, uint8_t from)
{
    while (from < OPTIONS_MAX && !(bits >> from & 1u))
        from++;
    return from;
}

static void add_option(struct walk_deals *w, uint8_t issue, uint8_t option,
                       int64_t sign)
{
    for (uint8_t n = 0; n < w->d->count; n++)
        w->sum[n] += sign * w->d->values[n].value[issue][option];
}

static void walk_first(struct walk_deals *w)
{
    for (uint8_t i = 0; i < w->d->agenda->issue_count; i++) {
        if (!w->d->all[i])
            continue;
        w->option[i] = first_of(w->options[i], 0);
        add_option(w, i, w->option[i], 1);
    }
}

static bool walk_next(struct walk_deals *w)
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

static bool in_zone(const struct walk_deals *w)
{
    for (uint8_t n = 0; n < w->d->count; n++)
        if (w->sum[n] < w->d->values[n].no_deal)
            return false;
    return true;
}

/* The package that is best for all together is the likeliest to be in it. */
static bool best_in_zone(const struct deals *d, const uint32_t *options)
{
    struct walk_deals w = {.d = d, .options = options};

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

static enum finding find_zone(struct deals *d, const uint32_t *options)
{
    struct walk_deals w = {.d = d, .options = options};
    uint64_t packages = packages_of(d, options);

    if (packages == 0)
        return FOUND_NONE;
    if (best_in_zone(d, options))
        return FOUND;
    d->work += packages > PACKAGES_MAX ? 0 : packages * d->count;
    if (packages > PACKAGES_MAX || d->work > WORK_MAX)
        return FOUND_UNKNOWN;
    walk_first(&w);
    do {
        if (in_zone(&w))
            return FOUND;
    } while (walk_next(&w));
    return FOUND_NONE;
}

/* Values as they are after one event, or after all of them. */
static void shift_values(struct deals *d, int event)
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
static enum finding zone_with_events(struct deals *d, const uint32_t *options)
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

static void too_many(struct deals *d, const char *what)
{
    diags_add(d->b->diags, MISTAKE_TOO_MANY_DEALS, no_deal_place(d, 0),
              "there are more than %u packages, too many to look for %s",
              PACKAGES_MAX, what);
}

/* The lowest and the highest value that options of an issue have. */
static void range_of(const struct deals *d, uint8_t n, uint8_t issue,
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

static void sums_of(const struct deals *d, uint8_t n, int64_t *low,
                    int64_t *high)
{
    *low = *high = 0;
    for (uint8_t i = 0; i < d->agenda->issue_count; i++) {
        int32_t least, most;

        range_of(d, n, i, &least, &most);
        *low += least;
        *high += most;
    }
}

static void doubt_zone(struct deals *d)
{
    enum finding zone = zone_with_events(d, d->allowed);
    uint64_t packages = packages_of(d, d->all);

    if (zone == FOUND_UNKNOWN)
        too_many(d, "one that all could accept");
    if (zone != FOUND_NONE)
        return;
    for (uint8_t n = 0; n < d->count; n++) {
        int64_t low, high;

        sums_of(d, n, &low, &high);
        if (high >= d->values[n].no_deal)
            continue;
        diags_add(d->b->diags, MISTAKE_NO_ZONE, no_deal_place(d, n),
                  "no package that may be agreed is worth more than %" PRId64
                  " to %s, to whom no deal is worth %" PRId32,
                  high, room_id(d, n), d->values[n].no_deal);
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
static bool decides(const struct deals *d, uint8_t n, uint8_t issue)
{
    const struct values *v = &d->values[n];
    int64_t low, high;
    int32_t least, most;
    bool enough = false, hopeless = false;

    sums_of(d, n, &low, &high);
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

static void doubt_one_issue(struct deals *d)
{
    uint8_t issues = 0;

    for (uint8_t i = 0; i < d->agenda->issue_count; i++)
        if (d->all[i])
            issues++;
    for (uint8_t n = 0; n < d->count && issues > 1; n++)
        for (uint8_t i = 0; i < d->agenda->issue_count; i++)
            if (d->all[i] && decides(d, n, i))
                diags_add(d->b->diags, MISTAKE_ONE_ISSUE, issue_place(d, n, i),
                          "'%s' alone decides what %s can accept: the other "
                          "issues never make a difference",
                          d->agenda->issues[i].id, room_id(d, n));
}

/* What a change of one issue brings to the two rooms. */
struct gain {
    int32_t a;
    int32_t b;
};

static struct gain gain_of(const struct deals *d, uint8_t issue, unsigned from,
                           unsigned to)
{
    const struct values *v = d->values;

    return (struct gain){v[0].value[issue][to] - v[0].value[issue][from],
                         v[1].value[issue][to] - v[1].value[issue][from]};
}

/* Is there a change of issue i and one of issue j that together bring something
 * to both? i and j may be the same. */
static bool gain_in(const struct deals *d, uint8_t i, uint8_t j,
                    uint64_t *pairs)
{
    unsigned in_i = d->agenda->issues[i].option_count;
    unsigned in_j = d->agenda->issues[j].option_count;

    for (unsigned x = 0; x < in_i * in_i; x++) {
        struct gain one = gain_of(d, i, x / in_i, x % in_i);

        if (!(d->allowed[i] >> x / in_i & d->allowed[i] >> x % in_i & 1u))
            continue;
        if (one.a > 0 && one.b > 0)
            return true;
        for (unsigned y = 0; i != j && y < in_j * in_j; y++) {
            struct gain two = gain_of(d, j, y / in_j, y % in_j);

            if (++*pairs > PAIRS_MAX)
                return false;
            if ((d->allowed[j] >> y / in_j & d->allowed[j] >> y % in_j & 1u) &&
                one.a + two.a > 0 && one.b + two.b > 0)
                return true;
        }
    }
    return false;
}

static int by_worth(const void *left, const void *right)
{
    const struct gain *l = left;
    const struct gain *r = right;

    if (l->a != r->a)
        return l->a < r->a ? -1 : 1;
    return (l->b > r->b) - (l->b < r->b);
}

/* Two packages of which one is better for both, among all of them. */
static enum finding gain_among_all(const struct deals *d)
{
    struct walk_deals w = {.d = d, .options = d->allowed};
    uint64_t packages = packages_of(d, d->allowed);
    struct gain *worth = memory_new(packages, sizeof(*worth));
    int32_t lowest = INT32_MAX; /* for b, of what is worse for a */
    size_t count = 0, from = 0;

    if (!worth)
        return FOUND_UNKNOWN;
    walk_first(&w);
    do {
        worth[count++] = (struct gain){(int32_t)w.sum[0], (int32_t)w.sum[1]};
    } while (walk_next(&w));
    qsort(worth, count, sizeof(*worth), by_worth);
    for (size_t n = 0; n < count; n++) {
        if (worth[n].a != worth[from].a) {
            lowest = worth[from].b < lowest ? worth[from].b : lowest;
            from = n;
        }
        if (worth[n].b > lowest) {
            memory_free(worth);
            return FOUND;
        }
    }
    memory_free(worth);
    return FOUND_NONE;
}

static enum finding find_gain(const struct deals *d)
{
    uint64_t packages = packages_of(d, d->allowed);
    uint64_t pairs = 0;

    for (uint8_t i = 0; i < d->agenda->issue_count; i++)
        for (uint8_t j = i; j < d->agenda->issue_count; j++)
            if (gain_in(d, i, j, &pairs))
                return FOUND;
    if (packages > PACKAGES_MAX)
        return FOUND_UNKNOWN;
    return packages ? gain_among_all(d) : FOUND;
}

static void doubt_opposed(struct deals *d)
{
    int64_t low, high;
    enum finding gain;

    for (uint8_t n = 0; n < 2; n++) {
        sums_of(d, n, &low, &high);
        if (low == high)
            return;
    }
    gain = find_gain(d);
    if (gain == FOUND_UNKNOWN)
        too_many(d, "common gains");
    else if (gain == FOUND_NONE)
        diags_add(d->b->diags, MISTAKE_OPPOSED, issue_place(d, 1, 0),
                  "no package is better for both %s and %s than another: all "
                  "that one gains the other loses",
                  room_id(d, 0), room_id(d, 1));
}

void doubt_deals(struct binder *b)
{
    struct deals d;

    if (!deals_init(&d, b))
        return;
    doubt_zone(&d);
    doubt_one_issue(&d);
    if (d.count == 2)
        doubt_opposed(&d);
}
