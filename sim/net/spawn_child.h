/* The child's half of spawn.c, between clone and exec. It allocates nothing and
 * calls only what is safe after a fork of a threaded process. */
#ifndef SIM_NET_SPAWN_CHILD_H
#define SIM_NET_SPAWN_CHILD_H

#include "sim/net/spawn.h"

/* What the child says before it waits for leave to go on, with the listeners
 * attached; and once more, only if its program could not be executed. */
struct spawn_word {
    struct wall_entry net;
    struct wall_entry ipc;
    struct wall_entry user;
    uint16_t ports[CHANNELS_MAX];
    uint16_t port;      /* that could not be listened on, 0 for none */
    const char *failed; /* a literal of this program: the step, NULL for none */
    int reason;         /* errno of the step */
    bool alone;         /* failed for its network namespace: try without */
};

struct spawn_child {
    const struct spawn_plan *plan;
    char *const *envp;
    unsigned flags; /* CLONE_NEWUSER and CLONE_NEWPID as they were given */
    unsigned forbid;
    uid_t uid; /* the launcher's */
    gid_t gid;
    int sync;
    int other; /* the launcher's end of sync, to be closed */
};

_Noreturn void spawn_child(const struct spawn_child *c);

#endif
