#include "sim/report/entry.h"

#include "shuttle/frame.h"
#include "shuttle/memory.h"
#include "shuttle/message.h"

#include <inttypes.h>
#include <string.h>

/* A text of one body grows at most so much in JSON, escapes and names. */
#define JSON_MAX (8u * FRAME_BODY_MAX)

static const char *kind_key(uint8_t kind)
{
    static const struct {
        uint8_t kind;
        const char *name;
    } names[] = {
        {RECORD_INPUT_START, "input_start"},
        {RECORD_INPUT_MESSAGE, "input_message"},
        {RECORD_INPUT_ANSWER, "input_answer"},
        {RECORD_INPUT_DEADLINE, "input_deadline"},
        {RECORD_INPUT_GONE, "input_gone"},
        {RECORD_INPUT_KEEPER, "input_keeper"},
        {RECORD_EFFECT_SEND, "effect_send"},
        {RECORD_EFFECT_ARM, "effect_arm"},
        {RECORD_EFFECT_ASK, "effect_ask"},
        {RECORD_EFFECT_RECORD, "effect_record"},
        {RECORD_EFFECT_FINISH, "effect_finish"},
        {RECORD_CLOSE_CANONICAL, "close_canonical"},
        {RECORD_WALLS, "walls"},
        {RECORD_KEYS, "keys"},
        {RECORD_LINK, "link"},
        {RECORD_SESSION, "session"},
        {RECORD_RUNTIME, "runtime"},
        {RECORD_PROGRAM, "program"},
        {RECORD_CLOSE, "close"},
    };
    size_t i;

    for (i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].kind == kind)
            return names[i].name;
    return "unknown";
}

void entry_print_text(struct bytes text, FILE *out)
{
    bool utf8 = bytes_is_utf8(text);
    size_t i;

    fputs(utf8 ? "\"" : "\"0x", out);
    for (i = 0; i < text.size; i++) {
        uint8_t c = text.data[i];
        uint32_t control;
        size_t size = bytes_control(
            (struct bytes){text.data + i, text.size - i}, &control);

        if (!utf8)
            fprintf(out, "%02x", c);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (size > 0)
            fprintf(out, "\\u%04x", control);
        else
            fputc(c, out);
        if (utf8 && size > 0)
            i += size - 1;
    }
    fputc('"', out);
}

static enum err print_message(uint32_t kind, struct bytes body, FILE *out)
{
    struct message m;
    char *json;

    if (message_decode(kind, body, &m)) {
        entry_print_text(body, out);
        return ERR_OK;
    }
    json = memory_new(JSON_MAX, 1);
    if (!json)
        return ERR_MEMORY;
    if (message_json(&m, json, JSON_MAX) == SIZE_MAX)
        fputs("null", out);
    else
        fputs(json, out);
    memory_free(json);
    return ERR_OK;
}

static enum err print_frame(struct bytes bytes, FILE *out)
{
    struct frame f;
    size_t used;

    if (frame_decode(bytes, &f, &used) || used != bytes.size) {
        fputs("\"bytes\":", out);
        entry_print_text(bytes, out);
        return ERR_OK;
    }
    fprintf(out,
            "\"number\":%" PRIu64 ",\"ack\":%" PRIu64
            ",\"channel\":%u,\"frame_time_us\":%" PRId64 ",\"message\":",
            f.number, f.ack, f.channel, f.time.us);
    return print_message(f.kind, f.body, out);
}

static void print_digest(struct bytes d, FILE *out)
{
    size_t i;

    fputc('"', out);
    for (i = 0; i < d.size; i++)
        fprintf(out, "%02x", d.data[i]);
    fputc('"', out);
}

static void print_session(struct bytes body, FILE *out)
{
    struct reader in = reader_over(body);

    fprintf(out, "\"sent\":%" PRIu64 ",\"sent_transcript\":", reader_u64(&in));
    print_digest(reader_bytes(&in, DIGEST_SIZE), out);
    fprintf(out, ",\"received\":%" PRIu64 ",\"received_transcript\":",
            reader_u64(&in));
    print_digest(reader_bytes(&in, DIGEST_SIZE), out);
}

/* The members of the object that say what the body holds. */
static enum err print_body(const struct record_entry *e, FILE *out)
{
    struct reader in = reader_over(e->body);

