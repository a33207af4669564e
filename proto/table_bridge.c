/* Bridging proposals, which are open to amendment: what is said to one is
 * carried like any other words, and an amended one is a new proposal. Beside
 * them the mediator's plain words. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    return move == MOVE_BRIDGE || table_speaks(move);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, makes, out);
}

const struct table table_bridge = {
    .member = {.name = "bridge",
               .help = "bridging proposals, open to amendment, and plain words",
               .params = params},
    .makes = makes,
    .decide = decide,
};
