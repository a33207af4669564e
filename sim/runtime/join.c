#include "join.h"

#include "system.h"

#include "control.h"
#include "journal.h"
#include "process.h"

#include "sim/net/link.h"
#include "sim/net/walls.h"

#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The way to one mediator. */
struct way {
    struct guest *guest;
    uint8_t channel;
    struct link *link; /* NULL once it has ended */
    bool opened;
};

struct guest {
    const struct setup *setup;
    struct event_base *base;
    struct net *net;
    struct way way[CHANNELS_MAX];
    uint8_t way_count;
    struct process process;
    struct journal *journal;
    struct event *answers;
    int control_fd;
    uint8_t inbox[CONTROL_HEAD_SIZE + CONTROL_SIZE_MAX];
    size_t inbox_size;
    bool started;
    const char *lost; /* the one of several mediators that is being lost */
    bool done;        /* the talks ended with goodbyes */
    enum err err;
    struct diag *diag;
};

static void stop(struct guest *g, enum err e, const char *why)
{
    if (!g->err && !g->done && e)
        g->err = diag_set(g->diag, e, "room %s: %s%s%s%s",
                          process_name(&g->process), g->lost ? "mediator " : "",
                          g->lost ? g->lost : "", g->lost ? ": " : "", why);
    event_base_loopbreak(g->base);
}

static enum err record_bytes(void *arg, struct bytes bytes)
{
    struct guest *g = arg;
    enum err e = journal_append(g->journal, bytes);

    /* Who looks on may have gone: the room plays on without. */
    if (!e && g->control_fd >= 0 && !control_send(g->control_fd, bytes)) {
        if (g->answers)
            event_del(g->answers);
        close(g->control_fd);
        g->control_fd = -1;
    }
    return e;
}

static void circumstance(struct guest *g, enum record_kind kind,
                         uint8_t channel, uint32_t id, const char *text)
{
    if (record_circumstance(g->process.record, kind, channel, id,
                            system_wall_us(), bytes_of(text)))
        stop(g, ERR_SYSTEM, "its record could not be written");
}

static void send_by(struct guest *g, uint16_t channel, struct bytes frame)
{
    if (g->way[channel].link)
        (void)link_send(g->way[channel].link, frame);
}

static void close_all(struct guest *g)
{
    for (uint8_t c = 0; c < g->way_count; c++)
        if (g->way[c].link)
            link_close(g->way[c].link);
}

static bool is_alone(const struct guest *g)
{
    for (uint8_t c = 0; c < g->way_count; c++)
        if (g->way[c].link)
            return false;
    return true;
}

/* Carry out what the room did with its last input. */
static void carry(struct guest *g, enum err e)
{
    const struct effects *effects = &g->process.effects;

    if (e || journal_flush(g->journal)) {
        stop(g, ERR_SYSTEM, "its record could not be written");
        return;
    }
    for (size_t n = 0; n < effects->count; n++)
        if (effects->list[n].kind == EFFECT_SEND)
            send_by(g, effects->list[n].peer, effects->list[n].bytes);
    if (!g->process.finished)
        return;
    if (room_failed(g->process.room))
        stop(g, ERR_INTERRUPTED,
             reason_text((uint32_t)room_failed(g->process.room)));
    g->done = !g->err;
    close_all(g);
}

/* Acknowledgements come when the network lets them: they are no input of the
 * room. One that does not hold is, since the room fails by it. */
static bool is_good_ack(struct session *session, const struct frame *frame,
                        struct bytes bytes)
{
    struct frame f;
    struct message m;

    return frame->kind == MESSAGE_ACK &&
           session_open(session, bytes, &f, &m) == REASON_NONE;
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct way *way = arg;
    struct guest *g = way->guest;
    size_t eaten = 0;

