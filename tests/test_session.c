#include "shuttle/session.h"

#include "shuttle/memory.h"
#include "tests/rig/pair.h"
#include "tests/rig/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct pair p;

/* A frame that s would take if its kind fits, without a session on the other
 * side. */
static size_t craft(const struct session *s, uint32_t kind)
{
    struct message m;
    sample_empty(&m, kind);
    if (kind == MESSAGE_BYE) {
        m.as.bye.sent = s->received;
        m.as.bye.transcript_sent = session_received_digest(s);
        m.as.bye.received = s->sent;
        m.as.bye.transcript_received = session_sent_digest(s);
    }
    if (kind == MESSAGE_ACK) {
        m.as.ack.upto = ACK_EVERY;
        m.as.ack.transcript = session_sent_digest(s);
    }
    uint8_t body[4096];
    struct frame f = {
        .kind = (uint8_t)kind,
        .channel = PAIR_CHANNEL,
        .talk = PAIR_TALK,
        .number = kind == MESSAGE_ACK ? 0 : s->received + 1,
        .ack = s->acked,
        .time = s->time,
    };
    f.body.data = body;
    f.body.size =
        message_name(kind) ? message_encode(&m, body, sizeof body) : 0;
    return frame_encode(&f, p.buffer, sizeof p.buffer);
}

/* Send until just ACK_EVERY frames have gone, so that an ACK can come. */
static void fill_up(struct session *s)
{
    uint32_t kind = s->end == SESSION_ROOM ? MESSAGE_WAIT : MESSAGE_WAKE;
    while (s->sent < ACK_EVERY)
        pair_seal(&p, s, kind, 0);
}

struct state_case {
    const char *name;
    enum session_end end;
    enum session_state state;
    uint8_t takes[12]; /* kinds taken; 0 ends the list */
};

/* From the picture in session.h and the table of kinds, by hand. */
static const struct state_case state_cases[] = {
    {"room expects welcome",
     SESSION_ROOM,
     SESSION_EXPECT_WELCOME,
     {MESSAGE_WELCOME, MESSAGE_REFUSED}},
    {"room open",
     SESSION_ROOM,
     SESSION_OPEN,
     {MESSAGE_ACK, MESSAGE_BYE, MESSAGE_WAKE, MESSAGE_ROUND, MESSAGE_VISIT,
      MESSAGE_RECEIPT, MESSAGE_TOLD, MESSAGE_OUTCOME, MESSAGE_AGREED,
      MESSAGE_DEPOSITED}},
    {"room closed", SESSION_ROOM, SESSION_CLOSED, {0}},
    {"mediator expects hello",
     SESSION_MEDIATOR,
     SESSION_EXPECT_HELLO,
     {MESSAGE_HELLO}},
    {"mediator open",
     SESSION_MEDIATOR,
     SESSION_OPEN,
     {MESSAGE_ACK, MESSAGE_BYE, MESSAGE_ITEM, MESSAGE_WAIT}},
    {"mediator closed", SESSION_MEDIATOR, SESSION_CLOSED, {0}},
};

static struct session *reach(const struct state_case *c)
{
    bool is_open = c->state == SESSION_OPEN || c->state == SESSION_CLOSED;
    struct session *s = c->end == SESSION_ROOM ? &p.room : &p.mediator;
    if (is_open) {
        pair_admit(&p);
        fill_up(s);
    } else {
        pair_init(&p);
    }
    if (c->state == SESSION_CLOSED) {
        size_t size = craft(s, MESSAGE_BYE);
        assert_int_equal(pair_open(&p, s, size), REASON_NONE);
    }
    assert_int_equal(s->state, c->state);
    return s;
}

static enum reason expected_reason(const struct state_case *c, uint32_t kind)
{
    if (message_name(kind) == NULL || kind >= 64)
        return REASON_KIND;
    for (size_t i = 0; c->takes[i] != 0; i++) {
        if (c->takes[i] == kind)
            return REASON_NONE;
    }
    return REASON_STATE;
}

