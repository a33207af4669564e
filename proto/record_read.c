#include "shuttle/record.h"

#include <string.h>

#define MAGIC_WORDS "shuttle record "
#define MAGIC_SIZE  17u /* the words, the version and a line feed */
#define ENTRY_MIN   (RECORD_ENTRY_HEAD + DIGEST_SIZE)

static const char *chain_name(unsigned chain)
{
    if (chain == RECORD_CANONICAL)
        return "canonical chain";
    return chain == RECORD_CIRCUMSTANCE ? "chain of circumstances"
                                        : "unknown chain";
}

static struct bytes slice(const uint8_t *data, size_t size)
{
    return (struct bytes){data, size};
}

static enum err open_magic(struct bytes all, struct diag *diag)
{
    struct bytes words = bytes_of(MAGIC_WORDS);

    if (all.size < MAGIC_SIZE || memcmp(all.data, words.data, words.size) != 0)
        return diag_set(diag, ERR_MALFORMED, "offset 0: not a record");
    if (all.data[words.size + 1] != '\n')
        return diag_set(diag, ERR_MALFORMED, "offset %zu: not a record",
                        words.size + 1);
    if (all.data[words.size] != '1')
        return diag_set(diag, ERR_VERSION,
                        "offset %zu: a record of another version", words.size);
    return ERR_OK;
}

enum err record_open(struct record_reader *r, struct bytes all,
                     struct diag *diag)
{
    struct reader in = reader_over(all);
    struct bytes shared;
    struct bytes whole;
    enum err err = open_magic(all, diag);

    if (err)
        return err;
    *r = (struct record_reader){.all = all};
    reader_bytes(&in, MAGIC_SIZE);
    r->head.semantics = reader_u16(&in);
    r->head.talk = reader_u64(&in);
    r->head.role = reader_u8(&in);
    r->head.room = reader_u8(&in);
    r->head.name = reader_bytes(&in, reader_u16(&in));
    shared = slice(all.data, (size_t)(in.at - all.data));
    r->head.program = reader_bytes(&in, reader_u16(&in));
    whole = slice(all.data, (size_t)(in.at - all.data));
    if (in.failed)
        return diag_set(diag, ERR_MALFORMED, "offset %u: the head is torn",
                        MAGIC_SIZE);
    if (r->head.role > 1 || r->head.room >= ROOMS_MAX ||
        r->head.name.size > NAME_MAX_SIZE ||
        r->head.program.size > NAME_MAX_SIZE || !bytes_is_utf8(r->head.name) ||
        !bytes_is_utf8(r->head.program))
        return diag_set(diag, ERR_MALFORMED,
                        "offset %u: the head does not have its form",
                        MAGIC_SIZE);
    r->at = whole.size;
    r->chain[RECORD_CANONICAL] = digest_of(&shared, 1);
    r->chain[RECORD_CIRCUMSTANCE] = digest_of(&whole, 1);
    return ERR_OK;
}

static bool kind_fits(unsigned chain, unsigned kind)
{
    if (chain == RECORD_CANONICAL)
        return kind >= RECORD_INPUT_START && kind <= RECORD_CLOSE_CANONICAL;
    return kind >= RECORD_WALLS && kind <= RECORD_CLOSE;
}

/* True when the bytes left, fewer than an entry, may be the beginning of the
 * entry that comes next: every field that is whole must be possible. */
static bool could_begin(const struct record_reader *r, struct bytes left)
{
    struct reader in = reader_over(left);
    uint32_t size = reader_u32(&in);
    unsigned chain;
    unsigned kind;
    uint64_t index;

    if (left.size < 4)
        return true;
    if (size < ENTRY_MIN || size > RECORD_ENTRY_MAX)
        return false;
    if (left.size < 6)
        return left.size < 5 || left.data[4] <= RECORD_CIRCUMSTANCE;
    chain = reader_u8(&in);
    kind = reader_u8(&in);
    if (chain > RECORD_CIRCUMSTANCE || !kind_fits(chain, kind))
        return false;
    reader_u16(&in);
    reader_u32(&in);
    index = reader_u64(&in);
    return in.failed || index == r->next[chain];
}

/* True when a whole entry stands in fewer bytes than its size claims: then the
 * size was changed, and the entry is not torn. */
