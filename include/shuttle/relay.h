/* A relay design: which member of each family answers the four questions. The
 * families are lists of members in walk.c, carry.c, hold.c and table.c; adding
 * a member is one file and one line (proto/README.md).
 *
 * A member is pure: what it decides follows from its parameters, its state and
 * the board, never from a clock, a file or a global; chance it draws from
 * relay_chance. */
#ifndef SHUTTLE_RELAY_H
#define SHUTTLE_RELAY_H

#include "shuttle/scenario.h"

enum family {
    FAMILY_WALK,
    FAMILY_CARRY,
    FAMILY_HOLD,
    FAMILY_TABLE,
};
#define FAMILY_COUNT 4

const char *family_key(enum family f); /* "walk", ... */
/* The choice of one family in a design. */
struct choice *relay_choice(struct relay *r, enum family f);

struct board;
struct board_event;

/* What every member of every family begins with. state is state_size zeroed
 * bytes before adopt, and the member's own from then on. */
struct member {
    const char *name;                /* as in `as:` */
    const char *help;                /* one line */
    const struct param_spec *params; /* an empty one after the last */
    size_t state_size;               /* own state, at most MEMBER_STATE_MAX */
    /* Whether parameters that are well formed can be, and fit the scenario:
     * rooms they name, numbers that exclude each other. NULL: they do. The diag
     * names the key; ERR_MALFORMED or ERR_UNKNOWN. */
    enum err (*fits)(const struct choice *c, const struct scenario *s,
                     struct diag *diag);
    /* Take over, at the start or in the middle: set up own state from the board
     * as it is now. NULL: there is nothing to set up. */
    void (*adopt)(void *state, const struct choice *params,
                  const struct board *b);
    /* Something happened; the board shows it already. NULL: it takes no note.
     */
    void (*observe)(void *state, const struct choice *params,
                    const struct board *b, const struct board_event *e);
    /* It does wrong on purpose, to be studied and found out: while it is in
     * force, release lets out what it made of an item. */
    bool faulty;
};

static inline void member_adopt(const struct member *m, void *state,
                                const struct choice *params,
                                const struct board *b)
{
    if (m->adopt)
        m->adopt(state, params, b);
}

static inline void member_observe(const struct member *m, void *state,
                                  const struct choice *params,
                                  const struct board *b,
                                  const struct board_event *e)
{
    if (m->observe)
        m->observe(state, params, b, e);
}

/* An outside program decides, and is told everything: it has the parameter
 * `run`. */
bool member_is_program(const struct member *m);

/* The member of this family that a design names, or would have, is faulty on
 * purpose. */
bool relay_is_faulty(struct relay *r, enum family f);

/* The member with this name, or NULL. */
const struct member *relay_member(enum family f, const char *name);
/* The nth member of a family, or NULL after the last. */
const struct member *relay_nth(enum family f, size_t n);

/* Members beside those of the lists: for each family an array with NULL after
 * the last, or NULL. Weak: defined by a test that needs members of its own, and
 * by nothing else. */
extern const struct member *const *const relay_extra[FAMILY_COUNT]
    __attribute__((weak));

/* The smallest member of a family without parameters. */
const struct choice *relay_default(enum family f);
/* Fill unnamed choices with the smallest members (switchboard, verbatim,
 * caveats, nothing). */
void relay_defaults(struct relay *r);
/* The choice of a family that a mediator has while a round lasts: the round's,
 * else its own. In a mediator's brief, of itself alone. Its `as` may be NULL.
 */
const struct choice *relay_in_round(const struct scenario *s, uint8_t mediator,
                                    uint8_t round, enum family f);

struct chance;

/* A stream of chance for one purpose of a family's members, from the mediator's
 * own key: the same whichever member draws on it. */
void relay_chance(const struct board *b, enum family f, const char *purpose,
                  struct chance *out);

/* Check that every member exists and every parameter is known and well formed.
 * The diag names the family and what it may be. */
enum err relay_check(const struct relay *r, struct diag *diag) MUST_USE;
/* Check that a design that relay_check passed fits this scenario. */
enum err relay_fits(const struct relay *r, const struct scenario *s,
                    struct diag *diag) MUST_USE;

#endif
