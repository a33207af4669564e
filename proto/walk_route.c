#include "proto/walk_route.h"

#include "proto/walk_times.h"

#include <string.h>

/* The next room of a list of ids or numbers; false at its end. A word that is
 * no room gives ROOM_HOME. */
static bool next_stop(const struct scenario *s, const char **at, uint8_t *room,
                      size_t *size)
{
    const char *word = *at + strspn(*at, " ,+");
    unsigned number = 0;

    *size = strcspn(word, " ,+");
    if (*size == 0)
        return false;
    *at = word + *size;
    *room = walk_room(s, word, *size);
    if (*room != ROOM_HOME)
        return true;
    for (size_t n = 0; n < *size; n++) {
        if (word[n] < '0' || word[n] > '9' || number > ROOMS_MAX)
            return true;
        number = number * 10 + (unsigned)(word[n] - '0');
    }
    if (number >= 1 && number <= s->room_count)
        *room = (uint8_t)(number - 1);
    return true;
}

/* Stops of a list, those that are rooms, at most as many as there is space. */
static uint8_t stops_of(const struct scenario *s, const char *text,
                        uint8_t *stop, size_t most)
{
    uint8_t room, count = 0;
    size_t size;

    while (count < most && next_stop(s, &text, &room, &size))
        if (room != ROOM_HOME)
            stop[count++] = room;
    return count;
}

uint8_t walk_route_carriers(const struct choice *c,
                            const struct param_spec *specs)
{
    uint64_t n = param_number(c, specs, "carriers");

    if (n < 1)
        return 1;
    return n < CARRIERS_MAX ? (uint8_t)n : (uint8_t)CARRIERS_MAX;
}

static bool is_table(const char *route)
{
    return strcmp(route, "cyclic") != 0 && strcmp(route, "on_call") != 0;
}

/* The stop of a table where a carrier begins: its share of the way round from
 * the first room named to start in, or the first that is the room named for
 * it. */
static uint8_t first_stop(const uint8_t *stop, uint8_t stops,
                          const uint8_t *start, uint8_t starts, uint8_t carrier,
                          uint8_t carriers)
{
    uint8_t named = starts > carrier ? carrier : 0, at = 0;

    for (uint8_t n = 0; starts && n < stops; n++)
        if (stop[n] == start[named]) {
            at = n;
            break;
        }
    if (starts > carrier)
        return at;
    return (uint8_t)((at + carrier * stops / carriers) % stops);
}

uint8_t walk_route_start(const struct choice *c, const struct param_spec *specs,
                         const struct scenario *s, uint8_t carrier)
{
    const char *route = param_text(c, specs, "route");
    uint8_t carriers = walk_route_carriers(c, specs);
    uint8_t stop[WALK_STOPS_MAX], start[CARRIERS_MAX];
    uint8_t starts =
        stops_of(s, param_text(c, specs, "start"), start, CARRIERS_MAX);
    uint8_t stops = 0;

    if (strcmp(param_text(c, specs, "start"), "home") == 0)
        return ROOM_HOME;
    if (is_table(route))
        stops = stops_of(s, route, stop, WALK_STOPS_MAX);
    if (stops && carrier >= starts)
        return stop[first_stop(stop, stops, start, starts, carrier, carriers)];
    if (carrier < starts)
        return start[carrier];
    return (uint8_t)(((starts ? start[0] : 0) +
                      carrier * s->room_count / carriers) %
                     s->room_count);
}

void walk_route_adopt(struct walk_route *r, const struct choice *c,
                      const struct param_spec *specs, const struct board *b)
{
    const char *route = param_text(c, specs, "route");
    uint8_t carriers = walk_route_carriers(c, specs);
    uint8_t start[CARRIERS_MAX];
    uint8_t starts =
        stops_of(b->brief, param_text(c, specs, "start"), start, CARRIERS_MAX);

    r->as =
        strcmp(route, "on_call") == 0 ? WALK_ROUTE_ON_CALL : WALK_ROUTE_CYCLIC;
    if (!is_table(route))
        return;
    r->stop_count = stops_of(b->brief, route, r->stop, WALK_STOPS_MAX);
    if (r->stop_count < 2)
        return;
    r->as = WALK_ROUTE_TABLE;
    for (uint8_t n = 0; n < carriers; n++)
        r->first[n] =
            first_stop(r->stop, r->stop_count, start, starts, n, carriers);
}

/* His stop is counted by his visits, so that a member that takes over in the
 * middle goes on where the other was; one that comes from another walk begins
 * with the first stop that is his room. */
