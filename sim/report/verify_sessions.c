/*
 * Did both ends of each session have the same frames? First each record by
 * itself: its frames must give the transcript digests of its closing. Then the
 * two ends against each other, frame by frame.
 */
#include "sim/report/verify_private.h"

#include <stdio.h>
#include <string.h>

/* One direction of one session, as its two ends have it. */
struct direction {
    uint8_t room;
    bool to_room; /* else from the room */
    const struct journal *from;
    const struct journal *at;
    const struct lane *sent;
    const struct lane *got;
    const struct closing *sent_closing;
    const struct closing *got_closing;
};

static const struct shot *by_number(const struct lane *lane, uint64_t number)
{
    size_t i;

    if (number == 0)
        return NULL;
    if (number <= lane->count && lane->shot[number - 1].frame.number == number)
        return &lane->shot[number - 1];
    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.number == number)
            return &lane->shot[i];
    return NULL;
}

static uint64_t last_number(const struct lane *lane)
{
    uint64_t last = 0;
    size_t i;

    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.number > last)
            last = lane->shot[i].frame.number;
    return last;
}

static bool has_kind(const struct lane *lane, uint8_t kind)
{
    size_t i;

    for (i = 0; i < lane->count; i++)
        if (lane->shot[i].frame.kind == kind)
            return true;
    return false;
}

/* The words of an item or a telling, for the finding. */
static struct bytes words(const struct shot *shot)
{
    struct message m;

    if (!shot || message_decode(shot->frame.kind, shot->frame.body, &m))
        return BYTES_NONE;
    if (m.kind == MESSAGE_ITEM)
        return m.as.item.text;
    return m.kind == MESSAGE_TOLD ? m.as.told.text : BYTES_NONE;
}

static uint32_t item_number(const struct shot *shot)
{
    struct message m;

    if (!shot || shot->frame.kind != MESSAGE_ITEM ||
        message_decode(shot->frame.kind, shot->frame.body, &m))
        return 0;
    return m.as.item.item;
}

static const char *kind_name(const struct shot *shot)
{
    const char *name = message_name(shot->frame.kind);

    return name ? name : "frame";
}

static void mismatch(struct verify *v, const struct direction *d,
                     const struct shot *sent, const struct shot *got,
                     const char *what)
{
    const struct shot *shot = sent ? sent : got;
    struct verify_finding *f;

    verify_find(v, VERIFY_TRANSCRIPT, NULL, NULL, "%s %llu %s %.*s: %s",
                kind_name(shot), (unsigned long long)shot->frame.number,
                d->to_room ? "to room" : "of room",
                (int)v->out->name[d->room].size, v->out->name[d->room].data,
                what);
    f = verify_last(v);
    if (f->kind != VERIFY_TRANSCRIPT)
        return;
    f->room = d->to_room ? FROM_NOBODY : d->room;
    f->to = d->to_room ? d->room : FROM_NOBODY;
    f->item = item_number(sent ? sent : got);
    f->said = words(sent);
    f->heard = words(got);
    f->handed = sent ? sent->time : INSTANT_NEVER;
    f->told = got ? got->time : INSTANT_NEVER;
}

/* A frame that was sent and stands in no record of the other end. */
static bool may_be_missing(const struct direction *d, const struct shot *sent)
{
    uint8_t kind = sent->frame.kind;
    bool service =
        kind == MESSAGE_HELLO || kind == MESSAGE_WAIT || kind == MESSAGE_BYE;

    /* Some kinds are the session's and not the actor's business. */
    if (service && !has_kind(d->got, kind))
        return true;
    if (d->got_closing->known)
        return sent->frame.number > d->got_closing->received;
    return sent->frame.number > last_number(d->got);
}

