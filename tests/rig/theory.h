/*
 * Open load beside formulas: a design and loads are run in at least 30
 * replications, and a mean must lie within 4 standard errors of what is
 * expected, with a standard error below 2 percent of it. Times are in minutes.
 */
#ifndef RIG_THEORY_H
#define RIG_THEORY_H

#include "sim/runtime/traffic.h"

#define THEORY_REPLICATIONS 32

/* Two or three rooms a, b, c with these loads, the rest of `traffic` by the
 * hours that are measured, and the walk as its map in the file: "as: shuttle,
 * time: 1m". Ends the test when that cannot be run. Free it with theory_end. */
struct traffic_run *theory_run(const char *walk, const char *loads, int rooms,
                               int hours);
void theory_end(struct traffic_run *run);

/* In minutes; where shares and counts are meant, as they are. */
struct queues_mean theory_wait(const struct traffic_run *t, uint8_t room,
                               enum queues_wait what);
struct queues_mean theory_figure(const struct traffic_run *t, uint8_t room,
                                 enum queues_figure what);

/* The test fails unless the mean agrees with what is expected. */
void theory_agrees(const char *what, struct queues_mean got, double expected);
/* The same of a sum of weighted waits, which is a mean over replications of its
 * own: weight[room] times the wait for service. */
void theory_sum_agrees(const char *what, const struct traffic_run *t,
                       const double *weight, double expected);

#endif
