#include "mediate.h"

#include "journal.h"

#include <assert.h>
#include <event2/event.h>
#include <string.h>
#include <time.h>

/* A frame that may not leave yet: its inputs are not on disk. */
struct held {
    struct held *next;
    uint64_t offset; /* of the journal, that must be synced first */
    uint8_t room;
    size_t size;
    uint8_t bytes[];
};

struct seat_link {
    struct hosted *hosted;
    struct link *link; /* NULL before it came and after it went */
    uint8_t room;
    bool goodbye; /* BYE was read: its end is no loss */
};

struct hosted {
    struct hosted *next;
    struct hub *hub;
    struct host_plan plan;
    struct process process;
    struct journal *journal; /* NULL in digest mode */
    struct seat_link rooms[ROOMS_MAX];
    uint8_t room_count;
    struct held *held, *held_last;
    struct event *clock;     /* live: the next deadline */
    struct event *admission; /* rooms must have come */
    struct event *synced;    /* the journal has news */
    struct event *ending;    /* over and done, from the loop */
    int64_t began_us;
    enum err err;
    struct diag diag;
};

struct hub {
    struct event_base *base; /* borrowed */
    struct net *net;
    struct hosted *talks;
    size_t talk_count;
};

static int64_t monotonic_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t wall_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool is_live(const struct hosted *h)
{
    return h->process.brief->brief.live;
}

static uint32_t speed(const struct hosted *h)
{
    return h->plan.speed ? h->plan.speed : 1000;
}

static struct instant live_now(const struct hosted *h)
{
    int64_t past = monotonic_us() - h->began_us;

    return (struct instant){past / 1000 * speed(h) +
                            past % 1000 * speed(h) / 1000};
}

static void log_line(struct hosted *h, const char *line)
{
    if (h->plan.log)
        h->plan.log(h->plan.arg, line);
}

static void circumstance(struct hosted *h, enum record_kind kind, uint16_t peer,
                         uint32_t id, const char *text)
{
    enum err e = record_circumstance(h->process.record, kind, peer, id,
                                     wall_us(), bytes_of(text));

    if (e && !h->err)
        h->err = diag_set(&h->diag, e, "the record could not be written");
}

static enum err record_bytes(void *arg, struct bytes bytes)
{
    struct hosted *h = arg;
    enum err e = ERR_OK;

    if (h->journal)
        e = journal_append(h->journal, bytes);
    if (!e && h->plan.watch)
        e = h->plan.watch(h->plan.arg, bytes);
    return e;
}

static void end_soon(struct hosted *h)
{
    event_active(h->ending, 0, 0);
}

/* Let a frame leave, or hold it until its inputs are on disk. */
static void post(struct hosted *h, uint8_t room, struct bytes frame)
{
    struct held *held;

    if (!h->rooms[room].link)
        return;
    if (!is_live(h) || !h->journal) {
        (void)link_send(h->rooms[room].link, frame);
        return;
    }
    held = memory_new(1, sizeof(*held) + frame.size);
    assert(held);
    held->offset = journal_appended(h->journal);
    held->room = room;
    held->size = frame.size;
    memcpy(held->bytes, frame.data, frame.size);
    if (h->held_last)
        h->held_last->next = held;
    else
        h->held = held;
    h->held_last = held;
}

static void let_go(struct hosted *h)
{
    uint64_t synced = journal_synced(h->journal);

    while (h->held && h->held->offset <= synced) {
        struct held *held = h->held;
        h->held = held->next;
        if (!h->held)
            h->held_last = NULL;
        if (h->rooms[held->room].link)
            (void)link_send(h->rooms[held->room].link,
                            (struct bytes){held->bytes, held->size});
        memory_free(held);
    }
}

static void set_clock(struct hosted *h)
{
    struct instant due = keeper_due(h->process.keeper);
    int64_t left;
    struct timeval tv;

    if (!is_live(h) || instant_is_never(due)) {
        event_del(h->clock);
        return;
    }
    left = (due.us - live_now(h).us) / (int64_t)speed(h) * 1000 +
           (due.us - live_now(h).us) % (int64_t)speed(h) * 1000 /
               (int64_t)speed(h);
    if (left < 0)
        left = 0;
    tv.tv_sec = left / 1000000;
    tv.tv_usec = left % 1000000 + 1;
    event_add(h->clock, &tv);
}

