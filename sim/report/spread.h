/*
 * How times are spread, in fixed memory: their number, sum and longest exactly,
 * and their quantiles to within SPREAD_ERROR percent, from counts in classes
 * that grow with the time (64 to each doubling). Plain data; zeroed is empty.
 */
#ifndef SHUTTLE_REPORT_SPREAD_H
#define SHUTTLE_REPORT_SPREAD_H

#include <stdint.h>

#define SPREAD_US_MAX  (INT64_C(1) << 50) /* longer ones count as this */
#define SPREAD_CLASSES 2945u
#define SPREAD_ERROR   "0.8"

struct spread {
    uint64_t count;
    int64_t sum_us;
    int64_t longest_us;
    uint32_t in_class[SPREAD_CLASSES];
};

void spread_add(struct spread *s, int64_t us);
/* Add all that another one has. */
void spread_merge(struct spread *into, const struct spread *from);
/* The time that permille of a thousand do not exceed; -1 when there is none. */
int64_t spread_quantile(const struct spread *s, unsigned permille);
/* The mean; 0 when there is none. */
double spread_mean(const struct spread *s);

#endif
