/*
 * Late, or never, though there was a chance. The rooms saw when the mediator
 * came and left: what he had to tell before he came in is told at that visit. A
 * mediator who is everywhere is never seen to come, and tells at once. Only
 * where he is alone, and has no reasons of his own to wait.
 *
 * And whether one room's words are late more often than another's.
 */
#include "sim/report/verify_private.h"

#include <string.h>

/* So seldom does chance alone spread the late ones so unevenly. */
#define FAVOUR_ONE_IN 50

static bool any_visit(const struct verify *v)
{
    for (uint8_t r = 0; r < v->out->room_count; r++)
        for (size_t i = 0; i < v->room[r].received[0].count; i++)
            if (v->room[r].received[0].shot[i].frame.kind == MESSAGE_VISIT)
                return true;
    return false;
}

static bool was_reached(const struct lane *lane)
{
    for (size_t i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == MESSAGE_AGREED)
            return true;
    return false;
}

/* The mediator had come to rest before the talks ended: all waited, or a party
 * left, or the last of them confirmed what had been read back to it. What was
 * agreed before its implementation stays so however that ends. */
static bool ends_at_rest(const struct lane *lane, const struct frame *f)
{
    struct message m;

    return !message_decode(MESSAGE_OUTCOME, f->body, &m) &&
           (m.as.outcome.outcome == OUTCOME_STALLED ||
            m.as.outcome.outcome == OUTCOME_WALKED_OUT ||
            (m.as.outcome.outcome == OUTCOME_AGREED && !was_reached(lane)));
}

/* When the first visit after it may be told ended, or the talks did. Never:
 * there was no such visit. */
static struct instant visit_over(const struct verify *v, uint8_t to,
                                 struct instant ready)
{
    const struct lane *lane = &v->room[to].received[0];
    struct instant in = INSTANT_NEVER;
    struct message m;

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;

        if (f->kind == MESSAGE_OUTCOME)
            return f->time.us > in.us ||
                           (f->time.us == in.us && ends_at_rest(lane, f))
                       ? f->time
                       : INSTANT_NEVER;
        if (f->kind != MESSAGE_VISIT ||
            message_decode(MESSAGE_VISIT, f->body, &m))
            continue;
        if (m.as.visit.state == VISIT_BEGAN && f->time.us >= ready.us &&
            instant_is_never(in))
            in = f->time;
        else if (m.as.visit.state == VISIT_ENDED && !instant_is_never(in))
            return f->time;
    }
    return INSTANT_NEVER;
}

/* The author read that something else of his was taken after it. */
static bool took_another(const struct verify *v, const struct verify_item *item,
                         const struct shot *taken)
{
    const struct lane *lane = &v->room[item->room].received[0];
    struct message m;

    for (const struct shot *s = taken + 1; s < lane->shot + lane->count; s++)
        if (s->frame.kind == MESSAGE_RECEIPT &&
            !message_decode(MESSAGE_RECEIPT, s->frame.body, &m) &&
            m.as.receipt.status == RECEIPT_TAKEN)
            return true;
    return false;
}

/* Who is in every room at once takes one item at a time, and tells what he can
 * before he takes the next; only the last one may be what ended the talks. So
 * may what else happens at the moment that an author named. */
static bool had_time(const struct verify *v, const struct verify_item *item,
                     uint8_t to, struct instant ready)
{
    const struct caveats *c = &item->item->caveats;
    const struct lane *lane = &v->room[to].received[0];
    const struct shot *taken = verify_receipt(v, item, RECEIPT_TAKEN);
    const struct instant before = {ready.us - 1};

    for (size_t i = 0; i < lane->count; i++) {
        const struct frame *f = &lane->shot[i].frame;

        if (f->time.us > ready.us)
            return true;
        if (f->kind == MESSAGE_OUTCOME && f->time.us == ready.us &&
            ends_at_rest(lane, f))
            return !(c->bits & CAVEAT_NOT_BEFORE) ||
                   c->not_before.us < ready.us;
    }
    return instant_compare(taken->frame.time, ready) == 0 &&
           took_another(v, item, taken) &&
           !verify_is_away(v, to, before, ready);
}

static bool is_always_steady(const struct claims *c)
{
    return c->alone && c->prompt && c->words;
}

/* In no round from when it was handed over till then may he, by his design,
 * have had other reasons to wait. */
static bool is_steady(const struct verify *v, const struct verify_item *item,
                      uint8_t to, struct instant over)
{
    return is_always_steady(&v->claims) ||
           (!instant_is_never(over) &&
            !(verify_rounds(v, to, item->handed, over) & ~v->claims.steady));
}

/* When the chance to tell it was over. Never: there was none. */
static struct instant chance_over(const struct verify *v,
                                  const struct verify_item *item, uint8_t to,
                                  bool walks)
{
    const struct caveats *c = &item->item->caveats;
    struct instant ready = verify_ready(v, item, to), over;

    if (instant_is_never(ready) || (walks && c->bits & CAVEAT_VOID_IF_PUBLIC))
        return INSTANT_NEVER;
    if (walks)
        over = visit_over(v, to, ready);
    else
        over = had_time(v, item, to, ready) ? ready : INSTANT_NEVER;
    if (!is_steady(v, item, to, over) ||
        (c->bits & CAVEAT_EXPIRES && c->expires.us <= over.us) ||
        verify_is_away(v, to, ready, over))
        return INSTANT_NEVER;
    return over;
}

static void judge_passage(struct verify *v, const struct verify_item *item,
                          uint8_t to, bool walks)
{
    uint32_t telling = item->passage[to].telling;
    const struct verify_telling *t =
        telling == VERIFY_NONE ? NULL : &v->out->tellings[telling];
    struct instant over;

    if (!verify_has_to_go(v, item, to))
        return;
    over = chance_over(v, item, to, walks);
    if (instant_is_never(over))
        return;
    v->out->chances[item->room]++;
    if (t && t->told.us <= over.us)
        return;
    v->out->late[item->room]++;
    if (t) {
        verify_find(v, VERIFY_DELAYED, item, t,
                    walks ? "told at a later visit than the first one after "
                            "it could be"
                          : "told later than it could be, by a mediator who "
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

    if (!is_always_steady(&v->claims) && !v->claims.steady)
        return;
    for (uint32_t i = 0; i < v->out->item_count; i++)
        for (uint8_t to = 0; to < v->out->room_count; to++)
            if (v->out->items[i].to >> to & 1 && v->room[to].closed)
                judge_passage(v, &v->out->items[i], to, walks);
    judge_favour(v);
}