static bool all_links_gone(const struct hosted *h)
{
    for (uint8_t r = 0; r < h->room_count; r++)
        if (h->rooms[r].link)
            return false;
    return h->held == NULL;
}

/* Everything the mediator can do now; then wait for more. */
static void pump(struct hosted *h)
{
    bool given = true;

    while (given && !h->err && !h->process.finished) {
        const struct effects *effects = &h->process.effects;
        enum err e = process_turn(&h->process, live_now(h), &given);

        if (e)
            h->err = diag_set(&h->diag, e, "the record could not be written");
        for (size_t n = 0; given && n < effects->count; n++)
            if (effects->list[n].kind == EFFECT_SEND)
                post(h, (uint8_t)effects->list[n].peer, effects->list[n].bytes);
    }
    if (h->process.finished || h->err) {
        for (uint8_t r = 0; r < h->room_count; r++)
            if (h->rooms[r].link && !h->held)
                link_close(h->rooms[r].link);
        if (all_links_gone(h) || h->err)
            end_soon(h);
    } else {
        set_clock(h);
    }
}

static void refuse(struct seat_link *s, enum reason why)
{
    char line[256];

    (void)snprintf(line, sizeof(line), "room %s: refused: %s",
                   s->hosted->process.brief->rooms[s->room].id,
                   reason_text((uint32_t)why));
    log_line(s->hosted, line);
    circumstance(s->hosted, RECORD_LINK, s->room, (uint32_t)why, line);
    keeper_gone(s->hosted->process.keeper, s->room, why);
    link_close(s->link);
}

static void note_goodbye(struct seat_link *s, const struct frame *frame)
{
    if (frame->kind == MESSAGE_BYE)
        s->goodbye = true;
}

/* Complete frames at the start of in; returns how many bytes they are. */
static size_t take_frames(struct seat_link *s, struct bytes in)
{
    struct hosted *h = s->hosted;
    size_t eaten = 0;

    while (!s->goodbye) {
        struct bytes rest = {in.data + eaten, in.size - eaten};
        struct session *session = process_session(&h->process, s->room);
        uint8_t ack[FRAME_HEADER_SIZE + 64];
        struct frame frame;
        size_t used, size;
        enum err e = frame_decode(rest, &frame, &used);
        enum reason why;

        if (e == ERR_MORE)
            return eaten;
        why = e == ERR_OK         ? keeper_arrive(h->process.keeper, s->room,
                                                  (struct bytes){rest.data, used})
              : e == ERR_TOO_LONG ? REASON_LENGTH
              : e == ERR_VERSION  ? REASON_VERSION
                                  : REASON_FORM;
        if (why) {
            refuse(s, why);
            return in.size;
        }
        note_goodbye(s, &frame);
        eaten += used;
        size = session_ack(session, keeper_now(h->process.keeper), ack,
                           sizeof(ack));
        if (size)
            post(h, s->room, (struct bytes){ack, size});
    }
    return in.size;
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct seat_link *s = arg;
    size_t eaten;

    (void)link;
    if (!s || !s->link)
        return in.size;
    eaten = take_frames(s, in);
    pump(s->hosted);
    return eaten;
}

static struct seat_link *find_seat(struct hub *hub, const struct peer_name *p)
{
    for (struct hosted *h = hub->talks; h; h = h->next) {
        if (h->process.brief->brief.talk != p->talk)
            continue;
        for (uint8_t r = 0; r < h->room_count; r++)
            if (strcmp(h->process.brief->rooms[r].id, p->name) == 0)
                return &h->rooms[r];
    }
    return NULL;
}

static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    struct hub *hub = arg;
    struct seat_link *s = find_seat(hub, peer);
    char line[256];

    link_set_arg(link, NULL);
    if (!s || s->link || s->hosted->process.finished) {
        enum reason why = s ? REASON_TAKEN : REASON_ROOM;
        (void)snprintf(line, sizeof(line), "room %s: refused: %s", peer->name,
                       reason_text(why));
        if (s) {
            log_line(s->hosted, line);
            circumstance(s->hosted, RECORD_LINK, s->room, why, line);
        }
        link_close(link);
        return;
    }
    s->link = link;
    link_set_arg(link, s);
    (void)snprintf(line, sizeof(line), "room %s: connected", peer->name);
    circumstance(s->hosted, RECORD_LINK, s->room, REASON_NONE, line);
}

