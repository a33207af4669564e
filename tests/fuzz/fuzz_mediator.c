/*
 * Any bytes as what rooms do to a mediator through the keeper of the clock. The
 * first byte chooses the design and the number of rooms. Each step is one byte,
 * modulo 10, and what it needs follows; "room" is one byte:
 *
 *   0  room hands over an item: u8 move, u16 caveats, u8 to, u8 about, u8
 *      answer, u8 which of the tellings it answers, u8 own, u8 u8 options
 *   1  the links deliver and the mediator steps, until nothing moves
 *   2  time goes on by u8 minutes; rooms say WAIT
 *   3  room sends any message: u8 kind, u8 size, body; when it decodes
 *   4  a frame from outside: room, u8 size, bytes
 *   5  a frame with a right header and any body: room, u8 kind, u8 size, body
 *   6  room is lost           7  stop
 *   8  another member takes over: u8 which
 *   9  an answer that nobody asked for: u8 id
 *
 * Nothing crashes, steps are bounded, every frame a room is sent is one that
 * its session takes, and what is for the mediator alone is in none of them.
 */
#include "tests/rig/corridor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TELLINGS_MAX 8u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_mediator: %s\n", what);
    abort();
}

/* The walks there are, by a number below 8. */
static void walks(struct play *p, uint8_t which)
{
    static const struct choice known[8] = {
        {"shuttle", {{"stay", "1m"}, {"item", "10s"}}, 2},
        {"shuttle", {{"carriers", "2"}, {"service", "exhaustive"}}, 2},
        {"shuttle",
         {{"route", "on_call"},
          {"carriers", "3"},
          {"capacity", "1"},
          {"item", "10s"}},
         4},
        {"shuttle", {{"route", "us iran us"}, {"idle", "walk"}}, 2},
        {"shuttle",
         {{"until_items", "2"}, {"until_time", "5m"}, {"wait", "3m"}},
         3},
        {"shuttle",
         {{"service", "limited"},
          {"time_as", "exponential"},
          {"item", "10s"},
          {"item_as", "erlang"}},
         4},
        {"capitals", {{"time", "5m"}, {"home_time", "3m"}, {"stay", "1m"}}, 3},
        {"capitals",
         {{"time", "5m"}, {"hours", "1h-2h"}, {"carriers", "2"}},
         3},
    };

    p->mediator.relay.walk = known[which];
}

static struct play *talks(uint8_t first)
{
    struct play *p = play_new(first & 1 ? 3 : 2, 2);
    struct line *put;

    if (first & 2)
        walks(p, first >> 5);
    play_choose(p, FAMILY_CARRY, first & 4 ? "gist" : "verbatim", NULL);
    play_choose(p, FAMILY_HOLD, first & 8 ? "forward" : "caveats", NULL);
    play_choose(p, FAMILY_TABLE, first & 16 ? "blind" : "nothing", NULL);
    p->rounds[0].limit_us = 60 * MIN;
    put = play_line(p, FROM_MEDIATOR, 0, "bridge", MOVE_BLIND_PROPOSAL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->answer_us = 10 * MIN;
    play_event(p, "leak", "It is in the papers.")->at_us = 30 * MIN;
    return p;
}

static uint64_t telling(const struct corridor *c, uint8_t room, uint8_t which)
{
    struct message m;

    if (which % TELLINGS_MAX == 0 ||
        !corridor_heard(c, room, MESSAGE_TOLD, which % TELLINGS_MAX - 1, &m,
                        NULL))
        return 0;
    return m.as.told.handle;
}

static bool may_speak(const struct corridor *c, uint8_t room)
{
    return !c->room[room].over && !c->room[room].session.bye_sent;
}

static void hand(struct corridor *c, uint8_t room, struct reader *r)
{
    struct message_item item = item_saying(MOVE_SAY, "some words");

    item.move = reader_u8(r);
    item.caveats.bits = reader_u16(r) & 0xfff;
    item.to = reader_u8(r);
    item.about = reader_u8(r);
    item.answer = reader_u8(r);
    item.re = telling(c, room, reader_u8(r));
    item.own = reader_u8(r);
    item.package.option[0] = reader_u8(r) & 3;
    item.package.option[1] = reader_u8(r) & 3;
    for (int i = 0; i < 2; i++)
        if (item.package.option[i] == 3)
            item.package.option[i] = OPTION_NONE;
    item.caveats.not_before = (struct instant){20 * MIN};
    item.caveats.expires = (struct instant){40 * MIN};
    item.caveats.condition = bytes_of("offered(us, militias) >= 'pause'");
    item.gist = bytes_of("other words");
    if (item.caveats.bits & CAVEAT_MEDIATOR_ONLY)
        item.text = item.gist = item.gloss = bytes_of("CANARY");
    if (may_speak(c, room))
        corridor_hand(c, room, &item);
}

static void send_any(struct corridor *c, uint8_t room, uint8_t kind,
                     struct bytes body)
{
    struct message m;

