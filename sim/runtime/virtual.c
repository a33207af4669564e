#include "virtual.h"

#include "system.h"

#include <string.h>

#define LOOK_EVERY 64u /* turns between two looks at whether to stop */

/* A frame on its way to a room. */
struct sent_frame {
    struct sent_frame *next;
    uint8_t mediator; /* by which it was sent */
    uint8_t room;
    size_t size;
    uint8_t bytes[];
};

static struct sent_frame *next_sent(struct virtual_talks *t)
{
    struct sent_frame *frame = t->sent;

    if (frame) {
        t->sent = frame->next;
        if (!t->sent)
            t->last_sent = &t->sent;
    }
    return frame;
}

/* A mediator by its index. */
static struct process *nth(struct virtual_talks *t, uint8_t mediator)
{
    return mediator ? &t->further[mediator - 1] : &t->mediator;
}

static enum err init_all(struct virtual_talks *t,
                         const struct process_plan *plans, uint8_t room_count,
                         struct diag *diag)
{
    uint8_t further = (uint8_t)(t->mediator.brief->mediator_count - 1);
    enum err e = ERR_OK;

    for (uint8_t r = 0; r < room_count && !e; r++) {
        e = process_init(&t->rooms[r], &plans[1 + r], diag);
        t->room_count = (uint8_t)(t->room_count + !e);
    }
    for (uint8_t m = 0; m < further && !e; m++) {
        e = process_init(&t->further[m], &plans[1 + room_count + m], diag);
        t->further_count = (uint8_t)(t->further_count + !e);
    }
    if (e || further == 0)
        return e;
    t->clock = clock_new(t->mediator.brief);
    return t->clock ? ERR_OK
                    : diag_set(diag, ERR_MEMORY, "no memory for the clock");
}

enum err virtual_init(struct virtual_talks *t, const struct process_plan *plans,
                      uint8_t room_count, struct diag *diag)
{
    enum err e;

    memset(t, 0, sizeof(*t));
    t->last_sent = &t->sent;
    e = process_init(&t->mediator, &plans[0], diag);
    if (e)
        return e;
    e = init_all(t, plans, room_count, diag);
    if (e)
        virtual_fini(t);
    return e;
}

void virtual_fini(struct virtual_talks *t)
{
    struct sent_frame *frame;

    while ((frame = next_sent(t)) != NULL)
        memory_free(frame);
    for (uint8_t r = 0; r < t->room_count; r++)
        process_fini(&t->rooms[r]);
    for (uint8_t m = 0; m <= t->further_count; m++) {
        programs_free(t->programs[m]);
        t->programs[m] = NULL;
        process_fini(nth(t, m));
    }
    clock_free(t->clock);
    t->room_count = t->further_count = 0;
    t->clock = NULL;
}

static uint8_t channel_of(const struct virtual_talks *t, uint8_t mediator,
                          uint8_t room)
{
    int channel = room_channel(t->mediator.brief, room, mediator);

    return (uint8_t)(channel < 0 ? 0 : channel);
}

/* Put a frame on its way to a room, behind those sent before. */
static enum err send_later(struct virtual_talks *t, uint8_t mediator,
                           uint8_t room, struct bytes bytes)
{
    struct sent_frame *frame = memory_new(1, sizeof(*frame) + bytes.size);

    if (!frame)
        return ERR_MEMORY;
    frame->mediator = mediator;
    frame->room = room;
    frame->size = bytes.size;
    memcpy(frame->bytes, bytes.data, bytes.size);
    *t->last_sent = frame;
    t->last_sent = &frame->next;
    return ERR_OK;
}

/* An ACK says what was acted upon, so it must not overtake what the mediator
 * sent before. */
static enum err acknowledge_room(struct virtual_talks *t, uint8_t mediator,
                                 uint8_t room)
{
    struct session *s = process_session(nth(t, mediator), room);
    uint8_t frame[FRAME_HEADER_SIZE + 64];
    size_t size = session_ack(s, s->time, frame, sizeof(frame));

    return size ? send_later(t, mediator, room, (struct bytes){frame, size})
                : ERR_OK;
}

