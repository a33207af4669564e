/* The mediator is nowhere but at the times of exchange: then he is in all rooms
 * at once. When every room has something in its tray he takes it all and tells
 * it, and opens sealed deposits where every room has one; when one room has
 * nothing, nothing is taken and nothing of any room's is told. */
#include "shuttle/walk.h"

static const struct param_spec params[] = {
    {"every", PARAM_DURATION, "1h", NULL, "time from one exchange to the next"},
    {"early", PARAM_WORD, "no", "no|yes",
     "an exchange comes as soon as every room has handed something over"},
    {0},
};

struct meeting {
    struct instant base;
    struct instant last; /* the last exchange; never: there was none */
    uint32_t ready;      /* what could be told when it was over */
    bool news;           /* something came up since */
};

static uint8_t carriers(const struct choice *c)
{
    (void)c;
    return 0;
}

static uint8_t start(const struct choice *c, const struct board *b,
                     uint8_t carrier)
{
    (void)c, (void)b, (void)carrier;
    return ROOM_HOME;
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct meeting *m = state;

    (void)c;
    *m = (struct meeting){.base = b->now, .last = INSTANT_NEVER, .news = true};
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    struct meeting *m = state;

    (void)c, (void)b;
    if (e->kind == BOARD_PUT ||
        (e->kind == BOARD_HANDED &&
         !(e->item->caveats.bits & CAVEAT_MEDIATOR_ONLY)))
        m->news = true;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   uint8_t carrier, struct asking *ask,
                   struct walk_decision *out)
{
    (void)state, (void)c, (void)b, (void)carrier, (void)ask;
    *out = (struct walk_decision){.act = WALK_STAY, .until = INSTANT_NEVER};
}

static uint32_t tellable(const struct board *b)
{
    uint32_t count = 0;

    for (uint8_t r = 0; r < b->room_count; r++)
        count += b->room[r].deliverable;
    return count;
}

/* The next time on the clock, not the one of the last exchange. */
static struct instant next_time(const struct meeting *m, int64_t every,
                                struct instant now)
{
    int64_t passed = now.us - m->base.us;
    int64_t n = every > 0 ? passed / every + (passed % every != 0) : 0;
    struct instant at = {m->base.us + (n > 0 ? n : 1) * every};

    if (instant_compare(at, m->last) == 0)
        at.us += every;
    return at;
}

static bool meets(void *state, const struct choice *c, const struct board *b,
                  bool all, struct instant *next)
{
    struct meeting *m = state;
    int64_t every = param_us(c, params, "every");
    struct instant at;

    *next = INSTANT_NEVER;
    if (!m->news && tellable(b) <= m->ready)
        return false; /* nothing has changed: it would go as the last one */
    at = next_time(m, every > 0 ? every : 1, b->now);
    if (all && param_is(c, params, "early", "yes"))
        at = b->now;
    if (!instant_reached(at, b->now)) {
        *next = at;
        return false;
    }
    m->last = b->now;
    m->ready = tellable(b);
    m->news = false;
    return true;
}

const struct walk walk_exchange = {
    .member = {.name = "exchange",
               .help = "in all rooms at once at fixed times: what all handed "
                       "over is opened together, or nothing",
               .params = params,
               .state_size = sizeof(struct meeting),
               .adopt = adopt,
               .observe = observe},
    .carriers = carriers,
    .start = start,
    .decide = decide,
    .meets = meets,
};
