#include "tests/rig/corridor.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TURNS_MAX 2000000ul

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "corridor: %s\n", what);
    abort();
}

static void *kept(const void *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    assert(copy != NULL); /* which the analyzer sees, unlike demand */
    if (size)
        memcpy(copy, bytes, size);
    return copy;
}

static void *longer(void *list, size_t count, size_t size)
{
    void *grown = list;

    if ((count & (count - 1)) == 0)
        grown = realloc(list, (count ? 2 * count : 1) * size);
    demand(grown != NULL, "memory");
    return grown;
}

static void push(struct heard **list, size_t *count, struct instant time,
                 struct bytes bytes)
{
    *list = longer(*list, *count, sizeof **list);
    (*list)[(*count)++] =
        (struct heard){time, bytes.size, kept(bytes.data, bytes.size), false};
}

static void note(struct noted **list, size_t *count, struct instant time,
                 const struct effect *e)
{
    *list = longer(*list, *count, sizeof **list);
    (*list)[(*count)++] = (struct noted){time, e->id, e->bytes.size,
                                         kept(e->bytes.data, e->bytes.size)};
}

static void hash_number(struct hash *h, uint64_t v)
{
    uint8_t bytes[8];
    struct writer w = writer_over(bytes, sizeof bytes);

    writer_u64(&w, v);
    hash_add(h, (struct bytes){bytes, sizeof bytes});
}

/* The mediator. */

static void carry(struct corridor *c)
{
    for (size_t n = 0; n < c->effects.count; n++) {
        const struct effect *e = &c->effects.list[n];
        struct corridor_room *r = &c->room[e->peer];

        hash_number(c->doings, e->kind);
        hash_number(c->doings, e->peer);
        hash_number(c->doings, e->id);
        hash_number(c->doings, (uint64_t)e->due.us);
        hash_add(c->doings, e->bytes);
        if (e->kind == EFFECT_SEND)
            push(&r->heard, &r->heard_count, keeper_now(c->keeper), e->bytes);
        else if (e->kind == EFFECT_RECORD)
            note(&c->notes, &c->note_count, keeper_now(c->keeper), e);
        else if (e->kind == EFFECT_ARM)
            c->armed = e->due;
        else if (e->kind == EFFECT_FINISH) {
            demand(!c->finished, "finished twice");
            c->finished = true;
            c->outcome = e->id;
        } else if (e->kind == EFFECT_REPORT) {
            c->reports++;
        } else {
            c->ask = e->id;
            c->question_size = e->bytes.size;
            (void)snprintf(c->question, sizeof c->question, "%.*s",
                           (int)e->bytes.size, (const char *)e->bytes.data);
        }
    }
    keeper_carried(c->keeper, &c->effects);
    for (size_t n = 0; c->reply && n < c->effects.count; n++)
        if (c->effects.list[n].kind == EFFECT_ASK)
            keeper_answer(c->keeper, c->effects.list[n].id, bytes_of(c->reply));
    effects_reset(&c->effects);
}

static bool step(struct corridor *c)
{
    struct actor actor = mediator_actor(c->mediator);
    struct input in;

    if (!keeper_next(c->keeper, c->live_now, &in))
        return false;
    hash_number(c->inputs, in.kind);
    hash_number(c->inputs, in.peer);
    hash_number(c->inputs, in.id);
    hash_number(c->inputs, (uint64_t)in.now.us);
    hash_add(c->inputs, in.bytes);
    c->steps++;
    actor.step(actor.self, &in, &c->effects);
    carry(c);
    return true;
}

/* Rooms. */

static struct session *session_of(struct corridor_room *r)
{
    return r->actor ? room_session(r->actor) : &r->session;
}

static void do_actor(struct corridor *c, struct corridor_room *r,
                     const struct input *in)
{
    struct actor actor = room_actor(r->actor);

    (void)c;
    actor.step(actor.self, in, &r->effects);
    for (size_t n = 0; n < r->effects.count; n++) {
        const struct effect *e = &r->effects.list[n];
        if (e->kind == EFFECT_SEND)
            push(&r->out, &r->out_count, in->now, e->bytes);
        else if (e->kind == EFFECT_RECORD)
            note(&r->notes, &r->note_count, r->now, e);
        else if (e->kind == EFFECT_ASK)
            r->asks++;
        else if (e->kind == EFFECT_FINISH) {
            r->over = true;
            r->finished = e->id;
        }
    }
    effects_reset(&r->effects);
}

void corridor_send(struct corridor *c, uint8_t room, const struct message *m)
{
    struct corridor_room *r = &c->room[room];
    static uint8_t frame[FRAME_SIZE_MAX];
    size_t size = session_seal(&r->session, r->now, m, frame, sizeof frame);

    demand(size != 0, "a puppet's message");
    push(&r->out, &r->out_count, r->now, (struct bytes){frame, size});
}

uint32_t corridor_hand(struct corridor *c, uint8_t room,
                       struct message_item *item)
{
    struct message m = {.kind = MESSAGE_ITEM};

