#include "post.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>

struct post {
    const struct post_plan *plan;
    struct event_base *base;
    struct hub *hub;
    struct tls *tls;
    struct event *on_signal[2];
    enum err err;
    struct diag *diag;
};

static enum err watch(void *arg, struct bytes bytes)
{
    struct post *p = arg;

    return p->plan->watch(p->plan->arg, bytes);
}

static void log_line(void *arg, const char *line)
{
    (void)arg;
    (void)fprintf(stderr, "shuttle: mediator: %s\n", line);
}

static void over(void *arg, enum outcome outcome, enum err err,
                 const struct diag *diag)
{
    struct post *p = arg;

    (void)outcome;
    p->err = err;
    if (err)
        *p->diag = *diag;
    if (hub_talks(p->hub) == 0)
        event_base_loopexit(p->base, NULL);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct post *p = arg;

    (void)number, (void)what;
    hub_stop(p->hub);
}

static enum err watch_signals(struct post *p)
{
    static const int numbers[] = {SIGTERM, SIGINT};
    size_t count = p->plan->inherited ? 1 : 2;

    if (p->plan->inherited)
        (void)signal(SIGINT, SIG_IGN); /* the launcher's to pass on */
    for (size_t n = 0; n < count; n++) {
        p->on_signal[n] = evsignal_new(p->base, numbers[n], on_signal, p);
        if (!p->on_signal[n] || event_add(p->on_signal[n], NULL) != 0)
            return diag_set(p->diag, ERR_MEMORY, "no memory for events");
    }
    return ERR_OK;
}

static enum err open_doors(struct post *p, const struct scenario *brief)
{
    const struct setup *s = p->plan->setup;
    struct listen_request request = {.address = s->address,
                                     .port = s->port,
                                     .door = {.talk = brief->brief.talk}};
    struct listener *listener = NULL;
    uint8_t doors = p->plan->inherited ? brief->room_count : 1;

    p->tls = tls_new(&s->identity, TLS_SERVER, p->diag);
    if (!p->tls)
        return ERR_TLS;
    request.tls = p->tls;
    for (uint8_t r = 0; r < doors; r++) {
        if (p->plan->inherited) {
            request.fd = LISTENER_FD + r;
            request.door.name = brief->rooms[r].id;
        }
        listener = hub_listen(p->hub, &request, p->diag);
        if (!listener)
            return ERR_SYSTEM;
    }
    if (p->plan->ready)
        p->plan->ready(p->plan->arg, listener_port(listener));
    return ERR_OK;
}

static enum err mediate(struct post *p)
{
    const struct post_plan *plan = p->plan;
    struct host_plan host = {.brief = plan->setup->brief,
                             .mode = RECORD_CHAINED,
                             .record_fd = plan->record_fd,
                             .speed = plan->setup->speed,
                             .admission_ms = plan->admission_ms,
                             .watch = plan->watch ? watch : NULL,
                             .over = over,
                             .log = log_line,
                             .arg = p};
    struct hosted *h;

    p->hub = hub_new(p->base, p->diag);
    if (!p->hub)
        return ERR_MEMORY;
    h = hub_host(p->hub, &host, p->diag);
    return h ? open_doors(p, hosted_brief(h)) : ERR_STATE;
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
    tls_free(p.tls);
    for (size_t n = 0; n < 2; n++)
        if (p.on_signal[n])
            event_free(p.on_signal[n]);
    event_base_free(p.base);
    return e || p.err ? 2 : 0;
}
