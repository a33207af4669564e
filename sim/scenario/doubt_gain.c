/* Is there anything to gain together? Changes of one and of two issues show it
 * nearly always; else all packages are put in the order of their worth to one
 * room, and it must not be the reverse for the other. */
#include "sim/scenario/doubt_packs.h"

#include <stdlib.h>

/* Changes of two issues compared. */
#define PAIRS_MAX 16000000u

/* What a change of one issue brings to the two rooms. */
struct gain {
    int32_t a;
    int32_t b;
};

static struct gain gain_of(const struct packs *d, uint8_t issue, unsigned from,
                           unsigned to)
{
    const struct values *v = d->values;

    return (struct gain){v[0].value[issue][to] - v[0].value[issue][from],
                         v[1].value[issue][to] - v[1].value[issue][from]};
}

/* Is there a change of issue i and one of issue j that together bring something
 * to both? i and j may be the same. */
static bool gain_in(const struct packs *d, uint8_t i, uint8_t j,
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
static enum finding gain_among_all(const struct packs *d)
{
    struct packs_walk w = {.d = d, .options = d->allowed};
    uint64_t packages = packs_count(d, d->allowed);
    struct gain *worth = memory_new(packages, sizeof(*worth));
    int32_t lowest = INT32_MAX; /* for b, of what is worse for a */
    size_t count = 0, from = 0;

    if (!worth)
        return FOUND_UNKNOWN;
    packs_first(&w);
    do {
        worth[count++] = (struct gain){(int32_t)w.sum[0], (int32_t)w.sum[1]};
    } while (packs_next(&w));
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

static enum finding find_gain(const struct packs *d)
{
    uint64_t packages = packs_count(d, d->allowed);
    uint64_t pairs = 0;

    for (uint8_t i = 0; i < d->agenda->issue_count; i++)
        for (uint8_t j = i; j < d->agenda->issue_count; j++)
            if (gain_in(d, i, j, &pairs))
                return FOUND;
    if (packages > PACKS_MAX)
        return FOUND_UNKNOWN;
    return packages ? gain_among_all(d) : FOUND;
}

void packs_doubt_opposed(const struct packs *d)
{
    int64_t low, high;
    enum finding gain;

    for (uint8_t n = 0; n < 2; n++) {
        packs_sums(d, n, &low, &high);
        if (low == high)
            return;
    }
    gain = find_gain(d);
    if (gain == FOUND_UNKNOWN)
        packs_too_many(d, "common gains");
    else if (gain == FOUND_NONE)
        diags_add(d->b->diags, MISTAKE_OPPOSED, packs_place(d, 1, 0),
                  "no package is better for both %s and %s than another: all "
                  "that one gains the other loses",
                  packs_room(d, 0), packs_room(d, 1));
}
