/*
 * Release: the one way out of the mediator. Everything a room ever reads was
 * sealed in leave(), which nothing else in the mediator calls. What carries
 * words or options is judged here once more, and the reason is written before
 * the frame.
 */
#include "mediator_state.h"

#include "shuttle/draft.h"

#include <assert.h>
#include <string.h>

static void leave(struct mediator *m, uint8_t to, const struct message *what)
{
    uint8_t frame[FRAME_SIZE_MAX];
    size_t size;

    if (m->rooms[to].gone)
        return;
    size = session_seal(&m->rooms[to].session, m->board.now, what, frame,
                        sizeof(frame));
    assert(size != 0);
    m->board.fresh = true;
    effects_send(m->out, to, (struct bytes){frame, size});
}

static void why(struct mediator *m, uint8_t room, uint32_t item, uint8_t to,
                const struct message_told *told, enum rule rule)
{
    struct message note;

    note.kind = MESSAGE_RELEASED;
    note.as.released.room = room;
    note.as.released.item = item;
    note.as.released.to = to;
    note.as.released.form = told->form;
    note.as.released.rule = (uint8_t)rule;
    note.as.released.handle = told->handle;
    note.as.released.reason = bytes_of(rule_text(rule));
    mediator_note(m, &note);
}

static uint64_t fresh_handle(struct mediator *m, uint8_t to)
{
    uint64_t handle;

    do
        handle = chance_next(&m->rooms[to].handles);
    while (handle == 0);
    return handle;
}

static void told_clear(struct message *out, enum move move, uint8_t from,
                       enum form form)
{
    struct message_told *t = &out->as.told;

    out->kind = MESSAGE_TOLD;
    t->handle = 0;
    t->move = (uint8_t)move;
    t->from = from;
    t->form = (uint8_t)form;
    t->re = 0;
    t->about = 0;
    t->answer = 0;
    t->due = INSTANT_NEVER;
    t->draft = 0;
    t->brackets = 0;
    package_clear(&t->package);
    memset(&t->nonce, 0, sizeof(t->nonce));
    memset(&t->digest, 0, sizeof(t->digest));
    t->label = t->text = t->gloss = BYTES_NONE;
}

/* A form that the caveats allow, and words that are what the form says. The
 * author's own words are never the other words that he asked for, unless he
 * wrote them himself. */
static bool form_is_right(const struct mediator *m, const struct item *item,
                          const struct carry_decision *words)
{
    uint8_t demanded = caveat_form(item->caveats.bits);

    if (demanded != FORM_NONE && demanded != words->form)
        return false;
    if (words->text.size > TEXT_MAX || !bytes_is_utf8(words->text) ||
        words->gloss.size > TEXT_MAX || !bytes_is_utf8(words->gloss))
        return false; /* no frame could carry it */
    if (m->carry->member.faulty)
        return true; /* what it says of its words is not relied on */
    if (demanded == FORM_GIST || demanded == FORM_OWN_IDEA)
        return words->text.size == 0 || bytes_equal(words->text, item->gist) ||
               !bytes_equal(words->text, item->text);
    if (words->form == FORM_VERBATIM)
        return bytes_equal(words->text, item->text);
    return words->form == FORM_GIST || words->form == FORM_OWN_IDEA;
}

static enum disposition disposition_of(enum form form)
{
    if (form == FORM_VERBATIM)
        return DISPOSITION_TOLD_VERBATIM;
    return form == FORM_GIST ? DISPOSITION_TOLD_GIST
                             : DISPOSITION_TOLD_OWN_IDEA;
}

/* What the addressee is told that it is. That something was said in confidence
 * stays between its author and the mediator. */
static enum move told_as(const struct item *item, enum form form)
{
    if (form == FORM_OWN_IDEA)
        return MOVE_PROBE;
    if (item->move != MOVE_CONFIDENCE)
        return item->move;
    return package_is_empty(&item->package) ? MOVE_SAY : MOVE_OFFER;
}

/* Tell an item of one room in another. False when it may not be told, or not
 * in these words: nothing has left then. */
