/* One run of a scenario, from its text to its folder: what both runtimes share
 * (run.c) and the processes of the real one (launch.c). */
#ifndef SIM_RUNTIME_RUN_H
#define SIM_RUNTIME_RUN_H

#include "briefs.h"
#include "folder.h"
#include "show.h"

#include "sim/net/walls.h"

struct run_plan {
    struct scenario *whole; /* borrowed; overrides already made */
    const char *path;       /* of the scenario's file */
    struct bytes text;      /* the file's bytes */
    struct bytes design;    /* given over the file's, in words; or nothing */
    const char *out;        /* folder for runs */
    enum show_mode mode;
    bool in_process; /* the virtual runtime */
    bool live;
    uint32_t speed; /* live clock, thousandths */
    enum walls_mode walls;
};

struct run {
    const struct run_plan *plan;
    struct briefs briefs;
    struct folder folder;
    struct show show;
    char walls[ROOMS_MAX][WALLS_TEXT_SIZE + NAME_MAX_SIZE + 8];
    size_t wall_count;
};

/* Run it. Returns the exit status: 0 the talks ran to an end, 1 they broke off,
 * 2 they could not be run, and diag says why. */
int run_scenario(const struct run_plan *plan, struct diag *diag);

/* 0 for talks that ran to an end, 1 for those that broke off. */
int run_status(enum outcome outcome);

/* launch.c: run real processes. ERR_OK when all ended, whatever came of it. */
enum err launch(struct run *run, struct diag *diag) MUST_USE;

#endif
