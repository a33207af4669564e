/*
 * Open load where the mediator stops walking when nothing waits (a polling
 * system with a stopping server: Eisenberg 1994). There is no closed form for
 * three rooms, so what is expected comes from another simulation: of the queues
 * alone, with its own chance and the C library's logarithm. Times are in
 * minutes.
 */
#include "tests/rig/theory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define N     3
#define QUEUE 65536
#define LOADS                                                                  \
    "a: { every: 6m, mediator_only: true }, "                                  \
    "b: { every: 20m, mediator_only: true }, "                                 \
    "c: { every: 10m, mediator_only: true }"

static const double rate[N] = {1 / 6.0, 1 / 20.0, 1 / 10.0};
static const double walk[N] = {1, 3, 2};

struct other {
    uint64_t chance;
    double now, walked, next[N];
    double came[N][QUEUE]; /* a ring: from..to */
    unsigned from[N], to[N];
    double sum[N];
    unsigned count[N];
};

/* Steele, Lea and Flood (2014). */
static double uniform(struct other *s)
{
    uint64_t z = s->chance += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return ((double)(z >> 11) + 0.5) / 9007199254740992.0;
}

static double exponential(struct other *s, double mean)
{
    return -mean * log(uniform(s));
}

static void come(struct other *s)
{
    for (int i = 0; i < N; i++)
        while (s->next[i] <= s->now) {
            s->came[i][s->to[i]++ % QUEUE] = s->next[i];
            s->next[i] += exponential(s, 1 / rate[i]);
        }
}

static unsigned waiting(const struct other *s, int room)
{
    return s->to[room] - s->from[room];
}

static bool others_wait(const struct other *s, int room)
{
    for (int i = 0; i < N; i++)
        if (i != room && waiting(s, i) > 0)
            return true;
    return false;
}

static void serve(struct other *s, int room, bool gate, double warm)
{
    unsigned most = gate ? waiting(s, room) : UINT32_MAX;

    while (most-- > 0 && waiting(s, room) > 0) {
        if (s->now >= warm) {
            s->sum[room] += s->now - s->came[room][s->from[room] % QUEUE];
            s->count[room]++;
        }
        s->from[room]++;
        s->now += exponential(s, 1);
        come(s);
    }
}

/* One replication: a visit, and then the next room if anything waits there or
 * further on; else whatever comes first. */
static void play(struct other *s, uint64_t seed, bool gate, bool stops,
                 double warm, double end)
{
    int room = 0;

    memset(s, 0, sizeof(*s));
    s->chance = seed * UINT64_C(0x632be59bd9b4e019);
    for (int i = 0; i < N; i++)
        s->next[i] = exponential(s, 1 / rate[i]);
    while (s->now < end) {
        serve(s, room, gate, warm);
        while (stops && !others_wait(s, room)) {
            if (waiting(s, room) == 0) {
                s->now = fmin(s->next[0], fmin(s->next[1], s->next[2]));
                come(s);
            }
            serve(s, room, gate, warm);
        }
        if (s->now >= warm)
            s->walked += walk[room];
        s->now += walk[room];
        room = (room + 1) % N;
        come(s);
    }
}

struct means {
    double mean[N + 1], error[N + 1]; /* waits; then the share of walking */
};

static void simulate(bool gate, bool stops, struct means *out)
{
    static struct other s;
    double x, sum[N + 1] = {0}, squares[N + 1] = {0}, runs = 60;

    for (int n = 0; n < (int)runs; n++) {
        play(&s, (uint64_t)n + 1, gate, stops, 600, 60000);
        for (int i = 0; i <= N; i++) {
            x = i < N ? s.sum[i] / s.count[i] : s.walked / (s.now - 600);
            sum[i] += x;
            squares[i] += x * x;
        }
    }
    for (int i = 0; i <= N; i++) {
        out->mean[i] = sum[i] / runs;
        out->error[i] = sqrt((squares[i] / runs - out->mean[i] * out->mean[i]) /
                             (runs - 1));
    }
}

/* Two means that both have an error. */
static void alike(const char *what, struct queues_mean got, double mean,
                  double error)
{
    assert_true(error < 0.01 * mean);
    got.error = sqrt(got.error * got.error + error * error);
    theory_agrees(what, got, mean);
}

static double check(const char *service, bool gate, bool stops)
{
    char text[200];
    struct means m;
    struct traffic_run *t;
    double first;

    snprintf(text, sizeof(text),
             "as: shuttle, idle: %s, service: %s, item: 1m, "
             "item_as: exponential, times: { a-b: 1m, b-c: 3m, c-a: 2m }",
             stops ? "park" : "walk", service);
    t = theory_run(text, LOADS, N, 400);
    simulate(gate, stops, &m);
    for (uint8_t i = 0; i < N; i++)
        alike(service, theory_wait(t, i, QUEUES_QUEUE), m.mean[i], m.error[i]);
    alike("share of walking", theory_figure(t, 0, QUEUES_WALKING), m.mean[N],
          m.error[N]);
    first = theory_wait(t, 0, QUEUES_QUEUE).mean;
    theory_end(t);
    return first;
}

static void exhaustive__park__as_the_other_simulation(void **state)
{
    double park = check("exhaustive", false, true);
    double walks = check("exhaustive", false, false);

    (void)state;
    assert_true(park < 0.9 * walks); /* to park and to walk on are not alike */
}

static void gated__park__as_the_other_simulation(void **state)
{
    (void)state;
    check("gated", true, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exhaustive__park__as_the_other_simulation),
        cmocka_unit_test(gated__park__as_the_other_simulation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
