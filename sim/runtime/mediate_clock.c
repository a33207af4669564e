/*
 * The clock of the mediators of one talk. The first of them keeps it in its
 * process: the others send it requests and get grants, as frames over a line
 * (mediate_line.h). Nothing else crosses.
 */
#include "mediate_private.h"

#include "mediate_line.h"

#include <stdio.h>
#include <string.h>

#define LINE_FRAME_MAX (FRAME_HEADER_SIZE + REQUEST_SIZE_MAX)

/* No live talks have gone on for longer; within it clocks can be set. */
#define LIVE_TIME_MAX_US (INT64_MAX / 4000)

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

    line_send(l, (struct bytes){bytes, size});
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

    if (!line_is_open(&s->line[0]) || (s->has_said && is_same(&s->said, r)))
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

bool hosted_clock_done(struct hosted *h)
{
    struct clock_seat *s = h->seat;
    bool done = true;

    if (!s)
        return true;
    for (uint8_t m = 1; m < MEDIATORS_MAX && s->clock; m++)
        if (!s->line[m].came)
            (void)clock_lose(s->clock, m); /* too late for these talks */
    if (s->clock && !clock_finished(s->clock))
        return false;
    for (uint8_t m = 0; m < MEDIATORS_MAX; m++)
        done = line_end(&s->line[m]) && done;
    return done;
}

static enum reason take_request(struct clock_line *l, const struct frame *f)
{
    struct request request;

    if (request_decode(f->body, &request) != ERR_OK)
        return REASON_FORM;
    clock_request(l->hosted->seat->clock, l->mediator, &request);
    return REASON_NONE;
}

static enum reason take_grant(struct hosted *h, const struct frame *f)
{
    struct request last;
    struct grant grant;

    if (grant_decode(f->body, &grant) != ERR_OK)
        return REASON_FORM;
    if (h->process.finished)
        return REASON_NONE;
    if (!keeper_request(h->process.keeper, &last) ||
        grant.number != last.done + 1)
        return REASON_ORDER;
    if (hosted_is_live(h) && grant.now.us > LIVE_TIME_MAX_US)
        return REASON_FORM;
    if (hosted_is_live(h))
        hosted_set_now(h, grant.now);
    keeper_grant(h->process.keeper, &grant);
    return REASON_NONE;
}

static enum reason take(struct clock_line *l, const struct frame *f)
{
    struct hosted *h = l->hosted;
    bool first = h->seat->clock != NULL;