    if (!may_speak(c, room) || message_decode(kind, body, &m) != ERR_OK ||
        kind == MESSAGE_ACK || kind == MESSAGE_BYE ||
        message_who(m.kind) != MESSAGE_WHO_ROOM)
        return;
    corridor_send(c, room, &m);
}

static void forge(struct corridor *c, uint8_t room, struct bytes bytes)
{
    enum reason why = corridor_forge(c, room, bytes);

    if (why)
        corridor_drop(c, room, why);
}

static void frame_any(struct corridor *c, uint8_t room, uint8_t kind,
                      struct bytes body)
{
    uint8_t bytes[512];
    const struct session *s = mediator_session(c->mediator, room);
    struct frame f = {kind,         0,   s->talk, s->received + 1, s->acked,
                      {s->time.us}, body};
    size_t size = frame_encode(&f, bytes, sizeof bytes);

    forge(c, room, (struct bytes){bytes, size});
}

static void exchange(struct corridor *c, uint8_t which)
{
    static struct choice choice;
    enum family f = (enum family)(which % FAMILY_COUNT);
    const struct member *m = relay_nth(f, which / FAMILY_COUNT % 2);

    choice = (struct choice){.as = m->name};
    demand(corridor_switch(c, f, &choice) == ERR_OK, "switch");
}

static void act(struct corridor *c, uint8_t what, struct reader *r)
{
    uint8_t room = 0, a = 0;

    if (what == 0 || (what >= 3 && what <= 6))
        room = reader_u8(r) % c->count;
    if (what == 0)
        hand(c, room, r);
    else if (what == 1)
        corridor_pump(c);
    else if (what == 2)
        corridor_run(c, keeper_now(c->keeper).us + reader_u8(r) * MIN);
    else if (what == 3 || what == 5) {
        a = reader_u8(r);
        struct bytes body = reader_bytes(r, reader_u8(r));
        if (what == 3)
            send_any(c, room, a, body);
        else
            frame_any(c, room, a, body);
    } else if (what == 4)
        forge(c, room, reader_bytes(r, reader_u8(r)));
    else if (what == 6)
        corridor_drop(c, room, REASON_GONE);
    else if (what == 7)
        keeper_stop(c->keeper);
    else if (what == 8)
        exchange(c, reader_u8(r));
    else
        keeper_answer(c->keeper, reader_u8(r), bytes_of("yes"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader r = reader_over((struct bytes){data, size});
    struct play *p;
    struct corridor *c;

    if (size > 2048)
        return 0;
    p = talks(reader_u8(&r));
    c = corridor_new(p, 0, false);
    c->play = p;
    while (!r.failed && reader_left(&r) > 0)
        act(c, reader_u8(&r) % 10, &r);
    keeper_stop(c->keeper);
    corridor_end(c);
    demand(c->steps < 4 * INSTANT_STEPS_MAX * (size + 1), "too many steps");
    for (uint8_t room = 0; room < c->count; room++)
        demand(!corridor_leaked(c, room, "CANARY"), "leaked");
    corridor_free(c);
    return 0;
}
