/*
 * Agreement is every room's acceptance of one package digest after read-back.
 * And the result of a blind proposal: not before its time, the same in every
 * room, a yes only when all said yes.
 */
#include "sim/report/verify_private.h"

#include <string.h>

/* The first frame of a kind that a room was told; false when there is none. */
static bool first_in(struct verify *v, uint8_t room, enum message_kind kind,
                     struct message *m)
{
    const struct lane *lane = &v->room[room].received[0];
    size_t i;

    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == kind &&
            !message_decode(kind, lane->shot[i].frame.body, m))
            return true;
    return false;
}

/* The outcome as told in a room, or NULL. */
static const struct message_outcome *outcome_in(struct verify *v, uint8_t room,
                                                struct message *m)
{
    return first_in(v, room, MESSAGE_OUTCOME, m) ? &m->as.outcome : NULL;
}

/* The agreement that a room was told of before its implementation. */
static bool reached_in(struct verify *v, uint8_t room,
                       struct message_outcome *out)
{
    struct message m;

    if (!first_in(v, room, MESSAGE_AGREED, &m))
        return false;
    *out = (struct message_outcome){.outcome = OUTCOME_AGREED,
                                    .package = m.as.agreed.package,
                                    .nonce = m.as.agreed.nonce,
                                    .digest = m.as.agreed.digest};
    return true;
}

/* The digest of a package that settles every issue; agenda.h does not ask for
 * more of an agenda than its count. */
static struct digest digest_under(const struct package *p,
                                  const struct nonce *nonce)
{
    struct agenda agenda = {0};

    while (agenda.issue_count < ISSUES_MAX &&
           p->option[agenda.issue_count] != OPTION_NONE)
        agenda.issue_count++;
    return package_digest(p, &agenda, nonce->bytes);
}

/* The room confirmed this digest. */
static bool confirmed(struct verify *v, uint8_t room, struct digest digest)
{
    uint32_t i;

    for (i = v->item_start[room]; i < v->item_start[room + 1]; i++) {
        const struct message_item *m = v->out->items[i].item;

        if (m->answer == ANSWER_CONFIRM && digest_equal(&m->digest, &digest))
            return true;
    }
    return false;
}

/* It confirmed the package, under the nonce of the outcome or of a read-back
 * that it was told. */
static bool room_confirmed(struct verify *v, uint8_t room,
                           const struct message_outcome *o)
{
    uint32_t i;

    if (confirmed(v, room, digest_under(&o->package, &o->nonce)))
        return true;
    for (i = v->telling_start[room]; i < v->telling_start[room + 1]; i++) {
        const struct message_told *t = v->out->tellings[i].message;

        if (t->move == MOVE_READ_BACK &&
            package_equal(&t->package, &o->package) &&
            confirmed(v, room, digest_under(&t->package, &t->nonce)))
            return true;
    }
    return false;
}

static void disagree(struct verify *v, uint8_t room, const char *what)
{
    verify_find(v, VERIFY_AGREEMENT, NULL, NULL, "room %.*s: %s",
                (int)v->out->name[room].size, v->out->name[room].data, what);
    verify_last(v)->to = room;
}

static void judge_agreed(struct verify *v, uint8_t room,
                         const struct message_outcome *o)
{
    struct digest made = digest_under(&o->package, &o->nonce);

    if (!digest_equal(&made, &o->digest))
        disagree(v, room, "the digest told is not that of the package told");
    else if (!room_confirmed(v, room, o))
        disagree(v, room,
                 "told that all agreed, and did not confirm this "
                 "package after a read-back");
}

/* One of several mediators knows no more than that another one reached it. */
static bool is_elsewhere(const struct verify *v,
                         const struct message_outcome *o)
{
    return v->out->mediator && package_is_empty(&o->package);
}