static void on_drained(void *arg, struct link *link)
{
    (void)arg, (void)link;
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    struct seat_link *s = arg;
    struct hosted *h = s ? s->hosted : NULL;

    (void)link;
    if (!s)
        return;
    s->link = NULL;
    if (!s->goodbye) {
        enum reason why = reason == REASON_NONE ? REASON_GONE : reason;
        char line[512];
        (void)snprintf(line, sizeof(line), "room %s: lost: %s: %s",
                       h->process.brief->rooms[s->room].id, reason_text(why),
                       text);
        log_line(h, line);
        circumstance(h, RECORD_LINK, s->room, why, line);
        keeper_gone(h->process.keeper, s->room, why);
    }
    pump(h);
}

static void on_refused(void *arg, enum reason reason, const char *text)
{
    struct hub *hub = arg;

    for (struct hosted *h = hub->talks; h; h = h->next) {
        char line[512];
        (void)snprintf(line, sizeof(line), "refused at the door: %s",
                       text ? text : reason_text((uint32_t)reason));
        log_line(h, line);
        circumstance(h, RECORD_LINK, UINT16_MAX, (uint32_t)reason, line);
    }
}

static const struct link_ops ops = {.opened = on_opened,
                                    .bytes = on_bytes,
                                    .drained = on_drained,
                                    .closed = on_closed,
                                    .refused = on_refused};

static void on_clock(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    pump(arg);
}

static void on_synced(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    journal_clear(h->journal);
    if (journal_failed(h->journal) && !h->err)
        h->err = diag_set(&h->diag, ERR_SYSTEM,
                          "the record could not be written: %s",
                          strerror(journal_failed(h->journal)));
    else
        let_go(h);
    pump(h);
}

static void on_admission(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    for (uint8_t r = 0; r < h->room_count; r++) {
        struct seat_link *s = &h->rooms[r];
        char line[256];
        if (process_session(&h->process, r)->received > 0)
            continue;
        (void)snprintf(line, sizeof(line), "room %s: lost: it did not come",
                       h->process.brief->rooms[r].id);
        log_line(h, line);
        circumstance(h, RECORD_LINK, r, REASON_LATE, line);
        keeper_gone(h->process.keeper, r, REASON_LATE);
        if (s->link)
            link_close(s->link);
    }
    pump(h);
}

static void free_hosted(struct hosted *h)
{
    struct event *events[] = {h->clock, h->admission, h->synced, h->ending};

    for (size_t n = 0; n < sizeof(events) / sizeof(events[0]); n++)
        if (events[n])
            event_free(events[n]);
    while (h->held) {
        struct held *held = h->held;
        h->held = held->next;
        memory_free(held);
    }
    for (uint8_t r = 0; r < h->room_count; r++)
        if (h->rooms[r].link)
            link_set_arg(h->rooms[r].link, NULL);
    process_fini(&h->process);
    memory_free(h);
}

/* Close the record and say that it is over. */
static void on_ending(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg, **at = &h->hub->talks;
    enum err e = h->err;

    (void)fd, (void)what;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    h->hub->talk_count--;
    for (uint8_t r = 0; r < h->room_count; r++)
        if (h->rooms[r].link)
            link_close(h->rooms[r].link);
    if (!e && process_close(&h->process, wall_us()))
        e = diag_set(&h->diag, ERR_SYSTEM, "the record could not be written");
    if (h->journal) {
        struct diag d;
        enum err closed = journal_close(h->journal, &d);
        if (closed) {
            h->diag = d;
            e = closed;
        }
    }
    h->journal = NULL;
    if (h->plan.over)
        h->plan.over(h->plan.arg, (enum outcome)h->process.outcome, e,
                     &h->diag);
    free_hosted(h);
}

struct hub *hub_new(struct event_base *base, struct diag *diag)
{
    struct hub *h = memory_new(1, sizeof(*h));

    if (h)
        h->net = net_new(base);
    if (!h || !h->net) {
        memory_free(h);
        (void)diag_set(diag, ERR_MEMORY, "no memory for the network");
        return NULL;
    }
    h->base = base;
    return h;
}

