/*
 * Many independent jobs on every core: each worker is a process of its own that
 * takes the next job when it is done with one, and leaves a result of fixed
 * size in memory that all share. What comes of it is the same whatever the
 * number of cores.
 */
#ifndef SIM_RUNTIME_WORKERS_H
#define SIM_RUNTIME_WORKERS_H

#include "shuttle/err.h"

#include <stddef.h>
#include <stdint.h>

#define WORKERS_MAX         256u
#define WORKERS_RESULTS_MAX ((size_t)1 << 30) /* bytes of all results */

struct workers_plan {
    uint32_t jobs;
    size_t size;    /* of one result: plain data without pointers, zeroed */
    unsigned cores; /* 0: as many as the process may use */
    /* Do job n. It runs in a worker, which has its own copy of everything arg
     * leads to. */
    enum err (*job)(void *arg, uint32_t n, void *result, struct diag *diag);
    /* Called by the caller's process now and then, or NULL. */
    void (*progress)(void *arg, uint32_t done);
    void *arg; /* borrowed */
};

/* The results in the order of the jobs, at *results; free them with
 * workers_free, whatever is returned. An error is that of the first job that
 * failed; jobs that were not begun then are left out. */
enum err workers_run(const struct workers_plan *plan, void **results,
                     struct diag *diag) MUST_USE;
void workers_free(const struct workers_plan *plan, void *results);

#endif
