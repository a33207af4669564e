#include "sample.h"

#include <assert.h>
#include <string.h>

const uint8_t sample_kinds[] = {
#define KIND(number, NAME, name, who, text) number,
#define FIELD(type, name, text)
#define END(name)
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
};
const size_t sample_kind_count = sizeof sample_kinds;

/* A filler that never gives the same value twice, and how much of it. */
struct filler {
    uint64_t next;
    enum { EMPTY, FULL, LONG } how;
    size_t text_size;
};

static uint64_t next(struct filler *f)
{
    return f->how == EMPTY ? 0 : f->next++;
}

static void fill_u8(struct filler *f, wire_u8 *v)
{
    *v = (uint8_t)next(f);
}

static void fill_u16(struct filler *f, wire_u16 *v)
{
    *v = (uint16_t)(0x0100u * next(f) + 2);
    if (f->how == EMPTY)
        *v = 0;
}

static void fill_u32(struct filler *f, wire_u32 *v)
{
    *v = (uint32_t)(0x01020300u * (next(f) & 7));
}

static void fill_u64(struct filler *f, wire_u64 *v)
{
    *v = 0x0102030405060700u * (next(f) & 7);
}

static void fill_time(struct filler *f, wire_time *v)
{
    v->us = (int64_t)(60000000 * next(f));
    if (f->how == LONG)
        *v = INSTANT_NEVER;
}

static void fill_text(struct filler *f, wire_text *v)
{
    static const char *const texts[] = {
        "plain",
        "\xd9\x85\xd8\xa7 \xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae",
        "\"quoted\" \\ and\n\ttabbed",
        "\xf0\x9f\x8f\x9b \x01\x7f",
    };
    static uint8_t many[TEXT_MAX + 1];
    memset(many, 'w', sizeof many);
    assert(f->text_size <= sizeof many);
    *v = BYTES_NONE;
    if (f->how == FULL)
        *v = bytes_of(texts[next(f) % 4]);
    if (f->how == LONG)
        *v = (struct bytes){many, f->text_size};
}

static const uint8_t two_words[] = {0, 1, 'a', 0, 2, 0xd9, 0x85};

static void fill_package(struct filler *f, wire_package *v)
{
    package_clear(v);
    if (f->how == FULL) {
        v->option[5] = v->option[9] = OPTION_WORDS;
        v->words = (struct bytes){two_words, sizeof two_words};
        v->option[0] = (uint8_t)(next(f) % OPTIONS_MAX);
        v->option[3] = (uint8_t)(next(f) % OPTIONS_MAX);
        v->option[ISSUES_MAX - 1] = OPTIONS_MAX - 1;
    }
    if (f->how == LONG)
        memset(v->option, OPTIONS_MAX - 1, sizeof v->option);
}

static void fill_caveats(struct filler *f, wire_caveats *v)
{
    *v = (struct caveats){.expires = INSTANT_NEVER};
    if (f->how == EMPTY)
        return;
    v->bits = CAVEAT_GIST | CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES |
              CAVEAT_IF_THEY_MOVE_FIRST;
    fill_time(f, &v->not_before);
    fill_time(f, &v->expires);
    fill_text(f, &v->condition);
}

static void fill_digest(struct filler *f, wire_digest *v)
{
    for (size_t i = 0; i < DIGEST_SIZE; i++)
        v->bytes[i] = (uint8_t)next(f);
}

static void fill_nonce(struct filler *f, wire_nonce *v)
{
    for (size_t i = 0; i < NONCE_SIZE; i++)
        v->bytes[i] = (uint8_t)next(f);
}

static void fill_handles(struct filler *f, wire_handles *v)
{
    v->count = f->how == EMPTY ? 0 : f->how == FULL ? 2 : ROOMS_MAX;
    for (uint8_t i = 0; i < v->count; i++) {
        v->entry[i].room = f->how == FULL ? (uint8_t)(7 * i + 1) : i;
        fill_u64(f, &v->entry[i].handle);
    }
}

static void fill_reads(struct filler *f, wire_reads *v)
{
    v->count = f->how == EMPTY ? 0 : f->how == FULL ? 2 : CHANNELS_MAX;
    for (uint8_t i = 0; i < v->count; i++) {
        v->entry[i].channel = f->how == FULL ? (uint16_t)(700 * i) : i;
        fill_u64(f, &v->entry[i].number);
    }
}

static void fill(struct filler *f, struct message *m, uint32_t kind)
{
    memset(m, 0xA5, sizeof *m); /* nothing may depend on what was there */
    switch (kind) {
#define KIND(number, NAME, name, who, text)                                    \
    case number: {                                                             \
        struct message_##name *fields = &m->as.name;                           \
        m->kind = MESSAGE_##NAME;                                              \
        fields->unused = 0;
#define FIELD(type, name, text) fill_##type(f, &fields->name);
#define END(name)                                                              \
    break;                                                                     \
    }
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
    }
}

void sample_full(struct message *m, uint32_t kind)
{
    struct filler f = {1, FULL, 0};
    fill(&f, m, kind);
}

void sample_empty(struct message *m, uint32_t kind)
{
    struct filler f = {0, EMPTY, 0};
    fill(&f, m, kind);
}

void sample_long(struct message *m, uint32_t kind, size_t size)
{
    struct filler f = {1, LONG, size};
    fill(&f, m, kind);
}

static bool same_u8(const wire_u8 *a, const wire_u8 *b)
{
    return *a == *b;
}

static bool same_u16(const wire_u16 *a, const wire_u16 *b)
{
    return *a == *b;
}

static bool same_u32(const wire_u32 *a, const wire_u32 *b)
{
    return *a == *b;
}

static bool same_u64(const wire_u64 *a, const wire_u64 *b)
{
    return *a == *b;
}

static bool same_time(const wire_time *a, const wire_time *b)
{
    return a->us == b->us;
}

static bool same_text(const wire_text *a, const wire_text *b)
{
    return bytes_equal(*a, *b);
}

static bool same_package(const wire_package *a, const wire_package *b)
{
    return memcmp(a->option, b->option, sizeof a->option) == 0;
}

static bool same_caveats(const wire_caveats *a, const wire_caveats *b)
{
    if (a->bits != b->bits)
        return false;
    if ((a->bits & CAVEAT_NOT_BEFORE) && a->not_before.us != b->not_before.us)
        return false;
    if ((a->bits & CAVEAT_EXPIRES) && a->expires.us != b->expires.us)
        return false;
    return !(a->bits & CAVEAT_IF_THEY_MOVE_FIRST) ||
           bytes_equal(a->condition, b->condition);
}

static bool same_digest(const wire_digest *a, const wire_digest *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static bool same_nonce(const wire_nonce *a, const wire_nonce *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static bool same_handles(const wire_handles *a, const wire_handles *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->entry[i].room == b->entry[i].room &&
               a->entry[i].handle == b->entry[i].handle;
    return same;
}

static bool same_reads(const wire_reads *a, const wire_reads *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->entry[i].channel == b->entry[i].channel &&
               a->entry[i].number == b->entry[i].number;
    return same;
}

bool sample_equal(const struct message *a, const struct message *b)
{
    if (a->kind != b->kind)
        return false;
    switch ((uint32_t)a->kind) {
#define KIND(number, NAME, name, who, text)                                    \
    case number: {                                                             \
        const struct message_##name *left = &a->as.name;                       \
        const struct message_##name *right = &b->as.name;                      \
        return left != NULL && right != NULL
#define FIELD(type, name, text) &&same_##type(&left->name, &right->name)
#define END(name)                                                              \
    ;                                                                          \
    }
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
    }
    return false;
}
