/*
 * A room as an actor. It says HELLO, is admitted when it reads WELCOME, hands
 * over what its seat decides, and after every frame it acted upon says WAIT,
 * unless its seat has not answered yet; with a live clock only when it wants to
 * be woken at another time than it said last. What it knows is in struct
 * knowledge.
 */
#include "shuttle/room.h"

#include "proto/knowledge.h"

#include <assert.h>
#include <string.h>

#define PACKAGES_KEPT 16u

static const struct nonce no_nonce;

struct room {
    struct knowledge know;
    const struct seat *seat; /* borrowed */
    void *state;             /* owned; the seat's */
    struct session session;
    enum reason failed;
    bool finished;
    uint8_t outcome;         /* as told; OUTCOME_NONE before */
    bool confirmed;          /* it has confirmed a read-back */
    struct digest agreeable; /* the digest it confirmed last */
    uint32_t items;          /* handed over */
    bool live;               /* the clock, as WELCOME says */
    struct instant said;     /* when it is to be woken, as the mediator knows */
    /* Of whole packages that this room has offered or accepted, which is what
     * it may confirm: their digests under a nonce of zeros. */
    struct digest stands_by[PACKAGES_KEPT];
    uint32_t stands_by_count;
};

struct hands {
    struct room *room;
    struct effects *out;
    struct instant wake;
    bool hold;
};

static void send(struct room *r, const struct message *m, struct effects *out)
{
    uint8_t frame[FRAME_SIZE_MAX];
    size_t size =
        session_seal(&r->session, r->know.now, m, frame, sizeof(frame));

    assert(size != 0);
    effects_send(out, 0, (struct bytes){frame, size});
}

static void note(struct effects *out, const struct message *m)
{
    uint8_t body[512];
    size_t size = message_encode(m, body, sizeof(body));

    assert(size != SIZE_MAX);
    effects_record(out, m->kind, (struct bytes){body, size});
}

static void finish(struct room *r, uint32_t outcome, struct effects *out)
{
    if (!r->finished)
        effects_finish(out, outcome);
    r->finished = true;
}

static struct digest digest_told(const struct room *r, const struct package *p,
                                 const struct nonce *nonce)
{
    return package_digest(p, &r->know.brief->agenda, nonce->bytes);
}

/* What this room has offered whole or accepted, it stands by. */
static void stand_by(struct room *r, const struct digest *package)
{
    r->stands_by[r->stands_by_count++ % PACKAGES_KEPT] = *package;
}

static bool stands_by(const struct room *r, const struct package *p)
{
    struct digest digest = digest_told(r, p, &no_nonce);
    uint32_t kept =
        r->stands_by_count < PACKAGES_KEPT ? r->stands_by_count : PACKAGES_KEPT;

    for (uint32_t n = 0; n < kept; n++)
        if (digest_equal(&r->stands_by[n], &digest))
            return true;
    return false;
}

uint32_t hands_over(struct hands *h, struct message_item *item)
{
    struct room *r = h->room;
    struct knowledge *k = &r->know;
    uint8_t self = k->brief->brief.self;
    const struct told *re = knowledge_told(k, item->re);
    struct message m;

    item->item = ++r->items;
    if (item->answer == ANSWER_CONFIRM && re && !k->agreed) {
        item->digest = re->digest;
        r->confirmed = true;
        r->agreeable = re->digest;
    }
    if (item->move == MOVE_QUESTION && item->about)
        k->asked[self] |= 1u << (item->about - 1);
    if (item->move == MOVE_COMPLAINT)
        k->complained[self] = true;
    if (move_takes_position(item->move))
        position_merge(&k->told_position[self], &item->package);
    if (item->move == MOVE_OFFER &&
        package_is_whole(&item->package, &k->brief->agenda)) {
        struct digest offered = digest_told(r, &item->package, &no_nonce);
        stand_by(r, &offered);
    }
    if (item->answer == ANSWER_ACCEPT && re) {
        if (re->whole)
            stand_by(r, &re->digest);
        k->accepted[self] = true;
    }
    m.kind = MESSAGE_ITEM;
    m.as.item = *item;
    send(r, &m, h->out);
    return item->item;
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
    m.as.capital.state = 1;
    m.as.capital.package = *p;
    m.as.capital.due = instant_after(k->now, k->authority.latency_us);
    k->instructions[k->instruction_count].position = position_of(p);
    k->instructions[k->instruction_count++].due = m.as.capital.due;
    note(h->out, &m);
}

