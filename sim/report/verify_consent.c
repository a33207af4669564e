/*
 * What its author was asked first: whether something of his may be told, or in
 * these other words. He was asked by a question, or by a read-back, that names
 * the item; his reply names that. Told although he said no, before he answered,
 * or without asking where the design says that he is asked; and told in other
 * words than those he agreed to.
 *
 * Who asks may change with the round. Whether the design of a round asks is
 * known from the brief that the mediator was started with; without one only
 * what was asked, handed over and told in the same round is judged. What was
 * read back waits for its answer in any round.
 */
#include "sim/report/verify_private.h"

#include <string.h>

/* How its author answered what he was asked about an item, up to a moment. */
struct answers {
    bool asked;
    bool yes;
    bool no;
    bool worded; /* he was told what words, or gave his own */
    bool found;  /* the words told are among those */
    bool own;    /* he gave words himself */
    bool sure;   /* he was waited for, also at the moment of the telling */
};

static bool asks_about(const struct verify_telling *q,
                       const struct verify_item *item, enum move move)
{
    return q->message->from == FROM_MEDIATOR && q->message->move == move &&
           q->message->re == item->number;
}

/* The mediator has taken it by then, as its author read. */
static bool was_taken(const struct verify *v, const struct verify_item *item,
                      struct instant when)
{
    const struct lane *lane = &v->room[item->room].received[0];
    struct message m;

    for (size_t i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == MESSAGE_RECEIPT &&
            instant_compare(lane->shot[i].frame.time, when) <= 0 &&
            !message_decode(MESSAGE_RECEIPT, lane->shot[i].frame.body, &m) &&
            m.as.receipt.item == item->number &&
            m.as.receipt.status == RECEIPT_TAKEN)
            return true;
    return false;
}

static void add_words(struct answers *a, struct bytes words, struct bytes told,
                      bool binding)
{
    if (words.size == 0)
        return;
    a->worded |= binding;
    a->found |= bytes_equal(words, told);
}

/* An answer excuses what is told from when it was given, and binds from when it
 * was taken: at that very moment only where it is sure that he was waited for.
 */
static void add_reply(struct answers *a, const struct verify *v,
                      const struct verify_telling *q,
                      const struct verify_item *reply,
                      const struct verify_telling *t)
{
    const struct message_item *m = reply->item;
    struct instant before = t->told;
    bool taken = was_taken(v, reply, t->told), binding;

    before.us -= !a->sure;
    binding = taken && was_taken(v, reply, before);
    if (!taken && instant_compare(reply->handed, t->told) > 0)
        return;
    switch ((enum answer)m->answer) {
    case ANSWER_ACCEPT:
    case ANSWER_CONFIRM:
        a->yes = true;
        add_words(a, q->message->text, t->message->text, binding);
        return;
    case ANSWER_COMMENT:
        if (m->text.size == 0)
            return;
        a->yes = true;
        a->own |= binding;
        add_words(a, m->text, t->message->text, binding);
        return;
    case ANSWER_REJECT:
        a->no |=
            binding && m->caveats.bits == 0 && reply->recall == VERIFY_NONE;
        return;
    case ANSWER_NONE:
    case ANSWER_AD_REFERENDUM:
        return;
    }
}

static void add_replies(struct answers *a, const struct verify *v,
                        const struct verify_telling *q,
                        const struct verify_telling *t)
{
    for (uint32_t i = v->item_start[q->room]; i < v->item_start[q->room + 1];
         i++) {
        const struct verify_item *reply = &v->out->items[i];

        if (reply->item->move == MOVE_REPLY &&
            reply->item->re == q->message->handle)
            add_reply(a, v, q, reply, t);
    }
}

/* What its author was asked by this move before the telling, and how he
 * answered. What he was asked at the same moment may have come first; where
 * that is not sure, it excuses the telling and is not held against it. */
static struct answers answers_by(const struct verify *v,
                                 const struct verify_item *item,
                                 const struct verify_telling *t, enum move move,
                                 bool sure)
{
    struct answers a = {.sure = sure}, excuse = {0};

    for (uint32_t i = v->telling_start[item->room];
         i < v->telling_start[item->room + 1]; i++) {
        const struct verify_telling *q = &v->out->tellings[i];
        int order = instant_compare(q->told, t->told);
        struct answers *to = order == 0 && !sure ? &excuse : &a;

        if (!asks_about(q, item, move) || order > 0)
            continue;
        to->asked = true;
        add_replies(to, v, q, t);
    }
    a.yes |= excuse.yes;
    a.found |= excuse.found;
    return a;
}

bool verify_gave_words(struct verify *v, const struct verify_item *item,
                       struct bytes words)
{
    for (uint32_t i = v->item_start[item->room];
         i < v->item_start[item->room + 1]; i++) {
        const struct message_item *reply = v->out->items[i].item;
        const struct verify_telling *q =
            reply->answer == ANSWER_COMMENT
                ? verify_telling_of(v, item->room, reply->re)
                : NULL;

        if (q &&
            (asks_about(q, item, MOVE_QUESTION) ||
             asks_about(q, item, MOVE_READ_BACK)) &&
            bytes_equal(reply->text, words))
            return true;
    }
    return false;
}

/* The round that had begun last in a room before this entry of its record;
 * ROUNDS_MAX when none had. */
