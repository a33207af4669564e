#include "sim/net/walls_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Allowed whatever their arguments are: each works on what the process holds
 * already, on its own memory, or on time. None takes a path, an address or the
 * number of another process. */
static const int plain[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(pwrite64),
    SCMP_SYS(lseek),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fsync),
    SCMP_SYS(fdatasync),
    SCMP_SYS(fstat),
    SCMP_SYS(close),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(pipe),
    SCMP_SYS(pipe2),
    SCMP_SYS(epoll_create),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_pwait2),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(eventfd2),
    SCMP_SYS(timerfd_create),
    SCMP_SYS(timerfd_settime),
    SCMP_SYS(recvfrom),
    SCMP_SYS(shutdown),
    SCMP_SYS(getsockname),
    SCMP_SYS(getpeername),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getppid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(wait4),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

static const struct {
    int level;
    int option;
} set_options[] = {
    {IPPROTO_TCP, TCP_NODELAY},       {IPPROTO_TCP, TCP_QUICKACK},
    {IPPROTO_TCP, TCP_KEEPIDLE},      {IPPROTO_TCP, TCP_KEEPINTVL},
    {IPPROTO_TCP, TCP_KEEPCNT},       {IPPROTO_TCP, TCP_USER_TIMEOUT},
    {IPPROTO_TCP, TCP_NOTSENT_LOWAT}, {SOL_SOCKET, SO_KEEPALIVE},
    {SOL_SOCKET, SO_SNDBUF},          {SOL_SOCKET, SO_RCVBUF},
    {SOL_SOCKET, SO_LINGER},
};

static const int get_options[] = {SO_ERROR, SO_TYPE, SO_SNDBUF, SO_RCVBUF};

static const int fcntl_commands[] = {F_GETFD, F_SETFD, F_GETFL,
                                     F_SETFL, F_DUPFD, F_DUPFD_CLOEXEC};

static const unsigned long ioctl_requests[] = {FIONREAD, FIONBIO};

/* A filter in the making; the first error stays. */
struct rules {
    scmp_filter_ctx ctx; /* owned */
    int err;
};

/* Arguments of type int fill half a register and the kernel ignores the rest,
 * so a test for absent bits looks at the low half alone. */
static struct scmp_arg_cmp lacks(unsigned arg, uint32_t bits)
{
    return (struct scmp_arg_cmp){arg, SCMP_CMP_MASKED_EQ, bits, 0};
}

static struct scmp_arg_cmp masked(unsigned arg, uint32_t bits, int value)
{
    return (struct scmp_arg_cmp){arg, SCMP_CMP_MASKED_EQ, bits,
                                 (uint32_t)value};
}

static struct scmp_arg_cmp is(unsigned arg, unsigned long value)
{
    return (struct scmp_arg_cmp){arg, SCMP_CMP_EQ, value, 0};
}

/* Allow a call when all count comparisons hold. libseccomp returns a negative
 * errno, and EDOM for calls that this processor does not have. */
static void allow(struct rules *r, int call, unsigned count,
                  const struct scmp_arg_cmp *args)
{
    int rc = seccomp_rule_add_array(r->ctx, SCMP_ACT_ALLOW, call, count, args);

    if (rc != 0 && rc != -EDOM && r->err == 0)
        r->err = -rc;
}

static void allow1(struct rules *r, int call, struct scmp_arg_cmp a)
{
    allow(r, call, 1, &a);
}

static void allow2(struct rules *r, int call, struct scmp_arg_cmp a,
                   struct scmp_arg_cmp b)
{
    const struct scmp_arg_cmp both[] = {a, b};

    allow(r, call, 2, both);
}

static void allow_options(struct rules *r)
{
    for (size_t i = 0; i < COUNT(set_options); i++)
        allow2(r, SCMP_SYS(setsockopt),
               is(1, (unsigned long)set_options[i].level),
               is(2, (unsigned long)set_options[i].option));
    for (size_t i = 0; i < COUNT(get_options); i++)
        allow2(r, SCMP_SYS(getsockopt), is(1, SOL_SOCKET),
               is(2, (unsigned long)get_options[i]));
    for (size_t i = 0; i < COUNT(fcntl_commands); i++)
        allow1(r, SCMP_SYS(fcntl), is(1, (unsigned long)fcntl_commands[i]));
    for (size_t i = 0; i < COUNT(ioctl_requests); i++)
        allow1(r, SCMP_SYS(ioctl), is(1, ioctl_requests[i]));
}

static void allow_checked(struct rules *r)
{
    const uint32_t send_flags = MSG_NOSIGNAL | MSG_DONTWAIT | MSG_MORE;
    const uint32_t type_bits = SOCK_NONBLOCK | SOCK_CLOEXEC;

    /* No MSG_FASTOPEN, and no address: Fast Open would connect unseen. */
    allow2(r, SCMP_SYS(sendto), lacks(3, ~send_flags), is(4, 0));
    /* Streams alone: a datagram socket of a pair can be connected to any Unix
     * socket of the file system, which Landlock does not see. */
    allow2(r, SCMP_SYS(socketpair), is(0, AF_UNIX),
           masked(1, ~type_bits, SOCK_STREAM));
    allow1(r, SCMP_SYS(mmap), lacks(2, PROT_EXEC));
    allow1(r, SCMP_SYS(mprotect), lacks(2, PROT_EXEC));
    /* abort() and raise() signal the process itself. */
    allow1(r, SCMP_SYS(tgkill), is(0, (unsigned long)getpid()));
    allow_options(r);
}

static void allow_wanted(struct rules *r, const struct walls_want *want)
{
    const uint32_t type_bits = SOCK_NONBLOCK | SOCK_CLOEXEC;
    /* Protocol 0 or 6 and no other: 262 would be MPTCP. */
    const unsigned long protocols[] = {0, IPPROTO_TCP};

    for (size_t i = 0; want->port_count > 0 && i < COUNT(protocols); i++) {
        const struct scmp_arg_cmp tcp[] = {
            is(0, AF_INET),
            masked(1, ~type_bits, SOCK_STREAM),
            is(2, protocols[i]),
        };
        allow(r, SCMP_SYS(socket), COUNT(tcp), tcp);
    }
    if (want->port_count > 0)
        allow(r, SCMP_SYS(connect), 0, NULL);
    if (want->accept_unix)
        allow(r, SCMP_SYS(accept4), 0, NULL);
}

int walls_seccomp_probe(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;

    if (syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) != 0)
        return errno;
    return 0;
}

int walls_seccomp(const struct walls_want *want)
{
    const uint32_t action =
        want->kill_process ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM);
    struct rules r = {seccomp_init(action), 0};
    int rc = 0;

    if (!r.ctx)
        return ENOMEM;
    /* Calls of another architecture (int 0x80, x32) meet the same refusal, and
     * every thread is bound. */
    rc = seccomp_attr_set(r.ctx, SCMP_FLTATR_ACT_BADARCH, action);
    if (rc == 0)
        rc = seccomp_attr_set(r.ctx, SCMP_FLTATR_CTL_TSYNC, 1);
    r.err = -rc;
    for (size_t i = 0; i < COUNT(plain); i++)
        allow(&r, plain[i], 0, NULL);
    allow_checked(&r);
    allow_wanted(&r, want);
    if (r.err == 0)
        r.err = -seccomp_load(r.ctx);
    seccomp_release(r.ctx);
    return r.err;
}
