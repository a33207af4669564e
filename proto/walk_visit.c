#include "proto/walk_visit.h"

#include <assert.h>
#include <string.h>

static_assert(sizeof(struct walk_visits) <= MEMBER_STATE_MAX, "state");

/* Nobody takes anything at home. */
static enum walk_service service_at(const struct walk_plan *p, uint8_t room)
{
    return room < ROOMS_MAX ? (enum walk_service)p->service[room] : WALK_GATED;
}

/* What of a gate is left to a carrier in the middle of a visit. */
static uint32_t left_of_gate(const struct walk_plan *p, const struct board *b,
                             const struct carrier *me)
{
    uint32_t left = 0;

    switch (service_at(p, me->room)) {
    case WALK_EXHAUSTIVE:
        return UINT32_MAX;
    case WALK_LIMITED:
        return p->limit > me->run ? p->limit - me->run : 0;
    case WALK_GATED:
        break;
    }
    for (const struct item *i = b->items; i; i = i->next)
        if (i->room == me->room && !i->taken &&
            instant_reached(i->handed, me->began))
            left++;
    return left;
}

void walk_visits_adopt(struct walk_visits *v, const struct choice *c,
                       const struct param_spec *specs, const struct board *b)
{
    walk_plan_read(&v->plan, c, specs, b->brief);
    walk_times_adopt(&v->times, c, specs, b);
    walk_route_adopt(&v->route, c, specs, b);
    for (uint8_t n = 0; n < b->carrier_count && n < CARRIERS_MAX; n++) {
        const struct carrier *me = &b->carrier[n];

        v->stage[n].as = WALK_SIT;
        if (me->walking || instant_is_never(me->began))
            continue;
        v->stage[n].as = WALK_TAKING;
        v->stage[n].left = left_of_gate(&v->plan, b, me);
    }
}

/* One of those that a gate let in was taken: of a row that one carrier may
 * still take, or of what lay there for all in this room. */
static void count_taken(struct walk_visits *v, const struct board *b,
                        const struct board_event *e)
{
    for (uint8_t n = 0; n < b->carrier_count; n++) {
        struct walk_stage *s = &v->stage[n];
        const struct carrier *me = &b->carrier[n];

        if (s->as != WALK_TAKING || s->left == 0)
            continue;
        if (service_at(&v->plan, me->room) == WALK_LIMITED && n == e->carrier)
            s->left--;
        if (service_at(&v->plan, me->room) == WALK_GATED &&
            me->room == e->room &&
            (!e->item || instant_reached(e->item->handed, me->began)))
            s->left--;
    }
}

void walk_visits_observe(struct walk_visits *v, const struct board *b,
                         const struct board_event *e)
{
    if (e->kind == BOARD_ARRIVED)
        v->stage[e->carrier] = (struct walk_stage){.as = WALK_SIT};
    else if (e->kind == BOARD_TAKEN)
        count_taken(v, b, e);
}

/* What a carrier sees of the board when he decides. */
struct view {
    struct walk_visits *v;
    const struct board *b;
    const struct carrier *me;
    struct walk_stage *stage;
    uint8_t carrier;
    uint32_t tray; /* here, that nobody is taking */
    bool full;
};

static struct view look(struct walk_visits *v, const struct board *b,
                        uint8_t carrier)
{
    struct view w = {.v = v,
                     .b = b,
                     .me = &b->carrier[carrier],
                     .stage = &v->stage[carrier],
                     .carrier = carrier};

    if (w.me->room != ROOM_HOME)
        w.tray = b->room[w.me->room].tray - b->room[w.me->room].claimed;
    if (v->plan.capacity)
        w.full = board_hand(b, carrier) >= v->plan.capacity;
    return w;
}

static void stay(struct walk_decision *out, struct instant until)
{
    out->act = WALK_STAY;
    out->until = until;
}

/* The time as it is by day: itself, or the next morning. */
static struct instant by_day(const struct walk_plan *p, struct instant at)
{
    int64_t day = (at.us % WALK_DAY_US + p->clock_us) % WALK_DAY_US;

