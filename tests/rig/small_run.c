#include "tests/rig/small_run.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define TALK 412u

static const char *const names[SMALL_ROOMS] = {"us", "iran", "qatar"};

const struct scenario *small_scenario(void)
{
    static struct option militias[] = {
        {"continue", NULL}, {"pause", NULL}, {"end", NULL}};
    static struct option relief[] = {
        {"none", NULL}, {"waivers", NULL}, {"funds", NULL}};
    static struct issue issues[] = {
        {.id = "militias", .options = militias, .option_count = 3},
        {.id = "relief", .options = relief, .option_count = 3}};
    static struct room_entry rooms[] = {
        {.id = "us"}, {.id = "iran"}, {.id = "qatar"}};
    static struct scenario scenario = {
        .rooms = rooms, .room_count = SMALL_ROOMS, .agenda = {issues, 2}};

    return &scenario;
}

static enum err keep(void *arg, struct bytes bytes)
{
    struct small_bytes *b = arg;

    assert(b->size + bytes.size <= sizeof b->data);
    memcpy(b->data + b->size, bytes.data, bytes.size);
    b->size += bytes.size;
    return ERR_OK;
}

static void ok(enum err err)
{
    assert(err == ERR_OK);
    (void)err;
}

static void input(struct small_run *r, struct record *record, uint16_t peer,
                  struct bytes frame)
{
    struct input in = {
        .kind = INPUT_MESSAGE, .peer = peer, .now = r->now, .bytes = frame};

    ok(record_input(record, &in));
}

static void sent(struct small_run *r, struct record *record, uint16_t peer,
                 struct bytes frame)
{
    struct effect e = {.kind = EFFECT_SEND, .peer = peer, .bytes = frame};

    ok(record_effect(record, r->now, &e));
}

static void note(struct small_run *r, const struct message *m)
{
    uint8_t body[2048];
    size_t size = message_encode(m, body, sizeof body);
    struct effect e = {
        .kind = EFFECT_RECORD, .id = (uint32_t)m->kind, .bytes = {body, size}};

    assert(size <= sizeof body);
    ok(record_effect(r->mediator, r->now, &e));
}

static void opened(struct session *s, struct bytes frame)
{
    struct frame f;
    struct message m;
    enum reason reason = session_open(s, frame, &f, &m);

    assert(reason == REASON_NONE);
    (void)reason;
    session_take(s, f.number);
}

void small_serve(struct small_run *r, uint8_t to, const struct message *m)
{
    uint8_t out[8192];
    size_t size =
        m->kind == MESSAGE_BYE
            ? session_seal_bye(&r->at_mediator[to], r->now, REASON_NONE, out,
                               sizeof out)
            : session_seal(&r->at_mediator[to], r->now, m, out, sizeof out);
    struct bytes frame = {out, size};

    assert(size > 0);
    opened(&r->at_room[to], frame);
    if (!r->deny)
        sent(r, r->mediator, to, frame);
    input(r, r->room[to], 0, frame);
    r->deny = false;
}

/* The frame as a lying record would have it. */
static struct bytes forged(const struct message *m, struct bytes frame,
                           const char *words, uint8_t *out, size_t capacity)
{
    static uint8_t body[4096];
    struct message other = *m;
    struct frame f;
    size_t used;

    ok(frame_decode(frame, &f, &used));
    other.as.item.text = bytes_of(words);
    f.body = (struct bytes){body, message_encode(&other, body, sizeof body)};
    return (struct bytes){out, frame_encode(&f, out, capacity)};
}

static void from_room(struct small_run *r, uint8_t room,
                      const struct message *m)
{
    uint8_t out[8192];
    uint8_t other[8192];
    size_t size =
        m->kind == MESSAGE_BYE
            ? session_seal_bye(&r->at_room[room], r->now, REASON_NONE, out,
                               sizeof out)
            : session_seal(&r->at_room[room], r->now, m, out, sizeof out);
    struct bytes frame = {out, size};

    assert(size > 0);
    opened(&r->at_mediator[room], frame);
    sent(r, r->room[room], 0, frame);
    if (r->forge)
        frame = forged(m, frame, r->forge, other, sizeof other);
    if (!r->deny)
        input(r, r->mediator, room, frame);
    r->forge = NULL;
}

