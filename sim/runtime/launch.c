/* Starting the processes of a run: keys, doors, briefs. */
#include "launch.h"

#include <assert.h>
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum err make_keys(struct launcher *l)
{
    const struct run *run = l->run;
    const struct scenario *whole = run->plan->whole;
    struct authority *a = authority_new(run->briefs.talk, l->diag);
    struct key_request request = {.talk = run->briefs.talk,
                                  .role = PEER_MEDIATOR,
                                  .name = whole->mediators[0].id};
    enum err e;

    if (!a)
        return ERR_TLS;
    e = keys_issue(a, &request, &l->mediator.identity, l->diag);
    for (uint8_t m = 0; m < l->further_count && !e; m++) {
        request.name = whole->mediators[m + 1].id;
        e = keys_issue(a, &request, &l->further[m].identity, l->diag);
    }
    request.role = PEER_ROOM;
    for (uint8_t r = 0; r < whole->room_count && !e; r++) {
        request.name = whole->rooms[r].id;
        e = keys_issue(a, &request, &l->rooms[r].identity, l->diag);
    }
    authority_free(a);
    return e;
}

static bool has_person(const struct launcher *l, uint8_t room)
{
    return strcmp(l->run->plan->whole->rooms[room].seat, "person") == 0;
}

static enum err start(struct child *c, struct fds *f, struct spawn_plan *plan)
{
    struct launcher *l = c->launcher;
    int record = folder_record(&l->run->folder, l->run->plan->whole,
                               c->room + 1, l->diag);
    enum err e;

    if (record < 0)
        return ERR_SYSTEM;
    fds_add(f, record, RECORD_FD);
    plan->fds = f->map;
    plan->fd_count = f->count;
    e = spawn_start(&c->spawn, plan, l->diag);
    c->running = e == ERR_OK;
    return e;
}

static size_t channel_count(const struct launcher *l, uint8_t room)
{
    size_t count = 0;

    for (uint8_t m = 0; m <= l->further_count; m++)
        count += room_channel(l->run->plan->whole, room, m) >= 0;
    return count;
}

/* Start all rooms side by side, then wait for each one's door. */
static enum err start_rooms(struct launcher *l)
{
    struct spawn_plan plans[ROOMS_MAX] = {0};
    struct fds fds[ROOMS_MAX] = {0};
    enum err e = ERR_OK;

    for (uint8_t r = 0; r < l->room_count && !e; r++) {
        plans[r].argv = setup_argv(false);
        plans[r].walls = l->run->plan->walls;
        plans[r].door_count = channel_count(l, r);
        e = ends_open(&l->rooms[r].ends, &fds[r], has_person(l, r), l->diag);
        if (!e)
            e = start(&l->rooms[r], &fds[r], &plans[r]);
    }
    for (uint8_t r = 0; r < l->room_count && !e; r++) {
        e = spawn_ready(&l->rooms[r].spawn, READY_LIMIT_MS, l->diag);
        if (e) {
            l->rooms[r].running = false;
            e = diag_wrap(l->diag, e, "room %s", l->rooms[r].name);
        }
    }
    for (uint8_t r = 0; r < l->room_count; r++)
        fds_close(&fds[r]);
    return e;
}

/* Take the doors that rooms have for a mediator, and its ends of the lines to
 * the others, which the child then holds. */
static void take_doors(struct launcher *l, uint8_t mediator, struct fds *f)
{
    const struct scenario *whole = l->run->plan->whole;

    for (uint8_t r = 0; r < l->room_count; r++) {
        int channel = room_channel(whole, r, mediator);
        if (channel < 0)
            continue;
        fds_add(f, l->rooms[r].spawn.listeners[channel], LISTENER_FD + r);
        l->rooms[r].spawn.listeners[channel] = -1;
    }
    for (uint8_t m = 1; m <= l->further_count; m++) {
        bool mine = mediator == 0 || mediator == m;
        if (!mine)
            continue;
        fds_add(f, l->line[m][mediator != 0],
                mediator == 0 ? CLOCK_FD + m : CLOCK_FD);
        l->line[m][mediator != 0] = -1;
    }
}

static enum err open_lines(struct launcher *l)
{
    for (uint8_t m = 1; m <= l->further_count; m++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, l->line[m]) != 0)
            return diag_set(l->diag, ERR_SYSTEM, "no socket pair: %s",
                            strerror(errno));
    }
    return ERR_OK;
}

/* A mediator's record goes up as it is written. */
static enum err start_mediator(struct launcher *l, uint8_t mediator)
{
    struct child *c = mediator ? &l->further[mediator - 1] : &l->mediator;
    struct spawn_plan plan = {.argv = setup_argv(true), .walls = WALLS_NONE};
    struct fds fds = {0};
    enum err e = ends_open(&c->ends, &fds, true, l->diag);

