/*
 * Two faces: what ought to be one thing for all rooms, and is not. A proposal,
 * a read-back or a declaration is the same wherever it is put; a line of the
 * mediator has one wording; and one item is told alike in every room that hears
 * it in the same form. Drafts have numbers and are judged by them, in
 * verify_drafts.c.
 */
#include "sim/report/verify_private.h"

#include <string.h>

static bool has_nonce(const struct message_told *t)
{
    static const struct nonce zero;

    return memcmp(&t->nonce, &zero, sizeof zero) != 0;
}

static bool is_one_for_all(const struct message_told *t)
{
    return t->from == FROM_MEDIATOR &&
           (t->move == MOVE_BRIDGE || t->move == MOVE_BLIND_PROPOSAL ||
            (t->move == MOVE_READ_BACK && has_nonce(t)) ||
            t->move == MOVE_DECLARATION || t->move == MOVE_CLOSE);
}

static bool is_same(const struct message_told *a, const struct message_told *b)
{
    return a->move == b->move && bytes_equal(a->text, b->text) &&
           package_equal(&a->package, &b->package) &&
           digest_equal(&a->digest, &b->digest) &&
           memcmp(&a->nonce, &b->nonce, sizeof a->nonce) == 0;
}

/* The room was put the same thing. */
static bool was_put(const struct verify *v, uint8_t room,
                    const struct message_told *t)
{
    for (uint32_t i = v->telling_start[room]; i < v->telling_start[room + 1];
         i++)
        if (is_same(v->out->tellings[i].message, t))
            return true;
    return false;
}

/* What the room was put in its place: something of the kind that the other room
 * was not. Under a nonce it has to be the same one. */
static const struct verify_telling *put_instead(const struct verify *v,
                                                uint8_t room, uint8_t other,
                                                const struct message_told *t)
{
    for (uint32_t i = v->telling_start[room]; i < v->telling_start[room + 1];
         i++) {
        const struct message_told *m = v->out->tellings[i].message;

        if (m->from != FROM_MEDIATOR || m->move != t->move ||
            (has_nonce(t) &&
             memcmp(&m->nonce, &t->nonce, sizeof t->nonce) != 0) ||
            was_put(v, other, m))
            continue;
        return &v->out->tellings[i];
    }
    return NULL;
}

static void judge_own(struct verify *v, const struct verify_telling *t)
{
    for (uint8_t room = (uint8_t)(t->room + 1); room < v->out->room_count;
         room++) {
        const struct verify_telling *other;

        if (was_put(v, room, t->message))
            continue;
        other = put_instead(v, room, t->room, t->message);
        if (!other)
            continue;
        verify_find(
            v, VERIFY_TWO_FACED, NULL, other,
            "%s: room %.*s was told another, in %s",
            move_name(t->message->move), (int)v->out->name[t->room].size,
            v->out->name[t->room].data,
            package_equal(&t->message->package, &other->message->package)
                ? "other words"
                : "other options");
        verify_last(v)->said = t->message->text;
    }
}

/* What a mediator says to whom he likes, in the words of a line; closing words
 * are for all rooms, and an answer to one room's question is in his own. */
static bool is_line_move(uint8_t move)
{
    return move == MOVE_SAY || move == MOVE_GROUND_RULES ||
           move == MOVE_PROBE || move == MOVE_PRESS || move == MOVE_PAUSE ||
           move == MOVE_DEADLINE || move == MOVE_CERTIFICATE ||
           move == MOVE_EXCHANGE || move == MOVE_ANNOUNCEMENT;
}

static bool is_own(const struct message_told *t)
{
    return t->from == FROM_MEDIATOR && t->form == FORM_MEDIATOR && t->re == 0 &&
           is_line_move(t->move);
}

static bool is_for(const struct line *line, uint8_t move, uint8_t room)
{
    return (uint8_t)line->move == move &&
           (line->to == 0 || line->to >> room & 1);
}

/* It is that line of the mediator. */
static bool is_line(const struct line *line, const struct message_told *t)
{
    return bytes_equal(t->text, bytes_of(line->text)) &&
           package_equal(&line->package, &t->package);
}

/* The line of the scenario for the room that has this move, and these words
 * unless they are NULL; NULL: none. */
static const struct line *line_of(const struct verify *v, uint8_t move,
                                  uint8_t room, const struct message_told *t)
{
    for (uint8_t n = 0; n < v->scenario->round_count; n++) {
        const struct lines *lines =
            round_lines(&v->scenario->rounds[n], mediator_owner(v->by));

        for (uint16_t i = 0; i < lines->count; i++)
            if (is_for(&lines->line[i], move, room) &&
                (!t || is_line(&lines->line[i], t)))
                return &lines->line[i];
    }
    return NULL;
}

/* Words that are none of the mediator's lines: in the place of one that is for
 * this room too, and that another room was told; or of one that no other has
 * heard. */
static void judge_line(struct verify *v, const struct verify_telling *t)
{
    uint8_t move = t->message->move;

    for (uint32_t i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *other = &v->out->tellings[i];
        const struct line *line;

        if (other->room == t->room || other->message->move != move ||
            !is_own(other->message) ||
            !(line = line_of(v, move, other->room, other->message)) ||
            !is_for(line, move, t->room) || was_put(v, t->room, other->message))
            continue;
        verify_find(
            v, VERIFY_TWO_FACED, NULL, t,
            "%s: room %.*s was told another, in %s",
            move_name(t->message->move), (int)v->out->name[other->room].size,
            v->out->name[other->room].data,
            package_equal(&t->message->package, &other->message->package)
                ? "other words"
                : "other options");
        verify_last(v)->said = other->message->text;
        return;
    }
    if (line_of(v, move, t->room, NULL))
        verify_find(v, VERIFY_ALTERED, NULL, t,
                    "%s: the mediator has no line for this room in these words",
                    move_name(move));
}

/* The first telling of the item in a room before this one. */
static const struct verify_telling *
told_before(const struct verify *v, const struct verify_item *item, uint8_t to)
{
    for (uint8_t room = 0; room < to; room++)
        if (item->passage[room].telling != VERIFY_NONE)
            return &v->out->tellings[item->passage[room].telling];
    return NULL;
}

static void judge_item(struct verify *v, const struct verify_telling *t)
{
    const struct verify_item *item = &v->out->items[t->item];
    const struct verify_telling *first = told_before(v, item, t->room);

    if (!first || first->message->form != t->message->form ||
        (package_equal(&first->message->package, &t->message->package) &&
         (!v->claims.words ||
          bytes_equal(first->message->text, t->message->text))))
        return;
    verify_find(v, VERIFY_TWO_FACED, item, t,
                "room %.*s was told the same item otherwise",
                (int)v->out->name[first->room].size,
                v->out->name[first->room].data);
    verify_last(v)->said = first->message->text;
}

void verify_faces(struct verify *v)
{
    for (uint32_t i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *t = &v->out->tellings[i];

        if (t->item != VERIFY_NONE)
            judge_item(v, t);
        else if (is_one_for_all(t->message))
            judge_own(v, t);
        else if (v->scenario && is_own(t->message) &&
                 !line_of(v, t->message->move, t->room, t->message))
            judge_line(v, t);
    }
}
