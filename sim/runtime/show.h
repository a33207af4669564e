/*
 * Who looks on at a run: takes the bytes of the mediator's record as they are
 * written and prints columns or JSON lines, keeps the transcript, and adds up
 * what the outcome needs.
 */
#ifndef SIM_RUNTIME_SHOW_H
#define SIM_RUNTIME_SHOW_H

#include "folder.h"
#include "tail.h"
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

struct show {
    const struct scenario *whole; /* borrowed */
    enum show_mode mode;
    FILE *out; /* borrowed */
    struct tail tail;
    struct columns *columns;    /* of the terminal */
    struct columns *transcript; /* of the file */
    struct page page;
    struct page text; /* the transcript so far */
    struct tally tally;
    struct roads roads; /* of several mediators; they borrow of the run */
    unsigned width;
    bool colour;
};

/* Width and colour are those of out, if it is a terminal. */
enum err show_init(struct show *s, const struct scenario *whole,
                   enum show_mode mode, FILE *out) MUST_USE;
void show_fini(struct show *s);
/* A record_sink; arg is the struct show. Never fails the run. */
enum err show_bytes(void *arg, struct bytes bytes);
/* Nothing has come for a while: show what was kept back for company. */
void show_idle(struct show *s);
/* The record has ended. */
void show_end(struct show *s);
/* show_further.c: what went by other mediators, from the run's records, which
 * must outlive the show; and what came by two of them. ERR_MEMORY. */
enum err show_further(struct show *s, const struct run_folder *run) MUST_USE;
/* Write transcript.txt and outcome.json, and print the closing words. walls has
 * one line each, as in the records. */
enum err show_close(struct show *s, const struct folder *folder,
                    const char *const *walls, size_t wall_count,
                    int64_t wall_us, struct diag *diag) MUST_USE;

#endif
