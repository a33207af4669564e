#include "proto/walk_times.h"

#include <string.h>

uint8_t walk_room(const struct scenario *s, const char *id, size_t size)
{
    for (uint8_t r = 0; r < s->room_count; r++)
        if (strncmp(s->rooms[r].id, id, size) == 0 &&
            s->rooms[r].id[size] == '\0')
            return r;
    return ROOM_HOME;
}

/* The rooms of "us-iran". Ids may have hyphens of their own. */
static bool pair_of(const struct scenario *s, const char *pair, uint8_t *from,
                    uint8_t *to)
{
    for (const char *at = strchr(pair, '-'); at; at = strchr(at + 1, '-')) {
        *from = walk_room(s, pair, (size_t)(at - pair));
        *to = walk_room(s, at + 1, strlen(at + 1));
        if (*from != ROOM_HOME && *to != ROOM_HOME)
            return *from != *to;
    }
    return false;
}

static void add_pair(struct walk_times *t, uint8_t from, uint8_t to, int64_t us)
{
    t->pair_from[t->pair_count] = from;
    t->pair_to[t->pair_count] = to;
    t->pair_us[t->pair_count++] = us;
}

static uint64_t at_most(uint64_t n, uint64_t most)
{
    return n < most ? n : most;
}

/* The distribution that the keys with this prefix say; the mean is 0 yet. */
static struct variate drawn(const struct choice *c,
                            const struct param_spec *specs, const char *as,
                            const char *spread, const char *shape)
{
    struct variate v = {.as = VARIATE_FIXED};
    uint64_t n = param_number(c, specs, shape);

    (void)variate_parse(param_text(c, specs, as), &v.as);
    v.spread = (uint8_t)at_most(param_number(c, specs, spread), 100);
    v.shape = (uint8_t)at_most(n ? n : 1, VARIATE_SHAPE_MAX);
    return v;
}

void walk_times_adopt(struct walk_times *t, const struct choice *c,
                      const struct param_spec *specs, const struct board *b)
{
    const struct scenario *s = b->brief;
    size_t prefix = strlen("times."), home = strlen("home_times.");
    size_t items = strlen("items.");

    relay_chance(b, FAMILY_WALK, "times", &t->legs);
    relay_chance(b, FAMILY_WALK, "items", &t->items);
    t->leg = drawn(c, specs, "time_as", "time_spread", "time_shape");
    t->leg.mean_us = param_us(c, specs, "time");
    t->item = drawn(c, specs, "item_as", "item_spread", "item_shape");
    t->item.mean_us = param_us(c, specs, "item");
    t->pair_count = 0;
    for (uint8_t r = 0; r < ROOMS_MAX; r++)
        t->item_us[r] = -1;
    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        uint8_t from = ROOM_HOME, to;

        if (strncmp(key, "times.", prefix) == 0) {
            if (pair_of(s, key + prefix, &from, &to))
                add_pair(t, from, to, param_us(c, specs, key));
        } else if (strncmp(key, "items.", items) == 0) {
            from = walk_room(s, key + items, strlen(key + items));
            if (from < ROOMS_MAX)
                t->item_us[from] = param_us(c, specs, key);
        } else if (strncmp(key, "home_times.", home) == 0) {
            to = walk_room(s, key + home, strlen(key + home));
            if (to != ROOM_HOME)
                add_pair(t, from, to, param_us(c, specs, key));
        }
    }
}

static int64_t mean_us(const struct walk_times *t, uint8_t from, uint8_t to)
{
    int64_t back = -1;

    for (uint8_t n = 0; n < t->pair_count; n++) {
        if (t->pair_from[n] == from && t->pair_to[n] == to)
            return t->pair_us[n];
        if (t->pair_from[n] == to && t->pair_to[n] == from)
            back = t->pair_us[n];
    }
    if (back >= 0)
        return back;
    return from == ROOM_HOME || to == ROOM_HOME ? t->home_us : t->leg.mean_us;
}

int64_t walk_times_leg(const struct walk_times *t, const struct board *b,
                       uint8_t carrier, uint8_t from, uint8_t to)
{
    struct variate v = t->leg;
    struct chance c;

    v.mean_us = mean_us(t, from, to);
    if (v.as == VARIATE_FIXED)
        return v.mean_us;
    c = chance_branch(&t->legs,
                      (uint64_t)carrier << 32 | b->carrier[carrier].visit);
    return variate_draw(&v, &c);
}

int64_t walk_times_item(const struct walk_times *t, uint8_t room,
                        const struct item *item)
{
    struct variate v = t->item;
    struct chance c;

    if (room < ROOMS_MAX && t->item_us[room] >= 0)
        v.mean_us = t->item_us[room];
    if (v.as == VARIATE_FIXED || !item)
        return v.mean_us;
    c = chance_branch(&t->items, (uint64_t)item->room << 32 | item->number);
    return variate_draw(&v, &c);
}

static enum err variate_fits(const struct choice *c,
                             const struct param_spec *specs, const char *spread,
                             const char *shape, struct diag *diag)
{
    uint64_t phases = param_number(c, specs, shape);

    if (param_number(c, specs, spread) > 100)
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' is at most 100 percent: no time is below 0",
                        spread);
    if (phases < 1 || phases > VARIATE_SHAPE_MAX)
        return diag_set(diag, ERR_MALFORMED, "'%s' is a number from 1 to %u",
                        shape, VARIATE_SHAPE_MAX);
    return ERR_OK;
}

enum err walk_times_fit(const struct choice *c, const struct param_spec *specs,
                        const struct scenario *s, struct diag *diag)
{
    size_t prefix = strlen("times."), home = strlen("home_times.");
    size_t items = strlen("items.");
    enum err e = variate_fits(c, specs, "time_spread", "time_shape", diag);

    if (!e)
        e = variate_fits(c, specs, "item_spread", "item_shape", diag);
    for (size_t n = 0; n < c->param_count && !e; n++) {
        const char *key = c->param[n].key;
        uint8_t from, to;

        if (strncmp(key, "times.", prefix) == 0 &&
            !pair_of(s, key + prefix, &from, &to))
            e = diag_set(diag, ERR_UNKNOWN,
                         "'%s' does not name two rooms with a hyphen between "
                         "them",
                         key);
        if ((strncmp(key, "home_times.", home) == 0 &&
             walk_room(s, key + home, strlen(key + home)) == ROOM_HOME) ||
            (strncmp(key, "items.", items) == 0 &&
             walk_room(s, key + items, strlen(key + items)) == ROOM_HOME))
            e = diag_set(diag, ERR_UNKNOWN, "'%s' does not name a room", key);
    }
    return e;
}
