#include "mediate_private.h"

#include "system.h"

#include <assert.h>
#include <event2/event.h>
#include <string.h>

bool hosted_is_live(const struct hosted *h)
{
    return h->process.brief->brief.live;
}

static uint32_t speed(const struct hosted *h)
{
    return h->plan.speed ? h->plan.speed : 1000;
}

/* Time begins when the last room has said HELLO: waiting for rooms to come is
 * no part of the talks. */
static bool has_begun(struct hosted *h)
{
    for (uint8_t r = 0; r < h->room_count && !h->begun; r++)
        if (mediator_reaches(h->process.mediator, r) &&
            process_session(&h->process, r)->received == 0)
            return false;
    if (!h->begun)
        h->began_us = system_monotonic_us();
    h->begun = true;
    return true;
}

struct instant hosted_now(struct hosted *h)
{
    if (!has_begun(h))
        return (struct instant){0};
    int64_t past = system_monotonic_us() - h->began_us;

    return (struct instant){past / 1000 * speed(h) +
                            past % 1000 * speed(h) / 1000};
}

void hosted_set_now(struct hosted *h, struct instant now)
{
    h->began_us = system_monotonic_us() - now.us / speed(h) * 1000;
    h->begun = true;
}

void hosted_log(struct hosted *h, const char *line)
{
    if (h->plan.log)
        h->plan.log(h->plan.arg, line);
}

void hosted_circumstance(struct hosted *h, enum record_kind kind, uint16_t peer,
                         uint32_t id, const char *text)
{
    enum err e = record_circumstance(h->process.record, kind, peer, id,
                                     system_wall_us(), bytes_of(text));

    if (e)
        hosted_fail(h, e);
}

void hosted_link_note(struct hosted *h, uint16_t room, uint32_t why,
                      const char *line)
{
    uint16_t *notes = &h->link_notes[room < ROOMS_MAX ? room : ROOMS_MAX];

    if (*notes > LINK_NOTES_MAX)
        return;
    if (++*notes > LINK_NOTES_MAX)
        line = "more came and went than is noted";
    hosted_log(h, line);
    hosted_circumstance(h, RECORD_LINK, room, why, line);
}

