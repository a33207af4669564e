#include "shuttle/record.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <string.h>

#define MAGIC_WORDS "shuttle record "
#define MAGIC_SIZE  17u /* "shuttle record 1\n" */
#define HEAD_FIXED  (MAGIC_SIZE + 2u + 8u + 1u + 1u)
#define HEAD_MAX    (HEAD_FIXED + 2u + NAME_MAX_SIZE + 2u + NAME_MAX_SIZE)
/* Digest mode hashes in stretches of this size, since entries are small. */
#define STRETCH_SIZE 1024u
/* A whole entry starts here in the scratch, so that the 32 bytes of the chain's
 * digest end where byte 4 of the entry begins and one call hashes both. */
#define SCRATCH_ENTRY (DIGEST_SIZE - 4u)
#define SCRATCH_FIRST 1024u

/* What is written through a record that is const to its reader. */
struct record_work {
    struct hash *hash; /* owned: of one entry, or the running one */
    uint8_t *scratch;  /* owned */
    size_t capacity;
    size_t used; /* digest mode: bytes of the stretch not hashed yet */
};

struct record {
    enum record_mode mode;
    record_sink *sink;
    void *arg;                /* borrowed */
    struct record_work *work; /* owned */
    struct digest chain[2];
    uint64_t next[2];
    enum err failed;
    bool closed;
};

/* An entry on its way out. */
struct outgoing {
    enum record_chain chain;
    uint8_t kind;
    uint16_t peer;
    uint32_t id;
    int64_t time_us;
    struct bytes body;
};

static struct bytes slice(const uint8_t *data, size_t size)
{
    return (struct bytes){data, size};
}

/* The head; *canonical is the size of the part that starts the canonical
 * chain. */
static size_t head_encode(const struct record_head *head, uint8_t *out,
                          size_t capacity, size_t *canonical)
{
    struct writer w = writer_over(out, capacity);

    writer_bytes(&w, bytes_of(MAGIC_WORDS "1\n"));
    writer_u16(&w, head->semantics);
    writer_u64(&w, head->talk);
    writer_u8(&w, head->role);
    writer_u8(&w, head->room);
    writer_u16(&w, (uint16_t)head->name.size);
    writer_bytes(&w, head->name);
    *canonical = writer_size(&w);
    writer_u16(&w, (uint16_t)head->program.size);
    writer_bytes(&w, head->program);
    return writer_size(&w);
}

static enum err start(struct record *r, const struct record_head *head)
{
    uint8_t out[HEAD_MAX];
    size_t canonical;
    size_t size = head_encode(head, out, sizeof out, &canonical);
    struct bytes whole = slice(out, size);
    struct bytes shared = slice(out, canonical);

    assert(size > 0);
    if (r->mode == RECORD_DIGEST) {
        hash_add(r->work->hash, shared);
        return ERR_OK;
    }
    r->chain[RECORD_CANONICAL] = digest_of(&shared, 1);
    r->chain[RECORD_CIRCUMSTANCE] = digest_of(&whole, 1);
    return r->sink(r->arg, whole);
}

static struct record_work *work_new(void)
{
    struct record_work *work = memory_new(1, sizeof *work);
    size_t capacity =
        STRETCH_SIZE > SCRATCH_FIRST ? STRETCH_SIZE : SCRATCH_FIRST;

    if (!work)
        return NULL;
    work->hash = hash_new();
    work->scratch = memory_new(capacity, 1);
    work->capacity = capacity;
    if (work->hash && work->scratch)
        return work;
    hash_free(work->hash);
    memory_free(work->scratch);
    memory_free(work);
    return NULL;
}

struct record *record_new(enum record_mode mode, const struct record_head *head,
                          record_sink *sink, void *arg)
{
    struct record *r;

    assert(sink || mode == RECORD_DIGEST);
    assert(head->name.size <= NAME_MAX_SIZE);
    assert(head->program.size <= NAME_MAX_SIZE);
    r = memory_new(1, sizeof *r);
    if (!r)
        return NULL;
    r->mode = mode;
    r->sink = sink;
    r->arg = arg;
    r->work = work_new();
    if (!r->work) {
        memory_free(r);
        return NULL;
    }
    r->failed = start(r, head);
    return r;
}

