/*
 * Conditions: short expressions in quotes. No loops, no assignment.
 *
 *   or     = and { "or" and }
 *   and    = not { "and" not }
 *   not    = "not" not | compare
 *   compare= value [ ("==" | "!=" | "<" | "<=" | ">" | ">=") value ]
 *   value  = integer | duration | 'option' | function "(" [ word
 *            { "," word } ] ")" | "(" or ")" | "true" | "false"
 *
 * A value that is not known (nothing was offered yet) makes every comparison
 * false, == and != too. An integer may have a minus sign. No text is a mistake.
 * An option in quotes belongs to the issue of the function on the other side of
 * the comparison. A duration (4m, 1h30m, 2d) is a number of microseconds.
 */
#ifndef SHUTTLE_CONDITION_H
#define SHUTTLE_CONDITION_H

#include "shuttle/agenda.h"
#include "shuttle/bytes.h"
#include "shuttle/err.h"

/* name, arguments (r room, i issue, e event, f fact, none), who may use it (R a
 * room's own file, M the mediator's and caveats, B both), meaning */
#define FUNCTION_TABLE(X)                                                      \
    X(OFFERED, "offered", "ri", "B",                                           \
      "the option a room last offered for an issue; in a room: as told there") \
    X(ASKED, "asked", "ri", "B", "whether a room has asked about an issue")    \
    X(ACCEPTED, "accepted", "r", "B",                                          \
      "whether a room has accepted the package last put or offered")           \
    X(AGREED, "agreed", "", "B",                                               \
      "whether agreement is reached and its implementation runs")              \
    X(COMPLAINED, "complained", "r", "B",                                      \
      "whether a room has complained of a breach; in a room: as told there")   \
    X(DRAFT, "draft", "", "B",                                                 \
      "number of the current draft, 0 before the first; in a room: as told "   \
      "there")                                                                 \
    X(ANSWERED, "answered", "r", "M",                                          \
      "whether a room has answered the current draft")                         \
    X(COMMENTS, "comments", "r", "M",                                          \
      "how many comments a room has made on the current draft")                \
    X(HAPPENED, "happened", "e", "B",                                          \
      "whether an event of the world happened")                                \
    X(KNOWS, "knows", "rf", "B",                                               \
      "whether a room knows a fact: the mediator over what it took and told, " \
      "a room over itself")                                                    \
    X(ELAPSED, "elapsed", "", "B", "time since the talks began")               \
    X(ROUND, "round", "", "B", "number of the round, from 1")                  \
    X(VISITS, "visits", "r", "M", "how often the mediator came into a room")   \
    X(VALUE, "value", "", "R",                                                 \
      "own value of the package last put or offered to this room")             \
    X(NO_DEAL, "no_deal", "", "R", "own reservation value")                    \
    X(TRUST, "trust", "", "R", "own trust, from 0 to 100")

enum condition_function {
#define X(NAME, name, args, who, text) FUNCTION_##NAME,
    FUNCTION_TABLE(X)
#undef X
};

enum condition_op {
    OP_NUMBER, /* push value */
    OP_CALL,   /* push function(a, b); unknown is possible */
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_AND,
    OP_OR,
    OP_NOT,
};

struct condition_step {
    uint8_t op;       /* enum condition_op */
    uint8_t function; /* OP_CALL */
    uint8_t a;        /* room or event index */
    uint8_t b;        /* issue or fact index */
    int64_t value;    /* OP_NUMBER */
};

/* A parsed condition, in postfix order. count 0 is the empty condition: true.
 */
struct condition {
    uint16_t count;
    const struct condition_step *ops; /* borrowed */
};

/* The names a condition may use. All borrowed. */
struct condition_names {
    const struct agenda *agenda;
    const char *const *rooms;
    size_t room_count;
    const char *const *events;
    size_t event_count;
    const char *const *facts; /* NULL: knows() is refused, as in a caveat; ids
                                 that are NULL have no name here */
    size_t fact_count;
    const char *self; /* the room whose condition it is, which may ask about
                         itself only; NULL the mediator */
    char who;         /* 'R' or 'M': functions of the other side are refused */
};

/* Parse. Only like is compared with like, and what stands alone must be true or
 * false. ERR_UNKNOWN is a function that this side may not use, ERR_MALFORMED
 * and ERR_TOO_LONG are all other mistakes; the diag's column then counts
 * characters of the source from 1, and its message says what was expected, with
 * a "did you mean" for a near name. *out is then the empty condition. Its steps
 * stand in what the caller gives, CONDITION_OPS_MAX of them. */
enum err condition_parse(struct condition *out, struct condition_step *steps,
                         struct bytes source,
                         const struct condition_names *names,
                         struct diag *diag) MUST_USE;

/* Answers a call: true and *value, or false when unknown. Pure. */
typedef bool condition_lookup(const void *arg, enum condition_function f,
                              uint8_t a, uint8_t b, int64_t *value);

/* Evaluate; a value other than 0 is true, an unknown is false. */
bool condition_holds(const struct condition *c, condition_lookup *lookup,
                     const void *arg);

/* What OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT or OP_GE says of two values; asserts
 * that it is one of them. */
bool condition_compare(enum condition_op op, int64_t a, int64_t b);

#endif
