/*
 * A person in the seat: an ask that is open for the whole of the talks. Each
 * answer is an input of the room and is recorded, so a run with people in it
 * replays exactly. With the simulated clock the room holds time until the
 * person says `wait`.
 */
#include "shuttle/channels.h"
#include "shuttle/seat.h"

#define ASK_PERSON 1u

struct person {
    bool begun; /* the first mediator has begun a round */
    bool waiting;
    struct instant until;
};

static void init(void *state, const struct knowledge *k)
{
    (void)state, (void)k;
}

/* With the live clock time goes on whatever a person does. Before the first
 * round there is nothing to hold: of several mediators one that comes in early
 * would keep the first of them from convening the talks. */
static void hold_or_wait(const struct person *p, const struct knowledge *k,
                         struct hands *h)
{
    if (k->brief->brief.live || k->ended || !p->begun)
        return;
    if (p->waiting)
        hands_wake(h, p->until);
    else
        hands_hold(h);
}

static void react(void *state, const struct knowledge *k, struct hands *h,
                  enum message_kind kind, const struct message_told *told)
{
    struct person *p = state;
    const struct scenario *s = k->brief;

    (void)told;
    p->begun = p->begun || kind == MESSAGE_ROUND;
    if (kind == MESSAGE_WELCOME)
        hands_ask(h, ASK_PERSON, bytes_of(s->rooms[s->brief.self].id));
    /* What is told, a round and the awaited time give him his turn again. */
    if (kind == MESSAGE_TOLD || kind == MESSAGE_WAKE || kind == MESSAGE_ROUND)
        p->waiting = false;
    hold_or_wait(p, k, h);
}

/* What the room could not even put into a frame is not handed over. */
static bool fits(const struct knowledge *k, const struct message_item *item)
{
    const struct agenda *a = &k->brief->agenda;

    return package_fits(&item->package, a) && item->about <= a->issue_count;
}

static void leave(struct hands *h, struct bytes text)
{
    struct message_item item = {.move = MOVE_WALK_OUT, .text = text};

    if (text.size > TEXT_MAX || !bytes_is_utf8(text))
        item.text = BYTES_NONE;
    package_clear(&item.package);
    hands_over(h, &item);
}

static bool has_channel(const struct scenario *s, uint8_t channel)
{
    uint8_t m = channel_mediator(s, s->brief.self, channel);

    return room_channel(s, s->brief.self, m) == channel;
}

static void hand(const struct knowledge *k, struct hands *h,
                 struct message_item *item, uint8_t channel)
{
    if (!fits(k, item))
        return;
    item->handles.count = 0;
    if (!has_channel(k->brief, channel))
        hands_refuse(h, "the room has no such mediator");
    else if (knowledge_may_hand(k, item))
        hands_over_by(h, item, &channel);
    else
        hands_refuse(h, "it goes beyond the room's authority");
}

/* What the rest of an answer is; false when it is no item. */
static bool read_item(struct reader *r, struct message *m)
{
    return !r->failed &&
           message_decode(MESSAGE_ITEM, reader_bytes(r, reader_left(r)), m) ==
               ERR_OK;
}

static void answer(void *state, const struct knowledge *k, struct hands *h,
                   uint32_t id, struct bytes text)
{
    struct person *p = state;
    struct reader r = reader_over(text);
    uint8_t what = reader_u8(&r);
    uint8_t channel = what == ANSWER_ITEM_BY ? reader_u8(&r) : 0;
    struct message m;

    (void)id;
    p->waiting = false;
    if (what == ANSWER_WAIT) {
        int64_t until = (int64_t)reader_u64(&r);
        p->waiting = reader_done(&r) && until >= 0;
        p->until = (struct instant){until};
    } else if (what == ANSWER_LEAVE) {
        leave(h, reader_bytes(&r, reader_left(&r)));
        p->waiting = true;
        p->until = INSTANT_NEVER;
    } else if ((what == ANSWER_ITEM || what == ANSWER_ITEM_BY ||
                what == ANSWER_CAPITAL) &&
               read_item(&r, &m)) {
        if (what != ANSWER_CAPITAL)
            hand(k, h, &m.as.item, channel);
        else if (fits(k, &m.as.item) && !package_is_empty(&m.as.item.package))
            hands_ask_capital(h, &m.as.item.package);
    }
    hold_or_wait(p, k, h);
}

const struct seat seat_person = {
    .name = "person",
    .help = "a person at a terminal",
    .state_size = sizeof(struct person),
    .init = init,
    .react = react,
    .answer = answer,
};
