/* Times of exchange: the mediator is in all rooms at once, or in none. */
#include "mediator_state.h"

/* Every room that he reaches has handed something over that is not for him
 * alone: what is, brings nothing about elsewhere. */
static bool all_have(const struct mediator *m)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (mediator_reaches(m, r) &&
            (!m->board.room[r].here || m->board.room[r].suspended ||
             m->board.room[r].tray == m->board.room[r].inert))
            return false;
    return true;
}

bool meeting_step(struct mediator *m)
{
    struct board *b = &m->board;
    struct instant next = INSTANT_NEVER;
    bool all = all_have(m);

    if (!b->shut)
        return false;
    if (!m->walk->meets(m->state[FAMILY_WALK], m->design[FAMILY_WALK], b, all,
                        &next)) {
        mediator_due(m, next);
        return false;
    }
    b->shut = false;
    b->withheld = !all;
    for (uint8_t r = 0; r < b->room_count; r++) {
        if (!mediator_reaches(m, r))
            continue;
        b->room[r].visits++;
        course_visit(m, CARRIER_NONE, r, VISIT_BEGAN);
        items_flush_receipts(m, r);
    }
    if (all) {
        for (uint8_t r = 0; r < b->room_count; r++)
            items_take_tray(m, r);
        if (!m->concluded)
            exchange_meet(m);
    }
    mediator_stir(m);
    return true;
}

void meeting_part(struct mediator *m)
{
    struct instant next;

    if (!m->walk->meets || m->board.shut || m->concluded)
        return;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (mediator_reaches(m, r))
            course_visit(m, CARRIER_NONE, r, VISIT_ENDED);
    m->board.shut = true;
    m->board.withheld = false;
    if (!m->walk->meets(m->state[FAMILY_WALK], m->design[FAMILY_WALK],
                        &m->board, false, &next))
        mediator_due(m, next);
}