static bool is_whole_inside(const struct record_reader *r, struct bytes left)
{
    struct hash *h;
    struct digest d;
    size_t body = RECORD_ENTRY_HEAD;
    bool found = false;

    if (left.size < ENTRY_MIN || left.data[4] > RECORD_CIRCUMSTANCE)
        return false;
    h = hash_new();
    if (!h)
        return false;
    hash_add(h, slice(r->chain[left.data[4]].bytes, DIGEST_SIZE));
    hash_add(h, slice(left.data + 4, RECORD_ENTRY_HEAD - 4));
    for (;; body++) {
        d = hash_peek(h);
        found = memcmp(d.bytes, left.data + body, DIGEST_SIZE) == 0;
        if (found || body + DIGEST_SIZE == left.size)
            break;
        hash_add(h, slice(left.data + body, 1));
    }
    hash_free(h);
    return found;
}

static enum err torn(const struct record_reader *r, struct bytes left,
                     struct diag *diag)
{
    if (!could_begin(r, left) || is_whole_inside(r, left))
        return diag_set(diag, ERR_MISMATCH,
                        "offset %zu: the size of the entry was changed", r->at);
    return diag_set(diag, ERR_INTERRUPTED,
                    "offset %zu: the last entry is torn after %zu bytes; the "
                    "record was interrupted",
                    r->at, left.size);
}

static enum err changed(const struct record_reader *r,
                        const struct record_entry *e, unsigned chain,
                        const char *what, struct diag *diag)
{
    return diag_set(diag, ERR_MISMATCH, "offset %zu, %s, entry %llu: %s", r->at,
                    chain_name(chain),
                    (unsigned long long)(chain <= RECORD_CIRCUMSTANCE
                                             ? r->next[chain]
                                             : e->index),
                    what);
}

/* The closing entries must say what was read. */
static bool closes_rightly(const struct record_reader *r,
                           const struct record_entry *e)
{
    struct reader body = reader_over(e->body);

    if (e->kind == RECORD_CLOSE_CANONICAL)
        return reader_u64(&body) == e->index && reader_done(&body);
    if (e->kind == RECORD_CLOSE)
        return e->body.size == DIGEST_SIZE &&
               memcmp(e->body.data, r->chain[RECORD_CANONICAL].bytes,
                      DIGEST_SIZE) == 0;
    return true;
}

static enum err judge(const struct record_reader *r, struct bytes entry,
                      struct record_entry *out, struct diag *diag)
{
    unsigned chain = entry.data[4];
    struct bytes parts[2];

    if (chain > RECORD_CIRCUMSTANCE)
        return changed(r, out, chain, "no such chain", diag);
    parts[0] = slice(r->chain[chain].bytes, DIGEST_SIZE);
    parts[1] = slice(entry.data + 4, entry.size - 4 - DIGEST_SIZE);
    out->digest = digest_of(parts, 2);
    if (memcmp(out->digest.bytes, entry.data + entry.size - DIGEST_SIZE,
               DIGEST_SIZE) != 0)
        return changed(r, out, chain,
                       "a byte of it, or of the head, was changed", diag);
    if (out->index != r->next[chain])
        return changed(r, out, chain, "its index is out of order", diag);
    if (!kind_fits(chain, out->kind))
        return changed(r, out, chain, "its kind has no place there", diag);
    if (!closes_rightly(r, out))
        return changed(r, out, chain, "it does not close what was read", diag);
    return ERR_OK;
}

enum err record_next(struct record_reader *r, struct record_entry *out,
                     struct diag *diag)
{
    struct bytes left = slice(r->all.data + r->at, r->all.size - r->at);
    struct reader in = reader_over(left);
    uint32_t size;
    enum err err;

    if (left.size == 0)
        return ERR_MORE;
    if (r->closed)
        return diag_set(diag, ERR_MISMATCH,
                        "offset %zu: bytes after the closing entry", r->at);
    if (left.size < RECORD_ENTRY_HEAD)
        return torn(r, left, diag);
    size = reader_u32(&in);
    if (size < ENTRY_MIN || size > RECORD_ENTRY_MAX || size > left.size)
        return torn(r, left, diag);
    out->chain = (enum record_chain)reader_u8(&in);
    out->kind = reader_u8(&in);
    out->peer = reader_u16(&in);
    out->id = reader_u32(&in);
    out->index = reader_u64(&in);
    out->time = (struct instant){(int64_t)reader_u64(&in)};
    out->body = reader_bytes(&in, size - ENTRY_MIN);
    err = judge(r, slice(left.data, size), out, diag);
    if (err)
        return err;
    r->at += size;
    r->next[out->chain]++;
    r->chain[out->chain] = out->digest;
    r->closed = out->chain == RECORD_CIRCUMSTANCE && out->kind == RECORD_CLOSE;
    return ERR_OK;
}
