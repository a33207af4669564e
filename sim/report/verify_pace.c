/*
 * Late, or never, though there was a chance. The rooms saw when the mediator
 * came and left: what he had taken before he came in is told at that visit. A
 * mediator who is everywhere is never seen to come, and tells at once. Only
 * where he is alone, and has no reasons of his own to wait.
 *
 * And whether one room's words are late more often than another's.
 */
#include "sim/report/verify_private.h"

#include <string.h>

/* So seldom does chance alone spread the late ones so unevenly. */
#define FAVOUR_ONE_IN 50

static bool is_ordinary(enum move move)
{
    return (move >= MOVE_SAY && move <= MOVE_OFFER) || move == MOVE_RED_LINE ||
           move == MOVE_REPLY;
}

static bool was_suspended(const struct verify *v, uint8_t room)
{
    for (uint32_t i = v->item_start[room]; i < v->item_start[room + 1]; i++)
        if (v->out->items[i].item->move == MOVE_SUSPENSION)
            return true;
    return false;
}

/* The author's own rewording, where he asked for one. */
static bool has_words(const struct message_item *m)
{
    const unsigned other = (unsigned)CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA;

    return !(m->caveats.bits & other) || m->gist.size;
}

/* Nothing that its author or the addressee did can have made it wait. */
static bool has_to_go(const struct verify *v, const struct verify_item *item,
                      uint8_t to)
{
    return verify_is_plain(item) && is_ordinary((enum move)item->item->move) &&
           has_words(item->item) && item->recall == VERIFY_NONE &&
           !item->bridged && !was_suspended(v, to) &&
           !item->passage[to].waited && !item->asked;
}

static bool any_visit(const struct verify *v)
{
    for (uint8_t r = 0; r < v->out->room_count; r++)
        for (size_t i = 0; i < v->room[r].received[0].count; i++)
            if (v->room[r].received[0].shot[i].frame.kind == MESSAGE_VISIT)
                return true;
    return false;
}

/* The room read that its item was taken, then. */
static bool was_taken(const struct verify *v, const struct verify_item *item,
                      struct instant *when)
{
    const struct lane *lane = &v->room[item->room].received[0];
    struct message m;

    for (size_t i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == MESSAGE_RECEIPT &&
            !message_decode(MESSAGE_RECEIPT, lane->shot[i].frame.body, &m) &&
            m.as.receipt.item == item->number &&
            m.as.receipt.status == RECEIPT_TAKEN) {
            *when = lane->shot[i].frame.time;
            return true;
        }
    return false;
}

/* When the chance to tell something taken then was over: when the first visit
 * after it ended, or the talks did. Never: there was no chance. */
static struct instant chance_over(const struct verify *v, uint8_t to,
                                  struct instant taken, bool walks)
{
    const struct lane *lane = &v->room[to].received[0];
    struct instant in = walks ? INSTANT_NEVER : taken;
    struct message m;

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;

        if (!walks && f->time.us > taken.us)
            return taken;
        if (f->kind == MESSAGE_OUTCOME)
            return f->time.us > in.us ? f->time : INSTANT_NEVER;
        if (f->kind != MESSAGE_VISIT ||
            message_decode(MESSAGE_VISIT, f->body, &m))
            continue;
        if (m.as.visit.state == VISIT_BEGAN && f->time.us >= taken.us &&
            instant_is_never(in))
            in = f->time;
        else if (m.as.visit.state == VISIT_ENDED && !instant_is_never(in))
            return f->time;
    }
    return INSTANT_NEVER;
}

static void judge_passage(struct verify *v, const struct verify_item *item,
                          uint8_t to, bool walks)
{
    uint32_t telling = item->passage[to].telling;
    const struct verify_telling *t =
        telling == VERIFY_NONE ? NULL : &v->out->tellings[telling];
    struct instant taken, over;

    if (!has_to_go(v, item, to) || !was_taken(v, item, &taken))
        return;
    over = chance_over(v, to, taken, walks);
    if (instant_is_never(over))
        return;
    v->out->chances[item->room]++;
    if (t && t->told.us <= over.us)
        return;
    v->out->late[item->room]++;
    if (t) {
        verify_find(v, VERIFY_DELAYED, item, t,
                    walks ? "told at a later visit than the first one after "
                            "it was taken"
                          : "told later than it was taken, by a mediator who "
                            "is in every room at once");
    } else if (!verify_found(v, VERIFY_LOST, item, to)) {
        verify_find(v, VERIFY_LOST, item, NULL,
                    "taken, and never told, though the mediator came");
        verify_last(v)->to = to;
    }
}

/* n over k; the counts of a run fit. */
static long double over(uint32_t n, uint32_t k)
{
    long double c = 1;

    for (uint32_t i = 0; i < k; i++)
        c = c * (n - i) / (i + 1);
    return c;
}

/* The chance that of n items, k of them late, so few or fewer than `few` of the
 * m of one room are (the hypergeometric distribution; Fisher 1934). */
static long double tail(uint32_t n, uint32_t k, uint32_t m, uint32_t few)
{
    long double p = 0;

    for (uint32_t i = 0; i <= few && i <= k; i++)
        if (k - i <= n - m)
            p += over(m, i) * over(n - m, k - i) / over(n, k);
    return p;
}

static void judge_favour(struct verify *v)
{
    struct verify_result *r = v->out;
    uint32_t n = 0, k = 0;

    for (uint8_t room = 0; room < r->room_count; room++) {
        n += r->chances[room];
        k += r->late[room];
    }
    for (uint8_t room = 0; room < r->room_count && k; room++) {
        uint32_t m = r->chances[room], few = r->late[room];

        if (m == 0 || m == n || tail(n, k, m, few) * FAVOUR_ONE_IN > 1)
            continue;
        verify_find(v, VERIFY_FAVOURED, NULL, NULL,
                    "of %u items of room %.*s %u came late, and of %u of the "
                    "others %u: chance alone does so less than once in %u "
                    "times",
                    m, (int)r->name[room].size, r->name[room].data, few, n - m,
                    k - few, FAVOUR_ONE_IN);
        verify_last(v)->room = room;
    }
}

void verify_pace(struct verify *v)
{
    bool walks = any_visit(v);

    if (!v->claims.alone || !v->claims.prompt || !v->claims.words)
        return;
    for (uint32_t i = 0; i < v->out->item_count; i++)
        for (uint8_t to = 0; to < v->out->room_count; to++)
            if (v->out->items[i].to >> to & 1 && v->room[to].closed)
                judge_passage(v, &v->out->items[i], to, walks);
    judge_favour(v);
}
