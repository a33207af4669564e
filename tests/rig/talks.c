#include "tests/rig/talks.h"

#include "shuttle/frame.h"

#include <assert.h>
#include <string.h>

static struct option militias[] = {
    {"continue", "go on"}, {"pause", "an open-ended pause"}, {"end", "an end"}};
static struct option relief[] = {
    {"none", "none"}, {"waivers", "waivers for two banks"}, {"funds", "funds"}};
static struct issue issues[] = {{.id = "militias",
                                 .title = "Attacks by partner groups",
                                 .options = militias,
                                 .option_count = 3},
                                {.id = "relief",
                                 .title = "Sanctions relief",
                                 .options = relief,
                                 .option_count = 3}};
static struct room_entry rooms[] = {
    {.id = "us", .title = "United States room", .language = "en"},
    {.id = "iran", .title = "Iran room", .language = "fa"}};
static struct mediator_entry mediators[] = {
    {.id = "oman", .title = "Omani officials"}};
static struct event events[] = {
    {.id = "leak",
     .title = "Leak",
     .round = -1,
     .at_us = -1,
     .text = "A news site names both delegations."}};
static struct round rounds[] = {
    {.id = "first", .title = "The first evening", .limit_us = 40 * MINUTE}};
static const struct scenario scenario = {
    .title = "Muscat, two rooms",
    .rooms = rooms,
    .room_count = 2,
    .mediators = mediators,
    .mediator_count = 1,
    .agenda = {issues, 2},
    .events = events,
    .event_count = 1,
    .rounds = rounds,
    .round_count = 1,
};

const struct scenario *talks_scenario(void)
{
    return &scenario;
}

struct package talks_package(uint8_t on_militias, uint8_t on_relief)
{
    struct package p;

    package_clear(&p);
    p.option[0] = on_militias;
    p.option[1] = on_relief;
    return p;
}

static struct bytes words(const char *text)
{
    return bytes_of(text);
}

static void emit(struct talks *s, enum record_kind kind, uint16_t peer,
                 uint32_t id, struct bytes body)
{
    struct record_entry e = {.chain = RECORD_CANONICAL,
                             .kind = (uint8_t)kind,
                             .peer = peer,
                             .id = id,
                             .index = s->index++,
                             .time = {s->minute * MINUTE},
                             .body = body};

    s->take(s->arg, &e);
}

void talks_frame(struct talks *s, enum record_kind kind, uint16_t peer,
                 const struct message *m)
{
    static uint8_t body[FRAME_BODY_MAX];
    static uint8_t out[FRAME_SIZE_MAX];
    size_t size = message_encode(m, body, sizeof(body));

    assert(size != SIZE_MAX);
    struct frame f = {.kind = (uint8_t)m->kind,
                      .talk = 7,
                      .number = s->index,
                      .time = {s->minute * MINUTE},
                      .body = {body, size}};
    size_t whole = frame_encode(&f, out, sizeof(out));

    assert(whole > 0);
    emit(s, kind, peer, 0, (struct bytes){out, whole});
}

void talks_note(struct talks *s, const struct message *m)
{
    static uint8_t body[FRAME_BODY_MAX];
    size_t size = message_encode(m, body, sizeof(body));

    assert(size != SIZE_MAX);
    emit(s, RECORD_EFFECT_RECORD, 0, (uint32_t)m->kind,
         (struct bytes){body, size});
}

static struct message item(uint32_t number, enum move move, const char *text)
{
    struct message m = {.kind = MESSAGE_ITEM};

    m.as.item.item = number;
    m.as.item.move = (uint8_t)move;
    m.as.item.text = words(text);
    package_clear(&m.as.item.package);
    return m;
}

static void hand(struct talks *s, uint16_t room, const struct message *m)
{
    talks_frame(s, RECORD_INPUT_MESSAGE, room, m);
}

void talks_say(struct talks *s, uint16_t room, uint32_t number, enum move move,
               const char *text)
{
    struct message m = item(number, move, text);

    hand(s, room, &m);
}

void talks_tell(struct talks *s, struct message_released *why,
                struct message_told *told)
{
    struct message note = {.kind = MESSAGE_RELEASED, .as.released = *why};
    struct message m = {.kind = MESSAGE_TOLD, .as.told = *told};

    note.as.released.handle = told->handle;
    note.as.released.form = told->form;
    talks_note(s, &note);
    talks_frame(s, RECORD_EFFECT_SEND, why->to, &m);
}

