/*
 * The bare forwarder: what links alone cost, without sessions, release or
 * record. Two clients, mutual TLS, 256-byte messages from one to the other
 * through a server process whose processor time is measured.
 *
 *   make build/default/tests/bench/forwarder
 *
 * Without make: gcc -std=c17 -O2 -D_POSIX_C_SOURCE=200809L -Iinclude -I. \
 *     tests/bench/forwarder.c build/default/libshuttle.a \
 *     $(pkg-config --libs libevent_core openssl) -o forwarder
 *
 * Usage: forwarder [thousands of messages [idle connections]]
 */
#include "sim/net/keys.h"
#include "sim/net/link.h"

#include <event2/event.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TALK         1u
#define MESSAGE_SIZE 256u
#define REPEATS      5

static void die(const char *what)
{
    fprintf(stderr, "forwarder: %s\n", what);
    exit(2);
}

static struct tls *tls_for(struct authority *a, enum peer_role role,
                           const char *name, enum tls_side side)
{
    const struct key_request r = {.talk = TALK, .role = role, .name = name};
    struct diag d = {0};
    struct identity id;
    struct tls *tls = NULL;

    if (keys_issue(a, &r, &id, &d) != ERR_OK || !(tls = tls_new(&id, side, &d)))
        die(d.message);
    identity_fini(&id);
    return tls;
}

/* The server. */

struct server {
    struct event_base *base;
    struct net *net;
    struct link *to;   /* the room called 'b' */
    struct link *from; /* the room called 'a' */
    bool seal;         /* a record for each message */
    int control;
};

struct sample {
    int64_t cpu_us; /* user and system so far */
    long rss_kb;
    size_t links;
};

static void server_opened(void *arg, struct link *link,
                          const struct peer_name *peer)
{
    struct server *s = arg;

    if (strcmp(peer->name, "a") == 0)
        s->from = link;
    else if (strcmp(peer->name, "b") == 0)
        s->to = link;
}

static size_t server_bytes(void *arg, struct link *link, struct bytes in)
{
    struct server *s = arg;
    size_t at = 0;

    (void)link;
    while (in.size - at >= MESSAGE_SIZE) {
        if (!link_send(s->to, (struct bytes){in.data + at, MESSAGE_SIZE}))
            die("the receiver is gone");
        if (s->seal)
            link_seal(s->to);
        at += MESSAGE_SIZE;
    }
    if (link_is_full(s->to))
        link_pause(s->from);
    return at;
}

static void server_drained(void *arg, struct link *link)
{
    (void)link;
    link_resume(((struct server *)arg)->from);
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    (void)arg;
    (void)link;
    if (reason != REASON_NONE)
        die(text);
}

