/* Moves that no mediator can make yet, and lists of issues. */
#include "sim/scenario/bind.h"

#include "shuttle/table.h"
#include "sim/scenario/scenario_file.h"

#include <stdio.h>
#include <string.h>

bool move_is_made(enum move move)
{
    for (size_t i = 0; table_members[i]; i++) {
        if (table_members[i]->makes(move))
            return true;
    }
    return false;
}

/* Bit per move that the mediator's lines make and no mediator can: a brief does
 * not say what it needs. */
static uint64_t lines_need(const struct scenario *s)
{
    uint64_t needs = 0;
    for (uint8_t r = 0; r < s->round_count; r++) {
        const struct lines *lines = &s->rounds[r].mediator;
        for (uint16_t i = 0; i < lines->count; i++) {
            enum move move = lines->line[i].move;
            if (move != MOVE_NONE && !move_is_made(move))
                needs |= UINT64_C(1) << move;
        }
    }
    return needs;
}

enum err scenario_can_run(const struct scenario *s, struct diag *diag)
{
    char list[256] = "";
    size_t at = 0;
    uint64_t needs = s->needs | lines_need(s);
    if (needs == 0)
        return ERR_OK;
    for (uint32_t move = 0; move < 64 && at < sizeof(list); move++) {
        if (needs >> move & 1u)
            at += (size_t)snprintf(list + at, sizeof(list) - at, "%s%s",
                                   at > 0 ? ", " : "", move_key(move));
    }
    return diag_set(diag, ERR_UNKNOWN,
                    "%s needs what no mediator can do yet: %s",
                    s->file ? s->file : "the scenario", list);
}

/* The mediator's move with this key, or MOVE_NONE. */
static enum move mediators_move(const char *key)
{
#define X(number, name, word, text)                                            \
    if (number >= MOVE_GROUND_RULES && word[0] != '\0' &&                      \
        strcmp(key, word) == 0)                                                \
        return MOVE_##name;
    MOVE_TABLE(X)
#undef X
    return MOVE_NONE;
}

static uint64_t take_need(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "the key of a move"))
        return 0;
    enum move move = mediators_move(n->text);
    bool known = move != MOVE_NONE && schema_find(IN_LINE, n->text);
    if (known && !move_is_made(move))
        return UINT64_C(1) << move;
    diags_add(b->diags, MISTAKE_BAD_WORD, n->place,
              known
                  ? "'%.40s' is made by a table of today: choose it in `relay`"
                  : "'%.40s' is no move of the mediator",
              n->text);
    return 0;
}

void read_needs(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    uint64_t *needs = MEMBER(base, k->offset, uint64_t);
    if (!bind_is_list(b, v, "a list of moves"))
        return;
    if (v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "the list is empty");
    for (const struct node *n = v->first; n; n = n->next)
        *needs |= take_need(b, n);
}

void read_issues(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    uint32_t *issues = MEMBER(base, k->offset, uint32_t);
    if (!bind_is_list(b, v, "a list of issues"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        int issue = bind_issue(b, n);
        if (issue >= 0)
            *issues |= UINT32_C(1) << issue;
    }
}