static enum session_state expected_state(const struct state_case *c,
                                         uint32_t kind)
{
    if (expected_reason(c, kind) != REASON_NONE)
        return c->state;
    return kind == MESSAGE_BYE || kind == MESSAGE_REFUSED ? SESSION_CLOSED
                                                          : SESSION_OPEN;
}

static void session__every_state_and_kind__as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof state_cases / sizeof state_cases[0]; i++) {
        const struct state_case *c = &state_cases[i];
        for (uint32_t kind = 0; kind < 256; kind++) {
            struct session *s = reach(c);
            enum reason reason = pair_open(&p, s, craft(s, kind));
            if (reason != expected_reason(c, kind) ||
                s->state != expected_state(c, kind))
                fail_msg("%s, kind %u: reason %s, state %d", c->name, kind,
                         reason_name(reason), (int)s->state);
            pair_fini(&p);
        }
    }
}

static void session__whole_life__numbers_and_acks_agree(void **state)
{
    (void)state;
    pair_admit(&p);
    assert_int_equal(p.frame.number, 1);
    assert_int_equal(p.frame.ack, 1);
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_ITEM, 0);
    assert_int_equal(p.frame.number, 2);
    pair_carry(&p, &p.mediator, &p.room, MESSAGE_TOLD, 5);
    assert_int_equal(p.frame.ack, 2);
    assert_int_equal(p.frame.time.us, 5);
    assert_int_equal(p.frame.talk, PAIR_TALK);
    assert_int_equal(p.frame.channel, PAIR_CHANNEL);

    struct instant now = {9};
    size_t size = session_seal_bye(&p.mediator, now, REASON_NONE, p.buffer,
                                   sizeof p.buffer);
    assert_int_equal(pair_open(&p, &p.room, size), REASON_NONE);
    assert_int_equal(p.message.as.bye.reason, REASON_NONE);
    assert_int_equal(p.message.as.bye.sent, 2);
    assert_int_equal(p.message.as.bye.received, 2);
    size =
        session_seal_bye(&p.room, now, REASON_NONE, p.buffer, sizeof p.buffer);
    assert_int_equal(pair_open(&p, &p.mediator, size), REASON_NONE);
    assert_int_equal(p.message.as.bye.received, 3);
    assert_int_equal(p.room.state, SESSION_CLOSED);
    assert_int_equal(p.mediator.state, SESSION_CLOSED);

    struct digest a = session_sent_digest(&p.room);
    struct digest b = session_received_digest(&p.mediator);
    assert_true(digest_equal(&a, &b));
    a = session_sent_digest(&p.mediator);
    b = session_received_digest(&p.room);
    assert_true(digest_equal(&a, &b));
    pair_fini(&p);
}

/* The transcript is the digest of the whole frames, one after the other. */
static void transcript__two_frames__digest_of_their_bytes(void **state)
{
    (void)state;
    pair_init(&p);
    static uint8_t both[512];
    size_t first = pair_seal(&p, &p.room, MESSAGE_HELLO, 0);
    memcpy(both, p.buffer, first);
    assert_int_equal(pair_open(&p, &p.mediator, first), REASON_NONE);
    size_t second = pair_seal(&p, &p.room, MESSAGE_WAIT, 0);
    memcpy(both + first, p.buffer, second);
    assert_int_equal(pair_open(&p, &p.mediator, second), REASON_NONE);
    struct bytes part = {both, first + second};
    struct digest expected = digest_of(&part, 1);
    struct digest sent = session_sent_digest(&p.room);
    struct digest received = session_received_digest(&p.mediator);
    assert_true(digest_equal(&expected, &sent));
    assert_true(digest_equal(&expected, &received));
    pair_fini(&p);
}

/* What is wrong with an otherwise good WAIT, and why the session ends. */
struct spoiled {
    size_t at;
    uint8_t byte;
    enum reason reason;
};