void record_free(struct record *r)
{
    if (!r)
        return;
    hash_free(r->work->hash);
    memory_free(r->work->scratch);
    memory_free(r->work);
    memory_free(r);
}

/* The entry's first bytes; size counts head, body and digest. */
static void entry_head(uint8_t *out, const struct outgoing *e, uint64_t index,
                       size_t size)
{
    struct writer w = writer_over(out, RECORD_ENTRY_HEAD);

    writer_u32(&w, (uint32_t)size);
    writer_u8(&w, (uint8_t)e->chain);
    writer_u8(&w, e->kind);
    writer_u16(&w, e->peer);
    writer_u32(&w, e->id);
    writer_u64(&w, index);
    writer_u64(&w, (uint64_t)e->time_us);
    assert(!w.failed);
}

static void stretch_end(struct record_work *work)
{
    if (work->used > 0)
        hash_add(work->hash, slice(work->scratch, work->used));
    work->used = 0;
}

static void stretch_add(struct record_work *work, struct bytes bytes)
{
    if (work->used + bytes.size > work->capacity)
        stretch_end(work);
    if (bytes.size > work->capacity) {
        hash_add(work->hash, bytes);
        return;
    }
    if (bytes.size > 0)
        memcpy(work->scratch + work->used, bytes.data, bytes.size);
    work->used += bytes.size;
}

/* Frames were hashed once already, by their session. */
static bool is_frame(const struct outgoing *e)
{
    return e->kind == RECORD_INPUT_MESSAGE || e->kind == RECORD_EFFECT_SEND;
}

static void append_digest(struct record *r, const struct outgoing *e,
                          size_t size)
{
    struct record_work *work = r->work;

    if (work->used + RECORD_ENTRY_HEAD > work->capacity)
        stretch_end(work);
    entry_head(work->scratch + work->used, e, r->next[e->chain], size);
    work->used += RECORD_ENTRY_HEAD;
    if (!is_frame(e))
        stretch_add(work, e->body);
}

static enum err scratch_reserve(struct record_work *work, size_t size)
{
    size_t capacity = work->capacity;
    uint8_t *grown;

    if (size <= capacity)
        return ERR_OK;
    while (capacity < size)
        capacity *= 2;
    grown = memory_grow(work->scratch, capacity, 1);
    if (!grown)
        return ERR_MEMORY;
    work->scratch = grown;
    work->capacity = capacity;
    return ERR_OK;
}

static enum err append_chained(struct record *r, const struct outgoing *e,
                               size_t size)
{
    struct record_work *work = r->work;
    struct digest *chain = &r->chain[e->chain];
    enum err err = scratch_reserve(work, SCRATCH_ENTRY + size);
    uint8_t *entry;
    uint8_t first[4];

    if (err)
        return err;
    entry = work->scratch + SCRATCH_ENTRY;
    entry_head(entry, e, r->next[e->chain], size);
    if (e->body.size > 0)
        memcpy(entry + RECORD_ENTRY_HEAD, e->body.data, e->body.size);
    memcpy(first, entry, sizeof first);
    memcpy(work->scratch, chain->bytes, DIGEST_SIZE);
    hash_reset(work->hash);
    hash_add(work->hash,
             slice(work->scratch, SCRATCH_ENTRY + size - DIGEST_SIZE));
    *chain = hash_peek(work->hash);
    memcpy(entry, first, sizeof first);
    memcpy(entry + size - DIGEST_SIZE, chain->bytes, DIGEST_SIZE);
    return r->sink(r->arg, slice(entry, size));
}

static enum err append(struct record *r, const struct outgoing *e)
{
    size_t size = RECORD_ENTRY_HEAD + e->body.size + DIGEST_SIZE;

    if (r->failed)
        return r->failed;
    if (r->closed)
        return ERR_STATE;
    if (size > RECORD_ENTRY_MAX) {
        r->failed = ERR_TOO_LONG;
        return r->failed;
    }
    if (r->mode == RECORD_CHAINED)
        r->failed = append_chained(r, e, size);
    else if (e->chain == RECORD_CANONICAL)
        append_digest(r, e, size);
    r->next[e->chain]++;
    return r->failed;
}

/* Fields that a kind of input or effect does not have are written as 0, so that
 * the bytes depend on nothing else. */
enum err record_input(struct record *r, const struct input *in)
{
    struct outgoing e = {.chain = RECORD_CANONICAL, .time_us = in->now.us};