    (void)link;
    while (!g->process.finished) {
        struct bytes rest = {in.data + eaten, in.size - eaten};
        struct session *session = process_session(&g->process, way->channel);
        uint8_t ack[FRAME_HEADER_SIZE + 64];
        struct frame frame;
        size_t used, size;
        enum err e = frame_decode(rest, &frame, &used);

        if (e == ERR_MORE)
            return eaten;
        if (e) {
            stop(g, e, "the mediator sent what is not a frame");
            return in.size;
        }
        eaten += used;
        rest.size = used;
        if (is_good_ack(session, &frame, rest))
            continue;
        carry(g, process_frame(&g->process, way->channel, rest));
        size = session_ack(session, session->time, ack, sizeof(ack));
        if (size && !g->process.finished)
            send_by(g, way->channel, (struct bytes){ack, size});
    }
    return in.size;
}

/* It presents itself when it has reached all its mediators. */
static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    struct way *way = arg;
    struct guest *g = way->guest;
    char line[256];
    bool all = true;

    (void)link;
    (void)snprintf(line, sizeof(line), "connected to mediator %s", peer->name);
    circumstance(g, RECORD_LINK, way->channel, REASON_NONE, line);
    way->opened = true;
    for (uint8_t c = 0; c < g->way_count; c++)
        all = all && g->way[c].opened;
    if (!all)
        return;
    g->started = true;
    carry(g, process_start(&g->process));
}

static void on_drained(void *arg, struct link *link)
{
    (void)arg, (void)link;
}

/* One of several mediators is lost: the talks end through the first. */
static bool plays_on(struct guest *g, uint8_t channel, enum reason why)
{
    if (g->started && !g->process.finished) {
        enum err e = process_gone(&g->process, channel, why);
        if (g->way_count > 1)
            carry(g, e);
    }
    return g->way_count > 1 && channel > 0 && g->started && !g->err;
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    struct way *way = arg;
    struct guest *g = way->guest;

    (void)link;
    way->link = NULL;
    if (g->done) {
        if (is_alone(g))
            event_base_loopbreak(g->base);
        return;
    }
    if (g->started && process_session(&g->process, way->channel)->bye_sent)
        return; /* this one has said goodbye */
    circumstance(g, RECORD_LINK, way->channel, (uint32_t)reason, text);
    if (g->way_count > 1)
        g->lost = g->process.brief->mediators[way->channel].id;
    if (plays_on(g, way->channel,
                 reason == REASON_NONE ? REASON_GONE : reason)) {
        g->lost = NULL;
        return;
    }
    stop(g, ERR_INTERRUPTED,
         reason == REASON_NONE ? "the mediator ended the session without a "
                                 "goodbye; see its log for the reason"
                               : text);
}

static const struct link_ops ops = {.opened = on_opened,
                                    .bytes = on_bytes,
                                    .drained = on_drained,
                                    .closed = on_closed};

/* Whole answers at the start of the inbox. */
static void take_answers(struct guest *g)
{
    size_t at = 0, used = 1;

    while (used && !g->process.finished && g->way[0].link) {
        struct bytes rest = {g->inbox + at, g->inbox_size - at};
        struct bytes answer;
        uint32_t ask;

        if (!control_decode(rest, &ask, &answer, &used)) {
            stop(g, ERR_MALFORMED, "who started it sent what is no answer");
            return;
        }
        if (used)
            carry(g, process_answer(&g->process, ask, answer));
        at += used;
    }
    memmove(g->inbox, g->inbox + at, g->inbox_size - at);
    g->inbox_size -= at;
}

static void on_control(evutil_socket_t fd, short what, void *arg)
{
    struct guest *g = arg;
    ssize_t n =
        read(fd, g->inbox + g->inbox_size, sizeof(g->inbox) - g->inbox_size);

    (void)what;
    if (n <= 0) {
        event_del(g->answers);
        return;
    }
    g->inbox_size += (size_t)n;
    take_answers(g);
}

static enum err open_process(struct guest *g, int record_fd)
{
    struct process_plan plan = {.brief = g->setup->brief,
                                .mode = RECORD_CHAINED,
                                .sink = record_bytes,
                                .arg = g};

