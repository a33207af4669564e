/*
 * invent NUMBER FILE: write the made-up talks of this number to a file, and
 * print the relay design of the same number. Exit 1 when the talks are no valid
 * scenario; `-v` as third argument says why.
 */
#include "sim/scenario/scenario_file.h"
#include "tests/rig/invent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct invented talks;

int main(int argc, char **argv)
{
    uint64_t number = argc > 2 ? strtoull(argv[1], NULL, 10) : 0;
    char design[INVENT_DESIGN];
    struct scenario *s;
    struct arena arena;
    struct diags diags;
    FILE *file;
    enum err e;

    if (argc < 3)
        return 2;
    invent(&talks, number);
    invent_close(&talks);
    file = fopen(argv[2], "w");
    if (!file || fputs(talks.text, file) < 0 || fclose(file))
        return 2;
    arena_init(&arena, 0);
    diags_init(&diags);
    e = scenario_read(bytes_of(talks.text), NULL, &arena, &s, &diags);
    for (size_t n = 0; e && argc > 3 && n < diags.count; n++)
        fprintf(stderr, "%u:%u: %s\n", diags.list[n].place.line,
                diags.list[n].place.column, diags.list[n].message);
    invent_design(design, number, false, talks.rooms);
    puts(design);
    diags_fini(&diags);
    arena_fini(&arena);
    return e ? 1 : 0;
}
