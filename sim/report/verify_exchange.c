/*
 * Sealed deposits: opened together, at the time that was named, in the words
 * under the digest that their author was given; or not at all.
 */
#include "sim/report/verify_private.h"

#include "shuttle/sealing.h"

static bool is_deposit(const struct verify_item *item)
{
    return item->item->caveats.bits & CAVEAT_SIMULTANEOUS;
}

/* The item was told in the room at this time; or, where the mediator's record
 * was interrupted, that says it was let out, and the frame may be lost. */
static bool was_opened(const struct verify *v, const struct verify_item *item,
                       uint8_t to, struct instant when)
{
    uint32_t t = item->passage[to].telling;

    if (t != VERIFY_NONE)
        return instant_compare(v->out->tellings[t].told, when) == 0;
    return !v->mediator.closed && item->passage[to].released;
}

/* Something of this room was opened to another one; or, with others, something
 * of the others to this one. */
static bool takes_part(const struct verify *v, uint8_t room, bool others,
                       struct instant when)
{
    uint32_t i;
    uint8_t to;

    for (i = 0; i < v->out->item_count; i++) {
        const struct verify_item *item = &v->out->items[i];

        for (to = 0; is_deposit(item) && to < v->out->room_count; to++)
            if ((others ? to : item->room) == room &&
                was_opened(v, item, to, when))
                return true;
    }
    return false;
}

/* An exchange that this room was told of is due then, or it was told of none.
 */
static bool is_due(const struct verify *v, uint8_t room, struct instant when)
{
    bool any = false;
    uint32_t i;

    for (i = v->telling_start[room]; i < v->telling_start[room + 1]; i++) {
        const struct verify_telling *t = &v->out->tellings[i];

        if (t->message->move != MOVE_EXCHANGE ||
            instant_compare(t->told, when) > 0)
            continue;
        any = true;
        if (instant_compare(t->message->due, when) == 0)
            return true;
    }
    return !any;
}

bool verify_is_open(struct verify *v, const struct verify_item *item,
                    uint8_t to, struct instant when)
{
    uint32_t n = item->passage[to].telling;
    struct instant told;

    if (n == VERIFY_NONE)
        return false;
    told = v->out->tellings[n].told;
    return instant_compare(told, when) <= 0 &&
           takes_part(v, item->room, true, told) &&
           takes_part(v, to, false, told) && is_due(v, to, told);
}

bool verify_is_exchange_result(const struct verify *v,
                               const struct verify_telling *t)
{
    uint32_t i;

    for (i = v->telling_start[t->room]; i < v->telling_start[t->room + 1]; i++)
        if (v->out->tellings[i].message->move == MOVE_EXCHANGE &&
            instant_compare(v->out->tellings[i].message->due, t->told) == 0)
            return true;
    return false;
}

/* The digest that the author was given of it, or NULL. */
static const struct message_deposited *
acknowledged(const struct verify *v, const struct verify_item *item,
             struct message *m)
{
    const struct journal *j = &v->room[item->room];
    size_t lane;
    size_t i;

    for (lane = 0; lane < ROOMS_MAX; lane++)
        for (i = 0; i < j->received[lane].count; i++) {
            const struct shot *shot = &j->received[lane].shot[i];

            if (shot->frame.kind == MESSAGE_DEPOSITED &&
                !message_decode(MESSAGE_DEPOSITED, shot->frame.body, m) &&
                m->as.deposited.item == item->number)
                return &m->as.deposited;
        }
    return NULL;
}

static void judge_digests(struct verify *v, const struct verify_item *item)
{
    struct message_told own = sealing_opened(item->item, item->room);
    const struct message_deposited *given;
    struct message m;
    struct digest digest;
    uint8_t to;

    given = acknowledged(v, item, &m);
    if (!given)
        return;
    digest = sealing_digest(&own, &given->nonce);
    if (!digest_equal(&digest, &given->digest))
        verify_find(v, VERIFY_ALTERED, item, NULL,
                    "the digest given for the deposit is not that of it");
    for (to = 0; to < v->out->room_count; to++) {
        uint32_t n = item->passage[to].telling;

        if (n != VERIFY_NONE &&
            !digest_equal(&v->out->tellings[n].message->digest, &given->digest))
            verify_find(v, VERIFY_ALTERED, item, &v->out->tellings[n],
                        "opened under another digest than its author has");
    }
}

void verify_exchange(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->item_count; i++)
        if (is_deposit(&v->out->items[i]))
            judge_digests(v, &v->out->items[i]);
}
