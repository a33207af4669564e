/* Means and their standard errors, in integers. */
#include "sim/report/compare_private.h"

#include <stdlib.h>

void sum_add(struct sum *s, int64_t n)
{
    s->total += n;
    s->squares += (wide)n * n;
    s->count++;
}

/* The whole root, rounded down. */
static int64_t root(wide n)
{
    wide low = 0;
    wide high = (wide)1 << 62;

    while (low < high) {
        wide middle = low + (high - low + 1) / 2;
        if (middle <= n / middle)
            low = middle;
        else
            high = middle - 1;
    }
    return (int64_t)low;
}

static int64_t rounded(wide part, wide by)
{
    wide half = by / 2;

    return (int64_t)((part >= 0 ? part + half : part - half) / by);
}

/* The variance of the mean is (squares - total^2 / n) / (n (n - 1)). */
struct compare_cell sum_cell(const struct sum *s)
{
    struct compare_cell cell = {COMPARE_NONE, COMPARE_NONE};
    wide n = s->count;

    if (s->count == 0)
        return cell;
    cell.mean = rounded(s->total, n);
    if (s->count > 1)
        cell.error = root((s->squares - s->total * s->total / n) / (n - 1) / n);
    return cell;
}

const struct measures *compare_run(const struct results *r, unsigned design,
                                   uint32_t seed)
{
    const void *at = r->at + ((size_t)design * r->c->seeds + seed) * r->size;

    return at;
}

const struct measures_line *compare_lines(const struct measures *m)
{
    return (const struct measures_line *)(const void *)(m + 1);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

struct compare_cell compare_quantile(const struct results *r, unsigned design,
                                     uint8_t room, unsigned tenths,
                                     int64_t *waits)
{
    size_t count = 0;
    uint8_t owner;

    for (uint32_t seed = 0; seed < r->c->seeds; seed++) {
        const struct measures_line *lines =
            compare_lines(compare_run(r, design, seed));

        for (uint32_t n = 0; n < measures_line_count(r->reader); n++) {
            (void)measures_line(r->reader, n, &owner);
            if (owner == room && lines[n].told)
                waits[count++] = lines[n].taking + lines[n].telling;
        }
    }
    if (count == 0)
        return (struct compare_cell){COMPARE_NONE, COMPARE_NONE};
    qsort(waits, count, sizeof(*waits), by_size);
    return (struct compare_cell){waits[(count * tenths + 9) / 10 - 1],
                                 COMPARE_NONE};
}
