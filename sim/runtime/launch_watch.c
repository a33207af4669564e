/* Seeing the processes of a run through to their end: what the mediator's
 * record says is shown as it is written, what children complain of is passed
 * on, and nobody is left behind. */
#include "launch.h"

#include "person.h"
#include "system.h"

#include "sim/seat/seats.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define END_LIMIT_S 5 /* once the mediator has ended, or shall end */
/* One wish to stop can arrive as two signals (timeout(1) sends to the process
 * and to its group); a second wish comes later than that. */
#define AGAIN_US 300000
#define QUIET_US 200000 /* without news, what was kept back is shown */

static bool any_running(struct launcher *l)
{
    for (size_t n = 0; n < launch_count(l); n++)
        if (launch_child(l, n)->running)
            return true;
    return false;
}

/* Pass on what the mediator complains of; keep what a room does. */
static void pass_on(void *arg, struct bytes line)
{
    struct child *c = arg;
    bool fits = c->kept_size + line.size + 1 <= sizeof(c->kept);

    if (!c->mediates && fits) {
        memcpy(c->kept + c->kept_size, line.data, line.size);
        c->kept_size += line.size;
        c->kept[c->kept_size++] = '\n';
    } else if (c->mediates) {
        (void)fprintf(stderr, "%.*s\n", (int)line.size,
                      (const char *)line.data);
    }
}

/* Rooms complain of losing a mediator that was stopped or failed, too: that is
 * no news. */
static void pass_on_kept(struct launcher *l)
{
    for (uint8_t r = 0; r < l->room_count; r++) {
        const struct child *c = &l->rooms[r];
        if (!l->signals && (c->killed || !l->err))
            (void)fwrite(c->kept, 1, c->kept_size, stderr);
    }
}

static void on_errors(evutil_socket_t fd, short what, void *arg)
{
    struct child *c = arg;

    (void)what;
    if (!complaints_read(&c->said, fd, pass_on, c))
        event_del(c->on_errors);
}

/* What is left in a descriptor of a child that has ended. */
static void drain(struct child *c, struct event *event,
                  void (*take)(evutil_socket_t, short, void *))
{
    while (event && event_pending(event, EV_READ, NULL))
        take(event_get_fd(event), EV_READ, c);
}

static void on_quiet(evutil_socket_t fd, short what, void *arg)
{
    struct launcher *l = arg;

    (void)fd, (void)what;
    show_idle(&l->run->show, l->run->plan->live);
}

/* The mediator says goodbye to all; what then does not end is killed. Before it
 * has begun its record the signal would find it without ears. */
static void stop_mediator(struct launcher *l)
{
    struct timeval limit = {END_LIMIT_S, 0};

    if (l->mediating && l->mediator.running)
        spawn_kill(&l->mediator.spawn, SIGTERM);
    (void)event_add(l->on_late, &limit);
}

/* Which mediator a child is. */
static uint8_t mediator_of(const struct child *c)
{
    return c->room < 0 ? 0 : (uint8_t)(c->room - c->launcher->room_count + 1);
}

/* Of several mediators some speak while others are silent: what those have said
 * is not put off by every word. */
static void await_quiet(struct launcher *l)
{
    struct timeval quiet = {0, QUIET_US};

    if (!l->further_count || !event_pending(l->on_quiet, EV_TIMEOUT, NULL))
        (void)event_add(l->on_quiet, &quiet);
}

static void on_record(evutil_socket_t fd, short what, void *arg)
{
    struct child *c = arg;
    struct launcher *l = c->launcher;
    uint8_t bytes[64u * 1024u];
    ssize_t n = read(fd, bytes, sizeof(bytes));

    (void)what;
    if (n > 0 && c == &l->mediator && !l->mediating) {
        l->mediating = true;
        if (l->signals)
            stop_mediator(l);
    }
    if (n > 0) {
        (void)show_bytes(&l->run->show.sink[mediator_of(c)],
                         (struct bytes){bytes, (size_t)n});
    } else {
        event_del(c->on_control);
        show_ended(&l->run->show, mediator_of(c));
    }
    await_quiet(l);
}

static void mediator_ended(struct launcher *l, const struct spawn_end *end)
{
    struct timeval limit = {END_LIMIT_S, 0};

    if (end->by_signal) {
        l->err = diag_set(l->diag, ERR_INTERRUPTED,
                          "mediator: killed by signal %d", end->status);
    } else if (end->status != 0) {
        l->err = ERR_SYSTEM; /* it has said why */
    }
    event_add(l->on_late, &limit);
}

