/*
 * What another process writes to its standard error, a line at a time and made
 * harmless: a process that was taken over may write anything there, and it ends
 * on somebody's terminal.
 */
#ifndef SIM_RUNTIME_COMPLAINTS_H
#define SIM_RUNTIME_COMPLAINTS_H

#include "sim/report/page.h"

/* Zeroed is empty. */
struct complaints {
    char line[1024]; /* so far, raw; longer ones are cut in two */
    size_t size;
    struct page clean;
};

/* Gets a line without its LF; it is valid during the call. */
typedef void complaints_take(void *arg, struct bytes line);

/* Read once from fd and hand on what lines are complete; at its end what is
 * left, too. False at the end. */
bool complaints_read(struct complaints *c, int fd, complaints_take *take,
                     void *arg);
void complaints_fini(struct complaints *c);

#endif
