/*
 * Random variates from a stream of chance: microseconds and counts, in integers
 * alone, so that every processor draws the same bits (the C library's log does
 * not give them). All are drawn by inversion or by exact trials, never by
 * rejection on a computed density.
 */
#ifndef SHUTTLE_VARIATE_H
#define SHUTTLE_VARIATE_H

#include "shuttle/chance.h"

#include <stdbool.h>
#include <stdint.h>

/* A longer time than this is drawn as this: 35 years. */
#define VARIATE_US_MAX    (INT64_C(1) << 50)
#define VARIATE_SHAPE_MAX 64u
#define VARIATE_COUNT_MAX 1000000u

/* value, name, meaning; the mean is what is given in each */
#define VARIATE_TABLE(X)                                                       \
    X(0, FIXED, "fixed", "always the mean")                                    \
    X(1, EXPONENTIAL, "exponential", "memoryless")                             \
    X(2, UNIFORM, "uniform", "within spread percent of the mean, evenly")      \
    X(3, ERLANG, "erlang", "the sum of shape exponential times")

enum variate_as {
#define X(value, name, word, text) VARIATE_##name = (value),
    VARIATE_TABLE(X)
#undef X
};
/* The names as a parameter's words. */
#define VARIATE_WORDS "fixed|exponential|uniform|erlang"

/* The kind of this name; false when there is none. */
bool variate_parse(const char *word, enum variate_as *as);

/* A distribution of times. Plain data. */
struct variate {
    enum variate_as as;
    uint8_t spread;  /* uniform: percent, at most 100 */
    uint8_t shape;   /* erlang: 1 to VARIATE_SHAPE_MAX */
    int64_t mean_us; /* 0 to VARIATE_US_MAX */
};

/* Draw a time of 0 or more. A fixed one draws nothing. */
int64_t variate_draw(const struct variate *v, struct chance *c);

int64_t variate_exponential(struct chance *c, int64_t mean_us);
/* Each of low .. high, both counted, alike; low is at most high, and both lie
 * in 0 .. VARIATE_US_MAX. */
int64_t variate_uniform(struct chance *c, int64_t low_us, int64_t high_us);
/* The sum of shape exponential times, each of mean_us / shape. */
int64_t variate_erlang(struct chance *c, uint32_t shape, int64_t mean_us);
/* The trials up to and with the first that succeeds, one in `mean` of them: 1,
 * 2, ... with this mean, at least 1; at most VARIATE_COUNT_MAX. The size of a
 * burst. */
uint32_t variate_geometric(struct chance *c, uint32_t mean);

/* -ln(u / 2^64) in units of 2^-VARIATE_LN_BITS, for u of 1 and more; 0 stands
 * for 2^64. Off by less than two of them. */
#define VARIATE_LN_BITS 58
uint64_t variate_minus_ln(uint64_t u);

#endif
