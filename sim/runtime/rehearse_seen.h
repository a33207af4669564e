/* What one run showed of every line and every event of its scenario. */
#ifndef SIM_RUNTIME_REHEARSE_SEEN_H
#define SIM_RUNTIME_REHEARSE_SEEN_H

#include "sim/report/tally.h"
#include "sim/runtime/tail.h"

/* A moment of the talks: of two at one instant the first in the mediator's
 * record came first. */
struct moment {
    struct instant time; /* never: it did not come */
    uint64_t index;      /* of the entry in the mediator's record */
};

bool moment_came(struct moment m);
/* Both came, and a before b. */
bool moment_before(struct moment a, struct moment b);

struct seen_line {
    uint8_t state;       /* of its LINE note, or 0 */
    struct instant said; /* of that note, or of its PUT note; else never */
    uint32_t item;       /* the author's number, or 0 */
    bool taken;          /* by the mediator */
    struct moment done;  /* it was told somewhere, or, not being for any other
                            room, came where it was meant to */
    struct {
        struct moment told;  /* in this room */
        uint8_t form;        /* when it was told */
        uint8_t disposition; /* enum disposition, or 0 */
        uint8_t rule;
    } room[ROOMS_MAX];
};

struct seen {
    const struct scenario *whole;              /* borrowed */
    struct seen_line *lines;                   /* owned; of all parties */
    uint32_t first[ROUNDS_MAX][ROOMS_MAX + 1]; /* of each round and owner */
    uint32_t line_count;
    struct moment events[EVENTS_MAX];
    struct tally tally;
};

/* ERR_MEMORY leaves nothing to free. */
enum err seen_init(struct seen *s, const struct scenario *whole) MUST_USE;
void seen_fini(struct seen *s);
/* Read the rooms' records, then the mediator's: a record for each room, the
 * mediator's first. Forgets what was seen before. False when one is broken. */
bool seen_read(struct seen *s, struct tail *records);

/* owner is a room's index or FROM_MEDIATOR. */
const struct seen_line *seen_line(const struct seen *s, uint8_t owner,
                                  uint8_t round, uint16_t line);
/* When what a reference to a line names came: that line, or the alternative of
 * a choice that was played. */
struct moment seen_done(const struct seen *s, const struct ref *ref);
/* The facts that a room knew in the end, by what it handed over, was told and
 * heard of; a bit for each. */
uint64_t seen_facts(const struct seen *s, uint8_t room);
const struct line *seen_script(const struct scenario *whole, uint8_t owner,
                               uint8_t round, uint16_t line);

#endif
