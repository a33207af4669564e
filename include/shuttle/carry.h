/* Family carry: in whose words? Asked for each item that hold lets go when it
 * is about to be told, before release. A caveat of the author that fixes the
 * form goes before the member's taste: caveat_form says which, and release
 * refuses any other. `verbatim` is the member to read first. */
#ifndef SHUTTLE_CARRY_H
#define SHUTTLE_CARRY_H

#include "shuttle/board.h"
#include "shuttle/relay.h"

enum carry_verdict {
    CARRY_WORDS = 1,
    CARRY_NO_WORDS, /* there is no wording in the form it needs: it is held
                       until something happens */
    CARRY_PENDING,  /* a question was put: see struct asking in board.h */
};

struct carry_decision {
    enum carry_verdict verdict;
    enum form form;     /* verbatim, gist or own_idea: what it is told as */
    struct bytes text;  /* borrowed from the item or from scratch */
    struct bytes gloss; /* likewise */
    uint8_t *scratch;   /* TEXT_MAX bytes the member may write its words in */
    bool attributed;    /* a non-paper: with its author, if he allows it */
    /* Options to tell instead of the item's; NULL: the item's. Of a faulty
     * member only. In the step's arena. */
    const struct package *package;
};

/* decide is as in hold.h, and never NULL; it finds all of out empty but
 * scratch.
 */
struct carry {
    struct member member;
    void (*decide)(void *state, const struct choice *params,
                   const struct board *b, const struct crossing *crossing,
                   struct asking *ask, struct carry_decision *out);
    /* Of faulty members only, else NULL. What to make of the mediator's own
     * item for one room: text, gloss and package are set to the item's. */
    void (*own)(void *state, const struct choice *params, const struct board *b,
                const struct crossing *crossing, struct arena *arena,
                struct carry_decision *out);
    /* Whether the item that was taken goes to the press. */
    bool (*leaks)(void *state, const struct choice *params,
                  const struct board *b, const struct item *item);
};

extern const struct carry *const carry_members[];

#endif
