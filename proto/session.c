#include "shuttle/session.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <string.h>

/*
 * What may be read. One row for each state, the same at both ends: which end
 * it is shows in who sends the kind.
 *
 *   state            kinds read                         next state
 *   EXPECT_HELLO     HELLO                              OPEN
 *   EXPECT_WELCOME   WELCOME                            OPEN
 *                    REFUSED                            CLOSED
 *   OPEN             BYE                                CLOSED
 *                    ACK, all the rest from the peer    OPEN
 *   CLOSED           nothing
 */
static bool may_read(const struct session *s, enum message_kind kind)
{
    enum message_who peer =
        s->end == SESSION_ROOM ? MESSAGE_WHO_MEDIATOR : MESSAGE_WHO_ROOM;
    enum message_who who = message_who(kind);
    if (who != MESSAGE_WHO_BOTH && who != peer)
        return false;
    bool opens = kind == MESSAGE_HELLO || kind == MESSAGE_WELCOME ||
                 kind == MESSAGE_REFUSED;
    switch (s->state) {
    case SESSION_EXPECT_HELLO:
    case SESSION_EXPECT_WELCOME:
        return opens;
    case SESSION_OPEN:
        return !opens;
    case SESSION_CLOSED:
        break;
    }
    return false;
}

static enum session_state next_state(enum message_kind kind)
{
    bool closes = kind == MESSAGE_REFUSED || kind == MESSAGE_BYE;
    return closes ? SESSION_CLOSED : SESSION_OPEN;
}

enum err session_init(struct session *s, enum session_end end, uint64_t talk,
                      uint16_t channel)
{
    *s = (struct session){
        .end = end,
        .state =
            end == SESSION_ROOM ? SESSION_EXPECT_WELCOME : SESSION_EXPECT_HELLO,
        .channel = channel,
        .talk = talk,
    };
    s->transcript_sent = hash_new();
    s->transcript_received = hash_new();
    if (s->transcript_sent == NULL || s->transcript_received == NULL) {
        session_fini(s);
        return ERR_MEMORY;
    }
    hash_keep(s->transcript_received, &s->taken_mark);
    return ERR_OK;
}

void session_fini(struct session *s)
{
    hash_free(s->transcript_sent);
    hash_free(s->transcript_received);
    memory_free(s->ahead);
    s->ahead = NULL;
    s->transcript_sent = NULL;
    s->transcript_received = NULL;
}

/* Encode a message as a frame with this number; 0 when it does not go in. */
static size_t encode(const struct session *s, struct instant now,
                     uint64_t number, const struct message *m, uint8_t *out,
                     size_t capacity)
{
    if (capacity < FRAME_HEADER_SIZE)
        return 0;
    uint8_t *body = out + FRAME_HEADER_SIZE;
    size_t size = message_encode(m, body, capacity - FRAME_HEADER_SIZE);
    if (size == SIZE_MAX)
        return 0;
    struct frame f = {
        .kind = (uint8_t)m->kind,
        .channel = s->channel,
        .talk = s->talk,
        .number = number,
        .ack = s->end == SESSION_MEDIATOR ? s->settled : s->taken,
        .time = now,
        .body = {body, size},
    };
    return frame_encode(&f, out, capacity);
}

/* Keep the digest of a multiple of ACK_EVERY frames sent; forget the oldest. */
static void keep_mark(struct session *s)
{
    memmove(&s->mark[0], &s->mark[1], sizeof s->mark - sizeof s->mark[0]);
    s->mark[SESSION_MARKS - 1].number = s->sent;
    s->mark[SESSION_MARKS - 1].digest = hash_peek(s->transcript_sent);
}

