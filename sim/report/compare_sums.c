/* Means and their standard errors, in integers. */
#include "sim/report/compare_private.h"

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
