#include "shuttle/variate.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

static const struct {
    const char *word;
    enum variate_as as;
} words[] = {
#define X(value, name, word, text) {word, VARIATE_##name},
    VARIATE_TABLE(X)
#undef X
};

bool variate_parse(const char *word, enum variate_as *as)
{
    for (size_t n = 0; n < sizeof(words) / sizeof(words[0]); n++)
        if (strcmp(words[n].word, word) == 0) {
            *as = words[n].as;
            return true;
        }
    return false;
}

/* The high half of a product: of two fractions of 64 bits, a fraction. */
static uint64_t high(uint64_t a, uint64_t b)
{
    return (uint64_t)((wide)a * b >> 64);
}

/* 2^64 / 3, 5, 7, ... 23, rounded. */
static const uint64_t odd_parts[] = {
    UINT64_C(0x5555555555555555), UINT64_C(0x3333333333333333),
    UINT64_C(0x2492492492492492), UINT64_C(0x1c71c71c71c71c72),
    UINT64_C(0x1745d1745d1745d1), UINT64_C(0x13b13b13b13b13b1),
    UINT64_C(0x1111111111111111), UINT64_C(0x0f0f0f0f0f0f0f0f),
    UINT64_C(0x0d79435e50d79436), UINT64_C(0x0c30c30c30c30c31),
    UINT64_C(0x0b21642c8590b216),
};
#define ODD_COUNT (sizeof(odd_parts) / sizeof(odd_parts[0]))

/* atanh(z) = z + z (z^2/3 + z^4/5 + ...), fractions of 64 bits, z at most
 * 0.1716. What is cut off is below z^25 / 25, which is 2^-68. A product loses
 * less than one unit of 2^-64; those in the bracket are scaled by z^2 < 0.03
 * and by z before they count, so that all of it is off by less than 2. */
static uint64_t atanh_fraction(uint64_t z)
{
    uint64_t square = high(z, z);
    uint64_t sum = odd_parts[ODD_COUNT - 1];

    for (size_t k = ODD_COUNT - 1; k-- > 0;)
        sum = odd_parts[k] + high(sum, square);
    return z + high(z, high(sum, square));
}

/*
 * u = m 2^(63-n), with 1 <= m < 2 from the leading bit on. To keep the series
 * short m is taken as it is up to the root of 2, and halved above it:
 *
 *   -ln(u / 2^64) = (n + 1) ln 2 - 2 atanh((m - 1) / (m + 1))
 *                 =  n      ln 2 + 2 atanh((1 - m/2) / (1 + m/2))
 *
 * Error, in units of 2^-64: z less than 1, its atanh with it less than 4, twice
 * that 8; ln 2 a half, up to 64 times that 32. 40 of these are less than one
 * unit of the result, 2^-58, and rounding to it adds a half: less than two.
 */
uint64_t variate_minus_ln(uint64_t u)
{
    static const uint64_t ln2 = UINT64_C(0xb17217f7d1cf79ac);
    static const uint64_t root2 = UINT64_C(0xb504f333f9de6484);
    const wide one = (wide)1 << 64;
    unsigned shift;
    uint64_t lead;
    wide sum, m;

    if (u == 0)
        return 0;
    shift = (unsigned)__builtin_clzll(u);
    lead = u << shift;
    if (lead <= root2) {
        m = (wide)lead << 1;
        sum =
            (wide)(shift + 1) * ln2 -
            2 * (wide)atanh_fraction((uint64_t)(((m - one) << 64) / (m + one)));
    } else {
        m = lead;
        sum =
            (wide)shift * ln2 +
            2 * (wide)atanh_fraction((uint64_t)(((one - m) << 64) / (one + m)));
    }
    return (uint64_t)((sum + 32) >> (64 - VARIATE_LN_BITS));
}

static int64_t within(int64_t us)
{
    assert(us >= 0);
    return us > VARIATE_US_MAX ? VARIATE_US_MAX : us;
}

/* The sum of so many minus logarithms, over n, times the mean, to the nearest
 * microsecond: below 2^6 * 2^6 * 2^58 * 2^50. */
static int64_t scaled(struct chance *c, uint32_t n, int64_t mean_us)
{
    wide unit = (wide)n << VARIATE_LN_BITS, sum = 0;

    for (uint32_t k = 0; k < n; k++)
        sum += variate_minus_ln(chance_next(c));
    return (int64_t)((sum * (uint64_t)within(mean_us) + unit / 2) / unit);
}

int64_t variate_exponential(struct chance *c, int64_t mean_us)
{
    return scaled(c, 1, mean_us);
}

int64_t variate_uniform(struct chance *c, int64_t low_us, int64_t high_us)
{
    assert(0 <= low_us && low_us <= high_us && high_us <= VARIATE_US_MAX);
    return low_us + (int64_t)chance_below(c, (uint64_t)(high_us - low_us) + 1);
}

int64_t variate_erlang(struct chance *c, uint32_t shape, int64_t mean_us)
{
    assert(shape >= 1 && shape <= VARIATE_SHAPE_MAX);
    return scaled(c, shape, mean_us);
}

uint32_t variate_geometric(struct chance *c, uint32_t mean)
{
    uint32_t n = 1;

    while (n < VARIATE_COUNT_MAX && chance_below(c, mean) != 0)
        n++;
    return n;
}

int64_t variate_draw(const struct variate *v, struct chance *c)
{
    int64_t mean = within(v->mean_us), apart;

    switch (v->as) {
    case VARIATE_FIXED:
        break;
    case VARIATE_EXPONENTIAL:
        return variate_exponential(c, mean);
    case VARIATE_UNIFORM:
        assert(v->spread <= 100);
        apart = mean * v->spread / 100;
        return variate_uniform(c, mean - apart,
                               mean + apart > VARIATE_US_MAX ? VARIATE_US_MAX
                                                             : mean + apart);
    case VARIATE_ERLANG:
        return variate_erlang(c, v->shape, mean);
    }
    return mean;
}