bool release_item(struct mediator *m, struct item *item, uint8_t to,
                  const struct carry_decision *words)
{
    struct passage *passage = &item->passage[to];
    struct caveat_judgement j = caveat_judge(&m->board, item, to);
    struct message out;
    struct message_told *told = &out.as.told;

    if (j.verdict != CAVEAT_ALLOWS || !board_has(&m->board, item, to) ||
        passage->state == CARRIAGE_DONE || !form_is_right(m, item, words)) {
        mediator_fault(m, item->room, item->number,
                       "release refused what the relay design let go");
        return false;
    }
    told_clear(&out, told_as(item, words->form), item->room, words->form);
    if (words->form == FORM_OWN_IDEA) {
        /* Nothing of its owner: neither handle nor what it answers. */
        told->from = FROM_MEDIATOR;
        passage->handle = 0;
    } else {
        if (item->move == MOVE_NON_PAPER &&
            !(words->attributed && item->caveats.bits & CAVEAT_ATTRIBUTED))
            told->from = FROM_NOBODY;
        /* A handle of the author's that this room knows already names that. */
        if (items_told(m, to, passage->handle))
            passage->handle = 0;
        if (item->re_room == to)
            told->re = item->re_number;
        told->answer = (uint8_t)item->answer;
    }
    if (passage->handle == 0)
        passage->handle = fresh_handle(m, to);
    told->handle = passage->handle;
    told->about = item->about;
    told->package = words->package && m->carry->member.faulty ? *words->package
                                                              : item->package;
    told->text = words->text;
    told->gloss = words->gloss;
    for (int left = passage->again ? 2 : 1; left > 0; left--) {
        why(m, item->room, item->number, to, told, (enum rule)j.rule);
        leave(m, to, &out);
    }
    items_dispose(m, item, to, disposition_of(words->form), (enum rule)j.rule);
    return true;
}

void release_deposit(struct mediator *m, struct item *item, uint8_t to,
                     const struct message_told *words)
{
    struct passage *passage = &item->passage[to];
    struct message out;

    assert(caveat_judge_opened(&m->board, item, to).verdict == CAVEAT_ALLOWS &&
           passage->state != CARRIAGE_DONE);
    out.kind = MESSAGE_TOLD;
    out.as.told = *words;
    if (items_told(m, to, passage->handle))
        passage->handle = 0;
    if (passage->handle == 0)
        passage->handle = fresh_handle(m, to);
    out.as.told.handle = passage->handle;
    why(m, item->room, item->number, to, &out.as.told, RULE_SIMULTANEOUS);
    leave(m, to, &out);
    items_dispose(m, item, to, DISPOSITION_TOLD_VERBATIM, RULE_SIMULTANEOUS);
}

/* The mediator's own, as a carry with two faces says it in this room. */
static void say_otherwise(struct mediator *m, const struct item *item,
                          uint8_t to, struct message_told *told)
{
    struct crossing crossing = {item, to};
    struct carry_decision words = {
        .form = FORM_MEDIATOR, .text = told->text, .gloss = told->gloss};

    if (!m->carry->member.faulty || !m->carry->own)
        return;
    m->carry->own(m->state[FAMILY_CARRY], m->design[FAMILY_CARRY], &m->board,
                  &crossing, &m->out->arena, &words);
    told->text = words.text;
    told->gloss = words.gloss;
    if (words.package)
        told->package = *words.package;
}

/* Tell something of the mediator's own: its plain words, a proposal, a
 * read-back. */
void release_own(struct mediator *m, struct item *item, uint8_t to)
{
    struct passage *passage = &item->passage[to];
    struct message out;
    struct message_told *told = &out.as.told;
    enum rule rule = item->move == MOVE_READ_BACK ? RULE_READ_BACK : RULE_TABLE;

    assert(item->room == FROM_MEDIATOR);
    told_clear(&out, item->move, FROM_MEDIATOR, FORM_MEDIATOR);
    if (passage->handle == 0)
        passage->handle = fresh_handle(m, to);
    told->handle = passage->handle;
    told->about = item->about;
    told->due = item->due;
    told->package = item->package;
    told->text = item->text;
    told->gloss = item->gloss;
    told->re = item->re_number; /* asked, or answered, about that item of his */
    say_otherwise(m, item, to, told);
    if ((item->move == MOVE_READ_BACK && !reading_is(item)) ||
        item->move == MOVE_BLIND_PROPOSAL) {
        told->nonce = item->nonce;
        told->digest = package_digest(&told->package, &m->brief->agenda,
                                      item->nonce.bytes);
    } else if (item->move == MOVE_DRAFT) {
        told->draft = item->draft;
        told->brackets = item->brackets;
        told->nonce = item->nonce;
        told->digest = draft_digest(told);
    }
    why(m, FROM_MEDIATOR, item->number, to, told, rule);
    leave(m, to, &out);
    items_dispose(m, item, to, DISPOSITION_TOLD_VERBATIM, rule);
}

void release_news(struct mediator *m, const char *event, struct bytes text,
                  struct bytes gloss, uint8_t to)
{
    struct message out;

    told_clear(&out, MOVE_NEWS, FROM_WORLD, FORM_NEWS);
    out.as.told.handle = fresh_handle(m, to);
    out.as.told.label = bytes_of(event);
    out.as.told.text = text;
    out.as.told.gloss = gloss;
    why(m, FROM_WORLD, 0, to, &out.as.told, RULE_WORLD);
    leave(m, to, &out);
}

/* A faulty carry talks to the press: the words of an item, as news of no event
 * of the world, in every room. */
