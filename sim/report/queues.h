/*
 * What open load does to a relay design: waits, queues and the carriers' time,
 * folded while a run goes on, so that its memory does not grow with it. What
 * happens before the warm-up is over is left out; a wait counts when it ends
 * after that.
 */
#ifndef SHUTTLE_REPORT_QUEUES_H
#define SHUTTLE_REPORT_QUEUES_H

#include "shuttle/board.h"
#include "sim/report/page.h"
#include "sim/report/spread.h"

#include <stdio.h>

/* Of the items of one room. X(NAME, key, words) */
#define QUEUES_WAIT_TABLE(X)                                                   \
    X(QUEUE, "wait", "handed over to service")                                 \
    X(TAKING, "taking", "handed over to taken")                                \
    X(TELLING, "telling", "taken to told")                                     \
    X(WHOLE, "whole", "handed over to told")                                   \
    X(URGENT, "wait_urgent", "the urgent: to service")                         \
    X(ORDINARY, "wait_ordinary", "the others: to service")

enum queues_wait {
#define X(NAME, key, words) QUEUES_##NAME,
    QUEUES_WAIT_TABLE(X)
#undef X
        QUEUES_WAITS,
};

/* A queue. The area is items times microseconds; that of the first half of what
 * is measured, and the shortest that it was in the second half, show whether it
 * grows. Plain data. */
struct queues_line {
    double area;
    double early;
    uint32_t least;
    uint64_t in, out; /* what joined it and what left it */
};

enum queues_of {
    QUEUES_IN_TRAY, /* items handed over and not taken */
    QUEUES_IN_HAND, /* tellings to come of what is taken */
    QUEUES_LINES,
};

/* Plain data. */
struct queues_room {
    struct spread wait[QUEUES_WAITS];
    uint64_t handed;
    uint64_t taken;
    uint64_t told; /* tellings of its items */
    uint64_t kept; /* its items that were for the mediator alone */
    uint64_t lost; /* refused: too many of its items were waiting */
    uint64_t urgent;
    uint64_t visits;
    uint64_t cycles; /* of a carrier, from coming in to coming in again */
    int64_t cycle_us;
    int64_t serving_us;
    struct queues_line line[QUEUES_LINES];
};

/* One replication. */
struct queues_result {
    int64_t window_us;
    int64_t walking_us; /* of all carriers */
    int64_t serving_us;
    uint64_t walks;
    uint64_t failures;         /* of outside programs, warm-up and all */
    uint8_t carriers;          /* 0: everywhere at once */
    struct queues_room room[]; /* one for each room */
};

size_t queues_size(uint8_t rooms);

/* While a run goes on. */
struct queues_fold {
    struct queues_result *out; /* borrowed, zeroed */
    int64_t warm_us;
    int64_t end_us;
    uint8_t rooms;
    FILE *visits;                  /* the log, or NULL; borrowed */
    int64_t left_us[CARRIERS_MAX]; /* when he set out; -1: he does not walk */
    int64_t came_us[CARRIERS_MAX][ROOMS_MAX]; /* last; -1 never */
    uint32_t now[ROOMS_MAX][QUEUES_LINES];    /* how long each queue is */
    int64_t moved_us[ROOMS_MAX]; /* when one of them changed last */
    uint32_t refused[ROOMS_MAX]; /* before the warm-up was over */
};

void queues_begin(struct queues_fold *f, struct queues_result *out,
                  uint8_t rooms, int64_t warm_us, int64_t end_us);
/* A mediator_watcher whose arg is the fold. */
void queues_watch(void *fold, const struct board *b,
                  const struct board_event *e);
/* After the last event; b: as it is then. */
void queues_end(struct queues_fold *f, const struct board *b);

/* A mean over replications and its standard error; count: of replications that
 * had anything to measure. */
struct queues_mean {
    double mean;
    double error;
    unsigned count;
};

/* All replications of one design. */
struct queues_report {
    const struct scenario *scenario; /* as it was run; borrowed */
    const void *results; /* replications of them, each of queues_size */
    uint32_t replications;
    uint64_t first_seed;
    int64_t warm_us;
    int64_t length_us;
};

/* Times that an outside program failed, of all replications. */
uint64_t queues_failures(const struct queues_report *r);
const struct queues_result *queues_nth(const struct queues_report *r,
                                       uint32_t n);
/* The mean of a figure over replications. pick returns false where there is
 * nothing to measure. */
typedef bool queues_pick(const struct queues_result *r, uint8_t room, int what,
                         double *out);
struct queues_mean queues_mean(const struct queues_report *r, queues_pick *pick,
                               uint8_t room, int what);
queues_pick queues_pick_wait; /* what: enum queues_wait; microseconds */
enum queues_figure {
    QUEUES_RATE,    /* items handed over a second */
    QUEUES_TRAY,    /* mean number in the tray */
    QUEUES_LITTLE,  /* the same by Little's law: rate times mean time */
    QUEUES_HAND,    /* mean number of tellings to come of what is taken */
    QUEUES_GROWTH,  /* items more in the tray at the end than after warm-up */
    QUEUES_BEHIND,  /* likewise: tellings to come of what is taken */
    QUEUES_CYCLE,   /* microseconds between two comings of a carrier */
    QUEUES_SERVING, /* share of a carrier's time that is spent taking here */
    QUEUES_WALKING, /* share of a carrier's time; room is not read */
    QUEUES_BUSY,    /* likewise: taking anywhere */
    QUEUES_IDLE,
};
queues_pick queues_pick_figure; /* what: enum queues_figure */
/* More joined this queue of a room than left it, by more than chance or a burst
 * explains: what is measured depends on how long it is. Never of a room whose
 * items are listed, or refused: these queues have an end. */
bool queues_grows(const struct queues_report *r, uint8_t room,
                  enum queues_of line);

/* False when memory is out. */
bool queues_text(struct page *out, const struct queues_report *r);
bool queues_json(struct page *out, const struct queues_report *r);

#endif
