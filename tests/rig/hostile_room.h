/*
 * A room that tries to get out. It is started as rooms are, reads its targets
 * from descriptor 3, connects to its door, raises its walls and then tries, one
 * after the other, to reach what the targets name; each target is a real one
 * that answers to whoever reaches it.
 */
#ifndef TESTS_RIG_HOSTILE_ROOM_H
#define TESTS_RIG_HOSTILE_ROOM_H

#include <sys/types.h>

#include "sim/net/walls.h"

enum { HOSTILE_PATH_SIZE = 108, HOSTILE_FOLDER_SIZE = 32 };

/* Sent as it is: both ends are the same program. */
struct hostile_targets {
    enum walls_mode mode;
    unsigned forbid;            /* for walls_lock() */
    struct walls_report report; /* from the launcher */
    uint16_t door;              /* its own, greets with 'd' */
    uint16_t other_door;        /* these greet with other letters */
    uint16_t host_tcp;
    uint16_t host_tcp6;
    uint16_t host_udp;
    pid_t victim; /* a process of the same user; dies of no signal it gets */
    pid_t other_room;
    const char *secret; /* in the victim's memory */
    int shm_id;         /* System V shared memory */
    char shm_path[HOSTILE_PATH_SIZE];
    char abstract[HOSTILE_PATH_SIZE]; /* without the leading NUL */
    char unix_path[HOSTILE_PATH_SIZE];
    char datagram_path[HOSTILE_PATH_SIZE];
    char record[HOSTILE_PATH_SIZE]; /* the other room's */
    char folder[HOSTILE_FOLDER_SIZE];
    char tty[HOSTILE_PATH_SIZE];
};

/* One try: 0 when it got out, otherwise the errno of the refusal. */
struct hostile_try {
    const char *name;
    int (*run)(const struct hostile_targets *t);
};

/* Each table ends with a NULL name. */
extern const struct hostile_try hostile_net[];
extern const struct hostile_try hostile_host[];

/* The room's main: prints a line per try on descriptor 1 and at the end
 * "tries N, successes M". Returns the exit status: 0 when it played to its
 * end. */
int hostile_room(void);

/* The room's connection to its door, for tries that turn it. */
extern int hostile_door;

#endif