    item->item = ++c->room[room].items;
    m.as.item = *item;
    corridor_send(c, room, &m);
    return item->item;
}

static void say_wait(struct corridor *c, uint8_t room)
{
    struct corridor_room *r = &c->room[room];
    struct message m = {.kind = MESSAGE_WAIT};

    r->owes = false;
    m.as.wait.until = c->until;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].number = r->session.taken;
    corridor_send(c, room, &m);
}

static void say_bye(struct corridor_room *r)
{
    uint8_t frame[256];
    size_t size =
        session_seal_bye(&r->session, r->now, REASON_NONE, frame, sizeof frame);

    push(&r->out, &r->out_count, r->now, (struct bytes){frame, size});
}

static void do_puppet(struct corridor *c, uint8_t room, struct bytes bytes)
{
    struct corridor_room *r = &c->room[room];
    struct frame frame;
    struct message m;
    enum reason why = session_open(&r->session, bytes, &frame, &m);

    demand(why == REASON_NONE, "a frame of the mediator was refused");
    if (m.kind == MESSAGE_ACK)
        return;
    session_take(&r->session, frame.number);
    r->now = frame.time;
    r->owes = true;
    if (m.kind == MESSAGE_WAKE && instant_reached(c->until, frame.time))
        r->awake = true;
    if (m.kind == MESSAGE_REFUSED || m.kind == MESSAGE_BYE)
        r->over = true;
    if (m.kind == MESSAGE_BYE && !r->session.bye_sent && !r->stubborn)
        say_bye(r);
    if (c->react)
        c->react(c, room, &m);
}

/* An ACK keeps its place among the frames of its direction. */
static void acknowledge(struct corridor *c, uint8_t room, bool to_room)
{
    struct corridor_room *r = &c->room[room];
    struct session *from =
        to_room ? mediator_session(c->mediator, room) : session_of(r);
    uint8_t frame[256];
    size_t size = session_ack(from, from->time, frame, sizeof frame);
    struct bytes bytes = {frame, size};

    if (size && to_room) {
        push(&r->heard, &r->heard_count, keeper_now(c->keeper), bytes);
        r->heard[r->heard_count - 1].ack = true;
    } else if (size) {
        push(&r->out, &r->out_count, r->now, bytes);
    }
}

static bool deliver(struct corridor *c, uint8_t room)
{
    struct corridor_room *r = &c->room[room];
    const struct heard *h;

    if (r->read == r->heard_count)
        return false;
    h = &r->heard[r->read++];
    if (r->over)
        return true;
    if (r->actor) {
        struct input in = {.kind = INPUT_MESSAGE,
                           .now = h->time,
                           .bytes = {h->bytes, h->size}};
        r->now = h->time;
        do_actor(c, r, &in);
    } else {
        do_puppet(c, room, (struct bytes){h->bytes, h->size});
    }
    acknowledge(c, room, false);
    if (r->actor && r->over && !room_session(r->actor)->bye_sent)
        corridor_drop(c, room, room_failed(r->actor));
    return true;
}

static bool arrive(struct corridor *c, uint8_t room)
{
    struct corridor_room *r = &c->room[room];
    const struct heard *h;
    enum reason why;

    if (r->arrived == r->out_count)
        return false;
    h = &r->out[r->arrived++];
    if (r->refused)
        return true;
    why = keeper_arrive(c->keeper, room, (struct bytes){h->bytes, h->size});
    if (why) {
        r->refused = why;
        keeper_gone(c->keeper, room, why);
    } else {
        acknowledge(c, room, true);
    }
    return true;
}

/* A puppet that has read everything says that it waits. */
static bool rest(struct corridor *c, uint8_t room)
{
    struct corridor_room *r = &c->room[room];

    if (r->actor || r->over || r->awake || !r->owes ||
        r->read < r->heard_count || r->session.bye_sent)
        return false;
    say_wait(c, room);
    return true;
}

static bool chaos_turn(struct corridor *c)
{
    uint64_t first = chance_below(c->chaos, 3u * c->count + 1u);

    assert(c->count > 0);
    for (uint64_t n = 0; n <= 3u * c->count; n++) {
        uint64_t what = (first + n) % (3u * c->count + 1u);
        uint8_t room = (uint8_t)(what % c->count);
        bool did;

        if (what == 3u * c->count)
            did = step(c);
        else if (what / c->count == 0)
            did = deliver(c, room);
        else
            did = what / c->count == 1 ? arrive(c, room) : rest(c, room);
        if (did)
            return true;
    }
    return false;
}

static bool turn(struct corridor *c)
{
    bool moved = false;

    if (c->chaos)
        return chaos_turn(c);
    for (uint8_t n = 0; n < c->count; n++) {
        uint8_t r = c->order[n];
        while (deliver(c, r))
            moved = true;
        moved |= rest(c, r);
        while (arrive(c, r))
            moved = true;
    }
    while (step(c)) {
        moved = true;
        if (c->eager)
            break;
    }
    return moved;
}

