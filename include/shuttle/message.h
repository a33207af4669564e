/*
 * Messages: the meaning of a frame's body, and the notes of a record. Kinds,
 * fields and codec come from message_table.h.
 */
#ifndef SHUTTLE_MESSAGE_H
#define SHUTTLE_MESSAGE_H

#include "shuttle/agenda.h"
#include "shuttle/bytes.h"
#include "shuttle/caveat.h"
#include "shuttle/digest.h"
#include "shuttle/err.h"
#include "shuttle/instant.h"
#include "shuttle/limits.h"
#include "shuttle/move.h"

/* The meaning of all messages; raised whenever a run would come out
 * differently. */
#define SEMANTICS_VERSION 3u

/* Authors that are not rooms. A non-paper is told without its author. */
#define FROM_NOBODY   253u
#define FROM_MEDIATOR 254u
#define FROM_WORLD    255u

#define RECEIPT_TABLE(X)                                                       \
    X(1, TAKEN, "taken", "the mediator has it")                                \
    X(2, TOLD, "told", "told where it was addressed")                          \
    X(3, WITHDRAWN, "withdrawn", "recalled before it was told")                \
    X(4, TOO_LATE, "too_late", "told before it could be recalled")             \
    X(5, EXPIRED, "expired", "its time passed untold")                         \
    X(6, REFUSED, "refused", "not something that can be handed over")          \
    X(7, RECALLED, "recalled", "recalled: it will not be told from now on")    \
    X(8, TOLD_GIST, "told_gist",                                               \
      "told where it was addressed, in other words")                           \
    X(10, VOID, "void", "it has become public, and was to be void then")

#define DISPOSITION_TABLE(X)                                                   \
    X(1, TOLD_VERBATIM, "told verbatim")                                       \
    X(2, TOLD_GIST, "told reworded")                                           \
    X(3, TOLD_OWN_IDEA, "told as the mediator's idea")                         \
    X(4, WITHHELD, "withheld")                                                 \
    X(5, EXPIRED, "expired")                                                   \
    X(6, WITHDRAWN, "withdrawn")                                               \
    X(7, HELD, "held when the talks ended")                                    \
    X(8, SEALED, "sealed answer")                                              \
    X(9, HEARD, "meant for the mediator")                                      \
    X(10, UNTAKEN, "still in the room when the talks ended")

#define OUTCOME_TABLE(X)                                                       \
    X(1, AGREED, "agreed", "all rooms accepted one package")                   \
    X(2, NO_AGREEMENT, "no_agreement", "the last round ended without one")     \
    X(3, WALKED_OUT, "walked_out", "a party left the talks")                   \
    X(4, STALLED, "stalled", "all waited and nothing was due")                 \
    X(5, BROKEN_OFF, "broken_off", "a room was lost")                          \
    X(6, RUNAWAY, "runaway", "too many steps at one instant")                  \
    X(7, STOPPED, "stopped", "the talks were stopped from outside")

/* Why something may, may not yet, or may never leave. */
#define RULE_TABLE(X)                                                          \
    X(1, PLAIN, "plain", "no caveat stands against it")                        \
    X(2, VERBATIM, "verbatim", "the author wants exactly these words")         \
    X(3, GIST, "gist", "the author wants other words")                         \
    X(4, OWN_IDEA, "as_mediator_idea", "the author wants no name on it")       \
    X(5, IF_ASKED, "if_asked", "only to a room that asked")                    \
    X(6, IF_MOVED, "if_they_move_first", "only once they have moved")          \
    X(7, NOT_BEFORE, "not_before", "its time has not come")                    \
    X(8, EXPIRES, "expires", "its time has passed")                            \
    X(9, FOR_JUDGEMENT, "for_judgement", "for the mediator's judgement")       \
    X(10, MEDIATOR_ONLY, "mediator_only", "for the mediator alone")            \
    X(11, ADDRESSEE, "addressee", "not addressed to this room")                \
    X(12, NO_WORDS, "no_words", "there is no other wording to tell it in")     \
    X(13, DESIGN, "design", "the relay design decided")                        \
    X(14, TABLE, "table", "the mediator puts it forward")                      \
    X(15, SEALED, "sealed", "answers are sealed until their time")             \
    X(16, READ_BACK, "read_back", "understood before agreed")                  \
    X(17, WORLD, "world", "an event of the world")                             \
    X(18, SERVICE, "service", "receipts, visits, rounds and time")             \
    X(19, WITHDRAWN, "withdrawn", "its author recalled it")                    \
    X(20, ABSENT, "absent", "the mediator is not in that room")                \
    X(21, PENDING, "pending", "an answer is awaited")                          \
    X(22, HYPOTHETICAL, "hypothetical", "only a what-if")                      \
    X(23, SIMULTANEOUS, "simultaneous", "sealed until all have deposited")     \
    X(24, SUPERSEDED, "superseded", "another draft has taken its place")       \
    X(25, CONSENT, "consent", "its author is asked first")                     \
    X(26, VOID, "void", "it has become public, and was to be void then")

