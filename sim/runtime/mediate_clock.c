/*
 * The line between the mediators of one talk. The first of them keeps the clock
 * in its process: the others send it requests and get grants, as frames over a
 * stream socket that each was started with. Nothing else crosses.
 */
#include "mediate_private.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_FRAME_MAX (FRAME_HEADER_SIZE + REQUEST_SIZE_MAX)

/* This end of a line to another mediator. */
struct clock_line {
    struct hosted *hosted;
    uint8_t mediator; /* at the other end */
    struct bufferevent *stream;
    uint64_t sent;
};

struct clock_seat {
    struct clock *clock; /* owned; the first mediator's, else NULL */
    struct clock_line line[MEDIATORS_MAX];
    struct request said; /* last, by another than the first */
    bool has_said;
};

static bool is_first(const struct hosted *h)
{
    return h->process.brief->brief.self == 0;
}

static void send_line(struct clock_line *l, uint8_t kind, struct bytes body)
{
    uint8_t bytes[LINE_FRAME_MAX];
    struct frame f = {.kind = kind,
                      .talk = l->hosted->process.brief->brief.talk,
                      .number = ++l->sent,
                      .time = keeper_now(l->hosted->process.keeper),
                      .body = body};
    size_t size = frame_encode(&f, bytes, sizeof(bytes));

    if (l->stream)
        (void)bufferevent_write(l->stream, bytes, size);
}

static bool is_same(const struct request *a, const struct request *b)
{
    uint8_t one[REQUEST_SIZE_MAX], two[REQUEST_SIZE_MAX];
    size_t size = request_encode(a, one, sizeof(one));

    return request_encode(b, two, sizeof(two)) == size &&
           memcmp(one, two, size) == 0;
}

static void ask(struct hosted *h, const struct request *r)
{
    struct clock_seat *s = h->seat;
    uint8_t body[REQUEST_SIZE_MAX];
    size_t size = request_encode(r, body, sizeof(body));

    if (s->has_said && is_same(&s->said, r))
        return;
    s->has_said = true;
    s->said = *r;
    send_line(&s->line[0], FRAME_REQUEST, (struct bytes){body, size});
}

bool hosted_clock(struct hosted *h)
{
    struct clock_seat *s = h->seat;
    struct request request;
    struct grant grant;
    uint8_t m, body[GRANT_SIZE_MAX];
    bool known;

    if (!s)
        return false;
    known = keeper_request(h->process.keeper, &request);
    if (!is_first(h)) {
        if (known)
            ask(h, &request);
        return false;
    }
    if (known)
        clock_request(s->clock, 0, &request);
    while (clock_next(s->clock, &m, &grant)) {
        if (hosted_is_live(h))
            grant.now = hosted_now(h);
        if (m == 0) {
            keeper_grant(h->process.keeper, &grant);
            return true;
        }
        size_t size = grant_encode(&grant, body, sizeof(body));
        send_line(&s->line[m], FRAME_GRANT, (struct bytes){body, size});
    }
    return false;
}

bool hosted_clock_done(const struct hosted *h)
{
    return !h->seat || !h->seat->clock || clock_finished(h->seat->clock);
}

static void take(struct clock_line *l, const struct frame *f)
{
    struct hosted *h = l->hosted;
    struct request request;
    struct grant grant;

    if (h->seat->clock) {
        if (f->kind == FRAME_REQUEST &&
            request_decode(f->body, &request) == ERR_OK)
            clock_request(h->seat->clock, l->mediator, &request);
    } else if (f->kind == FRAME_GRANT &&
               grant_decode(f->body, &grant) == ERR_OK &&
               !h->process.finished) {
        if (hosted_is_live(h))
            hosted_set_now(h, grant.now);
        keeper_grant(h->process.keeper, &grant);
    }
}

static void on_read(struct bufferevent *stream, void *arg)
{
    struct clock_line *l = arg;
    struct evbuffer *in = bufferevent_get_input(stream);
    uint8_t bytes[LINE_FRAME_MAX];
    struct frame f;
    size_t used;

    for (;;) {
        ev_ssize_t size = evbuffer_copyout(in, bytes, sizeof(bytes));
        struct bytes come = {bytes, size > 0 ? (size_t)size : 0};
        if (frame_decode(come, &f, &used) != ERR_OK)
            break;
        take(l, &f);
        (void)evbuffer_drain(in, used);
        hosted_pump(l->hosted);
    }
}

/* The first mediator is lost, and the clock with it. */
static void break_off(struct hosted *h)
{
    struct request r;
    struct grant end = {.kind = GRANT_END,
                        .now = keeper_now(h->process.keeper),
                        .outcome = OUTCOME_BROKEN_OFF};

    if (!keeper_request(h->process.keeper, &r)) {
        keeper_stop(h->process.keeper);
        return;
    }
    end.number = r.done + 1;
    keeper_grant(h->process.keeper, &end);
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
    struct clock_line *l = arg;
    struct hosted *h = l->hosted;
    char text[256];

    (void)stream, (void)what;
    bufferevent_free(l->stream);
    l->stream = NULL;
    if (h->seat->clock ? !clock_lose(h->seat->clock, l->mediator)
                       : h->process.finished)
        return;
    (void)snprintf(text, sizeof(text), "mediator %s: lost",
                   h->process.brief->mediators[l->mediator].id);
    hosted_link_note(h, UINT16_MAX, REASON_GONE, text);
    if (!h->seat->clock)
        break_off(h);
    hosted_pump(h);
}

static bool open_line(struct hosted *h, uint8_t mediator, int fd)
{
    struct clock_line *l = &h->seat->line[mediator];

    *l = (struct clock_line){.hosted = h, .mediator = mediator};
    if (evutil_make_socket_nonblocking(fd) == 0)
        l->stream = bufferevent_socket_new(
            h->hub->base, fd, BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    if (!l->stream) {
        close(fd);
        return false;
    }
    bufferevent_setcb(l->stream, on_read, NULL, on_event, l);
    return bufferevent_enable(l->stream, EV_READ | EV_WRITE) == 0;
}

enum err hub_share(struct hosted *h, int first_fd, struct diag *diag)
{
    const struct scenario *s = h->process.brief;
    bool good = true;

    h->seat = memory_new(1, sizeof(*h->seat));
    if (h->seat && is_first(h))
        h->seat->clock = clock_new(s);
    if (!h->seat || (is_first(h) && !h->seat->clock))
        return diag_set(diag, ERR_MEMORY, "no memory for the clock");
    if (!is_first(h))
        good = open_line(h, 0, first_fd);
    for (uint8_t m = 1; m < s->mediator_count && is_first(h); m++)
        good = open_line(h, m, first_fd + m) && good;
    if (!good)
        return diag_set(diag, ERR_SYSTEM, "no line to the other mediators");
    hosted_pump(h);
    return ERR_OK;
}

void hosted_clock_free(struct hosted *h)
{
    if (!h->seat)
        return;
    for (uint8_t m = 0; m < MEDIATORS_MAX; m++) {
        struct bufferevent *stream = h->seat->line[m].stream;
        if (!stream)
            continue;
        /* The last word must be out before the end. */
        (void)evbuffer_unfreeze(bufferevent_get_output(stream), 1);
        (void)evbuffer_write(bufferevent_get_output(stream),
                             bufferevent_getfd(stream));
        bufferevent_free(stream);
    }
    clock_free(h->seat->clock);
    memory_free(h->seat);
    h->seat = NULL;
}
