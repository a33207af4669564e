#include "shuttle/carry.h"

/* One line a member. */
#define CARRY_MEMBERS(X)                                                       \
    X(carry_verbatim)                                                          \
    X(carry_gist)                                                              \
    X(carry_own_idea)                                                          \
    X(carry_redact)                                                            \
    X(carry_translate)                                                         \
    X(carry_program)                                                           \
    X(carry_altering)                                                          \
    X(carry_embellishing)                                                      \
    X(carry_two_faced)                                                         \
    X(carry_leaking)

#define X(name) extern const struct carry name;
CARRY_MEMBERS(X)
#undef X

#define X(name) &name,
const struct carry *const carry_members[] = {CARRY_MEMBERS(X) NULL};
#undef X