void hands_note_line(struct hands *h, const char *id, uint8_t state,
                     uint32_t item)
{
    struct message m = {.kind = MESSAGE_LINE};

    m.as.line.id = bytes_of(id);
    m.as.line.state = state;
    m.as.line.item = item;
    note(h->out, &m);
}

void hands_refuse(struct hands *h, const char *reason)
{
    struct message m = {.kind = MESSAGE_FAULT};

    m.as.fault.room = h->room->know.brief->brief.self;
    m.as.fault.reason = bytes_of(reason);
    note(h->out, &m);
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

static void receive_instructions(struct room *r, struct effects *out)
{
    struct message m = {.kind = MESSAGE_CAPITAL};
    struct position got;

    while (knowledge_receive(&r->know, &got)) {
        m.as.capital.state = 2;
        m.as.capital.package = position_package(&got);
        m.as.capital.due = r->know.now;
        note(out, &m);
    }
}

/* Wait for whichever comes first: what the seat waits for, or instructions. */
static void wait(struct hands *h)
{
    struct room *r = h->room;
    struct message m;

    if (h->hold || r->finished || r->session.bye_sent)
        return;
    for (uint8_t n = 0; n < r->know.instruction_count; n++)
        hands_wake(h, r->know.instructions[n].due);
    if (r->live && instant_compare(h->wake, r->said) == 0)
        return;
    r->said = h->wake;
    m.kind = MESSAGE_WAIT;
    m.as.wait.until = h->wake;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].channel = r->session.channel;
    m.as.wait.reads.entry[0].number = r->session.taken;
    send(r, &m, h->out);
}

bool hands_stand_by(const struct hands *h, const struct message_told *t)
{
    const struct room *r = h->room;
    struct digest digest = digest_told(r, &t->package, &t->nonce);

    return !r->know.agreed && digest_equal(&digest, &t->digest) &&
           stands_by(r, &t->package) && knowledge_may(&r->know, &t->package);
}