static void acknowledge_mediator(struct virtual_talks *t, uint8_t mediator,
                                 uint8_t room)
{
    struct session *s =
        process_session(&t->rooms[room], channel_of(t, mediator, room));
    uint8_t frame[FRAME_HEADER_SIZE + 64];
    size_t size = session_ack(s, s->time, frame, sizeof(frame));
    struct frame f;
    struct message m;

    if (size)
        (void)session_open(process_session(nth(t, mediator), room),
                           (struct bytes){frame, size}, &f, &m);
}

/* What a room did goes to the keepers of its mediators. */
static enum err carry_room(struct virtual_talks *t, uint8_t room)
{
    const struct effects *effects = &t->rooms[room].effects;
    enum err err = ERR_OK;

    for (size_t n = 0; n < effects->count && !err; n++) {
        const struct effect *e = &effects->list[n];
        uint8_t m;
        enum reason why;

        if (e->kind != EFFECT_SEND)
            continue;
        m = channel_mediator(t->mediator.brief, room, e->peer);
        why = keeper_arrive(nth(t, m)->keeper, room, e->bytes);
        if (why)
            keeper_gone(nth(t, m)->keeper, room, why);
        err = acknowledge_room(t, m, room);
    }
    return err;
}

static enum err start_rooms(struct virtual_talks *t)
{
    enum err e = ERR_OK;

    for (uint8_t r = 0; r < t->room_count && !e; r++) {
        e = process_start(&t->rooms[r]);
        if (!e)
            e = carry_room(t, r);
    }
    return e;
}

/* Keep what a mediator sends until it has nothing more to do: between
 * processes, too, no room hears of a step before the batch is through. */
static enum err put_off(struct virtual_talks *t, uint8_t mediator)
{
    const struct effects *effects = &nth(t, mediator)->effects;
    enum err e = ERR_OK;

    for (size_t n = 0; n < effects->count && !e; n++) {
        const struct effect *effect = &effects->list[n];
        if (effect->kind == EFFECT_SEND)
            e = send_later(t, mediator, (uint8_t)effect->peer, effect->bytes);
    }
    return e;
}

static void part(struct virtual_talks *t, uint8_t room)
{
    for (uint8_t m = 0; m <= t->further_count; m++)
        if (mediator_reaches(nth(t, m)->mediator, room))
            keeper_gone(nth(t, m)->keeper, room,
                        room_failed(t->rooms[room].room));
}

/* Reports and asks go to the mediator's programs, if its design has any. */
static enum err tell_programs(struct virtual_talks *t, uint8_t mediator)
{
    struct process *p = nth(t, mediator);
    struct programs **programs = &t->programs[mediator];
    const struct programs_plan plan = {.mediator = p,
                                       .beside = t->beside,
                                       .walls = t->walls,
                                       .circumstances = true};

    for (size_t n = 0; n < p->effects.count && !*programs; n++)
        if (p->effects.list[n].kind == EFFECT_REPORT) {
            *programs = programs_new(&plan);
            if (!*programs)
                return ERR_SYSTEM;
        }
    if (*programs)
        programs_carry(*programs);
    return ERR_OK;
}

/* All else waits while programs are asked; true when one has answered. */
static bool wait_for_programs(struct virtual_talks *t)
{
    bool any = false;

    for (uint8_t m = 0; m <= t->further_count; m++)
        if (t->programs[m] && !nth(t, m)->finished)
            any |= programs_wait(t->programs[m]);
    return any;
}

static enum err deliver(struct virtual_talks *t, const struct sent_frame *frame)
{
    struct process *room = &t->rooms[frame->room];
    uint8_t channel = channel_of(t, frame->mediator, frame->room);
    struct bytes bytes = {frame->bytes, frame->size};
    struct frame f;
    struct message m;
    size_t used;
    enum err e, carried;

