/*
 * Any bytes as what happens to a pair of sessions. Each step is one byte, and
 * what it needs follows:
 *
 *   0  room seals, mediator opens     u8 kind, rest of the body as below
 *   1  mediator seals, room opens     likewise
 *   2  bytes from outside to the room u16 size, bytes
 *   3  the same to the mediator
 *   4  a frame with a right header and any body to the room: u8 kind, u16
 *      size, body
 *   5  the same to the mediator
 *   6  room says goodbye        7  mediator says goodbye
 *   8  both acknowledge and take
 *
 * A body for sealing: u16 size, bytes; it is used when it decodes.
 */
#include "shuttle/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TALK 7u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t buffer[FRAME_SIZE_MAX];

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "fuzz_session: %s\n", what);
    abort();
}

static void check_whole(const struct session *s)
{
    demand(s->acked <= s->sent, "acked");
    demand(s->taken <= s->received, "taken");
    demand(s->matched <= s->sent && s->matched % ACK_EVERY == 0, "matched");
    demand(s->proved <= s->received, "proved");
    demand(s->time.us >= 0, "time");
}

static bool is_same(const struct session *a, const struct session *b)
{
    return a->state == b->state && a->sent == b->sent &&
           a->received == b->received && a->taken == b->taken &&
           a->acked == b->acked && a->bye_sent == b->bye_sent &&
           a->time.us == b->time.us && a->matched == b->matched &&
           a->proved == b->proved &&
           memcmp(a->mark, b->mark, sizeof a->mark) == 0;
}

/* Open; nothing may change when the frame is refused. */
static enum reason open_frame(struct session *s, struct bytes bytes)
{
    struct session before = *s;
    struct digest digest = session_received_digest(s);
    struct frame frame;
    struct message message;
    enum reason reason = session_open(s, bytes, &frame, &message);
    demand(reason_name(reason) != NULL, "reason");
    if (reason != REASON_NONE) {
        struct digest after = session_received_digest(s);
        demand(is_same(&before, s), "changed");
        demand(digest_equal(&digest, &after), "transcript changed");
        return reason;
    }
    demand(before.state != SESSION_CLOSED, "read when closed");
    demand(s->received == before.received + (message.kind != MESSAGE_ACK),
           "number");
    check_whole(s);
    return reason;
}

static bool may_seal(const struct session *s, uint32_t kind)
{
    if (s->bye_sent || message_name(kind) == NULL || kind == MESSAGE_ACK ||
        kind == MESSAGE_BYE)
        return false;
    enum message_who who = message_who((enum message_kind)kind);
    return who ==
           (s->end == SESSION_ROOM ? MESSAGE_WHO_ROOM : MESSAGE_WHO_MEDIATOR);
}

/* What one end seals the other takes, unless its state forbids the kind. */
static void seal(struct session *from, struct session *to, struct reader *r)
{
    uint32_t kind = reader_u8(r);
    struct bytes body = reader_bytes(r, reader_u16(r));
    struct message m;
    if (!may_seal(from, kind) || message_decode(kind, body, &m) != ERR_OK)
        return;
    struct instant now = to->time;
    size_t size = session_seal(from, now, &m, buffer, sizeof buffer);
    demand(size == FRAME_HEADER_SIZE + body.size, "size sealed");
    enum reason reason = open_frame(to, (struct bytes){buffer, size});
    demand(reason == REASON_NONE || reason == REASON_STATE ||
               reason == REASON_ORDER,
           "sealed and refused");
}

static void fix_digests(const struct session *s, struct message *m)
{
    if (m->kind == MESSAGE_BYE) {
        m->as.bye.sent = s->received;
        m->as.bye.transcript_sent = session_received_digest(s);
        m->as.bye.received = s->sent;
        m->as.bye.transcript_received = session_sent_digest(s);
    }
    if (m->kind == MESSAGE_ACK && s->sent >= ACK_EVERY)
        m->as.ack.transcript = s->mark[SESSION_MARKS - 1].digest;
}

static void forge(struct session *to, struct reader *r)
{
    static uint8_t body[FRAME_BODY_MAX];
    uint8_t kind = reader_u8(r);
    struct bytes raw = reader_bytes(r, reader_u16(r));
    struct frame f = {
        .kind = kind,
        .talk = TALK,
        .number = kind == MESSAGE_ACK ? 0 : to->received + 1,
        .ack = to->acked,
        .time = to->time,
        .body = raw,
    };
    struct message m;
    if (message_decode(kind, raw, &m) == ERR_OK) {
        fix_digests(to, &m);
        f.body.data = body;
        f.body.size = message_encode(&m, body, sizeof body);
    }
    size_t size = frame_encode(&f, buffer, sizeof buffer);
    (void)open_frame(to, (struct bytes){buffer, size});
}

static void goodbye(struct session *from, struct session *to)
{
    if (from->bye_sent)
        return;
    size_t size =
        session_seal_bye(from, to->time, REASON_NONE, buffer, sizeof buffer);
    demand(size > 0, "goodbye");
    (void)open_frame(to, (struct bytes){buffer, size});
}

static void acknowledge(struct session *s, struct session *to)
{
    session_take(s, s->received);
    size_t size = session_ack(s, s->time, buffer, sizeof buffer);
    if (size > 0)
        (void)open_frame(to, (struct bytes){buffer, size});
}

static void step(struct session *room, struct session *mediator,
                 struct reader *r)
{
    switch (reader_u8(r) % 9) {
    case 0:
        seal(room, mediator, r);
        break;
    case 1:
        seal(mediator, room, r);
        break;
    case 2:
        (void)open_frame(room, reader_bytes(r, reader_u16(r)));
        break;
    case 3:
        (void)open_frame(mediator, reader_bytes(r, reader_u16(r)));
        break;
    case 4:
        forge(room, r);
        break;
    case 5:
        forge(mediator, r);
        break;
    case 6:
        goodbye(room, mediator);
        break;
    case 7:
        goodbye(mediator, room);
        break;
    default:
        acknowledge(room, mediator);
        acknowledge(mediator, room);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session room, mediator;
    if (session_init(&room, SESSION_ROOM, TALK, 0) != ERR_OK ||
        session_init(&mediator, SESSION_MEDIATOR, TALK, 0) != ERR_OK)
        abort();
    struct reader r = reader_over((struct bytes){data, size});
    while (reader_left(&r) > 0 && !r.failed)
        step(&room, &mediator, &r);
    session_fini(&room);
    session_fini(&mediator);
    return 0;
}
