/* What was handed over and put forward so far, with its words, so that what is
 * told later can be shown beside it. Fed from the mediator's record. */
#ifndef SHUTTLE_REPORT_LEDGER_H
#define SHUTTLE_REPORT_LEDGER_H

#include "shuttle/memory.h"
#include "shuttle/message.h"

struct ledger_item {
    struct ledger_item *before; /* the one handed over before it */
    uint8_t room;               /* author, or FROM_MEDIATOR */
    uint32_t number;            /* the author's own */
    uint8_t move;
    uint8_t verdict[ROOMS_MAX]; /* shown last, by addressee; 0 none */
    uint8_t rule[ROOMS_MAX];    /* of that verdict */
    struct bytes text;          /* owned by the ledger */
};

/* Under which handle a room was told something. */
struct ledger_handle {
    struct ledger_handle *before;
    uint8_t to;
    uint64_t handle;
    uint8_t author; /* FROM_MEDIATOR when put by the mediator */
    uint32_t number;
    uint8_t move;
};

struct ledger {
    struct arena arena;
    struct ledger_item *items;     /* newest first */
    struct ledger_handle *handles; /* newest first */
};

void ledger_init(struct ledger *l);
void ledger_fini(struct ledger *l);
/* Keep an item; the text is copied. NULL when memory is out. */
struct ledger_item *ledger_add(struct ledger *l, unsigned room, uint32_t number,
                               uint32_t move, struct bytes text);
/* NULL when it is not known. */
struct ledger_item *ledger_find(const struct ledger *l, unsigned room,
                                uint32_t number);
void ledger_tell(struct ledger *l, const struct ledger_handle *told);
const struct ledger_handle *ledger_told(const struct ledger *l, unsigned to,
                                        uint64_t handle);

#endif
