/*
 * The lines between a child of this program and who starts it: the pipe that
 * brings its setup, its standard error, and the control socket.
 */
#ifndef SIM_RUNTIME_ENDS_H
#define SIM_RUNTIME_ENDS_H

#include "sim/net/spawn.h"

/* How long a child may take until its program runs. */
#define READY_LIMIT_MS 10000

/* Our ends; -1 none. Owned. */
struct ends {
    int setup;  /* the pipe for setup_write, which closes it */
    int errors; /* what it writes to its standard error */
    int control;
};

/* What a child is to hold, as it is gathered. Zeroed is empty. */
struct fds {
    struct spawn_fd map[SPAWN_FDS_MAX];
    size_t count;
};

/* The child finds `from`, which is taken, under the number `to`. */
void fds_add(struct fds *f, int from, int to);
/* Once it has started, or could not be. */
void fds_close(struct fds *f);

void ends_init(struct ends *e);
/* Open them; the child's ends are added to f, also of what was opened before a
 * failure. */
enum err ends_open(struct ends *e, struct fds *f, bool control,
                   struct diag *diag) MUST_USE;
void ends_close(struct ends *e);

#endif