size_t session_seal(struct session *s, struct instant now,
                    const struct message *m, uint8_t *out, size_t capacity)
{
    enum message_who who = message_who(m->kind);
    assert(m->kind != MESSAGE_ACK);
    assert(who == MESSAGE_WHO_BOTH ||
           who == (s->end == SESSION_ROOM ? MESSAGE_WHO_ROOM
                                          : MESSAGE_WHO_MEDIATOR));
    assert(!s->bye_sent);
    size_t size = encode(s, now, s->sent + 1, m, out, capacity);
    if (size == 0)
        return 0;
    s->sent++;
    hash_add(s->transcript_sent, (struct bytes){out, size});
    if (s->sent % ACK_EVERY == 0)
        keep_mark(s);
    if (m->kind == MESSAGE_BYE || m->kind == MESSAGE_REFUSED)
        s->bye_sent = true;
    return size;
}

size_t session_seal_bye(struct session *s, struct instant now,
                        enum reason reason, uint8_t *out, size_t capacity)
{
    struct message m = {.kind = MESSAGE_BYE};
    m.as.bye.reason = (uint8_t)reason;
    m.as.bye.received = s->end == SESSION_MEDIATOR ? s->taken : s->received;
    m.as.bye.transcript_received = session_taken_digest(s);
    m.as.bye.sent = s->sent;
    m.as.bye.transcript_sent = hash_peek(s->transcript_sent);
    return session_seal(s, now, &m, out, capacity);
}

/* Whether this is the digest of the frames 1 to number that were sent. True
 * where that digest is no longer kept: the other end's BYE proves it then. */
static bool sent_matches(const struct session *s, uint64_t number,
                         const struct digest *digest)
{
    if (number == s->sent) {
        struct digest now = hash_peek(s->transcript_sent);
        return digest_equal(&now, digest);
    }
    for (size_t i = 0; number > 0 && i < SESSION_MARKS; i++) {
        if (s->mark[i].number == number)
            return digest_equal(&s->mark[i].digest, digest);
    }
    return true;
}

static bool mark_kept(const struct session *s, uint64_t number)
{
    for (size_t i = 0; i < SESSION_MARKS; i++) {
        if (s->mark[i].number == number)
            return true;
    }
    return false;
}

static enum reason judge_ack(const struct session *s,
                             const struct message_ack *ack)
{
    if (ack->upto == 0 || ack->upto % ACK_EVERY != 0)
        return REASON_FORM;
    if (ack->upto > s->sent || ack->upto <= s->matched)
        return REASON_ORDER;
    return sent_matches(s, ack->upto, &ack->transcript) ? REASON_NONE
                                                        : REASON_TRANSCRIPT;
}

static enum reason judge_bye(const struct session *s, const struct frame *f,
                             const struct message_bye *bye)
{
    if (bye->sent != f->number - 1 || bye->received > s->sent ||
        bye->received < f->ack)
        return REASON_ORDER;
    struct digest received = hash_peek(s->transcript_received);
    if (!digest_equal(&received, &bye->transcript_sent) ||
        !sent_matches(s, bye->received, &bye->transcript_received))
        return REASON_TRANSCRIPT;
    return REASON_NONE;
}

static enum reason judge_frame(struct bytes bytes, struct frame *frame)
{
    size_t used;
    switch (frame_decode(bytes, frame, &used)) {
    case ERR_OK:
        return used == bytes.size ? REASON_NONE : REASON_FORM;
    case ERR_TOO_LONG:
        return REASON_LENGTH;
    case ERR_VERSION:
        return REASON_VERSION;
    case ERR_MORE:
    case ERR_MALFORMED:
    case ERR_UNKNOWN:
    case ERR_MEMORY:
    case ERR_SYSTEM:
    case ERR_TLS:
    case ERR_SCENARIO:
    case ERR_STATE:
    case ERR_MISMATCH:
    case ERR_INTERRUPTED:
        break;
    }
    return REASON_FORM;
}

static enum reason judge_header(const struct session *s, const struct frame *f)
{
    if (f->talk != s->talk || f->channel != s->channel)
        return REASON_TALK;
    bool numbered = f->kind != MESSAGE_ACK;
    if (f->number != (numbered ? s->received + 1 : 0))
        return REASON_ORDER;
    if (message_name(f->kind) == NULL ||
        message_who((enum message_kind)f->kind) == MESSAGE_WHO_NOTE)
        return REASON_KIND;
    if (!may_read(s, (enum message_kind)f->kind))
        return REASON_STATE;
    if (f->ack > s->sent || f->ack < s->acked)
        return REASON_ORDER;
    if (numbered && instant_compare(f->time, s->time) < 0)
        return REASON_ORDER;
    return REASON_NONE;
}

