/* Items and tellings, from the rooms' own records, and which tells which. */
#include "sim/report/verify_private.h"

#include <string.h>

#define FORM_CAVEATS                                                           \
    ((unsigned)CAVEAT_VERBATIM | CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA |       \
     CAVEAT_ATTRIBUTED)

/* A copy of the message that a frame holds, or NULL. */
static const struct message *read_message(struct verify *v,
                                          const struct shot *shot)
{
    struct message *m = arena_alloc(&v->out->arena, sizeof *m);

    if (!m) {
        v->memory = true;
        return NULL;
    }
    if (message_decode(shot->frame.kind, shot->frame.body, m))
        return NULL;
    return m;
}

static uint16_t addressees(const struct verify *v, uint8_t author, uint16_t to)
{
    uint32_t all = ((1u << v->out->room_count) - 1) & v->reach;

    return (uint16_t)((to ? to & all : all) & ~(1u << author));
}

static void add_item(struct verify *v, uint8_t room, const struct shot *shot)
{
    struct verify_result *r = v->out;
    const struct message *m = read_message(v, shot);
    struct verify_item *grown;
    struct verify_item *item;
    size_t i;

    if (!m)
        return;
    grown = verify_grow(v, r->items, r->item_count, &v->item_capacity,
                        sizeof *grown);
    if (!grown)
        return;
    r->items = grown;
    item = &grown[r->item_count++];
    memset(item, 0, sizeof *item);
    item->room = room;
    item->number = m->as.item.item;
    item->handed = shot->time;
    item->taken = INSTANT_NEVER;
    item->taken_at = UINT64_MAX;
    item->carrier = 255;
    item->recall = VERIFY_NONE;
    item->frame = shot->frame.number;
    item->handed_at = shot->index;
    item->to = addressees(v, room, m->as.item.to);
    item->item = &m->as.item;
    for (i = 0; i < ROOMS_MAX; i++)
        item->passage[i].telling = VERIFY_NONE;
}

static void add_telling(struct verify *v, uint8_t room, const struct shot *shot)
{
    struct verify_result *r = v->out;
    const struct message *m = read_message(v, shot);
    struct verify_telling *grown;

    if (!m)
        return;
    grown = verify_grow(v, r->tellings, r->telling_count, &v->telling_capacity,
                        sizeof *grown);
    if (!grown)
        return;
    r->tellings = grown;
    grown[r->telling_count++] =
        (struct verify_telling){.room = room,
                                .told = shot->frame.time,
                                .frame = shot->frame.number,
                                .told_at = shot->index,
                                .channel = shot->frame.channel,
                                .item = VERIFY_NONE,
                                .author = FROM_NOBODY,
                                .message = &m->as.told};
}

/* A room may speak through several channels: all of its lanes. */
static void fill_room(struct verify *v, uint8_t room)
{
    const struct journal *j = &v->room[room];
    size_t lane;
    size_t i;

    for (lane = 0; lane < ROOMS_MAX; lane++) {
        for (i = 0; i < j->sent[lane].count; i++)
            if (j->sent[lane].shot[i].frame.kind == MESSAGE_ITEM)
                add_item(v, room, &j->sent[lane].shot[i]);
        for (i = 0; i < j->received[lane].count; i++)
            if (j->received[lane].shot[i].frame.kind == MESSAGE_TOLD)
                add_telling(v, room, &j->received[lane].shot[i]);
    }
}

/* Which items recall which. */
static void mark_recalls(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->item_count; i++) {
        const struct verify_item *item = &v->out->items[i];
        struct verify_item *own =
            item->item->move == MOVE_WITHDRAWAL
                ? verify_item_of(v, item->room, item->item->own)
                : NULL;

        if (own && own->recall == VERIFY_NONE)
            own->recall = i;
    }
}

/* What answers the mediator's own words is for him, but for answers to a
 * bridging proposal, which others hear too. */
static bool is_for_mediator(const struct verify_telling *re)
{
    return re->message->from == FROM_MEDIATOR &&
           re->message->move != MOVE_BRIDGE;
}