void hub_free(struct hub *h)
{
    if (!h)
        return;
    while (h->talks) {
        struct hosted *t = h->talks;
        h->talks = t->next;
        if (t->journal)
            (void)!journal_close(t->journal, NULL);
        free_hosted(t);
    }
    net_free(h->net);
    memory_free(h);
}

struct net *hub_net(struct hub *h)
{
    return h->net;
}

static bool make_events(struct hosted *h)
{
    struct event_base *base = h->hub->base;

    h->clock = event_new(base, -1, 0, on_clock, h);
    h->admission = event_new(base, -1, 0, on_admission, h);
    h->ending = event_new(base, -1, 0, on_ending, h);
    if (!h->clock || !h->admission || !h->ending)
        return false;
    if (h->journal && journal_fd(h->journal) >= 0) {
        h->synced = event_new(base, journal_fd(h->journal),
                              EV_READ | EV_PERSIST, on_synced, h);
        if (!h->synced || event_add(h->synced, NULL) != 0)
            return false;
    }
    return true;
}

static enum err open_talk(struct hosted *h, struct diag *diag)
{
    const struct host_plan *plan = &h->plan;
    struct process_plan process = {.brief = plan->brief,
                                   .mode = plan->mode,
                                   .sink = record_bytes,
                                   .arg = h};
    struct timeval tv = {plan->admission_ms / 1000,
                         plan->admission_ms % 1000 * 1000};
    enum err e;

    if (plan->mode == RECORD_CHAINED) {
        h->journal = journal_new(plan->record_fd, diag);
        if (!h->journal)
            return ERR_SYSTEM;
    }
    e = process_init(&h->process, &process, diag);
    if (!e && h->journal && is_live(h))
        e = journal_sync_always(h->journal, diag);
    if (e)
        return e;
    h->room_count = h->process.brief->room_count;
    for (uint8_t r = 0; r < h->room_count; r++)
        h->rooms[r] = (struct seat_link){.hosted = h, .room = r};
    if (!make_events(h))
        return diag_set(diag, ERR_MEMORY, "no memory for a talk");
    if (plan->admission_ms && event_add(h->admission, &tv) != 0)
        return diag_set(diag, ERR_MEMORY, "no memory for a timer");
    return ERR_OK;
}

struct hosted *hub_host(struct hub *hub, const struct host_plan *plan,
                        struct diag *diag)
{
    struct hosted *h = memory_new(1, sizeof(*h));
    char line[128];

    if (!h) {
        (void)diag_set(diag, ERR_MEMORY, "no memory for a talk");
        return NULL;
    }
    h->hub = hub;
    h->plan = *plan;
    if (open_talk(h, diag)) {
        if (h->journal)
            (void)!journal_close(h->journal, NULL);
        h->journal = NULL;
        free_hosted(h);
        return NULL;
    }
    h->began_us = monotonic_us();
    h->next = hub->talks;
    hub->talks = h;
    hub->talk_count++;
    (void)snprintf(line, sizeof(line), "real runtime, %s clock, speed %u.%03u",
                   is_live(h) ? "live" : "simulated", speed(h) / 1000,
                   speed(h) % 1000);
    circumstance(h, RECORD_RUNTIME, 0, 0, line);
    pump(h);
    return h;
}

static bool has_talk(void *arg, uint64_t talk)
{
    struct hub *hub = arg;

    for (struct hosted *h = hub->talks; h; h = h->next)
        if (h->process.brief->brief.talk == talk)
            return true;
    return false;
}

struct listener *hub_listen(struct hub *h, struct listen_request *request,
                            struct diag *diag)
{
    request->door.roles = PEER_BIT(PEER_ROOM);
    request->door.has_talk = has_talk;
    request->door.arg = h;
    return net_listen(h->net, request, &ops, h, diag);
}

void hub_stop(struct hub *hub)
{
    for (struct hosted *h = hub->talks, *next; h; h = next) {
        next = h->next;
        circumstance(h, RECORD_RUNTIME, 0, 0, "stopped from outside");
        keeper_stop(h->process.keeper);
        pump(h);
    }
}

const struct scenario *hosted_brief(const struct hosted *h)
{
    return h->process.brief;
}

size_t hub_talks(const struct hub *h)
{
    return h->talk_count;
}