void release_leak(struct mediator *m, const struct item *item)
{
    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (mediator_reaches(m, r))
            release_news(m, "", item->text, item->gloss, r);
}

/* The result of a sealed proposal: the same bytes for a yes met by a no, a no
 * met by a yes and two noes. */
void release_result(struct mediator *m, uint32_t item, bool yes, uint8_t to)
{
    struct message out;

    told_clear(&out, MOVE_RESULT, FROM_MEDIATOR, FORM_MEDIATOR);
    out.as.told.handle = fresh_handle(m, to);
    out.as.told.answer = yes ? ANSWER_ACCEPT : ANSWER_REJECT;
    why(m, FROM_MEDIATOR, item, to, &out.as.told, RULE_SEALED);
    leave(m, to, &out);
}

/* The closing words of an ending; they leave just before the outcome. */
void release_ending(struct mediator *m, uint32_t item,
                    const struct ending *ending, uint8_t to)
{
    struct message out;

    told_clear(&out, MOVE_CLOSE, FROM_MEDIATOR, FORM_MEDIATOR);
    out.as.told.handle = fresh_handle(m, to);
    out.as.told.text = bytes_of(ending->text);
    out.as.told.gloss = bytes_of(ending->gloss);
    why(m, FROM_MEDIATOR, item, to, &out.as.told, RULE_TABLE);
    leave(m, to, &out);
}

/* What carries nobody's words: admission, rounds, visits, receipts, waking. Its
 * kind is its reason, so no note is written. */
void release_service(struct mediator *m, uint8_t to,
                     const struct message *service)
{
    switch (service->kind) {
    case MESSAGE_WELCOME:
    case MESSAGE_REFUSED:
    case MESSAGE_WAKE:
    case MESSAGE_ROUND:
    case MESSAGE_VISIT:
    case MESSAGE_RECEIPT:
    case MESSAGE_DEPOSITED:
        leave(m, to, service);
        return;
    case MESSAGE_NONE:
    case MESSAGE_ACK:
    case MESSAGE_BYE:
    case MESSAGE_HELLO:
    case MESSAGE_ITEM:
    case MESSAGE_WAIT:
    case MESSAGE_TOLD:
    case MESSAGE_OUTCOME:
    case MESSAGE_AGREED:
    case MESSAGE_ADMITTED:
    case MESSAGE_WALKED:
    case MESSAGE_VISITED:
    case MESSAGE_TAKEN:
    case MESSAGE_JUDGED:
    case MESSAGE_RELEASED:
    case MESSAGE_DISPOSED:
    case MESSAGE_PUT:
    case MESSAGE_SEALED:
    case MESSAGE_HAPPENED:
    case MESSAGE_CHANGED:
    case MESSAGE_CONCLUDED:
    case MESSAGE_SWITCHED:
    case MESSAGE_LINE:
    case MESSAGE_CAPITAL:
    case MESSAGE_ENDED:
    case MESSAGE_FAULT:
    case MESSAGE_ENDING:
    case MESSAGE_DRAWN:
    case MESSAGE_REACHED:
    case MESSAGE_GROUND:
    case MESSAGE_LINE_BY:
    case MESSAGE_DEPOSIT:
    case MESSAGE_VOIDED:
        break;
    }
    assert(!"a service message");
}

/* What was agreed, while its implementation is to come. */
void release_agreed(struct mediator *m, uint8_t to)
{
    struct message out = {.kind = MESSAGE_AGREED};

    out.as.agreed.package = m->accord.package;
    out.as.agreed.nonce = m->accord.nonce;
    out.as.agreed.digest = m->accord.digest;
    leave(m, to, &out);
}

/* How the talks ended; what was agreed was read back and confirmed. */
void release_outcome(struct mediator *m, uint8_t to)
{
    struct message out;
    struct message_outcome *o = &out.as.outcome;

    out.kind = MESSAGE_OUTCOME;
    o->outcome = (uint8_t)m->outcome;
    package_clear(&o->package);
    memset(&o->nonce, 0, sizeof(o->nonce));
    memset(&o->digest, 0, sizeof(o->digest));
    if (m->outcome == OUTCOME_AGREED && !m->elsewhere) {
        o->package = m->accord.package;
        o->nonce = m->accord.nonce;
        o->digest = m->accord.digest;
    }
    leave(m, to, &out);
}

void release_bye(struct mediator *m, uint8_t to, enum reason reason)
{
    uint8_t frame[FRAME_HEADER_SIZE + 128];
    size_t size;

    if (m->rooms[to].gone)
        return;
    size = session_seal_bye(&m->rooms[to].session, m->board.now, reason, frame,
                            sizeof(frame));
    assert(size != 0);
    effects_send(m->out, to, (struct bytes){frame, size});
}
