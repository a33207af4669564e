/* What-ifs, each to the room it names, which answers to the mediator alone. A
 * what-if names no owner; what it rests on stands in the record. Beside them
 * the mediator's plain words. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    return move == MOVE_PROBE || table_speaks(move);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)ask;
    table_next(b, makes, out);
}

const struct table table_probe = {
    .member = {.name = "probe",
               .help = "what-ifs without an owner, and plain words",
               .params = params},
    .makes = makes,
    .decide = decide,
};
