/* Declarations of the mediator, each once all that it rests on was deposited
 * with him. Beside them the mediator's plain words. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    return move == MOVE_DECLARATION || table_speaks(move);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, makes, out);
}

const struct table table_declaration = {
    .member = {.name = "declaration",
               .help = "declarations of what was deposited, and plain words",
               .params = params},
    .makes = makes,
    .decide = decide,
};
