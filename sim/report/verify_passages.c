/* Lost, duplicated, reordered, altered. */
#include "sim/report/verify_private.h"

#include <stdio.h>
#include <string.h>

static struct verify_finding *find(struct verify *v, enum verify_kind kind,
                                   const struct verify_item *item, uint8_t to,
                                   const char *what)
{
    struct verify_finding *f;

    verify_find(v, kind, item, NULL, "%s", what);
    f = verify_last(v);
    f->to = to;
    return f;
}

/* A telling in the room of a later item of the same author. */
static const struct verify_telling *
overtaken_by(struct verify *v, const struct verify_item *item, uint8_t to)
{
    uint32_t i;

    for (i = v->telling_start[to]; i < v->telling_start[to + 1]; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        const struct verify_item *other =
            t->item == VERIFY_NONE ? NULL : &v->out->items[t->item];

        if (other && other->room == item->room &&
            other->number > item->number && other->carrier == item->carrier &&
            verify_is_plain(other))
            return t;
    }
    return NULL;
}

const struct shot *verify_receipt(const struct verify *v,
                                  const struct verify_item *item,
                                  enum receipt status)
{
    const struct lane *lane = &v->room[item->room].received[0];
    struct message m;
    size_t i;

    for (i = 0; i < lane->count; i++) {
        const struct shot *shot = &lane->shot[i];

        if (shot->frame.kind == MESSAGE_RECEIPT &&
            !message_decode(MESSAGE_RECEIPT, shot->frame.body, &m) &&
            m.as.receipt.item == item->number && m.as.receipt.status == status)
            return shot;
    }
    return NULL;
}

/* How often its author read that it was told. */
static unsigned told_receipts(const struct verify *v,
                              const struct verify_item *item)
{
    const struct lane *lane = &v->room[item->room].received[0];
    unsigned count = 0;
    struct message m;

    for (size_t i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == MESSAGE_RECEIPT &&
            !message_decode(MESSAGE_RECEIPT, lane->shot[i].frame.body, &m) &&
            m.as.receipt.item == item->number &&
            (m.as.receipt.status == RECEIPT_TOLD ||
             m.as.receipt.status == RECEIPT_TOLD_GIST))
            count++;
    return count;
}

/* There is a receipt for each room where it was told. */
static bool told_less(const struct verify *v, const struct verify_item *item)
{
    unsigned told = 0;

    for (uint8_t to = 0; to < v->out->room_count; to++)
        told += item->passage[to].telling != VERIFY_NONE ||
                (item->to >> to & 1 && verify_may_be_idea(v, item, to));
    return told_receipts(v, item) > told;
}

static bool was_recalled(struct verify *v, const struct verify_item *item)
{
    uint32_t i;

    for (i = v->item_start[item->room]; i < v->item_start[item->room + 1]; i++)
        if (v->out->items[i].item->own == item->number)
            return true;
    return false;
}

/* A rule that says no more than that the thing was there to be told. */
static bool is_no_reason(uint8_t rule)
{
    return rule == 0 || rule == RULE_PLAIN || rule == RULE_SERVICE ||
           rule == RULE_ABSENT;
}

/* The mediator received the frame of the item while it took items. */
static bool reached_mediator(const struct verify *v,
                             const struct verify_item *item)
{
    const struct lane *lane = &v->mediator.received[item->room];
    size_t i;

    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.number == item->frame)
            return lane->shot[i].index > v->admitted &&
                   lane->shot[i].index < v->concluded;
    return false;
}

/* A mediator writes before it sends: when its record was interrupted, the
 * frames it ends with may never have left. */
static bool may_not_have_left(const struct verify *v,
                              const struct verify_item *item, uint8_t to)
{
    const struct lane *sent = &v->mediator.sent[to];
    const struct lane *got = &v->room[to].received[0];
    uint64_t last = got->count ? got->shot[got->count - 1].frame.number : 0;
    size_t i;

    if (v->mediator.closed || !item->passage[to].released)
        return false;
    for (i = 0; i < sent->count; i++)
        if (sent->shot[i].index > item->passage[to].released_at)
            return sent->shot[i].frame.number > last;
    return true;
}

/* What is wrong with its end by the mediator's own notes, or NULL. */
static const char *bad_end(struct verify *v, const struct verify_item *item,
                           uint8_t to)
{
    bool disposed = item->passage[to].disposed;
    enum disposition d = item->passage[to].disposition;

    if (may_not_have_left(v, item, to))
        return NULL;
    if (item->passage[to].released ||
        (disposed && d >= DISPOSITION_TOLD_VERBATIM &&
         d <= DISPOSITION_TOLD_OWN_IDEA))
        return "said to be told, and the room never received it";
    if (disposed && d == DISPOSITION_EXPIRED &&
        !(item->item->caveats.bits & CAVEAT_EXPIRES))
        return "said to have expired, and its author set no time";
    if (disposed && d == DISPOSITION_WITHDRAWN && !was_recalled(v, item))
        return "said to be withdrawn, and its author did not recall it";
    if (!disposed && !item->heard && !item->sealed &&
        v->concluded != UINT64_MAX && v->mediator.closed &&
        reached_mediator(v, item) && !verify_receipt(v, item, RECEIPT_REFUSED))
        return "taken, and nothing says what became of it";
    return NULL;
}