enum receipt {
#define X(number, name, key, text) RECEIPT_##name = number,
    RECEIPT_TABLE(X)
#undef X
};
enum disposition {
    DISPOSITION_NONE = 0,
#define X(number, name, text) DISPOSITION_##name = number,
    DISPOSITION_TABLE(X)
#undef X
};
/* What ROUND says of a round. */
enum round_state {
    ROUND_BEGAN = 1,
    ROUND_ENDED = 2,
    ROUND_MOVED = 3, /* it has another limit */
};

/* What CAPITAL says of instructions. */
enum capital_state {
    CAPITAL_ASKED = 1,
    CAPITAL_RECEIVED = 2,
};

/* What VISIT and VISITED say of a visit. */
enum visit_state {
    VISIT_BEGAN = 1,
    VISIT_ENDED = 2,
};

enum outcome {
    OUTCOME_NONE = 0,
#define X(number, name, key, text) OUTCOME_##name = number,
    OUTCOME_TABLE(X)
#undef X
};
enum rule {
#define X(number, name, key, text) RULE_##name = number,
    RULE_TABLE(X)
#undef X
};

/* "unknown" for a number that is not in its table. */
const char *receipt_key(uint32_t number);
const char *disposition_text(uint32_t number);
const char *outcome_key(uint32_t number);
const char *outcome_text(uint32_t number);
const char *rule_key(uint32_t number);
const char *rule_text(uint32_t number);

/* The handles under which rooms, and the mediator (FROM_MEDIATOR, which comes
 * last), are to know an item. */
struct handles {
    uint8_t count;
    struct {
        uint8_t room;
        uint64_t handle;
    } entry[ROOMS_MAX];
};

struct reads {
    uint8_t count;
    struct {
        uint16_t channel;
        uint64_t number;
    } entry[CHANNELS_MAX];
};

struct nonce {
    uint8_t bytes[NONCE_SIZE];
};

/* C types of the field types of the table. Texts are borrowed slices. */
typedef uint8_t wire_u8;
typedef uint16_t wire_u16;
typedef uint32_t wire_u32;
typedef uint64_t wire_u64;
typedef struct instant wire_time;
typedef struct bytes wire_text;
typedef struct package wire_package;
typedef struct caveats wire_caveats;
typedef struct digest wire_digest;
typedef struct nonce wire_nonce;
typedef struct handles wire_handles;
typedef struct reads wire_reads;

enum message_kind {
    MESSAGE_NONE = 0,
#define KIND(number, NAME, name, who, text) MESSAGE_##NAME = number,
#define FIELD(type, name, text)
#define END(name)
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
};

/* struct message_hello, struct message_item, ... A kind without fields has
 * one unused byte, so that it is a struct too. */
#define KIND(number, NAME, name, who, text)                                    \
    struct message_##name {                                                    \
        uint8_t unused;
#define FIELD(type, name, text) wire_##type name;
#define END(name)                                                              \
    }                                                                          \
    ;
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END

/* One message. A decoded one borrows its texts from the bytes it came from. */
struct message {
    enum message_kind kind;
    union {
#define KIND(number, NAME, name, who, text) struct message_##name name;
#define FIELD(type, name, text)
#define END(name)
#include "shuttle/message_table.h"
#undef KIND
#undef FIELD
#undef END
    } as;
};

enum message_who {
    MESSAGE_WHO_BOTH,
    MESSAGE_WHO_ROOM,
    MESSAGE_WHO_MEDIATOR,
    MESSAGE_WHO_NOTE,
};

/* "ITEM", ... or NULL for an unknown kind. */
const char *message_name(uint32_t kind);
/* Who sends the kind; the kind must be known. */
enum message_who message_who(enum message_kind kind);

/* Write the fields in wire order. Return the size, 0 only for a kind without
 * fields, or SIZE_MAX when the capacity is too small, a text is too long or a
 * value is one the decoder refuses. That a text is UTF-8 is not checked here.
 */
size_t message_encode(const struct message *m, uint8_t *out, size_t capacity);

/* A package as it stands on the wire; the writer fails where a field of that
 * type would. */
void message_write_package(struct writer *w, const struct package *p);

/* Read the body of a known kind: allocates nothing, refuses leftovers, bad
 * UTF-8, negative times, unknown caveat bits, lists out of order. ERR_UNKNOWN
 * for a kind not in the table, ERR_MALFORMED for the rest; *out is then
 * unspecified. */
enum err message_decode(uint32_t kind, struct bytes body,
                        struct message *out) MUST_USE;

/* One JSON object on one line, {"kind":"ITEM","item":1,...}; texts escaped,
 * digests in hexadecimal, u64 handles as hexadecimal strings, never as null.
 * Return the length without the NUL, or SIZE_MAX when it does not fit. */
size_t message_json(const struct message *m, char *out, size_t capacity);

#endif
