/*
 * The efficient packages without comparing each with each. The worth of a
 * package is a sum over issues, so each part of an efficient package is itself
 * efficient among the packages of those issues: a better part could take its
 * place. The front therefore grows issue by issue from fronts, and packages of
 * equal worth are counted together.
 */
#include "sim/report/deals_parts.h"

#include "shuttle/memory.h"

#include <stdlib.h>
#include <string.h>

/* Falling by the rooms' values in order, then rising by options. */
static int compare_points(const void *left, const void *right)
{
    const struct deals_point *a = left;
    const struct deals_point *b = right;

    for (unsigned r = 0; r < ROOMS_MAX; r++)
        if (a->value[r] != b->value[r])
            return a->value[r] > b->value[r] ? -1 : 1;
    return memcmp(a->package.option, b->package.option,
                  sizeof(a->package.option));
}

static bool is_dominated(const struct deals *d, const struct deals_point *p,
                         const struct deals_point *by)
{
    for (unsigned r = 0; r < d->scored; r++)
        if (by->value[r] < p->value[r])
            return false;
    return true;
}

/* Of sorted points keep those that none before them dominates, those of equal
 * worth as one; the rest comes after. Returns how many are kept, or more than
 * DEALS_FRONT_MAX. */
static uint32_t keep_front(const struct deals *d, struct deals_point *points,
                           size_t count)
{
    uint32_t kept = 0;

    for (size_t n = 0; n < count; n++) {
        struct deals_point *p = &points[n];
        bool keep = true;

        if (kept > 0 &&
            memcmp(points[kept - 1].value, p->value, sizeof(p->value)) == 0) {
            points[kept - 1].count += p->count;
            continue;
        }
        /* The nearest are the likeliest. */
        for (uint32_t k = kept; k-- > 0 && keep;)
            keep = !is_dominated(d, p, &points[k]);
        if (!keep)
            continue;
        points[kept++] = *p;
        if (kept > DEALS_FRONT_MAX)
            break;
    }
    return kept;
}

/* Put every option of an issue beside every point of the front so far. */
static void extend(const struct deals *d, unsigned issue,
                   struct deals_point *wide)
{
    unsigned options = d->whole->agenda.issues[issue].option_count;

    for (uint32_t n = 0; n < d->front_count; n++) {
        for (unsigned o = 0; o < options; o++) {
            struct deals_point *p = &wide[(size_t)n * options + o];

            *p = d->front[n];
            p->package.option[issue] = (uint8_t)o;
            for (unsigned r = 0; r < d->scored; r++)
                p->value[r] += d->values[r].value[issue][o];
        }
    }
}

static void count_front(struct deals *d)
{
    for (uint32_t n = 0; n < d->front_count; n++) {
        struct deals_point *p = &d->front[n];

        p->in_zone = deals_in_zone(d, p->value);
        d->efficient += p->count;
        d->efficient_in_zone += p->in_zone ? p->count : 0;
    }
    d->counted = true;
}

enum err deals_front(struct deals *d)
{
    const struct agenda *a = &d->whole->agenda;

    d->front = memory_new(1, sizeof(*d->front));
    if (d->front == NULL)
        return ERR_MEMORY;
    package_clear(&d->front->package);
    d->front->count = 1;
    d->front_count = 1;
    for (unsigned i = 0; i < a->issue_count; i++) {
        size_t count = (size_t)d->front_count * a->issues[i].option_count;
        if (count == 0)
            continue;
        struct deals_point *wide = memory_new(count, sizeof(*wide));

        if (wide == NULL)
            return ERR_MEMORY;
        extend(d, i, wide);
        qsort(wide, count, sizeof(*wide), compare_points);
        memory_free(d->front);
        d->front = wide;
        d->front_count = keep_front(d, wide, count);
        if (d->front_count > DEALS_FRONT_MAX) {
            d->front_count = 0;
            return ERR_OK;
        }
    }
    count_front(d);
    return ERR_OK;
}
