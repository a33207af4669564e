/* What measures.c, which reads the records, and measures_end.c share. */
#ifndef SHUTTLE_REPORT_MEASURES_PRIVATE_H
#define SHUTTLE_REPORT_MEASURES_PRIVATE_H

#include "sim/report/measures.h"

#include "sim/report/tally.h"

/* Caveats that limit where or how an item may be told. */
#define LIMITING                                                               \
    (CAVEAT_AS_MEDIATOR_IDEA | CAVEAT_HYPOTHETICAL | CAVEAT_IF_ASKED |         \
     CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_SIMULTANEOUS | CAVEAT_FOR_JUDGEMENT |  \
     CAVEAT_MEDIATOR_ONLY)
/* An item as the mediator's record shows it. */
struct known {
    int64_t handed; /* -1: not this number */
    int64_t taken;  /* -1: not yet */
    size_t size;    /* of the body of its frame */
    uint16_t bits;
    enum move move;
    bool open; /* to all, under no caveat and not in confidence */
    bool told;
    bool breached;
    uint16_t guessed; /* bit per room where the observer used it up */
    uint32_t line;    /* UINT32_MAX: none */
};

struct author {
    struct known *items; /* owned; by number from 1 */
    uint32_t count;
    uint32_t capacity;
};

/* One of the mediators. Items have a number for each that they went by. */
struct channel {
    struct author author[ROOMS_MAX];
    uint8_t carriers;              /* seen coming in */
    int64_t arrives[CARRIERS_MAX]; /* where each walked last */
};

struct measures_reader {
    const struct scenario *whole;
    struct channel channel[MEDIATORS_MAX];
    uint8_t by;               /* the mediator that is read */
    const struct line **line; /* owned */
    uint8_t *line_room;       /* owned */
    uint32_t line_count;
    struct measures *out;
    struct measures_line *lines;
    struct message_released released; /* the telling whose frame comes next */
    bool is_released;
};

/* All is read: the outcome and what it is worth, what became of confidences,
 * and how long the carriers were on their way. */
void measures_end(const struct measures_reader *r, const struct tally *t);
/* What became of confidences, counted anew. */
void measures_confidences(const struct measures_reader *r);

#endif