static uint8_t round_at(const struct verify *v, uint8_t room, uint64_t index)
{
    const struct lane *lane = &v->room[room].received[0];
    uint8_t round = ROUNDS_MAX;
    struct message m;

    for (size_t i = 0; i < lane->count && lane->shot[i].index < index; i++)
        if (lane->shot[i].frame.kind == MESSAGE_ROUND &&
            !message_decode(MESSAGE_ROUND, lane->shot[i].frame.body, &m) &&
            m.as.round.state == ROUND_BEGAN && m.as.round.round < ROUNDS_MAX)
            round = m.as.round.round;
    return round;
}

/* What the design said from the handing over to the telling. */
struct rounds {
    uint8_t from, to;
};

static struct rounds rounds_of(const struct verify *v,
                               const struct verify_item *item,
                               const struct verify_telling *t)
{
    return (struct rounds){round_at(v, item->room, item->handed_at),
                           round_at(v, t->room, t->told_at)};
}

/* In each of them, by the brief. */
static bool is_claimed(const struct verify *v, uint64_t claims,
                       struct rounds rounds)
{
    if (!v->claims.known || rounds.from >= ROUNDS_MAX ||
        rounds.to >= ROUNDS_MAX || rounds.from > rounds.to)
        return false;
    for (uint8_t r = rounds.from; r <= rounds.to; r++)
        if (!(claims >> r & 1))
            return false;
    return true;
}

static void judge_consent(struct verify *v, const struct verify_item *item,
                          const struct verify_telling *t,
                          const struct answers *a)
{
    struct rounds rounds = rounds_of(v, item, t);
    bool claimed = is_claimed(v, v->claims.consent, rounds);

    if (a->yes)
        return;
    if (a->no)
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "its author was asked first, and said no");
    else if (a->asked && (claimed || (rounds.from == rounds.to &&
                                      rounds.from < ROUNDS_MAX)))
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "its author was asked first, and had not answered");
    else if (!a->asked && claimed)
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "the design asks its author first, and he was not asked");
}

static void judge_reading(struct verify *v, const struct verify_item *item,
                          const struct verify_telling *t,
                          const struct answers *a)
{
    bool other = t->message->form != FORM_VERBATIM && t->message->text.size;

    if (a->yes)
        return;
    if (a->no)
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "words were read back to its author, and he said no");
    else if (a->asked)
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "words were read back to its author, and he had not "
                    "confirmed them");
    else if (other && is_claimed(v, v->claims.read_back, rounds_of(v, item, t)))
        verify_find(v, VERIFY_WITHOUT_LEAVE, item, t,
                    "the design reads other words back to their author, and "
                    "these were not");
}

/* The words that he was asked about are those it would be told in: with one
 * carry all the while that has them from him. */
static bool is_word_for_word(const struct verify *v,
                             const struct verify_item *item)
{
    const struct message_item *m = item->item;

    if (!v->claims.known || !v->claims.words || !v->claims.one_carry)
        return false;
    if (v->claims.own_text)
        return true;
    return m->move != MOVE_AIDE_MEMOIRE && m->text.size &&
           (m->gist.size || m->caveats.bits & CAVEAT_VERBATIM);
}

/* Words that he replaced by others, after all. */
static bool is_replaced(const struct verify_item *item, struct bytes told)
{
    return told.size && (bytes_equal(told, item->item->text) ||
                         bytes_equal(told, item->item->gist));
}

static void judge_words(struct verify *v, const struct verify_item *item,
                        const struct verify_telling *t,
                        const struct answers *consent,
                        const struct answers *reading)
{
    struct bytes told = t->message->text;

    if (consent->found || reading->found)
        return;
    if (reading->worded)
        verify_find(v, VERIFY_ALTERED, item, t,
                    "other words than those that its author confirmed");
    else if (consent->worded && (is_word_for_word(v, item) ||
                                 (consent->own && is_replaced(item, told))))
        verify_find(v, VERIFY_ALTERED, item, t,
                    "other words than those that its author agreed to");
}

static void judge_telling(struct verify *v, const struct verify_item *item,
                          const struct verify_telling *t)
{
    struct rounds rounds = rounds_of(v, item, t);
    bool other = t->message->form != FORM_VERBATIM;
    struct answers consent, reading;

    /* One room's words may be read back at the moment that another is told
     * his own. */
    consent = answers_by(v, item, t, MOVE_QUESTION,
                         rounds.from == rounds.to ||
                             is_claimed(v, v->claims.consent, rounds));
    reading = answers_by(v, item, t, MOVE_READ_BACK,
                         other && (rounds.from == rounds.to ||
                                   is_claimed(v, v->claims.read_back, rounds)));
    judge_consent(v, item, t, &consent);
    judge_reading(v, item, t, &reading);
    judge_words(v, item, t, &consent, &reading);
}

void verify_consent(struct verify *v)
{
    for (uint32_t i = 0; i < v->out->telling_count; i++) {
        const struct verify_telling *t = &v->out->tellings[i];
        const struct verify_item *item =
            t->item == VERIFY_NONE ? NULL : &v->out->items[t->item];

        /* A deposit was given to be opened, and what may never be told is
         * judged as such. */
        if (item && item->room != t->room && !item->heard && !item->sealed &&
            !(item->item->caveats.bits & CAVEAT_SIMULTANEOUS))
            judge_telling(v, item, t);
    }
}