static void walk(struct talks *s, uint8_t from, uint8_t to)
{
    struct message left = {.kind = MESSAGE_VISITED,
                           .as.visited = {.room = from, .state = 2}};
    struct message m = {.kind = MESSAGE_WALKED,
                        .as.walked = {.from = from,
                                      .to = to,
                                      .arrives = {(s->minute + 4) * MINUTE}}};
    struct message came = {.kind = MESSAGE_VISITED,
                           .as.visited = {.room = to, .state = 1}};

    talks_note(s, &left);
    talks_note(s, &m);
    s->minute += 4;
    talks_note(s, &came);
}

static void take(struct talks *s, uint8_t room, uint32_t number)
{
    struct message m = {.kind = MESSAGE_TAKEN,
                        .as.taken = {.room = room, .item = number}};

    talks_note(s, &m);
}

static void judge(struct talks *s, struct message_judged judged)
{
    struct message m = {.kind = MESSAGE_JUDGED, .as.judged = judged};

    m.as.judged.until = INSTANT_NEVER;
    talks_note(s, &m);
}

static void round_says(struct talks *s, uint8_t state)
{
    struct message m = {
        .kind = MESSAGE_ROUND,
        .as.round = {.round = 0, .state = state, .limit = {40 * MINUTE}}};

    if (state == 1)
        m.as.round.title = bytes_of("The first evening");
    talks_frame(s, RECORD_EFFECT_SEND, 0, &m);
    talks_frame(s, RECORD_EFFECT_SEND, 1, &m);
}

static struct message_told told(uint64_t handle, enum move move, uint8_t from,
                                enum form form, const char *text)
{
    struct message_told t = {.handle = handle,
                             .move = (uint8_t)move,
                             .from = from,
                             .form = (uint8_t)form,
                             .due = INSTANT_NEVER,
                             .text = words(text)};

    package_clear(&t.package);
    return t;
}

static void first_words(struct talks *s)
{
    struct message m =
        item(1, MOVE_OFFER, "Attacks by partner groups have to stop.");

    m.as.item.package = talks_package(2, OPTION_NONE);
    hand(s, 0, &m);
    m = item(2, MOVE_CONFIDENCE, "Waivers are possible.");
    m.as.item.package = talks_package(OPTION_NONE, 1);
    m.as.item.caveats.bits = CAVEAT_IF_THEY_MOVE_FIRST;
    m.as.item.caveats.condition = words("offered(iran, militias) >= 'pause'");
    hand(s, 0, &m);
    m = item(1, MOVE_SAY,
             "\xd9\x85\xd8\xa7 \xd9\xbe\xdb\x8c\xd8\xb4\xd9\x86\xd9\x87\xd8"
             "\xa7\xd8\xaf \xda\xa9\xd8\xaa\xd8\xa8\xdb\x8c "
             "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87"
             "\xdb\x8c\xd9\x85.");
    m.as.item.gloss = words("We want a written proposal.");
    hand(s, 1, &m);
    m = item(2, MOVE_CONFIDENCE, "The capital needs two days for anything.");
    m.as.item.caveats.bits = CAVEAT_MEDIATOR_ONLY;
    hand(s, 1, &m);
    take(s, 0, 1);
    take(s, 0, 2);
}

static void first_crossings(struct talks *s)
{
    struct message_released why = {
        .room = 0, .item = 1, .to = 1, .rule = RULE_PLAIN};
    struct message_told t = told(0x11, MOVE_OFFER, 0, FORM_GIST,
                                 "Attacks by partner groups should stop.");

    t.package = talks_package(2, OPTION_NONE);
    walk(s, 0, 1);
    talks_tell(s, &why, &t);
    judge(s, (struct message_judged){
                 .room = 0,
                 .item = 2,
                 .to = 1,
                 .verdict = 2,
                 .rule = RULE_IF_MOVED,
                 .reason = words("iran has offered nothing for militias")});
    take(s, 1, 1);
    take(s, 1, 2);
    judge(s, (struct message_judged){.room = 1,
                                     .item = 2,
                                     .to = 0,
                                     .verdict = 3,
                                     .rule = RULE_MEDIATOR_ONLY});
    walk(s, 1, 0);
    why = (struct message_released){
        .room = 1, .item = 1, .to = 0, .rule = RULE_PLAIN};
    t = told(0x12, MOVE_SAY, 1, FORM_VERBATIM,
             "\xd9\x85\xd8\xa7 \xd9\xbe\xdb\x8c\xd8\xb4\xd9\x86\xd9\x87\xd8"
             "\xa7\xd8\xaf \xda\xa9\xd8\xaa\xd8\xa8\xdb\x8c "
             "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87"
             "\xdb\x8c\xd9\x85.");
    t.gloss = words("We want a written proposal.");
    talks_tell(s, &why, &t);
}

