#include "programs.h"

#include "complaints.h"
#include "dialogue.h"
#include "system.h"

#include "sim/net/spawn.h"
#include "sim/scenario/run_words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define START_LIMIT_MS      10000
#define END_AFTER_OUTPUT_MS 100
#define CHUNK               65536u
#define LAST_READS          64 /* of a program that has ended */
#define NOTE_SIZE           (WALLS_TEXT_SIZE + 512u)

/* What of a program is watched. */
enum part { PART_IN, PART_OUT, PART_ERRORS, PART_END, PART_COUNT };

/* The program of one family. */
struct slot {
    struct programs *programs;
    enum family family;
    bool used;
    struct dialogue dialogue;
    struct spawn spawn;
    bool walled;
    int fd[PART_COUNT]; /* -1 none; PART_END is the spawn's */
    bool wants_in;      /* PART_IN is watched */
    struct complaints complaints;
    size_t complained; /* bytes noted */
    bool told_end;
    char *name; /* as in notes; in the arena */
};

struct programs {
    struct programs_plan plan;
    int epoll;
    struct slot slot[FAMILY_COUNT];
    struct arena arena; /* of their words */
    bool answered;      /* since programs_wait() began */
};

static void note(void *arg, const char *text)
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

static void answer(void *arg, uint32_t ask, struct bytes line)
{
    struct slot *s = arg;

    keeper_answer(s->programs->plan.mediator->keeper, ask, line);
    s->programs->answered = true;
}

static const struct dialogue_ops ops = {answer, note};

struct programs *programs_new(const struct programs_plan *plan)
{
    struct programs *p = memory_new(1, sizeof(*p));

    if (!p)
        return NULL;
    p->plan = *plan;
    arena_init(&p->arena, 0);
    p->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (p->epoll < 0) {
        memory_free(p);
        return NULL;
    }
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct slot *s = &p->slot[f];
        s->programs = p;
        s->family = (enum family)f;
        spawn_init(&s->spawn);
        for (int n = 0; n < PART_COUNT; n++)
            s->fd[n] = -1;
    }
    return p;
}

static bool watch(struct slot *s, enum part part, uint32_t events)
{
    struct epoll_event e = {.events = events,
                            .data.u32 =
                                (uint32_t)s->family << 8 | (uint32_t)part};

    return epoll_ctl(s->programs->epoll, EPOLL_CTL_ADD, s->fd[part], &e) == 0;
}

static void unwatch(struct slot *s, enum part part)
{
    (void)epoll_ctl(s->programs->epoll, EPOLL_CTL_DEL, s->fd[part], NULL);
}

static void drop_part(struct slot *s, enum part part)
{
    if (s->fd[part] < 0)
        return;
    if (part != PART_IN || s->wants_in)
        unwatch(s, part);
    if (part == PART_IN)
        s->wants_in = false;
    if (part != PART_END) /* the spawn closes its own */
        close(s->fd[part]);
    s->fd[part] = -1;
}

/* Kill it and all that it started, and collect it. */
static void stop(struct slot *s)
{
    for (int n = 0; n < PART_COUNT; n++)
        drop_part(s, (enum part)n);
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
    note(s, line);
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
        if (!watch(s, (enum part)n, EPOLLIN))
            return diag_set(diag, ERR_SYSTEM, "cannot watch it: %s",
                            strerror(errno));
    return ERR_OK;
}

/* The choice in force names what to run. */
static enum err start(struct slot *s, struct diag *diag)
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

    dialogue_init(&s->dialogue, &ops, s, param_us(c, specs, "timeout"),
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
        plain[n] =
            c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '?' : what[n];
    }
    plain[n] = '\0';
    dialogue_end(&s->dialogue, plain);
}

static void begin(struct slot *s, struct bytes hello)
{
    struct diag diag = {.message = ""};

    if (start(s, &diag)) {
        end_plainly(s, diag.message);
        stop(s);
        return;
    }
    note_start(s);
    dialogue_tell(&s->dialogue, hello);
}