static void session__spoiled_header__reason_and_nothing_changed(void **state)
{
    (void)state;
    static const struct spoiled cases[] = {
        {0, 0x7F, REASON_LENGTH}, {3, 39, REASON_FORM},
        {3, 200, REASON_FORM},    {3, 40, REASON_FORM},
        {4, 2, REASON_VERSION},   {5, 3, REASON_KIND},
        {5, 64, REASON_KIND},     {7, 2, REASON_TALK},
        {15, 0, REASON_TALK},     {23, 1, REASON_ORDER},
        {23, 4, REASON_ORDER},    {23, 0, REASON_ORDER},
        {31, 0, REASON_ORDER},    {31, 3, REASON_ORDER},
        {39, 6, REASON_ORDER},    {32, 0x80, REASON_FORM},
        {40, 0x80, REASON_FORM},  {48, 1, REASON_FORM},
    };
    pair_admit(&p);
    pair_carry(&p, &p.mediator, &p.room, MESSAGE_WAKE, 7);
    session_take(&p.room, 2);
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_WAIT, 7);
    /* The good frame: number 3, ack 2, time 7. */
    size_t size = pair_seal(&p, &p.room, MESSAGE_WAIT, 7);
    assert_int_equal(p.buffer[23], 3);
    assert_int_equal(p.buffer[31], 2);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t good = p.buffer[cases[i].at];
        struct session before = p.mediator;
        struct digest received = session_received_digest(&p.mediator);
        p.buffer[cases[i].at] = cases[i].byte;
        enum reason reason = pair_open(&p, &p.mediator, size);
        p.buffer[cases[i].at] = good;
        if (reason != cases[i].reason)
            fail_msg("byte %zu = %u: %s", cases[i].at, cases[i].byte,
                     reason_name(reason));
        assert_memory_equal(&before, &p.mediator, sizeof before);
        struct digest after = session_received_digest(&p.mediator);
        assert_true(digest_equal(&received, &after));
    }
    assert_int_equal(pair_open(&p, &p.mediator, size - 1), REASON_FORM);
    assert_int_equal(pair_open(&p, &p.mediator, size), REASON_NONE);
    assert_int_equal(pair_open(&p, &p.mediator, size), REASON_ORDER);
    pair_fini(&p);
}

static void ack__at_64_frames__sent_once_and_proved(void **state)
{
    (void)state;
    pair_admit(&p);
    uint8_t ack[FRAME_HEADER_SIZE + 64];
    struct instant now = {0};
    while (p.mediator.received < ACK_EVERY - 1) {
        pair_carry(&p, &p.room, &p.mediator, MESSAGE_WAIT, 0);
        assert_int_equal(session_ack(&p.mediator, now, ack, sizeof ack), 0);
    }
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_WAIT, 0);
    assert_int_equal(session_ack(&p.mediator, now, ack, 50), 0);
    size_t size = session_ack(&p.mediator, now, ack, sizeof ack);
    assert_int_equal(size, FRAME_HEADER_SIZE + 8 + DIGEST_SIZE);
    assert_int_equal(session_ack(&p.mediator, now, p.buffer, sizeof p.buffer),
                     0);
    assert_int_equal(p.mediator.sent, 1); /* it has no number */

    pair_seal(&p, &p.room, MESSAGE_WAIT,
              0); /* the room has gone on meanwhile */
    uint64_t received = p.room.received;
    struct bytes in = {ack, size};
    ack[size - 1] ^= 1;
    assert_int_equal(session_open(&p.room, in, &p.frame, &p.message),
                     REASON_TRANSCRIPT);
    ack[size - 1] ^= 1;
    assert_int_equal(p.room.matched, 0);
    assert_int_equal(session_open(&p.room, in, &p.frame, &p.message),
                     REASON_NONE);
    assert_int_equal(p.message.kind, MESSAGE_ACK);
    assert_int_equal(p.frame.number, 0);
    assert_int_equal(p.room.matched, ACK_EVERY);
    assert_int_equal(p.room.received, received);
    assert_int_equal(session_open(&p.room, in, &p.frame, &p.message),
                     REASON_ORDER); /* the same again */
    pair_fini(&p);
}