/* Answers to the mediator, and what is for its ears. */
static void mark_answers(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->item_count; i++) {
        struct verify_item *item = &v->out->items[i];
        const struct message_item *m = item->item;
        const struct verify_telling *re =
            m->re ? verify_telling_of(v, item->room, m->re) : NULL;

        item->sealed = m->move == MOVE_REPLY && re &&
                       re->message->move == MOVE_BLIND_PROPOSAL;
        item->bridged = m->move == MOVE_REPLY && re &&
                        re->message->from == FROM_MEDIATOR &&
                        re->message->move == MOVE_BRIDGE;
        item->heard =
            (m->caveats.bits & (CAVEAT_MEDIATOR_ONLY | CAVEAT_FOR_JUDGEMENT)) ||
            m->move == MOVE_WITHDRAWAL || m->move == MOVE_WALK_OUT ||
            (m->move == MOVE_REPLY &&
             (m->answer == ANSWER_CONFIRM || (re && is_for_mediator(re))));
    }
}

/* What the mediator came to its author about, before it told it: he asked for
 * consent, or read other words back. */
static void mark_asked(struct verify *v)
{
    for (uint32_t i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        struct verify_item *item;

        if (t->message->from == FROM_MEDIATOR &&
            (t->message->move == MOVE_QUESTION ||
             t->message->move == MOVE_READ_BACK) &&
            (item = verify_item_of(v, t->room, t->message->re)))
            item->asked = true;
    }
}

void verify_fill(struct verify *v)
{
    uint8_t room;

    for (room = 0; room < v->out->room_count; room++) {
        v->item_start[room] = v->out->item_count;
        v->telling_start[room] = v->out->telling_count;
        fill_room(v, room);
    }
    for (; room <= ROOMS_MAX; room++) {
        v->item_start[room] = v->out->item_count;
        v->telling_start[room] = v->out->telling_count;
    }
    mark_answers(v);
    mark_asked(v);
    mark_recalls(v);
}

struct verify_item *verify_item_of(struct verify *v, uint8_t room,
                                   uint32_t number)
{
    uint32_t start;
    uint32_t end;
    uint32_t i;

    if (room >= v->out->room_count || number == 0)
        return NULL;
    start = v->item_start[room];
    end = v->item_start[room + 1];
    if (number <= end - start &&
        v->out->items[start + number - 1].number == number)
        return &v->out->items[start + number - 1];
    for (i = start; i < end; i++)
        if (v->out->items[i].number == number)
            return &v->out->items[i];
    return NULL;
}

struct verify_telling *verify_telling_of(struct verify *v, uint8_t room,
                                         uint64_t handle)
{
    uint32_t i;

    if (room >= v->out->room_count)
        return NULL;
    for (i = v->telling_start[room]; i < v->telling_start[room + 1]; i++)
        if (v->out->tellings[i].message->handle == handle)
            return &v->out->tellings[i];
    return NULL;
}

bool verify_is_plain(const struct verify_item *item)
{
    if (item->item->caveats.bits & ~FORM_CAVEATS || item->sealed || item->heard)
        return false;
    switch ((enum move)item->item->move) {
    case MOVE_SAY:
    case MOVE_NON_PAPER:
    case MOVE_AIDE_MEMOIRE:
    case MOVE_QUESTION:
    case MOVE_OFFER:
    case MOVE_RED_LINE:
    case MOVE_REPLY:
    case MOVE_LETTER:
    case MOVE_DEPOSIT:
    case MOVE_STEP:
    case MOVE_COMPLAINT:
    case MOVE_READ_OUT:
    case MOVE_ASSURANCE:
        return true;
    case MOVE_NONE:
    case MOVE_CONFIDENCE:
    case MOVE_WITHDRAWAL:
    case MOVE_SUSPENSION:
    case MOVE_WALK_OUT:
    case MOVE_GROUND_RULES:
    case MOVE_PROBE:
    case MOVE_READ_BACK:
    case MOVE_DRAFT:
    case MOVE_BRIDGE:
    case MOVE_BLIND_PROPOSAL:
    case MOVE_RESULT:
    case MOVE_PRESS:
    case MOVE_PAUSE:
    case MOVE_CLOSE:
    case MOVE_DEADLINE:
    case MOVE_DECLARATION:
    case MOVE_CERTIFICATE:
    case MOVE_EXCHANGE:
    case MOVE_ANNOUNCEMENT:
    case MOVE_NEWS:
        break;
    }
    return false;
}
