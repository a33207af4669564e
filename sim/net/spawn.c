#include "sim/net/spawn.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim/net/spawn_child.h"
#include "sim/net/walls_program.h"

/* What a child inherits of the environment when the plan gives none. */
static const char *const kept_names[] = {
    "PATH",         "TERM",          "LANG",
    "LC_ALL",       "COLUMNS",       "ASAN_OPTIONS",
    "LSAN_OPTIONS", "UBSAN_OPTIONS", "GLIBC_TUNABLES",
};
#define KEPT_COUNT (sizeof kept_names / sizeof kept_names[0])
#define PATH_SIZE  4096u

void spawn_init(struct spawn *s)
{
    memset(s, 0, sizeof *s);
    s->pidfd = -1;
    s->sync = -1;
    for (size_t i = 0; i < CHANNELS_MAX; i++)
        s->listeners[i] = -1;
    walls_report_init(&s->report);
}

static void close_at(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Interpreters look for themselves in PATH, and for their parts beside what
 * they find: inside walls what the walls leave open comes first. */
static void open_path(char *path, size_t capacity)
{
    static const char open[] = "PATH=/usr/local/bin:/usr/bin:/bin";
    const char *rest = getenv("PATH");
    int size = snprintf(path, capacity, "%s:%s", open, rest ? rest : "");

    if (!rest || !*rest || size < 0 || (size_t)size >= capacity)
        memcpy(path, open, sizeof open);
}

/* path replaces that of this process, unless it is empty. */
static void environment_keep(char *kept[KEPT_COUNT + 1], char *path)
{
    size_t n = 0;

    for (char **e = environ; e && *e; e++) {
        for (size_t i = 0; i < KEPT_COUNT && n < KEPT_COUNT; i++) {
            size_t size = strlen(kept_names[i]);
            if (strncmp(*e, kept_names[i], size) == 0 && (*e)[size] == '=') {
                kept[n++] = *e;
                break;
            }
        }
    }
    for (size_t i = 0; *path && i < n; i++)
        if (strncmp(kept[i], "PATH=", 5) == 0)
            kept[i] = path;
    kept[n] = NULL;
}

/* Like fork, into new namespaces, with a pidfd. The order of clone's first
 * three arguments is the same wherever the others are 0. */
static pid_t clone_into(unsigned long flags, int *pidfd)
{
    return (pid_t)syscall(SYS_clone, flags | CLONE_PIDFD | SIGCHLD, NULL, pidfd,
                          NULL, NULL);
}

static void note(struct walls_report *r, enum wall w, bool stands, int reason)
{
    if (stands)
        walls_stand(r, w);
    else
        walls_fail(r, w, reason);
}

/* Clone with as many of the two namespaces as the machine allows: root can have
 * the PID namespace without the user namespace. Returns as fork does. */
static pid_t clone_walled(struct spawn *s, struct spawn_child *c)
{
    const unsigned tries[] = {CLONE_NEWUSER | CLONE_NEWPID, CLONE_NEWPID,
                              CLONE_NEWUSER, 0};
    unsigned allowed = CLONE_NEWUSER | CLONE_NEWPID;
    unsigned last = ~0u;
    int reason = EPERM;

    if (c->forbid & WALL_BIT(WALL_USER))
        allowed &= ~(unsigned)CLONE_NEWUSER;
    if (c->forbid & WALL_BIT(WALL_PID))
        allowed &= ~(unsigned)CLONE_NEWPID;
    if (c->plan->walls == WALLS_NONE)
        allowed = 0;
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        c->flags = tries[i] & allowed;
        if (c->flags == last)
            continue;
        pid_t pid = clone_into(c->flags, &s->pidfd);
        if (pid >= 0) {
            note(&s->report, WALL_USER, c->flags & CLONE_NEWUSER, reason);
            note(&s->report, WALL_PID, c->flags & CLONE_NEWPID, reason);
            return pid;
        }
        if (last == ~0u)
            reason = errno;
        last = c->flags;
    }
    return -1;
}

