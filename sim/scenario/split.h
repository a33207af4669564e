/* Inside the splitting of a scenario into briefs. */
#ifndef SCENARIO_SPLIT_H
#define SCENARIO_SPLIT_H

#include "shuttle/cue.h"
#include "sim/scenario/scenario_file.h"

struct splitter {
    const struct scenario *whole;
    struct scenario *out;
    struct arena *arena;
    bool failed;
};

/* A copy in the arena; NULL for nothing, or when memory is out. */
void *split_copy(struct splitter *sp, const void *from, size_t count,
                 size_t size);
/* The handle under which the brief's owner knows a line of another party: lines
 * are those of its round. 0 when it is never told of it. */
uint64_t split_handle(struct splitter *sp, const struct lines *lines,
                      const struct ref *ref);
/* Once all else was copied: the facts, what own lines and events carry of them,
 * and handles of others' lines. */
void split_facts(struct splitter *sp);

/* In a mediator's brief: lines that its hold names. */
void split_sequence(struct splitter *sp);

/* After that, in a room's brief: of the events those that its own lines, its
 * shifts and its facts name, and no others. */
void split_events(struct splitter *sp);

#endif
