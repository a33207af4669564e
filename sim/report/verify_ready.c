/*
 * From when on the mediator has to tell an item, by what the rooms saw: he has
 * taken it, its author's caveats let him, and the room it is for has not left
 * the round. What that hangs on and the rooms cannot see is judged as if it
 * stood in the way: a condition over others' doings, a seal, words that he has
 * to find himself.
 */
#include "sim/report/verify_private.h"

#include <string.h>

/* Those that leave it open when it is told, and those that say when. */
#define JUDGED                                                                 \
    ((unsigned)CAVEAT_VERBATIM | CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA |       \
     CAVEAT_ATTRIBUTED | CAVEAT_URGENT | CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES |  \
     CAVEAT_IF_ASKED | CAVEAT_VOID_IF_PUBLIC)

/* There is something to say, and in the author's own rewording where he asked
 * for another. */
static bool has_words(const struct message_item *m)
{
    const unsigned other = (unsigned)CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA;

    if (m->caveats.bits & other)
        return m->gist.size;
    return m->text.size || m->move == MOVE_REPLY ||
           !package_is_empty(&m->package);
}

/* The item was taken after the suspension, and before that time. An answer to a
 * sealed proposal is taken at the door. */
static bool is_return(const struct verify *v, const struct verify_item *item,
                      const struct shot *left, struct instant before)
{
    const struct shot *taken = verify_receipt(v, item, RECEIPT_TAKEN);

    return item->item->move != MOVE_SUSPENSION && !item->sealed &&
           item->recall == VERIFY_NONE &&
           !(item->item->caveats.bits & CAVEAT_MEDIATOR_ONLY) && taken &&
           taken->index > left->index && taken->frame.time.us < before.us;
}

/* A round began between the two. */
static bool has_begun(const struct verify *v, uint8_t room,
                      const struct shot *left, struct instant by)
{
    const struct lane *lane = &v->room[room].received[0];
    struct message m;

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;

        if (f->kind == MESSAGE_ROUND && f->time.us > left->frame.time.us &&
            f->time.us <= by.us && !message_decode(f->kind, f->body, &m) &&
            m.as.round.state == ROUND_BEGAN)
            return true;
    }
    return false;
}

static bool came_back(const struct verify *v, const struct verify_item *item,
                      struct instant by)
{
    const struct shot *left = verify_receipt(v, item, RECEIPT_TAKEN);

    if (!left)
        return false;
    for (uint32_t i = v->item_start[item->room];
         i < v->item_start[item->room + 1]; i++)
        if (is_return(v, &v->out->items[i], left, by))
            return true;
    return has_begun(v, item->room, left, by);
}

bool verify_is_away(const struct verify *v, uint8_t room, struct instant from,
                    struct instant till)
{
    for (uint32_t i = v->item_start[room]; i < v->item_start[room + 1]; i++) {
        const struct verify_item *item = &v->out->items[i];

        if (item->item->move == MOVE_SUSPENSION &&
            instant_compare(item->handed, till) <= 0 &&
            !came_back(v, item, from))
            return true;
    }
    return false;
}

/* The next time that the room came back to a round: one began, or it had handed
 * something over just before. */
static struct instant next_return(const struct verify *v, uint8_t room,
                                  struct instant after)
{
    const struct lane *lane = &v->room[room].received[0];
    struct message m;

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;
        struct instant then = f->time;

        if (message_decode(f->kind, f->body, &m))
            continue;
        if (f->kind == MESSAGE_RECEIPT && m.as.receipt.status == RECEIPT_TAKEN)
            then.us++;
        else if (f->kind != MESSAGE_ROUND || m.as.round.state != ROUND_BEGAN)
            continue;
        if (then.us > after.us)
            return then;
    }
    return INSTANT_NEVER;
}

/* Including the one that ended just before. */
uint64_t verify_rounds(const struct verify *v, uint8_t room,
                       struct instant from, struct instant till)
{
    const struct lane *lane = &v->room[room].received[0];
    uint8_t first = ROUNDS_MAX, last = 0;
    struct message m;

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;

        if (f->kind != MESSAGE_ROUND || f->time.us > till.us ||
            message_decode(f->kind, f->body, &m) ||
            m.as.round.state != ROUND_BEGAN || m.as.round.round >= ROUNDS_MAX)
            continue;
        if (first == ROUNDS_MAX || f->time.us < from.us)
            first = m.as.round.round;
        last = m.as.round.round;
    }
    if (first >= ROUNDS_MAX || first > last)
        return UINT64_MAX;
    return (UINT64_MAX >> (63 - last)) & (UINT64_MAX << first);
}

static bool announces(const struct scenario *s)
{
    for (uint8_t n = 0; n < s->round_count; n++)
        for (uint16_t i = 0; i < s->rounds[n].mediator.count; i++)
            if (s->rounds[n].mediator.line[i].move == MOVE_ANNOUNCEMENT)
                return true;
    return false;
}

/* A room's own account waits for what the mediator announced. */
static bool may_be_embargoed(const struct verify *v,
                             const struct verify_item *item)
{
    return item->item->move == MOVE_READ_OUT &&
           (!v->scenario || announces(v->scenario));
}

bool verify_has_to_go(const struct verify *v, const struct verify_item *item,
                      uint8_t to)
{
    return !(item->item->caveats.bits & ~JUDGED) && !item->sealed &&
           !item->heard && !item->bridged && !item->asked &&
           item->recall == VERIFY_NONE && has_words(item->item) &&
           !may_be_embargoed(v, item) && !verify_may_be_idea(v, item, to) &&
           !verify_receipt(v, item, RECEIPT_VOID) && !item->passage[to].waited;
}

static bool asks_about(const struct message_item *q,
                       const struct message_item *m)
{
    return q->move == MOVE_QUESTION && q->about != 0 &&
           q->about <= ISSUES_MAX &&
           !(q->caveats.bits &
             ((unsigned)CAVEAT_MEDIATOR_ONLY | CAVEAT_SIMULTANEOUS)) &&
           (m->about == q->about ||
            m->package.option[q->about - 1] != OPTION_NONE);
}

/* When the mediator has taken a question of the room that lets it out. */
static struct instant when_asked(const struct verify *v,
                                 const struct verify_item *item, uint8_t to)
{
    struct instant first = INSTANT_NEVER;

    for (uint32_t i = v->item_start[to]; i < v->item_start[to + 1]; i++) {
        const struct verify_item *q = &v->out->items[i];
        const struct shot *taken =
            q->recall == VERIFY_NONE && asks_about(q->item, item->item)
                ? verify_receipt(v, q, RECEIPT_TAKEN)
                : NULL;

        if (taken)
            first = instant_min(first, taken->frame.time);
    }
    return first;
}

static struct instant later(struct instant a, struct instant b)
{
    return instant_compare(a, b) < 0 ? b : a;
}

struct instant verify_ready(const struct verify *v,
                            const struct verify_item *item, uint8_t to)
{
    const struct caveats *c = &item->item->caveats;
    const struct shot *taken = verify_receipt(v, item, RECEIPT_TAKEN);
    struct instant ready = taken ? taken->frame.time : INSTANT_NEVER;

    /* With a live clock the mediator is awake a little later than that. */
    if (c->bits & CAVEAT_NOT_BEFORE)
        ready = v->claims.live ? INSTANT_NEVER : later(ready, c->not_before);
    if (c->bits & CAVEAT_IF_ASKED)
        ready = later(ready, when_asked(v, item, to));
    while (!instant_is_never(ready) && verify_is_away(v, to, ready, ready))
        ready = next_return(v, to, ready);
    return ready;
}
