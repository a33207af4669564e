/*
 * The mediator as an actor: what each input does, the order of things at one
 * instant, and the end.
 *
 *   waiting for HELLO of every room -> begun -> concluded -> finished
 *
 * begun when the last HELLO was read; concluded when the outcome was sent, with
 * a BYE to every room; finished when every room's BYE was read or it is gone.
 */
#include "mediator_state.h"

#include <assert.h>
#include <string.h>

#define NOTE_SIZE (1024u + PACKAGE_WORDS_MAX)

void mediator_note(struct mediator *m, const struct message *note)
{
    uint8_t body[NOTE_SIZE];
    size_t size = message_encode(note, body, sizeof(body));

    assert(size != SIZE_MAX);
    effects_record(m->out, note->kind, (struct bytes){body, size});
}

void mediator_fault(struct mediator *m, uint8_t room, uint32_t item,
                    const char *reason)
{
    struct message note = {.kind = MESSAGE_FAULT};

    note.as.fault.room = room;
    note.as.fault.item = item;
    note.as.fault.reason = bytes_of(reason);
    mediator_note(m, &note);
}

void mediator_asked(struct mediator *m, enum family f, const struct asking *ask)
{
    m->asks = ask->next;
    if (ask->fault) {
        m->board.failures++;
        mediator_fault(m, FROM_MEDIATOR, 0, ask->fault);
    }
    if (ask->id)
        effects_ask(m->out, (uint16_t)f, ask->id, ask->question);
}

void mediator_tell_members(struct mediator *m, const struct board_event *e)
{
    report_event(m, e);
    if (m->watcher)
        m->watcher(m->watcher_arg, &m->board, e);
    if (e->kind != BOARD_ARRIVED && e->kind != BOARD_LEFT)
        m->vain = 0;
    for (int f = 0; f < FAMILY_COUNT; f++)
        member_observe(design_member(m, (enum family)f), m->state[f],
                       m->design[f], &m->board, e);
}

static void finish_if_alone(struct mediator *m)
{
    if (!m->concluded || m->finished)
        return;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (!m->rooms[r].gone)
            return;
    m->finished = true;
    effects_finish(m->out, m->outcome);
}

static void note_ended(struct mediator *m, uint8_t room, uint8_t reason)
{
    struct message note = {.kind = MESSAGE_ENDED};

    m->rooms[room].gone = true;
    m->board.room[room].here = false;
    note.as.ended.room = room;
    note.as.ended.reason = reason;
    mediator_note(m, &note);
}

/* A room that is not admitted reads nothing else and answers nothing. */
static void refuse(struct mediator *m, uint8_t room, enum reason why)
{
    struct message refused = {.kind = MESSAGE_REFUSED};

    refused.as.refused.reason = (uint8_t)why;
    release_service(m, room, &refused);
    note_ended(m, room, (uint8_t)why);
}

static void tell_ending(struct mediator *m)
{
    struct message note = {.kind = MESSAGE_ENDING};
    uint32_t number = ++m->own_number;

    note.as.ending.id = bytes_of(m->ending->id);
    if (m->ending == &m->closing) {
        note.kind = MESSAGE_PUT;
        note.as.put.item = number;
        note.as.put.move = MOVE_CLOSE;
        note.as.put.id = bytes_of(m->ending->id);
        package_clear(&note.as.put.package);
        note.as.put.due = INSTANT_NEVER;
    }
    mediator_note(m, &note);
    for (uint8_t r = 0; m->ending->text && r < m->board.room_count; r++)
        release_ending(m, number, m->ending, r);
}

void mediator_conclude(struct mediator *m, enum outcome outcome,
                       const struct package *agreed, const char *reason)
{
    struct message note = {.kind = MESSAGE_CONCLUDED};

    if (m->concluded)
        return;
    if (m->board.agreed) { /* nothing undoes it */
        outcome = OUTCOME_AGREED;
        agreed = &m->accord.package;
    }
    m->outcome = outcome;
    items_close(m);
    if (m->ending)
        tell_ending(m);
    m->concluded = true;
    note.as.concluded.outcome = (uint8_t)outcome;
    package_clear(&note.as.concluded.package);
    if (agreed)
        note.as.concluded.package = *agreed;
    note.as.concluded.reason = bytes_of(reason);
    mediator_note(m, &note);
    for (uint8_t r = 0; r < m->board.room_count; r++) {
        if (m->begun) {
            release_outcome(m, r);
            release_bye(m, r, REASON_NONE);
        } else if (!m->rooms[r].gone) {
            refuse(m, r, REASON_INTERRUPTED);
        }
    }
    finish_if_alone(m);
}

