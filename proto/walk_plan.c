/* The parameters of a visit: read once, and whether they can be. */
#include "proto/walk_visit.h"

#include <string.h>

bool walk_given(const struct choice *c, const char *key)
{
    for (size_t n = 0; n < c->param_count; n++)
        if (strcmp(c->param[n].key, key) == 0)
            return true;
    return false;
}

static uint32_t number(const struct choice *c, const struct param_spec *specs,
                       const char *key)
{
    uint64_t n = walk_given(c, key) ? param_number(c, specs, key) : 0;

    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static enum walk_service service_of(const struct choice *c,
                                    const struct param_spec *specs,
                                    const char *key)
{
    if (param_is(c, specs, key, "exhaustive"))
        return WALK_EXHAUSTIVE;
    return param_is(c, specs, key, "limited") ? WALK_LIMITED : WALK_GATED;
}

/* The room of "services.us", ROOM_HOME of any other key. */
static uint8_t serviced(const struct scenario *s, const char *key)
{
    size_t prefix = strlen("services.");

    return strncmp(key, "services.", prefix) == 0
               ? walk_room(s, key + prefix, strlen(key + prefix))
               : ROOM_HOME;
}

void walk_plan_read(struct walk_plan *p, const struct choice *c,
                    const struct param_spec *specs, const struct scenario *s)
{
    uint64_t limit = param_number(c, specs, "limit");

    p->stay_us = param_us(c, specs, "stay");
    p->wait_us = param_us(c, specs, "wait");
    for (uint8_t r = 0; r < ROOMS_MAX; r++)
        p->service[r] = (uint8_t)service_of(c, specs, "service");
    for (size_t n = 0; n < c->param_count; n++) {
        uint8_t room = serviced(s, c->param[n].key);
        if (room != ROOM_HOME)
            p->service[room] = (uint8_t)service_of(c, specs, c->param[n].key);
    }
    p->limit = limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX;
    p->capacity = number(c, specs, "capacity");
    p->until_items = number(c, specs, "until_items");
    if (walk_given(c, "until_time"))
        p->until_us = param_us(c, specs, "until_time");
    p->parks = !param_is(c, specs, "idle", "walk");
}

/* He would come in and leave for ever at one instant. */
static bool never_stops(const struct choice *c, const struct param_spec *specs,
                        const struct scenario *s)
{
    if (!param_is(c, specs, "idle", "walk") || param_us(c, specs, "stay") > 0 ||
        s->room_count < 2)
        return false;
    if (param_us(c, specs, "time") > 0)
        return false;
    for (size_t n = 0; n < c->param_count; n++)
        if (strncmp(c->param[n].key, "times.", strlen("times.")) == 0 &&
            param_us(c, specs, c->param[n].key) > 0)
            return false;
    return true;
}

enum err walk_visits_fit(const struct choice *c, const struct param_spec *specs,
                         const struct scenario *s, struct diag *diag)
{
    static const char *const counts_of[] = {"limit", "capacity", "until_items"};
    enum err e = walk_route_fit(c, specs, s, diag);
    bool limited;

    if (!e)
        e = walk_times_fit(c, specs, s, diag);
    for (size_t n = 0; n < sizeof counts_of / sizeof counts_of[0] && !e; n++)
        if (walk_given(c, counts_of[n]) &&
            param_number(c, specs, counts_of[n]) == 0)
            e = diag_set(diag, ERR_MALFORMED,
                         "'%s' is at least 1: with 0 nothing is ever carried",
                         counts_of[n]);
    if (e)
        return e;
    limited = param_is(c, specs, "service", "limited");
    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        if (strncmp(key, "services.", strlen("services.")) != 0)
            continue;
        if (serviced(s, key) == ROOM_HOME)
            return diag_set(diag, ERR_UNKNOWN, "'%s' does not name a room",
                            key);
        limited |= param_is(c, specs, key, "limited");
    }
    if (walk_given(c, "limit") && !limited)
        return diag_set(diag, ERR_MALFORMED,
                        "'limit' is for `service: limited` alone");
    if (never_stops(c, specs, s))
        return diag_set(diag, ERR_MALFORMED,
                        "'idle: walk' with no time to walk or to stay would "
                        "never come to rest");
    return ERR_OK;
}