static void plan_assert(const struct spawn_plan *plan)
{
    assert(plan->argv && plan->argv[0]);
    assert(plan->fd_count <= SPAWN_FDS_MAX);
    assert(plan->door_count <= CHANNELS_MAX);
    for (size_t i = 0; i < plan->fd_count; i++)
        assert(plan->fds[i].to >= 0 && plan->fds[i].to < SPAWN_FDS_MAX);
}

static enum err start(struct spawn *s, unsigned forbid, struct diag *d)
{
    const struct spawn_plan *plan = s->plan;
    char *kept[KEPT_COUNT + 1];
    char path[PATH_SIZE] = "";
    int pair[2];
    sigset_t all;
    sigset_t before;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return diag_set(d, ERR_SYSTEM, "no socket to start a process with: %s",
                        strerror(errno));
    if (plan->reads)
        open_path(path, sizeof path);
    environment_keep(kept, path);
    struct spawn_child child = {
        .plan = plan,
        .envp = plan->envp ? plan->envp : kept,
        .forbid = forbid,
        .uid = geteuid(),
        .gid = getegid(),
        .sync = pair[1],
        .other = pair[0],
    };
    /* No handler of the launcher may run in the child. */
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    s->pid = clone_walled(s, &child);
    if (s->pid == 0)
        spawn_child(&child);
    int saved = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(pair[1]);
    s->sync = pair[0];
    if (s->pid < 0) {
        s->pid = 0;
        close_at(&s->sync);
        return diag_set(d, ERR_SYSTEM, "cannot start a process: %s",
                        strerror(saved));
    }
    return ERR_OK;
}

enum err spawn_start(struct spawn *s, const struct spawn_plan *plan,
                     struct diag *d)
{
    plan_assert(plan);
    spawn_init(s);
    s->plan = plan;
    s->door_count = plan->door_count;
    return start(s, plan->forbid, d);
}

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Wait until fd is readable or until (negative: for ever) has come. */
static bool readable(int fd, int64_t until)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    for (;;) {
        int64_t left = until < 0 ? -1 : until - now_ms();
        if (until >= 0 && left < 0)
            left = 0;
        int n = poll(&p, 1, (int)left);
        if (n > 0)
            return true;
        if (n == 0 || errno != EINTR)
            return false;
    }
}

/* The next word of the child, with listeners, into s. False at its end, which
 * exec makes. */
