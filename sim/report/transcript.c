#include "sim/report/transcript.h"

#include "shuttle/frame.h"
#include "shuttle/memory.h"
#include "shuttle/message.h"

#include <inttypes.h>
#include <string.h>

#define JSON_FIRST 4096u
#define JSON_MOST  (4u * 1024u * 1024u) /* a body of escapes is not larger */

struct columns *transcript_new(const struct scenario *whole)
{
    struct columns_options o = {
        .whole = whole, .width = TRANSCRIPT_WIDTH, .titles = true};

    return columns_new(&o);
}

static const char *entry_name(enum record_kind kind)
{
    switch (kind) {
    case RECORD_INPUT_START:
        return "start";
    case RECORD_INPUT_MESSAGE:
        return "message";
    case RECORD_INPUT_ANSWER:
        return "answer";
    case RECORD_INPUT_DEADLINE:
        return "deadline";
    case RECORD_INPUT_GONE:
        return "gone";
    case RECORD_INPUT_KEEPER:
        return "keeper";
    case RECORD_EFFECT_SEND:
        return "send";
    case RECORD_EFFECT_ARM:
        return "arm";
    case RECORD_EFFECT_ASK:
        return "ask";
    case RECORD_EFFECT_RECORD:
        return "note";
    case RECORD_EFFECT_FINISH:
        return "finish";
    case RECORD_CLOSE_CANONICAL:
        return "close_canonical";
    case RECORD_WALLS:
        return "walls";
    case RECORD_KEYS:
        return "keys";
    case RECORD_LINK:
        return "link";
    case RECORD_SESSION:
        return "session";
    case RECORD_RUNTIME:
        return "runtime";
    case RECORD_PROGRAM:
        return "program";
    case RECORD_CLOSE:
        return "close";
    }
    return "unknown";
}

/* One message by message_json, which says when the room was too small. */
static void put_message(struct page *out, const struct message *m)
{
    for (size_t size = JSON_FIRST; size <= JSON_MOST; size *= 2) {
        char *text = memory_new(size, 1);

        if (text == NULL) {
            out->failed = true;
            return;
        }
        size_t length = message_json(m, text, size);

        if (length != SIZE_MAX) {
            page_format(out, ",\"message\":");
            page_text(out, text);
            memory_free(text);
            return;
        }
        memory_free(text);
    }
    page_text(out, ",\"unreadable\":true");
}

static void put_note(struct page *out, const struct record_entry *e)
{
    struct message m;

    if (message_decode(e->id, e->body, &m) == ERR_OK)
        put_message(out, &m);
    else
        page_text(out, ",\"unreadable\":true");
}

static void put_frame(struct page *out, const struct record_entry *e)
{
    struct frame f;
    struct message m;
    size_t used;

    if (frame_decode(e->body, &f, &used) != ERR_OK ||
        message_decode(f.kind, f.body, &m) != ERR_OK) {
        page_text(out, ",\"unreadable\":true");
        return;
    }
    page_format(out, ",\"number\":%" PRIu64, f.number);
    put_message(out, &m);
}

/* Text that is clean has no control characters but LF, so that two more
 * characters are all there is to escape. */
static void put_text(struct page *out, struct bytes text)
{
    struct page clean = {0};

    page_clean_line(&clean, text);
    page_text(out, ",\"text\":\"");
    for (const char *c = page_string(&clean); *c != '\0'; c++)
        page_format(out, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
    page_text(out, "\"");
    out->failed = out->failed || clean.failed;
    page_fini(&clean);
}

static void put_body(struct page *out, const struct record_entry *e)
{
    struct reader r = reader_over(e->body);

    switch ((enum record_kind)e->kind) {
    case RECORD_INPUT_MESSAGE:
    case RECORD_EFFECT_SEND:
        put_frame(out, e);
        return;
    case RECORD_INPUT_KEEPER:
    case RECORD_EFFECT_RECORD:
        put_note(out, e);
        return;
    case RECORD_EFFECT_ARM: {
        uint64_t due = reader_u64(&r);

        if (reader_done(&r) && due != (uint64_t)INT64_MAX)
            page_format(out, ",\"due_us\":%" PRIu64, due);
        return;
    }
    case RECORD_INPUT_ANSWER:
    case RECORD_EFFECT_ASK:
    case RECORD_WALLS:
    case RECORD_KEYS:
    case RECORD_LINK:
    case RECORD_RUNTIME:
    case RECORD_PROGRAM:
        put_text(out, e->body);
        return;
    case RECORD_INPUT_START:
    case RECORD_INPUT_DEADLINE:
    case RECORD_INPUT_GONE:
    case RECORD_EFFECT_FINISH:
    case RECORD_CLOSE_CANONICAL:
    case RECORD_SESSION:
    case RECORD_CLOSE:
        return;
    }
}

void transcript_json(struct page *out, const struct record_entry *e,
                     const char *through)
{
    bool canonical = e->chain == RECORD_CANONICAL;

    page_text(out, "{");
    if (through)
        page_format(out, "\"through\":\"%s\",", through);
    page_format(out,
                "\"chain\":\"%s\",\"index\":%" PRIu64 ",\"%s\":%" PRId64
                ",\"entry\":\"%s\",\"peer\":%u,\"id\":%u",
                canonical ? "canonical" : "circumstances", e->index,
                canonical ? "time_us" : "wall_us", e->time.us,
                entry_name((enum record_kind)e->kind), (unsigned)e->peer,
                (unsigned)e->id);
    put_body(out, e);
    page_text(out, "}\n");
}
