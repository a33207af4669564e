/*
 * How much one thing tells about another, in bits (Shannon 1948): from counts
 * of what was seen under each value of a secret. Integers only, so that it
 * comes out alike everywhere.
 */
#ifndef SHUTTLE_REPORT_BITS_H
#define SHUTTLE_REPORT_BITS_H

#include "shuttle/digest.h"

#include <stdbool.h>
#include <stddef.h>

/* Bits are counted in millionths. */
#define BITS_ONE INT64_C(1000000)

/* Under this value of the secret this was seen, so often. Over all of them the
 * weights add up to less than 2^60, and to the same under each value. */
struct seen_case {
    uint32_t secret;
    struct digest seen;
    uint64_t weight; /* not 0 */
};

struct bits {
    int64_t told;   /* I(secret; seen), the secret's values being all alike */
    int64_t whole;  /* H(secret) */
    uint32_t kinds; /* different things seen */
    /* If the weights are counts of a sample, told is too large by about this
     * much: (joint kinds - kinds - secrets + 1) / (2 N ln 2) (Miller 1955,
     * "Note on the bias of information estimates"). */
    int64_t bias;
};

/* secrets: how many values. The cases are sorted. */
void bits_count(struct seen_case *cases, size_t count, uint32_t secrets,
                struct bits *out);

#endif
