/*
 * The talks as they happen, in columns: the first room, the corridor with the
 * mediator in it, the other rooms. Fed with the entries of the mediator's
 * record in order; prints who handed what over, where the mediator is, what was
 * told and in whose words, what was held or withheld and why. Of several
 * mediators the one at hand is named whenever it is another. Meant for who may
 * see everything: the launcher's terminal and the transcript.
 *
 * Issues, options and events are named by their titles where a column has
 * room for them, 30 cells or more, else by their ids; rooms by their ids, whose
 * titles stand at the head.
 *
 * Sealed answers stay sealed here too. What parties wrote cannot move the
 * cursor, change colours or look like a line of the program.
 */
#ifndef SHUTTLE_REPORT_COLUMNS_H
#define SHUTTLE_REPORT_COLUMNS_H

#include "sim/report/page.h"

#include "shuttle/record.h"
#include "shuttle/scenario.h"

struct columns_options {
    const struct scenario *whole; /* borrowed; NULL: all named by number */
    unsigned rooms;               /* used when whole is NULL; 2 to ROOMS_MAX */
    unsigned width;               /* of the terminal, in columns */
    bool colour;
    bool titles; /* name issues and options by title in narrow columns too */
};

struct columns; /* opaque */

/* NULL when memory is out. */
struct columns *columns_new(const struct columns_options *o);
void columns_free(struct columns *c);

/* The entries that follow are of this mediator's record, by its index; at first
 * they are of the first one's. */
void columns_through(struct columns *c, uint8_t mediator, struct page *out);
/* Append what an entry shows to out. Small things of one instant are gathered,
 * so the last of them may stay back until the next entry or columns_flush.
 * Entries that do not have their form are shown as such. */
void columns_entry(struct columns *c, const struct record_entry *e,
                   struct page *out);
/* Append what stayed back: call it when the record ends, and on a live clock
 * whenever nothing comes for a while. */
void columns_flush(struct columns *c, struct page *out);

/* Whether colour is wanted: on a terminal, unless NO_COLOR is set to anything
 * but "" or TERM is unset, empty or "dumb". The values are those of the
 * environment, NULL when unset. */
bool columns_colour(bool is_terminal, const char *no_color, const char *term);

#endif
