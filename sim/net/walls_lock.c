#include "sim/net/walls_lock.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The leak checker of sanitized builds traces its own process at the end, which
 * the walls refuse: behind them it has to be off. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define WALLS_SANITIZED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define WALLS_SANITIZED
#endif

#ifdef WALLS_SANITIZED
static bool is_locked;

int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void)
{
    return is_locked;
}

static void leaks_ignore(void)
{
    is_locked = true;
}
#else
static void leaks_ignore(void)
{
}
#endif

/* Every capability gone, and none that a program could hand back. */
static int capabilities_drop(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}, {0}};

    (void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &head, data) != 0)
        return errno;
    return 0;
}

/* The number of threads: a directory has a link for each directory in it. */
static bool is_alone(void)
{
    struct stat st;

    return stat("/proc/self/task", &st) != 0 || st.st_nlink <= 3;
}

/* Note how it went; forbid is the tests' word that the machine refuses. */
static bool refused(const struct walls_want *want, struct walls_report *r,
                    enum wall w)
{
    if (!(want->forbid & WALL_BIT(w)))
        return false;
    walls_fail(r, w, EPERM);
    return true;
}

static void note(struct walls_report *r, enum wall w, int reason)
{
    if (reason)
        walls_fail(r, w, reason);
    else
        walls_stand(r, w);
}

static enum err judge(const struct walls_want *want,
                      const struct walls_report *r, struct diag *d)
{
    char missing[WALLS_TEXT_SIZE];

    if (want->mode != WALLS_STRICT)
        return ERR_OK;
    walls_missing(r, ~0u, missing, sizeof missing);
    if (missing[0] == '\0')
        return ERR_OK;
    return diag_set(d, ERR_SYSTEM, "walls are strict and do not all stand: %s",
                    missing);
}

void walls_probe(const struct walls_want *want, struct walls_report *r)
{
    const int abi = walls_landlock_abi();
    const struct {
        enum wall wall;
        int reason;
    } found[] = {
        {WALL_LANDLOCK_FS, abi >= 1 ? 0 : ENOSYS},
        {WALL_LANDLOCK_NET, abi >= 4 ? 0 : ENOSYS},
        {WALL_LANDLOCK_SCOPE, abi >= 6 ? 0 : ENOSYS},
        {WALL_SECCOMP, walls_seccomp_probe()},
        {WALL_CAPABILITIES, 0},
        {WALL_NO_NEW_PRIVS, 0},
        {WALL_DUMPABLE, 0},
    };

    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        if (!refused(want, r, found[i].wall) && found[i].reason)
            walls_fail(r, found[i].wall, found[i].reason);
    }
}

enum err walls_lock(const struct walls_want *want, struct walls_report *r,
                    struct diag *d)
{
    const struct rlimit no_core = {0, 0};
    struct walls_want w = *want;

    if (want->mode == WALLS_NONE) {
        for (size_t i = 0; i < WALL_COUNT; i++)
            r->of[i] = (struct wall_entry){WALL_OFF, 0};
        return ERR_OK;
    }
    leaks_ignore();
    (void)setrlimit(RLIMIT_CORE, &no_core);
    if (!refused(&w, r, WALL_CAPABILITIES))
        note(r, WALL_CAPABILITIES, capabilities_drop());
    if (!refused(&w, r, WALL_NO_NEW_PRIVS))
        note(r, WALL_NO_NEW_PRIVS,
             prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? errno : 0);
    if (!refused(&w, r, WALL_DUMPABLE))
        note(r, WALL_DUMPABLE, prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) ? errno : 0);

    if (is_alone()) {
        walls_landlock(&w, r);
    } else {
        /* Landlock would bind this thread and leave the others free. */
        walls_fail(r, WALL_LANDLOCK_FS, EBUSY);
        walls_fail(r, WALL_LANDLOCK_NET, EBUSY);
        walls_fail(r, WALL_LANDLOCK_SCOPE, EBUSY);
    }
    if (!refused(&w, r, WALL_SECCOMP))
        note(r, WALL_SECCOMP, walls_seccomp(&w));
    return judge(want, r, d);
}