static uint32_t compare_frames(struct verify *v, const struct direction *d)
{
    uint32_t before = v->out->count[VERIFY_TRANSCRIPT];
    size_t i;

    for (i = 0; i < d->sent->count; i++) {
        const struct shot *sent = &d->sent->shot[i];
        const struct shot *got = by_number(d->got, sent->frame.number);

        if (!got && !may_be_missing(d, sent))
            mismatch(v, d, sent, NULL,
                     d->to_room ? "the room never received it"
                                : "the mediator's record denies it");
        else if (got && !bytes_equal(sent->whole, got->whole))
            mismatch(v, d, sent, got, "the two records have other bytes");
    }
    for (i = 0; i < d->got->count; i++) {
        const struct shot *got = &d->got->shot[i];
        bool bye =
            got->frame.kind == MESSAGE_BYE || got->frame.kind == MESSAGE_HELLO;

        if (by_number(d->sent, got->frame.number))
            continue;
        if (bye && !has_kind(d->sent, got->frame.kind))
            continue;
        if (d->from->closed || got->frame.number <= last_number(d->sent))
            mismatch(v, d, NULL, got,
                     d->to_room ? "the mediator's record does not have it"
                                : "the room never sent it");
    }
    return v->out->count[VERIFY_TRANSCRIPT] - before;
}

/* The digest of the frames 1 to upto of a lane; false when one is missing. */
static bool transcript(const struct lane *lane, uint64_t upto,
                       struct digest *out)
{
    struct hash *h = hash_new();
    uint64_t n;
    bool whole = h != NULL;

    for (n = 1; whole && n <= upto; n++) {
        const struct shot *shot = by_number(lane, n);

        whole = shot != NULL;
        if (whole)
            hash_add(h, shot->whole);
    }
    if (whole)
        *out = hash_peek(h);
    hash_free(h);
    return whole;
}

static void session_mismatch(struct verify *v, const struct direction *d,
                             const char *what)
{
    verify_find(v, VERIFY_TRANSCRIPT, NULL, NULL,
                "session of room %.*s, frames %s it: %s",
                (int)v->out->name[d->room].size, v->out->name[d->room].data,
                d->to_room ? "to" : "from", what);
}

static void compare_closings(struct verify *v, const struct direction *d)
{
    const struct closing *sent = d->sent_closing;
    const struct closing *got = d->got_closing;
    struct digest made;

    if (sent->known && transcript(d->sent, sent->sent, &made) &&
        !digest_equal(&made, &sent->sent_digest)) {
        session_mismatch(v, d,
                         "the sender's frames do not give its transcript");
        return;
    }
    if (got->known && transcript(d->got, got->received, &made) &&
        !digest_equal(&made, &got->received_digest)) {
        session_mismatch(v, d,
                         "the receiver's frames do not give its transcript");
        return;
    }
    if (!sent->known || !got->known)
        return;
    if (got->received > sent->sent)
        session_mismatch(v, d, "more were received than sent");
    else if (got->received == sent->sent &&
             !digest_equal(&sent->sent_digest, &got->received_digest))
        session_mismatch(v, d, "the two ends have other transcripts");
    else if (transcript(d->sent, got->received, &made) &&
             !digest_equal(&made, &got->received_digest))
        session_mismatch(v, d, "the two ends have other transcripts");
}

void verify_sessions(struct verify *v)
{
    const struct journal *m = &v->mediator;
    uint8_t room;

    if (!v->out->has_mediator)
        return;
    for (room = 0; room < v->out->room_count; room++) {
        const struct journal *r = &v->room[room];
        struct direction from = {
            .room = room,
            .from = r,
            .at = m,
            .sent = &r->sent[0],
            .got = &m->received[room],
            .sent_closing = &r->closing[0],
            .got_closing = &m->closing[room],
        };
        struct direction to = {
            .room = room,
            .to_room = true,
            .from = m,
            .at = r,
            .sent = &m->sent[room],
            .got = &r->received[0],
            .sent_closing = &m->closing[room],
            .got_closing = &r->closing[0],
        };

        if (compare_frames(v, &from) == 0)
            compare_closings(v, &from);
        if (compare_frames(v, &to) == 0)
            compare_closings(v, &to);
    }
}