static void lose_room(struct mediator *m, uint8_t room, uint8_t reason)
{
    if (m->rooms[room].gone)
        return;
    note_ended(m, room, reason);
    if (m->concluded)
        finish_if_alone(m);
    else
        mediator_conclude(m, OUTCOME_BROKEN_OFF, NULL, "a room was lost");
}

/* Whether a room calls itself what its door says. */
static enum reason judge_name(const struct mediator *m, uint8_t room,
                              struct bytes name)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (bytes_equal(name, bytes_of(m->brief->rooms[r].id)))
            return r == room ? REASON_NONE : REASON_DOOR;
    return REASON_ROOM;
}

static void on_hello(struct mediator *m, uint8_t room,
                     const struct message_hello *hello)
{
    enum reason why = judge_name(m, room, hello->room);

    if (m->concluded)
        return;
    if (hello->version_low > FRAME_VERSION ||
        hello->version_high < FRAME_VERSION ||
        hello->semantics != SEMANTICS_VERSION)
        why = REASON_VERSION;
    if (why) {
        refuse(m, room, why);
        mediator_conclude(m, OUTCOME_BROKEN_OFF, NULL, "a room was refused");
        return;
    }
    m->rooms[room].hello = true;
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (!m->rooms[r].hello)
            return;
    course_begin(m);
}

/* A BYE is answered with a BYE, unless one was said before. */
static void on_bye(struct mediator *m, uint8_t room, uint8_t reason)
{
    if (m->begun && !m->concluded)
        release_bye(m, room, REASON_NONE);
    lose_room(m, room, reason);
}

static void on_message(struct mediator *m, uint8_t room, struct bytes bytes)
{
    struct mediator_room *r = &m->rooms[room];
    struct frame frame;
    struct message message;
    size_t used;

    /* The keeper has opened it; what it lets through decodes. */
    if (r->gone || frame_decode(bytes, &frame, &used) != ERR_OK ||
        message_decode(frame.kind, frame.body, &message) != ERR_OK)
        return;
    session_take(&r->session, frame.number);
    switch (message_who(message.kind)) {
    case MESSAGE_WHO_MEDIATOR:
    case MESSAGE_WHO_NOTE:
        return;
    case MESSAGE_WHO_BOTH:
    case MESSAGE_WHO_ROOM:
        break;
    }
    if (message.kind == MESSAGE_HELLO)
        on_hello(m, room, &message.as.hello);
    else if (message.kind == MESSAGE_ITEM && m->begun && !m->concluded)
        items_hand(m, room, &message.as.item);
    else if (message.kind == MESSAGE_WAIT && m->begun)
        r->wait_until = message.as.wait.until;
    else if (message.kind == MESSAGE_BYE)
        on_bye(m, room, message.as.bye.reason);
}

/* Whose ask it was, and what it was about; the ask is closed. What carry asked
 * about stays judged: release judges it again. */
static void close_ask(struct mediator *m, uint32_t ask, struct board_answer *a)
{
    for (uint8_t c = 0; c < m->board.carrier_count; c++)
        if (m->carrying[c].ask == ask) {
            m->carrying[c].ask = 0;
            a->family = FAMILY_WALK;
            a->carrier = c;
        }
    if (m->table_ask == ask) {
        m->table_ask = 0;
        a->family = FAMILY_TABLE;
    }
    for (struct item *item = m->board.items; item; item = item->next)
        for (uint8_t r = 0; r < m->board.room_count; r++) {
            struct passage *p = &item->passage[r];
            if (p->ask != ask)
                continue;
            p->ask = 0;
            a->item = item;
            a->to = r;
            if (p->state == CARRIAGE_READY) {
                a->family = FAMILY_CARRY;
                p->stir = m->board.stir;
            } else {
                a->family = p->wording ? FAMILY_CARRY : FAMILY_HOLD;
                p->wording = false;
                p->state = CARRIAGE_WAITING;
            }
        }
}

