/* By which handles the mediator knows the rooms' lines that its own lines wait
 * for, and those that carry facts; and when its own lines and the events of the
 * world had their turn. */
#include "mediator_state.h"

/* A handle is marked once. */
static void gather(struct board *b, const struct ref *ref)
{
    if (ref->kind == REF_HANDLE && !board_mark(b, ref->handle))
        b->marks[b->mark_count++].handle = ref->handle;
}

static void gather_of(struct board *b, const struct line *line)
{
    gather(b, &line->after);
    for (uint16_t n = 0; n < line->grounds.count; n++)
        gather(b, &line->grounds.ref[n]);
}

bool marks_gather(struct mediator *m)
{
    struct board *b = &m->board;
    uint16_t total = 0;
    uint32_t marks = 0;

    for (uint8_t r = 0; r < m->brief->round_count; r++) {
        const struct lines *lines = &m->brief->rounds[r].mediator;
        total = (uint16_t)(total + lines->count);
        for (uint16_t n = 0; n < lines->count; n++)
            marks += 1u + lines->line[n].grounds.count;
    }
    if (m->brief->event_count) {
        b->happened_at =
            memory_new(m->brief->event_count, sizeof(*b->happened_at));
        if (!b->happened_at)
            return false;
    }
    if (total == 0)
        return true;
    b->marks = memory_new(marks, sizeof(*b->marks));
    b->put_at = memory_new(total, sizeof(*b->put_at));
    if (!b->marks || !b->put_at)
        return false;
    for (uint8_t r = 0; r < m->brief->round_count; r++) {
        const struct lines *lines = &m->brief->rounds[r].mediator;
        for (uint16_t n = 0; n < lines->count; n++)
            gather_of(b, &lines->line[n]);
    }
    return true;
}

/* The lines of the mediator that wait for this item wait no longer. They name
 * it by one of the handles it came with. */
static void mark_taken(struct mediator *m, const struct item *item)
{
    for (uint16_t n = 0; n < m->board.mark_count; n++) {
        struct mark *mark = &m->board.marks[n];
        for (uint8_t r = 0; r < m->board.room_count && !mark->taken; r++) {
            if (!item->passage[r].handle ||
                mark->handle != item->passage[r].handle)
                continue;
            mark->taken = true;
            mark->at = m->board.now;
            mark->room = item->room;
            mark->number = item->number;
        }
    }
}

/* The facts that an item carries, by one of the handles it came with. */
static uint64_t facts_of(const struct mediator *m, const struct item *item)
{
    uint64_t facts = 0;

    for (uint16_t n = 0; n < m->brief->bearing_count; n++)
        for (uint8_t r = 0; r < m->board.room_count; r++)
            if (item->passage[r].handle &&
                m->brief->bearings[n].handle == item->passage[r].handle)
                facts |= m->brief->bearings[n].facts;
    return facts;
}

void marks_take(struct mediator *m, struct item *item)
{
    mark_taken(m, item);
    item->facts = facts_of(m, item);
}

void marks_withdraw(struct mediator *m, const struct item *item)
{
    for (uint16_t n = 0; n < m->board.mark_count; n++) {
        struct mark *mark = &m->board.marks[n];
        if (mark->taken && mark->room == item->room &&
            mark->number == item->number)
            mark->withdrawn = true;
    }
}
