#include "shuttle/keeper.h"

#include "keeper_state.h"

#include <assert.h>
#include <string.h>

struct keeper *keeper_new(struct mediator *m, bool live)
{
    uint8_t count = mediator_rooms(m);
    struct keeper *k =
        memory_new(1, sizeof(*k) + count * sizeof(struct keeper_room));

    if (!k)
        return NULL;
    k->m = m;
    k->live = live;
    k->count = count;
    k->due = INSTANT_NEVER;
    return k;
}

void keeper_free(struct keeper *k)
{
    if (!k)
        return;
    for (uint8_t r = 0; r < k->count; r++)
        while (k->room[r].first) {
            struct arrival *a = k->room[r].first;
            k->room[r].first = a->next;
            memory_free(a);
        }
    while (k->answers) {
        struct answered *a = k->answers;
        k->answers = a->next;
        memory_free(a);
    }
    while (k->asks) {
        struct asked *a = k->asks;
        k->asks = a->next;
        memory_free(a);
    }
    memory_free(k->held);
    memory_free(k->held_answer);
    memory_free(k);
}

/* The number of the last frame that a WAIT says was read on a channel. */
static uint64_t read_on(const struct message_wait *wait, uint16_t channel)
{
    for (uint8_t n = 0; n < wait->reads.count; n++)
        if (wait->reads.entry[n].channel == channel)
            return wait->reads.entry[n].number;
    return 0;
}

/* What the room says it has read, when the frame says that it waits. */
static void look_at_wait(struct keeper_room *r, const struct frame *frame,
                         const struct message *m)
{
    r->waits = m->kind == MESSAGE_HELLO || m->kind == MESSAGE_BYE ||
               m->kind == MESSAGE_WAIT;
    if (m->kind == MESSAGE_BYE) {
        r->read = UINT64_MAX; /* nothing it is sent will make it speak again */
    } else if (m->kind == MESSAGE_WAIT) {
        r->read = read_on(&m->as.wait, frame->channel);
        for (uint16_t c = 0; c < CHANNELS_MAX; c++)
            r->reads[c] = read_on(&m->as.wait, c);
    }
}

/* Each frame that a room reads, it has to answer. */
static bool is_owed(const struct keeper_room *r, const struct message *m)
{
    if (m->kind != MESSAGE_WAIT)
        return false;
    for (uint16_t c = 0; c < CHANNELS_MAX; c++)
        if (read_on(&m->as.wait, c) > r->reads[c])
            return true;
    return false;
}

enum reason keeper_arrive(struct keeper *k, uint8_t room, struct bytes bytes)
{
    struct keeper_room *r = &k->room[room];
    struct session *session = mediator_session(k->m, room);
    struct frame frame;
    struct message message;
    struct arrival *a;
    enum reason why;
    bool owed;

    if (r->gone)
        return REASON_STATE;
    if (r->queued_size + bytes.size > ARRIVED_SIZE_MAX)
        return REASON_LIMIT;
    why = session_open(session, bytes, &frame, &message);
    if (why || message.kind == MESSAGE_ACK)
        return why;
    if (message.kind == MESSAGE_WAIT &&
        read_on(&message.as.wait, frame.channel) > session->sent)
        return REASON_ORDER; /* it cannot have read what was not sent */
    owed = is_owed(r, &message);
    if (!owed && r->queued - r->owed >= ARRIVED_MAX)
        return REASON_LIMIT;
    a = memory_new(1, sizeof(*a) + bytes.size);
    if (!a)
        return REASON_LIMIT;
    a->serial = k->serial++;
    a->size = bytes.size;
    a->owed = owed;
    memcpy(a->bytes, bytes.data, bytes.size);
    if (r->last)
        r->last->next = a;
    else
        r->first = a;
    r->last = a;
    r->queued++;
    r->owed += owed;
    r->queued_size += bytes.size;
    look_at_wait(r, &frame, &message);
    return REASON_NONE;
}

void keeper_gone(struct keeper *k, uint8_t room, enum reason reason)
{
    struct keeper_room *r = &k->room[room];

    /* After its BYE a room has nothing to lose. */
    if (r->gone || r->read == UINT64_MAX)
        return;
    r->gone = true;
    r->gone_reason = (uint32_t)reason;
}

