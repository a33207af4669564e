/*
 * Open load beside formulas: from handing over to telling, carrying capacity,
 * and dispatch of batches. One room hands over, another is told. Times are in
 * minutes.
 */
#include "tests/rig/theory.h"

#include <complex.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* He walks for ever, r from room to room, and taking costs no time: he comes
 * every 2 r, so an item waits r in the mean (the mean residual of 2 r), and is
 * told r after that. The comings see no more than the clock: exactly so. */
static void going_round__taking_at_once__two_walks(void **state)
{
    struct traffic_run *t =
        theory_run("as: shuttle, idle: walk, time: 5m",
                   "a: { every: 2m }, b: { every: 6m }", 2, 60);

    (void)state;
    for (uint8_t room = 0; room < 2; room++) {
        theory_agrees("handed over to taken",
                      theory_wait(t, room, QUEUES_TAKING), 5);
        theory_agrees("handed over to told", theory_wait(t, room, QUEUES_WHOLE),
                      10);
        theory_agrees("coming to coming", theory_figure(t, room, QUEUES_CYCLE),
                      10);
    }
    theory_end(t);
}

/* Gated, symmetric, fixed walks r. The wait W is Takagi's (1988). Of the K
 * items of a visit, the one taken mth is told when the other K - m are taken
 * and the walk is done: in the mean b E[K (K - 1)] / (2 E[K]) + r. At the
 * polling instant E[K (K - 1)] = lambda^2 E[C^2], and W = (1 + rho1) E[C^2] /
 * (2 E[C]), so that this is rho1 W / (1 + rho1) + r, with rho1 the load of one
 * room. */
static void gated__two_rooms__taken_to_told(void **state)
{
    double rate = 0.25, b = 1, b2 = 2, r = 1, rho = 0.5;
    double wait = (2 * rate * b2 + r * (2 + rho)) / (2 * (1 - rho));
    double telling = rho / 2 * wait / (1 + rho / 2) + r;
    struct traffic_run *t = theory_run(
        "as: shuttle, idle: walk, service: gated, time: 1m, item: 1m, "
        "item_as: exponential",
        "a: { every: 4m }, b: { every: 4m }", 2, 220);

    (void)state;
    for (uint8_t room = 0; room < 2; room++) {
        theory_agrees("gated, wait", theory_wait(t, room, QUEUES_QUEUE), wait);
        theory_agrees("gated, taken to told",
                      theory_wait(t, room, QUEUES_TELLING), telling);
        theory_agrees("gated, handed over to told",
                      theory_wait(t, room, QUEUES_WHOLE), wait + b + telling);
        theory_agrees("gated, told and on the way (Little)",
                      theory_figure(t, room, QUEUES_HAND), rate * telling);
    }
    theory_end(t);
}

/* Bailey (1954): service in bulk, at most c at each coming. With m comings of
 * items between two of his, X before he takes has the mean
 *   m + sum over s of 1 / (1 - z_s) - (c (c - 1) - m^2) / (2 (c - m))
 * where z_s are the c - 1 roots of z^c = exp(m (z - 1)) inside the unit circle.
 * Seen at any time the queue is m / 2 shorter, and Little's law gives the wait.
 */
static double bailey(int c, double m)
{
    double complex sum = 0;

    for (int s = 1; s < c; s++) {
        double complex turn =
                           cexp((double complex)I * (2 * acos(-1.0) * s / c)),
                       z = 0;
        for (int n = 0; n < 10000; n++)
            z = turn * cexp(m * (z - 1) / c);
        assert_true(cabs(cpow(z, c) - cexp(m * (z - 1))) < 1e-9);
        sum += 1 / (1 - z);
    }
    return m + creal(sum) - (c * (c - 1) - m * m) / (2 * (c - m));
}

static void carry_so_many(int c, const char *every, double m, int hours)
{
    char walk[128], load[64];
    double queue = bailey(c, m) - m / 2;
    struct traffic_run *t;

    snprintf(walk, sizeof(walk),
             "as: shuttle, idle: walk, time: 5m, capacity: %d", c);
    snprintf(load, sizeof(load), "a: { every: %s }", every);
    t = theory_run(walk, load, 2, hours);
    theory_agrees("Bailey, items in the tray", theory_figure(t, 0, QUEUES_TRAY),
                  queue);
    theory_agrees("Bailey, handed over to taken",
                  theory_wait(t, 0, QUEUES_TAKING), queue * 10 / m);
    theory_agrees("Bailey, handed over to told",
                  theory_wait(t, 0, QUEUES_WHOLE), queue * 10 / m + 5);
    theory_end(t);
}