static void ack__bad_count__refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t upto;
        enum reason reason;
    } cases[] = {
        {0, REASON_FORM},    {63, REASON_FORM}, {65, REASON_FORM},
        {128, REASON_ORDER}, {64, REASON_NONE},
    };
    pair_admit(&p);
    fill_up(&p.room);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size = craft(&p.room, MESSAGE_ACK);
        p.buffer[FRAME_HEADER_SIZE + 7] = (uint8_t)cases[i].upto;
        assert_int_equal(pair_open(&p, &p.room, size), cases[i].reason);
    }
    size_t size = craft(&p.room, MESSAGE_ACK);
    p.buffer[23] = 2; /* an ACK with a number */
    assert_int_equal(pair_open(&p, &p.room, size), REASON_ORDER);
    pair_fini(&p);
}

static void ack__older_than_the_marks__taken_but_proves_nothing(void **state)
{
    (void)state;
    pair_admit(&p);
    fill_up(&p.room);
    size_t size = craft(&p.room, MESSAGE_ACK);
    uint8_t ack[256];
    memcpy(ack, p.buffer, size);
    struct bytes in = {ack, size};
    while (p.room.sent < (SESSION_MARKS + 1) * ACK_EVERY)
        pair_seal(&p, &p.room, MESSAGE_WAIT, 0);
    assert_int_equal(session_open(&p.room, in, &p.frame, &p.message),
                     REASON_NONE);
    assert_int_equal(p.room.matched, 0);
    pair_fini(&p);
}

static void bye__wrong_digest_or_count__refused(void **state)
{
    (void)state;
    /* Offsets in the body: u8 reason, u64 received, 32, u64 sent, 32. */
    static const struct spoiled cases[] = {
        {8, 0, REASON_ORDER},       /* received: less than its own ack */
        {8, 9, REASON_ORDER},       /* received: more than was sent */
        {9, 0, REASON_TRANSCRIPT},  /* digest of what it received */
        {48, 9, REASON_ORDER},      /* sent: not the frame before */
        {80, 0, REASON_TRANSCRIPT}, /* digest of what it sent */
    };
    pair_admit(&p);
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_ITEM, 0);
    pair_carry(&p, &p.mediator, &p.room, MESSAGE_TOLD, 0);
    struct instant now = {0};
    size_t size =
        session_seal_bye(&p.room, now, REASON_LATE, p.buffer, sizeof p.buffer);
    assert_int_equal(size, FRAME_HEADER_SIZE + 81);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint8_t *at = p.buffer + FRAME_HEADER_SIZE + cases[i].at;
        uint8_t good = *at;
        bool digest = cases[i].reason == REASON_TRANSCRIPT;
        *at = digest ? (uint8_t)(good ^ 0x10) : cases[i].byte;
        enum reason reason = pair_open(&p, &p.mediator, size);
        *at = good;
        if (reason != cases[i].reason)
            fail_msg("case %zu: %s", i, reason_name(reason));
    }
    assert_int_equal(pair_open(&p, &p.mediator, size), REASON_NONE);
    assert_int_equal(p.message.as.bye.reason, REASON_LATE);
    pair_fini(&p);
}

/* A room says goodbye while a frame to it is under way: its BYE counts less
 * than was sent, whose digest is no longer kept, and is taken. */
static void bye__frames_under_way__taken(void **state)
{
    (void)state;
    pair_admit(&p);
    struct instant now = {0};
    size_t size =
        session_seal_bye(&p.room, now, REASON_NONE, p.buffer, sizeof p.buffer);
    uint8_t bye[256];
    memcpy(bye, p.buffer, size);
    pair_seal(&p, &p.mediator, MESSAGE_WAKE, 0);
    struct bytes in = {bye, size};
    assert_int_equal(session_open(&p.mediator, in, &p.frame, &p.message),
                     REASON_NONE);
    assert_int_equal(p.message.as.bye.received, 1);
    pair_fini(&p);
}

static void seal__too_small_or_not_encodable__nothing_changed(void **state)
{
    (void)state;
    pair_admit(&p);
    struct message m;
    struct instant now = {0};
    sample_full(&m, MESSAGE_ITEM);
    struct session before = p.room;
    struct digest sent = session_sent_digest(&p.room);
    for (size_t room = 0; room < 100; room++)
        assert_int_equal(session_seal(&p.room, now, &m, p.buffer, room), 0);
    m.as.item.text = (struct bytes){p.buffer, TEXT_MAX + 1};
    assert_int_equal(session_seal(&p.room, now, &m, p.buffer, sizeof p.buffer),
                     0);
    assert_memory_equal(&before, &p.room, sizeof before);
    struct digest after = session_sent_digest(&p.room);
    assert_true(digest_equal(&sent, &after));
    pair_fini(&p);
}

