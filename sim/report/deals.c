#include "sim/report/deals_parts.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <string.h>

/* A product of up to ROOMS_MAX gains, 32 bits a part, lowest first. */
struct wide {
    uint32_t part[ROOMS_MAX];
};

static struct wide product(const struct deals *d, const int32_t *sum)
{
    struct wide w = {.part = {1}};

    for (unsigned r = 0; r < d->scored; r++) {
        uint64_t gain = (uint64_t)((int64_t)sum[r] - d->no_deal[r]);
        uint64_t carry = 0;

        for (unsigned i = 0; i < ROOMS_MAX; i++) {
            carry += w.part[i] * gain;
            w.part[i] = (uint32_t)carry;
            carry >>= 32;
        }
    }
    return w;
}

static int64_t total(const struct deals *d, const int32_t *sum)
{
    int64_t all = 0;

    for (unsigned r = 0; r < d->scored; r++)
        all += sum[r];
    return all;
}

static int64_t least_gain(const struct deals *d, const int32_t *sum)
{
    int64_t least = INT64_MAX;

    for (unsigned r = 0; r < d->scored; r++) {
        int64_t gain = (int64_t)sum[r] - d->no_deal[r];

        least = gain < least ? gain : least;
    }
    return least;
}

/* Is the first of two shares, each gain of ideal, less than the second? Both
 * ideals are over 0, so both sides may be multiplied by them. */
struct portion {
    uint64_t gain;
    uint64_t ideal;
};

static int compare_shares(struct portion a, struct portion b)
{
    uint64_t left = a.gain * b.ideal;
    uint64_t right = b.gain * a.ideal;

    return left < right ? -1 : left > right;
}

/* Kalai and Smorodinsky 1975: each room's gain as a share of the largest it
 * could have in the zone. A room that can gain nothing does not count. */
static struct portion least_share(const struct deals *d, const int32_t *sum)
{
    struct portion least = {1, 1};

    for (unsigned r = 0; r < d->scored; r++) {
        struct portion one = {(uint64_t)((int64_t)sum[r] - d->no_deal[r]),
                              (uint64_t)((int64_t)d->ideal[r] - d->no_deal[r])};

        if (one.ideal > 0 && compare_shares(one, least) < 0)
            least = one;
    }
    return least;
}

typedef int compare_sums(const struct deals *d, const int32_t *a,
                         const int32_t *b);

static int by_sum(const struct deals *d, const int32_t *a, const int32_t *b)
{
    int64_t left = total(d, a);
    int64_t right = total(d, b);

    return left < right ? -1 : left > right;
}

/* Nash 1950: the product of the gains over no deal. */
static int by_product(const struct deals *d, const int32_t *a, const int32_t *b)
{
    struct wide left = product(d, a);
    struct wide right = product(d, b);

    for (unsigned i = ROOMS_MAX; i-- > 0;)
        if (left.part[i] != right.part[i])
            return left.part[i] < right.part[i] ? -1 : 1;
    return 0;
}

static int by_shares(const struct deals *d, const int32_t *a, const int32_t *b)
{
    return compare_shares(least_share(d, a), least_share(d, b));
}

static int by_least(const struct deals *d, const int32_t *a, const int32_t *b)
{
    int64_t left = least_gain(d, a);
    int64_t right = least_gain(d, b);

    return left < right ? -1 : left > right;
}

/* Let the package at hand take the place of the chosen one if it is better. */
static void choose(struct deals_choice *c, const struct deals_walk *w,
                   compare_sums *rule, bool first)
{
    const struct deals *d = w->deals;
    int more = first ? 1 : rule(d, w->sum, c->value);

    if (more == 0)
        more = by_sum(d, w->sum, c->value);
    if (more == 0)
        c->as_good++;
    if (more <= 0)
        return;
    c->package = w->package;
    memcpy(c->value, w->sum, sizeof(c->value));
    c->as_good = 0;
}

/* What one room's authority is once the events have happened, or NULL: it may
 * settle everything. */
static const struct authority *authority_of(const struct own *own,
                                            const struct deals_input *in)
{
    const struct authority *a = own->has_authority ? &own->authority : NULL;

    for (unsigned h = 0; h < in->happened_count; h++)
        for (unsigned i = 0; i < own->shift_count; i++)
            if (own->shifts[i].event == in->happened[h] &&
                own->shifts[i].has_authority)
                a = &own->shifts[i].authority;
    return a;
}

static void set_within(struct deals *d, const struct deals_input *in)
{
    const struct agenda *agenda = &d->whole->agenda;

    memset(d->within, 0xff, sizeof(d->within));
    for (unsigned r = 0; r < d->whole->room_count; r++) {
        const struct own *own = d->whole->rooms[r].own;
        const struct authority *a = own ? authority_of(own, in) : NULL;

        for (unsigned i = 0; a != NULL && i < ISSUES_MAX; i++)
            d->within[i] &= a->own[i] | a->capital[i];
    }
    d->packages_within = d->packages > 0;
    for (unsigned i = 0; i < agenda->issue_count; i++) {
        unsigned options = 0;

        for (unsigned o = 0; o < agenda->issues[i].option_count; o++)
            options += d->within[i] >> o & 1u;
        if (agenda->issues[i].option_count > 0 &&
            __builtin_mul_overflow(d->packages_within, options,
                                   &d->packages_within)) {
            d->packages_within = UINT64_MAX;
            return;
        }
    }
}

