/*
 * The mediator's proposal, double blind: one package put to all rooms, answers
 * sealed, and only a mutual yes told, at a time that is fixed when it is put;
 * and the exchange, which opens what all rooms deposited at such a time. A
 * second proposal or exchange waits until the result of the first has left.
 * What `words` puts forward are its lines too.
 */
#include "shuttle/table.h"

static const struct param_spec params[] = {
    {"answer_within", PARAM_DURATION, "30m", NULL,
     "when the result leaves, counted from putting, where the line says "
     "nothing"},
    {0},
};

static bool makes(enum move move)
{
    return table_seals(move) || table_says(move);
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

const struct table table_blind = {
    .member = {.name = "blind",
               .help = "proposals answered under seal, deposits exchanged",
               .params = params},
    .makes = makes,
    .decide = decide,
};
