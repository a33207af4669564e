#include "shuttle/board.h"

bool board_present(const struct board *b, uint8_t room)
{
    if (b->carrier_count == 0)
        return !b->shut;
    for (uint8_t c = 0; c < b->carrier_count; c++)
        if (!b->carrier[c].walking && b->carrier[c].room == room)
            return true;
    return false;
}

bool board_has(const struct board *b, const struct item *item, uint8_t room)
{
    const struct carrier *c;

    if (b->withheld && item->room != FROM_MEDIATOR)
        return false;
    if (item->carrier >= b->carrier_count)
        return board_present(b, room);
    c = &b->carrier[item->carrier];
    return !c->walking && c->room == room;
}

const struct item *board_next(const struct board *b, uint8_t room)
{
    const struct item *first = NULL;

    for (const struct item *i = b->items; i; i = i->next) {
        if (i->room != room || i->taken || i->carrier != CARRIER_NONE)
            continue;
        if (i->caveats.bits & CAVEAT_URGENT)
            return i;
        if (!first)
            first = i;
        if (b->urgent == 0)
            break;
    }
    return first;
}

uint32_t board_hand(const struct board *b, uint8_t carrier)
{
    uint32_t count = 0;

    for (const struct item *i = b->items; i; i = i->next) {
        if (!i->taken || i->carrier != carrier)
            continue;
        for (uint8_t r = 0; r < b->room_count; r++)
            if ((i->passage[r].state == CARRIAGE_READY &&
                 !b->room[r].suspended) ||
                i->passage[r].state == CARRIAGE_WAITING) {
                count++;
                break;
            }
    }
    return count;
}

uint16_t board_ready(const struct board *b, uint8_t carrier)
{
    uint16_t rooms = 0;

    if (b->carrier_count <= 1) {
        for (uint8_t r = 0; r < b->room_count; r++)
            if (b->room[r].deliverable)
                rooms |= (uint16_t)(1u << r);
        return rooms;
    }
    for (const struct item *i = b->items; i; i = i->next) {
        if (i->carrier < b->carrier_count && i->carrier != carrier)
            continue;
        for (uint8_t r = 0; r < b->room_count; r++)
            if (i->passage[r].state == CARRIAGE_READY && !b->room[r].suspended)
                rooms |= (uint16_t)(1u << r);
    }
    return rooms;
}

bool board_visited(const struct board *b, uint8_t room)
{
    const struct board_room *r = &b->room[room];

    return r->here && (!r->suspended || r->tray > r->claimed);
}

uint8_t board_position(const struct board *b, uint8_t room, uint8_t issue)
{
    return b->room[room].position.option[issue];
}

uint16_t board_line(const struct board *b, uint8_t round, uint16_t line)
{
    uint16_t n = line;

    for (uint8_t r = 0; r < round; r++)
        n = (uint16_t)(n + b->brief->rounds[r].mediator.count);
    return n;
}

bool board_settled(const struct board *b, uint16_t line)
{
    return b->settled[line / 64] >> (line % 64) & 1;
}

bool board_put(const struct board *b, uint16_t line)
{
    return b->put[line / 64] >> (line % 64) & 1;
}

const struct mark *board_mark(const struct board *b, uint64_t handle)
{
    for (uint16_t n = 0; n < b->mark_count; n++)
        if (b->marks[n].handle == handle)
            return &b->marks[n];
    return NULL;
}

bool board_grounded(const struct board *b, const struct line *line)
{
    for (uint16_t n = 0; n < line->grounds.count; n++) {
        const struct mark *mark = board_mark(b, line->grounds.ref[n].handle);
        if (!mark || !mark->taken || mark->withdrawn)
            return false;
    }
    return true;
}

bool board_look(const void *arg, enum condition_function f, uint8_t a,
                uint8_t i, int64_t *value)
{
    const struct board *b = arg;
    uint8_t option;

    switch (f) {
    case FUNCTION_OFFERED:
        option = board_position(b, a, i);
        *value = option;
        return option != OPTION_NONE;
    case FUNCTION_ASKED:
        *value = b->room[a].asked >> i & 1;
        return true;
    case FUNCTION_ACCEPTED:
        *value = b->room[a].accepted;
        return true;
    case FUNCTION_AGREED:
        *value = b->agreed;
        return true;
    case FUNCTION_COMPLAINED:
        *value = b->room[a].complained;
        return true;
    case FUNCTION_HAPPENED:
        *value = (int64_t)(b->happened >> a & 1);
        return true;
    case FUNCTION_KNOWS:
        *value = (int64_t)(b->room[a].facts >> i & 1);
        return true;
    case FUNCTION_ELAPSED:
        *value = b->now.us;
        return true;
    case FUNCTION_ROUND:
        *value = b->round + 1;
        return true;
    case FUNCTION_VISITS:
        *value = b->room[a].visits;
        return true;
    case FUNCTION_DRAFT:
        *value = b->drafting.number;
        return true;
    case FUNCTION_ANSWERED:
        *value = b->room[a].answered;
        return true;
    case FUNCTION_COMMENTS:
        *value = b->room[a].comments;
        return true;
    case FUNCTION_VALUE:
    case FUNCTION_NO_DEAL:
    case FUNCTION_TRUST:
        return false; /* the mediator knows no room's values */
    }
    return false;
}

bool board_holds(const struct board *b, const struct condition *c)
{
    return condition_holds(c, board_look, b);
}

uint32_t asking_next(struct asking *a)
{
    a->id = ++a->next;
    return a->id;
}
