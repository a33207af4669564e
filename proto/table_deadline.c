/* Deadlines, which move the limit of the round, and the mediator's plain
 * words. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    return move == MOVE_DEADLINE || table_speaks(move);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, makes, out);
}

const struct table table_deadline = {
    .member =
        {.name = "deadline",
         .help =
             "deadlines, which move the limit of the round, and plain words",
         .params = params},
    .makes = makes,
    .decide = decide,
};
