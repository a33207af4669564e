#include "sim/net/spawn_child.h"
#include "sim/net/walls_program.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The room's user and group inside its namespace: an ordinary one, so that exec
 * takes the last capability away. */
#define INNER_ID 1000u

/* Copies of descriptors wait above every number a plan may name. */
#define FD_PARK 64

static bool write_file(const char *path, const char *text, size_t size)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, size) == (ssize_t)size;

    if (fd >= 0) {
        int saved = errno;
        close(fd);
        errno = saved;
    }
    return ok;
}

static bool write_map(const char *path, unsigned outer)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%u %u 1\n", INNER_ID, outer);

    return n > 0 && write_file(path, line, (size_t)n);
}

/* user_namespaces(7): an ordinary user may map its own id, and its own group
 * once setgroups is closed. */
static void user_namespace(const struct spawn_child *c, struct spawn_word *word)
{
    /* Files of /proc belong to root while a process is not dumpable. */
    (void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    if (write_file("/proc/self/setgroups", "deny", 4) &&
        write_map("/proc/self/uid_map", c->uid) &&
        write_map("/proc/self/gid_map", c->gid))
        word->user.state = WALL_STANDS;
    else
        word->user = (struct wall_entry){WALL_MISSING, errno};
}

static struct wall_entry enter(const struct spawn_child *c, enum wall w,
                               int flag)
{
    if (c->forbid & WALL_BIT(w))
        return (struct wall_entry){WALL_MISSING, EPERM};
    if (unshare(flag) != 0)
        return (struct wall_entry){WALL_MISSING, errno};
    return (struct wall_entry){WALL_STANDS, 0};
}

static bool loopback_up(void)
{
    struct ifreq request;
    bool ok = false;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return false;
    memset(&request, 0, sizeof request);
    memcpy(request.ifr_name, "lo", sizeof "lo");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    ok = ioctl(fd, SIOCSIFFLAGS, &request) == 0;
    close(fd);
    return ok;
}

static int listen_on(uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return -1;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
        listen(fd, 16) != 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

/* A door on the wished port, or on a free one: below the ephemeral ports, which
 * the system hands to others, and not always the same on a shared loopback. */
static int door_open(const struct spawn_child *c, size_t i, bool shared,
                     uint16_t *port)
{
    const unsigned span = SPAWN_PORT_HIGH - SPAWN_PORT_LOW;
    struct timespec now = {0, 0};
    unsigned from = (unsigned)i;

    if (c->plan->ports && c->plan->ports[i]) {
        *port = c->plan->ports[i];
        return listen_on(*port);
    }
    if (shared) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        from += (unsigned)(now.tv_nsec / 1000) * 31u + (unsigned)getpid();
    }
    for (unsigned n = 0; n < 256; n++) {
        *port = (uint16_t)(SPAWN_PORT_LOW + (from + n) % span);
        int fd = listen_on(*port);
        if (fd >= 0 || errno != EADDRINUSE)
            return fd;
    }
    return -1;
}

static void send_word(int sync, const struct spawn_word *word, const int *fds,
                      size_t count)
{
    union {
        char space[CMSG_SPACE(CHANNELS_MAX * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec body = {(void *)(uintptr_t)word, sizeof *word};
    struct msghdr message = {.msg_iov = &body, .msg_iovlen = 1};

    if (count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = control.space;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(head), fds, count * sizeof(int));
    }
    (void)sendmsg(sync, &message, MSG_NOSIGNAL);
}

static _Noreturn void fail(int sync, struct spawn_word *word, const char *step)
{
    word->reason = errno;
    word->failed = step;
    send_word(sync, word, NULL, 0);
    _exit(127);
}

/* Make what of the walls is made before exec, open the doors, say so, and wait
 * for leave. The listeners are closed by exec. */
static void prepare(const struct spawn_child *c)
{
    struct spawn_word word;
    int fds[CHANNELS_MAX];
    char leave = 0;

    memset(&word, 0, sizeof word);
    if (c->flags & CLONE_NEWUSER)
        user_namespace(c, &word);
    if (c->plan->walls != WALLS_NONE) {
        word.ipc = enter(c, WALL_IPC, CLONE_NEWIPC);
        word.net = enter(c, WALL_NET, CLONE_NEWNET);
        word.alone = word.net.state == WALL_STANDS;
        if (word.alone && !loopback_up())
            fail(c->sync, &word, "bring up the loopback");
    }
    for (size_t i = 0; i < c->plan->door_count; i++) {
        fds[i] = door_open(c, i, !word.alone, &word.ports[i]);
        if (fds[i] < 0) {
            word.alone = false;
            word.port = word.ports[i];
            fail(c->sync, &word, "open the door");
        }
    }
    send_word(c->sync, &word, fds, c->plan->door_count);
    for (size_t i = 0; i < c->plan->door_count; i++)
        close(fds[i]);
    /* No leave means that the launcher refused, or is gone. */
    if (read(c->sync, &leave, 1) != 1)
        _exit(127);
}

/* Every descriptor of the plan under its number, everything else closed; the
 * sync socket moves out of the way and is closed by exec. */
static bool arrange(const struct spawn_child *c, int *sync)
{
    int parked[SPAWN_FDS_MAX];
    bool named[SPAWN_FDS_MAX] = {false};
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int out = null < 0 ? -1 : fcntl(*sync, F_DUPFD_CLOEXEC, FD_PARK);

    if (out < 0)
        return false;
    *sync = out;
    for (size_t i = 0; i < c->plan->fd_count; i++) {
        int from = c->plan->fds[i].from;
        parked[i] =
            fcntl(from == SPAWN_NULL ? null : from, F_DUPFD_CLOEXEC, FD_PARK);
        if (parked[i] < 0)
            return false;
    }
    for (int fd = 0; fd < 3; fd++)
        if (dup2(null, fd) < 0)
            return false;
    for (size_t i = 0; i < c->plan->fd_count; i++) {
        named[c->plan->fds[i].to] = true;
        if (dup2(parked[i], c->plan->fds[i].to) < 0)
            return false;
    }
    for (int fd = 3; fd < SPAWN_FDS_MAX; fd++)
        if (!named[fd])
            close(fd);
    if (dup3(out, SPAWN_FDS_MAX, O_CLOEXEC) < 0)
        return false;
    *sync = SPAWN_FDS_MAX;
    return syscall(SYS_close_range, SPAWN_FDS_MAX + 1u, ~0u, 0u) == 0;
}

/* capabilities(7): neither exec nor the user 0 brings one back. Without the
 * right to do so there is nothing to drop. */
static void capabilities_drop(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0}, {0}};

    for (int cap = 0; cap < 64; cap++)
        if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) != 0)
            break;
    (void)prctl(PR_SET_SECUREBITS,
                SECBIT_NOROOT | SECBIT_NOROOT_LOCKED |
                    SECBIT_NO_CAP_AMBIENT_RAISE |
                    SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
                0, 0, 0);
    (void)syscall(SYS_capset, &head, data);
}

static void signals_reset(void)
{
    const struct sigaction plain = {.sa_handler = SIG_DFL};
    sigset_t none;

    for (int number = 1; number < NSIG; number++)
        (void)sigaction(number, &plain, NULL);
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn void spawn_child(const struct spawn_child *c)
{
    struct spawn_word word;
    const char *program = c->plan->program;
    int sync = c->sync;

    memset(&word, 0, sizeof word);
    close(c->other);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    prepare(c);
    (void)setsid();
    signals_reset();
    if (!arrange(c, &sync))
        fail(sync, &word, "arrange the descriptors");
    if (c->plan->walls != WALLS_NONE &&
        !(c->forbid & WALL_BIT(WALL_CAPABILITIES)))
        capabilities_drop();
    /* A change of rights may clear it; ours takes rights away only, but the
     * order costs nothing. */
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (c->plan->reads && walls_program(c->plan->reads) != 0)
        fail(sync, &word, "raise its walls");
    execve(program ? program : "/proc/self/exe", c->plan->argv, c->envp);
    fail(sync, &word, "execute the program");
}