void corridor_pump(struct corridor *c)
{
    unsigned long turns = 0;

    while (turn(c))
        demand(++turns < TURNS_MAX, "it never ends");
}

void corridor_run(struct corridor *c, int64_t until_us)
{
    c->until = (struct instant){until_us};
    for (uint8_t r = 0; r < c->count; r++) {
        c->room[r].awake = false;
        c->room[r].owes |= !c->room[r].actor && c->room[r].read > 0;
    }
    corridor_pump(c);
}

void corridor_end(struct corridor *c)
{
    corridor_run(c, INSTANT_NEVER.us);
}

static void enter(struct corridor *c, uint8_t room, bool actor)
{
    struct corridor_room *r = &c->room[room];
    const struct room_entry *self = &r->brief.rooms[room];
    struct input start = {.kind = INPUT_START};
    struct message hello = {.kind = MESSAGE_HELLO};

    effects_init(&r->effects);
    if (actor) {
        r->actor = room_new(&r->brief, seat_member(self->seat));
        demand(r->actor != NULL, "a room");
        do_actor(c, r, &start);
        return;
    }
    demand(session_init(&r->session, SESSION_ROOM, r->brief.brief.talk, 0) ==
               ERR_OK,
           "a session");
    hello.as.hello.version_low = hello.as.hello.version_high = FRAME_VERSION;
    hello.as.hello.semantics = SEMANTICS_VERSION;
    hello.as.hello.room = bytes_of(self->id);
    hello.as.hello.program = bytes_of("puppet");
    corridor_send(c, room, &hello);
}

struct corridor *corridor_open(const struct scenario *mediator,
                               const struct scenario *rooms, uint16_t actors)
{
    struct corridor *c = calloc(1, sizeof *c);

    demand(c != NULL, "memory");
    c->brief = *mediator;
    c->count = c->brief.room_count;
    demand(c->count <= PLAY_ROOMS, "too many rooms");
    c->mediator = mediator_new(&c->brief);
    demand(c->mediator != NULL, "a mediator");
    c->keeper = keeper_new(c->mediator, c->brief.brief.live);
    demand(c->keeper != NULL, "a keeper");
    effects_init(&c->effects);
    c->inputs = hash_new();
    c->doings = hash_new();
    c->armed = INSTANT_NEVER;
    for (uint8_t r = 0; r < c->count; r++) {
        c->order[r] = r;
        c->room[r].brief = rooms[r];
        enter(c, r, actors >> r & 1);
    }
    return c;
}

struct corridor *corridor_new(const struct play *p, uint16_t actors, bool live)
{
    struct scenario mediator = play_brief(p, BRIEF_MEDIATOR, 0);
    struct scenario rooms[PLAY_ROOMS];

    mediator.brief.live = live;
    for (uint8_t r = 0; r < mediator.room_count; r++) {
        rooms[r] = play_brief(p, BRIEF_ROOM, r);
        rooms[r].brief.live = live;
    }
    return corridor_open(&mediator, rooms, actors);
}

struct corridor *corridor_admit(uint8_t rooms, bool live)
{
    struct play *p = play_new(rooms, 1);
    struct corridor *c = corridor_new(p, 0, live);

    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void free_room(struct corridor_room *r)
{
    for (size_t n = 0; n < r->heard_count; n++)
        free(r->heard[n].bytes);
    for (size_t n = 0; n < r->out_count; n++)
        free(r->out[n].bytes);
    for (size_t n = 0; n < r->note_count; n++)
        free(r->notes[n].bytes);
    free(r->heard);
    free(r->out);
    free(r->notes);
    effects_fini(&r->effects);
    if (r->actor)
        room_free(r->actor);
    else
        session_fini(&r->session);
}

void corridor_free(struct corridor *c)
{
    for (uint8_t r = 0; r < c->count; r++)
        free_room(&c->room[r]);
    for (size_t n = 0; n < c->note_count; n++)
        free(c->notes[n].bytes);
    free(c->notes);
    effects_fini(&c->effects);
    hash_free(c->inputs);
    hash_free(c->doings);
    keeper_free(c->keeper);
    mediator_free(c->mediator);
    free(c->play);
    free(c);
}

enum reason corridor_forge(struct corridor *c, uint8_t room, struct bytes raw)
{
    return keeper_arrive(c->keeper, room, raw);
}

void corridor_drop(struct corridor *c, uint8_t room, enum reason reason)
{
    c->room[room].over = true;
    keeper_gone(c->keeper, room, reason);
}

void corridor_answer(struct corridor *c, uint8_t room, struct bytes answer)
{
    struct input in = {.kind = INPUT_ANSWER,
                       .id = 1,
                       .now = c->room[room].now,
                       .bytes = answer};

    do_actor(c, &c->room[room], &in);
}

enum err corridor_switch(struct corridor *c, enum family f,
                         const struct choice *choice)
{
    enum err e = mediator_switch(c->mediator, f, choice, &c->effects);

    carry(c);
    return e;
}