    switch (in->kind) {
    case INPUT_START:
        e.kind = RECORD_INPUT_START;
        e.body = in->bytes;
        break;
    case INPUT_MESSAGE:
        e.kind = RECORD_INPUT_MESSAGE;
        e.peer = in->peer;
        e.body = in->bytes;
        break;
    case INPUT_ANSWER:
        e.kind = RECORD_INPUT_ANSWER;
        e.id = in->id;
        e.body = in->bytes;
        break;
    case INPUT_DEADLINE:
        e.kind = RECORD_INPUT_DEADLINE;
        e.id = in->id;
        break;
    case INPUT_GONE:
        e.kind = RECORD_INPUT_GONE;
        e.peer = in->peer;
        e.id = in->id;
        break;
    case INPUT_KEEPER:
        e.kind = RECORD_INPUT_KEEPER;
        e.id = in->id;
        e.body = in->bytes;
        break;
    }
    assert(e.kind);
    return append(r, &e);
}

enum err record_effect(struct record *r, struct instant now,
                       const struct effect *effect)
{
    struct outgoing e = {.chain = RECORD_CANONICAL, .time_us = now.us};
    uint8_t due[8];
    struct writer w = writer_over(due, sizeof due);

    switch (effect->kind) {
    case EFFECT_SEND:
        e.kind = RECORD_EFFECT_SEND;
        e.peer = effect->peer;
        e.body = effect->bytes;
        break;
    case EFFECT_ARM:
        e.kind = RECORD_EFFECT_ARM;
        writer_u64(&w, (uint64_t)effect->due.us);
        e.body = slice(due, sizeof due);
        break;
    case EFFECT_ASK:
        e.kind = RECORD_EFFECT_ASK;
        e.id = effect->id;
        e.body = effect->bytes;
        break;
    case EFFECT_REPORT:
        return ERR_OK;
    case EFFECT_RECORD:
        e.kind = RECORD_EFFECT_RECORD;
        e.id = effect->id;
        e.body = effect->bytes;
        break;
    case EFFECT_FINISH:
        e.kind = RECORD_EFFECT_FINISH;
        e.id = effect->id;
        break;
    }
    assert(e.kind);
    return append(r, &e);
}

enum err record_circumstance(struct record *r, enum record_kind kind,
                             uint16_t peer, uint32_t id, int64_t wall_us,
                             struct bytes body)
{
    struct outgoing e = {.chain = RECORD_CIRCUMSTANCE,
                         .kind = (uint8_t)kind,
                         .peer = peer,
                         .id = id,
                         .time_us = wall_us,
                         .body = body};

    assert(kind >= RECORD_WALLS && kind < RECORD_CLOSE);
    return append(r, &e);
}

void record_transcripts(struct record *r, uint16_t peer, struct bytes body)
{
    uint8_t head[6];
    struct writer w = writer_over(head, sizeof head);

    assert(!r->closed);
    if (r->mode == RECORD_CHAINED)
        return;
    writer_u16(&w, peer);
    writer_u32(&w, (uint32_t)body.size);
    stretch_add(r->work, slice(head, sizeof head));
    stretch_add(r->work, body);
}

enum err record_close(struct record *r, struct instant now, int64_t wall_us)
{
    uint8_t count[8];
    struct writer w = writer_over(count, sizeof count);
    struct digest canonical;
    struct outgoing e = {.chain = RECORD_CANONICAL,
                         .kind = RECORD_CLOSE_CANONICAL,
                         .time_us = now.us,
                         .body = slice(count, sizeof count)};
    enum err err;

    writer_u64(&w, r->next[RECORD_CANONICAL]);
    err = append(r, &e);
    if (err)
        return err;
    canonical = record_canonical(r);
    e = (struct outgoing){.chain = RECORD_CIRCUMSTANCE,
                          .kind = RECORD_CLOSE,
                          .time_us = wall_us,
                          .body = slice(canonical.bytes, DIGEST_SIZE)};
    err = append(r, &e);
    r->closed = err == ERR_OK;
    return err;
}

struct digest record_canonical(const struct record *r)
{
    if (r->mode == RECORD_CHAINED)
        return r->chain[RECORD_CANONICAL];
    stretch_end(r->work);
    return hash_peek(r->work->hash);
}
