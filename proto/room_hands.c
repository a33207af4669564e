/* A room's hands: what its seat may do with them. */
#include "room_state.h"

#include <assert.h>
#include <string.h>

/* What this room has offered whole or accepted, it stands by. */
static void stand_by(struct room *r, const struct digest *package)
{
    r->stands_by[r->stands_by_count++ % PACKAGES_KEPT] = *package;
}

static bool stands_by(const struct room *r, const struct package *p)
{
    struct digest digest = room_digest(r, p, &room_no_nonce);
    uint32_t kept =
        r->stands_by_count < PACKAGES_KEPT ? r->stands_by_count : PACKAGES_KEPT;

    for (uint32_t n = 0; n < kept; n++)
        if (digest_equal(&r->stands_by[n], &digest))
            return true;
    return false;
}

/* A reply goes back by the channel by which it was told what it answers. */
static uint8_t channel_of(const struct room *r, const struct told *re,
                          uint8_t wanted)
{
    if (re)
        return re->channel;
    return wanted < r->channel_count ? wanted : 0;
}

uint32_t hands_over_by(struct hands *h, struct message_item *item,
                       uint8_t *channel)
{
    struct room *r = h->room;
    struct knowledge *k = &r->know;
    uint8_t self = k->brief->brief.self;
    const struct told *re = knowledge_told(k, item->re);
    struct channel *c;
    struct message m;

    *channel = channel_of(r, re, *channel);
    c = &r->channel[*channel];
    item->item = ++c->items;
    if (item->answer == ANSWER_CONFIRM && re && !k->agreed) {
        item->digest = re->digest;
        if (re->agreeable) {
            c->confirmed = true;
            c->agreeable = re->digest;
        }
    }
    if (item->move == MOVE_QUESTION && item->about)
        k->asked[self] |= 1u << (item->about - 1);
    if (item->move == MOVE_COMPLAINT)
        k->complained[self] = true;
    if (move_takes_position(item->move))
        position_merge(&k->told_position[self], &item->package);
    if (item->move == MOVE_OFFER &&
        package_is_whole(&item->package, &k->brief->agenda)) {
        struct digest offered = room_digest(r, &item->package, &room_no_nonce);
        stand_by(r, &offered);
    }
    if (item->answer == ANSWER_ACCEPT && re) {
        if (re->whole)
            stand_by(r, &re->digest);
        k->accepted[self] = k->accepted[self] || !re->what_if;
    }
    m.kind = MESSAGE_ITEM;
    m.as.item = *item;
    room_send(r, *channel, &m, h->out);
    return item->item;
}

uint32_t hands_over(struct hands *h, struct message_item *item)
{
    uint8_t channel = 0;

    return hands_over_by(h, item, &channel);
}

void hands_trust(struct hands *h, int32_t points)
{
    knowledge_trust(&h->room->know, points);
}

void hands_know(struct hands *h, uint64_t facts)
{
    h->room->know.facts |= facts;
}

void hands_ask_capital(struct hands *h, const struct package *p)
{
    struct knowledge *k = &h->room->know;
    struct message m = {.kind = MESSAGE_CAPITAL};

    if (k->instruction_count == INSTRUCTIONS_MAX) {
        hands_refuse(h, "too many instructions are asked for already");
        return;
    }
    m.as.capital.state = CAPITAL_ASKED;
    m.as.capital.package = *p;
    m.as.capital.due = instant_after(k->now, k->authority.latency_us);
    k->instructions[k->instruction_count].position = position_of(p);
    k->instructions[k->instruction_count++].due = m.as.capital.due;
    room_note(h->out, &m);
}

void hands_note_line(struct hands *h, const char *id, uint8_t state,
                     uint32_t item, uint8_t channel)
{
    struct message m;

    if (channel == 0) {
        m.kind = MESSAGE_LINE;
        m.as.line.id = bytes_of(id);
        m.as.line.state = state;
        m.as.line.item = item;
    } else {
        m.kind = MESSAGE_LINE_BY;
        m.as.line_by.id = bytes_of(id);
        m.as.line_by.state = state;
        m.as.line_by.item = item;
        m.as.line_by.channel = channel;
    }
    room_note(h->out, &m);
}

void hands_refuse(struct hands *h, const char *reason)
{
    struct message m = {.kind = MESSAGE_FAULT};

    m.as.fault.room = h->room->know.brief->brief.self;
    m.as.fault.reason = bytes_of(reason);
    room_note(h->out, &m);
}

void hands_wake(struct hands *h, struct instant at)
{
    h->wake = instant_min(h->wake, at);
}

void hands_hold(struct hands *h)
{
    h->hold = true;
}

void hands_ask(struct hands *h, uint32_t id, struct bytes question)
{
    effects_ask(h->out, 0, id, question);
}

bool hands_stand_by(const struct hands *h, const struct message_told *t)
{
    const struct room *r = h->room;
    struct digest digest = room_digest(r, &t->package, &t->nonce);

    return !r->know.agreed && digest_equal(&digest, &t->digest) &&
           stands_by(r, &t->package) && knowledge_may(&r->know, &t->package);
}
