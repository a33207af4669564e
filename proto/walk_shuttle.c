/*
 * One mediator who walks between the rooms, in their order, round and round. A
 * visit: he comes in and tells what he may; sits `stay`; then takes what lies
 * in the tray, `item` of time for each; and leaves.
 *
 *   service  gated       what lay there when he had sat his stay
 *            exhaustive  until the tray is empty
 *   idle     park        when nothing waits anywhere he stays where he is, and
 *                        takes what is put before him there ere he leaves
 *            walk        he keeps walking
 *
 * (Gated and exhaustive service as in Takagi 1988, Queuing analysis of polling
 * models, section 1.)
 */
#include "shuttle/walk.h"

#include <string.h>

static const struct param_spec params[] = {
    {"time", PARAM_DURATION, "4m", NULL, "walking time between two rooms"},
    {"times.*", PARAM_DURATION, "4m", NULL,
     "walking time between the two rooms named with a hyphen: us-iran"},
    {"stay", PARAM_DURATION, "0", NULL, "time he listens before he takes"},
    {"item", PARAM_DURATION, "0", NULL, "time to take one item"},
    {"service", PARAM_WORD, "gated", "gated|exhaustive", "what he takes"},
    {"idle", PARAM_WORD, "park", "park|walk", "when nothing waits anywhere"},
    {"start", PARAM_NUMBER, "1", NULL, "number of the room he starts in"},
    {0},
};

enum phase {
    PHASE_SIT,   /* since he came in; the gate is still open */
    PHASE_TAKE,  /* gate_left more to take */
    PHASE_LEAVE, /* the visit is done */
    PHASE_PARK,  /* and nothing waited anywhere */
};

struct state {
    uint32_t visit; /* the visit the phase belongs to */
    enum phase phase;
    uint32_t gate_left;
};

static uint8_t carriers(const struct choice *c)
{
    (void)c;
    return 1;
}

static uint8_t start(const struct choice *c, const struct board *b,
                     uint8_t carrier)
{
    uint64_t n = param_number(c, params, "start");

    (void)carrier;
    return n >= 1 && n <= b->room_count ? (uint8_t)(n - 1) : 0;
}

/* Taking over in the middle of a visit begins it anew. */
static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct state *s = state;

    (void)c;
    s->visit = b->carrier[0].visit;
    s->phase = PHASE_SIT;
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    struct state *s = state;

    (void)c;
    if (e->kind == BOARD_ARRIVED) {
        s->visit = b->carrier[e->carrier].visit;
        s->phase = PHASE_SIT;
    } else if (e->kind == BOARD_TAKEN && s->phase == PHASE_TAKE &&
               s->gate_left > 0) {
        s->gate_left--;
    }
}

/* The walking time between two rooms, whichever way the pair is written. */
static int64_t walk_us(const struct choice *c, const struct board *b,
                       uint8_t from, uint8_t to)
{
    const struct room_entry *rooms = b->brief->rooms;
    size_t prefix = strlen("times.");

    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        const char *one = rooms[from].id, *two = rooms[to].id;

        if (strncmp(key, "times.", prefix) != 0)
            continue;
        for (int way = 0; way < 2; way++) {
            size_t size = strlen(one);
            if (strncmp(key + prefix, one, size) == 0 &&
                key[prefix + size] == '-' &&
                strcmp(key + prefix + size + 1, two) == 0)
                return param_us(c, params, key);
            one = rooms[to].id;
            two = rooms[from].id;
        }
    }
    return param_us(c, params, "time");
}

static bool anything_waits(const struct board *b)
{
    for (uint8_t r = 0; r < b->room_count; r++)
        if (b->room[r].here && (b->room[r].tray || b->room[r].deliverable))
            return true;
    return false;
}

static bool waits_elsewhere(const struct board *b, uint8_t room)
{
    for (uint8_t r = 0; r < b->room_count; r++)
        if (r != room && b->room[r].here &&
            (b->room[r].tray || b->room[r].deliverable))
            return true;
    return false;
}

/* To the next room on his way, if anyone is left in one. */
static void move_on(const struct choice *c, const struct board *b, uint8_t room,
                    struct walk_decision *out)
{
    uint8_t next = room;

    do
        next = (uint8_t)((next + 1) % b->room_count);
    while (next != room && !b->room[next].here);
    if (next == room)
        return;
    out->act = WALK_GO;
    out->room = next;
    out->until = instant_after(b->now, walk_us(c, b, room, next));
}

static void take_one(const struct choice *c, const struct board *b,
                     struct walk_decision *out)
{
    out->act = WALK_TAKE;
    out->until = instant_after(b->now, param_us(c, params, "item"));
}

/* The gate: what lies in the tray now is what he takes. */
static void open_gate(struct state *s, uint32_t tray)
{
    s->gate_left = tray;
    s->phase = PHASE_TAKE;
}

static bool takes_all(const struct choice *c)
{
    return param_is(c, params, "service", "exhaustive");
}

static bool takes_more(const struct state *s, const struct choice *c,
                       uint32_t tray)
{
    return tray > 0 && (takes_all(c) || s->gate_left > 0);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   uint8_t carrier, struct asking *ask,
                   struct walk_decision *out)
{
    struct state *s = state;
    const struct carrier *me = &b->carrier[carrier];
    uint32_t tray = b->room[me->room].tray;
    struct instant gate = instant_after(me->since, param_us(c, params, "stay"));
    bool parks = param_is(c, params, "idle", "park");

    (void)ask;
    out->act = WALK_STAY;
    out->until = INSTANT_NEVER;
    if (s->phase == PHASE_SIT) {
        /* The gate closes when the clock comes to it, so that the room has
         * had this instant to answer what it was told. */
        if (b->now.us < gate.us || b->fresh) {
            out->until = gate;
            return;
        }
        open_gate(s, tray);
    }
    if (s->phase == PHASE_TAKE && takes_more(s, c, tray)) {
        take_one(c, b, out);
        return;
    }
    /* An empty tray is one that stays empty while the room may still answer. */
    if (s->phase == PHASE_TAKE && takes_all(c) && b->fresh) {
        out->until = b->now;
        return;
    }
    if (s->phase == PHASE_TAKE)
        s->phase = PHASE_LEAVE;
    /* What came in while he took the rest waits for another visit, unless
     * nobody else needs him. */
    if (s->phase == PHASE_LEAVE && parks && !waits_elsewhere(b, me->room))
        s->phase = PHASE_PARK;
    if (s->phase == PHASE_PARK) {
        if (!anything_waits(b))
            return;
        /* Whoever has something has this instant to hand it over. */
        if (b->fresh) {
            out->until = b->now;
            return;
        }
        if (tray > 0) {
            open_gate(s, tray);
            take_one(c, b, out);
            return;
        }
    }
    move_on(c, b, me->room, out);
}

const struct walk walk_shuttle = {
    .member = {"shuttle", "one mediator who walks between the rooms", params,
               sizeof(struct state)},
    .carriers = carriers,
    .start = start,
    .adopt = adopt,
    .observe = observe,
    .decide = decide,
};
