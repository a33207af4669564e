#include "programs_private.h"

#include "system.h"

#include "sim/scenario/run_words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define START_LIMIT_MS 10000
#define NOTE_SIZE      (WALLS_TEXT_SIZE + 512u)

void slot_note(void *arg, const char *text)
{
    struct slot *s = arg;
    struct process *m = s->programs->plan.mediator;
    char line[NOTE_SIZE];
    int size =
        snprintf(line, sizeof(line), "%s: %s", family_key(s->family), text);

    if (!s->programs->plan.circumstances || size < 0)
        return;
    /* That the record cannot be written shows at the next entry. */
    (void)!record_circumstance(m->record, RECORD_PROGRAM, (uint16_t)s->family,
                               0, system_wall_us(), bytes_of(line));
}

bool slot_watch(struct slot *s, enum part part, uint32_t events)
{
    struct epoll_event e = {.events = events,
                            .data.u32 =
                                (uint32_t)s->family << 8 | (uint32_t)part};

    return epoll_ctl(s->programs->epoll, EPOLL_CTL_ADD, s->fd[part], &e) == 0;
}

void slot_unwatch(struct slot *s, enum part part)
{
    (void)epoll_ctl(s->programs->epoll, EPOLL_CTL_DEL, s->fd[part], NULL);
}

void slot_drop(struct slot *s, enum part part)
{
    if (s->fd[part] < 0)
        return;
    if (part != PART_IN || s->wants_in)
        slot_unwatch(s, part);
    if (part == PART_IN)
        s->wants_in = false;
    if (part != PART_END) /* the spawn closes its own */
        close(s->fd[part]);
    s->fd[part] = -1;
}

void slot_stop(struct slot *s)
{
    for (int n = 0; n < PART_COUNT; n++)
        slot_drop(s, (enum part)n);
    spawn_kill_all(&s->spawn);
    spawn_fini(&s->spawn);
}
/* Its three streams; ours are the first of each pair. */
struct streams {
    int in[2], out[2], errors[2];
};

static enum err streams_open(struct streams *t, struct diag *diag)
{
    *t = (struct streams){{-1, -1}, {-1, -1}, {-1, -1}};
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, t->in) != 0 || pipe(t->out) != 0 ||
        pipe(t->errors) != 0)
        return diag_set(diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    for (int n = 0; n < 3; n++) {
        int fd = n == 0 ? t->in[0] : n == 1 ? t->out[0] : t->errors[0];
        if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
            return diag_set(diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    }
    return ERR_OK;
}

static void close_at(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void note_start(struct slot *s)
{
    char line[NOTE_SIZE], walls[WALLS_TEXT_SIZE];

    walls_print(&s->spawn.report, walls, sizeof(walls));
    (void)snprintf(line, sizeof(line), "%s, %s%s", s->name,
                   s->walled ? "inside walls: "
                             : "outside: the wall is open there",
                   s->walled ? walls : "");
    slot_note(s, line);
}

/* What it may read: the files that its words name, and itself. */
static void name_reads(const struct run_words *words, const char **reads)
{
    size_t count = 0;

    reads[count++] = words->path;
    for (size_t n = 1; n < words->count; n++)
        if (words->found[n])
            reads[count++] = words->argv[n];
    reads[count] = NULL;
}

static enum err start_with(struct slot *s, const struct run_words *words,
                           struct streams *t, struct diag *diag)
{
    const struct spawn_fd fds[] = {{t->in[1], STDIN_FILENO},
                                   {t->out[1], STDOUT_FILENO},
                                   {t->errors[1], STDERR_FILENO}};
    const char *reads[PROGRAM_WORDS_MAX + 1];
    struct spawn_plan plan = {.program = words->path,
                              .argv = words->argv,
                              .fds = fds,
                              .fd_count = 3,
                              .walls = WALLS_NONE};
    enum err e;

    name_reads(words, reads);
    if (s->walled) {
        plan.walls = s->programs->plan.walls;
        plan.reads = reads;
    }
    e = spawn_start(&s->spawn, &plan, diag);
    if (!e)
        e = spawn_ready(&s->spawn, START_LIMIT_MS, diag);
    if (e)
        return e;
    s->fd[PART_IN] = t->in[0];
    s->fd[PART_OUT] = t->out[0];
    s->fd[PART_ERRORS] = t->errors[0];
    s->fd[PART_END] = s->spawn.pidfd;
    t->in[0] = t->out[0] = t->errors[0] = -1;
    for (int n = PART_OUT; n < PART_COUNT; n++)
        if (!slot_watch(s, (enum part)n, EPOLLIN))
            return diag_set(diag, ERR_SYSTEM, "cannot watch it: %s",
                            strerror(errno));
    return ERR_OK;
}

/* The choice in force names what to run. */
static enum err start(struct slot *s, const struct dialogue_ops *ops,
                      struct diag *diag)
{
    struct programs *p = s->programs;
    const struct choice *c =
        mediator_design(p->plan.mediator->mediator, s->family);
    const struct param_spec *specs = relay_member(s->family, c->as)->params;
    const char *run = param_text(c, specs, "run");
    struct run_from from = {.beside = p->plan.beside};
    struct run_words words;
    struct streams t;
    enum err e;

    dialogue_init(&s->dialogue, ops, s, param_us(c, specs, "timeout"),
                  system_monotonic_us());
    s->used = true;
    s->walled =
        p->plan.walls != WALLS_NONE && !param_is(c, specs, "outside", "true");
    s->name = arena_text(&p->arena, run ? run : "", run ? strlen(run) : 0);
    if (!s->name)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    from.run = s->name;
    from.walled = s->walled;
    e = run_words_find(&words, &from, &p->arena, diag);
    if (e)
        return e;
    e = streams_open(&t, diag);
    if (!e)
        e = start_with(s, &words, &t, diag);
    close_at(&t.in[0]), close_at(&t.in[1]);
    close_at(&t.out[0]), close_at(&t.out[1]);
    close_at(&t.errors[0]), close_at(&t.errors[1]);
    return e;
}

/* Why it could not be started, as text that needs no escapes. */
static void end_plainly(struct slot *s, const char *what)
{
    char plain[200];
    size_t n = 0;

    for (; what[n] && n + 1 < sizeof(plain); n++) {
        uint8_t c = (uint8_t)what[n];
        bool is_plain = c >= 0x20 && c <= 0x7E && c != '"' && c != '\\';
        plain[n] = '?';
        if (is_plain)
            plain[n] = what[n];
    }
    plain[n] = '\0';
    dialogue_end(&s->dialogue, plain);
}

void slot_begin(struct slot *s, struct bytes hello,
                const struct dialogue_ops *ops)
{
    struct diag diag = {.message = ""};

    if (start(s, ops, &diag)) {
        end_plainly(s, diag.message);
        slot_stop(s);
        return;
    }
    note_start(s);
    dialogue_tell(&s->dialogue, hello);
}
