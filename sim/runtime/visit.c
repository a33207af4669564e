#include "visit.h"

#include "complaints.h"
#include "ends.h"
#include "person.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct visit {
    struct event_base *base;
    struct spawn spawn;
    struct person *person;
    struct event *on_end;
    struct event *on_signal[2];
    struct event *on_errors;
    struct complaints said;
    struct ends ends;
    int status;
    bool stopped; /* from this terminal */
    struct diag *diag;
};

/* Start the room; its record is taken. */
static enum err start(struct visit *v, int record_fd, bool person)
{
    struct fds fds = {0};
    struct spawn_plan plan = {
        .argv = setup_argv(false), .fds = fds.map, .walls = WALLS_NONE};
    enum err e;

    fds_add(&fds, record_fd, RECORD_FD);
    e = ends_open(&v->ends, &fds, person, v->diag);
    plan.fd_count = fds.count;
    if (!e)
        e = spawn_start(&v->spawn, &plan, v->diag);
    if (!e)
        e = spawn_ready(&v->spawn, READY_LIMIT_MS, v->diag);
    fds_close(&fds);
    return e;
}

static void pass_on(void *arg, struct bytes line)
{
    (void)arg;
    (void)fprintf(stderr, "%.*s\n", (int)line.size, (const char *)line.data);
}

static void on_errors(evutil_socket_t fd, short what, void *arg)
{
    struct visit *v = arg;

    (void)what;
    if (!complaints_read(&v->said, fd, pass_on, v))
        event_del(v->on_errors);
}

static void on_end(evutil_socket_t fd, short what, void *arg)
{
    struct visit *v = arg;
    struct spawn_end end;

    (void)fd, (void)what;
    if (spawn_wait(&v->spawn, 0, &end) != ERR_OK)
        return;
    event_del(v->on_end);
    while (event_pending(v->on_errors, EV_READ, NULL))
        on_errors(v->ends.errors, EV_READ, v);
    v->status = end.by_signal ? 2 : end.status;
    if (v->stopped) {
        v->status = 1;
        (void)diag_set(v->diag, ERR_INTERRUPTED,
                       "stopped; the mediator takes this room for lost");
    } else if (end.by_signal) {
        (void)diag_set(v->diag, ERR_INTERRUPTED,
                       "the room was killed by signal %d", end.status);
    }
    event_base_loopbreak(v->base);
}

static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct visit *v = arg;

    (void)number, (void)what;
    v->stopped = true;
    spawn_kill(&v->spawn, SIGKILL);
}

static bool watch(struct visit *v, const struct apart *a)
{
    v->on_end =
        event_new(v->base, v->spawn.pidfd, EV_READ | EV_PERSIST, on_end, v);
    v->on_errors =
        event_new(v->base, v->ends.errors, EV_READ | EV_PERSIST, on_errors, v);
    v->on_signal[0] = evsignal_new(v->base, SIGINT, on_signal, v);
    v->on_signal[1] = evsignal_new(v->base, SIGTERM, on_signal, v);
    if (!v->on_end || !v->on_errors || !v->on_signal[0] || !v->on_signal[1] ||
        event_add(v->on_end, NULL) != 0 || event_add(v->on_errors, NULL) != 0 ||
        event_add(v->on_signal[0], NULL) != 0 ||
        event_add(v->on_signal[1], NULL) != 0) {
        (void)diag_set(v->diag, ERR_MEMORY, "no memory for events");
        return false;
    }
    if (v->ends.control < 0)
        return true;
    v->person = person_new(v->base, a->setup.brief, v->ends.control, v->diag);
    return v->person != NULL;
}

static void tear_down(struct visit *v)
{
    struct event *events[] = {v->on_end, v->on_errors, v->on_signal[0],
                              v->on_signal[1]};

    person_free(v->person);
    for (size_t n = 0; n < 4; n++)
        if (events[n])
            event_free(events[n]);
    spawn_fini(&v->spawn);
    ends_close(&v->ends);
    complaints_fini(&v->said);
    if (v->base)
        event_base_free(v->base);
}

int visit_run(const struct apart *a, int record_fd, struct diag *diag)
{
    struct visit v = {.status = 2, .diag = diag};
    struct setup setup = a->setup;
    const struct scenario *s = a->brief;
    enum err e;

    (void)signal(SIGPIPE, SIG_IGN);
    ends_init(&v.ends);
    spawn_init(&v.spawn);
    setup.control = strcmp(s->rooms[s->brief.self].seat, "person") == 0;
    v.base = person_loop();
    if (v.base) {
        e = start(&v, record_fd, setup.control);
    } else {
        close(record_fd);
        e = diag_set(diag, ERR_MEMORY, "no memory for an event loop");
    }
    if (!e) {
        setup.lock = true;
        walls_print(&v.spawn.report, setup.walls, sizeof(setup.walls));
        e = setup_write(&setup, v.ends.setup, diag);
        v.ends.setup = -1;
    }
    if (!e && watch(&v, a))
        (void)event_base_dispatch(v.base);
    tear_down(&v);
    return v.status;
}
