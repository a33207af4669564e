/* The mediator's own words and open suggestions: ground rules, press,
 * deadlines, declarations, what-ifs, bridging proposals; nothing that is
 * sealed. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

bool table_says(enum move move)
{
    return move == MOVE_SAY || move == MOVE_GROUND_RULES ||
           move == MOVE_PRESS || move == MOVE_PAUSE || move == MOVE_CLOSE ||
           move == MOVE_DEADLINE || move == MOVE_DECLARATION ||
           move == MOVE_CERTIFICATE || move == MOVE_PROBE ||
           move == MOVE_BRIDGE;
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    (void)state, (void)c, (void)b;
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    (void)state, (void)c, (void)b, (void)e;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, out);
}

const struct table table_words = {
    .member = {"words", "its own words and open suggestions, nothing sealed",
               params, 0, NULL},
    .makes = table_says,
    .adopt = adopt,
    .observe = observe,
    .decide = decide,
};
