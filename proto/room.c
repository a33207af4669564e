/*
 * A room as an actor. It says HELLO, is admitted when it reads WELCOME, hands
 * over what its seat decides, and after every frame it acted upon says WAIT,
 * unless its seat has not answered yet; with a live clock only when it wants to
 * be woken at another time than it said last. What it knows is in struct
 * knowledge.
 */
#include "shuttle/room.h"

#include "room_state.h"

#include "shuttle/draft.h"

#include <assert.h>
#include <string.h>

void room_send(struct room *r, uint8_t channel, const struct message *m,
               struct effects *out)
{
    uint8_t frame[FRAME_SIZE_MAX];
    size_t size = session_seal(&r->channel[channel].session, r->know.now, m,
                               frame, sizeof(frame));

    assert(size != 0);
    effects_send(out, channel, (struct bytes){frame, size});
}

void room_note(struct effects *out, const struct message *m)
{
    uint8_t body[512];
    size_t size = message_encode(m, body, sizeof(body));

    assert(size != SIZE_MAX);
    effects_record(out, m->kind, (struct bytes){body, size});
}

const struct nonce room_no_nonce;

struct digest room_digest(const struct room *r, const struct package *p,
                          const struct nonce *nonce)
{
    return package_digest(p, &r->know.brief->agenda, nonce->bytes);
}

static void finish(struct room *r, uint32_t outcome, struct effects *out)
{
    if (!r->finished)
        effects_finish(out, outcome);
    r->finished = true;
}

/* Instructions whose time has come widen the authority, up to what the capital
 * would ever agree to. */
static void receive_instructions(struct room *r, struct effects *out)
{
    struct message m = {.kind = MESSAGE_CAPITAL};
    struct position got;

    while (knowledge_receive(&r->know, &got)) {
        m.as.capital.state = CAPITAL_RECEIVED;
        m.as.capital.package = position_package(&got);
        m.as.capital.due = r->know.now;
        room_note(out, &m);
    }
}

static bool is_open(const struct channel *c)
{
    return !c->gone && !c->session.bye_sent;
}

/* Wait for whichever comes first: what the seat waits for, or instructions. */
static void wait(struct hands *h)
{
    struct room *r = h->room;
    struct message m;

    if (h->hold || r->finished)
        return;
    for (uint8_t n = 0; n < r->know.instruction_count; n++)
        hands_wake(h, r->know.instructions[n].due);
    if (r->live && instant_compare(h->wake, r->said) == 0)
        return;
    r->said = h->wake;
    m.kind = MESSAGE_WAIT;
    m.as.wait.until = h->wake;
    m.as.wait.reads.count = r->channel_count;
    for (uint8_t c = 0; c < r->channel_count; c++) {
        m.as.wait.reads.entry[c].channel = c;
        m.as.wait.reads.entry[c].number = r->channel[c].session.taken;
    }
    for (uint8_t c = 0; c < r->channel_count; c++) {
        if (is_open(&r->channel[c]) && !(r->live && c > 0))
            room_send(r, c, &m, h->out);
        m.as.wait.until = INSTANT_NEVER; /* the first keeps the time */
    }
}

