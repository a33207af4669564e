/* How links begin: at a listener, or by dialling. */
#include "sim/net/link_private.h"

#include "shuttle/memory.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BACKLOG           128
#define ACCEPTS_AT_ONCE   16u
#define ACCEPT_AGAIN_US   100000
#define KEEPALIVE_IDLE_S  30
#define KEEPALIVE_EVERY_S 10
#define KEEPALIVE_PROBES  3

/* Without TCP_NODELAY a write waits up to 40 ms for the last one to be
 * acknowledged. Keep-alive finds a machine that went without a word. Neither is
 * there on sockets of the machine's own; that does no harm. */
static void set_options(int fd)
{
    const int on = 1, idle_s = KEEPALIVE_IDLE_S;
    const int every_s = KEEPALIVE_EVERY_S, probes = KEEPALIVE_PROBES;

    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &every_s, sizeof(every_s));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes));
}

static void accepted(struct listener *l, int fd,
                     const struct sockaddr_storage *peer)
{
    struct link *link;

    set_options(fd);
    link = link_new(l->net, fd, l->tls, &l->door, l);
    if (!link) {
        if (l->ops->refused)
            l->ops->refused(l->arg, REASON_LIMIT, "out of memory for a link");
        return;
    }
    address_print(peer, link->start->address);
    link->ops = l->ops;
    link->arg = l->arg;
    if (++l->pending == PENDING_MAX)
        event_del(l->acceptable);
    link_start_handshake(link);
}

/* The system has no descriptor or memory for another connection now. */
static void wait_for_means(struct listener *l, int error)
{
    static const struct timeval pause = {0, ACCEPT_AGAIN_US};
    char text[LINK_TEXT_SIZE];

    event_del(l->acceptable);
    event_add(l->again, &pause);
    snprintf(text, sizeof(text), "cannot accept on port %u: %s", l->port,
             strerror(error));
    if (l->ops->refused)
        l->ops->refused(l->arg, REASON_LIMIT, text);
}

static void on_acceptable(evutil_socket_t fd, short what, void *arg)
{
    struct listener *l = arg;

    (void)what;
    l->net->depth++;
    for (unsigned i = 0; i < ACCEPTS_AT_ONCE && l->pending < PENDING_MAX; i++) {
        struct sockaddr_storage peer = {0};
        socklen_t size = sizeof(peer);
        int new_fd = accept4(fd, (struct sockaddr *)&peer, &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (new_fd >= 0) {
            accepted(l, new_fd, &peer);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
                   errno == ENOMEM) {
            wait_for_means(l, errno);
            break;
        } else if (errno != EINTR && errno != ECONNABORTED) {
            break;
        }
    }
    l->net->depth--;
}

static void on_again(evutil_socket_t fd, short what, void *arg)
{
    struct listener *l = arg;

    (void)fd;
    (void)what;
    if (l->pending < PENDING_MAX)
        event_add(l->acceptable, NULL);
}

void listener_settle(struct listener *l)
{
    if (l->pending-- == PENDING_MAX)
        event_add(l->acceptable, NULL);
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage sa = {0};
    socklen_t size = sizeof(sa);

    if (getsockname(fd, (struct sockaddr *)&sa, &size) != 0)
        return 0;
    if (sa.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&sa)->sin_port);
    if (sa.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&sa)->sin6_port);
    return 0;
}

/* A listening socket, or -1 with d filled. */
static int socket_listen(const struct listen_request *r, struct diag *d)
{
    struct sockaddr_storage sa;
    socklen_t size;
    const int on = 1;
    int fd, error;

    if (address_parse(r->address, r->port, &sa, &size, d) != ERR_OK)
        return -1;
    fd = socket(sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 &&
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
        bind(fd, (struct sockaddr *)&sa, size) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    error = errno;
    if (fd >= 0)
        (void)close(fd);
    (void)diag_set(d, ERR_SYSTEM, "cannot listen on %s port %u: %s%s",
                   r->address, r->port, strerror(error),
                   error == EADDRINUSE
                       ? "; another process has it, choose another port"
                       : "");
    return -1;
}

/* Make a socket that was handed over ours; -1 when it does not listen. */
static int socket_take(int fd, struct diag *d)
{
    int listens = 0;
    socklen_t size = sizeof(listens);

    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
        listens && evutil_make_socket_nonblocking(fd) == 0 &&
        evutil_make_socket_closeonexec(fd) == 0)
        return fd;
    (void)close(fd);
    (void)diag_set(d, ERR_SYSTEM,
                   "the descriptor %d that was handed over does not listen",
                   fd);
    return -1;
}

