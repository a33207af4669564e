/* A person at the terminal of the first party's room, in the talks of talks.h.
 */
#ifndef RIG_SEATED_H
#define RIG_SEATED_H

#include "sim/seat/terminal.h"
#include "tests/rig/talks.h"

#include "shuttle/room.h"

struct seated {
    struct scenario brief;
    struct room_entry rooms[2];
    struct own own;
    struct shift shift;
    struct terminal *terminal;
    struct talks talks;
    uint8_t peer; /* channel by which the room is sent frames */
    struct page out;
    struct order order;
    struct diag diag;
};

/* Funds are never its to give, waivers with the capital's leave. End it. */
void seated_begin(struct seated *s);
/* Sit down again: the brief has changed. */
void seated_again(struct seated *s);
void seated_end(struct seated *s);

/* The room is sent a frame; it is told the words of a move by the other room,
 * or the event "leak" of the world when the move is news. */
void seated_receive(struct seated *s, const struct message *m);
void seated_told(struct seated *s, uint64_t handle, enum move move,
                 const char *text);
/* What a line that is well formed makes; lies in s until the next one. */
struct message_item *seated_parse(struct seated *s, const char *line);

#endif