/* What was told becomes knowledge. */
static void learn(struct room *r, uint8_t channel, const struct message_told *t)
{
    struct knowledge *k = &r->know;
    struct told *kept = &k->told[k->told_count++ % TOLD_KEPT];

    kept->handle = t->handle;
    kept->at = k->now;
    kept->from = t->from;
    kept->channel = channel;
    kept->move = (enum move)t->move;
    kept->position = position_of(&t->package);
    kept->what_if = (t->move == MOVE_PROBE || t->move == MOVE_QUESTION) &&
                    t->form == FORM_MEDIATOR;
    kept->whole = !kept->what_if &&
                  draft_is_final(&t->package, t->brackets, &k->brief->agenda);
    /* Read back about an item of its own, it is the words of that alone. */
    kept->agreeable = t->move == MOVE_READ_BACK && t->re == 0;
    if (t->move == MOVE_DRAFT)
        k->draft = t->draft;
    /* A confirmation names what this room read, whatever the mediator says its
     * digest is. */
    kept->digest = room_digest(
        r, &t->package, t->move == MOVE_READ_BACK ? &t->nonce : &room_no_nonce);
    for (uint16_t n = 0; n < k->brief->bearing_count; n++)
        if (k->brief->bearings[n].handle == t->handle)
            k->facts |= k->brief->bearings[n].facts;
    if (t->from == FROM_WORLD)
        knowledge_news(k, t->label);
    if (package_is_whole(&t->package, &k->brief->agenda)) {
        k->put = kept->position;
        k->has_put = true;
    }
    if (t->from >= k->brief->room_count)
        return;
    if (move_takes_position((enum move)t->move))
        position_merge(&k->told_position[t->from], &t->package);
    if (t->move == MOVE_QUESTION && t->about)
        k->asked[t->from] |= 1u << (t->about - 1);
    if (t->answer == ANSWER_ACCEPT)
        k->accepted[t->from] = true;
    if (t->move == MOVE_COMPLAINT)
        k->complained[t->from] = true;
}

static void on_round(struct knowledge *k, const struct message_round *m)
{
    if (m->state == ROUND_MOVED)
        return;
    k->round = m->round;
    k->round_open = m->state == ROUND_BEGAN;
    if (m->state == ROUND_BEGAN)
        k->round_began = k->now;
}

/* Nothing is agreed but what this room has confirmed. */
static bool is_agreed(const struct room *r, const struct channel *c,
                      const struct package *p, const struct nonce *nonce,
                      const struct digest *told)
{
    struct digest digest;

    if (!package_fits(p, &r->know.brief->agenda))
        return false;
    digest = room_digest(r, p, nonce);
    return c->confirmed && digest_equal(&digest, told) &&
           digest_equal(&digest, &c->agreeable);
}

/* Agreement was reached through another mediator: this one knows no more, and
 * the room has confirmed it by another way. */
static bool is_agreed_elsewhere(const struct room *r, const struct channel *c,
                                const struct message_outcome *o)
{
    bool confirmed = false;

    for (uint8_t n = 0; n < r->channel_count; n++)
        confirmed |= &r->channel[n] != c && r->channel[n].confirmed;
    return confirmed && package_is_empty(&o->package);
}

/* And what was agreed once stays so; another mediator need not know of it. */
static bool is_fair(const struct room *r, const struct channel *c,
                    const struct message_outcome *o)
{
    if (o->outcome == OUTCOME_AGREED)
        return is_agreed(r, c, &o->package, &o->nonce, &o->digest) ||
               is_agreed_elsewhere(r, c, o);
    return (!r->know.agreed || c != r->channel) &&
           package_fits(&o->package, &r->know.brief->agenda);
}

/* What no honest mediator sends: things that are not on the agenda, and rounds
 * that another one keeps. */
static bool fits(const struct room *r, uint8_t channel, const struct message *m)
{
    const struct knowledge *k = &r->know;
    const struct channel *c = &r->channel[channel];

    if (m->kind == MESSAGE_OUTCOME)
        return is_fair(r, c, &m->as.outcome);
    if (m->kind == MESSAGE_AGREED)
        return channel == 0 &&
               is_agreed(r, c, &m->as.agreed.package, &m->as.agreed.nonce,
                         &m->as.agreed.digest);
    if (m->kind == MESSAGE_TOLD)
        return package_fits(&m->as.told.package, &k->brief->agenda) &&
               draft_is_true(&m->as.told) &&
               m->as.told.about <= k->brief->agenda.issue_count;
    if (m->kind == MESSAGE_ROUND)
        return channel == 0 && m->as.round.round < k->brief->round_count;
    if (m->kind == MESSAGE_WELCOME)
        return m->as.welcome.room == k->brief->brief.self &&
               m->as.welcome.rooms == k->brief->room_count;
    return true;
}

