#include "shuttle/clock.h"

#include "shuttle/memory.h"

#include <string.h>

struct known {
    struct request last;
    bool heard; /* it has said how things stand */
    bool lost;
    bool ended;       /* it was told the end, or has brought it about */
    uint64_t granted; /* number of its last grant */
    uint32_t base;    /* inputs given before this instant */
    struct message_round round; /* as it was told last */
    bool has_round;
    bool open;
};

struct clock {
    const struct scenario *brief; /* borrowed */
    uint8_t count;
    struct instant now;
    uint8_t turn; /* who is asked first for frames */
    bool stalled; /* the first was told, and nothing has come since */
    bool runaway;
    uint8_t outcome; /* of the talks; OUTCOME_NONE while they go on */
    struct known known[MEDIATORS_MAX];
};

struct clock *clock_new(const struct scenario *brief)
{
    struct clock *c = memory_new(1, sizeof(*c));

    if (!c)
        return NULL;
    c->brief = brief;
    c->count = brief->mediator_count;
    c->turn = (uint8_t)(1 % c->count);
    return c;
}

void clock_free(struct clock *c)
{
    memory_free(c);
}

static bool is_live(const struct known *k)
{
    return !k->lost && !(k->heard && k->last.finished);
}

/* The first end counts. */
static void note_end(struct clock *c, uint8_t mediator, uint8_t outcome)
{
    c->known[mediator].ended = true;
    if (c->outcome == OUTCOME_NONE)
        c->outcome = outcome;
}

void clock_request(struct clock *c, uint8_t mediator, const struct request *r)
{
    struct known *k = &c->known[mediator];

    if (mediator >= c->count || k->lost || r->done > k->granted ||
        r->room_count != c->brief->room_count)
        return;
    k->last = *r;
    k->heard = true;
    if (r->outcome != OUTCOME_NONE)
        note_end(c, mediator, r->outcome);
}

bool clock_lose(struct clock *c, uint8_t mediator)
{
    struct known *k = &c->known[mediator];

    if (mediator >= c->count || !is_live(k))
        return false;
    k->lost = true;
    note_end(c, mediator, OUTCOME_BROKEN_OFF);
    return true;
}

bool clock_finished(const struct clock *c)
{
    for (uint8_t m = 0; m < c->count; m++)
        if (is_live(&c->known[m]))
            return false;
    return true;
}

/* By its last WAIT on its channel with this mediator, the room has read all
 * that any mediator has sent it: so it has said all it had to say here. */
static bool has_read_all(const struct clock *c, uint8_t mediator, uint8_t room)
{
    const struct request *here = &c->known[mediator].last;

    for (uint8_t m = 0; m < c->count; m++) {
        int channel = room_channel(c->brief, room, m);

        if (channel < 0 || c->known[m].lost)
            continue;
        if (here->room[room].reads[channel] < c->known[m].last.room[room].sent)
            return false;
    }
    return true;
}

static bool all_wait(const struct clock *c, uint8_t mediator)
{
    const struct request *r = &c->known[mediator].last;

    for (uint8_t room = 0; room < r->room_count; room++) {
        if (r->room[room].gone)
            continue;
        if (!r->room[room].waits || !has_read_all(c, mediator, room))
            return false;
    }
    return true;
}

/* Nobody has anything in hand. */
static bool is_idle(const struct clock *c)
{
    for (uint8_t m = 0; m < c->count; m++) {
        const struct known *k = &c->known[m];
        if (is_live(k) && (!k->heard || k->last.done < k->granted))
            return false;
    }
    return true;
}

static bool is_quiet(const struct clock *c)
{
    for (uint8_t m = 0; m < c->count; m++)
        if (is_live(&c->known[m]) && !all_wait(c, m))
            return false;
    return true;
}

static bool grant(struct clock *c, uint8_t mediator, enum grant_kind kind,
                  struct grant *out)
{
    *out = (struct grant){
        .number = ++c->known[mediator].granted, .kind = kind, .now = c->now};
    return true;
}

/* Talks that are broken off or stopped wait for nobody. */
static bool is_urgent(const struct clock *c)
{
    return c->outcome == OUTCOME_BROKEN_OFF || c->outcome == OUTCOME_STOPPED;
}

static bool grant_end(struct clock *c, uint8_t *mediator, struct grant *out)
{
    for (uint8_t m = 0; m < c->count && c->outcome != OUTCOME_NONE; m++) {
        struct known *k = &c->known[m];
        if (!is_live(k) || k->ended || !k->heard || k->last.done < k->granted)
            continue;
        k->ended = true;
        *mediator = m;
        (void)grant(c, m, GRANT_END, out);
        out->outcome = c->outcome;
        return true;
    }
    return false;
}

