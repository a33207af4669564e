/*
 * What one process is given when it starts: its brief, its keys, and where to
 * go. It comes through an inherited pipe, never by a path, so that a room can
 * shut itself in before anything reaches it.
 */
#ifndef SIM_RUNTIME_SETUP_H
#define SIM_RUNTIME_SETUP_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/limits.h"
#include "sim/net/keys.h"

#include <stdbool.h>

/* Numbers under which a started process finds what it was given. */
enum {
    SETUP_FD = 3,    /* the pipe with these bytes */
    RECORD_FD = 4,   /* its record, open for writing */
    CONTROL_FD = 5,  /* a stream socket to who started it, see control.h */
    LISTENER_FD = 6, /* the mediator's: the door of room 0; the others follow */
    /* With several mediators stream sockets between the first and each other:
     * at the first under CLOCK_FD plus the number of the other one. */
    CLOCK_FD = LISTENER_FD + ROOMS_MAX,
};

#define ADDRESS_TEXT_SIZE 64u

struct setup {
    struct bytes brief;       /* borrowed; after setup_read from all */
    struct identity identity; /* owned after setup_read */
    char walls[512];          /* walls_print of what the launcher raised */
    uint8_t walls_mode;       /* enum walls_mode */
    bool lock;                /* raise the process's own walls */
    bool control;             /* CONTROL_FD was given */
    /* A room's: numeric address and port of each of its mediators, by channel.
     * A mediator's with doors of its own: the first is where it listens. */
    char address[CHANNELS_MAX][ADDRESS_TEXT_SIZE];
    uint16_t port[CHANNELS_MAX];
    uint32_t speed;    /* live clock: thousandths of the wall's speed */
    char beside[4096]; /* the mediator's: beside this file lie its
                          outside programs; empty: in this folder */
    uint8_t *all;      /* owned after setup_read */
};

/* Write it all to a pipe and close it; waits until the child has read. */
enum err setup_write(const struct setup *s, int fd, struct diag *diag) MUST_USE;
/* Read what setup_write wrote; the descriptor is closed. */
enum err setup_read(struct setup *s, int fd, struct diag *diag) MUST_USE;
void setup_fini(struct setup *s);

/* The words that start a child of this program, a room or the mediator, which
 * then reads its setup; for the argv of a spawn_plan. */
char *const *setup_argv(bool mediator);

#endif
