#include "shuttle/hold.h"

/* One line a member. */
#define HOLD_MEMBERS(X)                                                        \
    X(hold_forward)                                                            \
    X(hold_caveats)                                                            \
    X(hold_consent)                                                            \
    X(hold_sequence)                                                           \
    X(hold_program)                                                            \
    X(hold_losing)                                                             \
    X(hold_delaying)                                                           \
    X(hold_reordering)                                                         \
    X(hold_favouring)                                                          \
    X(hold_duplicating)

#define X(name) extern const struct hold name;
HOLD_MEMBERS(X)
#undef X

#define X(name) &name,
const struct hold *const hold_members[] = {HOLD_MEMBERS(X) NULL};
#undef X
