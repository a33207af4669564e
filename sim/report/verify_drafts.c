/*
 * A draft of a single text is the same for every room: from the rooms' own
 * records, each telling's digest is that of what was told, and the draft of one
 * number has one digest wherever it was told. In a room, numbers rise.
 */
#include "sim/report/verify_private.h"

#include "shuttle/draft.h"

/* Which mediator told it; a room's channel where the scenario is not known. */
static uint8_t mediator_of(const struct verify *v,
                           const struct verify_telling *t)
{
    if (v->scenario && t->room < v->scenario->room_count)
        return channel_mediator(v->scenario, t->room, t->channel);
    return (uint8_t)t->channel;
}

static void find(struct verify *v, const struct verify_telling *t,
                 const struct verify_telling *other, const char *what)
{
    verify_find(v, VERIFY_DRAFT, NULL, t, "draft %u in room %.*s: %s",
                t->message->draft, (int)v->out->name[t->room].size,
                v->out->name[t->room].data, what);
    if (other && verify_last(v)->kind == VERIFY_DRAFT)
        verify_last(v)->said = other->message->text;
}

/* The same words and options, whatever their digests say. */
static bool is_same(const struct message_told *a, const struct message_told *b)
{
    return digest_equal(&a->digest, &b->digest) && a->brackets == b->brackets &&
           package_equal(&a->package, &b->package) &&
           bytes_equal(a->text, b->text) && bytes_equal(a->gloss, b->gloss);
}

static bool is_draft(const struct verify_telling *t)
{
    return t->message->move == MOVE_DRAFT && t->message->from == FROM_MEDIATOR;
}

/* The draft of this number by the same mediator, as the first of the other
 * rooms was told it. */
static const struct verify_telling *
first_told(const struct verify *v, uint32_t before, uint8_t mediator)
{
    const struct verify_telling *t = &v->out->tellings[before];
    uint32_t i;

    for (i = 0; i < v->telling_start[t->room]; i++) {
        const struct verify_telling *other = &v->out->tellings[i];

        if (is_draft(other) && other->message->draft == t->message->draft &&
            mediator_of(v, other) == mediator)
            return other;
    }
    return NULL;
}

/* The last number that the room was told before, by the same mediator. */
static uint16_t last_number(const struct verify *v, uint32_t index,
                            uint8_t mediator)
{
    const struct verify_telling *t = &v->out->tellings[index];
    uint16_t last = 0;
    uint32_t i;

    for (i = v->telling_start[t->room]; i < index; i++) {
        const struct verify_telling *other = &v->out->tellings[i];

        if (is_draft(other) && mediator_of(v, other) == mediator)
            last = other->message->draft;
    }
    return last;
}

static void judge(struct verify *v, uint32_t index)
{
    const struct verify_telling *t = &v->out->tellings[index];
    uint8_t mediator = mediator_of(v, t);
    const struct verify_telling *other = first_told(v, index, mediator);

    if (!draft_is_true(t->message))
        find(v, t, NULL, "its digest is not that of what was told");
    else if (t->message->draft <= last_number(v, index, mediator))
        find(v, t, NULL, "it was told after a later one, or twice");
    if (other && !is_same(t->message, other->message))
        find(v, t, other, "another room was told another text");
}

void verify_drafts(struct verify *v)
{
    uint32_t i;

    for (i = 0; i < v->out->telling_count; i++)
        if (is_draft(&v->out->tellings[i]))
            judge(v, i);
}
