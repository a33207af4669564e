/*
 * Conditions of authors (if_they_move_first), evaluated over what the rooms'
 * own records show. A mediator that walks learns of things later than they were
 * handed over, and of one room's later than of another's. So a condition counts
 * as held when it held over the first items of each room, however many, of what
 * was handed over by then. Where the mediator's record says what it had taken,
 * it must have held over exactly that.
 */
#include "sim/report/verify_private.h"

/* Beyond this, a condition over the items of several rooms is not judged. */
#define MOMENTS_MAX 100000u

/* A what-if or something sealed is no position. */
#define NO_POSITION ((unsigned)CAVEAT_HYPOTHETICAL | CAVEAT_SIMULTANEOUS)

struct moment {
    struct verify *v;
    uint32_t end[ROOMS_MAX]; /* items of each room that count: up to here */
    struct instant when;     /* of the telling */
    uint64_t taken_before;   /* entry of the mediator; 0: taken or not */
};

/* Recalled by then, before any room was told. */
static bool is_withdrawn(const struct moment *m, const struct verify_item *item)
{
    uint8_t room;

    if (item->recall == VERIFY_NONE || item->recall >= m->end[item->room] ||
        item->heard)
        return false;
    for (room = 0; room < m->v->out->room_count; room++)
        if (item->passage[room].telling != VERIFY_NONE)
            return false;
    return !m->taken_before ||
           m->v->out->items[item->recall].taken_at < m->taken_before;
}

/* What satisfies no condition, or is not known yet. */
static bool is_out(const struct moment *m, const struct verify_item *item)
{
    if (m->taken_before && item->taken_at >= m->taken_before)
        return true;
    return item->sealed || is_withdrawn(m, item) ||
           item->item->caveats.bits & CAVEAT_MEDIATOR_ONLY;
}

static bool offered(const struct moment *m, uint8_t room, uint8_t issue,
                    int64_t *value)
{
    bool known = false;
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->end[room]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (is_out(m, item) || item->item->caveats.bits & NO_POSITION ||
            !move_takes_position((enum move)item->item->move) ||
            item->item->package.option[issue] == OPTION_NONE)
            continue;
        *value = item->item->package.option[issue];
        known = true;
    }
    return known;
}

static bool asked(const struct moment *m, uint8_t room, uint8_t issue)
{
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->end[room]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (item->item->move == MOVE_QUESTION && !is_out(m, item) &&
            item->item->about == issue + 1)
            return true;
    }
    return false;
}

/* What the item answers, or NULL. */
static const struct message_told *answered_to(const struct moment *m,
                                              const struct verify_item *item)
{
    const struct verify_telling *t =
        item->item->move == MOVE_REPLY && item->item->re
            ? verify_telling_of(m->v, item->room, item->item->re)
            : NULL;

    return t ? t->message : NULL;
}

/* A yes to a what-if or a question of the mediator satisfies nothing. */
static bool is_what_if(const struct message_told *t)
{
    return t && (t->move == MOVE_PROBE || t->move == MOVE_QUESTION) &&
           t->form == FORM_MEDIATOR;
}

static bool accepted(const struct moment *m, uint8_t room)
{
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->end[room]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (item->item->move == MOVE_REPLY && !is_out(m, item) &&
            !is_what_if(answered_to(m, item)) &&
            (item->item->answer == ANSWER_ACCEPT ||
             item->item->answer == ANSWER_CONFIRM))
            return true;
    }
    return false;
}

static bool complained(const struct moment *m, uint8_t room)
{
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->end[room]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (item->item->move == MOVE_COMPLAINT && !is_out(m, item))
            return true;
    }
    return false;
}

/* The mediator's note, or the news in any room. */
static bool happened(const struct moment *m, uint8_t event)
{
    struct bytes id = bytes_of(m->v->scenario->events[event].id);
    struct message note;
    size_t i;

    for (i = 0; i < m->v->mediator.note_count; i++) {
        const struct note *n = &m->v->mediator.note[i];

        if (n->kind == MESSAGE_HAPPENED &&
            instant_compare(n->time, m->when) <= 0 &&
            !message_decode(n->kind, n->body, &note) &&
            bytes_equal(note.as.happened.event, id))
            return true;
    }
    for (i = 0; i < m->v->out->telling_count; i++) {
        const struct verify_telling *t = &m->v->out->tellings[i];

        if (t->message->from == FROM_WORLD &&
            instant_compare(t->told, m->when) <= 0 &&
            bytes_equal(t->message->label, id))
            return true;
    }
    return false;
}

/* How many frames of this kind, and that something began or came in, the room
 * had received. */
static int64_t frames_until(const struct moment *m, uint8_t room,
                            enum message_kind kind, int64_t *round)
{
    const struct lane *lane = &m->v->room[room].received[0];
    struct message message;
    int64_t count = 0;
    size_t i;

    for (i = 0; i < lane->count; i++) {
        const struct shot *shot = &lane->shot[i];

        if (shot->frame.kind != kind ||
            instant_compare(shot->frame.time, m->when) > 0 ||
            message_decode(kind, shot->frame.body, &message))
            continue;
        if ((kind == MESSAGE_VISIT && message.as.visit.state == VISIT_BEGAN) ||
            kind == MESSAGE_AGREED)
            count++;
        if (kind == MESSAGE_ROUND && message.as.round.state == ROUND_BEGAN) {
            *round = message.as.round.round + 1;
            count++;
        }
    }
    return count;
}