static long rss_kb(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (!f || fscanf(f, "%*s %ld", &pages) != 1)
        die("cannot read /proc/self/statm");
    fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* One byte asks for a sample: 's' and 'm' also set the shape. */
static void on_control(evutil_socket_t fd, short what, void *arg)
{
    struct server *s = arg;
    struct rusage use;
    struct sample sample = {0};
    char command;

    (void)what;
    if (read((int)fd, &command, 1) != 1)
        _exit(0);
    s->seal = command == 's';
    getrusage(RUSAGE_SELF, &use);
    sample.cpu_us =
        (int64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000 +
        use.ru_utime.tv_usec + use.ru_stime.tv_usec;
    sample.rss_kb = rss_kb();
    sample.links = net_link_count(s->net);
    if (write((int)fd, &sample, sizeof(sample)) != sizeof(sample))
        _exit(1);
}

static void serve(struct authority *a, int control, int port_pipe)
{
    static const struct link_ops ops = {.opened = server_opened,
                                        .bytes = server_bytes,
                                        .drained = server_drained,
                                        .closed = on_closed};
    struct server s = {.base = event_base_new(), .control = control};
    struct listen_request r = {
        .address = "127.0.0.1",
        .tls = tls_for(a, PEER_MEDIATOR, "oman", TLS_SERVER),
        .door = {.talk = TALK, .roles = PEER_BIT(PEER_ROOM)}};
    struct listener *l = NULL;
    struct diag d = {0};
    struct event *e;

    s.net = net_new(s.base);
    for (r.port = 18000; r.port < 19000 && !l; r.port++)
        l = net_listen(s.net, &r, &ops, &s, &d);
    if (!l)
        die(d.message);
    r.port = listener_port(l);
    if (write(port_pipe, &r.port, sizeof(r.port)) != sizeof(r.port))
        die("no launcher");
    e = event_new(s.base, control, EV_READ | EV_PERSIST, on_control, &s);
    event_add(e, NULL);
    event_base_dispatch(s.base);
    _exit(0);
}

/* The clients. */

struct clients {
    struct event_base *base;
    struct net *net;
    uint16_t port;
    int control;
    struct tls *a, *b;
    struct link *from, *to;
    size_t opened;
    size_t left;    /* messages not yet sent */
    size_t missing; /* messages not yet received */
    bool seal;
    bool one_at_a_time;
};

static void feed(struct clients *c)
{
    static const uint8_t message[MESSAGE_SIZE];

    while (c->left > 0 && !link_is_full(c->from)) {
        (void)link_send(c->from, (struct bytes){message, sizeof(message)});
        if (c->seal)
            link_seal(c->from);
        c->left--;
        if (c->one_at_a_time)
            return;
    }
}

static void client_opened(void *arg, struct link *link,
                          const struct peer_name *peer)
{
    (void)link;
    (void)peer;
    ((struct clients *)arg)->opened++;
}

static size_t client_bytes(void *arg, struct link *link, struct bytes in)
{
    struct clients *c = arg;
    size_t count = in.size / MESSAGE_SIZE;

    (void)link;
    c->missing -= count;
    if (c->missing == 0)
        event_base_loopbreak(c->base);
    else if (c->one_at_a_time)
        feed(c);
    return count * MESSAGE_SIZE;
}

static void client_drained(void *arg, struct link *link)
{
    (void)link;
    feed(arg);
}

static struct link *dial(struct clients *c, struct tls *tls)
{
    static const struct link_ops ops = {.opened = client_opened,
                                        .bytes = client_bytes,
                                        .drained = client_drained,
                                        .closed = on_closed};
    const struct dial_request r = {
        .address = "127.0.0.1",
        .port = c->port,
        .tls = tls,
        .door = {.talk = TALK, .roles = PEER_BIT(PEER_MEDIATOR)}};
    struct link *link = net_dial(c->net, &r, &ops, c, NULL);
    size_t before = c->opened;

    if (!link)
        die("cannot dial");
    while (c->opened == before)
        event_base_loop(c->base, EVLOOP_ONCE);
    return link;
}

static struct sample ask(struct clients *c, char command)
{
    struct sample sample = {0};

    if (write(c->control, &command, 1) != 1 ||
        read(c->control, &sample, sizeof(sample)) != sizeof(sample))
        die("the server is gone");
    return sample;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void measure(struct clients *c, const char *shape, bool seal,
                    bool one_at_a_time, size_t count)
{
    double cpu[REPEATS];
    struct timespec t0, t1;
    double wall = 0;

    c->seal = seal;
    c->one_at_a_time = one_at_a_time;
    for (int i = 0; i < REPEATS; i++) {
        struct sample before = ask(c, seal ? 's' : 'm'), after;

        c->left = c->missing = count;
        clock_gettime(CLOCK_MONOTONIC, &t0);
        feed(c);
        event_base_dispatch(c->base);
        clock_gettime(CLOCK_MONOTONIC, &t1);
        after = ask(c, seal ? 's' : 'm');
        cpu[i] = (double)(after.cpu_us - before.cpu_us) / (double)count;
        wall += (double)(t1.tv_sec - t0.tv_sec) * 1e6 +
                (double)(t1.tv_nsec - t0.tv_nsec) / 1e3;
    }
    qsort(cpu, REPEATS, sizeof(*cpu), by_size);
    printf("  %-34s %6.2f %6.2f %9.2f\n", shape, cpu[REPEATS / 2], cpu[0],
           wall / REPEATS / (double)count);
}

static void measure_idle(struct clients *c, struct tls *tls, size_t count)
{
    struct sample before = ask(c, 'm'), after;

    for (size_t i = 0; i < count; i++)
        (void)dial(c, tls);
    do {
        event_base_loop(c->base, EVLOOP_NONBLOCK);
        after = ask(c, 'm');
    } while (after.links - before.links < count);
    printf("kB an idle connection, of %zu %10.1f\n", count,
           (double)(after.rss_kb - before.rss_kb) / (double)count);
    printf("server, microseconds a handshake %6.0f\n",
           (double)(after.cpu_us - before.cpu_us) / (double)count);
}

int main(int argc, char **argv)
{
    size_t thousands = argc > 1 ? strtoul(argv[1], NULL, 10) : 400;
    size_t idle = argc > 2 ? strtoul(argv[2], NULL, 10) : 1000;
    struct rlimit files = {8192, 8192};
    struct authority *a = authority_new(TALK, NULL);
    struct clients c = {0};
    int control[2], port_pipe[2];
    pid_t server;

    (void)setrlimit(RLIMIT_NOFILE, &files);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, control) != 0 ||
        pipe(port_pipe) != 0)
        die(strerror(errno));
    server = fork();
    if (server == 0) {
        close(control[0]);
        serve(a, control[1], port_pipe[1]);
    }
    close(control[1]);
    close(port_pipe[1]);
    if (read(port_pipe[0], &c.port, sizeof(c.port)) != sizeof(c.port))
        die("the server did not start");
    c.base = event_base_new();
    c.net = net_new(c.base);
    c.control = control[0];
    c.a = tls_for(a, PEER_ROOM, "a", TLS_CLIENT);
    c.b = tls_for(a, PEER_ROOM, "b", TLS_CLIENT);
    c.from = dial(&c, c.a);
    c.to = dial(&c, c.b);
    while (ask(&c, 'm').links < 2)
        event_base_loop(c.base, EVLOOP_NONBLOCK);

    printf("server, microseconds a message     median   best  wall clock\n");
    measure(&c, "many messages a record", false, false, thousands * 1000);
    measure(&c, "one record each, many a send", true, false, thousands * 400);
    measure(&c, "one record and send each", true, true, thousands * 50);

    if (idle > 0)
        measure_idle(&c, tls_for(a, PEER_ROOM, "idle", TLS_CLIENT), idle);
    close(c.control);
    (void)waitpid(server, NULL, 0);
    return 0;
}
