/* Links of the rooms: who is admitted, what arrives, who went. */
#include "mediate_private.h"

#include <event2/event.h>
#include <stdio.h>
#include <string.h>

void hosted_log_refusal(struct seat_link *s, uint32_t why)
{
    char line[256];

    if (s->logged)
        return;
    s->logged = true;
    (void)snprintf(line, sizeof(line), "room %s: refused: %s",
                   s->hosted->process.brief->rooms[s->room].id,
                   reason_text(why));
    hosted_link_note(s->hosted, s->room, why, line);
}

static void refuse(struct seat_link *s, enum reason why)
{
    hosted_log_refusal(s, (uint32_t)why);
    keeper_gone(s->hosted->process.keeper, s->room, why);
    link_close(s->link);
}

static void note_goodbye(struct seat_link *s, const struct frame *frame)
{
    if (frame->kind == MESSAGE_BYE)
        s->goodbye = true;
}

/* Complete frames at the start of in; returns how many bytes they are. */
static size_t take_frames(struct seat_link *s, struct bytes in)
{
    struct hosted *h = s->hosted;
    size_t eaten = 0;

    while (!s->goodbye) {
        struct bytes rest = {in.data + eaten, in.size - eaten};
        struct session *session = process_session(&h->process, s->room);
        uint8_t ack[FRAME_HEADER_SIZE + 64];
        struct frame frame;
        size_t used, size;
        enum err e = frame_decode(rest, &frame, &used);
        enum reason why;

        if (e == ERR_MORE)
            return eaten;
        why = e == ERR_OK         ? keeper_arrive(h->process.keeper, s->room,
                                                  (struct bytes){rest.data, used})
              : e == ERR_TOO_LONG ? REASON_LENGTH
              : e == ERR_VERSION  ? REASON_VERSION
                                  : REASON_FORM;
        if (why) {
            refuse(s, why);
            return in.size;
        }
        note_goodbye(s, &frame);
        eaten += used;
        size = session_ack(session, keeper_now(h->process.keeper), ack,
                           sizeof(ack));
        if (size)
            hosted_post(h, s->room, (struct bytes){ack, size});
        if (hosted_is_live(h))
            hosted_turn(h); /* while the frame is at hand */
    }
    return in.size;
}

static void on_half(evutil_socket_t fd, short what, void *arg)
{
    struct seat_link *s = arg;

    (void)fd, (void)what;
    if (!s->link)
        return;
    refuse(s, REASON_LATE);
    hosted_pump(s->hosted);
}

/* A frame that has begun has to end, or it would hold the clock for ever. Its
 * limit begins anew with each frame: one that ended is no delay of the next. */
static void await_rest(struct seat_link *s, bool half, bool ended)
{
    struct timeval limit = {FRAME_LIMIT_MS / 1000,
                            FRAME_LIMIT_MS % 1000 * 1000};

    s->partial = half;
    if ((!half || ended) && s->half)
        event_del(s->half);
    if (!half)
        return;
    if (!s->half)
        s->half = event_new(s->hosted->hub->base, -1, 0, on_half, s);
    if (s->half && !event_pending(s->half, EV_TIMEOUT, NULL))
        (void)event_add(s->half, &limit);
}

static size_t on_bytes(void *arg, struct link *link, struct bytes in)
{
    struct seat_link *s = arg;
    size_t eaten;

    (void)link;
    if (!s || !s->link)
        return in.size;
    eaten = take_frames(s, in);
    await_rest(s, eaten<in.size, eaten> 0);
    hosted_pump(s->hosted);
    return eaten;
}

static struct seat_link *find_seat(struct hosted *h, const char *room)
{
    for (uint8_t r = 0; r < h->room_count; r++)
        if (mediator_reaches(h->process.mediator, r) &&
            strcmp(h->process.brief->rooms[r].id, room) == 0)
            return &h->rooms[r];
    return NULL;
}

static struct hosted *find_talk(struct hub *hub, uint64_t talk)
{
    struct hosted *h = hub->talks;

