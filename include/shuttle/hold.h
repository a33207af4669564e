/*
 * Family hold: may it be told yet? Asked for each item and addressee as soon as
 * the item is taken, wherever the mediator is then; and again when `until` has
 * come, or when something happens that may matter, as long as it is neither
 * told nor disposed of; that the mediator comes into a room is such a thing. So
 * what may be told now may be told much later, and until then walk sets out for
 * it: a member for which that makes a difference says how long its word is
 * good.
 *
 * What the author's caveats forbid stays forbidden whatever a member says:
 * release checks them again. `forward` is the member to read first;
 * proto/README.md takes one of your own from the file to a comparison.
 */
#ifndef SHUTTLE_HOLD_H
#define SHUTTLE_HOLD_H

#include "shuttle/board.h"
#include "shuttle/relay.h"

enum hold_verdict {
    HOLD_TELL = 1, /* when the mediator is there; judge again at until */
    HOLD_HOLD,     /* judge again at until, or when something happens */
    HOLD_WITHHOLD, /* never */
    HOLD_PENDING,  /* a question was put: see struct asking in board.h */
    HOLD_LOSE,     /* say that it was told, and never tell it: faulty members */
    HOLD_ASK_AUTHOR, /* put the question to him; judge again at until, or when
                        something happens; once an item */
};

struct hold_decision {
    enum hold_verdict verdict;
    enum rule rule;       /* for the record: RULE_DESIGN for reasons of the
                             member's own, a caveat's as caveat_judge says */
    struct instant until; /* later than now, or never */
    const char *reason;   /* one line; static or in the member's state */
    bool again;           /* tell it twice: faulty members */
};

/* Decide is not NULL. params are for param_us and its like. */
struct hold {
    struct member member;
    /* Fill out. Of the same board and state it says the same, however often it
     * is asked. */
    void (*decide)(void *state, const struct choice *params,
                   const struct board *b, const struct crossing *crossing,
                   struct asking *ask, struct hold_decision *out);
    /* What it says of one item depends on what became of others: what is held
     * is judged again after each. */
    bool follows;
};

extern const struct hold *const hold_members[];

#endif
