/*
 * Open load beside formulas: polling systems whose server keeps walking. A room
 * is a queue, the mediator the server, a walk the switch-over; what is handed
 * over is for the mediator alone. Times are in minutes.
 */
#include "tests/rig/theory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define N 3
#define EACH(every)                                                            \
    "a: { every: " every ", mediator_only: true }, "                           \
    "b: { every: " every ", mediator_only: true }, "                           \
    "c: { every: " every ", mediator_only: true }"

/* Takagi (1988), section 1: symmetric systems of N queues; r and d2 are mean
 * and variance of a switch-over, rho the load of all. */
struct symmetric {
    double rate, b, b2, r, d2;
};

static double load_of(const struct symmetric *s)
{
    return N * s->rate * s->b;
}

static double exhaustive(const struct symmetric *s)
{
    double rho = load_of(s);

    return s->d2 / (2 * s->r) +
           (N * s->rate * s->b2 + s->r * (N - rho)) / (2 * (1 - rho));
}

static double gated(const struct symmetric *s)
{
    double rho = load_of(s);

    return s->d2 / (2 * s->r) +
           (N * s->rate * s->b2 + s->r * (N + rho)) / (2 * (1 - rho));
}

static double limited(const struct symmetric *s)
{
    double rho = load_of(s), rate = N * s->rate;

    return s->d2 / (2 * s->r) +
           (rate * s->b2 + s->r * (N + rho) + rate * s->d2) /
               (2 * (1 - rho - rate * s->r));
}

/* Any discipline: the cycle is R / (1 - rho), he walks 1 - rho of the time and
 * takes in each room for its load. */
static void check_time(const struct traffic_run *t, double rho, double walk)
{
    theory_agrees("cycle", theory_figure(t, 1, QUEUES_CYCLE), walk / (1 - rho));
    theory_agrees("walking", theory_figure(t, 0, QUEUES_WALKING), 1 - rho);
    theory_agrees("taking", theory_figure(t, 0, QUEUES_BUSY), rho);
}

static void symmetric__exhaustive__takagi(void **state)
{
    struct symmetric s = {.rate = 0.2, .b = 1, .b2 = 2, .r = 1, .d2 = 1};
    struct traffic_run *t =
        theory_run("as: shuttle, idle: walk, service: exhaustive, time: 1m, "
                   "time_as: exponential, item: 1m, item_as: exponential",
                   EACH("5m"), N, 170);

    (void)state;
    for (uint8_t room = 0; room < N; room++)
        theory_agrees("exhaustive, wait", theory_wait(t, room, QUEUES_QUEUE),
                      exhaustive(&s));
    check_time(t, 0.6, 3);
    theory_agrees("exhaustive, taking in a room",
                  theory_figure(t, 2, QUEUES_SERVING), 0.2);
    theory_end(t);
}

static void symmetric__gated__takagi(void **state)
{
    struct symmetric s = {.rate = 0.2, .b = 1, .b2 = 1.5, .r = 1, .d2 = 0};
    struct traffic_run *t =
        theory_run("as: shuttle, idle: walk, service: gated, time: 1m, "
                   "item: 1m, item_as: erlang, item_shape: 2",
                   EACH("5m"), N, 150);

    (void)state;
    for (uint8_t room = 0; room < N; room++)
        theory_agrees("gated, wait", theory_wait(t, room, QUEUES_QUEUE),
                      gated(&s));
    check_time(t, 0.6, 3);
    theory_end(t);
}

static void symmetric__one_limited__takagi(void **state)
{
    struct symmetric s = {.rate = 0.1, .b = 1, .b2 = 2, .r = 1, .d2 = 1.0 / 3};
    struct traffic_run *t =
        theory_run("as: shuttle, idle: walk, service: limited, limit: 1, "
                   "time: 1m, time_as: uniform, item: 1m, "
                   "item_as: exponential",
                   EACH("10m"), N, 400);

    (void)state;
    for (uint8_t room = 0; room < N; room++)
        theory_agrees("1-limited, wait", theory_wait(t, room, QUEUES_QUEUE),
                      limited(&s));
    check_time(t, 0.3, 3);
    theory_end(t);
}

