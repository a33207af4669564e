/*
 * The language as one table: every key, what it takes, where it stands, what
 * it means. Reading, checking, printing, `explain` and FORMAT.md follow it.
 */
#ifndef SCENARIO_SCHEMA_H
#define SCENARIO_SCHEMA_H

#include "shuttle/bytes.h"
#include "shuttle/move.h"

#include <stdint.h>

/* The maps of a scenario file: X(NAME, what it is called) */
#define WHERE_TABLE(X)                                                         \
    X(FILE, "a scenario")                                                      \
    X(BRIEF, "a brief")                                                        \
    X(ROOM, "a room")                                                          \
    X(MEDIATOR, "a mediator")                                                  \
    X(RELAY, "a relay design")                                                 \
    X(ISSUE, "an issue")                                                       \
    X(OWN, "a room's private part")                                            \
    X(AUTHORITY, "authority")                                                  \
    X(SHIFT, "what an event changes")                                          \
    X(EVENT, "an event")                                                       \
    X(LEAK, "a leak")                                                          \
    X(ENDING, "an ending")                                                     \
    X(ROUND, "a round")                                                        \
    X(BRANCH, "a way out of a round")                                          \
    X(LINE, "a line")                                                          \
    X(CHOOSE, "a choice")                                                      \
    X(CAVEAT, "a caveat")                                                      \
    X(EXPECT, "a rehearsal")                                                   \
    X(TRAFFIC, "traffic")                                                      \
    X(LOAD, "a room's load")

enum where {
#define X(NAME, text) IN_##NAME,
    WHERE_TABLE(X)
#undef X
};

/* X(NAME, what such a value is, for people) */
#define TYPE_TABLE(X)                                                          \
    X(VERSION, "1")                                                            \
    X(TEXT, "text in quotes or in a block")                                    \
    X(TEXTS, "text, or a list of texts")                                       \
    X(ID, "an id")                                                             \
    X(WORD, "one of some words")                                               \
    X(SEED, "a whole number of 0 or more")                                     \
    X(COUNT, "a whole number from 1 to 65535")                                 \
    X(POINTS, "a whole number, minus allowed")                                 \
    X(TRUTH, "true or false")                                                  \
    X(DURATION, "a duration: 90s, 4m, 1h30m, 2d")                              \
    X(ROOMS, "a room, or a list of rooms")                                     \
    X(ISSUE, "an issue")                                                       \
    X(OPTIONS, "a list of ids, or a map of ids and titles")                    \
    X(PACKAGE, "a map: issue to option")                                       \
    X(VALUES, "a map: issue to a map of option to number")                     \
    X(VALUE_TABLE, "a map: issue to a map of option to number; or a file")     \
    X(SETS, "a map: issue to `any` or a list of options")                      \
    X(CONDITION, "a condition in quotes")                                      \
    X(REF, "the id of a line or an event")                                     \
    X(ROUND, "the id of a round")                                              \
    X(CAVEAT, "a caveat, a list of them, or a map")                            \
    X(CAVEAT_FLAG, "true")                                                     \
    X(CAVEAT_TIME, "a duration from the start of the round")                   \
    X(CAVEAT_CONDITION, "a condition in quotes")                               \
    X(CHOICE, "a name, or a map with `as` and parameters")                     \
    X(HANDLES, "a map: room to handle")                                        \
    X(HEX64, "16 hexadecimal digits")                                          \
    X(KEY256, "64 hexadecimal digits")                                         \
    X(SELF, "the id of a room or of the mediator")                             \
    X(MOVE_TEXT, "the words, in quotes or in a block")                         \
    X(MOVE_OFFER, "a map: issue to option")                                    \
    X(MOVE_DRAFT, "a map: issue to option; may be empty")                      \
    X(MOVE_REPLY, "one of accept, reject, ad_referendum, comment, confirm")    \
    X(MOVE_WITHDRAW, "the id of an own line")                                  \
    X(MAP_BRIEF, "a map, see below")                                           \
    X(MAP_RELAY, "a map, see below")                                           \
    X(MAP_RELAYS, "a map: mediator to a relay design")                         \
    X(MAP_AUTHORITY, "a map, see below")                                       \
    X(MAP_ROOMS, "a map: id to a room")                                        \
    X(MAP_MEDIATORS, "a map: id to a mediator")                                \
    X(MAP_AGENDA, "a map: id to an issue")                                     \
    X(MAP_PRIVATE, "a map: room to its private part")                          \
    X(MAP_SHIFTS, "a map: event to what it changes")                           \
    X(MAP_EVENTS, "a map: id to an event")                                     \
    X(LIST_ROUNDS, "a list of rounds")                                         \
    X(NEXT, "the id of a later round, or a list of maps, see below")           \
    X(GO, "the id of a later round, or end")                                   \
    X(ENDING, "the id of an ending")                                           \
    X(MAP_ENDINGS, "a map: id to an ending")                                   \
    X(MAP_FACTS, "a map: id to a text")                                        \
    X(FACTS, "a list of ids of facts")                                         \
    X(ROOM_FACTS, "a map: room to a list of facts")                            \
    X(ROOM_SECRETS, "a map: room to a list of others' secrets")                \
    X(HEARS, "a map: handle to a list of facts")                               \
    X(TRUST, "a whole number from 0 to 100")                                   \
    X(ISSUES, "a list of issues")                                              \
    X(PERCENT, "a whole number from 1 to 100")                                 \
    X(SPAN, "a duration, minus allowed")                                       \
    X(MAP_LEAKS, "a map: id to a leak")                                        \
    X(CHANNELS, "a mediator, or a list of mediators")                          \
    X(VIA, "the id of a mediator")                                             \
    X(CHOOSE, "a list of lines")                                               \
    X(SEEDS, "a seed, \"1..20\", or a list of these")                          \
    X(OUTCOME, "an outcome, such as agreed or no_agreement")                   \
    X(REFS, "a list of ids of lines and events")                               \
    X(GROUNDS, "a room's line, or a list of such lines")                       \
    X(PAIRS, "a list of [first, second], ids of lines and events")             \
    X(BOUNDS, "a map: room to a comparison, such as \">= 55\"")                \
    X(TOLD, "a map: room to a map: line to its form")                          \
    X(LIST_EXPECTS, "a list of rehearsals")                                    \
    X(MAP_TRAFFIC, "a map, see below")                                         \
    X(MAP_LOADS, "a map: room to its load")                                    \
    X(TIMES, "a list of durations, none before the one before it")

