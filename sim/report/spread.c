#include "sim/report/spread.h"

#define CLASS_BITS 6

/* Below 2^7 every time has a class of its own; above, the class is the leading
 * seven bits and how many follow them. */
static unsigned class_of(uint64_t us)
{
    unsigned shift = 0;

    if (us >> (CLASS_BITS + 1) != 0)
        shift = 63u - CLASS_BITS - (unsigned)__builtin_clzll(us);
    return (shift << CLASS_BITS) + (unsigned)(us >> shift);
}

/* The middle of a class. */
static int64_t time_of(unsigned n)
{
    unsigned shift = n >> CLASS_BITS;
    uint64_t low;

    if (shift < 2)
        return n;
    shift--;
    low = (uint64_t)(n - (shift << CLASS_BITS)) << shift;
    return (int64_t)(low + ((uint64_t)1 << shift) / 2);
}

void spread_add(struct spread *s, int64_t us)
{
    if (us < 0)
        us = 0;
    if (us > SPREAD_US_MAX)
        us = SPREAD_US_MAX;
    s->count++;
    s->sum_us += us;
    if (us > s->longest_us)
        s->longest_us = us;
    s->in_class[class_of((uint64_t)us)]++;
}

void spread_merge(struct spread *into, const struct spread *from)
{
    into->count += from->count;
    into->sum_us += from->sum_us;
    if (from->longest_us > into->longest_us)
        into->longest_us = from->longest_us;
    for (unsigned n = 0; n < SPREAD_CLASSES; n++)
        into->in_class[n] += from->in_class[n];
}

int64_t spread_quantile(const struct spread *s, unsigned permille)
{
    uint64_t rank = (s->count * permille + 999) / 1000, seen = 0;

    if (s->count == 0)
        return -1;
    if (permille >= 1000)
        return s->longest_us;
    if (rank == 0)
        rank = 1;
    for (unsigned n = 0; n < SPREAD_CLASSES; n++) {
        seen += s->in_class[n];
        if (seen >= rank)
            return time_of(n) < s->longest_us ? time_of(n) : s->longest_us;
    }
    return s->longest_us;
}

double spread_mean(const struct spread *s)
{
    return s->count ? (double)s->sum_us / (double)s->count : 0;
}
