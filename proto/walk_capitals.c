/*
 * A mediator who travels between capitals, days apart, as the US Secretary of
 * State did between Jerusalem and Damascus in 1974. What he does at a visit is
 * what `shuttle` does. What differs: he has a home of his own, where no party
 * is, starts there and, if he does, goes back there when nothing waits; he is
 * received by day alone; and he goes where he is called.
 *
 * By night nobody receives him: who lands then comes in in the morning, and
 * what he has not taken in the evening he takes then. He travels at any hour.
 */
#include "proto/walk_visit.h"

#include <string.h>

static const struct param_spec params[] = {
    WALK_TIME_PARAMS("1d"),
    {"home_time", PARAM_DURATION, "1d", NULL,
     "time from home to a capital, and back"},
    {"home_times.*", PARAM_DURATION, "1d", NULL, "the same for the room named"},
    {"stay", PARAM_DURATION, "4h", NULL, "time he listens before he takes"},
    WALK_SERVICE_PARAMS("exhaustive"),
    WALK_ROUTE_PARAMS("on_call"),
    {"start", PARAM_TEXT, "home", NULL,
     "home, or the room he starts in, by its number or its id; for several "
     "their rooms in order, or else they spread from the first"},
    {"idle", PARAM_WORD, "home", "home|park",
     "when nothing waits anywhere he goes home, or stays where he is"},
    {"hours", PARAM_TEXT, "", NULL,
     "hours of the day when he is received, 8h-22h; if not given, at any hour"},
    {"clock", PARAM_DURATION, "0", NULL,
     "hour of the day when the talks begin"},
    {0},
};

/* "8h-22h"; false when it is nothing of the kind. */
static bool hours_parse(const char *text, int64_t *from, int64_t *to)
{
    char first[32];
    const char *dash = strchr(text, '-');

    if (!dash || (size_t)(dash - text) >= sizeof(first))
        return false;
    memcpy(first, text, (size_t)(dash - text));
    first[dash - text] = '\0';
    return duration_parse(first, from) && duration_parse(dash + 1, to) &&
           *from < *to && *to <= WALK_DAY_US;
}

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
    struct walk_visits *v = state;
    struct walk_plan *p = &v->plan;

    walk_visits_adopt(v, c, params, b);
    v->times.home_us = param_us(c, params, "home_time");
    p->goes_home = param_is(c, params, "idle", "home");
    p->nights = hours_parse(param_text(c, params, "hours"), &p->morning_us,
                            &p->evening_us);
    p->clock_us = param_us(c, params, "clock") % WALK_DAY_US;
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
    int64_t from, to;

    if (walk_given(c, "hours") &&
        !hours_parse(param_text(c, params, "hours"), &from, &to))
        return diag_set(diag, ERR_MALFORMED,
                        "'hours' are two times of a day with a hyphen between "
                        "them, the earlier first: 8h-22h");
    return walk_visits_fit(c, params, s, diag);
}

const struct walk walk_capitals = {
    .member = {.name = "capitals",
               .help = "a mediator who travels between capitals, and has a "
                       "home of his own",
               .params = params,
               .state_size = sizeof(struct walk_visits),
               .fits = fits,
               .adopt = adopt,
               .observe = observe},
    .carriers = carriers,
    .start = start,
    .decide = decide,
};
