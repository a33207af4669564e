/* Judging and telling: what hold lets go, in the words of carry, by release. */
#include "mediator_state.h"

#include <assert.h>

#define REASON_SIZE 256u

/* A member's reason as it goes into a note: cut where a character ends. */
static struct bytes reason_of(const char *reason)
{
    struct bytes b = bytes_of(reason);

    if (b.size > REASON_SIZE)
        for (b.size = REASON_SIZE; (b.data[b.size] & 0xC0) == 0x80;)
            b.size--;
    return b;
}

/* Note a judgement, unless it is the one noted last. */
static void note_judgement(struct mediator *m, struct item *item, uint8_t to,
                           const struct hold_decision *d)
{
    struct message note = {.kind = MESSAGE_JUDGED};
    uint16_t mark = (uint16_t)((unsigned)d->verdict << 8 | d->rule);

    if (item->passage[to].noted == mark)
        return;
    item->passage[to].noted = mark;

    note.as.judged.room = item->room;
    note.as.judged.item = item->number;
    note.as.judged.to = to;
    note.as.judged.verdict = (uint8_t)d->verdict;
    note.as.judged.rule = (uint8_t)d->rule;
    note.as.judged.until = d->until;
    note.as.judged.reason = reason_of(d->reason);
    mediator_note(m, &note);
    mediator_tell_members(
        m,
        &(struct board_event){.kind = BOARD_JUDGED, .room = to, .item = item});
}

/* It will never be told, for this reason. */
static void withhold(struct mediator *m, struct item *item, uint8_t to,
                     enum rule rule)
{
    items_dispose(m, item, to,
                  rule == RULE_EXPIRES ? DISPOSITION_EXPIRED
                                       : DISPOSITION_WITHHELD,
                  rule);
}

/* What hold lets go and the caveats do not waits as they say, or is withheld
 * for good; nobody walks for it. */
static void take_back(struct mediator *m, struct item *item, uint8_t to,
                      const struct caveat_judgement *j)
{
    struct passage *p = &item->passage[to];
    struct hold_decision d = {.verdict = HOLD_HOLD,
                              .rule = (enum rule)j->rule,
                              .until = j->until,
                              .reason = rule_text(j->rule)};

    p->state = CARRIAGE_HELD;
    p->until = j->until;
    p->rule = d.rule;
    if (j->verdict == CAVEAT_FORBIDS)
        d.verdict = HOLD_WITHHOLD;
    note_judgement(m, item, to, &d);
    if (j->verdict == CAVEAT_FORBIDS)
        withhold(m, item, to, d.rule);
}

uint8_t *telling_scratch(struct mediator *m)
{
    if (!m->scratch) {
        m->scratch = memory_new(1, TEXT_MAX);
        assert(m->scratch);
    }
    return m->scratch;
}

/* What hold lets go waits for its author to confirm the words; false when it
 * does not. */
static bool wait_for_author(struct mediator *m, struct item *item, uint8_t to)
{
    bool asked = item->reading != CONSENT_NONE;

    if (!reading_waits(m, item, to))
        return false;
    item->passage[to].state = CARRIAGE_HELD;
    if (item->passage[to].ask)
        return true;
    note_judgement(
        m, item, to,
        &(struct hold_decision){.verdict = HOLD_HOLD,
                                .rule = RULE_READ_BACK,
                                .until = item->passage[to].until,
                                .reason = rule_text(RULE_READ_BACK)});
    if (!asked)
        mediator_stir(m);
    return true;
}

/* What waits for others' doings is read back before they have done it, so that
 * the reading does not say that they have; whether it was put. */
static bool read_back_before(struct mediator *m, struct item *item, uint8_t to)
{
    struct caveat_judgement j = caveat_judge(&m->board, item, to);
    enum consent reading = item->reading;

    if (item->reading == CONSENT_NONE && caveat_on_others(&j) &&
        item->consent != CONSENT_ASKED)
        (void)reading_waits(m, item, to);
    return item->reading != reading;
}

/* One verdict of hold; returns whether the passage moved on. */
static bool judge_one(struct mediator *m, struct item *item, uint8_t to)
{
    struct passage *p = &item->passage[to];
    struct asking ask;
    struct hold_decision d = {.until = INSTANT_NEVER, .reason = ""};
    struct crossing crossing = {item, to};
    enum carriage before = p->state;
    struct caveat_judgement j;
    enum consent reading;

    mediator_asking(m, &ask);
    m->hold->decide(m->state[FAMILY_HOLD], m->design[FAMILY_HOLD], &m->board,
                    &crossing, &ask, &d);
    p->stir = m->board.stir;
    p->until = d.until;
    p->rule = d.rule;
    mediator_asked(m, FAMILY_HOLD, &ask);
    switch (d.verdict) {
    case HOLD_TELL:
        /* He was asked under another design: his no holds all the same. */
        if (item->consent == CONSENT_REFUSED) {
            items_dispose(m, item, to, DISPOSITION_WITHHELD, RULE_CONSENT);
            return true;
        }
        j = caveat_judge(&m->board, item, to);
        if (j.verdict != CAVEAT_ALLOWS) {
            take_back(m, item, to, &j);
            return p->state == CARRIAGE_DONE;
        }
        p->until = instant_min(d.until, j.until);
        reading = item->reading;
        if (wait_for_author(m, item, to))
            return item->reading != reading; /* it is put to him */
        p->state = CARRIAGE_READY;
        p->again = d.again && m->hold->member.faulty;
        return before != CARRIAGE_READY;
    case HOLD_HOLD:
        p->state = CARRIAGE_HELD;
        note_judgement(m, item, to, &d);
        return read_back_before(m, item, to);
    case HOLD_PENDING:
        p->state = CARRIAGE_HELD;
        p->ask = ask.id;
        return false;
    case HOLD_LOSE:
        assert(m->hold->member.faulty);
        p->lost = true;
        items_dispose(m, item, to, DISPOSITION_TOLD_VERBATIM, d.rule);
        return true;
    case HOLD_ASK_AUTHOR:
        p->state = CARRIAGE_HELD;
        d.verdict = HOLD_HOLD;
        note_judgement(m, item, to, &d);
        consent_ask(m, item);
        return true;
    case HOLD_WITHHOLD:
        note_judgement(m, item, to, &d);
        withhold(m, item, to, d.rule);
        return true;
    }
    return false;
}