/* Write what waits; what cannot be written now is watched for. */
static void flush(struct slot *s)
{
    struct dialogue *d = &s->dialogue;
    bool more;

    while (s->fd[PART_IN] >= 0 && d->out_at < d->out_size) {
        ssize_t n = send(s->fd[PART_IN], d->out + d->out_at,
                         d->out_size - d->out_at, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        if (n < 0) { /* it closed its input, or is gone: that shows elsewhere */
            drop_part(s, PART_IN);
            break;
        }
        d->out_at += (size_t)n;
    }
    if (s->fd[PART_IN] < 0 || d->out_at == d->out_size)
        d->out_at = d->out_size = 0;
    more = d->out_size > 0;
    if (s->fd[PART_IN] >= 0 && more != s->wants_in) {
        if (!more)
            unwatch(s, PART_IN);
        s->wants_in = more && watch(s, PART_IN, EPOLLOUT);
    }
}

static void take_complaint(void *arg, struct bytes line)
{
    struct slot *s = arg;
    char text[sizeof(s->complaints.line) * 4 + 32];

    if (s->complained > PROGRAM_ERRORS_MAX)
        return;
    s->complained += line.size + 1;
    if (s->complained > PROGRAM_ERRORS_MAX)
        (void)snprintf(text, sizeof(text), "says more, which is not kept");
    else
        (void)snprintf(text, sizeof(text), "says: %.*s", (int)line.size,
                       (const char *)line.data);
    note(s, text);
}

/* A program that ends closes its output a moment before: its end says more. */
static bool is_ending(const struct slot *s)
{
    struct pollfd p = {.fd = s->fd[PART_END], .events = POLLIN};

    return poll(&p, 1, END_AFTER_OUTPUT_MS) > 0;
}

/* Read once; the rest is there the next time. False when nothing was. */
static bool read_out(struct slot *s)
{
    static uint8_t chunk[CHUNK];
    ssize_t n = read(s->fd[PART_OUT], chunk, sizeof(chunk));

    if (n > 0) {
        dialogue_hear(&s->dialogue, (struct bytes){chunk, (size_t)n},
                      system_monotonic_us());
        return true;
    }
    if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
        drop_part(s, PART_OUT);
        if (!s->told_end && !is_ending(s))
            dialogue_end(&s->dialogue, "it closed its output");
    }
    return false;
}

/* It has ended: what it still wrote comes first. */
static void read_end(struct slot *s)
{
    struct spawn_end end;
    char why[64];

    for (int n = 0; n < LAST_READS && s->fd[PART_OUT] >= 0; n++)
        if (!read_out(s))
            break;
    drop_part(s, PART_END);
    spawn_kill_all(&s->spawn); /* those it left behind, of its group */
    if (spawn_wait(&s->spawn, -1, &end) != ERR_OK)
        end = (struct spawn_end){.status = 0};
    (void)snprintf(why, sizeof(why), "it ended with %s %d",
                   end.by_signal ? "signal" : "status", end.status);
    if (!s->told_end)
        dialogue_end(&s->dialogue, why);
    stop(s);
}

static void take_event(struct slot *s, enum part part)
{
    if (s->fd[part] < 0)
        return; /* dropped by an event before this one */
    switch (part) {
    case PART_IN:
        flush(s);
        return;
    case PART_OUT:
        (void)read_out(s);
        return;
    case PART_ERRORS:
        if (!complaints_read(&s->complaints, s->fd[PART_ERRORS], take_complaint,
                             s))
            drop_part(s, PART_ERRORS);
        return;
    case PART_END:
        read_end(s);
        return;
    case PART_COUNT:
        return;
    }
}

static void pump(struct programs *p, int timeout_ms)
{
    struct epoll_event events[FAMILY_COUNT * PART_COUNT];
    int count =
        epoll_wait(p->epoll, events, FAMILY_COUNT * PART_COUNT, timeout_ms);

    /* Ends last: what was said before is heard before. */
    for (int end = 0; end < 2; end++)
        for (int n = 0; n < count; n++) {
            uint32_t tag = events[n].data.u32;
            if (((tag & 0xFF) == PART_END) == end)
                take_event(&p->slot[tag >> 8], (enum part)(tag & 0xFF));
        }
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct slot *s = &p->slot[f];
        if (!s->used)
            continue;
        dialogue_time(&s->dialogue, system_monotonic_us());
        if (s->dialogue.state == DIALOGUE_OVER && !s->told_end)
            stop(s);
    }
}

