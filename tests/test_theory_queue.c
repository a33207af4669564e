/* Open load beside formulas: one room whose mediators never leave it. */
#include "tests/rig/theory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LOAD "a: { every: 2m, mediator_only: true }"

/* Pollaczek (1930), Khinchine (1932): the wait in M/G/1 is lambda b2 / (2 (1 -
 * rho)). Here lambda is 1/2, b is 1 and rho 1/2, so it is b2 / 2. */
static void single(const char *item, double second, bool gated)
{
    char walk[200];
    struct traffic_run *t;

    snprintf(walk, sizeof(walk),
             "as: shuttle, service: %s, item: 1m, time: 9m, %s",
             gated ? "gated" : "exhaustive", item);
    t = theory_run(walk, LOAD, 2, 170);
    theory_agrees("M/G/1, wait", theory_wait(t, 0, QUEUES_QUEUE), second / 2);
    theory_agrees("M/G/1, wait and service", theory_wait(t, 0, QUEUES_TAKING),
                  second / 2 + 1);
    theory_agrees("M/G/1, number in the tray (Little 1961)",
                  theory_figure(t, 0, QUEUES_TRAY), second / 4 + 0.5);
    theory_agrees("M/G/1, busy", theory_figure(t, 0, QUEUES_BUSY), 0.5);
    theory_end(t);
}

static void one_room__fixed_service__pollaczek_khinchine(void **state)
{
    (void)state;
    single("item_as: fixed", 1, false);
}

static void one_room__exponential_service__pollaczek_khinchine(void **state)
{
    (void)state;
    single("item_as: exponential", 2, false);
}

static void one_room__erlang_service__pollaczek_khinchine(void **state)
{
    (void)state;
    single("item_as: erlang, item_shape: 3", 4.0 / 3, true);
}

static void one_room__uniform_service__pollaczek_khinchine(void **state)
{
    (void)state;
    single("item_as: uniform, item_spread: 60", 1 + 0.36 / 3, false);
}

/* Bursts of geometric size, mean g: M^X/G/1 (Gaver 1959). An item waits for the
 * first of its burst as in M/G/1 whose customers are bursts, and for those
 * before it: the burst that an item is in has (E[X^2] / g - 1) / 2 before it in
 * the mean, which for geometric sizes is g - 1. A burst's service has the mean
 * g and, with fixed items of 1 minute, the second moment g (2 g - 1). */
static void one_room__bursts__batch_arrivals(void **state)
{
    double g = 3, rate = 1 / 6.0;
    struct traffic_run *t = theory_run(
        "as: shuttle, service: exhaustive, item: 1m",
        "a: { every: 6m, burst: 3, burst_as: geometric, mediator_only: true }",
        2, 400);

    (void)state;
    theory_agrees("M^X/D/1, wait", theory_wait(t, 0, QUEUES_QUEUE),
                  rate * g * (2 * g - 1) / (2 * (1 - rate * g)) + g - 1);
    theory_end(t);
}

/* Even comings, one every 2 minutes, and fixed service of 1: nobody waits. */
static void one_room__even_comings__no_wait(void **state)
{
    struct traffic_run *t =
        theory_run("as: shuttle, item: 1m",
                   "a: { every: 2m, as: even, mediator_only: true }", 2, 20);
    struct queues_mean wait = theory_wait(t, 0, QUEUES_QUEUE);

    (void)state;
    assert_true(wait.mean == 0 && wait.error == 0);
    theory_end(t);
}

/* Cobham (1954): non-preemptive priorities. Both classes have exponential
 * service of 1 minute; the residual service is R = lambda b2 / 2 = rho. The
 * urgent wait R / (1 - rho1), the others R / ((1 - rho1) (1 - rho)). */
static void urgent_items__one_room__cobham(void **state)
{
    double rho = 0.6, first = 0.3 * rho;
    struct traffic_run *t = theory_run(
        "as: shuttle, service: exhaustive, item: 1m, item_as: exponential",
        "a: { every: 100s, urgent: 30, mediator_only: true }", 2, 260);

    (void)state;
    theory_agrees("Cobham, urgent", theory_wait(t, 0, QUEUES_URGENT),
                  rho / (1 - first));
    theory_agrees("Cobham, the others", theory_wait(t, 0, QUEUES_ORDINARY),
                  rho / ((1 - first) * (1 - rho)));
    theory_end(t);
}

/* Erlang (1917): M/M/n. lambda is 2 a minute, the mean service 1 minute, three
 * of a team. */
static void team_of_three__one_room__erlang_c(void **state)
{
    double a = 2, sum = 1 + a + a * a / 2, last = a * a * a / 6 * 3 / (3 - a);
    double waits = last / (sum + last);
    struct traffic_run *t = theory_run(
        "as: shuttle, service: exhaustive, item: 1m, item_as: exponential, "
        "carriers: 3, start: \"a a a\"",
        "a: { every: 30s, mediator_only: true }", 2, 140);

    (void)state;
    theory_agrees("Erlang C, wait", theory_wait(t, 0, QUEUES_QUEUE),
                  waits / (3 - a));
    theory_agrees("Erlang C, busy of each", theory_figure(t, 0, QUEUES_BUSY),
                  a / 3);
    theory_end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_room__fixed_service__pollaczek_khinchine),
        cmocka_unit_test(one_room__exponential_service__pollaczek_khinchine),
        cmocka_unit_test(one_room__erlang_service__pollaczek_khinchine),
        cmocka_unit_test(one_room__uniform_service__pollaczek_khinchine),
        cmocka_unit_test(one_room__bursts__batch_arrivals),
        cmocka_unit_test(one_room__even_comings__no_wait),
        cmocka_unit_test(urgent_items__one_room__cobham),
        cmocka_unit_test(team_of_three__one_room__erlang_c),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
