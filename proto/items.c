/* Items in the mediator's hands: handed over, taken, disposed of. */
#include "mediator_state.h"

#include <assert.h>
#include <string.h>

static struct bytes keep(uint8_t **at, struct bytes from)
{
    struct bytes kept = {*at, from.size};

    if (from.size)
        memcpy(*at, from.data, from.size);
    *at += from.size;
    return kept;
}

/* Few items have one. */
static struct condition *keep_condition(const struct condition *from)
{
    size_t size = from->count * sizeof(*from->ops);
    struct condition *kept = memory_new(1, sizeof(*kept) + size);

    assert(kept && from->ops);
    *kept = (struct condition){.count = from->count,
                               .ops = memcpy(kept + 1, from->ops, size)};
    return kept;
}

struct item *items_new(struct mediator *m, const struct message_item *i)
{
    uint8_t rooms = m->board.room_count;
    size_t head = sizeof(struct item) + rooms * sizeof(struct passage);
    struct item *item =
        memory_new(1, head + i->text.size + i->gist.size + i->gloss.size +
                          i->caveats.condition.size + i->package.words.size);
    uint8_t *at;

    assert(item); /* a step completes or the process ends */
    at = (uint8_t *)item + head;
    item->move = (enum move)i->move;
    item->answer = (enum answer)i->answer;
    item->about = i->about;
    item->to = i->to;
    item->caveats = i->caveats;
    item->package = i->package;
    item->re = i->re;
    item->text = keep(&at, i->text);
    item->gist = keep(&at, i->gist);
    item->gloss = keep(&at, i->gloss);
    item->caveats.condition = keep(&at, i->caveats.condition);
    item->package.words = keep(&at, i->package.words);
    item->carrier = CARRIER_NONE;
    item->due = INSTANT_NEVER;
    item->handed = m->board.now;
    item->begun = item->ended = INSTANT_NEVER;
    for (uint8_t n = 0; n < i->handles.count; n++) {
        uint8_t room = i->handles.entry[n].room;
        if (room < rooms)
            item->passage[room].handle = i->handles.entry[n].handle;
    }
    for (uint8_t r = 0; r < rooms; r++)
        item->passage[r].until = INSTANT_NEVER;
    return item;
}

static bool is_inert(const struct item *item)
{
    return item->caveats.bits & CAVEAT_MEDIATOR_ONLY;
}

bool items_is_done(const struct mediator *m, const struct item *item)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (item->passage[r].state != CARRIAGE_NONE &&
            item->passage[r].state != CARRIAGE_DONE)
            return false;
    return item->taken;
}

void items_append(struct mediator *m, struct item *item)
{
    m->in_hand += item->taken;
    m->spent += items_is_done(m, item);
    item->next = NULL;
    if (m->newest)
        m->newest->next = item;
    else
        m->board.items = item;
    m->newest = item;
    if (item->caveats.bits & CAVEAT_URGENT)
        m->board.urgent++;
    if (item->room < m->board.room_count)
        m->rooms[item->room].live++;
}

void items_receipt(struct mediator *m, uint8_t room, uint32_t item,
                   enum receipt status)
{
    struct mediator_room *r = &m->rooms[room];
    struct message out = {.kind = MESSAGE_RECEIPT};

    if (r->gone || m->concluded)
        return;
    if (board_present(&m->board, room)) {
        out.as.receipt.item = item;
        out.as.receipt.status = (uint8_t)status;
        release_service(m, room, &out);
        return;
    }
    if (r->receipt_count == RECEIPTS_MAX)
        return; /* the note in the record stays */
    if (r->receipt_count == r->receipt_capacity) {
        size_t more = r->receipt_capacity ? 2 * r->receipt_capacity : 8;
        void *grown = memory_grow(r->receipts, more, sizeof(*r->receipts));
        assert(grown);
        r->receipts = grown;
        r->receipt_capacity = more;
    }
    r->receipts[r->receipt_count].item = item;
    r->receipts[r->receipt_count++].status = (uint8_t)status;
}

void items_flush_receipts(struct mediator *m, uint8_t room)
{
    struct mediator_room *r = &m->rooms[room];
    size_t count = r->receipt_count;

    r->live -= r->freed;
    r->freed = 0;
    r->receipt_count = 0;
    for (size_t n = 0; n < count; n++)
        items_receipt(m, room, r->receipts[n].item,
                      (enum receipt)r->receipts[n].status);
}

bool items_receipted(const struct item *item)
{
    return item->room != FROM_MEDIATOR &&
           !(item->caveats.bits & (CAVEAT_IF_ASKED | CAVEAT_IF_THEY_MOVE_FIRST |
                                   CAVEAT_AS_MEDIATOR_IDEA));
}