    g->journal = journal_new(record_fd, g->diag);
    if (!g->journal)
        return ERR_SYSTEM;
    return process_init(&g->process, &plan, g->diag);
}

static enum err open_way(struct guest *g, uint8_t channel, struct tls *tls)
{
    const struct scenario *s = g->process.brief;
    struct way *way = &g->way[channel];
    struct dial_request request = {
        .address = g->setup->address[channel],
        .port = g->setup->port[channel],
        .tls = tls,
        .door = {.talk = s->brief.talk, .roles = PEER_BIT(PEER_MEDIATOR)}};

    if (g->way_count > 1)
        request.door.name = s->mediators[channel].id;
    *way = (struct way){.guest = g, .channel = channel};
    way->link = net_dial(g->net, &request, &ops, way, g->diag);
    return way->link ? ERR_OK : ERR_SYSTEM;
}

static enum err open_ways(struct guest *g)
{
    struct tls *tls = tls_new(&g->setup->identity, TLS_CLIENT, g->diag);
    enum err e = ERR_OK;

    if (!tls)
        return ERR_TLS;
    tls_pad(tls, g->process.brief->padding);
    g->way_count = room_channel_count(g->process.room);
    g->net = net_new(g->base);
    if (!g->net)
        e = diag_set(g->diag, ERR_MEMORY, "no memory for the network");
    for (uint8_t c = 0; c < g->way_count && !e; c++)
        e = open_way(g, c, tls);
    tls_free(tls);
    return e;
}

/* The last thing before anything is heard: the connection is on its way, no
 * socket can be made or connected any more. */
static enum err shut_in(struct guest *g)
{
    struct walls_want want = {.mode = (enum walls_mode)g->setup->walls_mode};
    struct walls_report report;
    char text[WALLS_TEXT_SIZE];
    enum err e = ERR_OK;

    if (!walls_parse(g->setup->walls, &report))
        walls_report_init(&report);
    if (g->setup->lock)
        e = walls_lock(&want, &report, g->diag);
    walls_print(&report, text, sizeof(text));
    circumstance(g, RECORD_WALLS, 0, 0, text);
    return e;
}

static enum err set_up(struct guest *g, int record_fd)
{
    enum err e;

    g->base = event_base_new();
    if (!g->base)
        return diag_set(g->diag, ERR_MEMORY, "no memory for an event loop");
    e = open_process(g, record_fd);
    if (!e)
        e = open_ways(g);
    if (!e)
        e = shut_in(g);
    if (e || g->control_fd < 0)
        return e;
    g->answers =
        event_new(g->base, g->control_fd, EV_READ | EV_PERSIST, on_control, g);
    if (!g->answers || event_add(g->answers, NULL) != 0)
        return diag_set(g->diag, ERR_MEMORY, "no memory for an event");
    return ERR_OK;
}

static void tear_down(struct guest *g)
{
    struct diag d;

    if (g->process.record && process_close(&g->process, system_wall_us()) &&
        !g->err)
        g->err =
            diag_set(g->diag, ERR_SYSTEM, "its record could not be written");
    if (g->journal && journal_close(g->journal, &d) && !g->err) {
        g->err = ERR_SYSTEM;
        *g->diag = d;
    }
    if (g->answers)
        event_free(g->answers);
    if (g->net)
        net_free(g->net);
    if (g->base)
        event_base_free(g->base);
    if (g->control_fd >= 0)
        close(g->control_fd);
    process_fini(&g->process);
}

int join_run(const struct setup *setup, int record_fd, int control_fd,
             struct diag *diag)
{
    static struct guest guest; /* one a process; too large for the stack */
    struct guest *g = &guest;

    memset(g, 0, sizeof(*g));
    g->setup = setup;
    g->control_fd = control_fd;
    g->diag = diag;
    g->err = set_up(g, record_fd);
    if (!g->err)
        (void)event_base_dispatch(g->base);
    tear_down(g);
    return g->err ? 2 : 0;
}