    while (h && h->process.brief->brief.talk != talk)
        h = h->next;
    return h;
}

static void on_opened(void *arg, struct link *link,
                      const struct peer_name *peer)
{
    struct hub *hub = arg;
    struct hosted *h = find_talk(hub, peer->talk);
    struct seat_link *s = h ? find_seat(h, peer->name) : NULL;
    char line[256];

    link_set_arg(link, NULL);
    if (h && peer->role == PEER_CLOCK) {
        hosted_line(h, link, peer);
        return;
    }
    if (s && s->hosted->process.finished) {
        link_close(link); /* it comes when all is over */
        return;
    }
    if (!s || s->link) {
        enum reason why = s ? REASON_TAKEN : REASON_ROOM;
        (void)snprintf(line, sizeof(line), "room %s: refused: %s", peer->name,
                       reason_text(why));
        if (s) {
            hosted_link_note(s->hosted, s->room, why, line);
        }
        link_close(link);
        return;
    }
    s->link = link;
    link_set_arg(link, s);
    (void)snprintf(line, sizeof(line), "room %s: connected", peer->name);
    hosted_circumstance(s->hosted, RECORD_LINK, s->room, REASON_NONE, line);
}

/* Who is full itself is read on: he may be reading nothing before he has said
 * all he has to say. */
static bool may_be_read(const struct hosted *h, uint8_t room)
{
    if (h->journal &&
        journal_appended(h->journal) - journal_synced(h->journal) >
            JOURNAL_BEHIND_MAX)
        return false;
    if (link_is_full(h->rooms[room].link))
        return true;
    for (uint8_t r = 0; r < h->room_count; r++) {
        const struct seat_link *s = &h->rooms[r];
        if (s->link && !s->goodbye && !s->logged && link_is_full(s->link))
            return false;
    }
    return true;
}

void hosted_mind_queues(struct hosted *h)
{
    for (uint8_t r = 0; r < h->room_count; r++) {
        struct seat_link *s = &h->rooms[r];
        bool read = !s->link || may_be_read(h, r);

        if (read == !s->paused)
            continue;
        s->paused = !read;
        if (s->paused) {
            link_pause(s->link);
            if (s->half)
                event_del(s->half);
        } else if (s->link) {
            link_resume(s->link);
            await_rest(s, s->partial, false);
        }
    }
}

static void on_drained(void *arg, struct link *link)
{
    struct seat_link *s = arg;

    (void)link;
    if (s)
        hosted_pump(s->hosted);
}

static void on_closed(void *arg, struct link *link, enum reason reason,
                      const char *text)
{
    struct seat_link *s = arg;
    struct hosted *h = s ? s->hosted : NULL;

    (void)link;
    if (!s)
        return;
    s->link = NULL;
    await_rest(s, false, false);
    if (!s->goodbye && !s->logged && !h->process.finished) {
        enum reason why = reason == REASON_NONE ? REASON_GONE : reason;
        char line[512];
        bool said = strstr(text, reason_text((uint32_t)why)) != NULL;
        (void)snprintf(line, sizeof(line), "room %s: lost: %s%s%s",
                       h->process.brief->rooms[s->room].id,
                       said ? "" : reason_text((uint32_t)why), said ? "" : ": ",
                       text);
        s->logged = true;
        hosted_link_note(h, s->room, why, line);
        keeper_gone(h->process.keeper, s->room, why);
    }
    hosted_pump(h);
}

static void on_refused(void *arg, enum reason reason, const char *text)
{
    struct hub *hub = arg;

    for (struct hosted *h = hub->talks; h; h = h->next) {
        char line[512];
        (void)snprintf(line, sizeof(line), "refused at the door: %s",
                       text ? text : reason_text((uint32_t)reason));
        hosted_link_note(h, UINT16_MAX, (uint32_t)reason, line);
    }
}

const struct link_ops mediate_link_ops = {.opened = on_opened,
                                          .bytes = on_bytes,
                                          .drained = on_drained,
                                          .closed = on_closed,
                                          .refused = on_refused};
