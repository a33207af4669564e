/*
 * Any bytes as a scenario file: either its form is in doubt and it is left
 * alone, or what it is made into holds the same keys, values and comments, is
 * the same scenario with as many mistakes, and is not changed a second time.
 */
#include "sim/scenario/format.h"

#include "sim/scenario/scenario_file.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_format: %s\n", what);
    abort();
}

/* As JSON, or nothing; returns how many mistakes it has. */
static uint32_t print(struct bytes text, struct buffer *out)
{
    struct arena arena;
    struct diags diags;
    struct scenario *s = NULL;
    arena_init(&arena, 0);
    diags_init(&diags);
    if (!scenario_read(text, NULL, &arena, &s, &diags))
        demand(scenario_print(s, out), "printing failed");
    uint32_t mistakes = diags.count;
    diags_fini(&diags);
    arena_fini(&arena);
    return mistakes;
}

static enum err format(struct bytes text, struct buffer *out)
{
    struct diags diags;
    diags_init(&diags);
    enum err e = scenario_format(text, &diags, out);
    demand((diags.count > 0) == (e == ERR_SCENARIO), "mistakes or not");
    diags_fini(&diags);
    return e;
}

static void compare(struct bytes text, struct bytes made)
{
    struct buffer before, after, twice;
    buffer_init(&before);
    buffer_init(&after);
    buffer_init(&twice);
    uint32_t had = print(text, &before);
    uint32_t has = print(made, &after);
    demand((had == 0) == (has == 0), "mistakes came or went");
    demand(bytes_equal(buffer_bytes(&before), buffer_bytes(&after)),
           "another scenario");
    demand(!format(made, &twice), "cannot be formatted again");
    demand(bytes_equal(made, buffer_bytes(&twice)), "changed a second time");
    buffer_fini(&before);
    buffer_fini(&after);
    buffer_fini(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes text = {data, size};
    struct buffer made;
    buffer_init(&made);
    enum err e = format(text, &made);
    demand(e == ERR_OK || e == ERR_SCENARIO || e == ERR_TOO_LONG,
           "another error");
    if (!e)
        compare(text, buffer_bytes(&made));
    buffer_fini(&made);
    return 0;
}
