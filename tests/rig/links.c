#include "tests/rig/links.h"

#include <event2/event.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GIVE_UP_S 10

static void must(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "rig: %s\n", what);
        abort();
    }
}

static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    struct end *end = arg;

    end->opened++;
    end->link = link;
    end->peer = *peer;
    rig_stop(end->rig);
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct end *end = arg;
    size_t used = end->whole ? in.size - in.size % end->whole : in.size;

    end->calls++;
    if (!end->count_only && used > 0) {
        end->data = realloc(end->data, end->received + used);
        must(end->data, "memory");
        memcpy(end->data + end->received, in.data, used);
    }
    end->received += used;
    if (end->echo)
        (void)link_send(link, (struct bytes){in.data, used});
    if (end->stop_at && end->received >= end->stop_at)
        rig_stop(end->rig);
    return used;
}

static void on_drained(void *arg, struct link *link)
{
    struct end *end = arg;

    (void)link;
    end->drained++;
    if (end->on_drained)
        end->on_drained(end);
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    struct end *end = arg;

    (void)link;
    end->closed++;
    end->link = NULL;
    end->reason = reason;
    snprintf(end->text, sizeof(end->text), "%s", text);
    rig_stop(end->rig);
}

static void on_refused(void *arg, enum reason reason, const char *text)
{
    struct end *end = arg;

    end->refused++;
    end->reason = reason;
    snprintf(end->text, sizeof(end->text), "%s", text);
    rig_stop(end->rig);
}

const struct link_ops end_ops = {
    .opened = on_opened,
    .bytes = on_bytes,
    .drained = on_drained,
    .closed = on_closed,
    .refused = on_refused,
};

struct tls *rig_tls(struct rig *rig, struct authority *authority,
                    const struct key_request *request, enum tls_side side)
{
    struct identity id;
    struct diag d = {0};
    struct tls *tls;

    (void)rig;
    must(keys_issue(authority, request, &id, &d) == ERR_OK, d.message);
    tls = tls_new(&id, side, &d);
    must(tls, d.message);
    identity_fini(&id);
    return tls;
}

void rig_init(struct rig *rig)
{
    const struct key_request mediator = {
        .talk = RIG_TALK, .role = PEER_MEDIATOR, .name = "oman"};
    const struct key_request room = {
        .talk = RIG_TALK, .role = PEER_ROOM, .name = "us"};
    struct diag d = {0};

    rig->base = event_base_new();
    must(rig->base, "event_base_new");
    rig->net = net_new(rig->base);
    must(rig->net, "net_new");
    rig->authority = authority_new(RIG_TALK, &d);
    must(rig->authority, d.message);
    rig->mediator = rig_tls(rig, rig->authority, &mediator, TLS_SERVER);
    rig->room = rig_tls(rig, rig->authority, &room, TLS_CLIENT);
}

void rig_fini(struct rig *rig)
{
    net_free(rig->net);
    tls_free(rig->mediator);
    tls_free(rig->room);
    authority_free(rig->authority);
    event_base_free(rig->base);
}

bool rig_run(struct rig *rig)
{
    const struct timeval limit = {GIVE_UP_S, 0};

    event_base_loopexit(rig->base, &limit);
    (void)event_base_dispatch(rig->base);
    return event_base_got_break(rig->base);
}

void rig_stop(struct rig *rig)
{
    event_base_loopbreak(rig->base);
}

bool rig_run_until(struct rig *rig, const unsigned *flag, unsigned count)
{
    while (*flag < count) {
        if (!rig_run(rig))
            return false;
    }
    return true;
}

/* Ports from 32768 on are the system's own to give away. */
struct listener *rig_listen_with(struct rig *rig, struct listen_request r,
                                 const struct link_ops *ops, void *arg)
{
    struct diag d = {0};
    struct listener *l = NULL;

    r.address = "127.0.0.1";
    r.tls = r.tls ? r.tls : rig->mediator;
    for (unsigned i = 0; i < 1000 && !l; i++) {
        r.port = (uint16_t)(20000 + ((unsigned)getpid() * 7 + i) % 12000);
        l = net_listen(rig->net, &r, ops, arg, &d);
    }
    must(l, d.message);
    return l;
}

struct listener *rig_listen(struct rig *rig, struct end *end, const char *door)
{
    const struct listen_request r = {
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_ROOM), .name = door},
    };

    end->rig = rig;
    return rig_listen_with(rig, r, &end_ops, end);
}

struct link *rig_dial(struct rig *rig, struct end *end, uint16_t port)
{
    const struct dial_request r = {
        .address = "127.0.0.1",
        .port = port,
        .tls = rig->room,
        .door = {.talk = RIG_TALK, .roles = PEER_BIT(PEER_MEDIATOR)},
    };
    struct diag d = {0};
    struct link *link;

    end->rig = rig;
    link = net_dial(rig->net, &r, &end_ops, end, &d);
    must(link, d.message);
    return link;
}

struct listener *rig_connect(struct rig *rig, struct end *server,
                             struct end *client)
{
    struct listener *l = rig_listen(rig, server, "us");

    (void)rig_dial(rig, client, listener_port(l));
    must(rig_run_until(rig, &server->opened, 1), "the server opens");
    must(rig_run_until(rig, &client->opened, 1), "the client opens");
    return l;
}

void end_fini(struct end *end)
{
    free(end->data);
    end->data = NULL;
}

/* Byte i of every stream in these tests: differs at all small distances. */
static uint8_t pattern(size_t i)
{
    return (uint8_t)(i * 167 + (i >> 8) * 13 + (i >> 16));
}

uint8_t *pattern_new(size_t size)
{
    uint8_t *data = malloc(size);

    must(data != NULL, "memory");
    for (size_t i = 0; i < size; i++)
        data[i] = pattern(i);
    return data;
}

void end_must_have(const struct end *end, size_t size)
{
    must(end->received == size, "as many bytes as were sent");
    for (size_t i = 0; i < size; i++) {
        must(end->data[i] == pattern(i), "the bytes that were sent");
    }
}