static void on_answer(struct mediator *m, uint32_t ask, struct bytes answer)
{
    struct board_event e = {.kind = BOARD_ANSWER};
    struct board_answer *a = &m->board.answered;

    if (ask == 0 || ask > m->asks || m->concluded)
        return;
    *a = (struct board_answer){
        .ask = ask, .family = FAMILY_COUNT, .bytes = answer};
    close_ask(m, ask, a);
    e.item = a->item;
    e.room = a->to;
    e.carrier = a->carrier;
    mediator_tell_members(m, &e);
}

/* A room that is about to be woken has not had this instant yet. */
static bool wakes(const struct mediator *m)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (instant_reached(m->rooms[r].wait_until, m->board.now))
            return true;
    return false;
}

static void on_deadline(struct mediator *m, uint32_t id)
{
    m->board.fresh = wakes(m);
    if (m->concluded)
        return;
    if (id == DEADLINE_STALLED && m->begun)
        course_stalled(m);
    else if (id == DEADLINE_RUNAWAY)
        mediator_conclude(m, OUTCOME_RUNAWAY, NULL,
                          "too many steps at one instant");
    else if (id == DEADLINE_STOP)
        mediator_conclude(m, OUTCOME_STOPPED, NULL, "stopped from outside");
}

/* Everything that can be done at this instant, in the written order, until
 * nothing moves. */
static void settle_instant(struct mediator *m)
{
    bool again = m->begun && !m->concluded;

    for (unsigned n = 0; again; n++) {
        m->due = INSTANT_NEVER;
        again = mediator_convenes(m) && course_rounds(m);
        if (!m->concluded)
            again |= world_step(m);
        if (!m->concluded)
            again |= accord_step(m);
        if (!m->concluded)
            again |= exchange_step(m);
        if (!m->concluded)
            again |= course_table(m);
        if (!m->concluded) {
            again |= telling_judge(m);
            again |= telling_deliver(m);
            if (again || !course_in_vain(m)) {
                again |= course_walk(m);
            } else if (m->brief->mediator_count < 2) {
                course_stalled(m);
                again = true;
            } /* of several, the clock knows whether anything is awaited */
        }
        if (m->concluded)
            return;
        if (n == INSTANT_STEPS_MAX) {
            mediator_conclude(m, OUTCOME_RUNAWAY, NULL,
                              "the relay design never comes to rest");
            return;
        }
    }
    meeting_part(m);
}

static void wake_rooms(struct mediator *m)
{
    struct message wake = {.kind = MESSAGE_WAKE};

    for (uint8_t r = 0; r < m->board.room_count && !m->concluded; r++) {
        struct mediator_room *room = &m->rooms[r];
        if (instant_reached(room->wait_until, m->board.now)) {
            room->wait_until = INSTANT_NEVER;
            release_service(m, r, &wake);
        } else {
            mediator_due(m, room->wait_until);
        }
    }
}

static void arm(struct mediator *m)
{
    if (m->concluded)
        m->due = INSTANT_NEVER;
    if (instant_compare(m->due, m->armed) != 0) {
        m->armed = m->due;
        effects_arm(m->out, m->due);
    }
}

void mediator_settle(struct mediator *m)
{
    m->due = INSTANT_NEVER;
    settle_instant(m);
    for (uint8_t r = 0; r < m->board.room_count; r++)
        mediator_due(m, m->rooms[r].wait_until);
    arm(m);
}

