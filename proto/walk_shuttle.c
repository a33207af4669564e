/*
 * Mediators who walk between the rooms, from one to the next. At a visit a
 * carrier comes in and tells what he may, sits `stay`, takes what the service
 * allows, `item` of time for each, and leaves.
 *
 * This is a polling system (Takagi 1988, "Queuing analysis of polling models",
 * section 1), term for term:
 *
 *   queue i             the tray of room i; arrival: an item is handed over
 *   server              a carrier; polling instant: he comes in (with `stay: 0`
 *                       he opens the gate then)
 *   service             `item`, in order of handing over; its end: item taken
 *   switch-over         `time`, or `times` of the leg
 *   exhaustive          takes until the tray is empty, what comes meanwhile too
 *   gated               takes what lay there at the polling instant
 *   k-limited           `service: limited, limit: k`: until the tray is empty
 *                       or k are taken, what comes meanwhile too (not gated)
 *   idle: walk          the server keeps switching though the system is empty,
 *                       as in Takagi, and in Boxma and Groenendijk 1987
 *   idle: park          the server stops where it is while nothing waits for it
 *                       (Eisenberg 1994, "The polling system with a stopping
 *                       server"), and from there goes round as before. Where
 *                       gated or limited service has left something in this
 *                       tray and nothing waits elsewhere he opens the gate
 *                       again, which Eisenberg's server does not.
 *   route: a list       a polling table (Boxma, Groenendijk and Weststrate
 *                       1990); on_call: the oldest item that
 *                       waits elsewhere decides
 *   priority            urgent items: non-preemptive, head of the line
 *   one room of calls,
 *   capacity c          gated, `item: 0`, c in hand: bulk service at his
 *                       comings (Bailey 1954, "On queueing processes with bulk
 *                       service")
 *   until_items,
 *   until_time          dispatch of a batch by its size or by its first's age
 *
 * Unlike the customers of that theory an item is then carried and told in
 * another room; one that is for the mediator alone is not, and a system of such
 * items is a polling system and nothing more. To have something to tell
 * somewhere is work waiting there: a parked carrier sets out for it. A room
 * that has suspended is on the way only when there is something to take in it.
 */
#include "proto/walk_visit.h"

static const struct param_spec params[] = {
    WALK_TIME_PARAMS("4m"),
    {"stay", PARAM_DURATION, "0", NULL, "time he listens before he takes"},
    WALK_SERVICE_PARAMS("gated"),
    WALK_ROUTE_PARAMS("cyclic"),
    {"start", PARAM_TEXT, "1", NULL,
     "the room he starts in, by its number or its id; for several their rooms "
     "in order, or else they spread from the first"},
    {"idle", PARAM_WORD, "park", "park|walk", "when nothing waits anywhere"},
    {0},
};

static uint8_t carriers(const struct choice *c)
{
    return walk_route_carriers(c, params);
}

static uint8_t start(const struct choice *c, const struct board *b,
                     uint8_t carrier)
{
    return walk_route_start(c, params, b->brief, carrier);
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    walk_visits_adopt(state, c, params, b);
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    (void)c;
    walk_visits_observe(state, b, e);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   uint8_t carrier, struct asking *ask,
                   struct walk_decision *out)
{
    (void)c, (void)ask;
    walk_visits_decide(state, b, carrier, out);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return walk_visits_fit(c, params, s, diag);
}

const struct walk walk_shuttle = {
    .member = {.name = "shuttle",
               .help = "mediators who walk between the rooms",
               .params = params,
               .state_size = sizeof(struct walk_visits),
               .fits = fits,
               .adopt = adopt,
               .observe = observe},
    .carriers = carriers,
    .start = start,
    .decide = decide,
};