bool deals_is_within(const struct deals *d, const struct package *p)
{
    for (unsigned i = 0; i < d->whole->agenda.issue_count; i++)
        if (p->option[i] != OPTION_NONE && !(d->within[i] >> p->option[i] & 1u))
            return false;
    return true;
}

static uint64_t space_size(const struct agenda *a)
{
    uint64_t size = 1;
    bool any = false;

    for (unsigned i = 0; i < a->issue_count; i++) {
        unsigned options = a->issues[i].option_count;

        any = any || options > 0;
        if (options > 0 && __builtin_mul_overflow(size, options, &size))
            return UINT64_MAX;
    }
    return any ? size : 0;
}

void deals_first(struct deals_walk *w, const struct deals *d)
{
    const struct agenda *a = &d->whole->agenda;

    *w = (struct deals_walk){.deals = d};
    package_clear(&w->package);
    for (unsigned i = 0; i < a->issue_count; i++)
        if (a->issues[i].option_count > 0)
            w->package.option[i] = 0;
    for (unsigned r = 0; r < d->scored; r++)
        w->sum[r] = package_value(&w->package, a, &d->values[r]);
}

bool deals_next(struct deals_walk *w)
{
    const struct deals *d = w->deals;
    const struct agenda *a = &d->whole->agenda;

    for (unsigned i = a->issue_count; i-- > 0;) {
        uint8_t was = w->package.option[i];
        if (was == OPTION_NONE)
            continue;
        bool carry = was + 1u >= a->issues[i].option_count;
        uint8_t is = carry ? 0 : (uint8_t)(was + 1u);

        w->package.option[i] = is;
        for (unsigned r = 0; r < d->scored; r++)
            w->sum[r] += d->values[r].value[i][is] - d->values[r].value[i][was];
        if (!carry)
            return true;
    }
    return false;
}

bool deals_in_zone(const struct deals *d, const int32_t *sum)
{
    for (unsigned r = 0; r < d->scored; r++)
        if (sum[r] < d->no_deal[r])
            return false;
    return true;
}

/* First look at every package: what counts and how far values reach. */
static void count(struct deals *d)
{
    struct deals_walk w;
    bool first = true;

    deals_first(&w, d);
    do {
        bool in_zone = deals_in_zone(d, w.sum);

        for (unsigned r = 0; r < d->scored; r++) {
            int32_t v = w.sum[r];

            d->acceptable[r] += v >= d->no_deal[r];
            d->lowest[r] = first || v < d->lowest[r] ? v : d->lowest[r];
            d->highest[r] = first || v > d->highest[r] ? v : d->highest[r];
            if (in_zone && (d->zone == 0 || v > d->ideal[r]))
                d->ideal[r] = v;
        }
        d->zone += in_zone;
        d->zone_within += in_zone && deals_is_within(d, &w.package);
        first = false;
    } while (deals_next(&w));
}

/* Second look, since shares are of what the first one found. */
static void choose_all(struct deals *d)
{
    struct deals_walk w;
    bool first = true;

    deals_first(&w, d);
    do {
        if (!deals_in_zone(d, w.sum))
            continue;
        choose(&d->nash, &w, by_product, first);
        choose(&d->shares, &w, by_shares, first);
        choose(&d->sum, &w, by_sum, first);
        choose(&d->equal, &w, by_least, first);
        first = false;
    } while (deals_next(&w));
}

static void set_rooms(struct deals *d, const struct score_input *events)
{
    for (uint8_t r = 0; r < d->whole->room_count; r++) {
        const struct own *own = d->whole->rooms[r].own;

        if (own == NULL || !own->has_values)
            continue;
        score_values(events, r, &d->values[d->scored]);
        d->no_deal[d->scored] = d->values[d->scored].no_deal;
        d->room[d->scored++] = r;
    }
}

enum err deals_make(struct deals *d, const struct deals_input *in)
{
    struct score_input events = {.whole = in->whole,
                                 .outcome = OUTCOME_AGREED,
                                 .package = in->package,
                                 .happened_count = in->happened_count};

    memset(d, 0, sizeof(*d));
    memcpy(events.happened, in->happened, sizeof(events.happened));
    d->whole = in->whole;
    d->packages = space_size(&in->whole->agenda);
    set_within(d, in);
    d->values = memory_new(in->whole->room_count + 1u, sizeof(*d->values));
    if (d->values == NULL)
        return ERR_MEMORY;
    set_rooms(d, &events);
    d->has_package = in->has_package;
    d->package = in->package;
    if (d->scored == 0 || d->packages == 0 || d->packages > SCORE_PACKAGES_MAX)
        return ERR_OK;
    if (in->has_package)
        score_make(&events, &d->score);
    count(d);
    if (d->zone > 0)
        choose_all(d);
    d->enumerated = true;
    return deals_front(d);
}

void deals_fini(struct deals *d)
{
    memory_free(d->values);
    memory_free(d->front);
    d->values = NULL;
    d->front = NULL;
}
