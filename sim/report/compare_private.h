/* What compare.c, which makes the rows, takes from its two helpers. */
#ifndef SHUTTLE_REPORT_COMPARE_PRIVATE_H
#define SHUTTLE_REPORT_COMPARE_PRIVATE_H

#include "sim/report/compare.h"

__extension__ typedef __int128 wide;

/* What one comparison is made of: designs * seeds results. */
struct results {
    const struct compare *c;
    const struct measures_reader *reader;
    const char *at;
    size_t size;
};

const struct measures *compare_run(const struct results *r, unsigned design,
                                   uint32_t seed);
const struct measures_line *compare_lines(const struct measures *m);

/* How long one room's lines took from handing over to first telling, those of
 * all runs of a design together: what so many in ten do not exceed. waits has
 * room for all of them. */
struct compare_cell compare_quantile(const struct results *r, unsigned design,
                                     uint8_t room, unsigned tenths,
                                     int64_t *waits);

/* A sum of measurements; the mean is over those made. */
struct sum {
    wide total;
    wide squares;
    int64_t count;
};

void sum_add(struct sum *s, int64_t n);
/* The mean and its standard error. */
struct compare_cell sum_cell(const struct sum *s);

/* One number of one run; false when there is none. */
typedef bool measure(const struct measures *m, unsigned which, int64_t *out);

/* Shares and counts in thousandths, times in microseconds; which is a room
 * where nothing else is said. */
measure measure_outcome; /* which: enum outcome */
measure measure_ending;  /* which: index of the ending */
measure measure_length;
measure measure_value;
measure measure_gain;
measure measure_compared; /* which: 0 joint, 1 product, 2 left on the table */
measure measure_taking;
measure measure_telling;
measure measure_longest;
measure measure_fairness; /* which: number of rooms */
measure measure_visits;
measure measure_walking;
measure measure_form;   /* which: enum form */
measure measure_count;  /* which: enum compare_count */
measure measure_found;  /* which: enum verify_kind */
measure measure_linked; /* which: 1 as guessed by chance */

/* By one of several mediators; which: its index. */
measure measure_taking_by;
measure measure_telling_by;
measure measure_crossings_by;
measure measure_walks_by;
measure measure_visits_by;

enum compare_count {
    COUNT_CROSSINGS,
    COUNT_WALKS,
    COUNT_OWN,
    COUNT_CONFIDENCES,
    COUNT_USED,
    COUNT_HONOURED,
    COUNT_BREACHED,
    COUNT_WITHHELD,
    COUNT_EXPIRED,
    COUNT_WITHDRAWN,
    COUNT_HELD,
    COUNT_UNTAKEN,
    COUNT_FAULTS,
    COUNT_FAILED,
};

#endif
