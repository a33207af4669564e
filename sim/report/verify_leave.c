/*
 * Told without leave: what its author forbade, or nobody said. And the words of
 * things that may not be told, looked for in everything that was.
 */
#include "sim/report/verify_private.h"

#include "shuttle/cue.h"

#include <string.h>

/* Shorter words prove nothing when they turn up elsewhere. */
#define LEAK_MIN 12u

/* The room had asked about an issue of the item. */
static bool was_asked(struct verify *v, const struct verify_item *item,
                      uint8_t to, struct instant when)
{
    uint32_t i;

    for (i = v->item_start[to]; i < v->item_start[to + 1]; i++) {
        const struct verify_item *q = &v->out->items[i];
        uint8_t issue = q->item->about;

        if (q->item->move != MOVE_QUESTION || issue == 0 ||
            q->item->caveats.bits & CAVEAT_MEDIATOR_ONLY ||
            instant_compare(q->handed, when) > 0)
            continue;
        if (item->item->about == issue ||
            (issue <= ISSUES_MAX &&
             item->item->package.option[issue - 1] != OPTION_NONE))
            return true;
    }
    return false;
}

static enum rule forbids_ever(const struct verify_item *item, uint8_t to)
{
    uint16_t bits = item->item->caveats.bits;

    if (bits & CAVEAT_MEDIATOR_ONLY)
        return RULE_MEDIATOR_ONLY;
    if (bits & CAVEAT_FOR_JUDGEMENT)
        return RULE_FOR_JUDGEMENT;
    if (bits & CAVEAT_HYPOTHETICAL)
        return RULE_HYPOTHETICAL;
    if (item->sealed)
        return RULE_SEALED;
    return item->to >> to & 1 ? 0 : RULE_ADDRESSEE;
}

/* The rule that forbids telling the item in this room at this time, or 0. */
static enum rule forbids(struct verify *v, const struct verify_item *item,
                         uint8_t to, struct instant when)
{
    const struct caveats *c = &item->item->caveats;
    enum rule rule = forbids_ever(item, to);
    const struct shot *recalled;

    if (rule)
        return rule;
    if (c->bits & CAVEAT_EXPIRES && instant_reached(c->expires, when))
        return RULE_EXPIRES;
    if (c->bits & CAVEAT_NOT_BEFORE && when.us < c->not_before.us)
        return RULE_NOT_BEFORE;
    /* The author has read that his recall came in time. */
    recalled = verify_receipt(v, item, RECEIPT_WITHDRAWN);
    if (recalled && recalled->frame.time.us < when.us)
        return RULE_WITHDRAWN;
    if (c->bits & CAVEAT_SIMULTANEOUS && !verify_is_open(v, item, to, when))
        return RULE_SIMULTANEOUS;
    if (c->bits & CAVEAT_IF_ASKED && !was_asked(v, item, to, when))
        return RULE_IF_ASKED;
    if (c->bits & CAVEAT_IF_THEY_MOVE_FIRST && !verify_condition(v, item, when))
        return RULE_IF_MOVED;
    return 0;
}

/* Its author's own words where he wanted others; he may have written both
 * alike. */
static bool is_own_words(const struct verify_item *item,
                         const struct message_told *told)
{
    return told->text.size && bytes_equal(told->text, item->item->text) &&
           !bytes_equal(told->text, item->item->gist);
}

/* Told in a form, or under a name, that its author did not allow. */
static enum rule form_forbids(struct verify *v, const struct verify_item *item,
                              const struct message_told *told)
{
    uint16_t bits = item->item->caveats.bits;
    bool own =
        is_own_words(item, told) && !verify_gave_words(v, item, told->text);

    if (bits & CAVEAT_AS_MEDIATOR_IDEA)
        return told->form != FORM_OWN_IDEA || told->from != FROM_MEDIATOR || own
                   ? RULE_OWN_IDEA
                   : 0;
    if (bits & CAVEAT_GIST)
        return told->form != FORM_GIST || own ? RULE_GIST : 0;
    if (bits & (CAVEAT_VERBATIM | CAVEAT_SIMULTANEOUS))
        return told->form != FORM_VERBATIM &&
                       !verify_gave_words(v, item, told->text)
                   ? RULE_VERBATIM
                   : 0;
    return 0;
}

