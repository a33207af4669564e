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
const struct seat *const seat_members[] = {SEAT_MEMBERS(X) NULL};
#undef X

const struct seat *seat_member(const char *name)
{
    for (const struct seat *const *s = seat_members; *s; s++)
        if (strcmp((*s)->name, name) == 0)
            return *s;
    return NULL;
}
