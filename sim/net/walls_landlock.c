#include "sim/net/walls_lock.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Landlock by its numbers, since distributions' headers are older than their
 * kernels (Documentation/userspace-api/landlock.rst in the Linux tree). A new
 * interface only ever adds to the old one.
 */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule       445
#define SYS_landlock_restrict_self  446
#endif

#define RULESET_VERSION 1u /* flag: ask for the number of the interface */
#define RULE_NET_PORT   2

#define FS_ABI_1 0x1fffull               /* execute ... make symbolic links */
#define FS_ABI_2 (FS_ABI_1 | 1ull << 13) /* and refer */
#define FS_ABI_3 (FS_ABI_2 | 1ull << 14) /* and truncate */
#define FS_ABI_5 (FS_ABI_3 | 1ull << 15) /* and ioctl on devices */

#define NET_BIND    1ull
#define NET_CONNECT 2ull

#define SCOPE_ABSTRACT 1ull
#define SCOPE_SIGNAL   2ull

struct ruleset_attr {
    uint64_t fs;
    uint64_t net;   /* from interface 4 */
    uint64_t scope; /* from interface 6 */
};

/* Packed by the kernel's definition; a struct of these two has no padding
 * between, and the kernel reads no further. */
struct port_attr {
    uint64_t allowed;
    uint64_t port;
};

int walls_landlock_abi(void)
{
    long abi =
        syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, RULESET_VERSION);
    return abi < 0 ? 0 : (int)abi;
}

static uint64_t fs_rights(int abi)
{
    if (abi >= 5)
        return FS_ABI_5;
    if (abi >= 3)
        return FS_ABI_3;
    return abi == 2 ? FS_ABI_2 : FS_ABI_1;
}

static size_t attr_size(int abi)
{
    if (abi >= 6)
        return sizeof(struct ruleset_attr);
    return abi >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
}

/* Landlock and no_new_privs bind the calling thread alone. */
static int restrict_with(const struct ruleset_attr *attr, int abi,
                         const struct walls_want *want)
{
    int err = 0;
    int ruleset =
        (int)syscall(SYS_landlock_create_ruleset, attr, attr_size(abi), 0u);
    if (ruleset < 0)
        return errno;

    for (size_t i = 0; attr->net && i < want->port_count; i++) {
        struct port_attr door = {NET_CONNECT, want->ports[i]};
        if (syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &door, 0u) !=
            0) {
            err = errno;
            goto out;
        }
    }
    if (syscall(SYS_landlock_restrict_self, ruleset, 0u) != 0)
        err = errno;
out:
    close(ruleset);
    return err;
}

/* The errno for a wall that needs interface `from`: 0 when it can stand. */
static int refusal(const struct walls_want *want, enum wall w, int abi,
                   int from)
{
    if (want->forbid & WALL_BIT(w))
        return EPERM;
    return abi < from ? ENOSYS : 0;
}

static void note(struct walls_report *r, enum wall w, int reason)
{
    if (reason)
        walls_fail(r, w, reason);
    else
        walls_stand(r, w);
}

void walls_landlock(const struct walls_want *want, struct walls_report *r)
{
    int abi = walls_landlock_abi();
    int fs = refusal(want, WALL_LANDLOCK_FS, abi, 1);
    int net = refusal(want, WALL_LANDLOCK_NET, abi, 4);
    int scope = refusal(want, WALL_LANDLOCK_SCOPE, abi, 6);
    struct ruleset_attr attr = {
        .fs = fs ? 0 : fs_rights(abi),
        .net = net ? 0 : NET_BIND | NET_CONNECT,
        .scope = scope ? 0 : SCOPE_ABSTRACT | SCOPE_SIGNAL,
    };

    if (attr.fs || attr.net || attr.scope) {
        int err = restrict_with(&attr, abi, want);
        fs = fs ? fs : err;
        net = net ? net : err;
        scope = scope ? scope : err;
    }
    note(r, WALL_LANDLOCK_FS, fs);
    note(r, WALL_LANDLOCK_NET, net);
    note(r, WALL_LANDLOCK_SCOPE, scope);
}
