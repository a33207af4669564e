/*
 * A room's end of the real runtime: connect to the mediator, shut oneself in,
 * and play. The process ends when the talks do.
 */
#ifndef SIM_RUNTIME_JOIN_H
#define SIM_RUNTIME_JOIN_H

#include "setup.h"

/*
 * Run the room. record_fd and control_fd (-1: none) are owned. With a control
 * socket the bytes of the record go out as they are written, and answers of who
 * sits there come in (control.h). Returns 0 when the talks ended with goodbyes;
 * else 2, and diag says why.
 */
int join_run(const struct setup *setup, int record_fd, int control_fd,
             struct diag *diag);

#endif
