/* The comments of a scenario's text, which reading it drops. */
#ifndef SCENARIO_COMMENTS_H
#define SCENARIO_COMMENTS_H

#include "sim/scenario/yaml.h"

struct comment {
    const char *text; /* from the '#' on, in the text itself; borrowed */
    uint32_t size;    /* without the blanks at its end */
    bool full;        /* nothing but blanks before it on its line */
    struct place place;
    struct comment *next; /* for whoever keeps them in lists */
};

struct comments {
    struct comment *list; /* in the arena, in the order of the text */
    uint32_t count;
    bool *blank; /* in the arena: of each line, from 1, whether it is empty */
    uint32_t lines;
};

/* Find the comments of a text that yaml_read has read into root without
 * mistakes; it has no byte order mark. ERR_MEMORY only. */
enum err comments_find(struct bytes text, const struct node *root,
                       struct arena *arena, struct comments *out) MUST_USE;

/* Whether the line before this one is empty. */
bool comments_blank_before(const struct comments *c, uint32_t line);

struct bytes comment_bytes(const struct comment *c);

/* Whether a place comes before another. */
bool place_before(struct place a, struct place b);

#endif
