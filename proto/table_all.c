/* Everything that a mediator can put forward: what is sealed as of `blind`,
 * drafts as of `one_text`, and what `words` says. */
#include "shuttle/table.h"

static const struct param_spec params[] = {
    {"answer_within", PARAM_DURATION, "30m", NULL,
     "when the result leaves, counted from putting, where the line says "
     "nothing"},
    {0},
};

static bool makes(enum move move)
{
    return table_seals(move) || move == MOVE_DRAFT || table_says(move);
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)ask;
    table_next(b, makes, out);
    if (out->act != TABLE_PUT || !table_seals(out->line->move))
        return;
    if (out->line->answer_us < 0)
        out->due = instant_after(b->now, param_us(c, params, "answer_within"));
}

const struct table table_all = {
    .member = {.name = "all",
               .help = "everything that a mediator can put forward",
               .params = params},
    .makes = makes,
    .decide = decide,
};
