/*
 * Any bytes as a scenario file: either it has mistakes, or what is printed of
 * it reads back as the same, and so do the briefs it is split into.
 */
#include "sim/scenario/scenario_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_scenario: %s\n", what);
    abort();
}

/* Print, read, print: the same bytes. What does not fit a file any more, since
 * JSON is longer, is left alone. */
static void keep_form(const struct scenario *s)
{
    struct buffer once, twice;
    struct arena arena;
    struct diags diags;
    struct scenario *again = NULL;
    buffer_init(&once);
    buffer_init(&twice);
    arena_init(&arena, 0);
    diags_init(&diags);
    demand(scenario_print(s, &once), "printing failed");
    enum err e =
        scenario_read(buffer_bytes(&once), NULL, &arena, &again, &diags);
    if (e)
        demand(diags.count > 0 && diags.list[0].code == MISTAKE_TOO_LARGE,
               "what was printed cannot be read");
    else
        demand(scenario_print(again, &twice) &&
                   bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)),
               "printed otherwise");
    diags_fini(&diags);
    arena_fini(&arena);
    buffer_fini(&once);
    buffer_fini(&twice);
}

static void split(const struct scenario *whole, struct arena *arena)
{
    for (uint8_t i = 0; i <= whole->room_count; i++) {
        struct brief who = {.role = BRIEF_ROOM, .self = i};
        if (i == whole->room_count)
            who = (struct brief){.role = BRIEF_MEDIATOR};
        struct scenario *brief;
        brief_keys(&who, whole);
        demand(!scenario_split(whole, &who, arena, &brief), "split failed");
        demand(brief->seed == 0, "a brief with a seed");
        keep_form(brief);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    enum err e =
        scenario_read((struct bytes){data, size}, "fuzz", &arena, &s, &diags);
    demand(e == ERR_OK || e == ERR_SCENARIO, "another error");
    demand((e == ERR_OK) == (diags.count == diags.doubts), "mistakes or not");
    demand((s != NULL) == (e == ERR_OK), "a scenario or not");
    for (uint32_t i = 0; i < diags.count; i++)
        demand(diags.list[i].place.line > 0 && diags.list[i].place.column > 0,
               "a mistake without a place");
    if (s) {
        keep_form(s);
        if (s->brief.role == BRIEF_WHOLE)
            split(s, &arena);
    }
    diags_fini(&diags);
    arena_fini(&arena);
    return 0;
}