    take_doors(l, mediator, &fds);
    if (!e)
        e = start(c, &fds, &plan);
    if (!e) {
        e = spawn_ready(&c->spawn, READY_LIMIT_MS, l->diag);
        c->running = e == ERR_OK;
    }
    fds_close(&fds);
    return e;
}

static enum err start_mediators(struct launcher *l)
{
    enum err e = open_lines(l);

    for (uint8_t m = 0; m <= l->further_count && !e; m++)
        e = start_mediator(l, m);
    return e;
}

static enum err tell(struct child *c)
{
    struct launcher *l = c->launcher;
    const struct run_plan *plan = l->run->plan;
    struct setup s = {.brief = briefs_text(&l->run->briefs, c->room),
                      .identity = c->identity,
                      .walls_mode = (uint8_t)plan->walls,
                      .lock = !c->mediates && plan->walls != WALLS_NONE,
                      .control = c->ends.control >= 0,
                      .speed = plan->speed};
    int fd = c->ends.setup;
    enum err e;

    if (c->mediates)
        (void)snprintf(s.beside, sizeof(s.beside), "%s", plan->path);
    for (size_t n = 0; n < CHANNELS_MAX; n++) {
        memcpy(s.address[n], "127.0.0.1", sizeof("127.0.0.1"));
        s.port[n] = c->spawn.ports[n];
    }
    walls_print(&c->spawn.report, s.walls, sizeof(s.walls));
    c->ends.setup = -1;
    e = setup_write(&s, fd, l->diag);
    identity_fini(&c->identity); /* nobody else needs it */
    if (!e)
        return ERR_OK;
    return diag_wrap(l->diag, ERR_SYSTEM, "%s%s",
                     c->room < 0   ? ""
                     : c->mediates ? "mediator "
                                   : "room ",
                     c->name);
}

static void child_init(struct launcher *l, struct child *c, int room,
                       const char *name)
{
    c->launcher = l;
    c->name = name;
    c->room = room;
    c->mediates = room < 0 || room >= l->room_count;
    ends_init(&c->ends);
    spawn_init(&c->spawn);
}

static void child_fini(struct child *c)
{
    struct event *events[] = {c->on_end, c->on_control, c->on_errors};

    for (size_t n = 0; n < 3; n++)
        if (events[n])
            event_free(events[n]);
    ends_close(&c->ends);
    spawn_fini(&c->spawn);
    complaints_fini(&c->said);
    identity_fini(&c->identity);
}

static enum err start_all(struct launcher *l)
{
    enum err e = make_keys(l);

    if (!e)
        e = start_rooms(l);
    if (!e)
        e = start_mediators(l);
    for (size_t n = 0; n < launch_count(l) && !e; n++)
        e = tell(launch_child(l, n));
    return e;
}

/* What stood, as each room's own record says it. */
static void read_walls(struct launcher *l)
{
    for (uint8_t r = 0; r < l->room_count; r++)
        folder_walls(&l->run->folder, l->rooms[r].name, l->run->walls[r],
                     sizeof(l->run->walls[r]));
    l->run->wall_count = l->room_count;
}

struct child *launch_child(struct launcher *l, size_t n)
{
    if (n == 0)
        return &l->mediator;
    if (n <= l->room_count)
        return &l->rooms[n - 1];
    n -= l->room_count + 1u;
    assert(n < l->further_count);
    return &l->further[n];
}

size_t launch_count(const struct launcher *l)
{
    return 1u + l->room_count + l->further_count;
}

static void init_all(struct launcher *l)
{
    const struct scenario *whole = l->run->plan->whole;

    child_init(l, &l->mediator, -1, "mediator");
    for (uint8_t r = 0; r < l->room_count; r++)
        child_init(l, &l->rooms[r], r, whole->rooms[r].id);
    for (uint8_t m = 0; m < l->further_count; m++)
        child_init(l, &l->further[m], l->room_count + m,
                   whole->mediators[m + 1].id);
    for (size_t m = 0; m < MEDIATORS_MAX; m++)
        l->line[m][0] = l->line[m][1] = -1;
}

static void fini_all(struct launcher *l)
{
    for (size_t n = 0; n < launch_count(l); n++)
        child_fini(launch_child(l, n));
    for (size_t m = 0; m < MEDIATORS_MAX; m++)
        for (size_t end = 0; end < 2; end++)
            if (l->line[m][end] >= 0)
                close(l->line[m][end]);
}

enum err launch(struct run *run, struct diag *diag)
{
    const struct scenario *whole = run->plan->whole;
    struct launcher l = {.run = run,
                         .room_count = whole->room_count,
                         .further_count = (uint8_t)(whole->mediator_count - 1),
                         .diag = diag};
    enum err e;

    (void)signal(SIGPIPE, SIG_IGN);
    init_all(&l);
    e = start_all(&l);
    if (!e)
        e = launch_watch(&l);
    fini_all(&l);
    if (!e)
        read_walls(&l);
    return e;
}
