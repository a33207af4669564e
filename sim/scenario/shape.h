/*
 * What a value of each type looks like: which map it is or holds, whether its
 * words stand in quotes, and its JSON Schema. `format` and `schema` follow it.
 */
#ifndef SCENARIO_SHAPE_H
#define SCENARIO_SHAPE_H

#include "sim/scenario/schema.h"

enum quotes {
    QUOTES_KEEP,  /* as the author has it */
    QUOTES_NEVER, /* ids, words, numbers, durations */
    QUOTES_ALWAYS /* prose and conditions */
};

enum nest {
    NEST_NONE,
    NEST_SELF, /* a map may stand here whose keys are those of `where` */
    NEST_MAP,  /* a map of ids to such maps */
    NEST_LIST, /* a list of such maps */
};

struct shape {
    enum nest nest;
    enum where where;
    enum quotes quotes;        /* of a single value, and of a list's entries */
    enum quotes values_quotes; /* of the values of a map */
    unsigned int most;         /* entries of a map or list; 0: no limit */
    unsigned int least;
    bool names;        /* NEST_MAP: the ids are given here, not named again */
    bool owners;       /* and rounds have lines under them */
    bool empty;        /* NEST_MAP: an entry may be left without a value */
    const char *json;  /* its schema; beside a nest, what may stand instead */
    const char *words; /* one of these instead: "a|b|" */
};

const struct shape *shape_of(enum key_type type);

/* JSON Schema, draft-07, of an id and of a text. */
extern const char *const shape_id_json;
extern const char *const shape_text_json;
extern const char *const shape_duration_json;

#endif
