#include "protocol.h"

#include <stdlib.h>
#include <string.h>

#define TALK   UINT64_C(0x005e5510c0ffee01)
#define MINUTE INT64_C(60000000)
#define HANDLE UINT64_C(0x9f3c51d2a4b06e78)

/* A talk with one room of two, from its hello to both goodbyes. */
struct script {
    struct session room;
    struct session mediator;
    struct vector *at; /* the next to be made */
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

/* The other end reads and acts upon the vector just made. */
static void deliver(struct script *s)
{
    struct session *to = s->at->from_room ? &s->mediator : &s->room;
    struct bytes bytes = {s->at->bytes, s->at->size};
    struct frame frame;
    struct message message;
    check(session_open(to, bytes, &frame, &message) == REASON_NONE);
    session_take(to, frame.number);
    session_settle(to);
    s->at++;
}

static void say(struct script *s, const char *title, bool from_room,
                int64_t now_us, const struct message *m)
{
    struct session *from = from_room ? &s->room : &s->mediator;
    struct vector *v = s->at;
    *v = (struct vector){.title = title, .from_room = from_room};
    v->size = session_seal(from, (struct instant){now_us}, m, v->bytes,
                           sizeof v->bytes);
    check(v->size > 0);
    deliver(s);
}

static void say_bye(struct script *s, const char *title, bool from_room,
                    int64_t now_us)
{
    struct session *from = from_room ? &s->room : &s->mediator;
    struct vector *v = s->at;
    *v = (struct vector){.title = title, .from_room = from_room};
    v->size = session_seal_bye(from, (struct instant){now_us}, REASON_NONE,
                               v->bytes, sizeof v->bytes);
    check(v->size > 0);
    deliver(s);
}

/* A message of this kind with every field zero and no option named. */
static struct message blank(enum message_kind kind)
{
    struct message m;
    memset(&m, 0, sizeof m);
    m.kind = kind;
    if (kind == MESSAGE_ITEM)
        package_clear(&m.as.item.package);
    if (kind == MESSAGE_TOLD)
        package_clear(&m.as.told.package);
    if (kind == MESSAGE_OUTCOME)
        package_clear(&m.as.outcome.package);
    return m;
}

/* The agenda of two issues has no part in a digest but its count. */
static struct digest digest_by_hand(const struct package *p,
                                    const struct nonce *nonce)
{
    static const uint8_t count = 2;
    struct bytes parts[] = {
        {nonce->bytes, NONCE_SIZE},
        {&count, 1},
        {p->option, 2},
        p->words,
    };
    return digest_of(parts, 4);
}

/* What a room says when it has acted upon a frame and has no more to say. */
static void wait(struct script *s, const char *title, struct instant until)
{
    struct message m = blank(MESSAGE_WAIT);
    m.as.wait.until = until;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].number = s->room.received;
    say(s, title, true, s->room.time.us, &m);
}

static void begin(struct script *s)
{
    struct message m = blank(MESSAGE_HELLO);
    m.as.hello.version_low = FRAME_VERSION;
    m.as.hello.version_high = FRAME_VERSION;
    m.as.hello.semantics = SEMANTICS_VERSION;
    m.as.hello.room = bytes_of("iran");
    m.as.hello.program = bytes_of("worked example 1");
    say(s, "The room presents itself", true, 0, &m);

    m = blank(MESSAGE_WELCOME);
    m.as.welcome.version = FRAME_VERSION;
    m.as.welcome.semantics = SEMANTICS_VERSION;
    m.as.welcome.room = 1;
    m.as.welcome.rooms = 2;
    say(s, "It is room 1 of two; the clock is simulated", false, 0, &m);
    wait(s, "It has nothing to say before a round begins", INSTANT_NEVER);

    m = blank(MESSAGE_ROUND);
    m.as.round.state = ROUND_BEGAN;
    m.as.round.limit.us = 40 * MINUTE;
    m.as.round.title = bytes_of("The evening");
    say(s, "The first round begins and ends at 40 minutes at the latest", false,
        0, &m);
}

static void hand_over(struct script *s)
{
    struct message m = blank(MESSAGE_ITEM);
    struct message_item *item = &m.as.item;
    item->item = 1;
    item->move = MOVE_OFFER;
    item->to = 1;
    item->caveats.bits = CAVEAT_GIST | CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES |
                         CAVEAT_IF_THEY_MOVE_FIRST;
    item->caveats.not_before.us = 5 * MINUTE;
    item->caveats.expires.us = 30 * MINUTE;
    item->caveats.condition = bytes_of("offered(us, relief) >= 'waivers'");
    item->package.option[0] = 1;
    item->handles.count = 1;
    item->handles.entry[0].handle = UINT64_C(0x21e7a9d05b8c4f36);
    item->text = bytes_of("\xd9\x85\xda\xa9\xd8\xab \xd9\x85\xd9\x85\xda"
                          "\xa9\xd9\x86 \xd8\xa7\xd8\xb3\xd8\xaa");
    item->gist = bytes_of("They could live with a pause.");
    item->gloss = bytes_of("A pause is possible.");
    say(s, "It hands over an offer on issue 0 with four caveats", true, 0, &m);
    wait(s, "It has nothing more to say before 10 minutes",
         (struct instant){10 * MINUTE});
}

