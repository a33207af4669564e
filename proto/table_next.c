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
    switch (after->kind) {
    case REF_NONE:
        return true;
    case REF_OWN:
        return was_put(b, after, at);
    case REF_EVENT:
        *at = b->happened_at[after->line];
        return b->happened >> after->line & 1;
    case REF_HANDLE:
        for (uint16_t n = 0; n < b->mark_count; n++) {
            *at = b->marks[n].at;
            if (b->marks[n].handle == after->handle)
                return b->marks[n].taken;
        }
        return false;
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
    enum cue cue;

    context.after_done =
        after_done(b, &lines->line[*n].after, &context.after_at);
    while ((cue = cue_judge(&lines->line[*n], &context, next)) == CUE_SKIP &&
           *n + 1 < end)
        ++*n;
    return cue;
}

void table_next(const struct board *b, struct table_decision *out)
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

        if (board_settled(b, board_line(b, (uint8_t)b->round, n)))
            continue;
        enum cue cue = judge(b, lines, &n, &out->until);
        line = &lines->line[n];
        switch (cue) {
        case CUE_WAIT:
            continue;
        case CUE_NOW:
            if (line->move == MOVE_BLIND_PROPOSAL && b->proposal.open) {
                out->until = instant_min(out->until, b->proposal.due);
                continue;
            }
            out->act = TABLE_PUT;
            out->line = line;
            if (line->move == MOVE_BLIND_PROPOSAL)
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
