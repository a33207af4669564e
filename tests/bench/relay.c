/*
 * The relay of 256-byte messages on the full path (walk switchboard, carry
 * verbatim, hold forward, live clock) beside the bare forwarder, in the same
 * run: the processor time of the mediator's process for a message, user and
 * system, all its threads.
 *
 * Two shapes: "many a record" is as fast as the rooms can, with at most WINDOW
 * messages under way; "one each" is one message at a time, the next handed over
 * when the last was told. Two ways to keep the record: digest, and chained to a
 * file, which with the live clock is synced in groups by a thread of its own
 * before anything leaves; that thread's time counts too.
 *
 * Usage: relay [thousands of messages]. TMPDIR says where the record goes.
 */
#include "tests/rig/bench.h"

#include <event2/event.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MESSAGE_SIZE 256u
#define WINDOW       2048u
#define ROUNDS       5
#define TRIPS_MAX    200000u

struct clients {
    struct event_base *base;
    struct net *net;
    struct authority *authority;
    struct tls *tls[2];
    struct briefs briefs;
    struct bench_room a, b;
    uint64_t left;   /* to be handed over */
    uint64_t target; /* TOLD that end the run */
    uint64_t window;
    double sent_us; /* when the last was handed over */
    double *trips;  /* of one at a time */
    size_t trip_count;
};

static void feed(struct clients *c)
{
    while (c->left && c->a.items - c->b.told < c->window &&
           !link_is_full(c->a.link)) {
        c->left--;
        c->sent_us = c->window == 1 ? bench_now_us() : 0;
        if (!bench_room_say(&c->a, MESSAGE_SIZE))
            bench_die("the sender is cut off");
    }
}

static void on_told(struct bench_room *r)
{
    struct clients *c = r->arg;

    if (c->window == 1 && c->trip_count < TRIPS_MAX)
        c->trips[c->trip_count++] = bench_now_us() - c->sent_us;
    if (c->b.told == c->target)
        event_base_loopbreak(c->base);
    else
        feed(c);
}

static void join(struct clients *c, const struct bench_host *h)
{
    struct bench_dial dial = {.net = c->net,
                              .base = c->base,
                              .port = h->port,
                              .tls = c->tls[0],
                              .host_talk = c->briefs.talk,
                              .talk = c->briefs.talk,
                              .name = "a"};

    bench_room_join(&c->a, &dial);
    dial.tls = c->tls[1];
    dial.name = "b";
    bench_room_join(&c->b, &dial);
    c->b.arg = c;
    c->b.on_told = on_told;
    while (c->a.session.state != SESSION_OPEN ||
           c->b.session.state != SESSION_OPEN)
        event_base_loop(c->base, EVLOOP_ONCE);
}

/* Microseconds of the host's processor a message. */
static double pass(struct clients *c, const struct bench_host *h, size_t count,
                   uint64_t window)
{
    struct bench_sample before = bench_host_ask(h), after;

    c->left = count;
    c->target = c->b.told + count;
    c->window = window;
    feed(c);
    event_base_dispatch(c->base);
    after = bench_host_ask(h);
    return (double)(after.cpu_us - before.cpu_us) / (double)count;
}

static int record_file(void)
{
    const char *dir = getenv("TMPDIR");
    char path[PATH_MAX];
    int fd;

    snprintf(path, sizeof(path), "%s/shuttle-bench-XXXXXX", dir ? dir : "/tmp");
    fd = mkstemp(path);
    if (fd < 0)
        bench_die("cannot make a file for the record; see TMPDIR");
    unlink(path);
    return fd;
}

static void with_host(struct clients *c, enum record_mode mode, size_t count,
                      double *many, double *each)
{
    struct bench_host h;

    bench_host_start(&h, &c->briefs, 1, mode,
                     mode == RECORD_CHAINED ? record_file() : -1, c->authority);
    c->net = net_new(c->base);
    join(c, &h);
    (void)pass(c, &h, count / 10, WINDOW); /* warm */
    *many = pass(c, &h, count, WINDOW);
    if (each)
        *each = pass(c, &h, count / 8, 1);
    bench_host_stop(&h);
    net_free(c->net);
    session_fini(&c->a.session);
    session_fini(&c->b.session);
}

/* The forwarder's own figures, from the program beside this one. */
static void forwarder(const char *self, size_t thousands, double *many,
                      double *each)
{
    char path[PATH_MAX], command[PATH_MAX + 64], line[256];
    double best, wall;
    FILE *f;

    snprintf(path, sizeof(path), "%s", self);
    snprintf(command, sizeof(command), "%s/forwarder %zu 0", dirname(path),
             thousands);
    f = popen(command, "r");
    *many = *each = 0;
    while (f && fgets(line, sizeof(line), f)) {
        (void)!sscanf(line, " many messages a record %lf %lf %lf", many, &best,
                      &wall);
        (void)!sscanf(line, " one record and send each %lf %lf %lf", each,
                      &best, &wall);
    }
    if (!f || pclose(f) != 0 || *many <= 0 || *each <= 0)
        bench_die("the forwarder did not run");
}

int main(int argc, char **argv)
{
    size_t thousands = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
    struct clients c = {.base = event_base_new()};
    double many[3][ROUNDS], each[2][ROUNDS], ratio[3][ROUNDS];

    c.authority = authority_new(1, NULL);
    bench_briefs(&c.briefs, 1, true);
    c.tls[0] =
        bench_tls(c.authority, c.briefs.talk, PEER_ROOM, "a", TLS_CLIENT);
    c.tls[1] =
        bench_tls(c.authority, c.briefs.talk, PEER_ROOM, "b", TLS_CLIENT);
    c.trips = calloc(TRIPS_MAX, sizeof(*c.trips));
    for (int n = 0; n < ROUNDS; n++) {
        forwarder(argv[0], thousands, &many[0][n], &each[0][n]);
        with_host(&c, RECORD_DIGEST, thousands * 1000, &many[1][n],
                  &each[1][n]);
        with_host(&c, RECORD_CHAINED, thousands * 500, &many[2][n], NULL);
        ratio[0][n] = each[1][n] / each[0][n];
        ratio[1][n] = many[1][n] / many[0][n];
        ratio[2][n] = many[2][n] / many[0][n];
    }
    printf("Microseconds of the server's processor a message; medians of %d\n",
           ROUNDS);
    bench_line("one record and send each: forwarder",
               bench_median(each[0], ROUNDS), "us", 0, false);
    bench_line("one record and send each: relay, digest",
               bench_median(each[1], ROUNDS), "us", 0, false);
    bench_line("  the relay's beside the forwarder's",
               bench_median(ratio[0], ROUNDS), "times", 1.5, false);
    bench_line("  handed over to told, by the clock, p50",
               bench_median(c.trips, c.trip_count), "us", 0, false);
    bench_line("many messages a record: forwarder",
               bench_median(many[0], ROUNDS), "us", 0, false);
    bench_line("many messages a record: relay, digest",
               bench_median(many[1], ROUNDS), "us", 0, false);
    bench_line("  the relay's beside the forwarder's",
               bench_median(ratio[1], ROUNDS), "times", 2.5, false);
    bench_line("many messages a record: relay, chained",
               bench_median(many[2], ROUNDS), "us", 0, false);
    bench_line("  the relay's beside the forwarder's",
               bench_median(ratio[2], ROUNDS), "times", 4, false);
    return 0;
}
