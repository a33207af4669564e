/* How the implementation of an agreement went, by the mediator's record: fed
 * with its entries in order. */
#ifndef SHUTTLE_REPORT_CARRIED_H
#define SHUTTLE_REPORT_CARRIED_H

#include "sim/report/page.h"

#include "shuttle/record.h"
#include "shuttle/scenario.h"

#define CARRIED_WAITING 64u /* handed over and not taken, at most */

struct carried {
    const struct scenario *whole; /* borrowed */
    bool reached;                 /* agreement, with rounds to follow */
    struct instant when;          /* that was */
    uint64_t begun;               /* bit per round */
    int last;                     /* the newest that began; -1 none */
    bool ended;                   /* it ended, and nothing has come since */
    bool over;                    /* the talks are */
    bool halted;                  /* a complaint, a suspension, a walk-out */
    uint32_t done;                /* steps that the mediator took */
    uint32_t waiting;             /* of these, handed over and not taken yet */
    struct {
        uint8_t room;
        bool is_step; /* else a complaint or a suspension */
        uint32_t item;
    } step[CARRIED_WAITING];
};

void carried_init(struct carried *c, const struct scenario *whole);
void carried_entry(struct carried *c, const struct record_entry *e);
/* Steps scripted, a choice counting once: of all rounds of the implementation
 * but those that the talks passed over. */
uint32_t carried_steps(const struct carried *c);
/* IMPLEMENTATION_NONE when there was none. */
enum implementation carried_state(const struct carried *c);
/* "implemented", and so on. */
const char *carried_word(enum implementation state);
/* "implemented: 3 of 3 steps taken", "implementation suspended: 1 of 3 steps
 * taken"; nothing when there was none. */
void carried_words(struct page *p, const struct carried *c);

#endif
