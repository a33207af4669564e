#include "heard.h"

#include "shuttle/frame.h"

#include <assert.h>
#include <string.h>

struct reading {
    uint64_t block; /* of a padded line; 1 */
    struct hash *content;
    struct hash *whole;
    struct hash *outside;
};

/* What is drawn anew in every run; where things are named by it, what names
 * them is left out too. */
static void leave_out_the_drawn(struct message *m)
{
    if (m->kind == MESSAGE_TOLD) {
        m->as.told.handle = 0;
        memset(&m->as.told.nonce, 0, sizeof(m->as.told.nonce));
        memset(&m->as.told.digest, 0, sizeof(m->as.told.digest));
    } else if (m->kind == MESSAGE_OUTCOME) {
        memset(&m->as.outcome.nonce, 0, sizeof(m->as.outcome.nonce));
        memset(&m->as.outcome.digest, 0, sizeof(m->as.outcome.digest));
    }
}

static bool says_something(const struct message *m)
{
    return m->kind == MESSAGE_TOLD || m->kind == MESSAGE_OUTCOME ||
           m->kind == MESSAGE_RECEIPT;
}

static void add_number(struct hash *h, uint64_t n)
{
    uint8_t bytes[8];

    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(n >> (8 * (7 - i)));
    hash_add(h, (struct bytes){bytes, 8});
}

static void add_message(struct hash *h, struct message m)
{
    uint8_t body[FRAME_BODY_MAX];
    size_t size;

    leave_out_the_drawn(&m);
    size = message_encode(&m, body, sizeof(body));
    assert(size != SIZE_MAX);
    add_number(h, m.kind);
    add_number(h, size);
    hash_add(h, (struct bytes){body, size});
}

static void add_frame(struct reading *r, uint16_t channel,
                      const struct frame *f)
{
    struct message m;

    if (message_decode(f->kind, f->body, &m) != ERR_OK)
        return;
    add_number(r->whole, channel);
    add_number(r->whole, (uint64_t)f->time.us);
    add_number(r->whole, f->body.size);
    if (m.kind == MESSAGE_ACK || m.kind == MESSAGE_BYE)
        return; /* digests of the very bytes, handles among them */
    add_message(r->whole, m);
    if (!says_something(&m))
        return;
    add_number(r->content, channel);
    if (m.kind == MESSAGE_TOLD)
        m.as.told.due = INSTANT_NEVER;
    add_message(r->content, m);
}

static bool read_one(struct reading *r, const struct tail *record, uint8_t room,
                     bool own)
{
    struct record_reader reader;
    struct record_entry e;
    enum err err = record_open(&reader, tail_bytes(record), NULL);

    while (!err && (err = record_next(&reader, &e, NULL)) == ERR_OK) {
        struct frame f;
        size_t used;
        bool came = e.kind == RECORD_INPUT_MESSAGE;

        if (!came && e.kind != RECORD_EFFECT_SEND)
            continue;
        if (frame_decode(e.body, &f, &used) != ERR_OK)
            continue;
        add_number(r->outside,
                   (uint64_t)e.peer << 8 | (uint64_t)room << 1 | came);
        add_number(r->outside, (uint64_t)e.time.us);
        add_number(r->outside, (e.body.size + r->block - 1) / r->block);
        if (own && came)
            add_frame(r, e.peer, &f);
    }
    return err == ERR_MORE && reader.closed;
}

bool heard_read(const struct trial *t, const struct scenario *s, uint8_t room,
                struct heard *out)
{
    struct reading r = {s->padding ? s->padding : 1, hash_new(), hash_new(),
                        hash_new()};
    bool well = r.content && r.whole && r.outside;

    for (uint8_t n = 0; well && n < s->room_count; n++)
        well = read_one(&r, &t->records[1 + n], n, n == room);
    if (well)
        *out = (struct heard){hash_peek(r.content), hash_peek(r.whole),
                              hash_peek(r.outside)};
    hash_free(r.content);
    hash_free(r.whole);
    hash_free(r.outside);
    return well;
}
