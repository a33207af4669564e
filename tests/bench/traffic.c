/*
 * Open load: time and memory of `shuttle traffic` with ten million items of 64
 * bytes, a mediator who goes round between two rooms, 30 replications on all
 * cores. The memory must not grow with the items.
 *
 * Usage: traffic [thousands of items]
 */
#include "sim/runtime/traffic.h"
#include "tests/rig/bench.h"

#include "sim/scenario/scenario_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define REPLICATIONS 30u
#define A_MINUTE     30u /* items a minute that both rooms hand over */

/* The whole run: rooms that hand over an item every 4 seconds. */
static const char scenario[] =
    "scenario: 1\nrooms: { a: {}, b: {} }\n"
    "mediators: { m: { relay: { hold: forward, walk: { as: shuttle, "
    "idle: walk, time: 1s, item: 1s, item_as: exponential } } } }\n"
    "rounds: [{ a: [{ say: \"x\" }] }]\n"
    "traffic: { length: %lum, replications: %u, "
    "rooms: { a: { every: 4s }, b: { every: 4s } } }\n";

static uint64_t handed(const struct queues_report *r)
{
    uint64_t sum = 0;

    for (uint32_t n = 0; n < r->replications; n++)
        for (uint8_t room = 0; room < 2; room++)
            sum += queues_nth(r, n)->room[room].handed;
    return sum;
}

int main(int argc, char **argv)
{
    unsigned long thousands = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    struct traffic_plan plan = {.first_seed = 1};
    struct scenario *whole = NULL;
    struct diag diag = {.message = ""};
    struct diags mistakes;
    struct traffic_run run;
    struct rusage used, own;
    struct arena arena;
    char text[1024];
    double start = bench_now_us(), took, items;

    snprintf(text, sizeof(text), scenario,
             1 + thousands * 1000 / REPLICATIONS / A_MINUTE, REPLICATIONS);
    arena_init(&arena, 0);
    diags_init(&mistakes);
    if (scenario_read(bytes_of(text), NULL, &arena, &whole, &mistakes))
        bench_die(mistakes.list[0].message);
    plan.whole = whole;
    if (traffic_run(&run, &plan, &diag))
        bench_die(diag.message);
    took = bench_now_us() - start;
    items = (double)handed(&run.report);
    (void)getrusage(RUSAGE_CHILDREN, &used);
    (void)getrusage(RUSAGE_SELF, &own);
    printf("Open load, one mediator who walks between two rooms, %.0f items\n",
           items);
    bench_line("time", took / 1e6, "s", 0, false);
    bench_line(
        "processor's time an item",
        ((double)used.ru_utime.tv_sec * 1e6 + (double)used.ru_utime.tv_usec) /
            items,
        "us", 0, false);
    bench_line("largest worker, resident", (double)used.ru_maxrss / 1024, "MB",
               16, false);
    bench_line("the command itself, resident", (double)own.ru_maxrss / 1024,
               "MB", 16, false);
    traffic_fini(&run);
    diags_fini(&mistakes);
    arena_fini(&arena);
    return 0;
}
