/*
 * What the mediator knows by having taken an item, and what a withdrawal takes
 * back. A room's position and its questions are a fold over what it handed
 * over, less what it withdrew before any room was told.
 */
#include "mediator_state.h"

#include <assert.h>

/* Sealed: nothing is read of it, not even by the mediator. */
static bool is_sealed(const struct item *item)
{
    return item->caveats.bits & CAVEAT_SIMULTANEOUS && !item->opened;
}

/* What is for the mediator alone, a what-if and what is sealed are no position.
 */
static bool is_position(const struct item *item)
{
    return item->taken && !item->withdrawn && move_takes_position(item->move) &&
           !(item->caveats.bits &
             (CAVEAT_MEDIATOR_ONLY | CAVEAT_HYPOTHETICAL)) &&
           !is_sealed(item);
}

static bool is_question(const struct item *item)
{
    return item->taken && !item->withdrawn && item->move == MOVE_QUESTION &&
           item->about && !(item->caveats.bits & CAVEAT_MEDIATOR_ONLY) &&
           !is_sealed(item);
}

static bool is_complaint(const struct item *item)
{
    return item->taken && !item->withdrawn && item->move == MOVE_COMPLAINT &&
           !(item->caveats.bits & CAVEAT_MEDIATOR_ONLY) && !is_sealed(item);
}

/* The later of two items names the option, in whatever order they come here. */
static void stand(struct standing *s, const struct item *item)
{
    if (is_question(item))
        s->asked |= 1u << (item->about - 1);
    if (is_complaint(item))
        s->complained = true;
    if (!is_position(item))
        return;
    for (uint8_t i = 0; i < ISSUES_MAX; i++)
        if (item->package.option[i] < OPTIONS_MAX && item->number > s->by[i]) {
            s->position.option[i] = item->package.option[i];
            s->by[i] = item->number;
        }
}

static void stand_all(struct standing *s, const struct item *list, uint8_t room)
{
    for (; list; list = list->next)
        if (list->room == room)
            stand(s, list);
}

/* What stands once something was withdrawn. */
static void refold(struct mediator *m, uint8_t room)
{
    struct standing s = {.asked = 0};

    position_clear(&s.position);
    if (m->rooms[room].forgotten)
        s = *m->rooms[room].forgotten;
    stand_all(&s, m->past, room);
    stand_all(&s, m->board.items, room);
    m->board.room[room].position = s.position;
    m->board.room[room].asked = s.asked;
    m->board.room[room].complained = s.complained;
}

void deposit_forget(struct mediator *m, const struct item *item)
{
    struct standing **s;

    if (item->room >= m->board.room_count ||
        !(is_position(item) || is_question(item) || is_complaint(item)))
        return;
    s = &m->rooms[item->room].forgotten;
    if (!*s) {
        *s = memory_new(1, sizeof(**s));
        assert(*s); /* a step completes or the process ends */
        position_clear(&(*s)->position);
    }
    stand(*s, item);
}

static void move_position(struct mediator *m, const struct item *item)
{
    struct message note = {.kind = MESSAGE_CHANGED};

    /* The last offer is the author's last, even where an urgent one was taken
     * before those that lay in the tray. */
    if (item->number < m->rooms[item->room].newest_position)
        refold(m, item->room);
    else
        position_merge(&m->board.room[item->room].position, &item->package);
    if (item->number > m->rooms[item->room].newest_position)
        m->rooms[item->room].newest_position = item->number;
    note.as.changed.room = item->room;
    note.as.changed.package = item->package;
    mediator_note(m, &note);
    if (package_is_whole(&item->package, &m->brief->agenda))
        for (uint8_t r = 0; r < m->board.room_count; r++)
            m->board.room[r].accepted = false;
}

/* What is read of an item. */
static void learn(struct mediator *m, struct item *item)
{
    struct board_room *room = &m->board.room[item->room];

    room->facts |= item->facts;
    room->complained = room->complained || is_complaint(item);
    if (is_question(item))
        room->asked |= 1u << (item->about - 1);
    if (is_position(item) && !package_is_empty(&item->package))
        move_position(m, item);
    mediator_stir(m);
}

void deposit_open(struct mediator *m, struct item *item)
{
    item->opened = true;
    learn(m, item);
}

void deposit_take(struct mediator *m, struct item *item)
{
    struct board_room *room = &m->board.room[item->room];

    if (item->withdrawn)
        return; /* an urgent recall was taken before it */
    if (item->caveats.bits & CAVEAT_MEDIATOR_ONLY)
        return; /* it steers nothing, and nobody can let it out */
    /* A room that hands something over has come back to the round. */
    room->suspended = item->move == MOVE_SUSPENSION;
    world_taken(m, item);
    marks_take(m, item);
    if (exchange_is_deposit(item))
        exchange_deposit(m, item);
    else
        learn(m, item);
}

static bool was_told(const struct mediator *m, const struct item *item)
{
    for (uint8_t r = 0; r < m->board.room_count; r++) {
        const struct passage *p = &item->passage[r];
        if (items_is_told(p) ||
            (p->state == CARRIAGE_DONE && p->disposition == DISPOSITION_HEARD))
            return true;
    }
    return false;
}

/* A withdrawal against a telling: exactly one of them wins, and the mediator's
 * having told it in any room, or having been told it himself when it was meant
 * for him, is telling. Which of the two won is for the author to know only
 * where it says nothing about what the others handed over; elsewhere no further
 * room is told, and that is all he learns. */
void deposit_withdraw(struct mediator *m, const struct item *recall)
{
    uint8_t room = recall->room;
    struct item *target = items_find(m->board.items, room, recall->re_number);
    enum receipt status = RECEIPT_TOO_LATE;

    if (!target)
        target = items_find(m->past, room, recall->re_number);
    if (target && !was_told(m, target)) {
        status = RECEIPT_WITHDRAWN;
        target->withdrawn = true;
        marks_withdraw(m, target);
        items_dispose_all(m, target, DISPOSITION_WITHDRAWN, RULE_WITHDRAWN);
        refold(m, room);
        if (target->move == MOVE_REPLY)
            accord_unreply(m, target);
        mediator_stir(m);
    }
    if (target && !items_receipted(target)) {
        status = RECEIPT_RECALLED;
        items_dispose_all(m, target, DISPOSITION_WITHDRAWN, RULE_WITHDRAWN);
    }
    items_receipt(m, room, recall->re_number, status);
}