struct listener *net_listen(struct net *net, const struct listen_request *r,
                            const struct link_ops *ops, void *arg,
                            struct diag *d)
{
    int fd = r->fd > 0 ? socket_take(r->fd, d) : socket_listen(r, d);
    struct listener *l;

    assert(tls_side(r->tls) == TLS_SERVER);
    if (fd < 0)
        return NULL;
    l = memory_new(1, sizeof(*l));
    if (!l) {
        (void)close(fd);
        (void)diag_set(d, ERR_MEMORY, "no memory for a listener");
        return NULL;
    }
    l->net = net;
    l->tls = r->tls;
    l->ops = ops;
    l->arg = arg;
    l->door = r->door;
    if (r->door.name) {
        snprintf(l->door_name, sizeof(l->door_name), "%s", r->door.name);
        l->door.name = l->door_name;
    }
    l->fd = fd;
    l->port = port_of(fd);
    l->next = net->listeners;
    if (l->next)
        l->next->previous = l;
    net->listeners = l;
    l->acceptable =
        event_new(net->base, fd, EV_READ | EV_PERSIST, on_acceptable, l);
    l->again = event_new(net->base, -1, 0, on_again, l);
    if (l->acceptable && l->again && event_add(l->acceptable, NULL) == 0)
        return l;
    (void)diag_set(d, ERR_MEMORY, "no memory for a listener");
    listener_free(l);
    return NULL;
}

uint16_t listener_port(const struct listener *l)
{
    return l->port;
}

void listener_free(struct listener *l)
{
    if (!l)
        return;
    for (struct link *link = l->net->links; link; link = link->next) {
        if (link->start && link->start->listener == l) {
            link->start->listener = NULL;
            link->reported = true;
            link_close(link);
        }
    }
    if (l->previous)
        l->previous->next = l->next;
    else
        l->net->listeners = l->next;
    if (l->next)
        l->next->previous = l->previous;
    if (l->acceptable)
        event_free(l->acceptable);
    if (l->again)
        event_free(l->again);
    (void)close(l->fd);
    memory_free(l);
}

static void begin_connect(struct link *link, const struct sockaddr_storage *sa,
                          socklen_t size)
{
    if (connect(link->fd, (const struct sockaddr *)sa, size) != 0 &&
        errno != EINPROGRESS && errno != EINTR)
        link->start->connect_error = errno;
    if (event_add(link->writable, NULL) != 0)
        link->start->connect_error = ENOMEM;
    if (link->start->connect_error != 0)
        net_settle_soon(link);
}

struct link *net_dial(struct net *net, const struct dial_request *r,
                      const struct link_ops *ops, void *arg, struct diag *d)
{
    struct sockaddr_storage sa;
    struct link *link;
    socklen_t size;
    int fd;

    assert(tls_side(r->tls) == TLS_CLIENT);
    if (address_parse(r->address, r->port, &sa, &size, d) != ERR_OK)
        return NULL;
    fd = socket(sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        (void)diag_set(d, ERR_SYSTEM, "cannot connect to %s port %u: %s",
                       r->address, r->port, strerror(errno));
        return NULL;
    }
    set_options(fd);
    link = link_new(net, fd, r->tls, &r->door, NULL);
    if (!link) {
        (void)diag_set(d, ERR_MEMORY, "no memory to connect to %s port %u",
                       r->address, r->port);
        return NULL;
    }
    address_print(&sa, link->start->address);
    link->ops = ops;
    link->arg = arg;
    begin_connect(link, &sa, size);
    return link;
}
