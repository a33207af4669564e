#include "tests/rig/theory.h"

#include "sim/scenario/scenario_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE_US 60e6
#define WARM_UP   "5h"

/* The run with what it was read from. */
struct theory {
    struct traffic_run run; /* first: theory_end has this one's address */
    struct arena arena;
};

struct traffic_run *theory_run(const char *walk, const char *loads, int rooms,
                               int hours)
{
    struct theory *t = calloc(1, sizeof(*t));
    struct traffic_plan plan = {.first_seed = 1};
    struct scenario *whole = NULL;
    struct diag diag = {.message = ""};
    struct diags mistakes;
    char text[2048];

    assert_non_null(t);
    snprintf(text, sizeof(text),
             "scenario: 1\nrooms: { a: {}, b: {}%s }\n"
             "mediators: { m: { relay: { walk: { %s }, hold: forward } } }\n"
             "rounds: [{ a: [{ say: \"x\" }] }]\n"
             "traffic: { warm_up: " WARM_UP ", length: %dh, "
             "replications: %d, rooms: { %s } }\n",
             rooms > 2 ? ", c: {}" : "", walk, hours, THEORY_REPLICATIONS,
             loads);
    arena_init(&t->arena, 0);
    diags_init(&mistakes);
    if (scenario_read(bytes_of(text), NULL, &t->arena, &whole, &mistakes))
        fail_msg("%s: %s", text,
                 mistakes.count ? mistakes.list[0].message : "no memory");
    diags_fini(&mistakes);
    plan.whole = whole;
    if (traffic_run(&t->run, &plan, &diag))
        fail_msg("%s", diag.message);
    return &t->run;
}

void theory_end(struct traffic_run *run)
{
    struct theory *t = (struct theory *)(void *)run;

    traffic_fini(run);
    arena_fini(&t->arena);
    free(t);
}

static struct queues_mean scaled(struct queues_mean m, double unit)
{
    m.mean /= unit;
    m.error /= unit;
    return m;
}

struct queues_mean theory_wait(const struct traffic_run *t, uint8_t room,
                               enum queues_wait what)
{
    return scaled(queues_mean(&t->report, queues_pick_wait, room, (int)what),
                  MINUTE_US);
}

struct queues_mean theory_figure(const struct traffic_run *t, uint8_t room,
                                 enum queues_figure what)
{
    struct queues_mean m =
        queues_mean(&t->report, queues_pick_figure, room, (int)what);

    return what == QUEUES_CYCLE ? scaled(m, MINUTE_US) : m;
}

void theory_agrees(const char *what, struct queues_mean got, double expected)
{
    double off = fabs(got.mean - expected);

    print_message("  %-48s %9.5f ±%8.5f  expected %9.5f  (%+.1f errors)\n",
                  what, got.mean, got.error, expected,
                  got.error > 0 ? (got.mean - expected) / got.error : 0);
    assert_true(got.count >= 30);
    if (!(off <= 4 * got.error + 1e-9 * expected))
        fail_msg("%s: %f errors off", what, off / got.error);
    if (!(got.error < 0.02 * expected))
        fail_msg("%s: the error is %f percent", what,
                 100 * got.error / expected);
}

void theory_sum_agrees(const char *what, const struct traffic_run *t,
                       const double *weight, double expected)
{
    struct queues_mean m = {.count = t->report.replications};
    double square = 0;

    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t n = 0; n < m.count; n++) {
            double sum = 0, wait;
            for (uint8_t r = 0; r < t->scenario.room_count; r++) {
                (void)queues_pick_wait(queues_nth(&t->report, n), r,
                                       QUEUES_QUEUE, &wait);
                sum += weight[r] * wait / MINUTE_US;
            }
            if (pass == 0)
                m.mean += sum / m.count;
            else
                square += (sum - m.mean) * (sum - m.mean);
        }
    }
    m.error = sqrt(square / (m.count - 1) / m.count);
    theory_agrees(what, m, expected);
}
