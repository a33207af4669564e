/*
 * Any bytes as a condition, the first of them who it is for. A mistake has a
 * message and a column of the source; what is read can be judged, whatever is
 * known.
 */
#include "shuttle/condition.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_condition: %s\n", what);
    abort();
}

static bool look(const void *arg, enum condition_function f, uint8_t a,
                 uint8_t b, int64_t *value)
{
    unsigned int known = *(const unsigned int *)arg;
    *value = (int64_t)f * 7 + a * 3 + b;
    return known >> ((unsigned int)f + a + b) % 3u & 1u;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct option options[2][2] = {{{"low", NULL}, {"high", NULL}},
                                          {{"here", NULL}, {"there", NULL}}};
    static struct issue issues[] = {
        {.id = "price", .options = options[0], .option_count = 2},
        {.id = "place",
         .options = options[1],
         .option_count = 2,
         .unordered = true},
    };
    static const struct agenda agenda = {issues, 2};
    static const char *const rooms[] = {"us", "iran"};
    static const char *const events[] = {"leak"};
    if (size == 0)
        return 0;
    struct condition_names names = {.agenda = &agenda,
                                    .rooms = rooms,
                                    .room_count = 2,
                                    .events = events,
                                    .event_count = 1,
                                    .who = data[0] & 1u ? 'R' : 'M'};
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition c;
    struct diag diag = {.message = ""};
    enum err e = condition_parse(&c, steps, (struct bytes){data + 1, size - 1},
                                 &names, &diag);
    if (e) {
        demand(c.count == 0, "ops in spite of a mistake");
        demand(diag.message[0] != '\0', "no message");
        demand(diag.column >= 1 && diag.column <= size, "a column outside");
        return 0;
    }
    demand(c.count > 0, "nothing was read");
    for (unsigned int known = 0; known < 8; known++)
        condition_holds(&c, look, &known);
    return 0;
}