static bool receive(struct spawn *s, struct spawn_word *word)
{
    union {
        char space[CMSG_SPACE(CHANNELS_MAX * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec body = {word, sizeof *word};
    struct msghdr message = {
        .msg_iov = &body,
        .msg_iovlen = 1,
        .msg_control = control.space,
        .msg_controllen = sizeof control.space,
    };

    if (recvmsg(s->sync, &message, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof *word)
        return false;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS)
        memcpy(s->listeners, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
    memcpy(s->ports, word->ports, sizeof s->ports);
    return true;
}

static enum err refuse(const struct spawn *s, struct diag *d)
{
    unsigned mask = WALLS_SPAWNED;
    char missing[WALLS_TEXT_SIZE];

    for (unsigned i = 0; i < WALL_COUNT; i++)
        if (s->report.of[i].state == WALL_MISSING)
            mask |= WALL_BIT(i);
    walls_missing(&s->report, mask, missing, sizeof missing);
    if (missing[0] == '\0')
        return ERR_OK;
    return diag_set(d, ERR_SYSTEM,
                    "walls are strict and this machine does not allow: %s",
                    missing);
}

static void report_fill(struct spawn *s, const struct spawn_word *word)
{
    const struct walls_want want = {.forbid = s->plan->forbid};

    if (s->plan->walls == WALLS_NONE) {
        for (size_t i = 0; i < WALL_COUNT; i++)
            s->report.of[i] = (struct wall_entry){WALL_OFF, 0};
        return;
    }
    if (s->report.of[WALL_USER].state == WALL_STANDS)
        s->report.of[WALL_USER] = word->user;
    s->report.of[WALL_IPC] = word->ipc;
    /* A loopback that could not be brought up is noted already. */
    if (s->report.of[WALL_NET].state == WALL_UNTRIED)
        s->report.of[WALL_NET] = word->net;
    walls_probe(&want, &s->report);
    if (s->plan->reads)
        walls_program_report(&s->report);
}

static enum err failed(const struct spawn_word *word, struct diag *d)
{
    if (word->port)
        return diag_set(d, ERR_SYSTEM, "cannot listen on 127.0.0.1:%u: %s",
                        (unsigned)word->port, strerror(word->reason));
    return diag_set(d, ERR_SYSTEM, "the new process could not %s: %s",
                    word->failed, strerror(word->reason));
}

/* Up to and including the doors and the report. */
static enum err ready_doors(struct spawn *s, int64_t until, struct diag *d)
{
    struct spawn_word word;

    for (;;) {
        if (!readable(s->sync, until))
            return diag_set(d, ERR_SYSTEM, "the new process did not answer");
        if (!receive(s, &word))
            return diag_set(d, ERR_SYSTEM, "the new process ended at once");
        if (!word.failed)
            break;
        if (!word.alone || s->report.of[WALL_NET].state == WALL_MISSING)
            return failed(&word, d);
        /* Its network namespace is of no use: do without. */
        spawn_fini(s);
        walls_fail(&s->report, WALL_NET, word.reason);
        enum err e = start(s, s->plan->forbid | WALL_BIT(WALL_NET), d);
        if (e != ERR_OK)
            return e;
    }
    report_fill(s, &word);
    return s->plan->walls == WALLS_STRICT ? refuse(s, d) : ERR_OK;
}

enum err spawn_ready(struct spawn *s, int timeout_ms, struct diag *d)
{
    const int64_t until = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
    struct spawn_word word;
    enum err e;

    assert(s->plan && s->sync >= 0);
    e = ready_doors(s, until, d);
    if (e == ERR_OK && send(s->sync, "", 1, MSG_NOSIGNAL) != 1)
        e = diag_set(d, ERR_SYSTEM, "the new process is gone");
    if (e == ERR_OK && !readable(s->sync, until))
        e = diag_set(d, ERR_SYSTEM, "the new process did not start in time");
    /* The end of the line is exec; a second word is its failure. */
    if (e == ERR_OK && recv(s->sync, &word, sizeof word, 0) > 0)
        e = failed(&word, d);
    close_at(&s->sync);
    s->plan = NULL;
    if (e != ERR_OK)
        spawn_fini(s);
    return e;
}

enum err spawn_wait(struct spawn *s, int timeout_ms, struct spawn_end *end)
{
    const int64_t until = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
    int status = 0;
    pid_t pid;

    if (s->pid == 0)
        return ERR_STATE;
    if (!readable(s->pidfd, until))
        return ERR_MORE;
    do
        pid = waitpid(s->pid, &status, 0);
    while (pid < 0 && errno == EINTR);
    if (pid < 0)
        return ERR_STATE;
    s->pid = 0;
    close_at(&s->pidfd);
    end->by_signal = WIFSIGNALED(status);
    end->status = end->by_signal ? WTERMSIG(status) : WEXITSTATUS(status);
    return ERR_OK;
}

void spawn_kill(struct spawn *s, int number)
{
    /* Not collected yet, so the number is still this child's. */
    if (s->pid > 0)
        (void)kill(s->pid, number);
}

void spawn_kill_all(struct spawn *s)
{
    spawn_kill(s, SIGKILL);
    /* It made a session, and so a group, of its own before exec. */
    if (s->pid > 0)
        (void)kill(-s->pid, SIGKILL);
}

void spawn_fini(struct spawn *s)
{
    struct spawn_end end;

    spawn_kill(s, SIGKILL);
    if (s->pid > 0 && spawn_wait(s, -1, &end) != ERR_OK)
        s->pid = 0; /* somebody else collected it */
    close_at(&s->pidfd);
    close_at(&s->sync);
    for (size_t i = 0; i < CHANNELS_MAX; i++)
        close_at(&s->listeners[i]);
}
