/*
 * Memory for idle rooms: 500 talks of two rooms, hosted by one process behind
 * one door. What its resident set grows by from before the first talk to when
 * all rooms were welcomed, for each room.
 *
 * Usage: idle [talks]
 */
#include "tests/rig/bench.h"

#include <event2/event.h>
#include <stdlib.h>
#include <sys/resource.h>

static long empty_rss_kb(const struct briefs *briefs, struct authority *a)
{
    struct bench_host h;
    long rss;

    bench_host_start(&h, briefs, 0, RECORD_DIGEST, -1, a);
    rss = bench_host_ask(&h).rss_kb;
    bench_host_stop(&h);
    return rss;
}

int main(int argc, char **argv)
{
    size_t talks = argc > 1 ? strtoul(argv[1], NULL, 10) : 500;
    struct rlimit files = {8192, 8192};
    struct authority *a = authority_new(1, NULL);
    struct briefs *briefs = calloc(talks, sizeof(*briefs));
    struct bench_room *rooms = calloc(2 * talks, sizeof(*rooms));
    struct event_base *base = event_base_new();
    struct net *net = net_new(base);
    struct bench_host h;
    struct bench_sample before, after;
    long empty;

    (void)setrlimit(RLIMIT_NOFILE, &files);
    for (size_t n = 0; n < talks; n++)
        bench_briefs(&briefs[n], n + 1, true);
    empty = empty_rss_kb(briefs, a);
    bench_host_start(&h, briefs, talks, RECORD_DIGEST, -1, a);
    before = bench_host_ask(&h);
    for (size_t n = 0; n < 2 * talks; n++) {
        struct bench_dial dial = {.net = net,
                                  .base = base,
                                  .port = h.port,
                                  .host_talk = briefs[0].talk,
                                  .talk = briefs[n / 2].talk,
                                  .name = n % 2 ? "b" : "a"};
        dial.tls = bench_tls(a, dial.talk, PEER_ROOM, dial.name, TLS_CLIENT);
        bench_room_join(&rooms[n], &dial);
        tls_free(dial.tls);
    }
    for (size_t n = 0; n < 2 * talks; n++)
        while (rooms[n].session.state != SESSION_OPEN)
            event_base_loop(base, EVLOOP_ONCE);
    after = bench_host_ask(&h);
    printf("Resident memory of the hosting process for %zu idle rooms\n",
           2 * talks);
    bench_line("of that its mediator, before the room comes",
               (double)(before.rss_kb - empty) / (double)(2 * talks), "kB", 0,
               false);
    bench_line("a room, all told",
               (double)(after.rss_kb - empty) / (double)(2 * talks), "kB", 28,
               false);
    bench_host_stop(&h);
    return 0;
}