static void take__numbers__never_go_back(void **state)
{
    (void)state;
    pair_admit(&p);
    pair_seal(&p, &p.room, MESSAGE_ITEM, 0);
    size_t size = pair_seal(&p, &p.mediator, MESSAGE_WAKE, 0);
    assert_int_equal(pair_open(&p, &p.room, size), REASON_NONE);
    assert_int_equal(p.room.taken, 1);
    pair_seal(&p, &p.room, MESSAGE_ITEM, 0);
    assert_int_equal(p.buffer[31], 1); /* read, but not acted upon */
    session_take(&p.room, 2);
    session_take(&p.room, 1);
    pair_seal(&p, &p.room, MESSAGE_ITEM, 0);
    assert_int_equal(p.buffer[31], 2);
    pair_fini(&p);
}

static void
bye__of_a_mediator_that_read_ahead__says_what_it_acted_upon(void **state)
{
    (void)state;
    pair_admit(&p);
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_WAIT, 0);
    struct digest taken = session_received_digest(&p.mediator);
    for (int i = 0; i < 20; i++) {
        size_t ahead = pair_seal(&p, &p.room, MESSAGE_ITEM, 0);
        assert_int_equal(pair_open(&p, &p.mediator, ahead), REASON_NONE);
    }
    size_t size = session_seal_bye(&p.mediator, INSTANT_ZERO, REASON_NONE,
                                   p.buffer, sizeof p.buffer);
    assert_int_equal(pair_open(&p, &p.room, size), REASON_NONE);
    assert_int_equal(p.message.as.bye.received, 2); /* HELLO and WAIT */
    assert_true(digest_equal(&p.message.as.bye.transcript_received, &taken));
    session_take(&p.mediator, 22);
    assert_int_equal(p.mediator.ahead_count, 0);
    pair_fini(&p);
}

static void refused__read_by_the_room__ends_both(void **state)
{
    (void)state;
    pair_init(&p);
    pair_carry(&p, &p.room, &p.mediator, MESSAGE_HELLO, 0);
    size_t size = pair_seal(&p, &p.mediator, MESSAGE_REFUSED, 0);
    assert_true(p.mediator.bye_sent);
    assert_int_equal(pair_open(&p, &p.room, size), REASON_NONE);
    assert_int_equal(p.room.state, SESSION_CLOSED);
    pair_fini(&p);
}

static void session__no_memory__says_so(void **state)
{
    (void)state;
    for (unsigned long nth = 1; nth <= 2; nth++) {
        struct session s;
        memory_fail_at(nth);
        assert_int_equal(session_init(&s, SESSION_ROOM, 1, 0), ERR_MEMORY);
        session_fini(&s);
    }
    memory_fail_at(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(session__every_state_and_kind__as_the_table_says),
        cmocka_unit_test(session__whole_life__numbers_and_acks_agree),
        cmocka_unit_test(transcript__two_frames__digest_of_their_bytes),
        cmocka_unit_test(session__spoiled_header__reason_and_nothing_changed),
        cmocka_unit_test(ack__at_64_frames__sent_once_and_proved),
        cmocka_unit_test(ack__bad_count__refused),
        cmocka_unit_test(ack__older_than_the_marks__taken_but_proves_nothing),
        cmocka_unit_test(bye__wrong_digest_or_count__refused),
        cmocka_unit_test(bye__frames_under_way__taken),
        cmocka_unit_test(seal__too_small_or_not_encodable__nothing_changed),
        cmocka_unit_test(take__numbers__never_go_back),
        cmocka_unit_test(
            bye__of_a_mediator_that_read_ahead__says_what_it_acted_upon),
        cmocka_unit_test(refused__read_by_the_room__ends_both),
        cmocka_unit_test(session__no_memory__says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
