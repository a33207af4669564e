/*
 * Conditions of authors (if_they_move_first), evaluated over what the rooms'
 * own records show. A mediator that walks learns of things later than they were
 * handed over, so a condition counts as held when it held over what had been
 * handed over at any moment up to the telling.
 */
#include "sim/report/verify_private.h"

struct moment {
    struct verify *v;
    struct instant at;   /* what was handed over until then counts */
    struct instant when; /* of the telling */
};

/* What satisfies no condition. */
static bool is_inert(const struct verify_item *item)
{
    return item->sealed || item->item->caveats.bits & CAVEAT_MEDIATOR_ONLY;
}

static bool offered(const struct moment *m, uint8_t room, uint8_t issue,
                    int64_t *value)
{
    bool known = false;
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->v->item_start[room + 1]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (is_inert(item) || instant_compare(item->handed, m->at) > 0 ||
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

    for (i = m->v->item_start[room]; i < m->v->item_start[room + 1]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (item->item->move == MOVE_QUESTION && !is_inert(item) &&
            item->item->about == issue + 1 &&
            instant_compare(item->handed, m->at) <= 0)
            return true;
    }
    return false;
}

static bool accepted(const struct moment *m, uint8_t room)
{
    uint32_t i;

    for (i = m->v->item_start[room]; i < m->v->item_start[room + 1]; i++) {
        const struct verify_item *item = &m->v->out->items[i];

        if (item->item->move == MOVE_REPLY && !is_inert(item) &&
            (item->item->answer == ANSWER_ACCEPT ||
             item->item->answer == ANSWER_CONFIRM) &&
            instant_compare(item->handed, m->at) <= 0)
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

/* How many frames of this kind with this state the room had received. */
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
        if (kind == MESSAGE_VISIT && message.as.visit.state == 1)
            count++;
        if (kind == MESSAGE_ROUND && message.as.round.state == 1) {
            *round = message.as.round.round + 1;
            count++;
        }
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
    case FUNCTION_VISITS:
        *value = frames_until(m, a, MESSAGE_VISIT, &round);
        return true;
    case FUNCTION_VALUE:
    case FUNCTION_NO_DEAL:
        return false;
    }
    return false;
}

static enum err parse(const struct verify *v, const struct verify_item *item,
                      struct condition *out)
{
    const struct scenario *s = v->scenario;
    const char *rooms[ROOMS_MAX];
    const char *events[EVENTS_MAX];
    struct condition_names names = {.agenda = &s->agenda,
                                    .rooms = rooms,
                                    .room_count = s->room_count,
                                    .events = events,
                                    .event_count = s->event_count,
                                    .who = 'M'};
    struct diag diag = {0};
    size_t i;

    for (i = 0; i < s->room_count; i++)
        rooms[i] = s->rooms[i].id;
    for (i = 0; i < s->event_count; i++)
        events[i] = s->events[i].id;
    return condition_parse(out, item->item->caveats.condition, &names, &diag);
}

bool verify_condition(struct verify *v, const struct verify_item *item,
                      struct instant when)
{
    struct condition condition;
    struct moment m = {.v = v, .at = when, .when = when};
    uint32_t i;

    if (!v->scenario || v->scenario->room_count < v->out->room_count) {
        v->out->items[item - v->out->items].unjudged = true;
        return true;
    }
    if (parse(v, item, &condition))
        return false; /* what cannot be read never holds */
    if (condition_holds(&condition, look, &m))
        return true;
    for (i = 0; i < v->out->item_count; i++) {
        m.at = v->out->items[i].handed;
        if (instant_compare(m.at, when) < 0 &&
            condition_holds(&condition, look, &m))
            return true;
    }
    return false;
}