static struct record_head head(uint8_t role, uint8_t room, const char *name)
{
    return (struct record_head){.semantics = SEMANTICS_VERSION,
                                .talk = TALK,
                                .role = role,
                                .room = room,
                                .name = bytes_of(name),
                                .program = bytes_of("test")};
}

static void begin_room(struct small_run *r, uint8_t room)
{
    struct record_head h = head(1, room, names[room]);
    struct input start = {.kind = INPUT_START, .bytes = bytes_of("brief")};
    struct message m = {.kind = MESSAGE_HELLO};

    r->room[room] = record_new(RECORD_CHAINED, &h, keep, &r->room_bytes[room]);
    assert(r->room[room]);
    ok(record_input(r->room[room], &start));
    ok(session_init(&r->at_room[room], SESSION_ROOM, TALK, 0));
    ok(session_init(&r->at_mediator[room], SESSION_MEDIATOR, TALK, 0));
    m.as.hello = (struct message_hello){.version_low = 1,
                                        .version_high = 1,
                                        .semantics = SEMANTICS_VERSION,
                                        .room = bytes_of(names[room]),
                                        .program = bytes_of("test")};
    from_room(r, room, &m);
    m = (struct message){.kind = MESSAGE_WELCOME};
    m.as.welcome.version = 1;
    m.as.welcome.semantics = SEMANTICS_VERSION;
    m.as.welcome.room = room;
    m.as.welcome.rooms = SMALL_ROOMS;
    small_serve(r, room, &m);
    m = (struct message){.kind = MESSAGE_ROUND};
    m.as.round =
        (struct message_round){.state = ROUND_BEGAN, .limit = INSTANT_NEVER};
    small_serve(r, room, &m);
}

void small_begin(struct small_run *r)
{
    struct record_head h = head(0, 0, "oman");
    struct input start = {.kind = INPUT_START, .bytes = bytes_of("brief")};
    uint8_t room;

    memset(r, 0, sizeof *r);
    r->unclosed = -1;
    r->fresh = 9000;
    r->mediator = record_new(RECORD_CHAINED, &h, keep, &r->mediator_bytes);
    assert(r->mediator);
    ok(record_input(r->mediator, &start));
    for (room = 0; room < SMALL_ROOMS; room++)
        begin_room(r, room);
}

void small_at(struct small_run *r, int64_t seconds)
{
    r->now.us = seconds * 1000000;
}

static void note_session(struct small_run *r, struct record *record,
                         uint16_t peer, const struct session *s)
{
    uint8_t body[80];
    struct writer w = writer_over(body, sizeof body);
    struct digest out = session_sent_digest(s);
    struct digest in = session_received_digest(s);

    writer_u64(&w, s->sent);
    writer_bytes(&w, (struct bytes){out.bytes, DIGEST_SIZE});
    writer_u64(&w, s->received);
    writer_bytes(&w, (struct bytes){in.bytes, DIGEST_SIZE});
    ok(record_circumstance(record, RECORD_SESSION, peer, 0, r->now.us,
                           (struct bytes){body, sizeof body}));
}

void small_end(struct small_run *r, const struct message_outcome *outcome)
{
    struct message m = {.kind = MESSAGE_CONCLUDED};
    uint8_t room;

    m.as.concluded.outcome = outcome->outcome;
    m.as.concluded.package = outcome->package;
    note(r, &m);
    for (room = 0; room < SMALL_ROOMS; room++) {
        m = (struct message){.kind = MESSAGE_OUTCOME};
        m.as.outcome = *outcome;
        if (r->false_outcome && room == SMALL_ROOMS - 1)
            m.as.outcome.package.option[0] = 0;
        small_serve(r, room, &m);
        m = (struct message){.kind = MESSAGE_BYE};
        small_serve(r, room, &m);
        from_room(r, room, &m);
        note_session(r, r->mediator, room, &r->at_mediator[room]);
        note_session(r, r->room[room], 0, &r->at_room[room]);
        if (r->unclosed != (int)room)
            ok(record_close(r->room[room], r->now, 1));
    }
    if (r->unclosed != FROM_MEDIATOR)
        ok(record_close(r->mediator, r->now, 1));
}

void small_fini(struct small_run *r)
{
    uint8_t room;

    record_free(r->mediator);
    for (room = 0; room < SMALL_ROOMS; room++) {
        record_free(r->room[room]);
        session_fini(&r->at_room[room]);
        session_fini(&r->at_mediator[room]);
    }
}

