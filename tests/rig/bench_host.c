#include "tests/rig/bench.h"

#include "sim/runtime/mediate.h"
#include "sim/scenario/scenario_file.h"

#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT_FIRST 19000u
#define PORT_LAST  19900u

void bench_die(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(2);
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_size);
    return values[count / 2];
}

double bench_now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double bench_cpu_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

void bench_line(const char *what, double figure, const char *unit,
                double target, bool floor)
{
    bool met = floor ? figure >= target : figure <= target;

    printf("  %-46s %10.2f %-8s", what, figure, unit);
    if (target > 0)
        printf(" target %s %g: %s", floor ? ">=" : "<=", target,
               met ? "met" : "missed");
    printf("\n");
    fflush(stdout);
}

void bench_briefs(struct briefs *out, uint64_t seed, bool live)
{
    char text[512];
    struct scenario *whole = NULL;
    struct diags mistakes;
    struct arena arena;
    struct diag d = {0};
    int size = snprintf(
        text, sizeof(text),
        "scenario: 1\ntitle: \"Bench\"\nseed: %llu\n"
        "rooms: { a: {}, b: {} }\n"
        "mediators: { oman: { relay: { walk: switchboard, carry: verbatim,"
        " hold: forward, table: nothing } } }\n"
        "rounds: [{ id: only, a: [{ say: \"a\", at: 1000h }] }]\n",
        (unsigned long long)seed);

    arena_init(&arena, 0);
    diags_init(&mistakes);
    if (scenario_read((struct bytes){(uint8_t *)text, (size_t)size}, NULL,
                      &arena, &whole, &mistakes) != ERR_OK)
        bench_die(mistakes.count ? mistakes.list[0].message : "no scenario");
    if (briefs_make(out, whole, live, &d) != ERR_OK)
        bench_die(d.message);
    diags_fini(&mistakes);
    arena_fini(&arena);
}

struct tls *bench_tls(struct authority *a, uint64_t talk, enum peer_role role,
                      const char *name, enum tls_side side)
{
    const struct key_request r = {.talk = talk, .role = role, .name = name};
    struct diag d = {0};
    struct identity id;
    struct tls *tls = NULL;

    if (keys_issue(a, &r, &id, &d) != ERR_OK || !(tls = tls_new(&id, side, &d)))
        bench_die(d.message);
    identity_fini(&id);
    return tls;
}

/* The hosting process. */

static long rss_kb(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    long pages = 0;

    if (!f || fscanf(f, "%*s %ld", &pages) != 1)
        bench_die("cannot read /proc/self/statm");
    fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* One byte asks for a sample. */
static void on_control(evutil_socket_t fd, short what, void *arg)
{
    struct hub *hub = arg;
    struct rusage use;
    struct bench_sample sample = {0};
    char command;

    (void)what;
    if (read((int)fd, &command, 1) != 1)
        _exit(0);
    getrusage(RUSAGE_SELF, &use);
    sample.cpu_us =
        (int64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000 +
        use.ru_utime.tv_usec + use.ru_stime.tv_usec;
    sample.rss_kb = rss_kb();
    sample.links = net_link_count(hub_net(hub));
    if (write((int)fd, &sample, sizeof(sample)) != sizeof(sample))
        _exit(1);
}

static void on_over(void *arg, enum outcome outcome, enum err err,
                    const struct diag *diag)
{
    (void)arg, (void)outcome;
    bench_die(err ? diag->message : "the talks ended");
}

static void on_log(void *arg, const char *line)
{
    (void)arg;
    fprintf(stderr, "bench: mediator: %s\n", line);
}

static _Noreturn void serve(const struct briefs *talks, size_t count,
                            enum record_mode mode, int record_fd,
                            struct tls *tls, int control)
{
    struct event_base *base = event_base_new();
    struct diag d = {0};
    struct hub *hub = hub_new(base, &d);
    struct listen_request r = {.address = "127.0.0.1", .tls = tls};
    struct listener *l = NULL;
    struct event *e;

    for (size_t n = 0; hub && n < count; n++) {
        struct host_plan plan = {.brief = briefs_text(&talks[n], -1),
                                 .mode = n ? RECORD_DIGEST : mode,
                                 .record_fd = record_fd,
                                 .over = on_over,
                                 .log = on_log};
        if (!hub_host(hub, &plan, &d))
            bench_die(d.message);
    }
    for (r.port = PORT_FIRST; hub && r.port < PORT_LAST && !l; r.port++)
        l = hub_listen(hub, &r, &d);
    if (!l)
        bench_die(d.message);
    r.port = listener_port(l);
    if (write(control, &r.port, sizeof(r.port)) != sizeof(r.port))
        bench_die("nobody waits for the host");
    e = event_new(base, control, EV_READ | EV_PERSIST, on_control, hub);
    event_add(e, NULL);
    event_base_dispatch(base);
    _exit(0);
}

void bench_host_start(struct bench_host *h, const struct briefs *talks,
                      size_t count, enum record_mode mode, int record_fd,
                      struct authority *a)
{
    int control[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, control) != 0)
        bench_die("no socket pair");
    fflush(stdout);
    h->pid = fork();
    if (h->pid == 0) {
        close(control[0]);
        serve(talks, count, mode, record_fd,
              bench_tls(a, talks[0].talk, PEER_MEDIATOR, "oman", TLS_SERVER),
              control[1]);
    }
    close(control[1]);
    if (record_fd >= 0)
        close(record_fd);
    h->control = control[0];
    if (read(h->control, &h->port, sizeof(h->port)) != sizeof(h->port))
        bench_die("the host did not start");
}

struct bench_sample bench_host_ask(const struct bench_host *h)
{
    struct bench_sample sample = {0};

    if (write(h->control, "s", 1) != 1 ||
        read(h->control, &sample, sizeof(sample)) != sizeof(sample))
        bench_die("the host is gone");
    return sample;
}

void bench_host_stop(struct bench_host *h)
{
    close(h->control);
    (void)kill(h->pid, SIGKILL);
    (void)waitpid(h->pid, NULL, 0);
}
