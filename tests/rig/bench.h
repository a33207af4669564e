/* What the benches share: the briefs of small talks, a process that hosts them
 * and is asked what it used, and rooms that speak the protocol and do nothing
 * else. What goes wrong ends the bench with one line and status 2. */
#ifndef RIG_BENCH_H
#define RIG_BENCH_H

#include "shuttle/record.h"
#include "shuttle/session.h"
#include "sim/net/keys.h"
#include "sim/net/link.h"
#include "sim/runtime/briefs.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct event_base;

_Noreturn void bench_die(const char *what);
/* Sorts the values. */
double bench_median(double *values, size_t count);
double bench_now_us(void);
/* Of this process's processor. */
double bench_cpu_us(void);
/* One line: what, the figure, its target (0: none) and whether it is met.
 * Targets are upper bounds, with floor set lower ones. */
void bench_line(const char *what, double figure, const char *unit,
                double target, bool floor);

/* Briefs of talks between the rooms "a" and "b", mediator "oman", switchboard,
 * verbatim, forward. Each seed is another talk. */
void bench_briefs(struct briefs *out, uint64_t seed, bool live);

/* One authority signs for any number of talks here. */
struct tls *bench_tls(struct authority *a, uint64_t talk, enum peer_role role,
                      const char *name, enum tls_side side);

/* A process that hosts talks. */
struct bench_host {
    pid_t pid;
    int control;
    uint16_t port;
};

struct bench_sample {
    int64_t cpu_us; /* user and system, all threads, so far */
    long rss_kb;
    size_t links;
};

/* record_fd is used in chained mode, for the first talk, and closed here. The
 * certificate of the mediator names the first talk. */
void bench_host_start(struct bench_host *h, const struct briefs *talks,
                      size_t count, enum record_mode mode, int record_fd,
                      struct authority *a);
struct bench_sample bench_host_ask(const struct bench_host *h);
/* Kill it and wait. */
void bench_host_stop(struct bench_host *h);

/* A room that says HELLO, hands over items when told to, reads everything and
 * acknowledges. It asks for nothing to be woken, so it sends no WAIT. */
struct bench_room {
    struct session session;
    struct link *link;
    struct event_base *base;
    uint32_t items; /* handed over */
    uint64_t told;  /* TOLD read */
    bool opened;
    void (*on_told)(
        struct bench_room *r); /* after each delivery; may be NULL */
    void *arg;
};

/* Where a room connects, and as whom; everything is borrowed. */
struct bench_dial {
    struct net *net;
    struct event_base *base;
    uint16_t port;
    struct tls *tls;
    uint64_t host_talk; /* of the mediator's certificate */
    uint64_t talk;
    const char *name;
};

/* Connect and say HELLO; returns once both have been sent. */
void bench_room_join(struct bench_room *r, const struct bench_dial *to);
/* Hand over so many bytes of words; false when the link is gone. */
bool bench_room_say(struct bench_room *r, size_t size);

#endif