/* False when no such ask is open. */
static bool close_ask(struct keeper *k, uint32_t ask)
{
    struct asked **at = &k->asks;
    struct asked *found;

    while (*at && (*at)->ask != ask)
        at = &(*at)->next;
    found = *at;
    if (!found)
        return false;
    *at = found->next;
    memory_free(found);
    return true;
}

static void open_ask(struct keeper *k, uint32_t ask)
{
    struct asked *a = memory_new(1, sizeof(*a));

    assert(a);
    a->ask = ask;
    a->next = k->asks;
    k->asks = a;
}

/* Every room was told goodbye, or is gone. */
static bool is_over(const struct keeper *k)
{
    for (uint8_t r = 0; r < k->count; r++)
        if (mediator_reaches(k->m, r) && !k->room[r].gone &&
            !mediator_session(k->m, r)->bye_sent)
            return false;
    return true;
}

void keeper_answer(struct keeper *k, uint32_t ask, struct bytes answer)
{
    struct answered **end = &k->answers;
    struct answered *a;

    if (!close_ask(k, ask) || is_over(k))
        return;
    a = memory_new(1, sizeof(*a) + answer.size);
    assert(a);
    a->ask = ask;
    a->size = answer.size;
    if (answer.size)
        memcpy(a->bytes, answer.data, answer.size);
    /* The simulated clock takes answers once all have come, in the order of
     * the asks, so that it is no matter who was faster. */
    while (*end && (k->live || (*end)->ask < ask))
        end = &(*end)->next;
    a->next = *end;
    *end = a;
}

void keeper_stop(struct keeper *k)
{
    k->stop = true;
}

bool keeper_room_waits(const struct keeper *k, uint8_t room)
{
    const struct keeper_room *r = &k->room[room];

    return r->gone ||
           (r->waits && r->read >= mediator_session(k->m, room)->sent);
}

int keeper_awaits(const struct keeper *k)
{
    for (uint8_t r = 0; r < k->count; r++)
        if (!keeper_room_waits(k, r))
            return r;
    return -1;
}

bool keeper_is_asking(const struct keeper *k)
{
    return k->asks && !is_over(k);
}

void keeper_move_to(struct keeper *k, struct instant now)
{
    if (now.us > k->now.us) {
        k->now = now;
        k->steps = 0;
    }
}

/* The room whose oldest frame of the batch comes first, or -1. The times that
 * rooms write into their frames decide nothing: all that is in one batch came
 * at one instant. */
static int first_of_batch(const struct keeper *k)
{
    for (int r = 0; r < k->count; r++)
        if (k->room[r].batch > 0)
            return r;
    return -1;
}

static bool give_frame(struct keeper *k, int room, struct input *in)
{
    struct keeper_room *r = &k->room[room];
    struct arrival *a = r->first;

    r->first = a->next;
    if (!r->first)
        r->last = NULL;
    r->queued--;
    r->owed -= a->owed;
    r->queued_size -= a->size;
    if (r->batch)
        r->batch--;
    k->held = a;
    in->kind = INPUT_MESSAGE;
    in->peer = (uint16_t)room;
    in->bytes = (struct bytes){a->bytes, a->size};
    return true;
}

/* Things that do not wait for the rooms: the start, a room lost, a stop. */
static bool give_urgent(struct keeper *k, struct input *in)
{
    if (!k->started) {
        k->started = true;
        in->kind = INPUT_START;
        return true;
    }
    if (k->stop) {
        k->stop = false;
        in->kind = INPUT_DEADLINE;
        in->id = DEADLINE_STOP;
        return true;
    }
    for (uint8_t r = 0; r < k->count; r++) {
        struct keeper_room *room = &k->room[r];
        if (room->gone && !room->gone_told) {
            /* What it still said comes first; nobody is waited for, since
             * those who never come would keep its end a secret. */
            if (room->first)
                return give_frame(k, r, in);
            room->gone_told = true;
            in->kind = INPUT_GONE;
            in->peer = r;
            in->id = room->gone_reason;
            return true;
        }
    }
    return false;
}

