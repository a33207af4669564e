/* The packages of an agenda as all rooms with values see them, walked through
 * one after another where there are not too many of them. */
#ifndef SCENARIO_DOUBT_PACKS_H
#define SCENARIO_DOUBT_PACKS_H

#include "sim/scenario/bind.h"

#define PACKS_MAX 1000000u

enum finding { FOUND_NONE, FOUND, FOUND_UNKNOWN };

struct packs {
    struct binder *b;
    const struct agenda *agenda;
    uint8_t count; /* rooms that have values */
    uint8_t room[ROOMS_MAX];
    struct values *values;        /* one for each of them, as they are now */
    uint32_t allowed[ISSUES_MAX]; /* options that all may settle */
    uint32_t all[ISSUES_MAX];     /* options there are */
    uint64_t work;
};

/* One package after another. */
struct packs_walk {
    const struct packs *d;
    const uint32_t *options;
    uint8_t option[ISSUES_MAX];
    int64_t sum[ROOMS_MAX];
};

/* The first package of walk->options, of which there must be one, and the next;
 * false after the last. The rest of a walk is zero at first. */
void packs_first(struct packs_walk *w);
bool packs_next(struct packs_walk *w);
/* How many packages these options make. */
uint64_t packs_count(const struct packs *d, const uint32_t *options);
/* The least and the most that a room can have of options all may settle. */
void packs_sums(const struct packs *d, uint8_t n, int64_t *low, int64_t *high);

/* Of the nth room with values: its id, and where it values an issue. */
const char *packs_room(const struct packs *d, uint8_t n);
struct place packs_place(const struct packs *d, uint8_t n, uint8_t issue);
/* Say that there are too many packages to look for something. */
void packs_too_many(const struct packs *d, const char *what);

/* Can both of two rooms gain, or is all that one gains lost by the other? */
void packs_doubt_opposed(const struct packs *d);

#endif