static uint8_t next_of_table(const struct walk_route *r, const struct board *b,
                             uint8_t carrier)
{
    const struct carrier *me = &b->carrier[carrier];
    uint8_t count = r->stop_count;
    uint32_t at = (r->first[carrier] + me->visit + count - 1u) % count;

    for (uint32_t n = 0; r->stop[at] != me->room && n < count; n++)
        at = n;
    for (uint8_t n = 1; n <= count; n++) {
        uint8_t stop = r->stop[(at + n) % count];
        if (stop != me->room && board_visited(b, stop))
            return stop;
    }
    return ROOM_HOME;
}

static uint8_t next_in_order(const struct board *b, uint8_t room)
{
    for (uint8_t n = 1; n < b->room_count; n++) {
        uint8_t next = (uint8_t)((room + n) % b->room_count);
        if (board_visited(b, next))
            return next;
    }
    return ROOM_HOME;
}

static bool attended(const struct board *b, uint8_t room, uint8_t but)
{
    for (uint8_t c = 0; c < b->carrier_count; c++)
        if (c != but && b->carrier[c].room == room)
            return true;
    return false;
}

/* The room this item calls a carrier to, ROOM_HOME when to none but where he
 * is. */
static uint8_t called_by(const struct board *b, const struct item *i,
                         uint8_t carrier, bool full)
{
    uint8_t here = b->carrier[carrier].room;

    if (!i->taken)
        return i->carrier != CARRIER_NONE || i->room == here || full ||
                       attended(b, i->room, carrier)
                   ? ROOM_HOME
                   : i->room;
    if (i->carrier < b->carrier_count && i->carrier != carrier)
        return ROOM_HOME;
    for (uint8_t r = 0; r < b->room_count; r++)
        if (r != here && i->passage[r].state == CARRIAGE_READY &&
            (i->carrier == carrier || !attended(b, r, carrier)))
            return r;
    return ROOM_HOME;
}

/* The room of the oldest call: items stand in the order in which they were
 * handed over. */
static uint8_t oldest_call(const struct board *b, uint8_t carrier, bool full)
{
    uint8_t oldest = ROOM_HOME;

    for (const struct item *i = b->items; i; i = i->next) {
        uint8_t room = called_by(b, i, carrier, full);

        if (room == ROOM_HOME)
            continue;
        if (i->caveats.bits & CAVEAT_URGENT)
            return room;
        if (oldest == ROOM_HOME)
            oldest = room;
        if (b->urgent == 0)
            break;
    }
    return oldest;
}

uint8_t walk_route_next(const struct walk_route *r, const struct board *b,
                        uint8_t carrier, bool full)
{
    const struct carrier *me = &b->carrier[carrier];

    if (me->room == ROOM_HOME)
        return oldest_call(b, carrier, full);
    switch (r->as) {
    case WALK_ROUTE_CYCLIC:
        return next_in_order(b, me->room);
    case WALK_ROUTE_TABLE:
        return next_of_table(r, b, carrier);
    case WALK_ROUTE_ON_CALL:
        return oldest_call(b, carrier, full);
    }
    return ROOM_HOME;
}

static enum err words_fit(const struct scenario *s, const char *key,
                          const char *text, size_t most, struct diag *diag)
{
    uint8_t room;
    size_t size, count = 0;

    while (next_stop(s, &text, &room, &size)) {
        if (room == ROOM_HOME)
            return diag_set(diag, ERR_UNKNOWN, "'%s': '%.*s' is not a room",
                            key, (int)(size < 64 ? size : 64), text - size);
        if (++count > most)
            return diag_set(diag, ERR_MALFORMED,
                            "'%s' names more than %zu rooms", key, most);
    }
    return count ? ERR_OK
                 : diag_set(diag, ERR_MALFORMED, "'%s' names no room", key);
}

enum err walk_route_fit(const struct choice *c, const struct param_spec *specs,
                        const struct scenario *s, struct diag *diag)
{
    const char *route = param_text(c, specs, "route");
    uint64_t carriers = param_number(c, specs, "carriers");
    uint8_t stop[WALK_STOPS_MAX], stops;
    const char *start = param_text(c, specs, "start");
    enum err e = strcmp(start, "home") == 0
                     ? ERR_OK
                     : words_fit(s, "start", start, CARRIERS_MAX, diag);

    if (!e && (carriers < 1 || carriers > CARRIERS_MAX))
        e = diag_set(diag, ERR_MALFORMED, "'carriers' is a number from 1 to %u",
                     CARRIERS_MAX);
    if (e || !is_table(route))
        return e;
    e = words_fit(s, "route", route, WALK_STOPS_MAX, diag);
    if (e)
        return e;
    stops = stops_of(s, route, stop, WALK_STOPS_MAX);
    for (uint8_t n = 0; n < stops; n++)
        if (stop[n] == stop[(n + 1) % stops])
            return diag_set(diag, ERR_MALFORMED,
                            "'route' leads from '%s' to itself; the way goes "
                            "round, from the last stop to the first",
                            s->rooms[stop[n]].id);
    return ERR_OK;
}