bool keeper_give_answer(struct keeper *k, struct input *in)
{
    struct answered *a = k->answers;

    if (!a)
        return false;
    k->answers = a->next;
    k->held_answer = a;
    in->kind = INPUT_ANSWER;
    in->id = a->ask;
    in->bytes = (struct bytes){a->bytes, a->size};
    return true;
}

bool keeper_give_deadline(struct keeper *k, uint32_t id, struct input *in)
{
    in->kind = INPUT_DEADLINE;
    in->id = id;
    if (id == DEADLINE_DUE)
        k->due = INSTANT_NEVER;
    return true;
}

void keeper_open_batch(struct keeper *k)
{
    for (uint8_t r = 0; r < k->count; r++)
        k->room[r].batch = k->room[r].queued;
}

bool keeper_give_batch(struct keeper *k, struct input *in)
{
    int room = first_of_batch(k);

    return room >= 0 && give_frame(k, room, in);
}

static bool next_simulated(struct keeper *k, struct input *in)
{
    if (keeper_give_batch(k, in))
        return true;
    if (keeper_awaits(k) >= 0 || keeper_is_asking(k))
        return false;
    if (keeper_give_answer(k, in))
        return true;
    if (k->steps > INSTANT_STEPS_MAX && !k->runaway) {
        k->runaway = true;
        return keeper_give_deadline(k, DEADLINE_RUNAWAY, in);
    }
    keeper_open_batch(k);
    if (keeper_give_batch(k, in)) {
        k->stalled = false;
        return true;
    }
    if (instant_is_never(k->due)) {
        if (k->stalled)
            return false;
        k->stalled = true;
        return keeper_give_deadline(k, DEADLINE_STALLED, in);
    }
    k->stalled = false;
    keeper_move_to(k, k->due);
    return keeper_give_deadline(k, DEADLINE_DUE, in);
}

/* The room whose frame came first of all, or -1. */
static int first_arrived(const struct keeper *k)
{
    int best = -1;

    for (int r = 0; r < k->count; r++) {
        const struct arrival *a = k->room[r].first;
        if (a && (best < 0 || a->serial < k->room[best].first->serial))
            best = r;
    }
    return best;
}

/* Of several mediators the first admits its rooms when all others have. */
static bool is_early(const struct keeper *k)
{
    return k->shared && !k->open &&
           mediator_board(k->m)->brief->brief.self == 0;
}

static bool next_live(struct keeper *k, struct input *in)
{
    int room = is_early(k) ? -1 : first_arrived(k);

    if (room >= 0)
        return give_frame(k, room, in);
    if (keeper_give_answer(k, in))
        return true;
    if (instant_reached(k->due, k->now))
        return keeper_give_deadline(k, DEADLINE_DUE, in);
    return false;
}

bool keeper_next(struct keeper *k, struct instant live_now, struct input *in)
{
    bool given;

    memory_free(k->held);
    memory_free(k->held_answer);
    k->held = NULL;
    k->held_answer = NULL;
    *in = (struct input){.bytes = BYTES_NONE};
    if (k->finished)
        return false;
    if (k->live)
        keeper_move_to(k, live_now);
    given = give_urgent(k, in) || (k->shared && keeper_next_shared(k, in)) ||
            (k->live      ? next_live(k, in)
             : !k->shared ? next_simulated(k, in)
                          : false);
    in->now = k->now;
    if (given) {
        k->steps++;
        k->given++;
    }
    return given;
}

void keeper_carried(struct keeper *k, const struct effects *effects)
{
    for (size_t n = 0; n < effects->count; n++) {
        const struct effect *e = &effects->list[n];
        switch (e->kind) {
        case EFFECT_ARM:
            k->due = e->due;
            break;
        case EFFECT_ASK:
            open_ask(k, e->id);
            break;
        case EFFECT_FINISH:
            k->finished = true;
            k->working = false;
            break;
        case EFFECT_SEND:
        case EFFECT_REPORT:
        case EFFECT_RECORD:
            break;
        }
    }
}

struct instant keeper_due(const struct keeper *k)
{
    return k->due;
}

struct instant keeper_now(const struct keeper *k)
{
    return k->now;
}
