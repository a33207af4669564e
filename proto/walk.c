#include "shuttle/walk.h"

/* One line a member. */
#define WALK_MEMBERS(X)                                                        \
    X(walk_switchboard)                                                        \
    X(walk_shuttle)                                                            \
    X(walk_capitals)                                                           \
    X(walk_exchange)                                                           \
    X(walk_program)

#define X(name) extern const struct walk name;
WALK_MEMBERS(X)
#undef X

#define X(name) &name,
const struct walk *const walk_members[] = {WALK_MEMBERS(X) NULL};
#undef X
