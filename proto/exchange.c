/*
 * The simultaneous exchange. What its author marked simultaneous is a sealed
 * deposit: the author is given its digest under a nonce, and nobody else
 * anything. An exchange that the mediator put opens the deposits of all rooms
 * that take part, at the time fixed when it was put, in one step of the
 * mediator; or nothing, when one of them has none that may be told.
 */
#include "mediator_state.h"

#include "shuttle/sealing.h"

#include <assert.h>

static bool takes_part(const struct exchange *x, uint8_t room)
{
    return x->rooms >> room & 1;
}

bool exchange_is_deposit(const struct item *item)
{
    return item->room != FROM_MEDIATOR &&
           item->caveats.bits & CAVEAT_SIMULTANEOUS &&
           !(item->caveats.bits &
             (CAVEAT_MEDIATOR_ONLY | CAVEAT_FOR_JUDGEMENT));
}

/* The deposit as it is told when it is opened. */
static struct message_told opened(const struct item *item)
{
    struct message_item i = {.move = (uint8_t)item->move,
                             .about = item->about,
                             .answer = (uint8_t)item->answer,
                             .package = item->package,
                             .text = item->text,
                             .gloss = item->gloss};
    struct message_told told = sealing_opened(&i, item->room);

    told.nonce = item->nonce;
    told.digest = item->digest;
    return told;
}

void exchange_deposit(struct mediator *m, struct item *item)
{
    struct message note = {.kind = MESSAGE_DEPOSIT};
    struct message out = {.kind = MESSAGE_DEPOSITED};
    struct bytes key = {m->brief->brief.key.bytes, DIGEST_SIZE};
    struct message_told told;

    /* By the author's own number: nothing of the others is in it. */
    chance_nonce(key, m->brief->rooms[item->room].id, "deposit", item->number,
                 item->nonce.bytes);
    told = opened(item);
    item->digest = sealing_digest(&told, &item->nonce);
    note.as.deposit.room = item->room;
    note.as.deposit.item = item->number;
    note.as.deposit.digest = item->digest;
    mediator_note(m, &note);
    out.as.deposited.item = item->number;
    out.as.deposited.nonce = item->nonce;
    out.as.deposited.digest = item->digest;
    release_service(m, item->room, &out);
}

/* May this deposit be opened to this room now? */
static bool may_open(const struct mediator *m, const struct item *item,
                     uint8_t to)
{
    const struct exchange *x = &m->board.exchange;
    uint8_t form = caveat_form(item->caveats.bits);

    return exchange_is_deposit(item) && item->taken &&
           takes_part(x, item->room) && takes_part(x, to) &&
           item->passage[to].state != CARRIAGE_NONE &&
           item->passage[to].state != CARRIAGE_DONE &&
           (form == FORM_NONE || form == FORM_VERBATIM) &&
           caveat_judge_opened(&m->board, item, to).verdict == CAVEAT_ALLOWS;
}

/* Every room that takes part has something that may be opened, and is there to
 * be told. */
static bool is_complete(const struct mediator *m)
{
    const struct board *b = &m->board;
    uint16_t have = 0;

    for (const struct item *item = b->items; item; item = item->next)
        for (uint8_t to = 0; to < b->room_count; to++)
            if (may_open(m, item, to))
                have |= (uint16_t)(1u << item->room);
    for (uint8_t r = 0; r < b->room_count; r++)
        if (takes_part(&b->exchange, r) &&
            (!b->room[r].here || b->room[r].suspended))
            return false;
    return have == b->exchange.rooms;
}

static bool was_told(const struct mediator *m, const struct item *item)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (item->passage[r].disposition == DISPOSITION_TOLD_VERBATIM)
            return true;
    return false;
}

/* To each room all that is for it, oldest first. Nothing is decided any more
 * between the first of them and the last. */
static void open_all(struct mediator *m)
{
    struct board *b = &m->board;

    for (uint8_t to = 0; to < b->room_count; to++)
        for (struct item *item = b->items; item; item = item->next)
            if (may_open(m, item, to)) {
                struct message_told told = opened(item);
                release_deposit(m, item, to, &told);
            }
    for (struct item *item = b->items; item; item = item->next)
        if (exchange_is_deposit(item) && !item->opened && was_told(m, item))
            deposit_open(m, item);
    items_sweep(m);
}

void exchange_put(struct mediator *m, const struct item *item)
{
    uint16_t rooms = item->to;

    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (!mediator_reaches(m, r))
            rooms &= (uint16_t) ~(1u << r);
    m->board.exchange = (struct exchange){true, rooms, item->number, item->due};
}

bool exchange_step(struct mediator *m)
{
    struct exchange *x = &m->board.exchange;
    bool complete;

    if (!x->open)
        return false;
    /* All that the rooms said at that instant comes before it. */
    if (m->board.now.us < x->due.us ||
        (m->board.now.us == x->due.us && !m->ticking)) {
        mediator_due(m, x->due);
        return false;
    }
    x->open = false;
    accord_expire(m, x->item);
    complete = is_complete(m);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (takes_part(x, r))
            release_result(m, x->item, complete, r);
    if (complete)
        open_all(m);
    mediator_tell_members(
        m, &(struct board_event){.kind = BOARD_RESULT, .yes = complete});
    mediator_stir(m);
    return true;
}

void exchange_meet(struct mediator *m)
{
    struct exchange open = m->board.exchange;

    m->board.exchange = (struct exchange){.rooms = m->reach};
    if (is_complete(m))
        open_all(m);
    m->board.exchange = open;
}