void items_dispose(struct mediator *m, struct item *item, uint8_t to,
                   enum disposition how, enum rule rule)
{
    struct passage *p = &item->passage[to];
    struct message note = {.kind = MESSAGE_DISPOSED};
    struct board_event told = {
        .kind = BOARD_DISPOSED, .room = to, .item = item};

    assert(p->state != CARRIAGE_DONE);
    p->state = CARRIAGE_DONE;
    p->disposition = how;
    p->rule = rule;
    p->ask = 0;
    m->spent += items_is_done(m, item);
    note.as.disposed.room = item->room;
    note.as.disposed.item = item->number;
    note.as.disposed.to = to;
    note.as.disposed.disposition = (uint8_t)how;
    note.as.disposed.rule = (uint8_t)rule;
    mediator_note(m, &note);
    switch (how) {
    case DISPOSITION_TOLD_VERBATIM:
    case DISPOSITION_TOLD_GIST:
    case DISPOSITION_TOLD_OWN_IDEA:
        told.kind = BOARD_TOLD;
        m->board.room[to].facts |= item->facts;
        m->board.room[to].owes = true;
        m->board.room[to].told = m->board.now;
        if (items_receipted(item))
            items_receipt(m, item->room, item->number,
                          how == DISPOSITION_TOLD_GIST ? RECEIPT_TOLD_GIST
                                                       : RECEIPT_TOLD);
        break;
    case DISPOSITION_EXPIRED:
        if (items_receipted(item))
            items_receipt(m, item->room, item->number, RECEIPT_EXPIRED);
        break;
    case DISPOSITION_WITHDRAWN:
    case DISPOSITION_NONE:
    case DISPOSITION_WITHHELD:
    case DISPOSITION_HELD:
    case DISPOSITION_SEALED:
    case DISPOSITION_HEARD:
    case DISPOSITION_UNTAKEN:
        break;
    }
    mediator_tell_members(m, &told);
    if (m->hold->follows)
        mediator_stir(m);
}

_Static_assert(ITEMS_LIVE_MAX / ROOMS_MAX >= LINES_MAX,
               "a room can have all lines of its script waiting");

/* Why something cannot be handed over, or NULL. */
static const char *refusal(const struct mediator *m, uint8_t room,
                           const struct message_item *i,
                           struct condition *condition,
                           struct condition_step *steps)
{
    const struct scenario *s = m->brief;

    if (i->move == MOVE_NONE || i->move > MOVE_ASSURANCE)
        return "it is not a move of a party";
    if (i->answer > ANSWER_CONFIRM ||
        (i->move == MOVE_REPLY) != (i->answer != ANSWER_NONE))
        return "an answer belongs to a reply, and a reply has one";
    if (i->caveats.bits & CAVEAT_SIMULTANEOUS &&
        (i->move == MOVE_REPLY || i->move == MOVE_WITHDRAWAL ||
         i->move == MOVE_SUSPENSION))
        return "an answer, a recall and leaving cannot be sealed";
    if (!package_fits(&i->package, &s->agenda) ||
        i->about > s->agenda.issue_count)
        return "it names what is not on the agenda";
    if (i->to & ~m->reach || i->to >> room & 1)
        return "it is addressed to a room that cannot be told";
    /* Its own share: what others hand over neither shows nor is in its way. */
    if (m->rooms[room].live >= ITEMS_LIVE_MAX / s->room_count)
        return "too many items are waiting";
    if (i->caveats.bits & CAVEAT_IF_THEY_MOVE_FIRST &&
        caveat_condition(s, i->caveats.condition, condition, steps, NULL))
        return "its condition cannot be judged";
    return NULL;
}

/* What is handed over and has its place at once: leaving the talks. */
static bool hand_at_the_door(struct mediator *m, uint8_t room,
                             const struct message_item *i,
                             const struct item *re)
{
    if (i->move == MOVE_WALK_OUT) {
        mediator_conclude(m, OUTCOME_WALKED_OUT, NULL, "a party left");
        return true;
    }
    return i->move == MOVE_REPLY && accord_sealed(m, room, i, re);
}

/* Whose words a room answers, as far as it knows. */
static uint8_t answered_room(const struct item *re, uint8_t room)
{
    return re->passage[room].disposition == DISPOSITION_TOLD_OWN_IDEA
               ? FROM_MEDIATOR
               : re->room;
}