static void visit(struct script *s)
{
    struct message m = blank(MESSAGE_VISIT);
    m.as.visit.state = 1;
    say(s, "The mediator comes in at 4 minutes", false, 4 * MINUTE, &m);
    wait(s, "The room has read it and waits as before",
         (struct instant){10 * MINUTE});
    m = blank(MESSAGE_RECEIPT);
    m.as.receipt.item = 1;
    m.as.receipt.status = RECEIPT_TAKEN;
    say(s, "He has taken item 1", false, 4 * MINUTE, &m);
    wait(s, "The room has read that too", (struct instant){10 * MINUTE});
    m = blank(MESSAGE_WAKE);
    say(s, "The time it waited for has come", false, 10 * MINUTE, &m);
    wait(s, "It waits until it is told something", INSTANT_NEVER);
}

static void agree(struct script *s)
{
    struct message m = blank(MESSAGE_TOLD);
    struct message_told *told = &m.as.told;
    told->handle = HANDLE;
    told->move = MOVE_READ_BACK;
    told->from = FROM_MEDIATOR;
    told->form = FORM_MEDIATOR;
    told->due = INSTANT_NEVER;
    told->package.option[0] = 1;
    told->package.option[1] = 2;
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        told->nonce.bytes[i] = (uint8_t)(0xA0 + i);
    told->digest = digest_by_hand(&told->package, &told->nonce);
    told->text = bytes_of("You accept: a pause, and funds.");
    struct package package = told->package;
    struct nonce nonce = told->nonce;
    struct digest digest = told->digest;
    say(s, "A package is read back; the agenda has two issues", false,
        12 * MINUTE, &m);

    m = blank(MESSAGE_ITEM);
    m.as.item.item = 2;
    m.as.item.move = MOVE_REPLY;
    m.as.item.answer = ANSWER_CONFIRM;
    m.as.item.re = HANDLE;
    m.as.item.digest = digest;
    say(s, "The room confirms it", true, 12 * MINUTE, &m);
    wait(s, "And waits", INSTANT_NEVER);

    m = blank(MESSAGE_OUTCOME);
    m.as.outcome.outcome = OUTCOME_AGREED;
    m.as.outcome.package = package;
    m.as.outcome.nonce = nonce;
    m.as.outcome.digest = digest;
    say(s, "All rooms have accepted it", false, 12 * MINUTE, &m);
    wait(s, "The room has read the outcome", INSTANT_NEVER);
    say_bye(s, "The mediator says goodbye", false, 12 * MINUTE);
    say_bye(s, "So does the room", true, 12 * MINUTE);
}

static void stand_alone(struct vector *v, const char *title, bool from_room,
                        uint64_t number, const struct message *m)
{
    *v = (struct vector){.title = title, .from_room = from_room, .alone = true};
    uint8_t body[256];
    struct frame f = {
        .kind = (uint8_t)m->kind, .talk = TALK, .number = number, .ack = 1};
    f.body.data = body;
    f.body.size = message_encode(m, body, sizeof body);
    v->size = frame_encode(&f, v->bytes, sizeof v->bytes);
    check(v->size > 0);
}

static void words_alone(struct vector *v)
{
    static const uint8_t words[] = {0,    10,   0xd8, 0xb5, 0xd9, 0x84,
                                    0xd8, 0xad, ' ',  'n',  'o',  'w'};
    struct message m = blank(MESSAGE_TOLD);
    struct message_told *told = &m.as.told;
    told->handle = HANDLE + 1;
    told->move = MOVE_READ_BACK;
    told->from = FROM_MEDIATOR;
    told->form = FORM_MEDIATOR;
    told->due = INSTANT_NEVER;
    told->package.option[0] = 1;
    told->package.option[1] = OPTION_WORDS;
    told->package.words = (struct bytes){words, sizeof words};
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        told->nonce.bytes[i] = (uint8_t)(0xA0 + i);
    told->digest = digest_by_hand(&told->package, &told->nonce);
    stand_alone(v, "Read back where the second issue is settled by words",
                false, 9, &m);
}