static bool names_rightly(const struct verify_item *item,
                          const struct message_told *told)
{
    if (told->form == FORM_OWN_IDEA)
        return told->from == FROM_MEDIATOR;
    if (told->from == FROM_NOBODY)
        return item->item->move == MOVE_NON_PAPER;
    return told->from == item->room &&
           (item->item->move != MOVE_NON_PAPER ||
            item->item->caveats.bits & CAVEAT_ATTRIBUTED);
}

/* Every option told is one the item names, and all words are its words. */
static bool options_within(const struct verify_item *item,
                           const struct message_told *told)
{
    size_t i;

    for (i = 0; i < ISSUES_MAX; i++)
        if (told->package.option[i] != OPTION_NONE &&
            (told->package.option[i] != item->item->package.option[i] ||
             !bytes_equal(package_words(&told->package, i),
                          package_words(&item->item->package, i))))
            return false;
    return true;
}

static void judge_linked(struct verify *v, const struct verify_telling *t)
{
    const struct verify_item *item = &v->out->items[t->item];
    enum rule rule;

    if (instant_compare(item->handed, t->told) > 0 && !v->claims.clocks) {
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "told before it was handed over");
        return;
    }
    rule = forbids(v, item, t->room, t->told);
    if (!rule && item->item->caveats.bits & CAVEAT_IF_THEY_MOVE_FIRST &&
        !verify_condition_taken(v, item, t))
        rule = RULE_IF_MOVED;
    if (!rule)
        rule = form_forbids(v, item, t->message);
    if (rule)
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t, "%s: %s", rule_key(rule),
                    rule_text(rule));
    else if (!names_rightly(item, t->message))
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "told under another name than its author's");
    else if (t->message->form != FORM_VERBATIM &&
             !options_within(item, t->message))
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "told with options that its author did not name");
}

static bool mediator_sent(const struct verify *v,
                          const struct verify_telling *t)
{
    const struct lane *lane = &v->mediator.sent[t->room];
    size_t i;

    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.number == t->frame)
            return true;
    return false;
}

static void judge_unlinked(struct verify *v, const struct verify_telling *t)
{
    uint8_t form = t->message->form;

    if (t->message->from < ROOMS_MAX || form == FORM_VERBATIM ||
        form == FORM_GIST)
        verify_find(v, VERIFY_WITHOUT_LEAVE, NULL, t,
                    "no room handed over anything of the kind");
    else if (v->out->has_mediator && !t->released && mediator_sent(v, t))
        verify_find(v, VERIFY_WITHOUT_LEAVE, NULL, t,
                    "the mediator's record does not say why it left");
}

static bool contains(struct bytes hay, struct bytes needle)
{
    size_t at;

    if (needle.size == 0 || needle.size > hay.size)
        return false;
    for (at = 0; at + needle.size <= hay.size; at++)
        if (hay.data[at] == needle.data[0] &&
            memcmp(hay.data + at, needle.data, needle.size) == 0)
            return true;
    return false;
}

static bool told_contains(const struct message_told *told, struct bytes words)
{
    return words.size >= LEAK_MIN &&
           (contains(told->text, words) || contains(told->gloss, words));
}

static bool item_contains(const struct verify_item *item, struct bytes words)
{
    return contains(item->item->text, words) ||
           contains(item->item->gist, words) ||
           contains(item->item->gloss, words);
}

/* The item's words stand in the telling, and not because the item that it
 * tells has the same words. */
