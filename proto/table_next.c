#include "shuttle/table.h"

#include "shuttle/cue.h"

static bool was_put(const struct board *b, const struct ref *ref,
                    struct instant *at)
{
    const struct lines *lines = &b->brief->rounds[ref->round].mediator;
    uint16_t end = cue_named_end(lines, ref->line);

    for (uint16_t i = ref->line; i < end; i++) {
        uint16_t n = board_line(b, ref->round, i);
        *at = b->put_at[n];
        if (board_put(b, n))
            return true;
    }
    return false;
}

/* Whether what a line waits for has come, and when. */
static bool after_done(const struct board *b, const struct ref *after,
                       struct instant *at)
{
    const struct mark *mark;

    switch (after->kind) {
    case REF_NONE:
        return true;
    case REF_OWN:
        return was_put(b, after, at);
    case REF_EVENT:
        *at = b->happened_at[after->line];
        return b->happened >> after->line & 1;
    case REF_HANDLE:
        mark = board_mark(b, after->handle);
        if (mark)
            *at = mark->at;
        return mark && mark->taken;
    case REF_OTHER:
        return false; /* not in a brief */
    }
    return false;
}

/* Judge a line, or a choice, which is its first alternative whose `if` holds;
 * *n becomes the number of the one that was judged last. */
static enum cue judge(const struct board *b, const struct lines *lines,
                      uint16_t *n, struct instant *next)
{
    uint16_t end = cue_group_end(lines, *n);
    struct cue_context context = {.now = b->now,
                                  .round_began = b->round_began,
                                  .lookup = board_look,
                                  .arg = b};
    bool after = after_done(b, &lines->line[*n].after, &context.after_at);

    for (;; ++*n) {
        const struct line *line = &lines->line[*n];
        enum cue cue;

        context.after_done = after && board_grounded(b, line);
        cue = cue_judge(line, &context, next);
        if (cue != CUE_SKIP || *n + 1 >= end)
            return cue;
    }
}

bool table_seals(enum move move)
{
    return move == MOVE_BLIND_PROPOSAL || move == MOVE_EXCHANGE;
}

/* A proposal waits for the result of the one before it, and so does an
 * exchange. */
static bool waits(const struct board *b, const struct line *line,
                  struct instant *next)
{
    if (line->move == MOVE_BLIND_PROPOSAL && b->proposal.open) {
        *next = instant_min(*next, b->proposal.due);
        return true;
    }
    if (line->move == MOVE_EXCHANGE && b->exchange.open) {
        *next = instant_min(*next, b->exchange.due);
        return true;
    }
    return false;
}

void table_next(const struct board *b, table_makes *makes,
                struct table_decision *out)
{
    table_next_but(b, makes, NULL, NULL, out);
}

void table_next_but(const struct board *b, table_makes *makes,
                    table_holds *holds, const void *arg,
                    struct table_decision *out)
{
    const struct lines *lines;

    *out = (struct table_decision){
        .act = TABLE_NOTHING, .until = INSTANT_NEVER, .due = INSTANT_NEVER};
    if (b->round < 0 || !b->round_open)
        return;
    lines = &b->brief->rounds[b->round].mediator;
    for (uint16_t first = 0; first < lines->count;
         first = cue_group_end(lines, first)) {
        uint16_t n = first;
        const struct line *line;

        /* The time of what is held back has not come: no `if` is judged. */
        if (board_settled(b, board_line(b, (uint8_t)b->round, n)) ||
            (holds && holds(arg, b, &lines->line[n])))
            continue;
        enum cue cue = judge(b, lines, &n, &out->until);
        line = &lines->line[n];
        switch (cue) {
        case CUE_WAIT:
            continue;
        case CUE_NOW:
            if (!makes(line->move) || waits(b, line, &out->until))
                continue;
            out->act = TABLE_PUT;
            out->line = line;
            if (table_seals(line->move))
                out->due = instant_after(b->now, line->answer_us);
            return;
        case CUE_LATE:
        case CUE_SKIP:
            out->act = TABLE_DROP;
            out->line = line;
            return;
        }
    }
}
