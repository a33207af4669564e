/* A list of mistakes, each with its place in the file. */
#ifndef SCENARIO_DIAG_H
#define SCENARIO_DIAG_H

#include "shuttle/bytes.h"
#include "shuttle/limits.h"
#include "shuttle/memory.h"
#include "shuttle/scenario.h"
#include "sim/scenario/mistakes.h"

#include <stdio.h>

/* A file beside the scenario. */
struct diag_source {
    const char *name; /* both borrowed from the arena of the scenario */
    struct bytes text;
};

struct diag_entry {
    enum mistake code;
    uint8_t source; /* 0: the scenario itself; else number of a source, from 1
                     */
    struct place place;
    uint32_t order;      /* in which they were found */
    const char *message; /* in the list's arena; one line */
};

/* Plain data; at most SCENARIO_DIAGS_MAX entries. */
struct diags {
    struct diag_entry *list; /* in the arena */
    uint32_t count;
    uint32_t dropped; /* found after the list was full */
    bool doubt;       /* set before reading: look for warnings, too */
    bool strict;      /* warnings are printed as errors */
    uint32_t doubts;  /* how many of the list are warnings */
    bool failed;      /* memory ran out: the list may lack some */
    struct diag_source sources[ROOMS_MAX];
    uint8_t source_count;
    uint8_t source; /* what is found now is in this one; 0: the scenario */
    struct arena arena;
};

void diags_init(struct diags *d);
void diags_fini(struct diags *d);

/* What is added from now on is found in a file beside the scenario; until
 * diags->source is set to 0. Not more than ROOMS_MAX of them. */
void diags_begin_source(struct diags *d, const char *name, struct bytes text);
/* Add one. A second mistake of the same code at the same place is not kept. */
void diags_add(struct diags *d, enum mistake code, struct place place,
               const char *format, ...) __attribute__((format(printf, 4, 5)));
bool diags_full(const struct diags *d);
/* By file and place, then in the order in which they were found. */
void diags_sort(struct diags *d);

/* The path of the file that a mistake is in, given that of the scenario. */
void diags_path(const struct diags *d, const struct diag_entry *e,
                const char *file, char *out, size_t capacity);
/* A warning: what has no others is accepted. */
bool mistake_is_doubt(enum mistake code);
/* "DUPLICATE_KEY", what it is, what to do; the code must be in the table. */
const char *mistake_name(enum mistake code);
const char *mistake_text(enum mistake code);
const char *mistake_help(enum mistake code);

/* Print the list for people: "file:line:col: error[S014]: message" or "...
 * warning[S080]: ...", the source line, a caret (none where text runs right to
 * left, since it would stand in the wrong place), help. */
void diags_print(const struct diags *d, const char *file, struct bytes source,
                 FILE *out);

#endif
