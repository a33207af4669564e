#include "sim/report/tally.h"

#include "shuttle/frame.h"

#define X(number, name, text)                                                  \
    _Static_assert(number < TALLY_DISPOSITIONS, "a disposition too many");
DISPOSITION_TABLE(X)
#undef X

void tally_init(struct tally *t, const struct scenario *whole)
{
    *t = (struct tally){.score.whole = whole};
    package_clear(&t->score.package);
    carried_init(&t->carried, whole);
}

void tally_fini(struct tally *t)
{
    page_fini(&t->reason);
    page_fini(&t->words);
}

static void on_happened(struct tally *t, struct bytes id)
{
    const struct scenario *s = t->score.whole;
    struct score_input *in = &t->score;

    for (unsigned i = 0; i < s->event_count; i++)
        if (bytes_equal(id, bytes_of(s->events[i].id)) &&
            in->happened_count < EVENTS_MAX)
            in->happened[in->happened_count++] = (uint8_t)i;
}

static void on_ending(struct tally *t, struct bytes id)
{
    const struct scenario *s = t->score.whole;

    for (unsigned i = 0; i < s->ending_count; i++)
        if (bytes_equal(id, bytes_of(s->endings[i].id)))
            t->ending = &s->endings[i];
}

static void on_note(struct tally *t, const struct message *m)
{
    if (m->kind == MESSAGE_DISPOSED) {
        /* What the mediator itself put forward was handed over by nobody. */
        if (m->as.disposed.room != FROM_MEDIATOR &&
            m->as.disposed.disposition < TALLY_DISPOSITIONS)
            t->disposed[m->as.disposed.disposition]++;
    } else if (m->kind == MESSAGE_HAPPENED) {
        on_happened(t, m->as.happened.event);
    } else if (m->kind == MESSAGE_PUT) {
        t->drafts += m->as.put.move == MOVE_DRAFT;
    } else if (m->kind == MESSAGE_FAULT) {
        t->faults++;
    } else if (m->kind == MESSAGE_ENDING) {
        on_ending(t, m->as.ending.id);
    } else if (m->kind == MESSAGE_CONCLUDED) {
        t->concluded = true;
        t->score.outcome = (enum outcome)m->as.concluded.outcome;
        t->score.package = m->as.concluded.package;
        page_clear(&t->words);
        page_add(&t->words, t->score.package.words);
        t->score.package.words = page_bytes(&t->words);
        page_clear(&t->reason);
        page_clean_line(&t->reason, m->as.concluded.reason);
    }
}

void tally_entry(struct tally *t, const struct record_entry *e)
{
    struct message m;
    struct frame f;
    size_t used;

    if (e->chain != RECORD_CANONICAL)
        return;
    t->end = e->time;
    carried_entry(&t->carried, e);
    if (e->kind == RECORD_EFFECT_RECORD) {
        if (message_decode(e->id, e->body, &m) == ERR_OK)
            on_note(t, &m);
    } else if (e->kind == RECORD_INPUT_KEEPER && e->id == MESSAGE_OUTCOME &&
               !t->concluded) {
        t->elsewhere = true;
    } else if (e->kind == RECORD_INPUT_MESSAGE) {
        if (frame_decode(e->body, &f, &used) == ERR_OK &&
            f.kind == MESSAGE_ITEM)
            t->handed++;
    }
}

static void take_end(struct tally *t, const struct tally *further)
{
    t->concluded = true;
    t->elsewhere = false;
    t->score.outcome = further->score.outcome;
    t->score.package = further->score.package;
    page_clear(&t->words);
    page_add(&t->words, page_bytes(&further->words));
    t->score.package.words = page_bytes(&t->words);
    page_clear(&t->reason);
    page_add(&t->reason, page_bytes(&further->reason));
}

void tally_add(struct tally *t, const struct tally *further, uint8_t mediator)
{
    t->handed += further->handed;
    t->faults += further->faults;
    t->drafts += further->drafts;
    for (size_t d = 0; d < TALLY_DISPOSITIONS; d++)
        t->disposed[d] += further->disposed[d];
    if (further->end.us > t->end.us)
        t->end = further->end;
    if (further->concluded && !further->elsewhere &&
        (t->elsewhere || !t->concluded)) {
        take_end(t, further);
        t->by = mediator;
    }
}
