/* A room's process started from here, for talks on another machine. */
#ifndef SIM_RUNTIME_VISIT_H
#define SIM_RUNTIME_VISIT_H

#include "apart.h"

/*
 * Start the room in a process of its own that shuts itself in, and see it
 * through; a person in its seat sits at this terminal. record_fd is owned.
 * Returns the room's exit status, or 2 and diag.
 */
int visit_run(const struct apart *a, int record_fd, struct diag *diag);

#endif