void hosted_fail(struct hosted *h, enum err e)
{
    int cause = h->journal ? journal_failed(h->journal) : 0;

    if (h->err)
        return;
    h->err = e;
    h->diag = memory_new(1, sizeof(*h->diag));
    if (h->diag)
        (void)diag_set(h->diag, e, "%s%s",
                       e == ERR_MEMORY ? ""
                                       : "the record could not be written: ",
                       cause ? strerror(cause) : err_text(e));
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

static void set_clock(struct hosted *h)
{
    struct instant due = keeper_due(h->process.keeper);
    int64_t left;
    struct timeval tv;

    if (!hosted_is_live(h) || instant_compare(due, h->clock_due) == 0)
        return;
    h->clock_due = due;
    if (instant_is_never(due)) {
        event_del(h->clock);
        return;
    }
    left = (due.us - hosted_now(h).us) / (int64_t)speed(h) * 1000 +
           (due.us - hosted_now(h).us) % (int64_t)speed(h) * 1000 /
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

/* The mediator itself refuses a HELLO that does not fit its talk. */
static void look_at_note(struct hosted *h, const struct effect *note)
{
    struct message m;

    if (note->id != MESSAGE_ENDED ||
        message_decode(MESSAGE_ENDED, note->bytes, &m) != ERR_OK)
        return;
    if (m.as.ended.reason == REASON_VERSION ||
        m.as.ended.reason == REASON_ROOM || m.as.ended.reason == REASON_DOOR)
        hosted_log_refusal(&h->rooms[m.as.ended.room], m.as.ended.reason);
}

void hosted_turn(struct hosted *h)
{
    struct instant now = hosted_now(h);
    bool given = true;

    while (given && !h->err && !h->process.finished) {
        const struct effects *effects = &h->process.effects;
        enum err e = process_turn(&h->process, now, &given);

        if (e)
            hosted_fail(h, e);
        for (size_t n = 0; given && n < effects->count; n++) {
            const struct effect *effect = &effects->list[n];
            if (effect->kind == EFFECT_SEND)
                hosted_post(h, (uint8_t)effect->peer, effect->bytes);
            else if (effect->kind == EFFECT_RECORD)
                look_at_note(h, effect);
        }
        if (given)
            hosted_tell_programs(h);
    }
}

/* Once the mediator has said goodbye, those who do not answer hold up nothing
 * but the end. */
static void await_goodbyes(struct hosted *h)
{
    struct timeval limit = {GOODBYE_LIMIT_MS / 1000,
                            GOODBYE_LIMIT_MS % 1000 * 1000};
    bool said = false;

    for (uint8_t r = 0; r < h->room_count; r++)
        said = said || process_session(&h->process, r)->bye_sent;
    if (said && !event_pending(h->parting, EV_TIMEOUT, NULL))
        (void)event_add(h->parting, &limit);
}

void hosted_pump(struct hosted *h)
{
    do
        hosted_turn(h);
    while (hosted_clock(h));
    hosted_send_off(h);
    if (h->process.finished || h->err) {
        for (uint8_t r = 0; r < h->room_count; r++)
            if (h->rooms[r].link && !h->held)
                link_close(h->rooms[r].link);
        if ((all_links_gone(h) && hosted_clock_done(h)) || h->err)
            end_soon(h);
    } else {
        set_clock(h);
        hosted_mind_programs(h);
        hosted_mind_queues(h);
    }
    await_goodbyes(h);
}

static void on_clock(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    h->clock_due = INSTANT_NEVER;
    hosted_pump(h);
}

static void on_synced(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    journal_clear(h->journal);
    if (journal_failed(h->journal))
        hosted_fail(h, ERR_SYSTEM);
    else
        hosted_let_go(h);
    hosted_pump(h);
}

static void lose_late(struct hosted *h, uint8_t room, const char *how)
{
    struct seat_link *s = &h->rooms[room];
    char line[256];

    (void)snprintf(line, sizeof(line), "room %s: lost: %s",
                   h->process.brief->rooms[room].id, how);
    hosted_link_note(h, room, REASON_LATE, line);
    keeper_gone(h->process.keeper, room, REASON_LATE);
    if (s->link)
        link_close(s->link);
}

static void on_admission(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;
    bool late = hosted_clock_late(h);

    (void)fd, (void)what;
    for (uint8_t r = 0; r < h->room_count && !late; r++)
        if (mediator_reaches(h->process.mediator, r) &&
            process_session(&h->process, r)->received == 0)
            lose_late(h, r, "it did not come");
    hosted_pump(h);
}

static void on_parting(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg;

    (void)fd, (void)what;
    for (uint8_t r = 0; r < h->room_count && !h->process.finished; r++)
        if (h->rooms[r].link && !h->rooms[r].goodbye && !h->rooms[r].logged) {
            h->rooms[r].logged = true;
            lose_late(h, r, "it did not say goodbye");
        }
    /* Another mediator has had as long for its own rooms. */
    if (++h->partings > 1)
        hosted_clock_part(h);
    hosted_pump(h);
}

static void free_hosted(struct hosted *h)
{
    struct event *events[] = {h->clock, h->admission, h->parting, h->synced,
                              h->ending};

    for (size_t n = 0; n < sizeof(events) / sizeof(events[0]); n++)
        if (events[n])
            event_free(events[n]);
    hosted_end_programs(h);
    while (h->held) {
        struct held *held = h->held;
        h->held = held->next;
        memory_free(held);
    }
    for (uint8_t r = 0; r < h->room_count; r++) {
        if (h->rooms[r].link)
            link_set_arg(h->rooms[r].link, NULL);
        if (h->rooms[r].half)
            event_free(h->rooms[r].half);
    }
    hosted_clock_free(h);
    process_fini(&h->process);
    memory_free(h->diag);
    memory_free(h);
}

/* Close the record and say that it is over. */
static void on_ending(evutil_socket_t fd, short what, void *arg)
{
    struct hosted *h = arg, **at = &h->hub->talks;
    struct diag none = {0};

    (void)fd, (void)what;
    while (*at != h)
        at = &(*at)->next;
    *at = h->next;
    h->hub->talk_count--;
    for (uint8_t r = 0; r < h->room_count; r++)
        if (h->rooms[r].link)
            link_close(h->rooms[r].link);
    hosted_end_programs(h);
    if (!h->err && process_close(&h->process, system_wall_us()))
        hosted_fail(h, ERR_SYSTEM);
    if (h->journal) {
        struct diag d;
        enum err closed = journal_close(h->journal, &d);
        h->journal = NULL;
        if (closed)
            hosted_fail(h, closed);
        if (closed && h->diag)
            *h->diag = d;
    }
    if (h->plan.over)
        h->plan.over(h->plan.arg, (enum outcome)h->process.outcome,
                     h->failed && !h->err ? ERR_INTERRUPTED : h->err,
                     h->diag ? h->diag : &none);
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
    for (size_t r = 0; r < ROOMS_MAX; r++)
        memory_free(h->out[r].data);
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
    h->parting = event_new(base, -1, 0, on_parting, h);
    h->ending = event_new(base, -1, 0, on_ending, h);
    if (!h->clock || !h->admission || !h->parting || !h->ending)
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
    if (!e && h->journal && hosted_is_live(h))
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
    h->clock_due = INSTANT_NEVER;
    h->next = hub->talks;
    hub->talks = h;
    hub->talk_count++;
    (void)snprintf(line, sizeof(line), "real runtime, %s clock, speed %u.%03u",
                   hosted_is_live(h) ? "live" : "simulated", speed(h) / 1000,
                   speed(h) % 1000);
    hosted_circumstance(h, RECORD_RUNTIME, 0, 0, line);
    hosted_pump(h);
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
    request->door.roles |= PEER_BIT(PEER_ROOM);
    request->door.has_talk = has_talk;
    request->door.arg = h;
    return net_listen(h->net, request, &mediate_link_ops, h, diag);
}

void hub_stop(struct hub *hub)
{
    for (struct hosted *h = hub->talks, *next; h; h = next) {
        next = h->next;
        hosted_circumstance(h, RECORD_RUNTIME, 0, 0, "stopped from outside");
        keeper_stop(h->process.keeper);
        hosted_pump(h);
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