/* Every mediator has said goodbye, or is gone. */
static void finish_if_alone(struct room *r, struct effects *out)
{
    for (uint8_t c = 0; c < r->channel_count; c++)
        if (is_open(&r->channel[c]))
            return;
    finish(r, r->outcome ? r->outcome : OUTCOME_BROKEN_OFF, out);
}

static void goodbye(struct hands *h, uint8_t channel)
{
    struct room *r = h->room;
    uint8_t frame[FRAME_HEADER_SIZE + 128];
    size_t size = session_seal_bye(&r->channel[channel].session, r->know.now,
                                   REASON_NONE, frame, sizeof(frame));

    assert(size != 0);
    effects_send(h->out, channel, (struct bytes){frame, size});
    finish_if_alone(r, h->out);
    wait(h);
}

/* The end by one way is the end of the talks. */
static void on_outcome(struct room *r, const struct message_outcome *m)
{
    r->know.ended = true;
    if (!r->outcome)
        r->outcome = m->outcome;
}

/* It is admitted once all its mediators have said so. */
static bool on_welcome(struct room *r, uint8_t channel,
                       const struct message_welcome *m)
{
    bool all = true;

    r->channel[channel].welcome = true;
    for (uint8_t c = 0; c < r->channel_count; c++)
        all = all && r->channel[c].welcome;
    r->know.welcome = all;
    r->live = m->clock == 1;
    r->said = INSTANT_NEVER;
    return all;
}

static void act_on(struct hands *h, uint8_t channel, const struct message *m)
{
    struct room *r = h->room;
    const struct message_told *told = NULL;
    bool ended = r->know.ended;
    bool turn = true; /* the seat's */

    if (m->kind == MESSAGE_WELCOME) {
        turn = on_welcome(r, channel, &m->as.welcome);
    } else if (m->kind == MESSAGE_WAKE) {
        r->said = INSTANT_NEVER;
    } else if (m->kind == MESSAGE_ROUND) {
        on_round(&r->know, &m->as.round);
    } else if (m->kind == MESSAGE_OUTCOME) {
        on_outcome(r, &m->as.outcome);
        turn = !ended;
    } else if (m->kind == MESSAGE_AGREED) {
        r->know.agreed = true;
    } else if (m->kind == MESSAGE_TOLD) {
        learn(r, channel, told = &m->as.told);
    }
    receive_instructions(r, h->out);
    if (turn)
        r->seat->react(r->state, &r->know, h, m->kind, told);
    wait(h);
}

static void on_frame(struct hands *h, uint8_t channel, struct bytes bytes)
{
    struct room *r = h->room;
    struct session *session = &r->channel[channel].session;
    struct frame frame;
    struct message m;

    r->failed = session_open(session, bytes, &frame, &m);
    if (!r->failed && !fits(r, channel, &m))
        r->failed = REASON_FORM;
    if (r->failed) {
        finish(r, OUTCOME_BROKEN_OFF, h->out);
        return;
    }
    if (m.kind == MESSAGE_ACK)
        return;
    session_take(session, frame.number);
    if (frame.time.us > r->know.now.us)
        r->know.now = frame.time;
    if (m.kind == MESSAGE_BYE) {
        goodbye(h, channel);
    } else if (m.kind == MESSAGE_REFUSED) {
        r->failed = (enum reason)m.as.refused.reason;
        finish(r, OUTCOME_BROKEN_OFF, h->out);
    } else {
        act_on(h, channel, &m);
    }
}

/* One mediator of several is lost: the first will say how the talks end. */
static void on_gone(struct hands *h, uint8_t channel, enum reason why)
{
    struct room *r = h->room;

    r->channel[channel].gone = true;
    if (r->channel_count == 1 || channel == 0) {
        r->failed = why;
        finish(r, OUTCOME_BROKEN_OFF, h->out);
        return;
    }
    finish_if_alone(r, h->out);
    wait(h);
}

