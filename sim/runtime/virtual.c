#include "virtual.h"

#include "system.h"

#include <string.h>

/* A frame on its way to a room. */
struct sent_frame {
    struct sent_frame *next;
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

enum err virtual_init(struct virtual_talks *t, const struct process_plan *plans,
                      uint8_t room_count, struct diag *diag)
{
    enum err e;

    memset(t, 0, sizeof(*t));
    t->last_sent = &t->sent;
    e = process_init(&t->mediator, &plans[0], diag);
    if (e)
        return e;
    for (uint8_t r = 0; r < room_count; r++) {
        e = process_init(&t->rooms[r], &plans[1 + r], diag);
        if (e) {
            virtual_fini(t);
            return e;
        }
        t->room_count++;
    }
    return ERR_OK;
}

void virtual_fini(struct virtual_talks *t)
{
    struct sent_frame *frame;

    while ((frame = next_sent(t)) != NULL)
        memory_free(frame);
    for (uint8_t r = 0; r < t->room_count; r++)
        process_fini(&t->rooms[r]);
    process_fini(&t->mediator);
    t->room_count = 0;
}

/* Put a frame on its way to a room, behind those sent before. */
static enum err send_later(struct virtual_talks *t, uint8_t room,
                           struct bytes bytes)
{
    struct sent_frame *frame = memory_new(1, sizeof(*frame) + bytes.size);

    if (!frame)
        return ERR_MEMORY;
    frame->room = room;
    frame->size = bytes.size;
    memcpy(frame->bytes, bytes.data, bytes.size);
    *t->last_sent = frame;
    t->last_sent = &frame->next;
    return ERR_OK;
}

/* An ACK says what was acted upon, so it must not overtake what the mediator
 * sent before. */
static enum err acknowledge_room(struct virtual_talks *t, uint8_t room)
{
    struct session *s = process_session(&t->mediator, room);
    uint8_t frame[FRAME_HEADER_SIZE + 64];
    size_t size = session_ack(s, s->time, frame, sizeof(frame));

    return size ? send_later(t, room, (struct bytes){frame, size}) : ERR_OK;
}

static void acknowledge_mediator(struct virtual_talks *t, uint8_t room)
{
    struct session *s = process_session(&t->rooms[room], 0);
    uint8_t frame[FRAME_HEADER_SIZE + 64];
    size_t size = session_ack(s, s->time, frame, sizeof(frame));
    struct frame f;
    struct message m;

    if (size)
        (void)session_open(process_session(&t->mediator, room),
                           (struct bytes){frame, size}, &f, &m);
}

/* What a room did goes to the keeper of the clock. */
static enum err carry_room(struct virtual_talks *t, uint8_t room)
{
    const struct effects *effects = &t->rooms[room].effects;
    enum err err = ERR_OK;

    for (size_t n = 0; n < effects->count && !err; n++) {
        const struct effect *e = &effects->list[n];
        enum reason why;

        if (e->kind != EFFECT_SEND)
            continue;
        why = keeper_arrive(t->mediator.keeper, room, e->bytes);
        if (why)
            keeper_gone(t->mediator.keeper, room, why);
        err = acknowledge_room(t, room);
    }
    return err;
}

enum err virtual_start(struct virtual_talks *t)
{
    enum err e = ERR_OK;

    for (uint8_t r = 0; r < t->room_count && !e; r++) {
        e = process_start(&t->rooms[r]);
        if (!e)
            e = carry_room(t, r);
    }
    return e;
}

/* Keep what the mediator sends until it has nothing more to do: between
 * processes, too, no room hears of a step before the batch is through. */
static enum err put_off(struct virtual_talks *t)
{
    const struct effects *effects = &t->mediator.effects;
    enum err e = ERR_OK;

    for (size_t n = 0; n < effects->count && !e; n++) {
        const struct effect *effect = &effects->list[n];
        if (effect->kind == EFFECT_SEND)
            e = send_later(t, (uint8_t)effect->peer, effect->bytes);
    }
    return e;
}

static enum err deliver(struct virtual_talks *t, const struct sent_frame *frame)
{
    struct process *room = &t->rooms[frame->room];
    struct bytes bytes = {frame->bytes, frame->size};
    struct frame f;
    struct message m;
    size_t used;
    enum err e, carried;

    if (room->finished)
        return ERR_OK;
    /* A good ACK is no input of the room, as in join.c. */
    if (frame_decode(bytes, &f, &used) == ERR_OK && f.kind == MESSAGE_ACK &&
        session_open(process_session(room, 0), bytes, &f, &m) == REASON_NONE)
        return ERR_OK;
    e = process_frame(room, bytes);
    acknowledge_mediator(t, frame->room);
    carried = carry_room(t, frame->room);
    e = e ? e : carried;
    if (room->finished)
        keeper_gone(t->mediator.keeper, frame->room, room_failed(room->room));
    return e;
}

enum err virtual_turn(struct virtual_talks *t, bool *done)
{
    struct sent_frame *frame;
    bool given = true;
    enum err e = ERR_OK;

    *done = false;
    while (given && !t->mediator.finished && !e) {
        e = process_turn(&t->mediator, INSTANT_ZERO, &given);
        if (given && !e) {
            *done = true;
            e = put_off(t);
        }
    }
    while (!e && (frame = next_sent(t)) != NULL) {
        e = deliver(t, frame);
        memory_free(frame);
    }
    return e;
}

enum err virtual_run(struct virtual_talks *t, struct diag *diag)
{
    uint32_t turns = 0;
    bool done = true;
    enum err e = virtual_start(t);

    while (!e && done && !t->mediator.finished) {
        bool enough = t->turns_max && ++turns > t->turns_max;
        if (enough || system_is_told_to_stop())
            keeper_stop(t->mediator.keeper);
        e = virtual_turn(t, &done);
    }
    if (e)
        return diag_set(diag, e, "the talks could not be recorded: %s",
                        err_text(e));
    if (!t->mediator.finished)
        return diag_set(diag, ERR_STATE,
                        "a room waits for a person; run it without --virtual");
    for (uint8_t r = 0; r < t->room_count && !e; r++)
        e = process_close(&t->rooms[r], 0);
    return e ? e : process_close(&t->mediator, 0);
}
