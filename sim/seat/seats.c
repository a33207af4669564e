#include "seats.h"

#include "shuttle/seat.h"

#include <string.h>

enum err seats_assign(struct scenario *s, const char *text, struct diag *diag)
{
    const char *equals = strchr(text, '=');
    size_t size = equals ? (size_t)(equals - text) : 0;

    if (!equals)
        return diag_set(diag, ERR_MALFORMED,
                        "--seat: '%s' is not ROOM=SEAT, such as us=person",
                        text);
    for (uint8_t r = 0; r < s->room_count; r++) {
        const char *id = s->rooms[r].id;
        if (strlen(id) != size || strncmp(id, text, size) != 0)
            continue;
        if (!seat_member(equals + 1))
            return diag_set(diag, ERR_UNKNOWN,
                            "--seat: there is no seat '%s'; choose script or "
                            "person",
                            equals + 1);
        s->rooms[r].seat = equals + 1;
        return ERR_OK;
    }
    return diag_set(diag, ERR_UNKNOWN, "--seat: there is no room '%.*s'",
                    (int)size, text);
}

int seats_person(const struct scenario *s)
{
    for (uint8_t r = 0; r < s->room_count; r++)
        if (strcmp(s->rooms[r].seat, "person") == 0)
            return r;
    return -1;
}

int seats_persons(const struct scenario *s)
{
    int count = 0;

    for (uint8_t r = 0; r < s->room_count; r++)
        count += strcmp(s->rooms[r].seat, "person") == 0;
    return count;
}
