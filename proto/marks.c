/* By which handles the mediator knows the rooms' lines that its own lines wait
 * for, and those that carry facts; and when its own lines and the events of the
 * world had their turn. */
#include "mediator_state.h"

bool marks_gather(struct mediator *m)
{
    struct board *b = &m->board;
    uint16_t total = 0;

    for (uint8_t r = 0; r < m->brief->round_count; r++)
        total = (uint16_t)(total + m->brief->rounds[r].mediator.count);
    if (m->brief->event_count) {
        b->happened_at =
            memory_new(m->brief->event_count, sizeof(*b->happened_at));
        if (!b->happened_at)
            return false;
    }
    if (total == 0)
        return true;
    b->marks = memory_new(total, sizeof(*b->marks));
    b->put_at = memory_new(total, sizeof(*b->put_at));
    if (!b->marks || !b->put_at)
        return false;
    for (uint8_t r = 0; r < m->brief->round_count; r++) {
        const struct lines *lines = &m->brief->rounds[r].mediator;
        for (uint16_t n = 0; n < lines->count; n++)
            if (lines->line[n].after.kind == REF_HANDLE)
                b->marks[b->mark_count++].handle = lines->line[n].after.handle;
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