/* An asymmetric system: rooms of different loads, legs of different lengths. */
struct system {
    double rate[N], b[N], b2[N], r[N], r2[N]; /* r[i]: from i to i + 1 */
};

/*
 * Buffer occupancy (Cooper and Murray 1969, Cooper 1970; Takagi 1986, chapters
 * 4 and 5): mean and second factorial moments of what lies in queue j when
 * queue i is polled, by going round until nothing changes. A visit to i lasts
 * as many busy periods (exhaustive) or services (gated) as lie there.
 */
static void occupancy(const struct system *s, bool gate, double *wait)
{
    double f[N] = {0}, g[N][N] = {{0}};

    for (int step = 0; step < 20000; step++) {
        int i = step % N;
        double rho = s->rate[i] * s->b[i], of[N], pair[N][N];
        double v = gate ? s->b[i] : s->b[i] / (1 - rho);
        double v2 =
            gate ? s->b2[i] : s->b2[i] / ((1 - rho) * (1 - rho) * (1 - rho));
        /* The time T from this polling to the next, and the walk in it. */
        double t = f[i] * v + s->r[i];
        double t2 =
            g[i][i] * v * v + f[i] * v2 + 2 * f[i] * v * s->r[i] + s->r2[i];
        double tr = f[i] * v * s->r[i] + s->r2[i];

        if (gate)
            wait[i] = (1 + rho) * g[i][i] / (2 * s->rate[i] * f[i]);
        else
            wait[i] = s->rate[i] * s->b2[i] / (2 * (1 - rho)) +
                      g[i][i] / (2 * s->rate[i] * f[i]);
        for (int j = 0; j < N; j++) {
            bool own = j == i && !gate; /* comings of the walk alone count */
            of[j] = (j == i ? 0 : f[j]) + s->rate[j] * (own ? s->r[i] : t);
            for (int k = 0; k < N; k++) {
                double yj = j == i ? 0 : v * g[j][i] + s->r[i] * f[j];
                double yk = k == i ? 0 : v * g[k][i] + s->r[i] * f[k];
                double both = t2;
                if (!gate && (j == i || k == i))
                    both = j == k ? s->r2[i] : tr;
                if (!gate && k == i)
                    yj = j == i ? 0 : s->r[i] * f[j];
                if (!gate && j == i)
                    yk = k == i ? 0 : s->r[i] * f[k];
                pair[j][k] = (j == i || k == i ? 0 : g[j][k]) +
                             s->rate[k] * yj + s->rate[j] * yk +
                             s->rate[j] * s->rate[k] * both;
            }
        }
        for (int j = 0; j < N; j++) {
            f[j] = of[j];
            for (int k = 0; k < N; k++)
                g[j][k] = pair[j][k];
        }
    }
}

#define UNEQUAL                                                                \
    "a: { every: 4m, mediator_only: true }, "                                  \
    "b: { every: 10m, mediator_only: true }, "                                 \
    "c: { every: 5m, mediator_only: true }"
#define LEGS                                                                   \
    "times: { a-b: 1m, b-c: 3m, c-a: 2m }, item: 1m, "                         \
    "items: { b: 2m, c: 30s }, item_as: exponential"

static const struct system unequal = {
    .rate = {0.25, 0.1, 0.2},
    .b = {1, 2, 0.5},
    .b2 = {2, 8, 0.5},
    .r = {1, 3, 2},
    .r2 = {1, 9, 4},
};

/* Boxma and Groenendijk (1987), theorem 3.2: the pseudo-conservation law for
 * mixes of exhaustive (e), gated (g) and 1-limited (l) queues. weight is what
 * each wait counts; the law's right side is returned. */