    if (room->finished)
        return ERR_OK;
    /* A good ACK is no input of the room, as in join.c. */
    if (frame_decode(bytes, &f, &used) == ERR_OK && f.kind == MESSAGE_ACK &&
        session_open(process_session(room, channel), bytes, &f, &m) ==
            REASON_NONE)
        return ERR_OK;
    e = process_frame(room, channel, bytes);
    acknowledge_mediator(t, frame->mediator, frame->room);
    carried = carry_room(t, frame->room);
    e = e ? e : carried;
    if (room->finished)
        part(t, frame->room);
    return e;
}

/* All that a mediator has to do now. */
static enum err turn_of(struct virtual_talks *t, uint8_t mediator, bool *done)
{
    struct process *p = nth(t, mediator);
    bool given = true;
    enum err e = ERR_OK;

    while (given && !p->finished && !e) {
        e = process_turn(p, INSTANT_ZERO, &given);
        if (given && !e) {
            *done = true;
            e = put_off(t, mediator);
            if (!e)
                e = tell_programs(t, mediator);
        }
    }
    return e;
}

/* Of several mediators: what needs no leave of the clock, then one grant. */
static enum err turn_of_one(struct virtual_talks *t, bool *done)
{
    struct request request;
    struct grant grant;
    uint8_t m;
    enum err e = ERR_OK;

    for (m = 0; m <= t->further_count && !e; m++) {
        e = turn_of(t, m, done);
        if (!e && keeper_request(nth(t, m)->keeper, &request))
            clock_request(t->clock, m, &request);
    }
    if (e || *done || !clock_next(t->clock, &m, &grant))
        return e;
    *done = true;
    keeper_grant(nth(t, m)->keeper, &grant);
    return turn_of(t, m, done);
}

/* A batch, and all that it sent: whether anything was done. */
static enum err turn(struct virtual_talks *t, bool *done)
{
    struct sent_frame *frame;
    enum err e;

    *done = false;
    e = t->clock ? turn_of_one(t, done) : turn_of(t, 0, done);
    while (!e && (frame = next_sent(t)) != NULL) {
        e = deliver(t, frame);
        memory_free(frame);
    }
    return e;
}

static bool is_over(struct virtual_talks *t)
{
    for (uint8_t m = 0; m <= t->further_count; m++)
        if (!nth(t, m)->finished)
            return false;
    return true;
}

static bool has_programs(const struct virtual_talks *t)
{
    for (uint8_t m = 0; m <= t->further_count; m++)
        if (t->programs[m])
            return true;
    return false;
}

enum err virtual_run(struct virtual_talks *t, struct diag *diag)
{
    uint64_t turns = 0;
    bool done = true, stopped = false;
    enum err e = start_rooms(t);

    while (!e && done && !is_over(t)) {
        bool enough = t->turns_max && turns >= t->turns_max;
        /* To ask the system costs as much as a short turn; one that waits for a
         * program is long. */
        bool looks = turns % LOOK_EVERY == 0 || has_programs(t);
        /* Once: whoever is told so at every turn does nothing else. */
        if (!stopped && (enough || (looks && system_is_told_to_stop()))) {
            keeper_stop(t->mediator.keeper);
            stopped = true;
        }
        e = turn(t, &done);
        turns++;
        if (!e && !done)
            done = wait_for_programs(t);
    }
    for (uint8_t m = 0; m <= t->further_count; m++)
        if (t->programs[m])
            programs_end(t->programs[m]);
    if (e)
        return diag_set(diag, e, "the talks could not be recorded: %s",
                        err_text(e));
    if (!is_over(t))
        return diag_set(diag, ERR_STATE,
                        "a room waits for a person; run it without --virtual");
    for (uint8_t r = 0; r < t->room_count && !e; r++)
        e = process_close(&t->rooms[r], 0);
    for (uint8_t m = 0; m <= t->further_count && !e; m++)
        e = process_close(nth(t, m), 0);
    return e;
}