/* Those of these families (bits) are told that it is over, and why, and have a
 * while to go. */
static void end_slots(struct programs *p, unsigned families, const char *why)
{
    int64_t until = system_monotonic_us() + PROGRAM_GRACE_MS * INT64_C(1000);
    char line[64];
    bool wait = false;

    (void)snprintf(line, sizeof(line), "{\"end\":\"%s\"}", why);
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct slot *s = &p->slot[f];
        if (!(families >> f & 1) || s->fd[PART_END] < 0)
            continue;
        dialogue_tell(&s->dialogue, bytes_of(line));
        flush(s);
        drop_part(s, PART_IN); /* what it has not read by now it will not */
        s->told_end = wait = true;
    }
    while (wait && system_monotonic_us() < until) {
        pump(p, (int)((until - system_monotonic_us()) / 1000) + 1);
        wait = false;
        for (int f = 0; f < FAMILY_COUNT; f++)
            wait |= (families >> f & 1) && p->slot[f].fd[PART_END] >= 0;
    }
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct slot *s = &p->slot[f];
        if (!(families >> f & 1) || !s->used)
            continue;
        if (s->fd[PART_END] >= 0)
            note(s, "it did not end by itself and was killed");
        stop(s);
        dialogue_fini(&s->dialogue);
        complaints_fini(&s->complaints);
        memset(&s->complaints, 0, sizeof(s->complaints));
        s->complained = 0;
        s->used = s->told_end = false;
    }
}

void programs_carry(struct programs *p)
{
    const struct effects *effects = &p->plan.mediator->effects;

    for (size_t n = 0; n < effects->count; n++) {
        const struct effect *e = &effects->list[n];
        struct slot *s;

        if ((e->kind != EFFECT_REPORT && e->kind != EFFECT_ASK) ||
            e->peer >= FAMILY_COUNT)
            continue;
        s = &p->slot[e->peer];
        if (e->kind == EFFECT_REPORT && e->id == REPORT_HELLO) {
            end_slots(p, 1u << e->peer, "replaced");
            begin(s, e->bytes);
        } else if (s->used && e->kind == EFFECT_REPORT) {
            dialogue_tell(&s->dialogue, e->bytes);
        } else if (s->used) {
            dialogue_ask(&s->dialogue, e->id, e->bytes, system_monotonic_us());
        }
    }
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (p->slot[f].used)
            flush(&p->slot[f]);
}

void programs_pump(struct programs *p)
{
    pump(p, 0);
}

int programs_fd(const struct programs *p)
{
    return p->epoll;
}

int64_t programs_left_us(const struct programs *p)
{
    int64_t due = INT64_MAX, now = system_monotonic_us();

    for (int f = 0; f < FAMILY_COUNT; f++) {
        int64_t at =
            p->slot[f].used ? dialogue_due(&p->slot[f].dialogue) : INT64_MAX;
        due = at < due ? at : due;
    }
    if (due == INT64_MAX)
        return -1;
    return due > now ? due - now : 0;
}

static bool is_asked(const struct programs *p)
{
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (p->slot[f].used && p->slot[f].dialogue.ask_count)
            return true;
    return false;
}

bool programs_wait(struct programs *p)
{
    bool any = p->answered;

    while (!p->answered && is_asked(p)) {
        int64_t left = programs_left_us(p);
        any = true;
        pump(p, left < 0 ? -1 : (int)(left / 1000) + 1);
        if (system_is_told_to_stop())
            break;
    }
    p->answered = false;
    return any;
}

void programs_end(struct programs *p)
{
    end_slots(p, ~0u,
              p->plan.mediator->finished
                  ? outcome_key(p->plan.mediator->outcome)
                  : "stopped");
}

void programs_free(struct programs *p)
{
    if (!p)
        return;
    p->plan.circumstances = false; /* the record is closed */
    programs_end(p);
    close(p->epoll);
    arena_fini(&p->arena);
    memory_free(p);
}
