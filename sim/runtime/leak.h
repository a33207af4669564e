/*
 * How much of a secret reaches a room: the talks are run under every value the
 * secret can have and under everything chance can do, and what the room saw is
 * counted.
 */
#ifndef SIM_RUNTIME_LEAK_H
#define SIM_RUNTIME_LEAK_H

#include "sim/report/bits.h"
#include "sim/runtime/trial.h"
#include "sim/scenario/secret.h"

#define LEAK_EVENTS_MAX 8u      /* chances enumerated: at most 2^8 ways */
#define LEAK_RUNS_MAX   200000u /* more are not begun */

struct leak_plan {
    const struct scenario *whole; /* borrowed, as all below */
    const char *design;           /* words, or NULL */
    const struct secret *secret;
    uint8_t to;
    uint32_t seeds; /* runs of each value when chance cannot be enumerated */
    bool sample;    /* do so even when it can */
    unsigned cores;
    void (*progress)(void *arg, uint32_t done);
    void *arg;
};

/* The first thing that differs at the room between two worlds. */
struct leak_first {
    bool differs;
    uint32_t a, b;     /* indexes of values */
    uint64_t frame;    /* number of the frame that differs */
    size_t byte;       /* offset in it, its head included */
    struct instant at; /* its time in the first world */
    const char *kind;  /* of its message; "nothing" when one world has none */
    uint8_t by;        /* the mediator that sent it, by its index */
    uint8_t author;    /* room of the item that it tells, or FROM_* */
    uint32_t item;     /* the author's number there, 0 none */
    const char *line;  /* the author's line, or NULL */
};

struct leak {
    bool exact; /* every chance was enumerated */
    uint32_t runs;
    uint32_t ways; /* of chance; or seeds */
    struct bits content;
    struct bits whole;   /* with sizes and times */
    struct bits outside; /* an onlooker's, who cannot read */
    struct leak_first first;
};

/* ERR_TOO_LONG when there would be too many runs. */
enum err leak_run(const struct leak_plan *plan, struct leak *out,
                  struct diag *diag) MUST_USE;

#endif
