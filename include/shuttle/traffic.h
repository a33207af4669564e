/*
 * Open load: what a room hands over whatever it is told, at times that are
 * drawn or listed. It is for measuring a relay design; the seat `traffic` plays
 * it. Plain data in the scenario's arena.
 */
#ifndef SHUTTLE_TRAFFIC_H
#define SHUTTLE_TRAFFIC_H

#include "shuttle/instant.h"
#include "shuttle/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define LOAD_TIMES_MAX 1024u

/* What one room hands over. Times count from the start of the talks. */
struct load {
    bool given;
    int64_t every_us; /* mean time between two comings; 0: only those of `at` */
    bool even;        /* always every_us; else a Poisson process */
    int64_t *at_us;   /* at_count of them, none before the one before it */
    uint16_t at_count;
    uint16_t burst;  /* items at each coming, or their mean */
    bool geometric;  /* 1, 2, ... with the mean `burst`; else always `burst` */
    uint16_t size;   /* bytes of an item's words */
    uint16_t to;     /* bit per room; 0 all others */
    uint16_t urgent; /* percent of the items, drawn one by one */
    bool mediator_only; /* taken, and told to nobody */
};

struct traffic {
    struct load *load;  /* one for each room */
    int64_t warm_up_us; /* of what happens before then nothing is measured */
    int64_t length_us;  /* measured after it */
    uint16_t replications;
};

#endif
