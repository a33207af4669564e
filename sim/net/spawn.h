/*
 * Start, supervise and end one process of the program. The child is always a
 * fresh execution, so that nothing of the launcher's memory is in it; it holds
 * exactly the descriptors it was given, has a session of its own (no terminal),
 * no signal blocked or ignored, and dies with the thread that started it.
 *
 * With walls (walls.h) it lives in user, PID, IPC and network namespaces of its
 * own, as process 1, without a capability. Its doors, listening TCP sockets on
 * 127.0.0.1, are made inside its network namespace before it starts; the child
 * never holds them: the launcher receives them and hands them to the mediator.
 *
 * Start several, then wait for each: their namespaces are made side by side.
 */
#ifndef SIM_NET_SPAWN_H
#define SIM_NET_SPAWN_H

#include <sys/types.h>

#include "sim/net/walls.h"

enum {
    SPAWN_NULL = -1,    /* struct spawn_fd.from: /dev/null */
    SPAWN_FDS_MAX = 32, /* and descriptor numbers in the child are below it */
    SPAWN_PORT_LOW = 20000, /* doors without a wish get ports from here ... */
    SPAWN_PORT_HIGH = 32000 /* ... to below here */
};

/* The child finds `from` of the launcher under the number `to`. */
struct spawn_fd {
    int from;
    int to;
};

/* What to start. Everything is borrowed, until spawn_ready() has returned. */
struct spawn_plan {
    const char *program; /* a path; NULL: this very program */
    char *const *argv;   /* ends with NULL */
    char *const *envp;   /* ends with NULL; NULL: language, terminal, path */
    const struct spawn_fd *fds; /* 0, 1 and 2 not named are /dev/null */
    size_t fd_count;
    enum walls_mode walls;
    unsigned forbid;   /* walls to treat as forbidden (WALL_BIT), for tests */
    size_t door_count; /* listeners to make, up to CHANNELS_MAX */
    const uint16_t *ports; /* door_count wished ports, or NULL: any free ones */
    /* Of a program that is not ours, with walls: files it may read and execute,
     * beside the system's own; NULL after the last. It can then open nothing
     * else, write no file and make no socket (walls_program), and the system's
     * own folders come first in its PATH. NULL: no such walls. */
    const char *const *reads;
};

/* Read only, but for the listeners. */
struct spawn {
    pid_t pid; /* the child, 0 when none runs */
    int pidfd; /* readable when the child has ended; -1 when there is none */
    int listeners[CHANNELS_MAX]; /* after spawn_ready(); owned: take one by
                                    putting -1 in its place */
    uint16_t ports[CHANNELS_MAX];
    size_t door_count;
    struct walls_report report; /* after spawn_ready(): WALLS_SPAWNED, and what
                                   walls_probe() found lacking */
    int sync;                   /* private: the line to the child until exec */
    const struct spawn_plan *plan; /* private: until spawn_ready() */
};

struct spawn_end {
    int status; /* exit status, or the number of the signal */
    bool by_signal;
};

/* Nothing runs; spawn_fini() may be called. */
void spawn_init(struct spawn *s);

/*
 * Start the child. Namespaces that the machine refuses are left out and noted;
 * without a network namespace the doors are on the host's loopback. Returns
 * before the child has made its namespaces. ERR_SYSTEM when no process could
 * be started.
 */
MUST_USE enum err spawn_start(struct spawn *s, const struct spawn_plan *plan,
                              struct diag *d);

/*
 * Wait until the child's program runs, and fill in doors and report. With
 * WALLS_STRICT the child's program is not run unless all of WALLS_SPAWNED stand
 * and the kernel has what walls_lock() needs: the message names what is
 * missing. ERR_SYSTEM also when a wished port is taken, the program cannot be
 * executed, or timeout_ms passed. After an error no child is left.
 */
MUST_USE enum err spawn_ready(struct spawn *s, int timeout_ms, struct diag *d);

/*
 * Wait up to timeout_ms (0: only look; negative: for ever) for the child to end
 * and collect it. ERR_MORE while it runs; ERR_STATE when there is none.
 */
MUST_USE enum err spawn_wait(struct spawn *s, int timeout_ms,
                             struct spawn_end *end);

/* Signal the child if it runs. A child in a PID namespace is its process 1: it
 * receives SIGKILL always, other signals only when it has a handler for them.
 * With it, every process of its namespace dies. */
void spawn_kill(struct spawn *s, int number);

/* Kill the child, and all of its process group that it has left behind. Before
 * it is collected, so that the number is still its own. */
void spawn_kill_all(struct spawn *s);

/* Kill and collect the child if it runs, and close what s owns. */
void spawn_fini(struct spawn *s);

#endif