static void say_hello(struct room *r, struct effects *out)
{
    const struct scenario *s = r->know.brief;
    struct message m = {.kind = MESSAGE_HELLO};

    m.as.hello.version_low = m.as.hello.version_high = FRAME_VERSION;
    m.as.hello.semantics = SEMANTICS_VERSION;
    m.as.hello.room = bytes_of(s->rooms[s->brief.self].id);
    m.as.hello.program = bytes_of("shuttle");
    for (uint8_t c = 0; c < r->channel_count; c++)
        room_send(r, c, &m, out);
}

static void step(void *self, const struct input *in, struct effects *out)
{
    struct room *r = self;
    struct hands h = {r, out, INSTANT_NEVER, false};

    if (r->finished)
        return;
    switch (in->kind) {
    case INPUT_START:
        say_hello(r, out);
        break;
    case INPUT_MESSAGE:
        if (in->peer < r->channel_count)
            on_frame(&h, (uint8_t)in->peer, in->bytes);
        break;
    case INPUT_ANSWER:
        if (r->know.ended || !r->know.welcome)
            break;
        r->seat->answer(r->state, &r->know, &h, in->id, in->bytes);
        receive_instructions(r, out);
        wait(&h);
        break;
    case INPUT_DEADLINE:
        break; /* a room decides nothing by a clock of its own */
    case INPUT_GONE:
        if (in->peer < r->channel_count)
            on_gone(&h, (uint8_t)in->peer, (enum reason)in->id);
        break;
    case INPUT_KEEPER:
        break; /* a mediator's */
    }
}

static bool init(struct room *r, const struct scenario *brief)
{
    const struct own *own = brief->rooms[brief->brief.self].own;
    struct knowledge *k = &r->know;

    k->brief = brief;
    k->round = -1;
    for (uint8_t n = 0; n < ROOMS_MAX; n++)
        position_clear(&k->told_position[n]);
    k->trust = own ? own->trust : TRUST_START;
    if (own)
        k->values = own->values;
    if (own && own->has_authority)
        k->authority = own->authority;
    else
        memset(k->authority.own, 0xff, sizeof(k->authority.own));
    r->channel_count = brief->mediator_count ? brief->mediator_count : 1;
    r->channel = memory_new(r->channel_count, sizeof(*r->channel));
    if (!r->channel)
        return false;
    for (uint8_t c = 0; c < r->channel_count; c++)
        if (session_init(&r->channel[c].session, SESSION_ROOM,
                         brief->brief.talk, c))
            return false;
    if (r->seat->state_size && !(r->state = memory_new(1, r->seat->state_size)))
        return false;
    r->seat->init(r->state, k);
    return true;
}

struct room *room_new(const struct scenario *brief, const struct seat *seat)
{
    struct room *r = memory_new(1, sizeof(*r));

    if (!r)
        return NULL;
    r->seat = seat;
    if (!init(r, brief)) {
        room_free(r);
        return NULL;
    }
    return r;
}

void room_free(struct room *r)
{
    if (!r)
        return;
    for (uint8_t c = 0; r->channel && c < r->channel_count; c++)
        session_fini(&r->channel[c].session);
    memory_free(r->channel);
    memory_free(r->state);
    memory_free(r);
}

struct actor room_actor(struct room *r)
{
    return (struct actor){step, r};
}

struct session *room_session(struct room *r)
{
    return room_session_by(r, 0);
}

struct session *room_session_by(struct room *r, uint8_t channel)
{
    return &r->channel[channel].session;
}

uint8_t room_channel_count(const struct room *r)
{
    return r->channel_count;
}

enum reason room_failed(const struct room *r)
{
    return r->failed;
}
