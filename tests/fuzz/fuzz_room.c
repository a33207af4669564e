/*
 * Any bytes as what a mediator does to a room. The first byte chooses who sits
 * in it. Each step is one byte, modulo 6, and what it needs follows:
 *
 *   0  something told: u8 move, u8 from, u8 form, u8 re, u8 about, u8 answer,
 *      u8 handle, u8 u8 options, u8 whether its digest is right
 *   1  any message: u8 kind, u8 size, body; when it decodes
 *   2  bytes from outside: u8 size, bytes
 *   3  a frame with a right header and any body: u8 kind, u8 size, body
 *   4  an answer of who sits there: u8 size, bytes
 *   5  a round: u8 index, u8 state
 *
 * Nothing crashes, what a room does at a step is bounded, every frame it sends
 * is one that a mediator's session takes, and nothing comes after its end.
 */
#include "tests/rig/play.h"

#include "shuttle/room.h"
#include "shuttle/seat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EFFECTS_MAX 64u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct talk {
    struct play *play;
    struct scenario brief;
    struct room *room;
    struct session mediator;
    struct effects effects;
    bool over;
    bool forged; /* it has read a frame that no session sealed */
};

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_room: %s\n", what);
    abort();
}

static struct play *lines(bool person)
{
    struct play *p = play_new(2, 2);
    struct line *line = play_line(p, US, 0, "ask", MOVE_QUESTION);

    p->rooms[US].seat = person ? "person" : "script";
    p->own[US].has_authority = true;
    for (int i = 0; i < 2; i++) {
        p->own[US].authority.own[i] = 3;
        p->own[US].authority.capital[i] = 4;
    }
    p->own[US].authority.latency_us = MIN;
    play_event(p, "leak", "");
    p->own[US].shift_count = 1;
    p->shifts[US][0].has_no_deal = true;
    p->shifts[US][0].delta.value[1][1] = -8;
    line->about = 1;
    line = play_line(p, US, 0, "yes", MOVE_REPLY);
    line->answer = ANSWER_ACCEPT;
    line->re = (struct ref){.kind = REF_HANDLE, .handle = 1};
    line->if_text = "value() >= no_deal()";
    line->only_if = play_condition(p, line->if_text, 'R');
    line = play_line(p, US, 0, "capital", MOVE_NONE);
    line->request = package_of(END_IT, FUNDS);
    line = play_line(p, US, 0, "then", MOVE_OFFER);
    line->package = package_of(END_IT, FUNDS);
    line->when_text = "offered(iran, relief) >= 'waivers' or elapsed() > 5m";
    line->when = play_condition(p, line->when_text, 'R');
    line = play_line(p, US, 1, "back", MOVE_WITHDRAWAL);
    line->re = (struct ref){.kind = REF_OWN, .round = 0, .line = 3};
    line = play_line(p, US, 1, "news", MOVE_WALK_OUT);
    line->after = (struct ref){.kind = REF_EVENT};
    return p;
}

static void step(struct talk *t, const struct input *in)
{
    struct actor actor = room_actor(t->room);

    actor.step(actor.self, in, &t->effects);
    demand(t->effects.count <= EFFECTS_MAX, "too much at one step");
    demand(!t->over || t->effects.count == 0, "something after the end");
    for (size_t n = 0; n < t->effects.count; n++) {
        const struct effect *e = &t->effects.list[n];
        struct frame f;
        struct message m;

        if (e->kind == EFFECT_FINISH)
            t->over = true;
        if (e->kind != EFFECT_SEND || t->forged)
            continue;
        demand(session_open(&t->mediator, e->bytes, &f, &m) == REASON_NONE,
               "a frame of the room was refused");
        session_take(&t->mediator, f.number);
    }
    effects_reset(&t->effects);
}

static void deliver(struct talk *t, struct bytes bytes, bool forged)
{
    struct input in = {.kind = INPUT_MESSAGE, .bytes = bytes};

    if (t->over)
        return;
    t->forged |= forged;
    step(t, &in);
}