static void other_ended(struct child *c, const struct spawn_end *end)
{
    if (end->by_signal && !c->launcher->signals)
        (void)fprintf(stderr, "shuttle: %s %s: killed by signal %d\n",
                      c->mediates ? "mediator" : "room", c->name, end->status);
}

static void on_end(evutil_socket_t fd, short what, void *arg)
{
    struct child *c = arg;
    struct launcher *l = c->launcher;
    struct spawn_end end;

    (void)fd, (void)what;
    if (spawn_wait(&c->spawn, 0, &end) != ERR_OK)
        return;
    event_del(c->on_end);
    c->running = false;
    c->killed = end.by_signal;
    drain(c, c->on_errors, on_errors);
    if (c->mediates)
        drain(c, c->on_control, on_record);
    if (c->room < 0)
        mediator_ended(l, &end);
    else
        other_ended(c, &end);
    if (!any_running(l))
        event_base_loopbreak(l->base);
}

static void kill_all(struct launcher *l)
{
    for (size_t n = 0; n < launch_count(l); n++)
        if (launch_child(l, n)->running)
            spawn_kill(&launch_child(l, n)->spawn, SIGKILL);
}

static void on_late(evutil_socket_t fd, short what, void *arg)
{
    struct launcher *l = arg;

    (void)fd, (void)what;
    kill_all(l);
}

/* Once: the mediator says goodbye to all. Again: everybody is killed. */
static void on_signal(evutil_socket_t number, short what, void *arg)
{
    struct launcher *l = arg;

    int64_t now = system_monotonic_us();

    (void)number, (void)what;
    if (l->signals++ == 0) {
        l->told_at_us = now;
        if (l->mediator.running)
            stop_mediator(l);
        else
            kill_all(l);
    } else if (now - l->told_at_us >= AGAIN_US) {
        kill_all(l);
    }
}

static bool watch(struct child *c)
{
    struct event_base *base = c->launcher->base;

    c->on_end =
        event_new(base, c->spawn.pidfd, EV_READ | EV_PERSIST, on_end, c);
    c->on_errors =
        event_new(base, c->ends.errors, EV_READ | EV_PERSIST, on_errors, c);
    if (!c->on_end || !c->on_errors || event_add(c->on_end, NULL) != 0 ||
        event_add(c->on_errors, NULL) != 0)
        return false;
    if (!c->mediates)
        return true;
    c->on_control =
        event_new(base, c->ends.control, EV_READ | EV_PERSIST, on_record, c);
    return c->on_control && event_add(c->on_control, NULL) == 0;
}

static bool seat_person(struct launcher *l)
{
    int room = seats_person(l->run->plan->whole);

    if (room < 0)
        return true;
    l->person = person_new(l->base, briefs_text(&l->run->briefs, room),
                           l->rooms[room].ends.control, l->diag);
    return l->person != NULL;
}

static bool watch_all(struct launcher *l)
{
    bool good = true;

    for (size_t n = 0; n < launch_count(l); n++)
        good = good && watch(launch_child(l, n));
    for (size_t n = 0; n < STOP_SIGNALS && good; n++) {
        if (system_is_ignored(system_stop_signals[n]))
            continue;
        l->on_signal[n] =
            evsignal_new(l->base, system_stop_signals[n], on_signal, l);
        good = l->on_signal[n] && event_add(l->on_signal[n], NULL) == 0;
    }
    l->on_late = event_new(l->base, -1, 0, on_late, l);
    l->on_quiet = event_new(l->base, -1, 0, on_quiet, l);
    return good && l->on_late && l->on_quiet && seat_person(l);
}

static void unwatch(struct launcher *l)
{
    for (size_t n = 0; n < launch_count(l); n++) {
        struct child *c = launch_child(l, n);
        struct event **events[] = {&c->on_end, &c->on_control, &c->on_errors};
        for (size_t e = 0; e < 3; e++) {
            if (*events[e])
                event_free(*events[e]);
            *events[e] = NULL;
        }
    }
    for (size_t n = 0; n < STOP_SIGNALS; n++)
        if (l->on_signal[n])
            event_free(l->on_signal[n]);
    if (l->on_late)
        event_free(l->on_late);
    if (l->on_quiet)
        event_free(l->on_quiet);
    person_free(l->person);
    event_base_free(l->base);
}

enum err launch_watch(struct launcher *l)
{
    l->base = person_loop();
    if (!l->base)
        return diag_set(l->diag, ERR_MEMORY, "no memory for an event loop");
    if (watch_all(l)) {
        system_take_stops();
        (void)event_base_dispatch(l->base);
        system_hold_stops();
        pass_on_kept(l);
    } else {
        l->err = diag_set(l->diag, ERR_MEMORY, "no memory for events");
    }
    unwatch(l);
    return l->err;
}
