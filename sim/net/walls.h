/*
 * The walls of a room: which there are, which stand, and the last of them,
 * which the room raises itself. The first four are made by spawn.h before the
 * room's program starts; walls_lock() makes the others, once the room has read
 * its brief and its keys. Nothing in here is undone again.
 */
#ifndef SIM_NET_WALLS_H
#define SIM_NET_WALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shuttle/err.h"
#include "shuttle/limits.h"

/* Name, as records and messages write it, and what the wall does. */
#define WALL_TABLE(X)                                                          \
    X(USER, "user", "a user namespace of its own: no rights outside it")       \
    X(PID, "pid", "a PID namespace: no other process can be named")            \
    X(IPC, "ipc", "an IPC namespace: no shared memory, no message queues")     \
    X(NET, "net", "a network namespace: loopback and the door, no route")      \
    X(CAPABILITIES, "capabilities", "no capability is left, none comes back")  \
    X(NO_NEW_PRIVS, "no_new_privs", "no program can give rights back")         \
    X(DUMPABLE, "dumpable", "memory closed to ptrace and /proc")               \
    X(LANDLOCK_FS, "landlock_fs", "no file can be opened by its path")         \
    X(LANDLOCK_NET, "landlock_net", "TCP connects to the door's port alone")   \
    X(LANDLOCK_SCOPE, "landlock_scope",                                        \
      "no abstract socket and no signal out of the room")                      \
    X(SECCOMP, "seccomp", "only the system calls a room needs")

enum wall {
#define X(name, word, text) WALL_##name,
    WALL_TABLE(X)
#undef X
};

enum {
    WALL_COUNT = WALL_SECCOMP + 1,
    /* Room for walls_print() and walls_missing(), with the NUL. */
    WALLS_TEXT_SIZE = 512
};

#define WALL_BIT(wall) (1u << (wall))
#define WALLS_SPAWNED                                                          \
    (WALL_BIT(WALL_USER) | WALL_BIT(WALL_PID) | WALL_BIT(WALL_IPC) |           \
     WALL_BIT(WALL_NET))

enum walls_mode {
    WALLS_AUTO,  /* raise what the machine allows and say what is missing */
    WALLS_NONE,  /* raise none */
    WALLS_STRICT /* raise all or refuse to run */
};

enum wall_state {
    WALL_UNTRIED, /* nobody has tried yet */
    WALL_OFF,     /* not wanted: WALLS_NONE */
    WALL_STANDS,
    WALL_MISSING /* tried and refused; reason is the errno */
};

struct wall_entry {
    enum wall_state state;
    int reason; /* errno, 0 unless WALL_MISSING */
};

struct walls_report {
    struct wall_entry of[WALL_COUNT];
};

/* What the room still needs when the walls are up. */
struct walls_want {
    enum walls_mode mode;
    /* The doors it may connect to on 127.0.0.1 from now on. With none it can
     * make no socket and connect none: give none when it is connected. */
    uint16_t ports[CHANNELS_MAX];
    size_t port_count;
    /* It inherited a Unix-domain listener and accepts from it. Never hand a
     * room a TCP socket from outside its network namespace, nor a datagram Unix
     * socket: connected again they reach others. Stream pairs are safe. */
    bool accept_unix;
    /* A refused system call ends the process instead of failing with EPERM. */
    bool kill_process;
    /* Walls to treat as forbidden by the machine (WALL_BIT), for tests. */
    unsigned forbid;
};

/* "auto", "none" or "strict". False leaves *mode alone. */
bool walls_mode_parse(const char *text, enum walls_mode *mode);

/* Nothing tried yet. */
void walls_report_init(struct walls_report *r);
void walls_stand(struct walls_report *r, enum wall w);
/* Note that w does not stand because of an errno. */
void walls_fail(struct walls_report *r, enum wall w, int reason);
/* How many of the walls in mask (WALL_BIT) stand. */
unsigned walls_count(const struct walls_report *r, unsigned mask);
/* Name the walls of mask that do not stand: "net (EPERM), seccomp (ENOSYS)".
 * Empty when all stand. size should be WALLS_TEXT_SIZE. */
void walls_missing(const struct walls_report *r, unsigned mask, char *out,
                   size_t size);
/* One line that walls_parse() reads back: "user=stands net=EPERM ...". This is
 * the form in which a launcher tells a room and a record keeps it. */
void walls_print(const struct walls_report *r, char *out, size_t size);
/* False, and *r unspecified, when the text is not what walls_print() writes. */
bool walls_parse(const char *text, struct walls_report *r);

/*
 * Find out, without raising anything, which walls of walls_lock() this kernel
 * has: those it lacks become WALL_MISSING in r, the others stay as they are.
 */
void walls_probe(const struct walls_want *want, struct walls_report *r);

/*
 * Raise the walls that are the process's own and note each in r, which should
 * hold what the launcher found for the spawned ones. Call it once, from the
 * only thread, with keys and brief read, providers loaded and addresses
 * numeric. Afterwards the process can
 *   - read, write, seek, truncate, sync and close what it holds;
 *   - wait with epoll or poll, and make epolls, eventfds, pipes, timerfds and
 *     pairs of Unix stream sockets;
 *   - send without an address and with MSG_NOSIGNAL, MSG_DONTWAIT or MSG_MORE
 *     alone, receive bytes, set TCP_NODELAY, keep-alive and buffer sizes;
 *   - make a TCP socket and connect it to a port of want, if there is one;
 *   - map memory that cannot be executed, handle signals, end.
 * Everything else fails with EPERM: opening or stating files, sendmsg and
 * recvmsg (so that no descriptor can come in), starting processes or threads.
 * stdio works on streams that are open already; localtime() becomes UTC.
 *
 * ERR_SYSTEM when mode is WALLS_STRICT and some wall of the report does not
 * stand, with one message that names them all. The process should then end.
 */
MUST_USE enum err walls_lock(const struct walls_want *want,
                             struct walls_report *r, struct diag *d);

#endif
