#include "visit.h"

#include "complaints.h"
#include "person.h"

#include "sim/net/spawn.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READY_LIMIT_MS 10000

struct visit {
    struct event_base *base;
    struct spawn spawn;
    struct person *person;
    struct event *on_end;
    struct event *on_signal[2];
    struct event *on_errors;
    struct complaints said;
    int errors; /* read end of its standard error */
    int control;
    int setup_pipe;
    int status;
    bool stopped; /* from this terminal */
    struct diag *diag;
};

static enum err start(struct visit *v, int record_fd)
{
    struct spawn_fd fds[] = {{record_fd, RECORD_FD},
                             {-1, STDERR_FILENO},
                             {-1, SETUP_FD},
                             {-1, CONTROL_FD}};
    struct spawn_plan plan = {.argv = setup_argv(false),
                              .fds = fds,
                              .fd_count = 4,
                              .walls = WALLS_NONE};
    int setup[2], errors[2], line[2];
    enum err e;

    if (pipe(setup) != 0)
        return diag_set(v->diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    v->setup_pipe = setup[1];
    fds[2].from = setup[0];
    if (pipe(errors) != 0) {
        close(setup[0]);
        return diag_set(v->diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    }
    v->errors = errors[0];
    fds[1].from = errors[1];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, line) != 0) {
        close(setup[0]);
        close(errors[1]);
        return diag_set(v->diag, ERR_SYSTEM, "no socket pair: %s",
                        strerror(errno));
    }
    v->control = line[0];
    fds[3].from = line[1];
    e = spawn_start(&v->spawn, &plan, v->diag);
    if (!e)
        e = spawn_ready(&v->spawn, READY_LIMIT_MS, v->diag);
    close(setup[0]);
    close(errors[1]);
    close(line[1]);
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
        on_errors(v->errors, EV_READ, v);
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
    const struct scenario *s = a->brief;

    v->on_end =
        event_new(v->base, v->spawn.pidfd, EV_READ | EV_PERSIST, on_end, v);
    v->on_errors =
        event_new(v->base, v->errors, EV_READ | EV_PERSIST, on_errors, v);
    v->on_signal[0] = evsignal_new(v->base, SIGINT, on_signal, v);
    v->on_signal[1] = evsignal_new(v->base, SIGTERM, on_signal, v);
    if (!v->on_end || !v->on_errors || !v->on_signal[0] || !v->on_signal[1] ||
        event_add(v->on_end, NULL) != 0 || event_add(v->on_errors, NULL) != 0 ||
        event_add(v->on_signal[0], NULL) != 0 ||
        event_add(v->on_signal[1], NULL) != 0) {
        (void)diag_set(v->diag, ERR_MEMORY, "no memory for events");
        return false;
    }
    if (strcmp(s->rooms[s->brief.self].seat, "person") != 0)
        return true;
    v->person = person_new(v->base, a->setup.brief, v->control, v->diag);
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
    if (v->setup_pipe >= 0)
        close(v->setup_pipe);
    if (v->errors >= 0)
        close(v->errors);
    complaints_fini(&v->said);
    if (v->control >= 0)
        close(v->control);
    if (v->base)
        event_base_free(v->base);
}

int visit_run(const struct apart *a, int record_fd, struct diag *diag)
{
    struct visit v = {.errors = -1,
                      .control = -1,
                      .setup_pipe = -1,
                      .status = 2,
                      .diag = diag};
    struct setup setup = a->setup;
    const struct scenario *s = a->brief;
    enum err e;

    (void)signal(SIGPIPE, SIG_IGN);
    spawn_init(&v.spawn);
    v.base = person_loop();
    e = v.base ? start(&v, record_fd)
               : diag_set(diag, ERR_MEMORY, "no memory for an event loop");
    close(record_fd);
    if (!e) {
        setup.lock = true;
        setup.control = strcmp(s->rooms[s->brief.self].seat, "person") == 0;
        walls_print(&v.spawn.report, setup.walls, sizeof(setup.walls));
        e = setup_write(&setup, v.setup_pipe, diag);
        v.setup_pipe = -1;
    }
    if (!e && watch(&v, a))
        (void)event_base_dispatch(v.base);
    tear_down(&v);
    return v.status;
}
