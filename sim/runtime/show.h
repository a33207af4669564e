/*
 * Who looks on at a run: takes the bytes of the mediators' records as they are
 * written and prints columns or JSON lines, keeps the transcript, and adds up
 * what the outcome needs.
 */
#ifndef SIM_RUNTIME_SHOW_H
#define SIM_RUNTIME_SHOW_H

#include "folder.h"
#include "streams.h"
#include "shuttle/scenario.h"
#include "sim/report/columns.h"
#include "sim/report/roads.h"
#include "sim/report/tally.h"

#include <stdio.h>

enum show_mode {
    SHOW_COLUMNS,
    SHOW_JSON,
    SHOW_ROOM, /* a person sits here: one room's view alone, shown elsewhere */
    SHOW_QUIET,
};

struct show;

/* Where the bytes of one mediator's record go. */
struct show_sink {
    struct show *show;
    uint8_t mediator;
};

struct show {
    const struct scenario *whole; /* borrowed */
    enum show_mode mode;
    FILE *out; /* borrowed */
    struct show_sink sink[MEDIATORS_MAX];
    struct streams streams;
    struct columns *columns;    /* of the terminal */
    struct columns *transcript; /* of the file */
    struct page page;
    struct page text;   /* the transcript so far */
    struct tally tally; /* of the first mediator; of all once it is closed */
    struct tally further[MEDIATORS_MAX - 1];
    struct roads roads; /* of several mediators; they borrow of the run */
    unsigned width;
    bool colour;
};

/* Width and colour are those of out, if it is a terminal. The show must not be
 * moved. */
enum err show_init(struct show *s, const struct scenario *whole,
                   enum show_mode mode, FILE *out) MUST_USE;
void show_fini(struct show *s);
/* A record_sink; arg is the show_sink of the mediator. Never fails the run. */
enum err show_bytes(void *arg, struct bytes bytes);
/* This mediator's record has ended. */
void show_ended(struct show *s, uint8_t mediator);
/* Nothing has come for a while: show what was kept back for company. live: on a
 * live clock, also what waited for mediators who may be silent for long. */
void show_idle(struct show *s, bool live);
/* All records have ended. */
void show_end(struct show *s);
/* Write transcript.txt and outcome.json, and print the closing words. walls has
 * one line each, as in the records. */
enum err show_close(struct show *s, const struct folder *folder,
                    const char *const *walls, size_t wall_count,
                    int64_t wall_us, struct diag *diag) MUST_USE;

#endif