enum key_type {
#define X(NAME, text) TYPE_##NAME,
    TYPE_TABLE(X)
#undef X
        TYPE_COUNT_ALL,
};

enum key_flag {
    KEY_REQUIRED = 1,
    KEY_BRIEF = 2,     /* in briefs only */
    KEY_WHOLE = 4,     /* not in briefs */
    KEY_ROOM = 8,      /* lines of rooms only */
    KEY_MEDIATOR = 16, /* lines of the mediator only */
    KEY_LATE = 32,     /* read after the other keys of the file, whose names it
                          uses, though it may stand before them */
};

struct key {
    enum where where;
    const char *name;
    enum key_type type;
    unsigned int flags; /* of enum key_flag */
    size_t offset;      /* of the member it fills, in the struct of its map */
    size_t second;      /* of a second member that belongs to it */
    int64_t fallback;   /* value when it is not given; or the move, the bit */
    const char *words;  /* TYPE_WORD: "script|person" */
    const char *since;  /* version of the language */
    const char *help;
};

/* Rows of one map stand together, in the order in which they are printed; the
 * maps in the order of enum where. */
extern const struct key schema[];
extern const size_t schema_size;

/* The rows of one map: the first, and how many. */
const struct key *schema_of(enum where where, size_t *count);
/* The row of a key in a map, or NULL. */
const struct key *schema_find(enum where where, const char *name);

/* The caveats of a line that names none. */
uint16_t line_caveats(enum move move);

const char *where_text(enum where where);
const char *type_text(enum key_type type);

/* No map has more keys than this. */
#define SCHEMA_KEYS_MAX 64u

#endif
