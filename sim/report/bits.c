#include "sim/report/bits.h"

#include "shuttle/variate.h"

#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

static int compare_cases(const void *a, const void *b)
{
    const struct seen_case *one = a, *two = b;
    int order = memcmp(one->seen.bytes, two->seen.bytes, DIGEST_SIZE);

    if (order)
        return order;
    return one->secret < two->secret ? -1 : one->secret > two->secret;
}

/* ln(a / b) in units of 2^-VARIATE_LN_BITS. */
static int64_t ln_ratio(uint64_t a, uint64_t b)
{
    return (int64_t)variate_minus_ln(b) - (int64_t)variate_minus_ln(a);
}

/* From units of ln to millionths of a bit. */
static int64_t to_bits(wide ln)
{
    wide two = ln_ratio(2, 1);
    wide half = ln < 0 ? -two / 2 : two / 2;

    return (int64_t)((ln * BITS_ONE + half) / two);
}

/* The sum over one thing seen of p log(p(secret, seen) / p(secret) p(seen)),
 * not yet divided by the total weight. */
static wide told_by(const struct seen_case *group, size_t count,
                    uint32_t secrets, uint32_t *joint)
{
    uint64_t seen = 0;
    wide sum = 0;

    for (size_t n = 0; n < count; n++)
        seen += group[n].weight;
    for (size_t n = 0; n < count;) {
        uint64_t both = 0;
        uint32_t secret = group[n].secret;

        for (; n < count && group[n].secret == secret; n++)
            both += group[n].weight;
        ++*joint;
        sum += (wide)both * (ln_ratio(both, seen) + ln_ratio(secrets, 1));
    }
    return sum;
}

void bits_count(struct seen_case *cases, size_t count, uint32_t secrets,
                struct bits *out)
{
    uint64_t total = 0;
    uint32_t joint = 0;
    wide sum = 0, free;

    memset(out, 0, sizeof(*out));
    out->whole = to_bits(ln_ratio(secrets, 1));
    qsort(cases, count, sizeof(*cases), compare_cases);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from;
             to < count && digest_equal(&cases[to].seen, &cases[from].seen);
             to++)
            total += cases[to].weight;
        sum += told_by(&cases[from], to - from, secrets, &joint);
        out->kinds++;
    }
    if (total == 0)
        return;
    out->told = to_bits(sum / (wide)total);
    free = (wide)joint - out->kinds - secrets + 1;
    /* 1 / (2 N ln 2) bits is 1 / 2 N in ln. */
    out->bias =
        to_bits(free * ((wide)1 << VARIATE_LN_BITS) / (2 * (wide)total));
}