/* The digest with its parts written out one by one. */
static void draft_alone(struct vector *v)
{
    static const uint8_t content[] =
        "\xA0\xA1\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9\xAA\xAB\xAC\xAD\xAE\xAF"
        "\0\2"
        "\0\0\0\2"
        "\1\0\1"
        "\0\22"
        "A pause. [Relief.]"
        "\0";
    struct message m = blank(MESSAGE_TOLD);
    struct message_told *told = &m.as.told;
    struct bytes whole = {content, sizeof content};
    told->handle = HANDLE + 2;
    told->move = MOVE_DRAFT;
    told->from = FROM_MEDIATOR;
    told->form = FORM_MEDIATOR;
    told->due = INSTANT_NEVER;
    told->draft = 2;
    told->brackets = 2;
    told->package.option[0] = 1;
    told->text = bytes_of("A pause. [Relief.]");
    for (uint8_t i = 0; i < NONCE_SIZE; i++)
        told->nonce.bytes[i] = (uint8_t)(0xA0 + i);
    told->digest = digest_of(&whole, 1);
    stand_alone(v, "The second draft of a single text: relief is still open",
                false, 9, &m);
}

size_t protocol_make_vectors(struct vector *out)
{
    struct script s = {.at = out};
    check(session_init(&s.room, SESSION_ROOM, TALK, 0) == ERR_OK &&
          session_init(&s.mediator, SESSION_MEDIATOR, TALK, 0) == ERR_OK);
    begin(&s);
    hand_over(&s);
    visit(&s);
    agree(&s);
    session_fini(&s.room);
    session_fini(&s.mediator);

    struct message m = blank(MESSAGE_REFUSED);
    m.as.refused.reason = REASON_TAKEN;
    stand_alone(s.at++, "Instead of a welcome: the room is already here", false,
                1, &m);
    m = blank(MESSAGE_ACK);
    m.as.ack.upto = ACK_EVERY;
    for (uint8_t i = 0; i < DIGEST_SIZE; i++)
        m.as.ack.transcript.bytes[i] = i;
    stand_alone(s.at++, "After 64 frames; the digest is made up here", true, 0,
                &m);
    m = blank(MESSAGE_AGREED);
    package_clear(&m.as.agreed.package);
    m.as.agreed.package.option[0] = 1;
    m.as.agreed.package.option[1] = 2;
    memset(m.as.agreed.nonce.bytes, 0xA0, NONCE_SIZE);
    m.as.agreed.digest =
        digest_by_hand(&m.as.agreed.package, &m.as.agreed.nonce);
    stand_alone(s.at++, "Instead of an outcome: what was agreed is carried out",
                false, 9, &m);
    m = blank(MESSAGE_DEPOSITED);
    m.as.deposited.item = 3;
    memset(m.as.deposited.nonce.bytes, 0xB0, NONCE_SIZE);
    for (uint8_t i = 0; i < DIGEST_SIZE; i++)
        m.as.deposited.digest.bytes[i] = (uint8_t)(0xFF - i);
    stand_alone(s.at++,
                "A sealed deposit was taken; the digest is made up here", false,
                8, &m);
    words_alone(s.at++);
    draft_alone(s.at++);
    return (size_t)(s.at - out);
}

void protocol_vectors(FILE *out)
{
    static struct vector vectors[VECTORS_MAX];
    size_t count = protocol_make_vectors(vectors);
    for (size_t i = 0; i < count; i++) {
        const struct vector *v = &vectors[i];
        static char json[8192];
        struct frame f;
        struct message m;
        size_t used;
        struct bytes bytes = {v->bytes, v->size};
        check(frame_decode(bytes, &f, &used) == ERR_OK &&
              message_decode(f.kind, f.body, &m) == ERR_OK &&
              message_json(&m, json, sizeof json) != SIZE_MAX);
        fprintf(out, "\n%zu. %s.\n\n```vector\n", i + 1, v->title);
        fprintf(out, "from %s%s\n", v->from_room ? "room" : "mediator",
                v->alone ? ", alone" : "");
        fprintf(out,
                "head {\"kind\":%u,\"channel\":%u,\"talk\":\"%016llx\","
                "\"number\":%llu,\"ack\":%llu,\"time\":%lld}\n",
                f.kind, f.channel, (unsigned long long)f.talk,
                (unsigned long long)f.number, (unsigned long long)f.ack,
                (long long)f.time.us);
        fprintf(out, "body %s\n", json);
        for (size_t at = 0; at < v->size; at++)
            fprintf(out, "%s%02x",
                    at % 32 == 0 ? (at ? "\nhex  " : "hex  ") : "",
                    v->bytes[at]);
        fputs("\n```\n", out);
    }
}
