/*
 * What leaves a talk, and when. The frames of one pump are gathered for each
 * room and leave as one run; with a live clock and a journal only when every
 * input they depend on is on disk.
 */
#include "mediate_private.h"

#include <string.h>

#define KIND_AT 5u /* of the kind in a frame's header */

/* With a live clock a run of these alone may wait a little for company, so that
 * a message costs one send, not two. With the simulated clock everybody waits
 * for everything. */
static bool may_wait(const struct hosted *h, struct bytes frame)
{
    uint8_t kind = frame.data[KIND_AT];

    return hosted_is_live(h) &&
           (kind == MESSAGE_RECEIPT || kind == MESSAGE_ACK);
}

void hosted_post(struct hosted *h, uint8_t room, struct bytes frame)
{
    struct outbox *o = &h->hub->out[room];

    /* A room that has not come yet, or went, will never read this. */
    if (!h->rooms[room].link) {
        keeper_gone(h->process.keeper, room, REASON_GONE);
        return;
    }
    if (o->capacity - o->size < frame.size) {
        size_t more = 2 * o->capacity + frame.size;
        void *grown = memory_grow(o->data, more, 1);
        if (!grown) {
            hosted_fail(h, ERR_MEMORY);
            return;
        }
        o->data = grown;
        o->capacity = more;
    }
    memcpy(o->data + o->size, frame.data, frame.size);
    o->size += frame.size;
    o->urgent = o->urgent || !may_wait(h, frame);
}

static void leave(struct hosted *h, uint8_t room, struct bytes run, bool urgent)
{
    struct link *link = h->rooms[room].link;

    if (link && urgent)
        (void)link_send(link, run);
    else if (link)
        (void)link_send_later(link, run);
}

static void hold(struct hosted *h, uint8_t room, const struct outbox *o)
{
    struct held *held = memory_new(1, sizeof(*held) + o->size);

    if (!held) {
        hosted_fail(h, ERR_MEMORY);
        return;
    }
    held->offset = journal_appended(h->journal);
    held->room = room;
    held->urgent = o->urgent;
    held->size = o->size;
    memcpy(held->bytes, o->data, o->size);
    if (h->held_last)
        h->held_last->next = held;
    else
        h->held = held;
    h->held_last = held;
}

void hosted_send_off(struct hosted *h)
{
    bool durable = h->journal && journal_fd(h->journal) >= 0;

    if (durable && journal_flush(h->journal))
        hosted_fail(h, ERR_SYSTEM);
    for (uint8_t r = 0; r < h->room_count; r++) {
        struct outbox *o = &h->hub->out[r];
        if (o->size == 0)
            continue;
        if (durable)
            hold(h, r, o);
        else
            leave(h, r, (struct bytes){o->data, o->size}, o->urgent);
        o->size = 0;
        o->urgent = false;
    }
}

void hosted_let_go(struct hosted *h)
{
    uint64_t synced = journal_synced(h->journal);

    while (h->held && h->held->offset <= synced) {
        struct held *held = h->held;
        h->held = held->next;
        if (!h->held)
            h->held_last = NULL;
        leave(h, held->room, (struct bytes){held->bytes, held->size},
              held->urgent);
        memory_free(held);
    }
    hosted_let_programs(h);
}
