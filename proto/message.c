/* The codec of all messages: one small function for each field type, and for
 * each kind one encoder and one decoder made from message_table.h. */
#include "shuttle/message.h"

#include <assert.h>
#include <string.h>

#define X(bit, name, key, text) | CAVEAT_##name
static const uint16_t caveats_known = 0 CAVEAT_TABLE(X);
#undef X

/* Fields out. A value that the decoder would refuse fails the writer. Texts
 * are taken as they are: who made them answers for their UTF-8. */

static void put_u8(struct writer *w, const wire_u8 *v)
{
    writer_u8(w, *v);
}

static void put_u16(struct writer *w, const wire_u16 *v)
{
    writer_u16(w, *v);
}

static void put_u32(struct writer *w, const wire_u32 *v)
{
    writer_u32(w, *v);
}

static void put_u64(struct writer *w, const wire_u64 *v)
{
    writer_u64(w, *v);
}

static void put_time(struct writer *w, const wire_time *v)
{
    if (v->us < 0)
        w->failed = true;
    writer_u64(w, (uint64_t)v->us);
}

static void put_text(struct writer *w, const wire_text *v)
{
    if (v->size > TEXT_MAX) {
        w->failed = true;
        return;
    }
    writer_u16(w, (uint16_t)v->size);
    writer_bytes(w, *v);
}

/* The first issue from i on that may be settled: eight that are not are passed
 * over at once, since most packages name few. */
static uint8_t skip_open(const struct package *p, uint8_t i)
{
    static const uint8_t open[8] = {OPTION_NONE, OPTION_NONE, OPTION_NONE,
                                    OPTION_NONE, OPTION_NONE, OPTION_NONE,
                                    OPTION_NONE, OPTION_NONE};
    while (i % 8 == 0 && i < ISSUES_MAX &&
           memcmp(p->option + i, open, sizeof open) == 0)
        i = (uint8_t)(i + 8);
    return i;
}

void message_write_package(struct writer *w, const struct package *p)
{
    uint8_t pairs[2 * ISSUES_MAX];
    uint8_t count = 0;
    unsigned words = 0;
    for (uint8_t i = skip_open(p, 0); i < ISSUES_MAX;
         i = skip_open(p, (uint8_t)(i + 1))) {
        uint8_t option = p->option[i];
        if (option == OPTION_NONE)
            continue;
        if (option >= OPTIONS_MAX && option != OPTION_WORDS)
            w->failed = true;
        words += option == OPTION_WORDS;
        pairs[2 * count] = i;
        pairs[2 * count + 1] = option;
        count++;
    }
    writer_u8(w, count);
    writer_bytes(w, (struct bytes){pairs, 2u * count});
    if (words == 0)
        return;
    if (!package_words_fit(p))
        w->failed = true;
    writer_bytes(w, p->words);
}

static void put_package(struct writer *w, const wire_package *v)
{
    message_write_package(w, v);
}

static void put_caveats(struct writer *w, const wire_caveats *v)
{
    if ((v->bits & ~caveats_known) != 0)
        w->failed = true;
    writer_u16(w, v->bits);
    if (v->bits & CAVEAT_NOT_BEFORE)
        put_time(w, &v->not_before);
    if (v->bits & CAVEAT_EXPIRES)
        put_time(w, &v->expires);
    if (v->bits & CAVEAT_IF_THEY_MOVE_FIRST)
        put_text(w, &v->condition);
}

static void put_digest(struct writer *w, const wire_digest *v)
{
    writer_bytes(w, (struct bytes){v->bytes, DIGEST_SIZE});
}

static void put_nonce(struct writer *w, const wire_nonce *v)
{
    writer_bytes(w, (struct bytes){v->bytes, NONCE_SIZE});
}

/* A room by its index, or the mediator. */
static bool may_have_handle(uint8_t room)
{
    return room < ROOMS_MAX || room == FROM_MEDIATOR;
}

