/* The JSON view of a message: one object on one line, fields in wire order. */
#include "shuttle/message.h"

#include <assert.h>
#include <string.h>

struct json {
    char *at;
    char *end; /* one byte is kept for the NUL */
    bool failed;
};

static void raw(struct json *j, const char *text, size_t size)
{
    if (j->failed || (size_t)(j->end - j->at) < size) {
        j->failed = true;
        return;
    }
    memcpy(j->at, text, size);
    j->at += size;
}

static void literal(struct json *j, const char *text)
{
    raw(j, text, strlen(text));
}

static void number(struct json *j, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    raw(j, digits + at, sizeof digits - at);
}

static void hex(struct json *j, const uint8_t *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    literal(j, "\"");
    for (size_t i = 0; i < size; i++) {
        char pair[2] = {digits[data[i] >> 4], digits[data[i] & 15]};
        raw(j, pair, 2);
    }
    literal(j, "\"");
}

static void character(struct json *j, uint32_t c, bool control)
{
    static const char digits[] = "0123456789abcdef";
    char plain = (char)c;
    char number[6] = {'\\',
                      'u',
                      digits[c >> 12 & 15],
                      digits[c >> 8 & 15],
                      digits[c >> 4 & 15],
                      digits[c & 15]};
    switch (c) {
    case '"':
        literal(j, "\\\"");
        break;
    case '\\':
        literal(j, "\\\\");
        break;
    case '\n':
        literal(j, "\\n");
        break;
    case '\r':
        literal(j, "\\r");
        break;
    case '\t':
        literal(j, "\\t");
        break;
    default:
        if (control)
            raw(j, number, sizeof number);
        else
            raw(j, &plain, 1);
    }
}

static void show_u8(struct json *j, const wire_u8 *v)
{
    number(j, *v);
}

static void show_u16(struct json *j, const wire_u16 *v)
{
    number(j, *v);
}

static void show_u32(struct json *j, const wire_u32 *v)
{
    number(j, *v);
}

static void show_u64(struct json *j, const wire_u64 *v)
{
    uint8_t big[8];
    for (unsigned i = 0; i < 8; i++)
        big[i] = (uint8_t)(*v >> (56 - 8 * i));
    hex(j, big, sizeof big);
}

static void show_time(struct json *j, const wire_time *v)
{
    if (instant_is_never(*v))
        literal(j, "null");
    else
        number(j, (uint64_t)v->us);
}

static void show_text(struct json *j, const wire_text *v)
{
    literal(j, "\"");
    for (size_t i = 0; i < v->size;) {
        uint32_t control;
        size_t size =
            bytes_control((struct bytes){v->data + i, v->size - i}, &control);
        character(j, size > 0 ? control : v->data[i], size > 0);
        i += size > 0 ? size : 1;
    }
    literal(j, "\"");
}

static void show_package(struct json *j, const wire_package *v)
{
    wire_text words;
    const char *before = "";
    literal(j, "[");
    for (size_t i = 0; i < ISSUES_MAX; i++) {
        if (v->option[i] == OPTION_NONE)
            continue;
        literal(j, before);
        literal(j, "[");
        number(j, i);
        literal(j, ",");
        words = package_words(v, i);
        if (v->option[i] == OPTION_WORDS)
            show_text(j, &words);
        else
            number(j, v->option[i]);
        literal(j, "]");
        before = ",";
    }
    literal(j, "]");
}

static void show_caveats(struct json *j, const wire_caveats *v)
{
    const char *before = "";
    literal(j, "{");
#define X(bit, name, key, text)                                                \
    if (v->bits & CAVEAT_##name) {                                             \
        literal(j, before);                                                    \
        literal(j, "\"" key "\":");                                            \
        if (CAVEAT_##name == CAVEAT_NOT_BEFORE)                                \
            show_time(j, &v->not_before);                                      \
        else if (CAVEAT_##name == CAVEAT_EXPIRES)                              \
            show_time(j, &v->expires);                                         \
        else if (CAVEAT_##name == CAVEAT_IF_THEY_MOVE_FIRST)                   \
            show_text(j, &v->condition);                                       \
        else                                                                   \
            literal(j, "true");                                                \
        before = ",";                                                          \
    }
    CAVEAT_TABLE(X)
#undef X
    literal(j, "}");
}

static void show_digest(struct json *j, const wire_digest *v)
{
    hex(j, v->bytes, DIGEST_SIZE);
}

static void show_nonce(struct json *j, const wire_nonce *v)
{
    hex(j, v->bytes, NONCE_SIZE);
}

static void show_handles(struct json *j, const wire_handles *v)
{
    literal(j, "[");
    for (size_t i = 0; i < v->count; i++) {
        literal(j, i > 0 ? ",[" : "[");
        number(j, v->entry[i].room);
        literal(j, ",");
        show_u64(j, &v->entry[i].handle);
        literal(j, "]");
    }
    literal(j, "]");
}

static void show_reads(struct json *j, const wire_reads *v)
{
    literal(j, "[");
    for (size_t i = 0; i < v->count; i++) {
        literal(j, i > 0 ? ",[" : "[");
        number(j, v->entry[i].channel);
        literal(j, ",");
        show_u64(j, &v->entry[i].number);
        literal(j, "]");
    }
    literal(j, "]");
}

/* json_hello(), json_item(), ... */
#define KIND(number, NAME, name, who, text)                                    \
    static void json_##name(struct json *j, const struct message_##name *m)    \
    {                                                                          \
        (void)m;                                                               \
        literal(j, "{\"kind\":\"" #NAME "\"");
#define FIELD(type, name, text)                                                \
    literal(j, ",\"" #name "\":");                                             \
    show_##type(j, &m->name);
#define END(name)                                                              \
    literal(j, "}");                                                           \
    }
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END

size_t message_json(const struct message *m, char *out, size_t capacity)
{
    if (capacity == 0)
        return SIZE_MAX;
    struct json j = {out, out + capacity - 1, false};
    switch (m->kind) {
    case MESSAGE_NONE:
        return SIZE_MAX;
#define KIND(number, NAME, name, who, text)                                    \
    case MESSAGE_##NAME:                                                       \
        json_##name(&j, &m->as.name);                                          \
        break;
#define FIELD(type, name, text)
#define END(name)
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
    }
    if (j.failed)
        return SIZE_MAX;
    *j.at = '\0';
    return (size_t)(j.at - out);
}
