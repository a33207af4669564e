/* One record of a run, read into lanes of frames and a list of notes. */
#include "sim/report/verify_private.h"

#include <stdio.h>
#include <string.h>

static void take_frame(struct verify *v, struct lane *lane,
                       const struct record_entry *e)
{
    struct shot shot = {.whole = e->body, .time = e->time, .index = e->index};
    struct shot *grown;
    size_t used;

    if (frame_decode(e->body, &shot.frame, &used) || used != e->body.size)
        return; /* a hostile peer's bytes are inputs too */
    if (shot.frame.kind == MESSAGE_ACK)
        return;
    grown =
        verify_grow(v, lane->shot, lane->count, &lane->capacity, sizeof shot);
    if (!grown)
        return;
    lane->shot = grown;
    lane->shot[lane->count++] = shot;
}

static void take_note(struct verify *v, struct journal *j,
                      const struct record_entry *e)
{
    struct note *grown = verify_grow(v, j->note, j->note_count,
                                     &j->note_capacity, sizeof *grown);

    if (!grown)
        return;
    j->note = grown;
    j->note[j->note_count++] = (struct note){e->id, e->time, e->index, e->body};
}

static int channel_of(const struct verify *v, const struct record_head *head)
{
    if (!v->out->mediator || head->role != 1)
        return -2;
    return head->room < v->scenario->room_count
               ? room_channel(v->scenario, head->room, v->by)
               : -1;
}

/* Which lane an entry's peer has; ROOMS_MAX for what is not judged here. */
static size_t lane_of(const struct journal *j, const struct record_entry *e)
{
    if (j->channel == -2)
        return e->peer;
    return j->channel == (int)e->peer ? 0 : ROOMS_MAX;
}

static void take_closing(struct journal *j, const struct record_entry *e)
{
    struct reader in = reader_over(e->body);
    struct closing c = {.known = true};
    struct bytes digest;

    c.sent = reader_u64(&in);
    digest = reader_bytes(&in, DIGEST_SIZE);
    if (digest.size == DIGEST_SIZE)
        memcpy(c.sent_digest.bytes, digest.data, DIGEST_SIZE);
    c.received = reader_u64(&in);
    digest = reader_bytes(&in, DIGEST_SIZE);
    if (!reader_done(&in) || lane_of(j, e) >= ROOMS_MAX)
        return;
    memcpy(c.received_digest.bytes, digest.data, DIGEST_SIZE);
    j->closing[lane_of(j, e)] = c;
}

static void take(struct verify *v, struct journal *j,
                 const struct record_entry *e)
{
    size_t lane = lane_of(j, e);

    if (e->kind == RECORD_EFFECT_ASK)
        j->asks = true;
    else if (e->kind == RECORD_INPUT_START)
        j->brief = e->body;
    else if (e->kind == RECORD_SESSION)
        take_closing(j, e);
    else if (e->kind == RECORD_EFFECT_RECORD)
        take_note(v, j, e);
    else if (e->kind == RECORD_INPUT_MESSAGE && lane < ROOMS_MAX)
        take_frame(v, &j->received[lane], e);
    else if (e->kind == RECORD_EFFECT_SEND && lane < ROOMS_MAX)
        take_frame(v, &j->sent[lane], e);
}

static void broken(struct verify *v, struct journal *j, const char *what)
{
    j->broken = true;
    verify_find(v, VERIFY_BROKEN, NULL, NULL, "%s: %s", j->file, what);
}

void verify_journal_read(struct verify *v, struct journal *j,
                         const struct run_file *file)
{
    struct record_reader reader;
    struct record_entry e;
    struct diag diag = {0};
    uint8_t last_canonical = 0;
    enum err err;

    j->file = file->name;
    if (record_open(&reader, file->bytes, &diag)) {
        broken(v, j, diag.message);
        return;
    }
    j->head = reader.head;
    j->channel = channel_of(v, &reader.head);
    while ((err = record_next(&reader, &e, &diag)) == ERR_OK) {
        if (last_canonical == RECORD_CLOSE_CANONICAL &&
            e.chain == RECORD_CANONICAL) {
            broken(v, j, "a canonical entry follows the closing one");
            return;
        }
        if (e.chain == RECORD_CANONICAL)
            last_canonical = e.kind;
        take(v, j, &e);
    }
    if (err == ERR_MISMATCH) {
        broken(v, j, diag.message);
    } else if (reader.closed && last_canonical != RECORD_CLOSE_CANONICAL) {
        broken(v, j, "the canonical chain has no closing entry");
    } else if (!reader.closed) {
        verify_find(v, VERIFY_INTERRUPTED, NULL, NULL, "%s: %s", j->file,
                    err == ERR_INTERRUPTED
                        ? diag.message
                        : "no closing entry; the record was interrupted");
    }
    j->closed = reader.closed;
}

void verify_journal_fini(struct journal *j)
{
    size_t i;

    for (i = 0; i < ROOMS_MAX; i++) {
        memory_free(j->sent[i].shot);
        memory_free(j->received[i].shot);
    }
    memory_free(j->note);
}
