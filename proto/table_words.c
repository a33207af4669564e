/* The mediator's own words and open suggestions: ground rules, press,
 * deadlines, declarations, what-ifs, bridging proposals; nothing that is
 * sealed and no single text. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

bool table_speaks(enum move move)
{
    return move == MOVE_SAY || move == MOVE_GROUND_RULES ||
           move == MOVE_PRESS || move == MOVE_PAUSE || move == MOVE_CLOSE ||
           move == MOVE_CERTIFICATE || move == MOVE_ANNOUNCEMENT;
}

bool table_says(enum move move)
{
    return table_speaks(move) || move == MOVE_DEADLINE ||
           move == MOVE_DECLARATION || move == MOVE_PROBE ||
           move == MOVE_BRIDGE;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, table_says, out);
}

const struct table table_words = {
    .member = {.name = "words",
               .help = "its own words and open suggestions, nothing sealed",
               .params = params},
    .makes = table_says,
    .decide = decide,
};
