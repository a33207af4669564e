/*
 * Family walk: where is the mediator, and when? A member is asked for each
 * carrier that stands in a room with nothing to do, after every event, once
 * what he can tell there is told. `switchboard` is the smallest member;
 * walk_shuttle shows how times are drawn and rooms chosen.
 */
#ifndef SHUTTLE_WALK_H
#define SHUTTLE_WALK_H

#include "shuttle/board.h"
#include "shuttle/relay.h"

enum walk_act {
    WALK_STAY,    /* until `until`, or until something happens */
    WALK_TAKE,    /* take what board_next says; done at until */
    WALK_GO,      /* leave for `room`, or ROOM_HOME; be there at until */
    WALK_PENDING, /* an ask is open */
};

struct walk_decision {
    enum walk_act act;
    uint8_t room;         /* WALK_GO: where to */
    bool opens;           /* WALK_TAKE: the first of a row of takings */
    struct instant until; /* WALK_STAY: or never; else not before now */
};

/* No function here is NULL but meets. */
struct walk {
    struct member member;
    /* Carriers that walk; 0 for a mediator who is everywhere at once: then
     * decide is never called, every item is taken when it is handed over. */
    uint8_t (*carriers)(const struct choice *params);
    /* Where carrier c stands when the talks start: a room, or ROOM_HOME. */
    uint8_t (*start)(const struct choice *params, const struct board *b,
                     uint8_t carrier);
    void (*decide)(void *state, const struct choice *params,
                   const struct board *b, uint8_t carrier, struct asking *ask,
                   struct walk_decision *out);
    /* For a mediator who is nowhere but at times of exchange, with no carriers;
     * else NULL. Does one come now? all: every room has handed something over.
     * Otherwise *next is when to ask again, if nothing happens before. */
    bool (*meets)(void *state, const struct choice *params,
                  const struct board *b, bool all, struct instant *next);
};

/* Members; NULL after the last. */
extern const struct walk *const walk_members[];

#endif
