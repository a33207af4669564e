/* What the three forms of the map share: the scenario as nodes and edges. */
#ifndef SHUTTLE_REPORT_MAP_PARTS_H
#define SHUTTLE_REPORT_MAP_PARTS_H

#include "sim/report/map.h"

/* What hangs on a round. */
enum map_kind {
    MAP_EVENT, /* may happen in it */
    MAP_END,   /* the talks may end in it */
};

/* Walk over what hangs on a round, in the file's order: events first. Put the
 * words into name (what it is) and cue (when); false after the last. *at is 0
 * at first. round is round_count for events of no round. */
bool map_next(const struct scenario *s, unsigned round, unsigned *at,
              enum map_kind *kind, struct page *name, struct page *cue);

/* "First day" */
void map_title(struct page *p, const struct scenario *s, unsigned round);
/* "at most 40m; lines: us 3, iran 2, oman 1" */
void map_about(struct page *p, const struct scenario *s, unsigned round);
/* A way out of a round. */
struct map_exit {
    int to;                /* index of a round, or GO_END */
    int ending;            /* index of a named ending, or -1 */
    const char *condition; /* NULL: always, or when no other holds */
    bool is_default;       /* not written: what comes when no other holds */
    bool is_otherwise;     /* after others with conditions */
    bool is_agreement;     /* to the implementation */
};

/* The ways out in the order in which they are tried, that by agreement first;
 * false after the last. *at is 0 at first. */
bool map_exit(const struct scenario *s, unsigned round, unsigned *at,
              struct map_exit *out);
/* "if asked(iran, relief); 6h later" on the way to another round. */
void map_way(struct page *p, const struct scenario *s,
             const struct map_exit *way);

#endif