    if (f->talk != h->process.brief->brief.talk)
        return REASON_TALK;
    if (f->number != ++l->received)
        return REASON_ORDER;
    if (f->kind != (first ? FRAME_REQUEST : FRAME_GRANT))
        return REASON_KIND;
    return first ? take_request(l, f) : take_grant(h, f);
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

/* No loss: it has said that it has finished; or the first, which ends the line
 * when all have. But where a room went, it may have gone with the first. */
static bool is_over(const struct clock_line *l, enum reason why)
{
    struct hosted *h = l->hosted;

    if (h->seat->clock)
        return !clock_lose(h->seat->clock, l->mediator);
    return h->process.finished &&
           (why == REASON_NONE || h->process.outcome != OUTCOME_BROKEN_OFF);
}

/* A mediator is no more, or never was. Without the first the others cannot go
 * on, and without all of them the talks do not begin: neither is how talks
 * end. */
static void lose(struct clock_line *l, enum reason why, const char *how,
                 const char *text)
{
    struct hosted *h = l->hosted;
    const char *reason = l->came ? reason_text((uint32_t)why) : text;
    bool said = why == REASON_NONE || strstr(text, reason);
    char line[512];

    if (is_over(l, why))
        return;
    (void)snprintf(line, sizeof(line), "mediator %s: %s: %s%s%s",
                   h->process.brief->mediators[l->mediator].id, how,
                   said ? "" : reason, said ? "" : ": ", text);
    hosted_link_note(h, UINT16_MAX, why ? (uint32_t)why : REASON_GONE, line);
    if (!l->came && !h->seat->clock && !h->err)
        h->err = ERR_INTERRUPTED;
    if (!l->came || !h->seat->clock)
        h->failed = true;
    if (!h->seat->clock && !h->process.finished)
        break_off(h);
}

void line_on_opened(struct clock_line *l)
{
    hosted_pump(l->hosted);
}

void line_on_gone(struct clock_line *l, enum reason reason, const char *text)
{
    lose(l, reason, l->came ? "lost" : "not reached", text);
    hosted_pump(l->hosted);
}

size_t line_on_bytes(struct clock_line *l, struct bytes in)
{
    size_t eaten = 0;

    while (line_is_open(l)) {
        struct bytes rest = {in.data + eaten, in.size - eaten};
        struct frame f;
        size_t used;
        enum err e = frame_decode(rest, &f, &used);
        enum reason why;

        if (e == ERR_MORE)
            return eaten;
        why = e == ERR_OK         ? take(l, &f)
              : e == ERR_TOO_LONG ? REASON_LENGTH
              : e == ERR_VERSION  ? REASON_VERSION
                                  : REASON_FORM;
        if (why) {
            line_cut(l);
            lose(l, why, "lost", reason_text((uint32_t)why));
        }
        eaten += used;
        hosted_pump(l->hosted);
    }
    return in.size;
}

bool hosted_clock_late(struct hosted *h)
{
    const struct scenario *s = h->process.brief;
    bool late = false;

    for (uint8_t m = 1; m < s->mediator_count && h->seat && is_first(h); m++) {
        struct clock_line *l = &h->seat->line[m];
        if (l->came)
            continue;
        lose(l, REASON_LATE, "lost", "it did not come");
        l->came = late = true;
    }
    return late;
}

void hosted_clock_part(struct hosted *h)
{
    for (uint8_t m = 0; m < MEDIATORS_MAX && h->seat; m++) {
        struct clock_line *l = &h->seat->line[m];
        if (!line_is_open(l))
            continue;
        line_cut(l);
        lose(l, REASON_LATE, "lost", "it did not say that it ended");
    }
}

/* The line of a mediator that has come to the first. NULL, and why. */
static struct clock_line *find_line(struct hosted *h, const char *mediator,
                                    const char **why)
{
    const struct scenario *s = h->process.brief;

    *why = "no such mediator in these talks";
    for (uint8_t m = 1; m < s->mediator_count; m++) {
        struct clock_line *l = &h->seat->line[m];
        if (strcmp(s->mediators[m].id, mediator) != 0)
            continue;
        *why = "the mediator is already here";
        return l->came ? NULL : l;
    }
    return NULL;
}

void hosted_line(struct hosted *h, struct link *link,
                 const struct peer_name *peer)
{
    struct clock_line *l = NULL;
    const char *why = "these talks have another clock";
    char text[256];

    if (h->process.finished)
        why = "the talks are over";
    else if (h->seat && h->seat->clock)
        l = find_line(h, peer->name, &why);
    (void)snprintf(text, sizeof(text), "mediator %s: %s%s", peer->name,
                   l ? "connected" : "refused: ", l ? "" : why);
    if (!l) {
        hosted_link_note(h, UINT16_MAX, REASON_TAKEN, text);
        link_close(link);
        return;
    }
    hosted_circumstance(h, RECORD_LINK, UINT16_MAX, REASON_NONE, text);
    line_adopt(l, link);
    hosted_pump(h);
}

static enum err take_seat(struct hosted *h, struct diag *diag)
{
    const struct scenario *s = h->process.brief;

    h->seat = memory_new(1, sizeof(*h->seat));
    if (h->seat && is_first(h))
        h->seat->clock = clock_new(s);
    if (!h->seat || (is_first(h) && !h->seat->clock))
        return diag_set(diag, ERR_MEMORY, "no memory for the clock");
    for (uint8_t m = 0; m < MEDIATORS_MAX; m++) {
        h->seat->line[m].hosted = h;
        h->seat->line[m].mediator = m;
    }
    return ERR_OK;
}

enum err hub_share(struct hosted *h, int first_fd, struct diag *diag)
{
    const struct scenario *s = h->process.brief;
    struct event_base *base = h->hub->base;
    enum err e = take_seat(h, diag);
    bool good = true;

    if (e)
        return e;
    if (!is_first(h))
        good = line_inherit(&h->seat->line[0], base, first_fd);
    for (uint8_t m = 1; m < s->mediator_count && is_first(h); m++)
        good = line_inherit(&h->seat->line[m], base, first_fd + m) && good;
    if (!good)
        return diag_set(diag, ERR_SYSTEM, "no line to the other mediators");
    hosted_pump(h);
    return ERR_OK;
}

enum err hub_share_apart(struct hosted *h, struct dial_request *first,
                         struct diag *diag)
{
    const struct scenario *s = h->process.brief;
    enum err e = take_seat(h, diag);

    if (!e && !is_first(h)) {
        first->door = (struct door){.talk = s->brief.talk,
                                    .roles = PEER_BIT(PEER_MEDIATOR),
                                    .name = s->mediators[0].id};
        e = line_dial(&h->seat->line[0], h->hub->net, first, diag);
    }
    if (!e)
        hosted_pump(h);
    return e;
}

void hosted_clock_free(struct hosted *h)
{
    if (!h->seat)
        return;
    for (uint8_t m = 0; m < MEDIATORS_MAX; m++)
        line_cut(&h->seat->line[m]);
    clock_free(h->seat->clock);
    memory_free(h->seat);
    h->seat = NULL;
}