/* What was told becomes knowledge. */
static void learn(struct room *r, const struct message_told *t)
{
    struct knowledge *k = &r->know;
    struct told *kept = &k->told[k->told_count++ % TOLD_KEPT];

    kept->handle = t->handle;
    kept->at = k->now;
    kept->from = t->from;
    kept->move = (enum move)t->move;
    kept->position = position_of(&t->package);
    kept->whole = package_is_whole(&t->package, &k->brief->agenda);
    /* A confirmation names what this room read, whatever the mediator says its
     * digest is. */
    kept->digest = digest_told(
        r, &t->package, t->move == MOVE_READ_BACK ? &t->nonce : &no_nonce);
    for (uint16_t n = 0; n < k->brief->bearing_count; n++)
        if (k->brief->bearings[n].handle == t->handle)
            k->facts |= k->brief->bearings[n].facts;
    if (t->from == FROM_WORLD)
        knowledge_news(k, t->label);
    if (kept->whole) {
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
static bool is_agreed(const struct room *r, const struct package *p,
                      const struct nonce *nonce, const struct digest *told)
{
    struct digest digest;

    if (!package_fits(p, &r->know.brief->agenda))
        return false;
    digest = digest_told(r, p, nonce);
    return r->confirmed && digest_equal(&digest, told) &&
           digest_equal(&digest, &r->agreeable);
}

/* And what was agreed once stays so. */
static bool is_fair(const struct room *r, const struct message_outcome *o)
{
    if (o->outcome == OUTCOME_AGREED)
        return is_agreed(r, &o->package, &o->nonce, &o->digest);
    return !r->know.agreed && package_fits(&o->package, &r->know.brief->agenda);
}

/* What no honest mediator sends: things that are not on the agenda. */
static bool fits(const struct room *r, const struct message *m)
{
    const struct knowledge *k = &r->know;

    if (m->kind == MESSAGE_OUTCOME)
        return is_fair(r, &m->as.outcome);
    if (m->kind == MESSAGE_AGREED)
        return is_agreed(r, &m->as.agreed.package, &m->as.agreed.nonce,
                         &m->as.agreed.digest);
    if (m->kind == MESSAGE_TOLD)
        return package_fits(&m->as.told.package, &k->brief->agenda) &&
               m->as.told.about <= k->brief->agenda.issue_count;
    if (m->kind == MESSAGE_ROUND)
        return m->as.round.round < k->brief->round_count;
    if (m->kind == MESSAGE_WELCOME)
        return m->as.welcome.room == k->brief->brief.self &&
               m->as.welcome.rooms == k->brief->room_count;
    return true;
}

static void goodbye(struct room *r, struct effects *out)
{
    uint8_t frame[FRAME_HEADER_SIZE + 128];
    size_t size = session_seal_bye(&r->session, r->know.now, REASON_NONE, frame,
                                   sizeof(frame));

    assert(size != 0);
    effects_send(out, 0, (struct bytes){frame, size});
    finish(r, r->outcome ? r->outcome : OUTCOME_BROKEN_OFF, out);
}

static void on_outcome(struct room *r, const struct message_outcome *m)
{
    r->know.ended = true;
    r->outcome = m->outcome;
}

static void act_on(struct hands *h, const struct message *m)
{
    struct room *r = h->room;
    const struct message_told *told = NULL;

    if (m->kind == MESSAGE_WELCOME) {
        r->know.welcome = true;
        r->live = m->as.welcome.clock == 1;
        r->said = INSTANT_NEVER;
    } else if (m->kind == MESSAGE_WAKE) {
        r->said = INSTANT_NEVER;
    } else if (m->kind == MESSAGE_ROUND) {
        on_round(&r->know, &m->as.round);
    } else if (m->kind == MESSAGE_OUTCOME) {
        on_outcome(r, &m->as.outcome);
    } else if (m->kind == MESSAGE_AGREED) {
        r->know.agreed = true;
    } else if (m->kind == MESSAGE_TOLD) {
        learn(r, told = &m->as.told);
    }
    receive_instructions(r, h->out);
    r->seat->react(r->state, &r->know, h, m->kind, told);
    wait(h);
}

static void on_frame(struct room *r, struct bytes bytes, struct effects *out)
{
    struct hands h = {r, out, INSTANT_NEVER, false};
    struct frame frame;
    struct message m;

    r->failed = session_open(&r->session, bytes, &frame, &m);
    if (!r->failed && !fits(r, &m))
        r->failed = REASON_FORM;
    if (r->failed) {
        finish(r, OUTCOME_BROKEN_OFF, out);
        return;
    }
    if (m.kind == MESSAGE_ACK)
        return;
    session_take(&r->session, frame.number);
    r->know.now = frame.time;
    if (m.kind == MESSAGE_BYE) {
        goodbye(r, out);
    } else if (m.kind == MESSAGE_REFUSED) {
        r->failed = (enum reason)m.as.refused.reason;
        finish(r, OUTCOME_BROKEN_OFF, out);
    } else {
        act_on(&h, &m);
    }
}

static void say_hello(struct room *r, struct effects *out)
{
    const struct scenario *s = r->know.brief;
    struct message m = {.kind = MESSAGE_HELLO};

    m.as.hello.version_low = m.as.hello.version_high = FRAME_VERSION;
    m.as.hello.semantics = SEMANTICS_VERSION;
    m.as.hello.room = bytes_of(s->rooms[s->brief.self].id);
    m.as.hello.program = bytes_of("shuttle");
    send(r, &m, out);
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
        on_frame(r, in->bytes, out);
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
        r->failed = (enum reason)in->id;
        finish(r, OUTCOME_BROKEN_OFF, out);
        break;
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
    if (session_init(&r->session, SESSION_ROOM, brief->brief.talk, 0))
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
    session_fini(&r->session);
    memory_free(r->state);
    memory_free(r);
}

struct actor room_actor(struct room *r)
{
    return (struct actor){step, r};
}

struct session *room_session(struct room *r)
{
    return &r->session;
}

enum reason room_failed(const struct room *r)
{
    return r->failed;
}