static void put_handles(struct writer *w, const wire_handles *v)
{
    if (v->count > ROOMS_MAX) {
        w->failed = true;
        return;
    }
    writer_u8(w, v->count);
    for (size_t i = 0; i < v->count; i++) {
        uint8_t room = v->entry[i].room;
        if (!may_have_handle(room) || (i > 0 && room <= v->entry[i - 1].room))
            w->failed = true;
        writer_u8(w, room);
        writer_u64(w, v->entry[i].handle);
    }
}

static void put_reads(struct writer *w, const wire_reads *v)
{
    if (v->count > CHANNELS_MAX) {
        w->failed = true;
        return;
    }
    writer_u8(w, v->count);
    for (size_t i = 0; i < v->count; i++) {
        if (i > 0 && v->entry[i].channel <= v->entry[i - 1].channel)
            w->failed = true;
        writer_u16(w, v->entry[i].channel);
        writer_u64(w, v->entry[i].number);
    }
}

/* Fields in. A bad value fails the reader. */

static void get_u8(struct reader *r, wire_u8 *v)
{
    *v = reader_u8(r);
}

static void get_u16(struct reader *r, wire_u16 *v)
{
    *v = reader_u16(r);
}

static void get_u32(struct reader *r, wire_u32 *v)
{
    *v = reader_u32(r);
}

static void get_u64(struct reader *r, wire_u64 *v)
{
    *v = reader_u64(r);
}

static void get_time(struct reader *r, wire_time *v)
{
    uint64_t us = reader_u64(r);
    if (us > INT64_MAX) {
        r->failed = true;
        us = 0;
    }
    v->us = (int64_t)us;
}

static void get_text(struct reader *r, wire_text *v)
{
    size_t size = reader_u16(r);
    *v = size <= TEXT_MAX ? reader_bytes(r, size) : BYTES_NONE;
    if (size > TEXT_MAX || !bytes_is_utf8(*v))
        r->failed = true;
}

/* The words that follow the pairs, so many texts. */
static void get_words(struct reader *r, unsigned count, wire_package *v)
{
    const uint8_t *start = r->at;
    while (count-- > 0)
        reader_bytes(r, reader_u16(r));
    if (r->failed)
        return;
    v->words = (struct bytes){start, (size_t)(r->at - start)};
    if (!package_words_fit(v))
        r->failed = true;
}

static void get_package(struct reader *r, wire_package *v)
{
    package_clear(v);
    size_t count = reader_u8(r);
    struct bytes pairs = reader_bytes(r, 2 * count);
    int before = -1;
    unsigned words = 0;
    for (size_t i = 0; i + 1 < pairs.size; i += 2) {
        uint8_t issue = pairs.data[i];
        uint8_t option = pairs.data[i + 1];
        if (issue <= before || issue >= ISSUES_MAX ||
            (option >= OPTIONS_MAX && option != OPTION_WORDS)) {
            r->failed = true;
            return;
        }
        v->option[issue] = option;
        words += option == OPTION_WORDS;
        before = issue;
    }
    if (words > 0)
        get_words(r, words, v);
}

static void get_caveats(struct reader *r, wire_caveats *v)
{
    v->bits = reader_u16(r);
    v->not_before = INSTANT_ZERO;
    v->expires = INSTANT_NEVER;
    v->condition = BYTES_NONE;
    if ((v->bits & ~caveats_known) != 0)
        r->failed = true;
    if (v->bits & CAVEAT_NOT_BEFORE)
        get_time(r, &v->not_before);
    if (v->bits & CAVEAT_EXPIRES)
        get_time(r, &v->expires);
    if (v->bits & CAVEAT_IF_THEY_MOVE_FIRST)
        get_text(r, &v->condition);
}

static void get_digest(struct reader *r, wire_digest *v)
{
    struct bytes in = reader_bytes(r, DIGEST_SIZE);
    if (in.size == DIGEST_SIZE)
        memcpy(v->bytes, in.data, DIGEST_SIZE);
}

