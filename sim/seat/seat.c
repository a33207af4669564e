#include "shuttle/seat.h"

#include <string.h>

/* One line a seat. */
#define SEAT_MEMBERS(X)                                                        \
    X(seat_script)                                                             \
    X(seat_person)                                                             \
    X(seat_traffic)

#define X(name) extern const struct seat name;
SEAT_MEMBERS(X)
#undef X

#define X(name) &name,
static const struct seat *const members[] = {SEAT_MEMBERS(X) NULL};
#undef X

const struct seat *seat_member(const char *name)
{
    for (const struct seat *const *s = members; *s; s++)
        if (strcmp((*s)->name, name) == 0)
            return *s;
    return NULL;
}
