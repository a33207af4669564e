#include "post.h"

#include "run.h"
#include "system.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>

#define POST_SIGNALS 3u

struct post {
    const struct post_plan *plan;
    struct event_base *base;
    struct hub *hub;
    struct seated *seated; /* owned, one for each talk */
    struct event *on_signal[POST_SIGNALS];
    int status;       /* of the talks so far: 1 when one broke off */
    unsigned signals; /* how often we were told to stop */
    enum err err;
    struct diag *diag;
};

/* A talk that is being mediated. */
struct seated {
    struct post *post;
    const struct post_talk *talk;
    const struct scenario *brief;
    struct tls *tls;
};

static enum err watch(void *arg, struct bytes bytes)
{
    struct seated *s = arg;

    return s->talk->watch(s->talk->watch_arg, bytes);
}

static void log_line(void *arg, const char *line)
{
    const struct seated *s = arg;
    bool first = !s->brief || s->brief->brief.self == 0;

    (void)fprintf(stderr, "shuttle: mediator%s%s: %s\n", first ? "" : " ",
                  first ? "" : s->brief->mediators[s->brief->brief.self].id,
                  line);
}

static void over(void *arg, enum outcome outcome, enum err err,
                 const struct diag *diag)
{
    struct seated *s = arg;
    struct post *p = s->post;

    if (err && !p->err) {
        p->err = err;
        *p->diag = *diag;
    }
    if (!err && run_status(outcome))
        p->status = 1;
    if (!err && p->plan->over)
        p->plan->over(s->brief, outcome);
    if (hub_talks(p->hub) == 0)
        event_base_loopexit(p->base, NULL);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct post *p = arg;

    (void)number, (void)what;
    if (p->signals++ == 0)
        hub_stop(p->hub);
    else
        event_base_loopbreak(p->base); /* without waiting for goodbyes */
}

static enum err watch_signals(struct post *p)
{
    static const int numbers[POST_SIGNALS] = {SIGTERM, SIGINT, SIGHUP};
    size_t count = p->plan->inherited ? 1 : POST_SIGNALS;

    if (p->plan->inherited)
        (void)signal(SIGINT, SIG_IGN); /* the launcher's to pass on */
    for (size_t n = 0; n < count; n++) {
        p->on_signal[n] = evsignal_new(p->base, numbers[n], on_signal, p);
        if (!p->on_signal[n] || event_add(p->on_signal[n], NULL) != 0)
            return diag_set(p->diag, ERR_MEMORY, "no memory for events");
    }
    return ERR_OK;
}

static enum err open_doors(struct seated *s)
{
    struct post *p = s->post;
    const struct setup *setup = s->talk->setup;
    struct listen_request request = {.address = setup->address[0],
                                     .port = setup->port[0],
                                     .door = {.talk = s->brief->brief.talk}};
    struct listener *listener = NULL;
    uint8_t doors = p->plan->inherited ? s->brief->room_count : 1;

    s->tls = tls_new(&setup->identity, TLS_SERVER, p->diag);
    if (!s->tls)
        return ERR_TLS;
    tls_pad(s->tls, s->brief->padding);
    request.tls = s->tls;
    if (!p->plan->inherited && s->brief->mediator_count > 1 &&
        s->brief->brief.self == 0)
        request.door.roles = PEER_BIT(PEER_CLOCK);
    for (uint8_t r = 0; r < doors; r++) {
        if (p->plan->inherited &&
            room_channel(s->brief, r, s->brief->brief.self) < 0)
            continue; /* it speaks through others */
        if (p->plan->inherited) {
            request.fd = LISTENER_FD + r;
            request.door.name = s->brief->rooms[r].id;
        }
        listener = hub_listen(p->hub, &request, p->diag);
        if (!listener)
            return ERR_SYSTEM;
    }
    if (p->plan->ready)
        p->plan->ready(s->brief, listener_port(listener));
    return ERR_OK;
}

static enum err share_apart(struct seated *s, struct hosted *h)
{
    struct dial_request first = {.address = s->talk->first_address,
                                 .port = s->talk->first_port};
    struct diag *diag = s->post->diag;
    enum err e;

    if (s->brief->brief.self == 0)
        return hub_share_apart(h, NULL, diag);
    first.tls = tls_new(s->talk->clock, TLS_CLIENT, diag);
    if (!first.tls)
        return ERR_TLS;
    tls_pad(first.tls, s->brief->padding);
    e = hub_share_apart(h, &first, diag);
    tls_free(first.tls);
    return e;
}

static enum err mediate_one(struct seated *s)
{
    struct post *p = s->post;
    struct host_plan host = {
        .brief = s->talk->setup->brief,
        .mode = RECORD_CHAINED,
        .record_fd = s->talk->record_fd,
        .speed = s->talk->setup->speed,
        .admission_ms = p->plan->admission_ms,
        .beside = s->talk->setup->beside[0] ? s->talk->setup->beside : NULL,
        .walls = (enum walls_mode)s->talk->setup->walls_mode,
        .watch = s->talk->watch ? watch : NULL,
        .over = over,
        .log = log_line,
        .arg = s};
    struct hosted *h = hub_host(p->hub, &host, p->diag);
    enum err e;

    if (!h)
        return ERR_STATE;
    s->brief = hosted_brief(h);
    e = open_doors(s);
    if (e || s->brief->mediator_count == 1)
        return e;
    return p->plan->inherited ? hub_share(h, CLOCK_FD, p->diag)
                              : share_apart(s, h);
}

static enum err mediate(struct post *p)
{
    enum err e = ERR_OK;

    p->hub = hub_new(p->base, p->diag);
    p->seated = memory_new(p->plan->talk_count, sizeof(*p->seated));
    if (!p->hub || !p->seated)
        return diag_set(p->diag, ERR_MEMORY, "no memory for the talks");
    for (size_t n = 0; n < p->plan->talk_count && !e; n++) {
        p->seated[n].post = p;
        p->seated[n].talk = &p->plan->talks[n];
        e = mediate_one(&p->seated[n]);
    }
    return e;
}

int post_run(const struct post_plan *plan, struct diag *diag)
{
    struct post p = {.plan = plan, .base = event_base_new(), .diag = diag};
    enum err e;

    if (!p.base) {
        (void)diag_set(diag, ERR_MEMORY, "no memory for an event loop");
        return 2;
    }
    e = watch_signals(&p);
    if (!e)
        e = mediate(&p);
    if (!e)
        (void)event_base_dispatch(p.base);
    hub_free(p.hub);
    for (size_t n = 0; p.seated && n < plan->talk_count; n++)
        tls_free(p.seated[n].tls);
    memory_free(p.seated);
    system_hold_stops(); /* all is over: one that comes now changes nothing */
    for (size_t n = 0; n < POST_SIGNALS; n++)
        if (p.on_signal[n])
            event_free(p.on_signal[n]);
    event_base_free(p.base);
    /* The launcher reads in the record how the talks ended. */
    return e || p.err ? 2 : plan->inherited ? 0 : p.status;
}
