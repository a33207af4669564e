#include "programs_private.h"

#include "system.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define END_AFTER_OUTPUT_MS 100
#define CHUNK               65536u
#define LAST_READS          64 /* of a program that has ended */

static void answer(void *arg, uint32_t ask, struct bytes line)
{
    struct slot *s = arg;

    keeper_answer(s->programs->plan.mediator->keeper, ask, line);
    s->programs->answered = true;
}

static const struct dialogue_ops ops = {answer, slot_note};
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
/* How many of the bytes that wait may leave now. */
static size_t may_leave(const struct slot *s)
{
    size_t waits = s->dialogue.out_size - s->dialogue.out_at;

    if (!s->programs->plan.gated || s->told_end)
        return waits;
    return s->allowed - s->sent < waits ? (size_t)(s->allowed - s->sent)
                                        : waits;
}

/* Write what waits; what cannot be written now is watched for. */
static void flush(struct slot *s)
{
    struct dialogue *d = &s->dialogue;
    size_t size;
    bool more;

    while (s->fd[PART_IN] >= 0 && (size = may_leave(s)) > 0) {
        ssize_t n = send(s->fd[PART_IN], d->out + d->out_at, size,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            break;
        if (n < 0) { /* it closed its input, or is gone: that shows elsewhere */
            slot_drop(s, PART_IN);
            break;
        }
        d->out_at += (size_t)n;
        s->sent += (uint64_t)n;
    }
    if (s->fd[PART_IN] < 0 || d->out_at == d->out_size)
        d->out_at = d->out_size = 0;
    more = may_leave(s) > 0;
    if (s->fd[PART_IN] >= 0 && more != s->wants_in) {
        if (!more)
            slot_unwatch(s, PART_IN);
        s->wants_in = more && slot_watch(s, PART_IN, EPOLLOUT);
    }
}

bool programs_mark(struct programs *p)
{
    bool any = false;

    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct slot *s = &p->slot[f];
        s->marked = s->sent + (s->dialogue.out_size - s->dialogue.out_at);
        any |= s->used && s->marked > s->allowed;
    }
    return any;
}

void programs_allow(struct programs *p)
{
    for (int f = 0; f < FAMILY_COUNT; f++) {
        p->slot[f].allowed = p->slot[f].marked;
        if (p->slot[f].used)
            flush(&p->slot[f]);
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
    slot_note(s, text);
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
        slot_drop(s, PART_OUT);
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
    slot_drop(s, PART_END);
    spawn_kill_all(&s->spawn); /* those it left behind, of its group */
    if (spawn_wait(&s->spawn, -1, &end) != ERR_OK)
        end = (struct spawn_end){.status = 0};
    (void)snprintf(why, sizeof(why), "it ended with %s %d",
                   end.by_signal ? "signal" : "status", end.status);
    if (!s->told_end)
        dialogue_end(&s->dialogue, why);
    slot_stop(s);
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
            slot_drop(s, PART_ERRORS);
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
            slot_stop(s);
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
        s->told_end = wait = true;
        dialogue_tell(&s->dialogue, bytes_of(line));
        flush(s);
        slot_drop(s, PART_IN); /* what it has not read by now it will not */
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
            slot_note(s, "it did not end by itself and was killed");
        slot_stop(s);
        dialogue_fini(&s->dialogue);
        complaints_fini(&s->complaints);
        memset(&s->complaints, 0, sizeof(s->complaints));
        s->complained = 0;
        s->sent = s->marked = s->allowed = 0;
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
            slot_begin(s, e->bytes, &ops);
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