static void get_nonce(struct reader *r, wire_nonce *v)
{
    struct bytes in = reader_bytes(r, NONCE_SIZE);
    if (in.size == NONCE_SIZE)
        memcpy(v->bytes, in.data, NONCE_SIZE);
}

static void get_handles(struct reader *r, wire_handles *v)
{
    v->count = 0;
    size_t count = reader_u8(r);
    if (count > ROOMS_MAX) {
        r->failed = true;
        return;
    }
    int before = -1;
    for (size_t i = 0; i < count; i++) {
        uint8_t room = reader_u8(r);
        if (room <= before || !may_have_handle(room))
            r->failed = true;
        v->entry[i].room = room;
        v->entry[i].handle = reader_u64(r);
        before = room;
    }
    v->count = (uint8_t)count;
}

static void get_reads(struct reader *r, wire_reads *v)
{
    v->count = 0;
    size_t count = reader_u8(r);
    if (count > CHANNELS_MAX) {
        r->failed = true;
        return;
    }
    int32_t before = -1;
    for (size_t i = 0; i < count; i++) {
        uint16_t channel = reader_u16(r);
        if (channel <= before)
            r->failed = true;
        v->entry[i].channel = channel;
        v->entry[i].number = reader_u64(r);
        before = channel;
    }
    v->count = (uint8_t)count;
}

/* encode_hello(), encode_item(), ... */
#define KIND(number, NAME, name, who, text)                                    \
    static void encode_##name(struct writer *w,                                \
                              const struct message_##name *m)                  \
    {                                                                          \
        (void)w;                                                               \
        (void)m;
#define FIELD(type, name, text) put_##type(w, &m->name);
#define END(name)               }
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END

/* decode_hello(), decode_item(), ... */
#define KIND(number, NAME, name, who, text)                                    \
    static void decode_##name(struct reader *r, struct message_##name *m)      \
    {                                                                          \
        (void)r;                                                               \
        (void)m;
#define FIELD(type, name, text) get_##type(r, &m->name);
#define END(name)               }
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END

#define FIELD(type, name, text)
#define END(name)

size_t message_encode(const struct message *m, uint8_t *out, size_t capacity)
{
    struct writer w = writer_over(out, capacity);
    switch (m->kind) {
    case MESSAGE_NONE:
        return SIZE_MAX;
#define KIND(number, NAME, name, who, text)                                    \
    case MESSAGE_##NAME:                                                       \
        encode_##name(&w, &m->as.name);                                        \
        break;
#include "shuttle/message_table.h"
#undef KIND
    }
    return w.failed ? SIZE_MAX : writer_size(&w);
}

enum err message_decode(uint32_t kind, struct bytes body, struct message *out)
{
    struct reader r = reader_over(body);
    switch (kind) {
#define KIND(number, NAME, name, who, text)                                    \
    case MESSAGE_##NAME:                                                       \
        out->kind = MESSAGE_##NAME;                                            \
        decode_##name(&r, &out->as.name);                                      \
        return reader_done(&r) ? ERR_OK : ERR_MALFORMED;
#include "shuttle/message_table.h"
#undef KIND
    }
    return ERR_UNKNOWN;
}

const char *message_name(uint32_t kind)
{
    switch (kind) {
#define KIND(number, NAME, name, who, text)                                    \
    case MESSAGE_##NAME:                                                       \
        return #NAME;
#include "shuttle/message_table.h"
#undef KIND
    }
    return NULL;
}

enum message_who message_who(enum message_kind kind)
{
    switch (kind) {
    case MESSAGE_NONE:
        break;
#define KIND(number, NAME, name, who, text)                                    \
    case MESSAGE_##NAME:                                                       \
        return MESSAGE_WHO_##who;
#include "shuttle/message_table.h"
#undef KIND
    }
    assert(!"a known kind");
    return MESSAGE_WHO_NOTE;
}

#undef FIELD
#undef END