static void capacity__of_one__bailey(void **state)
{
    (void)state;
    carry_so_many(1, "20m", 0.5, 1300);
}

static void capacity__of_four__bailey(void **state)
{
    (void)state;
    carry_so_many(4, "200s", 3, 600);
}

/* P(N >= k) of a Poisson count with this mean. */
static double at_least(int k, double mean)
{
    double term = exp(-mean), sum = 1;

    for (int n = 0; n < k; n++) {
        sum -= term;
        term *= mean / (n + 1);
    }
    return sum;
}

/*
 * No walk costs time, and he goes when n items are there or the first of them
 * is T old (T < 0: never). A batch is its first and those that come in the next
 * T, up to n - 1 of them; k items are there for P(N(T) >= k) / rate of its
 * life, so the mean wait is the sum of these times k over the mean size
 * (renewal reward; for n alone (n - 1) / (2 rate)).
 */
static double batch_wait(int n, double T, double rate)
{
    double waited = 0, size = 1;

    for (int k = 1; k < n; k++) {
        double reached = T < 0 ? 1 : at_least(k, rate * T);
        waited += k * reached / rate;
        size += reached;
    }
    return waited / size;
}

static void hold_until(const char *hold, double wait, int hours)
{
    char walk[128];
    struct traffic_run *t;

    snprintf(walk, sizeof(walk), "as: shuttle, time: 0, %s", hold);
    t = theory_run(walk, "a: { every: 1m }", 2, hours);
    theory_agrees(hold, theory_wait(t, 0, QUEUES_WHOLE), wait);
    theory_end(t);
}

static void hold__until_five__half_the_others(void **state)
{
    (void)state;
    assert_true(fabs(batch_wait(5, -1, 1) - 2) < 1e-12);
    hold_until("until_items: 5", 2, 60);
}

static void hold__until_a_time__first_and_half(void **state)
{
    double T = 6;
    double closed = (T + T * T / 2) / (1 + T);

    (void)state;
    assert_true(fabs(batch_wait(200, T, 1) - closed) < 1e-9);
    hold_until("until_time: 6m", closed, 60);
}

static void hold__until_five_or_a_time__renewal_reward(void **state)
{
    (void)state;
    hold_until("until_items: 5, until_time: 3m", batch_wait(5, 3, 1), 60);
}

/* Exchanges every T, where both rooms have something or nothing is opened. A
 * room has nothing of one interval with probability pa or pb; after an exchange
 * that did not come about one room has something for certain. The states after
 * an exchange, nothing left, only a's left, only b's left, are in balance as 1,
 * A and B below. What comes to a waits T / 2 for the next exchange, and T for
 * every one at which b has nothing: not at all when b's were left, else pb +
 * pb^2 + ... of them. */
static void exchange__two_rooms__empty_trays(void **state)
{
    double T = 30, pa = exp(-T / 12), pb = exp(-T / 20);
    double A = pb * (1 - pa) / (1 - pb), B = pa * (1 - pb) / (1 - pa);
    double all = 1 + A + B;
    double a = T / 2 + T * (1 - B / all) * pb / (1 - pb);
    double b = T / 2 + T * (1 - A / all) * pa / (1 - pa);
    struct traffic_run *t =
        theory_run("as: exchange, every: 30m",
                   "a: { every: 12m }, b: { every: 20m }", 2, 300);

    (void)state;
    theory_agrees("exchange, a", theory_wait(t, 0, QUEUES_WHOLE), a);
    theory_agrees("exchange, b", theory_wait(t, 1, QUEUES_WHOLE), b);
    theory_end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(going_round__taking_at_once__two_walks),
        cmocka_unit_test(gated__two_rooms__taken_to_told),
        cmocka_unit_test(capacity__of_one__bailey),
        cmocka_unit_test(capacity__of_four__bailey),
        cmocka_unit_test(hold__until_five__half_the_others),
        cmocka_unit_test(hold__until_a_time__first_and_half),
        cmocka_unit_test(hold__until_five_or_a_time__renewal_reward),
        cmocka_unit_test(exchange__two_rooms__empty_trays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