bool telling_judge(struct mediator *m)
{
    struct board *b = &m->board;
    uint32_t left = m->in_hand;
    bool moved = false;

    for (uint8_t r = 0; r < b->room_count; r++)
        b->room[r].deliverable = 0;
    for (struct item *item = b->items; item && left; item = item->next) {
        if (!item->taken)
            continue;
        left--;
        for (uint8_t to = 0; to < b->room_count; to++) {
            struct passage *p = &item->passage[to];
            bool stale =
                p->stir != b->stir || instant_reached(p->until, b->now);

            if (p->state == CARRIAGE_NONE || p->state == CARRIAGE_DONE)
                continue;
            if (item->room != FROM_MEDIATOR && p->ask == 0 &&
                (p->state == CARRIAGE_WAITING || stale))
                moved |= judge_one(m, item, to);
            if (p->state == CARRIAGE_READY && !b->room[to].suspended)
                b->room[to].deliverable++;
            if (p->ask == 0 &&
                (p->state == CARRIAGE_HELD || p->state == CARRIAGE_READY))
                mediator_due(m, p->until);
        }
    }
    items_sweep(m);
    return moved;
}

/* Ask carry for the words and release for the door. */
static bool deliver_one(struct mediator *m, struct item *item, uint8_t to)
{
    struct passage *p = &item->passage[to];
    struct crossing crossing = {item, to};
    struct carry_decision words = {.text = BYTES_NONE};
    struct asking ask;

    if (item->room == FROM_MEDIATOR) {
        release_own(m, item, to);
        return true;
    }
    if (item->reading == CONSENT_GIVEN) {
        words.verdict = CARRY_WORDS;
        words.form = item->reading_form;
        words.text = item->gist;
    } else {
        words.scratch = telling_scratch(m);
        mediator_asking(m, &ask);
        m->carry->decide(m->state[FAMILY_CARRY], m->design[FAMILY_CARRY],
                         &m->board, &crossing, &ask, &words);
        mediator_asked(m, FAMILY_CARRY, &ask);
    }
    switch (words.verdict) {
    case CARRY_WORDS:
        if (release_item(m, item, to, &words)) {
            if (m->hold->member.faulty)
                mediator_stir(m); /* what it lets others overtake */
            return true;
        }
        p->state = CARRIAGE_HELD; /* until something happens, or it expires */
        return false;
    case CARRY_PENDING:
        p->ask = ask.id;
        return false;
    case CARRY_NO_WORDS:
        note_judgement(
            m, item, to,
            &(struct hold_decision){.verdict = HOLD_HOLD,
                                    .rule = RULE_NO_WORDS,
                                    .until = INSTANT_NEVER,
                                    .reason = rule_text(RULE_NO_WORDS)});
        p->state = CARRIAGE_HELD; /* until something happens, or it expires */
        return false;
    }
    return false;
}

/* Tell what can be told in a room, oldest first; returns what has to wait for
 * the carrier who has it. */
static uint32_t deliver_room(struct mediator *m, uint8_t to, uint16_t caveat,
                             bool *told)
{
    uint32_t left = 0, taken = m->in_hand;

    for (struct item *item = m->board.items; item && taken; item = item->next) {
        struct passage *p = &item->passage[to];

        taken -= item->taken;
        if (p->state != CARRIAGE_READY || p->ask != 0)
            continue;
        if (!board_has(&m->board, item, to))
            left++;
        else if ((item->caveats.bits & caveat) == caveat)
            *told |= deliver_one(m, item, to);
    }
    return left;
}

bool telling_deliver(struct mediator *m)
{
    struct board *b = &m->board;
    bool told = false;

    for (uint8_t to = 0; to < b->room_count; to++) {
        if (!b->room[to].deliverable || !board_present(b, to))
            continue;
        if (b->urgent)
            (void)deliver_room(m, to, CAVEAT_URGENT, &told);
        b->room[to].deliverable = deliver_room(m, to, 0, &told);
    }
    items_sweep(m);
    return told;
}