    if (!p->nights || (day >= p->morning_us && day <= p->evening_us))
        return at;
    day = p->morning_us - day;
    return instant_after(at, day >= 0 ? day : day + WALK_DAY_US);
}

static bool answer_due(const struct view *w, struct instant *until)
{
    const struct board_room *room;

    if (w->v->plan.wait_us == 0 || w->me->room == ROOM_HOME)
        return false;
    room = &w->b->room[w->me->room];
    *until = instant_after(room->told, w->v->plan.wait_us);
    return room->owes && room->told.us >= w->me->since.us &&
           w->b->now.us < until->us;
}

static bool take(const struct view *w, bool opens, struct walk_decision *out)
{
    const struct item *item = NULL;
    struct instant day = by_day(&w->v->plan, w->b->now);

    if (day.us > w->b->now.us) {
        stay(out, day);
        return true;
    }
    if (w->v->times.item.as != VARIATE_FIXED)
        item = board_next(w->b, w->me->room);
    out->act = WALK_TAKE;
    out->opens = opens;
    out->until = instant_after(
        w->b->now, walk_times_item(&w->v->times, w->me->room, item));
    return true;
}

/* The gate: how much he takes from now on. */
static void open_gate(const struct view *w)
{
    const struct walk_plan *p = &w->v->plan;
    enum walk_service service = service_at(p, w->me->room);

    w->stage->as = WALK_TAKING;
    w->stage->left = UINT32_MAX;
    if (service == WALK_GATED)
        w->stage->left = w->b->room[w->me->room].tray;
    else if (service == WALK_LIMITED)
        w->stage->left = p->limit;
}

/* Sitting: decided unless the gate opens now. */
static bool sit(const struct view *w, struct walk_decision *out)
{
    struct instant gate = instant_after(w->me->since, w->v->plan.stay_us);
    struct instant answer;

    if (answer_due(w, &answer) && answer.us > gate.us)
        gate = answer;
    gate = by_day(&w->v->plan, gate);
    /* The gate opens when the clock comes to it, so that the room has had this
     * instant to answer what it was told. */
    if (w->b->now.us >= gate.us && !w->b->fresh)
        return false;
    stay(out, gate);
    return true;
}

/* Taking: decided while there is more to take. */
static bool taking(const struct view *w, bool opens, struct walk_decision *out)
{
    if (w->stage->left > 0 && !w->full) {
        if (w->tray > 0)
            return take(w, opens, out);
        /* A tray is empty when it stays so while the room may still answer. */
        if (service_at(&w->v->plan, w->me->room) != WALK_GATED && w->b->fresh) {
            stay(out, w->b->now);
            return true;
        }
    }
    w->stage->as = WALK_LEAVE;
    return false;
}

/* Told something in the course of the visit, the room may still answer. */
static bool await_answer(const struct view *w, struct walk_decision *out)
{
    struct instant until;

    if (answer_due(w, &until)) {
        w->stage->waited = true;
        stay(out, until);
        return true;
    }
    if (!w->stage->waited || w->tray == 0 || w->full)
        return false;
    if (w->b->fresh) {
        stay(out, w->b->now);
        return true;
    }
    w->stage->waited = false;
    open_gate(w);
    return take(w, true, out);
}

static bool waits_for_others(const struct view *w)
{
    uint16_t ready = board_ready(w->b, w->carrier);

    for (uint8_t r = 0; r < w->b->room_count; r++) {
        const struct board_room *room = &w->b->room[r];
        if (r != w->me->room && room->here &&
            (room->tray > room->claimed || ready >> r & 1))
            return true;
    }
    return false;
}

/* Does this item count for him who waits until there are enough? */
static bool counts(const struct view *w, const struct item *i)
{
    if (!i->taken)
        return i->carrier == CARRIER_NONE;
    if (i->carrier < w->b->carrier_count && i->carrier != w->carrier)
        return false;
    for (uint8_t r = 0; r < w->b->room_count; r++)
        if (i->passage[r].state == CARRIAGE_READY ||
            (i->passage[r].state == CARRIAGE_WAITING))
            return true;
    return false;
}

