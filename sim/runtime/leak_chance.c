#include "leak_chance.h"

#include "leak.h"

#include "sim/scenario/scenario_file.h"

#include "shuttle/mediator.h"
#include "shuttle/relay.h"

#include <string.h>

#define TRIES_MAX 2000000u

/* Does the relay design draw on chance, so that its ways cannot be counted? A
 * member that draws has a parameter that says how: a distribution other than
 * fixed, or a rate. */
static bool draws(const struct choice *c)
{
    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        size_t size = strlen(key);

        if (size > 3 && strcmp(key + size - 3, "_as") == 0 &&
            strcmp(c->param[n].value, "fixed") != 0)
            return true;
        if (strcmp(key, "rate") == 0 && strcmp(c->param[n].value, "0") != 0 &&
            strcmp(c->param[n].value, "100") != 0)
            return true;
    }
    return false;
}

static bool relay_is_drawn(const struct relay *relay)
{
    return draws(&relay->walk) || draws(&relay->carry) || draws(&relay->hold) ||
           draws(&relay->table);
}

/* A seat that hands a load over at drawn times, or draws what it hands over. */
static bool load_is_drawn(const struct scenario *s, uint8_t room)
{
    const struct load *l = s->traffic ? &s->traffic->load[room] : NULL;
    const char *seat = s->rooms[room].seat;

    return l && l->given && seat && strcmp(seat, "traffic") == 0 &&
           ((l->at_count == 0 && !l->even) || l->geometric || l->urgent > 0);
}

static bool is_drawn(const struct scenario *s)
{
    bool drawn = false;

    for (uint8_t r = 0; r < s->room_count; r++)
        drawn |= load_is_drawn(s, r);

    for (uint8_t m = 0; m < s->mediator_count; m++) {
        drawn |= relay_is_drawn(&s->mediators[m].relay);
        for (uint8_t r = 0; r < s->round_count; r++)
            if (round_relay(&s->rounds[r], m))
                drawn |= relay_is_drawn(round_relay(&s->rounds[r], m));
    }
    return drawn;
}

/* Which of the events chance lets happen, with this seed. */
static uint32_t way_of(const struct scenario *s, const uint8_t *events,
                       unsigned count)
{
    struct brief who = {.role = BRIEF_MEDIATOR};
    uint32_t way = 0;

    brief_keys(&who, s);
    for (unsigned n = 0; n < count; n++)
        if (world_draws(&who.key, &s->events[events[n]]))
            way |= 1u << n;
    return way;
}

static uint64_t weight_of(const struct scenario *s, const uint8_t *events,
                          unsigned count, uint32_t way)
{
    uint64_t weight = 1;

    for (unsigned n = 0; n < count; n++) {
        uint16_t chance = s->events[events[n]].chance;
        weight *= way >> n & 1 ? chance : 100u - chance;
    }
    return weight;
}

/* The first seed for each way; the file's own is tried first. */
static bool find_seeds(struct ways *w, const struct scenario *s,
                       const uint8_t *events, unsigned count)
{
    struct scenario with = *s;
    uint32_t missing = w->count;

    for (uint32_t tries = 0; missing && tries < TRIES_MAX; tries++) {
        uint32_t way;

        with.seed = tries ? tries : s->seed;
        way = way_of(&with, events, count);
        if (w->weight[way])
            continue;
        w->seed[way] = with.seed;
        w->weight[way] = weight_of(s, events, count, way);
        missing--;
    }
    return missing == 0;
}

enum err ways_find(struct ways *w, const struct scenario *s, uint32_t seeds,
                   bool sample, struct diag *diag)
{
    uint8_t events[LEAK_EVENTS_MAX];
    unsigned count = 0;
    bool many = false;

    *w = (struct ways){.count = seeds};
    for (uint8_t n = 0; n < s->event_count; n++) {
        if (s->events[n].chance == 0 || s->events[n].chance >= 100)
            continue;
        many |= count == LEAK_EVENTS_MAX;
        if (!many)
            events[count++] = n;
    }
    if (sample || many || is_drawn(s))
        return ERR_OK;
    w->count = 1u << count;
    w->seed = memory_new(w->count, sizeof(*w->seed));
    w->weight = memory_new(w->count, sizeof(*w->weight));
    if (!w->seed || !w->weight)
        return diag_set(diag, ERR_MEMORY, "no memory for the ways of chance");
    w->exact = find_seeds(w, s, events, count);
    if (!w->exact) { /* so unlikely that no seed was found */
        ways_fini(w);
        w->count = seeds;
    }
    return ERR_OK;
}

void ways_fini(struct ways *w)
{
    memory_free(w->seed);
    memory_free(w->weight);
    *w = (struct ways){.exact = false};
}

uint64_t ways_seed(const struct ways *w, uint32_t n)
{
    return w->exact ? w->seed[n] : n + 1;
}

uint64_t ways_weight(const struct ways *w, uint32_t n)
{
    return w->exact ? w->weight[n] : 1;
}