/* Make room for one more mark of what is read ahead. */
static bool may_read_ahead(struct session *s)
{
    if (s->end == SESSION_ROOM ||
        s->ahead_first + s->ahead_count < s->ahead_capacity)
        return true;
    if (s->ahead_first > 0 && s->ahead_first >= s->ahead_count) {
        memcpy(s->ahead, s->ahead + s->ahead_first,
               s->ahead_count * sizeof *s->ahead);
        s->ahead_first = 0;
        return true;
    }
    size_t capacity = s->ahead_capacity ? 2 * s->ahead_capacity : 1;
    void *grown = memory_grow(s->ahead, capacity, sizeof *s->ahead);
    if (grown == NULL)
        return false;
    s->ahead = grown;
    s->ahead_capacity = capacity;
    return true;
}

enum reason session_open(struct session *s, struct bytes bytes,
                         struct frame *frame, struct message *message)
{
    enum reason reason = judge_frame(bytes, frame);
    if (reason == REASON_NONE)
        reason = judge_header(s, frame);
    if (reason != REASON_NONE)
        return reason;
    if (message_decode(frame->kind, frame->body, message) != ERR_OK)
        return REASON_FORM;
    if (message->kind == MESSAGE_ACK)
        reason = judge_ack(s, &message->as.ack);
    else if (message->kind == MESSAGE_BYE)
        reason = judge_bye(s, frame, &message->as.bye);
    if (reason == REASON_NONE && !may_read_ahead(s))
        reason = REASON_LIMIT;
    if (reason != REASON_NONE)
        return reason;

    s->acked = frame->ack;
    if (message->kind == MESSAGE_ACK) {
        if (mark_kept(s, message->as.ack.upto))
            s->matched = message->as.ack.upto;
        return REASON_NONE;
    }
    s->received = frame->number;
    s->time = frame->time;
    s->state = next_state(message->kind);
    hash_add(s->transcript_received, bytes);
    if (s->end == SESSION_MEDIATOR)
        hash_keep(s->transcript_received,
                  &s->ahead[s->ahead_first + s->ahead_count++]);
    return REASON_NONE;
}

void session_take(struct session *s, uint64_t number)
{
    assert(number <= s->received);
    if (number <= s->taken)
        return;
    size_t taken = (size_t)(number - s->taken);
    s->taken = number;
    if (s->end == SESSION_ROOM)
        return;
    s->ahead_first += taken;
    s->ahead_count -= taken;
    s->taken_mark = s->ahead[s->ahead_first - 1];
    if (s->ahead_count == 0)
        s->ahead_first = 0;
}

void session_settle(struct session *s)
{
    s->settled = s->taken;
}

size_t session_ack(struct session *s, struct instant now, uint8_t *out,
                   size_t capacity)
{
    if (s->bye_sent || s->received == 0 || s->received % ACK_EVERY != 0 ||
        s->received == s->proved)
        return 0;
    struct message m = {.kind = MESSAGE_ACK};
    m.as.ack.upto = s->received;
    m.as.ack.transcript = hash_peek(s->transcript_received);
    size_t size = encode(s, now, 0, &m, out, capacity);
    if (size > 0)
        s->proved = s->received;
    return size;
}

struct digest session_sent_digest(const struct session *s)
{
    return hash_peek(s->transcript_sent);
}

struct digest session_received_digest(const struct session *s)
{
    return hash_peek(s->transcript_received);
}

struct digest session_taken_digest(const struct session *s)
{
    return s->end == SESSION_MEDIATOR ? hash_marked(&s->taken_mark)
                                      : hash_peek(s->transcript_received);
}
