#include "protocol.h"

#include "sample.h"

#include <string.h>

static void heading(FILE *out, const char *title, const char *columns)
{
    fprintf(out, "\n### %s\n\n%s\n|", title, columns);
    for (const char *c = strchr(columns + 1, '|'); c; c = strchr(c + 1, '|'))
        fputs("---|", out);
    fputc('\n', out);
}

static const char *sender(enum message_who who)
{
    switch (who) {
    case MESSAGE_WHO_BOTH:
        return "both";
    case MESSAGE_WHO_ROOM:
        return "room";
    case MESSAGE_WHO_MEDIATOR:
        return "mediator";
    case MESSAGE_WHO_NOTE:
        return "record only";
    }
    return "";
}

static void kinds(FILE *out)
{
    heading(out, "Kinds", "| number | kind | sent by | meaning |");
#define KIND(number, NAME, name, who, text)                                    \
    fprintf(out, "| %d | %s | %s | %s |\n", number, #NAME,                     \
            sender(MESSAGE_WHO_##who), text);
#define FIELD(type, name, text)
#define END(name)
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
}

/* One table for each kind; a kind without fields says so. */
static void fields(FILE *out)
{
    unsigned count = 0;
    fputs("\n### Fields\n\nIn the order in which they stand in the body.\n",
          out);
#define KIND(number, NAME, name, who, text)                                    \
    fprintf(out, "\n**%d %s**: %s.\n", number, #NAME, text);                   \
    count = 0;
#define FIELD(type, name, text)                                                \
    if (count++ == 0)                                                          \
        fputs("\n| field | type | meaning |\n|---|---|---|\n", out);           \
    fprintf(out, "| %s | %s | %s |\n", #name, #type, text);
#define END(name)                                                              \
    if (count == 0)                                                            \
        fputs("No fields.\n", out);
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
}

static void items(FILE *out)
{
    heading(out, "Moves", "| number | move | key in a file | meaning |");
#define X(number, name, key, text)                                             \
    fprintf(out, "| %d | %s | %s | %s |\n", number, #name, key, text);
    MOVE_TABLE(X)
#undef X
    heading(out, "Answers", "| number | answer | key in a file |");
#define X(number, name, key)                                                   \
    fprintf(out, "| %d | %s | %s |\n", number, #name, key);
    ANSWER_TABLE(X)
#undef X
    heading(out, "Forms", "| number | form | key | meaning |");
#define X(number, name, key, text)                                             \
    fprintf(out, "| %d | %s | %s | %s |\n", number, #name, key, text);
    FORM_TABLE(X)
#undef X
    heading(out, "Caveats", "| bit | caveat | key in a file | meaning |");
#define X(bit, name, key, text)                                                \
    fprintf(out, "| %d | %s | %s | %s |\n", bit, #name, key, text);
    CAVEAT_TABLE(X)
#undef X
}

static void ends(FILE *out)
{
#define X(number, name, key, text)                                             \
    fprintf(out, "| %d | %s | %s | %s |\n", number, #name, key, text);
    heading(out, "Receipts", "| number | receipt | key | meaning |");
    RECEIPT_TABLE(X)
    heading(out, "Outcomes", "| number | outcome | key | meaning |");
    OUTCOME_TABLE(X)
    heading(out, "Rules", "| number | rule | key | meaning |");
    RULE_TABLE(X)
#undef X
#define X(number, name, text)                                                  \
    fprintf(out, "| %d | %s | %s |\n", number, #name, text);
    heading(out, "Dispositions", "| number | disposition | meaning |");
    DISPOSITION_TABLE(X)
    heading(out, "Reasons", "| number | reason | meaning |");
    REASON_TABLE(X)
#undef X
}

static void limits(FILE *out)
{
    heading(out, "Limits", "| limit | value | of what |");
#define LIMIT(name, text) fprintf(out, "| %s | %u | %s |\n", #name, name, text);
    LIMIT(FRAME_HEADER_SIZE, "bytes of a header")
    LIMIT(FRAME_BODY_MAX, "bytes of a body")
    LIMIT(FRAME_SIZE_MAX, "bytes of a frame")
    LIMIT(TEXT_MAX, "bytes of one text")
    LIMIT(NAME_MAX_SIZE, "bytes of an id")
    LIMIT(CONDITION_MAX, "bytes of a condition")
    LIMIT(ROOMS_MAX, "rooms; the index of a room is below it")
    LIMIT(CHANNELS_MAX, "channels of one room")
    LIMIT(ISSUES_MAX, "issues; the index of an issue is below it")
    LIMIT(OPTIONS_MAX, "options; the index of an option is below it")
    LIMIT(ACK_EVERY, "numbered frames from one ACK to the next")
    LIMIT(ITEMS_LIVE_MAX,
          "items of one talk not yet disposed of, in equal shares")
    LIMIT(ARRIVED_MAX,
          "frames of a room not yet acted upon, without WAITs that "
          "have read more")
    LIMIT(ARRIVED_SIZE_MAX, "bytes of a room's frames not yet acted upon")
    LIMIT(HANDSHAKE_LIMIT_MS, "milliseconds a handshake may take")
    LIMIT(ADMISSION_LIMIT_MS, "milliseconds until a room has to be there")
    LIMIT(GOODBYE_LIMIT_MS, "milliseconds until a BYE has to be answered")
    LIMIT(LINK_QUEUE_MAX, "bytes that may wait for a peer that does not read")
#undef LIMIT
}

void protocol_tables(FILE *out)
{
    kinds(out);
    fields(out);
    items(out);
    ends(out);
    limits(out);
}

static void entry(FILE *out, const char *name, const char *what, uint8_t kind,
                  const uint8_t *body, size_t size)
{
    fprintf(out, "%s_%s=\"\\x%02X", name, what, kind);
    for (size_t i = 0; i < size; i++)
        fprintf(out, "\\x%02X", body[i]);
    fputs("\"\n", out);
}

/* libFuzzer takes words of up to 64 bytes: longer bodies go in as their first
 * 63 after the kind. */
void protocol_dictionary(FILE *out)
{
    fputs("# Kinds and bodies, from the table of messages.\n", out);
    for (size_t i = 0; i < sample_kind_count; i++) {
        uint8_t kind = sample_kinds[i];
        uint8_t body[4096];
        struct message m;
        sample_empty(&m, kind);
        size_t size = message_encode(&m, body, sizeof body);
        entry(out, message_name(kind), "empty", kind, body,
              size < 63 ? size : 63);
        sample_full(&m, kind);
        size = message_encode(&m, body, sizeof body);
        entry(out, message_name(kind), "full", kind, body,
              size < 63 ? size : 63);
    }
}