static void step(void *self, const struct input *in, struct effects *out)
{
    struct mediator *m = self;

    m->out = out;
    if (instant_compare(m->board.now, in->now) < 0)
        for (uint8_t r = 0; r < m->board.room_count; r++)
            session_settle(&m->rooms[r].session);
    m->board.now = in->now;
    m->board.fresh = true;
    m->due = INSTANT_NEVER;
    m->ticking = in->kind == INPUT_DEADLINE;
    if (m->ticking) {
        m->armed = INSTANT_NEVER;
    } else if (m->begun && !m->concluded) {
        /* With a live clock something may come before the deadline that is
         * over: too late for an exchange. */
        exchange_step(m);
    }
    switch (in->kind) {
    case INPUT_START:
        for (int f = 0; f < FAMILY_COUNT; f++)
            report_hello(m, (enum family)f);
        break;
    case INPUT_MESSAGE:
        if (in->peer < m->board.room_count)
            on_message(m, (uint8_t)in->peer, in->bytes);
        break;
    case INPUT_ANSWER:
        on_answer(m, in->id, in->bytes);
        break;
    case INPUT_DEADLINE:
        on_deadline(m, in->id);
        break;
    case INPUT_GONE:
        if (in->peer < m->board.room_count)
            lose_room(m, (uint8_t)in->peer, (uint8_t)in->id);
        break;
    case INPUT_KEEPER:
        mediator_on_keeper(m, in->id, in->bytes);
        break;
    }
    /* A room that asked to be woken is woken only once its own instant has
     * come, never because the mediator was. */
    if (in->kind == INPUT_DEADLINE) {
        settle_instant(m);
        wake_rooms(m);
        arm(m);
    } else {
        mediator_settle(m);
    }
    m->board.answered = (struct board_answer){.ask = 0};
    m->ticking = false;
    m->out = NULL;
}

static bool init(struct mediator *m, const struct scenario *brief)
{
    struct bytes key = {brief->brief.key.bytes, DIGEST_SIZE};

    m->brief = brief;
    m->board.brief = brief;
    m->board.room_count = brief->room_count;
    m->board.round = -1;
    m->round_to = GO_END;
    m->round_due = m->round_next = m->armed = m->due = INSTANT_NEVER;
    m->accord.author = FROM_MEDIATOR;
    m->board.room = memory_new(brief->room_count, sizeof(*m->board.room));
    m->rooms = memory_new(brief->room_count, sizeof(*m->rooms));
    if (!m->board.room || !m->rooms || !marks_gather(m) || !world_init(m))
        return false;
    m->reach = (uint16_t)mediator_rooms_of(brief, brief->brief.self);
    for (uint8_t r = 0; r < brief->room_count; r++) {
        int channel = room_channel(brief, r, brief->brief.self);

        /* Who does not speak through it is as if he had left before. */
        m->rooms[r].hello = m->rooms[r].gone = channel < 0;
        position_clear(&m->board.room[r].position);
        m->rooms[r].wait_until = INSTANT_NEVER;
        chance_seed(&m->rooms[r].handles, key, "mediator", brief->rooms[r].id);
        if (session_init(&m->rooms[r].session, SESSION_MEDIATOR,
                         brief->brief.talk,
                         (uint16_t)(channel < 0 ? 0 : channel)))
            return false;
    }
    for (int n = 0; n < FAMILY_COUNT; n++) {
        enum family f = (enum family)n;
        const struct choice *c =
            relay_choice(&brief->mediators[brief->brief.self].relay, f);
        if (design_seat(m, f, c->as ? c : relay_default(f)))
            return false;
    }
    design_place(m);
    return true;
}

struct mediator *mediator_new(const struct scenario *brief)
{
    struct mediator *m = memory_new(1, sizeof(*m));

    if (m && !init(m, brief)) {
        mediator_free(m);
        return NULL;
    }
    return m;
}

void mediator_free(struct mediator *m)
{
    if (!m)
        return;
    items_free(m);
    if (m->leaks)
        world_fini(m);
    for (uint8_t r = 0; m->rooms && r < m->board.room_count; r++) {
        session_fini(&m->rooms[r].session);
        memory_free(m->rooms[r].receipts);
        memory_free(m->rooms[r].forgotten);
    }
    for (int f = 0; f < FAMILY_COUNT; f++)
        memory_free(m->state[f]);
    memory_free(m->board.marks);
    memory_free(m->board.put_at);
    memory_free(m->board.happened_at);
    memory_free(m->board.room);
    memory_free(m->rooms);
    memory_free(m->scratch);
    memory_free(m->accord_words);
    memory_free(m);
}

struct actor mediator_actor(struct mediator *m)
{
    return (struct actor){step, m};
}