static double conserved(const struct system *s, const char *kinds,
                        double *weight)
{
    double rho = 0, walk = 0, walk2 = 0, residual = 0, own = 0, left = 0;

    for (int i = 0; i < N; i++) {
        double load = s->rate[i] * s->b[i];
        rho += load;
        walk2 += s->r2[i] + 2 * walk * s->r[i];
        walk += s->r[i];
        residual += s->rate[i] * s->b2[i];
        own += load * load;
        left += kinds[i] == 'e' ? 0 : load * load;
    }
    for (int i = 0; i < N; i++) {
        weight[i] = s->rate[i] * s->b[i];
        if (kinds[i] == 'l')
            weight[i] *= 1 - s->rate[i] * walk / (1 - rho);
    }
    return rho * residual / (2 * (1 - rho)) + rho * walk2 / (2 * walk) +
           walk / (2 * (1 - rho)) * (rho * rho - own) + walk / (1 - rho) * left;
}

static void check_unequal(const char *walk, const char *kinds, int hours)
{
    double wait[N] = {0}, weight[N];
    double sum = conserved(&unequal, kinds, weight);
    struct traffic_run *t = theory_run(walk, UNEQUAL, N, hours);

    if (kinds[0] == kinds[1] && kinds[0] != 'l') {
        double by_moments = 0;
        occupancy(&unequal, kinds[0] == 'g', wait);
        for (uint8_t i = 0; i < N; i++) {
            theory_agrees(kinds, theory_wait(t, i, QUEUES_QUEUE), wait[i]);
            by_moments += weight[i] * wait[i];
        }
        /* The two theories agree with each other. */
        assert_true(by_moments - sum < 1e-6 && sum - by_moments < 1e-6);
    }
    theory_sum_agrees("pseudo-conservation", t, weight, sum);
    check_time(t, 0.55, 6);
    theory_end(t);
}

static void asymmetric__exhaustive__buffer_occupancy(void **state)
{
    (void)state;
    check_unequal("as: shuttle, idle: walk, service: exhaustive, " LEGS, "eee",
                  250);
}

static void asymmetric__gated__buffer_occupancy(void **state)
{
    (void)state;
    check_unequal("as: shuttle, idle: walk, service: gated, " LEGS, "ggg", 250);
}

/* 1-limited: half the loads, so that one item a visit is enough. */
static void asymmetric__one_limited__pseudo_conservation(void **state)
{
    struct system s = unequal;
    double weight[N], sum;
    struct traffic_run *t;

    (void)state;
    for (int i = 0; i < N; i++)
        s.rate[i] /= 4;
    sum = conserved(&s, "lll", weight);
    t = theory_run("as: shuttle, idle: walk, service: limited, limit: 1, " LEGS,
                   "a: { every: 16m, mediator_only: true }, "
                   "b: { every: 40m, mediator_only: true }, "
                   "c: { every: 20m, mediator_only: true }",
                   N, 600);
    theory_sum_agrees("pseudo-conservation, 1-limited", t, weight, sum);
    check_time(t, 0.55 / 4, 6);
    theory_end(t);
}

/* All three kinds in one system: the first room exhaustive, the second gated,
 * the third 1-limited, at loads that one item a visit can carry there. */
static void mixed__exhaustive_gated_limited__pseudo_conservation(void **state)
{
    struct system s = unequal;
    double weight[N], sum;
    struct traffic_run *t;

    (void)state;
    s.rate[2] = 0.04;
    sum = conserved(&s, "egl", weight);
    t = theory_run("as: shuttle, idle: walk, limit: 1, services: { a: "
                   "exhaustive, b: gated, c: limited }, " LEGS,
                   "a: { every: 4m, mediator_only: true }, "
                   "b: { every: 10m, mediator_only: true }, "
                   "c: { every: 25m, mediator_only: true }",
                   N, 300);
    theory_sum_agrees("pseudo-conservation, mixed", t, weight, sum);
    check_time(t, 0.47, 6);
    theory_end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symmetric__exhaustive__takagi),
        cmocka_unit_test(symmetric__gated__takagi),
        cmocka_unit_test(symmetric__one_limited__takagi),
        cmocka_unit_test(asymmetric__exhaustive__buffer_occupancy),
        cmocka_unit_test(asymmetric__gated__buffer_occupancy),
        cmocka_unit_test(asymmetric__one_limited__pseudo_conservation),
        cmocka_unit_test(mixed__exhaustive_gated_limited__pseudo_conservation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