static bool leaks(struct verify *v, const struct verify_item *item,
                  const struct verify_telling *t)
{
    struct bytes words[3] = {item->item->text, item->item->gist,
                             item->item->gloss};
    const struct verify_item *other =
        t->item == VERIFY_NONE ? NULL : &v->out->items[t->item];
    size_t i;

    for (i = 0; i < 3; i++)
        if (told_contains(t->message, words[i]) &&
            !(other && item_contains(other, words[i])))
            return true;
    return false;
}

/* Someone handed the same words over without forbidding it, or the room that
 * hears them said them itself. */
static bool said_openly(struct verify *v, const struct verify_item *secret,
                        const struct verify_telling *t)
{
    uint32_t i;

    for (i = 0; i < v->out->item_count; i++) {
        const struct verify_item *other = &v->out->items[i];

        if (other == secret || !item_contains(other, secret->item->text) ||
            instant_compare(other->handed, t->told) > 0)
            continue;
        if (other->room == t->room || !forbids(v, other, t->room, t->told))
            return true;
    }
    return false;
}

/* An item that every room may be told in some form needs no search. */
static bool is_restricted(const struct verify *v,
                          const struct verify_item *item)
{
    uint32_t others = ((1u << v->out->room_count) - 1) & ~(1u << item->room);

    return !verify_is_plain(item) || item->to != others;
}

/* The item is what came of the line that the reference names, by its author and
 * words: handles come from the seed, which is not known here. */
static bool is_line(const struct scenario *s, const struct ref *ref,
                    const struct verify_item *item)
{
    const struct lines *lines = &s->rounds[ref->round].room[ref->owner];
    uint16_t end = cue_named_end(lines, ref->line);

    for (uint16_t n = ref->line; n < end; n++)
        if (bytes_equal(item->item->text, bytes_of(lines->line[n].text)))
            return true;
    return false;
}

/* The scenario lets the words leak: the world tells of them, under the name of
 * a leak of this very line. */
static bool is_leaked(const struct verify *v, const struct verify_item *item,
                      const struct verify_telling *t)
{
    const struct scenario *s = v->scenario;
    uint8_t n;

    if (!s || t->message->form != FORM_NEWS || t->message->from != FROM_WORLD)
        return false;
    for (n = 0; n < s->event_count; n++) {
        const struct event *e = &s->events[n];

        if (e->share == SHARE_CONTENT && e->of.kind == REF_OTHER &&
            bytes_equal(t->message->label, bytes_of(e->id)) &&
            e->of.owner == item->room && is_line(s, &e->of, item))
            return true;
    }
    return false;
}

/* All news of the world is of an event, and has its id. */
static bool is_no_event(const struct verify_telling *t)
{
    return t->message->form == FORM_NEWS && t->message->label.size == 0;
}

static void judge_leaks(struct verify *v, const struct verify_item *item)
{
    uint32_t index = (uint32_t)(item - v->out->items);
    bool restricted = is_restricted(v, item);
    uint32_t i;

    for (i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        enum rule rule;

        if ((!restricted && !is_no_event(t)) || t->room == item->room ||
            t->item == index || instant_compare(item->handed, t->told) > 0 ||
            !leaks(v, item, t))
            continue;
        rule = forbids(v, item, t->room, t->told);
        if (!rule || said_openly(v, item, t) || is_leaked(v, item, t)) {
            if (is_no_event(t))
                verify_find(v, VERIFY_LEAKED, item, t,
                            "its words stand in news of no event");
            continue;
        }
        if (t->message->form == FORM_NEWS)
            verify_find(v, VERIFY_LEAKED, item, t,
                        "its words stand in the news; %s: %s", rule_key(rule),
                        rule_text(rule));
        else
            verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                        "its words stand in another telling; %s: %s",
                        rule_key(rule), rule_text(rule));
    }
}

void verify_leave(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->telling_count; i++) {
        if (v->out->tellings[i].item == VERIFY_NONE)
            judge_unlinked(v, &v->out->tellings[i]);
        else
            judge_linked(v, &v->out->tellings[i]);
    }
    for (i = 0; i < v->out->item_count; i++)
        judge_leaks(v, &v->out->items[i]);
}
