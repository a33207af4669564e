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
    uint8_t by;          /* the mediator it was handed to or is of, by index */
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
    const struct scenario *whole;            /* borrowed */
    struct seen_line *lines;                 /* owned; of all parties */
    uint32_t first[ROUNDS_MAX][OWNER_SLOTS]; /* of each round and owner */
    uint32_t line_count;
    struct moment events[EVENTS_MAX];
    struct tally tally;
};

/* ERR_MEMORY leaves nothing to free. */
enum err seen_init(struct seen *s, const struct scenario *whole) MUST_USE;
void seen_fini(struct seen *s);
/* Read the rooms' records, then the mediators': the records of a trial. Forgets
 * what was seen before. False when one is broken. */
bool seen_read(struct seen *s, struct tail *records);

/* owner: see owner_is_mediator. */
const struct seen_line *seen_line(const struct seen *s, uint8_t owner,
                                  uint8_t round, uint16_t line);
/* What a reference of `expect` stands for: of a choice named as a whole the
 * alternative that was played, or the first. ref is no event. */
const struct seen_line *seen_ref(const struct seen *s, const struct ref *ref);
/* The nth owner of lines: the rooms, then the mediators. */
uint8_t seen_owner(const struct scenario *whole, uint8_t n);
/* The lines of an owner in a round, as scripted. */
const struct lines *seen_script(const struct scenario *whole, uint8_t round,
                                uint8_t owner);

/* How a room first came to know a fact: by handing a line over, by being told
 * one, or by an event. False when it never did. */
struct seen_source {
    struct ref ref;     /* to the line or the event */
    struct moment when; /* with index 0 where it handed it over itself */
};
bool seen_fact(const struct seen *s, uint8_t room, uint8_t fact,
               struct seen_source *out);
/* The first line or event that carries a fact; false when nothing does. */
bool seen_carrier(const struct seen *s, uint8_t fact, struct ref *out);

#endif