static void judge_outcomes(struct verify *v)
{
    struct message first = {0};
    bool any = false;
    uint8_t room;

    for (room = 0; room < v->out->room_count; room++) {
        struct message m;
        const struct message_outcome *o = outcome_in(v, room, &m);

        if (!o)
            continue;
        if (!any) {
            first = m;
            any = true;
            v->out->outcome = (enum outcome)o->outcome;
            v->out->agreed = o->package;
        } else if (first.as.outcome.outcome != o->outcome ||
                   !package_equal(&first.as.outcome.package, &o->package)) {
            disagree(v, room, "told another outcome than the other rooms");
            continue;
        }
        if (o->outcome == OUTCOME_AGREED && is_elsewhere(v, o))
            v->out->elsewhere = true;
        else if (o->outcome == OUTCOME_AGREED)
            judge_agreed(v, room, o);
    }
    for (room = 0; any && !v->out->elsewhere &&
                   first.as.outcome.outcome == OUTCOME_AGREED &&
                   room < v->out->room_count;
         room++) {
        struct message m;

        if ((unsigned int)v->reach >> room & 1u && !outcome_in(v, room, &m) &&
            !room_confirmed(v, room, &first.as.outcome))
            disagree(v, room,
                     "another room was told that all agreed, and "
                     "this one did not confirm it");
    }
}

/* What was agreed is the same for all, and stays so to the end. */
static void judge_reached(struct verify *v)
{
    struct message_outcome first = {0};
    bool any = false;
    uint8_t room;

    for (room = 0; room < v->out->room_count; room++) {
        struct message m;
        struct message_outcome reached;
        const struct message_outcome *end = outcome_in(v, room, &m);

        if (!reached_in(v, room, &reached))
            continue;
        judge_agreed(v, room, &reached);
        if (any && !package_equal(&reached.package, &first.package))
            disagree(v, room, "told another agreement than the other rooms");
        if (end && (end->outcome != OUTCOME_AGREED ||
                    !package_equal(&end->package, &reached.package)))
            disagree(v, room, "told another outcome than was agreed before");
        first = any ? first : reached;
        any = true;
    }
}

/* The blind proposal open in the room when the telling came, or NULL. */
static const struct verify_telling *proposal_before(struct verify *v,
                                                    uint32_t telling)
{
    const struct verify_telling *found = NULL;
    uint8_t room = v->out->tellings[telling].room;
    uint32_t i;

    for (i = v->telling_start[room]; i < telling; i++)
        if (v->out->tellings[i].message->move == MOVE_BLIND_PROPOSAL)
            found = &v->out->tellings[i];
    return found;
}

/* The room answered yes to the proposal with these options. */
static bool said_yes(struct verify *v, uint8_t room,
                     const struct message_told *proposal)
{
    uint32_t i;

    for (i = v->item_start[room]; i < v->item_start[room + 1]; i++) {
        const struct verify_item *item = &v->out->items[i];
        const struct verify_telling *re;

        if (!item->sealed || item->item->answer != ANSWER_ACCEPT)
            continue;
        re = verify_telling_of(v, room, item->item->re);
        if (re && package_equal(&re->message->package, &proposal->package))
            return true;
    }
    return false;
}

static void judge_result(struct verify *v, uint32_t index)
{
    const struct verify_telling *t = &v->out->tellings[index];
    const struct verify_telling *proposal = proposal_before(v, index);
    uint8_t room;

    if (!proposal)
        return;
    if (!instant_is_never(proposal->message->due) &&
        instant_compare(t->told, proposal->message->due) < 0)
        verify_find(v, VERIFY_WITHOUT_LEAVE, NULL, t,
                    "sealed: the result was told before it was due");
    for (room = 0;
         t->message->answer == ANSWER_ACCEPT && room < v->out->room_count;
         room++)
        if (!said_yes(v, room, proposal->message))
            disagree(v, room,
                     "the result says that all said yes, and this "
                     "room did not");
}

void verify_agreement(struct verify *v)
{
    uint32_t i;

    judge_outcomes(v);
    judge_reached(v);
    for (i = 0; i < v->out->telling_count; i++)
        if (v->out->tellings[i].message->move == MOVE_RESULT &&
            v->out->tellings[i].message->from == FROM_MEDIATOR &&
            !verify_is_exchange_result(v, &v->out->tellings[i]))
            judge_result(v, i);
}