void items_hand(struct mediator *m, uint8_t room, const struct message_item *i)
{
    struct mediator_room *r = &m->rooms[room];
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition condition = {.count = 0};
    const char *why = NULL;
    const struct item *re = NULL;
    struct item *item;

    /* What is refused has used up its number all the same. */
    if (i->item != r->last_item + 1)
        why = "its number is not the next";
    else
        r->last_item++;
    if (!why)
        why = refusal(m, room, i, &condition, steps);
    if (!why && i->re && !(re = items_told(m, room, i->re)))
        why = "it answers something that was not told here";
    if (!why && m->board.agreed && i->move == MOVE_STEP && re &&
        re->move != MOVE_CERTIFICATE)
        why = "a step rests on a certificate, and this is none";
    if (why) {
        struct message out = {.kind = MESSAGE_RECEIPT};
        mediator_fault(m, room, i->item, why);
        m->board.room[room].refused++;
        out.as.receipt.item = i->item;
        out.as.receipt.status = RECEIPT_REFUSED;
        release_service(m, room, &out);
        return;
    }
    if (hand_at_the_door(m, room, i, re))
        return;
    item = items_new(m, i);
    item->room = room;
    item->number = i->item;
    if (i->caveats.bits & CAVEAT_IF_THEY_MOVE_FIRST)
        item->condition = keep_condition(&condition);
    item->re_room = re ? answered_room(re, room) : room;
    item->re_number = re ? re->number : i->own;
    if (item->to == 0)
        item->to = (uint16_t)(m->reach & ~(1u << room));
    for (uint8_t to = 0; to < m->board.room_count; to++)
        if (item->to >> to & 1)
            item->passage[to].state = CARRIAGE_WAITING;
    item->digest = i->digest;
    items_append(m, item);
    m->board.room[room].tray++;
    m->board.room[room].inert += is_inert(item);
    m->board.room[room].owes = false;
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_HANDED,
                                                   .room = room,
                                                   .item = item});
    if (m->board.carrier_count == 0 && !m->board.shut)
        items_take(m, item, CARRIER_NONE);
}

void items_dispose_all(struct mediator *m, struct item *item,
                       enum disposition how, enum rule rule)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (item->passage[r].state != CARRIAGE_NONE &&
            item->passage[r].state != CARRIAGE_DONE)
            items_dispose(m, item, r, how, rule);
}

struct item *items_claim(struct mediator *m, uint8_t room, uint8_t carrier)
{
    const struct item *next = board_next(&m->board, room);
    struct item *item = m->board.items;

    while (item && item != next)
        item = item->next;
    if (!item)
        return NULL;
    item->carrier = carrier;
    item->begun = m->board.now;
    if (carrier != CARRIER_NONE)
        m->board.room[room].claimed++;
    return item;
}

void items_take_tray(struct mediator *m, uint8_t room)
{
    while (m->board.room[room].tray && !m->concluded) {
        struct item *item = items_claim(m, room, CARRIER_NONE);

        assert(item); /* as the tray counts it */
        items_take(m, item, CARRIER_NONE);
    }
}

void items_share(struct mediator *m)
{
    for (struct item *i = m->board.items; i; i = i->next)
        i->carrier = CARRIER_NONE;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        m->board.room[r].claimed = 0;
}

void items_take(struct mediator *m, struct item *item, uint8_t carrier)
{
    struct message note = {.kind = MESSAGE_TAKEN};
    uint8_t room = item->room;

    assert(!item->taken);
    item->taken = true;
    m->in_hand++;
    m->spent += items_is_done(m, item);
    item->ended = m->board.now;
    m->board.room[room].tray--;
    m->board.room[room].inert -= is_inert(item);
    if (item->carrier != CARRIER_NONE)
        m->board.room[room].claimed--;
    item->carrier = carrier;
    note.as.taken.room = room;
    note.as.taken.item = item->number;
    note.as.taken.carrier = carrier;
    mediator_note(m, &note);
    items_receipt(m, room, item->number, RECEIPT_TAKEN);
    deposit_take(m, item);
    if (m->carry->member.faulty && m->carry->leaks &&
        m->carry->leaks(m->state[FAMILY_CARRY], m->design[FAMILY_CARRY],
                        &m->board, item))
        release_leak(m, item);
    mediator_tell_members(m, &(struct board_event){.kind = BOARD_TAKEN,
                                                   .room = room,
                                                   .carrier = carrier,
                                                   .item = item});
    hearing_take(m, item);
}

void items_close(struct mediator *m)
{
    for (struct item *item = m->board.items; item; item = item->next) {
        bool held = item->taken;
        for (uint8_t r = 0; r < m->board.room_count; r++)
            if (item->passage[r].state != CARRIAGE_NONE &&
                item->passage[r].state != CARRIAGE_DONE)
                items_dispose(m, item, r,
                              held ? DISPOSITION_HELD : DISPOSITION_UNTAKEN,
                              item->passage[r].rule);
    }
}
