/* Family hold: may it be told yet? Asked for each item and addressee while the
 * mediator is in the addressee's room. What the author's caveats forbid stays
 * forbidden whatever a member says: release checks them again. */
#ifndef SHUTTLE_HOLD_H
#define SHUTTLE_HOLD_H

#include "shuttle/board.h"
#include "shuttle/relay.h"

enum hold_verdict {
    HOLD_TELL = 1,
    HOLD_HOLD,     /* judge again at until, or when something happens */
    HOLD_WITHHOLD, /* never */
    HOLD_PENDING,
    HOLD_LOSE, /* say that it was told, and never tell it: faulty members */
    HOLD_ASK_AUTHOR, /* put the question to him; judge again at until, or when
                        something happens; once an item */
};

struct hold_decision {
    enum hold_verdict verdict;
    enum rule rule;
    struct instant until;
    const char *reason; /* one line; static or in the member's state */
    bool again;         /* tell it twice: faulty members */
};

struct hold {
    struct member member;
    void (*adopt)(void *state, const struct choice *params,
                  const struct board *b);
    void (*observe)(void *state, const struct choice *params,
                    const struct board *b, const struct board_event *e);
    void (*decide)(void *state, const struct choice *params,
                   const struct board *b, const struct crossing *crossing,
                   struct asking *ask, struct hold_decision *out);
    /* What it says of one item depends on what became of others: what is held
     * is judged again after each. */
    bool follows;
};

extern const struct hold *const hold_members[];

#endif
