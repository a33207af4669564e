/* shuttle mediate */
#include "args.h"
#include "cmd.h"

#include "sim/runtime/control.h"
#include "sim/runtime/mediate.h"
#include "sim/runtime/setup.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

struct post {
    struct event_base *base;
    struct hub *hub;
    enum err err;
};

static enum err watch(void *arg, struct bytes bytes)
{
    (void)arg;
    (void)control_send(CONTROL_FD, bytes); /* who looked on may be gone */
    return ERR_OK;
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
    if (err)
        (void)fprintf(stderr, "shuttle: mediator: %s\n", diag->message);
    p->err = err;
    if (hub_talks(p->hub) == 0)
        event_base_loopbreak(p->base);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct post *p = arg;

    (void)number, (void)what;
    hub_stop(p->hub);
}

static enum err listen_all(struct post *p, const struct setup *s,
                           const struct scenario *brief, struct diag *diag)
{
    struct tls *tls = tls_new(&s->identity, TLS_SERVER, diag);

    for (uint8_t r = 0; tls && r < brief->room_count; r++) {
        struct listen_request request = {
            .fd = LISTENER_FD + r,
            .tls = tls,
            .door = {.talk = brief->brief.talk, .name = brief->rooms[r].id}};
        if (!hub_listen(p->hub, &request, diag))
            return ERR_SYSTEM;
    }
    return tls ? ERR_OK : ERR_TLS;
}

static enum err mediate(struct post *p, const struct setup *s,
                        struct diag *diag)
{
    struct host_plan plan = {.brief = s->brief,
                             .mode = RECORD_CHAINED,
                             .record_fd = RECORD_FD,
                             .speed = s->speed,
                             .admission_ms = ADMISSION_LIMIT_MS,
                             .watch = watch,
                             .over = over,
                             .log = log_line,
                             .arg = p};
    const struct scenario *brief;
    struct hosted *h;

    p->hub = hub_new(p->base, diag);
    if (!p->hub)
        return ERR_MEMORY;
    h = hub_host(p->hub, &plan, diag);
    if (!h)
        return ERR_STATE;
    brief = hosted_brief(h);
    return listen_all(p, s, brief, diag);
}

static int mediate_inherited(void)
{
    struct post p = {.base = event_base_new()};
    struct event *on_term;
    struct setup setup;
    struct diag diag = {0};
    enum err e = setup_read(&setup, SETUP_FD, &diag);

    if (!e) {
        on_term = evsignal_new(p.base, SIGTERM, on_signal, &p);
        event_add(on_term, NULL);
        (void)signal(SIGINT, SIG_IGN); /* the launcher's to pass on */
        e = mediate(&p, &setup, &diag);
        if (!e)
            (void)event_base_dispatch(p.base);
        hub_free(p.hub);
        event_free(on_term);
        setup_fini(&setup);
    }
    event_base_free(p.base);
    if (e)
        (void)fprintf(stderr, "shuttle: mediator: %s\n", diag.message);
    return e || p.err ? 2 : 0;
}

int cmd_mediate(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--inherited") == 0)
        return mediate_inherited();
    return 2;
}
