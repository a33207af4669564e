/* What the files of the deal space share. */
#ifndef SHUTTLE_REPORT_DEALS_PARTS_H
#define SHUTTLE_REPORT_DEALS_PARTS_H

#include "sim/report/deals.h"

/* Every package in turn, lowest options first: the last issue turns fastest. */
struct deals_walk {
    const struct deals *deals;
    struct package package;
    int32_t sum[ROOMS_MAX]; /* its worth */
};

void deals_first(struct deals_walk *w, const struct deals *d);
/* False after the last. */
bool deals_next(struct deals_walk *w);
/* May every room settle it, with its capital's leave? */
bool deals_is_within(const struct deals *d, const struct package *p);
bool deals_in_zone(const struct deals *d, const int32_t *sum);

/* Fill counted, efficient, front: the deal space must have been enumerated. */
enum err deals_front(struct deals *d) MUST_USE;

/* The choices in the order in which they are shown. */
struct deals_rule {
    const char *key;
    const char *title;
    const struct deals_choice *choice;
};
#define DEALS_RULES 4u
void deals_rules(const struct deals *d, struct deals_rule out[DEALS_RULES]);

#endif
