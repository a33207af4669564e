/*
 * The single negotiating text. Drafts are numbered from 1 and the same for all
 * rooms; one is current. What is said of it is for the mediator, who collects
 * it for the next one.
 */
#include "mediator_state.h"

/* What was not told of a draft that is not current never will be. */
static void supersede(struct mediator *m, uint32_t number)
{
    for (struct item *item = m->board.items; item; item = item->next)
        if (item->room == FROM_MEDIATOR && item->number == number)
            items_dispose_all(m, item, DISPOSITION_EXPIRED, RULE_SUPERSEDED);
}

void drafting_put(struct mediator *m, struct item *item,
                  const struct line *line)
{
    struct drafting *d = &m->board.drafting;

    if (d->number)
        supersede(m, d->item);
    d->number++;
    d->item = item->number;
    item->draft = d->number;
    item->brackets = line->brackets;
    for (uint8_t r = 0; r < m->board.room_count; r++) {
        struct board_room *room = &m->board.room[r];
        room->answered = false;
        room->comments = 0;
        room->accepted = false;
    }
}

bool drafting_reply(struct mediator *m, const struct item *reply,
                    const struct item *draft)
{
    struct board_room *room = &m->board.room[reply->room];

    if (draft->draft != m->board.drafting.number) {
        mediator_fault(m, reply->room, reply->number,
                       "it answers a draft that another has replaced");
        return false;
    }
    room->answered = true;
    if (reply->answer == ANSWER_COMMENT && room->comments < UINT16_MAX)
        room->comments++;
    if (reply->answer == ANSWER_REJECT)
        room->accepted = false;
    mediator_stir(m);
    return true;
}
