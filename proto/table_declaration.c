/* Declarations of the mediator, each once all that it rests on was deposited
 * with him. Beside them the mediator's plain words. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    return move == MOVE_DECLARATION || table_speaks(move);
}

const struct table table_declaration = {
    .member = {.name = "declaration",
               .help = "declarations of what was deposited, and plain words",
               .params = params},
    .makes = makes,
    .adopt = table_adopt_nothing,
    .observe = table_observe_nothing,
    .decide = table_decide_next,
};
