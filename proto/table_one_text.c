/*
 * A single negotiating text: drafts, numbered, the same for all rooms, one of
 * them current. What stands in brackets is open; a draft without brackets that
 * settles every issue asks for a yes or a no. The rooms' comments are for the
 * mediator, whose next draft may depend on them. What `words` puts forward are
 * its lines too.
 */
#include "shuttle/table.h"

#include <stdio.h>
#include <string.h>

static const struct param_spec params[] = {
    {"from", PARAM_TEXT, "", NULL,
     "id of the first round with drafts; in an earlier one `check` refuses "
     "them"},
    {"redraft", PARAM_WORD, "freely", "freely|answered",
     "answered: the next draft waits until every room has answered the "
     "current one"},
    {0},
};

static bool makes(enum move move)
{
    return move == MOVE_DRAFT || table_says(move);
}

static bool holds(const void *arg, const struct board *b,
                  const struct line *line)
{
    const struct choice *c = arg;

    if (line->move != MOVE_DRAFT || b->drafting.number == 0 ||
        !param_is(c, params, "redraft", "answered"))
        return false;
    for (uint8_t r = 0; r < b->room_count; r++)
        if (!b->room[r].answered)
            return true;
    return false;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    (void)state, (void)ask;
    table_next_but(b, makes, holds, c, out);
}

/* The index of the round that `from` names; -1: there is none such. */
static int first_round(const struct choice *c, const struct scenario *s)
{
    const char *from = param_text(c, params, "from");

    if (from[0] == '\0')
        return 0;
    for (uint8_t r = 0; r < s->round_count; r++)
        if (strcmp(s->rounds[r].id, from) == 0)
            return r;
    return -1;
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    int first = first_round(c, s);

    if (first < 0)
        return diag_set(diag, ERR_UNKNOWN, "'from': there is no round '%s'",
                        param_text(c, params, "from"));
    for (int r = 0; r < first; r++) {
        const struct lines *lines = &s->rounds[r].mediator;
        for (uint16_t n = 0; n < lines->count; n++)
            if (lines->line[n].move == MOVE_DRAFT)
                return diag_set(diag, ERR_MALFORMED,
                                "'from': the draft '%s' stands in the round "
                                "'%s', which comes before '%s'",
                                lines->line[n].id, s->rounds[r].id,
                                s->rounds[first].id);
    }
    return ERR_OK;
}

const struct table table_one_text = {
    .member = {.name = "one_text",
               .help = "numbered drafts of a single text, one of them current",
               .params = params,
               .fits = fits},
    .makes = makes,
    .decide = decide,
};