static void world_and_idea(struct talks *s)
{
    struct message happened = {.kind = MESSAGE_HAPPENED,
                               .as.happened.event = words("leak")};
    struct message_told t = told(0x21, MOVE_NEWS, 255, FORM_NEWS,
                                 "A news site names both delegations.");
    struct message_released why = {.room = 255, .to = 0, .rule = RULE_WORLD};
    struct message m = item(3, MOVE_OFFER, "A pause could be imagined.");

    s->minute = 14;
    talks_note(s, &happened);
    t.label = words("leak");
    talks_tell(s, &why, &t);
    why.to = 1;
    t.handle = 0x22;
    talks_tell(s, &why, &t);
    s->minute = 15;
    m.as.item.package = talks_package(1, OPTION_NONE);
    m.as.item.caveats.bits = CAVEAT_AS_MEDIATOR_IDEA;
    hand(s, 1, &m);
    walk(s, 0, 1);
    take(s, 1, 3);
    why = (struct message_released){
        .room = 0,
        .item = 2,
        .to = 1,
        .rule = RULE_IF_MOVED,
        .reason = words("iran offered 'pause' for militias")};
    t = told(0x13, MOVE_CONFIDENCE, 0, FORM_VERBATIM, "Waivers are possible.");
    t.package = talks_package(OPTION_NONE, 1);
    talks_tell(s, &why, &t);
    walk(s, 1, 0);
    why = (struct message_released){
        .room = 1, .item = 3, .to = 0, .rule = RULE_OWN_IDEA};
    t = told(0x14, MOVE_OFFER, 254, FORM_OWN_IDEA,
             "Oman wonders whether a pause could be imagined.");
    t.package = talks_package(1, OPTION_NONE);
    talks_tell(s, &why, &t);
}

static void blind_proposal(struct talks *s)
{
    struct message put = {.kind = MESSAGE_PUT,
                          .as.put = {.item = 1,
                                     .move = MOVE_BLIND_PROPOSAL,
                                     .id = words("bridge"),
                                     .package = talks_package(1, 1),
                                     .due = {35 * MINUTE}}};
    struct message_released why = {
        .room = 254, .item = 1, .to = 0, .rule = RULE_TABLE};
    struct message_told t =
        told(0x31, MOVE_BLIND_PROPOSAL, 254, FORM_MEDIATOR,
             "Take it or leave it; only a yes from both is told.");
    struct message sealed = {.kind = MESSAGE_SEALED, .as.sealed = {.item = 1}};
    struct message m = item(3, MOVE_REPLY, "With pleasure, SECRET.");

    talks_note(s, &put);
    t.package = talks_package(1, 1);
    t.due = (struct instant){35 * MINUTE};
    talks_tell(s, &why, &t);
    m.as.item.re = 0x31;
    m.as.item.answer = ANSWER_ACCEPT;
    hand(s, 0, &m);
    take(s, 0, 3);
    talks_note(s, &sealed);
    walk(s, 0, 1);
    why.to = 1;
    t.handle = 0x32;
    talks_tell(s, &why, &t);
    m.as.item.item = 4;
    m.as.item.re = 0x32;
    hand(s, 1, &m);
    take(s, 1, 4);
    sealed.as.sealed.room = 1;
    talks_note(s, &sealed);
}

static void ending(struct talks *s)
{
    struct message_released why = {.room = 254,
                                   .item = 1,
                                   .to = 0,
                                   .rule = RULE_SEALED,
                                   .reason = words("its time has come")};
    struct message_told t =
        told(0x41, MOVE_RESULT, 254, FORM_MEDIATOR, "Both rooms said yes.");
    struct message concluded = {
        .kind = MESSAGE_CONCLUDED,
        .as.concluded = {.outcome = OUTCOME_AGREED,
                         .package = talks_package(1, 1),
                         .reason = words("both accepted the blind proposal")}};

    s->minute = 35;
    t.answer = ANSWER_ACCEPT;
    t.package = talks_package(1, 1);
    talks_tell(s, &why, &t);
    why.to = 1;
    t.handle = 0x42;
    talks_tell(s, &why, &t);
    round_says(s, 2);
    talks_note(s, &concluded);
}

void talks_play(struct talks *s)
{
    struct message came = {.kind = MESSAGE_VISITED,
                           .as.visited = {.room = 0, .state = 1}};

    round_says(s, 1);
    talks_note(s, &came);
    first_words(s);
    first_crossings(s);
    world_and_idea(s);
    blind_proposal(s);
    ending(s);
    uint8_t count[8] = {0};

    emit(s, RECORD_CLOSE_CANONICAL, 0, 0, (struct bytes){count, 8});
}
