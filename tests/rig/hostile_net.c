/* Ways out through sockets. */
#define _GNU_SOURCE
#include "tests/rig/hostile_room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/vm_sockets.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return at;
}

/* Close fd; the errno of the call before, if it failed. */
static int done(int fd, bool ok)
{
    int err = ok ? 0 : (errno ? errno : EIO);

    if (fd >= 0)
        close(fd);
    return err;
}

/* Whoever answers with anything but the own door's letter was reached. */
static bool greeted(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char letter = 0;

    errno = ETIMEDOUT;
    if (poll(&p, 1, 500) != 1 || recv(fd, &letter, 1, 0) != 1)
        return false;
    errno = EALREADY;
    return letter != 'd';
}

static int reach(int fd, const void *at, socklen_t size)
{
    return done(fd, fd >= 0 && connect(fd, at, size) == 0 && greeted(fd));
}

static int tcp_to(uint16_t port)
{
    struct sockaddr_in at = loopback(port);

    return reach(socket(AF_INET, SOCK_STREAM, 0), &at, sizeof at);
}

static int other_door(const struct hostile_targets *t)
{
    return tcp_to(t->other_door);
}

static int host_tcp(const struct hostile_targets *t)
{
    return tcp_to(t->host_tcp);
}

static int host_tcp6(const struct hostile_targets *t)
{
    struct sockaddr_in6 at = {.sin6_family = AF_INET6,
                              .sin6_port = htons(t->host_tcp6),
                              .sin6_addr = IN6ADDR_LOOPBACK_INIT};

    return reach(socket(AF_INET6, SOCK_STREAM, 0), &at, sizeof at);
}

static int udp(const struct hostile_targets *t)
{
    struct sockaddr_in at = loopback(t->host_udp);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);

    return done(
        fd, fd >= 0 &&
                sendto(fd, "x", 1, 0, (struct sockaddr *)&at, sizeof at) == 1 &&
                greeted(fd));
}

static int fast_open_sendto(const struct hostile_targets *t)
{
    struct sockaddr_in at = loopback(t->host_tcp);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return done(fd, fd >= 0 &&
                        sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&at,
                               sizeof at) == 1 &&
                        greeted(fd));
}

static int fast_open_sendmsg(const struct hostile_targets *t)
{
    struct sockaddr_in at = loopback(t->host_tcp);
    char byte = 'x';
    struct iovec body = {&byte, 1};
    struct msghdr message = {.msg_name = &at,
                             .msg_namelen = sizeof at,
                             .msg_iov = &body,
                             .msg_iovlen = 1};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return done(fd, fd >= 0 && sendmsg(fd, &message, MSG_FASTOPEN) == 1 &&
                        greeted(fd));
}

static int fast_open_connect(const struct hostile_targets *t)
{
    struct sockaddr_in at = loopback(t->host_tcp);
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return done(fd, fd >= 0 &&
                        setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on,
                                   sizeof on) == 0 &&
                        connect(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
                        send(fd, "x", 1, MSG_NOSIGNAL) == 1 && greeted(fd));
}

static int multipath(const struct hostile_targets *t)
{
    struct sockaddr_in at = loopback(t->host_tcp);

    return reach(socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), &at, sizeof at);
}

static int unix_to(const char *name, bool abstract)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t size = strlen(name);

    memcpy(at.sun_path + abstract, name, size);
    return reach(
        socket(AF_UNIX, SOCK_STREAM, 0), &at,
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size + 1));
}

static int unix_abstract(const struct hostile_targets *t)
{
    return unix_to(t->abstract, true);
}

static int unix_path(const struct hostile_targets *t)
{
    return unix_to(t->unix_path, false);
}

/* A pair needs no socket(), and half of it can be connected again. */
static int datagram_pair(const struct hostile_targets *t)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int pair[2] = {-1, -1};
    int err = 0;

    memcpy(at.sun_path, t->datagram_path, strlen(t->datagram_path));
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) != 0)
        return errno;
    err = done(pair[0],
               connect(pair[0], (struct sockaddr *)&at, sizeof at) == 0 &&
                   send(pair[0], "x", 1, MSG_NOSIGNAL) == 1);
    close(pair[1]);
    return err;
}

