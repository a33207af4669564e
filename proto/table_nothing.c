/* The mediator puts nothing forward. The member to read first. */
#include "shuttle/table.h"

static const struct param_spec params[] = {{0}};

static bool makes(enum move move)
{
    (void)move;
    return false;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)c, (void)b, (void)ask;
    *out =
        (struct table_decision){.act = TABLE_NOTHING, .until = INSTANT_NEVER};
}

const struct table table_nothing = {
    .member = {.name = "nothing",
               .help = "the mediator puts nothing forward",
               .params = params},
    .makes = makes,
    .decide = decide,
};