/* He does not set out yet: too few, and too early. */
static bool holds_out(const struct view *w, struct instant *until)
{
    const struct walk_plan *p = &w->v->plan;
    const struct item *first = NULL;
    uint32_t count = 0;

    *until = INSTANT_NEVER;
    if (p->until_items == 0 && p->until_us == 0)
        return false;
    for (const struct item *i = w->b->items; i; i = i->next) {
        if (!counts(w, i))
            continue;
        if (i->caveats.bits & CAVEAT_URGENT)
            return false;
        if (!first)
            first = i;
        count++;
    }
    if (p->until_items > 0 && count >= p->until_items)
        return false;
    if (!first || p->until_us == 0)
        return true;
    *until = instant_after(first->handed, p->until_us);
    if (w->b->now.us < until->us)
        return true;
    *until = INSTANT_NEVER; /* it has passed: that may not be waited for */
    return false;
}

/* Is there no reason to go anywhere? */
static bool rests(const struct view *w, struct instant *until)
{
    if (holds_out(w, until))
        return true;
    if (w->v->route.as == WALK_ROUTE_ON_CALL || w->me->room == ROOM_HOME)
        return walk_route_next(&w->v->route, w->b, w->carrier, w->full) ==
               ROOM_HOME;
    return w->v->plan.parks && !waits_for_others(w);
}

static void go(const struct view *w, uint8_t room, struct walk_decision *out)
{
    out->act = WALK_GO;
    out->room = room;
    out->until =
        instant_after(w->b->now, walk_times_leg(&w->v->times, w->b, w->carrier,
                                                w->me->room, room));
    if (room != ROOM_HOME)
        out->until = by_day(&w->v->plan, out->until);
}

/* With no reason to go he takes what comes, or goes home. */
static void rest(const struct view *w, struct instant until,
                 struct walk_decision *out)
{
    /* Whoever has something has this instant to hand it over. */
    if (w->b->fresh &&
        (w->tray > 0 || waits_for_others(w) || w->v->plan.goes_home)) {
        stay(out, w->b->now);
        return;
    }
    if (w->tray > 0 && !w->full) {
        open_gate(w);
        (void)take(w, true, out);
        return;
    }
    if (!rests(w, &until)) {
        uint8_t next = walk_route_next(&w->v->route, w->b, w->carrier, w->full);
        if (next != ROOM_HOME)
            go(w, next, out);
        return;
    }
    if (w->v->plan.goes_home && w->me->room != ROOM_HOME &&
        instant_is_never(until)) {
        go(w, ROOM_HOME, out);
        return;
    }
    stay(out, until);
}

void walk_visits_decide(struct walk_visits *v, const struct board *b,
                        uint8_t carrier, struct walk_decision *out)
{
    struct view w = look(v, b, carrier);
    struct instant until = INSTANT_NEVER;
    bool opens = false;
    uint8_t next;

    stay(out, INSTANT_NEVER);
    if (w.me->room == ROOM_HOME)
        w.stage->as = WALK_REST;
    if (w.stage->as == WALK_SIT) {
        if (sit(&w, out))
            return;
        open_gate(&w);
        opens = true;
    }
    if (w.stage->as == WALK_TAKING && taking(&w, opens, out))
        return;
    if (w.stage->as == WALK_LEAVE) {
        if (await_answer(&w, out))
            return;
        /* What came in while he took the rest waits for another visit, unless
         * nobody else needs him. */
        if (rests(&w, &until))
            w.stage->as = WALK_REST;
    }
    if (w.stage->as == WALK_REST) {
        rest(&w, until, out);
        return;
    }
    next = walk_route_next(&v->route, b, carrier, w.full);
    if (next != ROOM_HOME)
        go(&w, next, out);
}