struct run_folder small_folder(struct small_run *r)
{
    static char path[] = "run";
    static char mediator[] = "mediator.rec";
    static char rooms[SMALL_ROOMS][16];
    struct run_folder f = {.path = path, .room_count = SMALL_ROOMS};
    size_t i;

    f.mediator = (struct run_file){
        mediator, {r->mediator_bytes.data, r->mediator_bytes.size}};
    for (i = 0; i < SMALL_ROOMS; i++) {
        snprintf(rooms[i], sizeof rooms[i], "room-%s.rec", names[i]);
        f.room[i] = (struct run_file){
            rooms[i], {r->room_bytes[i].data, r->room_bytes[i].size}};
    }
    return f;
}

uint64_t small_handle(uint8_t from, uint32_t number)
{
    return 1000u + 100u * from + number;
}

struct message small_item(uint8_t from, uint32_t number, enum move move,
                          uint8_t to, const char *text)
{
    struct message m = {.kind = MESSAGE_ITEM};

    m.as.item.item = number;
    m.as.item.move = (uint8_t)move;
    m.as.item.to = (uint16_t)(1u << to);
    m.as.item.handles.count = 1;
    m.as.item.handles.entry[0].room = to;
    m.as.item.handles.entry[0].handle = small_handle(from, number);
    m.as.item.text = bytes_of(text);
    package_clear(&m.as.item.package);
    return m;
}

struct message small_told(const struct message *item, uint8_t from,
                          enum form form)
{
    const struct message_item *i = &item->as.item;
    struct message m = {.kind = MESSAGE_TOLD};
    enum move open = package_is_empty(&i->package) ? MOVE_SAY : MOVE_OFFER;

    m.as.told = (struct message_told){
        .handle = i->handles.entry[0].handle,
        .move = i->move == MOVE_CONFIDENCE ? (uint8_t)open : i->move,
        .from = form == FORM_OWN_IDEA ? FROM_MEDIATOR : from,
        .form = (uint8_t)form,
        .about = i->about,
        .answer = i->answer,
        .due = INSTANT_NEVER,
        .package = i->package,
        .text = form == FORM_VERBATIM ? i->text : i->gist,
    };
    return m;
}

void small_take(struct small_run *r, uint8_t room, uint32_t item)
{
    struct message taken = {.kind = MESSAGE_TAKEN};

    taken.as.taken =
        (struct message_taken){.room = room, .item = item, .carrier = 255};
    note(r, &taken);
}

void small_hand(struct small_run *r, uint8_t room, const struct message *item)
{
    from_room(r, room, item);
    if (!r->deny && !r->no_take)
        small_take(r, room, item->as.item.item);
    r->deny = r->no_take = false;
}

void small_tell(struct small_run *r, uint8_t to, uint8_t author, uint32_t item,
                const struct message *told)
{
    struct message released = {.kind = MESSAGE_RELEASED};

    released.as.released =
        (struct message_released){.room = author,
                                  .item = item,
                                  .to = to,
                                  .form = told->as.told.form,
                                  .rule = RULE_PLAIN,
                                  .handle = told->as.told.handle};
    if (!r->no_note && !r->deny)
        note(r, &released);
    if (!r->no_send)
        small_serve(r, to, told);
    r->no_note = r->no_send = r->deny = false;
}

void small_dispose(struct small_run *r, uint8_t room, uint32_t item, uint8_t to,
                   enum disposition disposition, enum rule rule)
{
    struct message m = {.kind = MESSAGE_DISPOSED};

    m.as.disposed =
        (struct message_disposed){.room = room,
                                  .item = item,
                                  .to = to,
                                  .disposition = (uint8_t)disposition,
                                  .rule = (uint8_t)rule};
    note(r, &m);
}

void small_pass(struct small_run *r, const struct message *item, uint8_t from,
                uint8_t to, enum form form)
{
    struct message told = small_told(item, from, form);
    uint32_t number = item->as.item.item;

    if (form == FORM_OWN_IDEA)
        told.as.told.handle = ++r->fresh;
    small_tell(r, to, from, number, &told);
    small_dispose(r, from, number, to,
                  form == FORM_VERBATIM ? DISPOSITION_TOLD_VERBATIM
                  : form == FORM_GIST   ? DISPOSITION_TOLD_GIST
                                        : DISPOSITION_TOLD_OWN_IDEA,
                  RULE_PLAIN);
}