static void send(struct talk *t, const struct message *m)
{
    static uint8_t frame[FRAME_SIZE_MAX];
    size_t size;

    if (t->mediator.bye_sent || t->over)
        return;
    t->mediator.time.us += MIN;
    size = session_seal(&t->mediator, t->mediator.time, m, frame, sizeof frame);
    if (size)
        deliver(t, (struct bytes){frame, size}, false);
}

static void tell(struct talk *t, struct reader *r)
{
    struct message m = {.kind = MESSAGE_TOLD};
    struct message_told *told = &m.as.told;

    told->move = reader_u8(r);
    told->from = reader_u8(r);
    told->form = reader_u8(r);
    told->re = reader_u8(r);
    told->about = reader_u8(r);
    told->answer = reader_u8(r);
    told->handle = reader_u8(r);
    package_clear(&told->package);
    told->package.option[0] = reader_u8(r) % 5;
    told->package.option[1] = reader_u8(r) % 5;
    told->due = INSTANT_NEVER;
    if (told->from == FROM_WORLD)
        told->label = bytes_of("leak");
    if (reader_u8(r) & 1)
        told->digest =
            package_digest(&told->package, &t->brief.agenda, told->nonce.bytes);
    send(t, &m);
}

static void send_any(struct talk *t, uint8_t kind, struct bytes body)
{
    struct message m;

    if (message_decode(kind, body, &m) != ERR_OK || kind == MESSAGE_ACK ||
        message_who(m.kind) == MESSAGE_WHO_ROOM ||
        message_who(m.kind) == MESSAGE_WHO_NOTE)
        return;
    send(t, &m);
}

static void frame_any(struct talk *t, uint8_t kind, struct bytes body)
{
    const struct session *s = room_session(t->room);
    uint8_t bytes[512];
    struct frame f = {kind,     0,       s->talk, s->received + 1,
                      s->acked, s->time, body};
    size_t size = frame_encode(&f, bytes, sizeof bytes);

    deliver(t, (struct bytes){bytes, size}, true);
}

static void act(struct talk *t, uint8_t what, struct reader *r)
{
    struct message m = {.kind = MESSAGE_ROUND};
    struct input in = {.kind = INPUT_ANSWER, .id = 1};
    uint8_t kind = what == 1 || what == 3 ? reader_u8(r) : 0;

    if (what == 0) {
        tell(t, r);
    } else if (what == 1) {
        send_any(t, kind, reader_bytes(r, reader_u8(r)));
    } else if (what == 2) {
        deliver(t, reader_bytes(r, reader_u8(r)), true);
    } else if (what == 3) {
        frame_any(t, kind, reader_bytes(r, reader_u8(r)));
    } else if (what == 4) {
        in.bytes = reader_bytes(r, reader_u8(r));
        if (!t->over)
            step(t, &in);
    } else {
        m.as.round.round = reader_u8(r);
        m.as.round.state = reader_u8(r);
        send(t, &m);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader r = reader_over((struct bytes){data, size});
    struct talk t = {0};
    struct message welcome = {.kind = MESSAGE_WELCOME};
    struct input in = {.kind = INPUT_START};
    uint8_t first = reader_u8(&r);

    t.play = lines(first & 1);
    t.brief = play_brief(t.play, BRIEF_ROOM, US);
    t.brief.brief.live = first & 2;
    t.room = room_new(&t.brief, seat_member(t.play->rooms[US].seat));
    demand(t.room != NULL && session_init(&t.mediator, SESSION_MEDIATOR,
                                          t.brief.brief.talk, 0) == ERR_OK,
           "memory");
    effects_init(&t.effects);
    step(&t, &in);
    welcome.as.welcome.rooms = 2;
    if (!(first & 4))
        send(&t, &welcome);
    while (!r.failed && reader_left(&r) > 0)
        act(&t, reader_u8(&r) % 6, &r);
    in.kind = INPUT_GONE;
    step(&t, &in);
    demand(t.over, "it goes on");
    effects_fini(&t.effects);
    session_fini(&t.mediator);
    room_free(t.room);
    free(t.play);
    return 0;
}