/* The draft that was current: as the mediator noted, else as told anywhere. */
static uint16_t draft_now(const struct moment *m)
{
    struct message note;
    uint16_t put = 0, told = 0;
    size_t i;

    for (i = 0; i < m->v->mediator.note_count; i++) {
        const struct note *n = &m->v->mediator.note[i];

        if (n->kind == MESSAGE_PUT && instant_compare(n->time, m->when) <= 0 &&
            !message_decode(n->kind, n->body, &note) &&
            note.as.put.move == MOVE_DRAFT)
            put++;
    }
    for (i = 0; i < m->v->out->telling_count; i++) {
        const struct verify_telling *t = &m->v->out->tellings[i];

        if (t->message->draft > told && instant_compare(t->told, m->when) <= 0)
            told = t->message->draft;
    }
    return put ? put : told;
}

/* Replies of a room to the current draft; with `comments` its comments only. */
static int64_t replies_to_draft(const struct moment *m, uint8_t room,
                                bool comments)
{
    uint16_t draft = draft_now(m);
    int64_t count = 0;
    uint32_t i;

    for (i = m->v->item_start[room]; draft && i < m->end[room]; i++) {
        const struct verify_item *item = &m->v->out->items[i];
        const struct message_told *t = answered_to(m, item);

        if (t && t->draft == draft && !is_out(m, item) &&
            (!comments || item->item->answer == ANSWER_COMMENT))
            count++;
    }
    return count;
}

static bool look(const void *arg, enum condition_function f, uint8_t a,
                 uint8_t b, int64_t *value)
{
    const struct moment *m = arg;
    int64_t round = 0;

    switch (f) {
    case FUNCTION_OFFERED:
        return offered(m, a, b, value);
    case FUNCTION_ASKED:
        *value = asked(m, a, b);
        return true;
    case FUNCTION_ACCEPTED:
        *value = accepted(m, a);
        return true;
    case FUNCTION_AGREED:
        *value = frames_until(m, 0, MESSAGE_AGREED, &round) > 0;
        return true;
    case FUNCTION_COMPLAINED:
        *value = complained(m, a);
        return true;
    case FUNCTION_HAPPENED:
        *value = happened(m, a);
        return true;
    case FUNCTION_ELAPSED:
        *value = m->when.us;
        return true;
    case FUNCTION_ROUND:
        frames_until(m, 0, MESSAGE_ROUND, &round);
        *value = round;
        return true;
    case FUNCTION_DRAFT:
        *value = draft_now(m);
        return true;
    case FUNCTION_ANSWERED:
        *value = replies_to_draft(m, a, false) > 0;
        return true;
    case FUNCTION_COMMENTS:
        *value = replies_to_draft(m, a, true);
        return true;
    case FUNCTION_KNOWS: /* not in caveats */
    case FUNCTION_VISITS:
        *value = frames_until(m, a, MESSAGE_VISIT, &round);
        return true;
    case FUNCTION_VALUE:
    case FUNCTION_NO_DEAL:
    case FUNCTION_TRUST:
        return false;
    }
    return false;
}

/* The items of each room that were handed over by then. */
static struct moment moment_at(struct verify *v, struct instant when)
{
    struct moment m = {.v = v, .when = when};
    uint8_t room;

    for (room = 0; room < v->out->room_count; room++) {
        uint32_t end = v->item_start[room];

        while (end < v->item_start[room + 1] &&
               instant_compare(v->out->items[end].handed, when) <= 0)
            end++;
        m.end[room] = end;
    }
    return m;
}

/* Whether the condition looks at what this room handed over. */
static bool mentions(const struct condition *c, uint8_t room)
{
    uint16_t i;

    for (i = 0; i < c->count; i++)
        if (c->ops[i].op == OP_CALL && c->ops[i].a == room &&
            (c->ops[i].function == FUNCTION_OFFERED ||
             c->ops[i].function == FUNCTION_ASKED ||
             c->ops[i].function == FUNCTION_ACCEPTED))
            return true;
    return false;
}

/* One item less of a room that is mentioned; false after the last moment. */
static bool next_moment(const struct condition *c, const struct moment *full,
                        struct moment *m)
{
    uint8_t room;

    for (room = 0; room < m->v->out->room_count; room++) {
        if (!mentions(c, room))
            continue;
        if (m->end[room] > m->v->item_start[room]) {
            m->end[room]--;
            return true;
        }
        m->end[room] = full->end[room];
    }
    return false;
}

static bool can_judge(const struct verify *v)
{
    return v->scenario && v->scenario->room_count >= v->out->room_count;
}

bool verify_condition(struct verify *v, const struct verify_item *item,
                      struct instant when)
{
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition condition;
    struct moment full = moment_at(v, when);
    struct moment m = full;
    uint32_t count = 0;

    if (can_judge(v) &&
        caveat_condition(v->scenario, item->item->caveats.condition, &condition,
                         steps, NULL))
        return false; /* what cannot be read never holds */
    while (can_judge(v) && ++count < MOMENTS_MAX) {
        if (condition_holds(&condition, look, &m))
            return true;
        if (!next_moment(&condition, &full, &m))
            return false;
    }
    v->out->items[item - v->out->items].unjudged = true;
    return true;
}

/* What the taken items say for certain. */
static bool is_exact(const struct condition *c)
{
    uint16_t i;

    for (i = 0; i < c->count; i++)
        if (c->ops[i].op == OP_CALL && c->ops[i].function != FUNCTION_OFFERED &&
            c->ops[i].function != FUNCTION_ASKED &&
            c->ops[i].function != FUNCTION_ELAPSED)
            return false;
    return true;
}

bool verify_condition_taken(struct verify *v, const struct verify_item *item,
                            const struct verify_telling *t)
{
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition condition;
    struct moment m = moment_at(v, t->told);

    if (!can_judge(v) || !t->released ||
        caveat_condition(v->scenario, item->item->caveats.condition, &condition,
                         steps, NULL) ||
        !is_exact(&condition))
        return true;
    m.taken_before = t->released_at;
    return condition_holds(&condition, look, &m);
}
