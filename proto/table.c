#include "shuttle/table.h"

/* One line a member. */
#define TABLE_MEMBERS(X)                                                       \
    X(table_nothing)                                                           \
    X(table_words)                                                             \
    X(table_probe)                                                             \
    X(table_bridge)                                                            \
    X(table_deadline)                                                          \
    X(table_declaration)                                                       \
    X(table_blind)                                                             \
    X(table_one_text)                                                          \
    X(table_all)                                                               \
    X(table_program)

#define X(name) extern const struct table name;
TABLE_MEMBERS(X)
#undef X

#define X(name) &name,
const struct table *const table_members[] = {TABLE_MEMBERS(X) NULL};
#undef X
