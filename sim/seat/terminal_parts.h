/* What the files of the terminal share. */
#ifndef SHUTTLE_SEAT_TERMINAL_PARTS_H
#define SHUTTLE_SEAT_TERMINAL_PARTS_H

#include "sim/report/sheet.h"
#include "sim/report/words.h"
#include "sim/seat/terminal.h"

#include "shuttle/memory.h"

/* Something told here, under the number one more than its place. */
struct terminal_told {
    uint64_t handle;
    uint8_t channel; /* by which it was told */
    uint8_t move;
    struct position position; /* a yes to it settles these options */
    bool acceptable;          /* names options, is a text, or asks for leave */
    bool settles;             /* a whole agreement, read back */
};

struct terminal {
    const struct scenario *brief;
    uint8_t self;
    struct sheet sheet;
    struct page label; /* of the sheet's one column */
    struct page words;
    struct terminal_told *told; /* owned */
    size_t told_count;
    size_t told_capacity;
    uint32_t items[CHANNELS_MAX]; /* number of the last item handed over */
    uint8_t channel;              /* of the entry at hand */
    bool left;                    /* for good */
    bool welcome;                 /* the head of it all was shown */
    bool agreed, concluded;       /* said once, though by every mediator */
    struct instant now;
    struct authority authority;   /* as events and the capital have left it */
    bool bound;                   /* else everything may be settled */
    uint8_t happened[EVENTS_MAX]; /* events heard of, in order */
    uint8_t happened_count;
    struct arena line; /* texts of the order parsed last */
};

/* Append everything a person may type. */
void terminal_help(struct page *out);

/* terminal_via.c: how many mediators come to the room, and which they are. */
unsigned terminal_channels(const struct terminal *t);
const struct mediator_entry *terminal_mediator(const struct terminal *t,
                                               unsigned channel);
/* The mediator of the entry at hand, after these words; nothing where there is
 * but one. */
void terminal_put_by(const struct terminal *t, const char *before,
                     struct page *p);
/* "iran, verbatim": who said it and in whose words; by whom it came. */
void terminal_put_from(const struct terminal *t, struct page *p,
                       const struct message_told *m);
/* "your 2: "; by whom it went. */
void terminal_put_own(const struct terminal *t, struct page *p, uint32_t item);
/* Where one is, and who comes there; once. */
void terminal_welcome(struct terminal *t);

/* The room's authority as events heard of and the capital have left it, or NULL
 * when everything may be settled. */
const struct authority *terminal_authority(const struct terminal *t);

/* The room's values once the events heard of have happened; false when it has
 * none. */
bool terminal_values(const struct terminal *t, struct values *out);

#endif