    switch ((enum record_kind)e->kind) {
    case RECORD_INPUT_MESSAGE:
    case RECORD_EFFECT_SEND:
        return print_frame(e->body, out);
    case RECORD_INPUT_KEEPER:
        fputs("\"message\":", out);
        return print_message(e->id, e->body, out);
    case RECORD_EFFECT_RECORD:
        fputs("\"note\":", out);
        return print_message(e->id, e->body, out);
    case RECORD_EFFECT_ARM:
        fprintf(out, "\"due_us\":%" PRId64, (int64_t)reader_u64(&in));
        return ERR_OK;
    case RECORD_CLOSE_CANONICAL:
        fprintf(out, "\"entries\":%" PRIu64, reader_u64(&in));
        return ERR_OK;
    case RECORD_SESSION:
        print_session(e->body, out);
        return ERR_OK;
    case RECORD_CLOSE:
        fputs("\"canonical\":", out);
        print_digest(e->body, out);
        return ERR_OK;
    case RECORD_INPUT_START:
        fprintf(out, "\"brief_size\":%zu", e->body.size);
        return ERR_OK;
    case RECORD_INPUT_ANSWER:
    case RECORD_INPUT_DEADLINE:
    case RECORD_INPUT_GONE:
    case RECORD_EFFECT_ASK:
    case RECORD_EFFECT_FINISH:
    case RECORD_WALLS:
    case RECORD_KEYS:
    case RECORD_LINK:
    case RECORD_RUNTIME:
    case RECORD_PROGRAM:
        break;
    }
    fputs("\"text\":", out);
    entry_print_text(e->body, out);
    return ERR_OK;
}

enum err entry_print(const struct record_entry *e, bool json, FILE *out)
{
    bool canonical = e->chain == RECORD_CANONICAL;
    enum err err;

    if (json)
        fprintf(out,
                "{\"chain\":\"%s\",\"index\":%" PRIu64
                ",\"entry\":\"%s\",\"peer\":%u,\"id\":%u,\"time_us\":%" PRId64
                ",",
                canonical ? "canonical" : "circumstances", e->index,
                kind_key(e->kind), e->peer, e->id, e->time.us);
    else
        fprintf(out, "%c%-5" PRIu64 " %12.6f %-16s %2u %3u  {",
                canonical ? ' ' : '~', e->index,
                canonical ? (double)e->time.us / 1e6 : 0.0, kind_key(e->kind),
                e->peer, e->id);
    err = print_body(e, out);
    fputs("}\n", out);
    return err;
}

/* The next canonical entry; ERR_MORE when there is none, torn or not. */
static enum err next_canonical(struct record_reader *r, struct record_entry *e,
                               struct diag *diag)
{
    enum err err;

    do
        err = record_next(r, e, diag);
    while (err == ERR_OK && e->chain != RECORD_CANONICAL);
    return err == ERR_INTERRUPTED ? ERR_MORE : err;
}

static bool same_entry(const struct record_entry *a,
                       const struct record_entry *b)
{
    return a->kind == b->kind && a->peer == b->peer && a->id == b->id &&
           a->time.us == b->time.us && bytes_equal(a->body, b->body);
}

static bool same_head(const struct record_head *a, const struct record_head *b)
{
    return a->semantics == b->semantics && a->talk == b->talk &&
           a->role == b->role && a->room == b->room &&
           bytes_equal(a->name, b->name);
}

enum err parity_compare(struct bytes a, struct bytes b, struct parity *out,
                        struct diag *diag)
{
    struct record_reader r[2];
    enum err err;
    size_t i;

    *out = (struct parity){0};
    err = record_open(&r[0], a, diag);
    if (!err)
        err = record_open(&r[1], b, diag);
    if (err)
        return err;
    out->other_head = !same_head(&r[0].head, &r[1].head);
    for (out->index = 0;; out->index++) {
        for (i = 0; i < 2; i++) {
            err = next_canonical(&r[i], &out->entry[i], diag);
            if (err && err != ERR_MORE)
                return err;
            out->has[i] = err == ERR_OK;
        }
        if (!out->has[0] || !out->has[1])
            break;
        if (!same_entry(&out->entry[0], &out->entry[1]))
            return ERR_OK;
    }
    out->same = !out->has[0] && !out->has[1] && !out->other_head;
    return ERR_OK;
}
