#include "shuttle/table.h"

#include "shuttle/cue.h"

static bool after_done(const struct board *b, const struct ref *after)
{
    switch (after->kind) {
    case REF_NONE:
        return true;
    case REF_OWN:
        return board_put(b, board_line(b, after->round, after->line));
    case REF_EVENT:
        return b->happened >> after->line & 1;
    case REF_HANDLE:
        for (uint16_t n = 0; n < b->mark_count; n++)
            if (b->marks[n].handle == after->handle)
                return b->marks[n].taken;
        return false;
    case REF_OTHER:
        return false; /* not in a brief */
    }
    return false;
}

void table_next(const struct board *b, struct table_decision *out)
{
    const struct lines *lines;
    struct cue_context context = {.now = b->now,
                                  .round_began = b->round_began,
                                  .lookup = board_look,
                                  .arg = b};

    *out = (struct table_decision){
        .act = TABLE_NOTHING, .until = INSTANT_NEVER, .due = INSTANT_NEVER};
    if (b->round < 0 || !b->round_open)
        return;
    lines = &b->brief->rounds[b->round].mediator;
    for (uint16_t n = 0; n < lines->count; n++) {
        const struct line *line = &lines->line[n];

        if (board_settled(b, board_line(b, (uint8_t)b->round, n)))
            continue;
        context.after_done = after_done(b, &line->after);
        switch (cue_judge(line, &context, &out->until)) {
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