/* A plain item that has no reason to be untold. */
static bool has_reason(struct verify *v, const struct verify_item *item,
                       uint8_t to)
{
    if (verify_may_be_idea(v, item, to) || !verify_is_plain(item) ||
        verify_receipt(v, item, RECEIPT_WITHDRAWN) ||
        verify_receipt(v, item, RECEIPT_REFUSED))
        return true;
    if (!v->out->has_mediator && item->asked)
        return true; /* the author's answer may be no, or too late */
    if (!v->out->has_mediator)
        return !v->claims.prompt || !v->claims.words || !v->claims.alone ||
               item->bridged ||
               (item->item->caveats.bits &
                    ((unsigned)CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA) &&
                item->item->gist.size == 0);
    if (!reached_mediator(v, item))
        return true; /* found as a frame that was denied */
    return item->passage[to].waited || (item->passage[to].disposed &&
                                        !is_no_reason(item->passage[to].rule));
}

static void judge_untold(struct verify *v, const struct verify_item *item,
                         uint8_t to)
{
    const struct verify_telling *later = overtaken_by(v, item, to);
    const char *what = v->out->has_mediator ? bad_end(v, item, to) : NULL;
    char text[160];

    if (!v->room[to].closed)
        return;
    if (what) {
        find(v, VERIFY_LOST, item, to, what);
        return;
    }
    if (told_less(v, item)) {
        find(v, VERIFY_LOST, item, to,
             "its author was told that it was told, and the room never "
             "received it");
        return;
    }
    if (!later || has_reason(v, item, to))
        return;
    snprintf(text, sizeof text, "never told, though the later item %u was",
             v->out->items[later->item].number);
    find(v, VERIFY_LOST, item, to, text);
}

static void judge_items(struct verify *v)
{
    uint32_t i;
    uint8_t to;

    for (i = 0; i < v->out->item_count; i++)
        for (to = 0; to < v->out->room_count; to++) {
            const struct verify_item *item = &v->out->items[i];

            if (item->to >> to & 1 && item->passage[to].telling == VERIFY_NONE)
                judge_untold(v, item, to);
        }
}

/* What waits for the answer of a person or a program, or of its author, may be
 * overtaken. */
static void judge_order(struct verify *v, uint8_t to)
{
    const struct verify_item *newest[ROOMS_MAX] = {0};
    uint32_t i;

    for (i = v->telling_start[to]; i < v->telling_start[to + 1]; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        const struct verify_item *item =
            t->item == VERIFY_NONE ? NULL : &v->out->items[t->item];
        const struct verify_item *before;

        if (!item || item->passage[to].telling != i || !verify_is_plain(item))
            continue;
        before = newest[item->room];
        if (v->claims.prompt && before && before->number > item->number &&
            (v->out->has_mediator || v->claims.alone) &&
            before->carrier == item->carrier && !item->passage[to].waited &&
            !item->asked)
            verify_find(v, VERIFY_REORDERED, item, t,
                        "told after item %u, which was handed over later",
                        before->number);
        if (!before || item->number > before->number)
            newest[item->room] = item;
    }
}

/* A confidence that may be told is told as a message or an offer: that it was
 * one stays between its author and the mediator. */
static bool is_move_of(const struct message_item *said,
                       const struct message_told *told)
{
    if (said->move != MOVE_CONFIDENCE)
        return told->move == said->move;
    return told->move ==
           (package_is_empty(&said->package) ? MOVE_SAY : MOVE_OFFER);
}

static const char *difference(const struct message_item *said,
                              const struct message_told *told)
{
    if (!bytes_equal(said->text, told->text))
        return "other words";
    if (told->gloss.size > 0 && !bytes_equal(said->gloss, told->gloss))
        return "another gloss";
    if (!package_equal(&said->package, &told->package))
        return "other options";
    if (!is_move_of(said, told))
        return "another move";
    if (said->about != told->about)
        return "about another issue";
    return said->answer != told->answer ? "another answer" : NULL;
}

/* What told in other words has to be the same all the same: options that were
 * left out, what it is about, the answer, and an author's own rewording where a
 * mediator claims to keep to it. Options that were added are judged as told
 * without leave. Other words may say anything else, and that is not judged. */
static const char *loss(struct verify *v, const struct verify_item *item,
                        const struct message_told *told)
{
    const struct message_item *said = item->item;

    if (told->form != FORM_GIST && told->form != FORM_OWN_IDEA)
        return NULL;
    for (size_t i = 0; i < ISSUES_MAX; i++)
        if (said->package.option[i] != OPTION_NONE &&
            told->package.option[i] == OPTION_NONE)
            return "an option left out";
    if (said->about != told->about)
        return "about another issue";
    if (told->form == FORM_GIST && said->answer != told->answer)
        return "another answer";
    return v->claims.words && v->scenario && said->gist.size &&
                   !bytes_equal(told->text, said->gist) &&
                   !verify_gave_words(v, item, told->text)
               ? "not the rewording that its author gave"
               : NULL;
}

static void judge_tellings(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        const struct verify_item *item;
        const char *what;

        if (t->item == VERIFY_NONE)
            continue;
        item = &v->out->items[t->item];
        if (item->passage[t->room].telling != i)
            verify_find(v, VERIFY_DUPLICATED, item, t,
                        "told a second time in this room");
        what = difference(item->item, t->message);
        if (t->message->form == FORM_VERBATIM && what)
            verify_find(v, VERIFY_ALTERED, item, t, "marked verbatim: %s",
                        what);
        what = loss(v, item, t->message);
        if (what)
            verify_find(v, VERIFY_ALTERED, item, t, "in other words: %s", what);
    }
}

void verify_passages(struct verify *v)
{
    uint8_t to;

    judge_items(v);
    judge_tellings(v);
    for (to = 0; to < v->out->room_count; to++)
        judge_order(v, to);
}