/* The same with a pair of streams, which no kernel should allow. */
static int stream_pair(const struct hostile_targets *t)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    int pair[2] = {-1, -1};

    memcpy(at.sun_path, t->unix_path, strlen(t->unix_path));
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return errno;
    close(pair[1]);
    return reach(pair[0], &at, sizeof at);
}

/* Disconnect a TCP socket and connect it elsewhere. */
static bool turn(int fd, uint16_t port)
{
    struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
    struct sockaddr_in at = loopback(port);

    return connect(fd, &nowhere, sizeof nowhere) == 0 &&
           connect(fd, (struct sockaddr *)&at, sizeof at) == 0 && greeted(fd);
}

static int turn_inherited(const struct hostile_targets *t)
{
    int reason = EBADF;

    for (int fd = 0; fd < 1024; fd++) {
        struct sockaddr_in name = {0};
        socklen_t size = sizeof name;
        if (fd == hostile_door ||
            getsockname(fd, (struct sockaddr *)&name, &size) != 0 ||
            name.sin_family != AF_INET)
            continue;
        if (turn(fd, t->host_tcp))
            return 0;
        reason = errno;
    }
    return reason;
}

static int turn_own(const struct hostile_targets *t)
{
    return turn(hostile_door, t->host_tcp) ? 0 : errno;
}

static int listen_unbound(const struct hostile_targets *t)
{
    (void)t;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return done(fd, fd >= 0 && listen(fd, 1) == 0);
}

static int listen_bound(const struct hostile_targets *t)
{
    (void)t;
    struct sockaddr_in at = loopback(0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return done(fd, fd >= 0 &&
                        bind(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
                        listen(fd, 1) == 0);
}

static int netlink(const struct hostile_targets *t)
{
    (void)t;
    struct sockaddr_nl at = {.nl_family = AF_NETLINK};
    int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

    return done(fd,
                fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
}

/* A socket to the machine beneath this one; where there is such a driver. */
static int vsock(const struct hostile_targets *t)
{
    (void)t;
    int fd = socket(AF_VSOCK, SOCK_STREAM, 0);

    return done(fd, fd >= 0);
}

static int raw(const struct hostile_targets *t)
{
    (void)t;
    int fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);

    return done(fd, fd >= 0);
}

static int packet(const struct hostile_targets *t)
{
    (void)t;
    int fd = socket(AF_PACKET, SOCK_RAW, 0);

    return done(fd, fd >= 0);
}

/* The same call by the 32-bit door of the processor, where there is one. */
static int other_architecture(const struct hostile_targets *t)
{
    (void)t;
#if defined(__x86_64__)
    long rc = 0;
    /* socket(AF_UNIX, SOCK_STREAM, 0) is call 359 there. */
    __asm__ volatile("int $0x80"
                     : "=a"(rc)
                     : "a"(359L), "b"(1L), "c"(1L), "d"(0L)
                     : "memory", "r8", "r9", "r10", "r11");
    if (rc < 0)
        return (int)-rc;
    close((int)rc);
    return 0;
#else
    return ENOSYS;
#endif
}

const struct hostile_try hostile_net[] = {
    {"the other room's door", other_door},
    {"a listener on the host's loopback", host_tcp},
    {"the same over IPv6", host_tcp6},
    {"a datagram to the host's loopback", udp},
    {"TCP Fast Open by sendto", fast_open_sendto},
    {"TCP Fast Open by sendmsg", fast_open_sendmsg},
    {"TCP Fast Open by connect", fast_open_connect},
    {"multipath TCP", multipath},
    {"an abstract Unix socket", unix_abstract},
    {"a Unix socket in the file system", unix_path},
    {"half of a datagram pair turned elsewhere", datagram_pair},
    {"half of a stream pair turned elsewhere", stream_pair},
    {"an inherited TCP socket turned elsewhere", turn_inherited},
    {"its own connection turned elsewhere", turn_own},
    {"listen without bind", listen_unbound},
    {"bind and listen", listen_bound},
    {"netlink", netlink},
    {"AF_VSOCK", vsock},
    {"a raw socket", raw},
    {"a packet socket", packet},
    {"a socket by 32-bit system call", other_architecture},
    {NULL, NULL},
};
