#include "tests/rig/bench.h"

#include <event2/event.h>
#include <string.h>

#define WORDS_MAX 1024u

/* Take the whole frames of what came; returns their size. */
static size_t take_frames(struct bench_room *r, struct bytes in)
{
    size_t at = 0;

    for (;;) {
        struct bytes rest = {in.data + at, in.size - at};
        struct frame frame;
        struct message m;
        uint8_t ack[FRAME_HEADER_SIZE + 64];
        size_t used, size;

        if (frame_decode(rest, &frame, &used) != ERR_OK)
            return at;
        if (session_open(&r->session, (struct bytes){rest.data, used}, &frame,
                         &m) != REASON_NONE)
            bench_die("a room cannot read what it was sent");
        at += used;
        if (m.kind == MESSAGE_ACK)
            continue;
        session_take(&r->session, frame.number);
        r->told += m.kind == MESSAGE_TOLD;
        size = session_ack(&r->session, r->session.time, ack, sizeof(ack));
        if (size)
            (void)link_send(r->link, (struct bytes){ack, size});
    }
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct bench_room *r = arg;
    uint64_t before = r->told;
    size_t eaten = take_frames(r, in);

    (void)link;
    if (r->told != before && r->on_told)
        r->on_told(r);
    return eaten;
}

static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    (void)link, (void)peer;
    ((struct bench_room *)arg)->opened = true;
}

static void on_drained(void *arg, struct link *link)
{
    (void)arg, (void)link;
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    (void)arg, (void)link, (void)reason;
    bench_die(text);
}

static bool seal(struct bench_room *r, const struct message *m)
{
    uint8_t frame[FRAME_HEADER_SIZE + 512 + WORDS_MAX];
    size_t size =
        session_seal(&r->session, r->session.time, m, frame, sizeof(frame));

    return size && link_send(r->link, (struct bytes){frame, size});
}

void bench_room_join(struct bench_room *r, const struct bench_dial *to)
{
    static const struct link_ops ops = {.opened = on_opened,
                                        .bytes = on_bytes,
                                        .drained = on_drained,
                                        .closed = on_closed};
    const struct dial_request dial = {
        .address = "127.0.0.1",
        .port = to->port,
        .tls = to->tls,
        .door = {.talk = to->host_talk, .roles = PEER_BIT(PEER_MEDIATOR)}};
    struct message hello = {.kind = MESSAGE_HELLO};
    struct diag d = {0};

    memset(r, 0, sizeof(*r));
    r->base = to->base;
    if (session_init(&r->session, SESSION_ROOM, to->talk, 0) != ERR_OK)
        bench_die("no memory for a session");
    r->link = net_dial(to->net, &dial, &ops, r, &d);
    if (!r->link)
        bench_die(d.message);
    while (!r->opened)
        event_base_loop(r->base, EVLOOP_ONCE);
    hello.as.hello.version_low = hello.as.hello.version_high = FRAME_VERSION;
    hello.as.hello.semantics = SEMANTICS_VERSION;
    hello.as.hello.room = bytes_of(to->name);
    hello.as.hello.program = bytes_of("bench");
    if (!seal(r, &hello))
        bench_die("a room cannot say hello");
    event_base_loop(r->base, EVLOOP_NONBLOCK);
}

bool bench_room_say(struct bench_room *r, size_t size)
{
    static uint8_t words[WORDS_MAX];
    struct message m = {.kind = MESSAGE_ITEM};

    if (!words[0])
        memset(words, 'w', sizeof(words));
    m.as.item.item = ++r->items;
    m.as.item.move = MOVE_SAY;
    package_clear(&m.as.item.package);
    m.as.item.text = (struct bytes){words, size};
    return seal(r, &m);
}