static bool is_same_round(const struct known *k, const struct message_round *r)
{
    return k->has_round && k->round.round == r->round &&
           k->round.state == r->state;
}

static bool grant_round(struct clock *c, uint8_t *mediator, struct grant *out)
{
    const struct request *first = &c->known[0].last;

    if (!c->known[0].heard || !first->has_round || c->outcome != OUTCOME_NONE)
        return false;
    for (uint8_t m = 1; m < c->count; m++) {
        struct known *k = &c->known[m];
        if (!is_live(k) || !k->heard || !k->last.begun ||
            k->last.done < k->granted || is_same_round(k, &first->round))
            continue;
        k->has_round = true;
        k->round = first->round;
        *mediator = m;
        (void)grant(c, m, GRANT_ROUND, out);
        out->round = first->round;
        return true;
    }
    return false;
}

static bool grant_take(struct clock *c, uint8_t *mediator, struct grant *out)
{
    for (uint8_t n = 0; n < c->count; n++) {
        uint8_t m = (uint8_t)((c->turn + n) % c->count);
        if (!is_live(&c->known[m]) || !c->known[m].last.queued)
            continue;
        c->turn = (uint8_t)((m + 1) % c->count);
        c->stalled = false;
        *mediator = m;
        return grant(c, m, GRANT_TAKE, out);
    }
    return false;
}

static void move_to(struct clock *c, struct instant now)
{
    if (now.us <= c->now.us)
        return;
    c->now = now;
    c->turn = 0;
    for (uint8_t m = 0; m < c->count; m++)
        c->known[m].base = c->known[m].last.given;
}

static bool grant_due(struct clock *c, uint8_t *mediator, struct grant *out)
{
    struct instant due = INSTANT_NEVER;

    for (uint8_t m = 0; m < c->count; m++)
        if (is_live(&c->known[m]))
            due = instant_min(due, c->known[m].last.due);
    if (instant_is_never(due)) {
        if (c->stalled || !is_live(&c->known[0]))
            return false;
        c->stalled = true;
        *mediator = 0;
        return grant(c, 0, GRANT_STALLED, out);
    }
    c->stalled = false;
    move_to(c, due);
    *mediator = 0;
    while (!is_live(&c->known[*mediator]) ||
           !instant_reached(c->known[*mediator].last.due, c->now))
        (*mediator)++;
    return grant(c, *mediator, GRANT_DUE, out);
}

static bool is_runaway(const struct clock *c)
{
    uint32_t steps = 0;

    for (uint8_t m = 0; m < c->count; m++)
        if (is_live(&c->known[m]))
            steps += c->known[m].last.given - c->known[m].base;
    return steps > INSTANT_STEPS_MAX && !c->runaway && is_live(&c->known[0]);
}

static bool next_simulated(struct clock *c, uint8_t *mediator,
                           struct grant *out)
{
    if (is_urgent(c) && grant_end(c, mediator, out))
        return true;
    if (!is_idle(c) || !is_quiet(c))
        return false;
    if (grant_end(c, mediator, out) || grant_round(c, mediator, out))
        return true;
    for (uint8_t m = 0; m < c->count; m++)
        if (is_live(&c->known[m]) && c->known[m].last.asking)
            return false;
    if (is_runaway(c)) {
        c->runaway = true;
        *mediator = 0;
        return grant(c, 0, GRANT_RUNAWAY, out);
    }
    return grant_take(c, mediator, out) || grant_due(c, mediator, out);
}

/* The first mediator begins when every other has. */
static bool grant_open(struct clock *c, uint8_t *mediator, struct grant *out)
{
    if (c->known[0].open || !c->known[0].heard || !is_live(&c->known[0]))
        return false;
    for (uint8_t m = 1; m < c->count; m++)
        if (!c->known[m].heard || !c->known[m].last.begun)
            return false;
    c->known[0].open = true;
    *mediator = 0;
    return grant(c, 0, GRANT_OPEN, out);
}

bool clock_next(struct clock *c, uint8_t *mediator, struct grant *out)
{
    if (!c->brief->brief.live)
        return next_simulated(c, mediator, out);
    return grant_end(c, mediator, out) || grant_open(c, mediator, out) ||
           grant_round(c, mediator, out);
}
