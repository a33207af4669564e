#include "sim/scenario/shape.h"

#include "shuttle/limits.h"
#include "shuttle/message.h"
#include "shuttle/move.h"

#include <assert.h>

/* An editor reads 7 and true as a number and a truth where the reader of
 * scenarios takes any word. */
#define WORD_JSON  "\"type\": [\"string\", \"number\", \"boolean\"]"
#define NAME_JSON  "{" WORD_JSON "}"
#define TEXT_JSON  "{" WORD_JSON ", \"maxLength\": 16384}"
#define PROSE_JSON "{" WORD_JSON ", \"minLength\": 1, \"maxLength\": 16384}"
#define ID_JSON                                                                \
    "{\"type\": \"string\", \"pattern\": \"^[A-Za-z][A-Za-z0-9_-]{0,62}$\", "  \
    "\"not\": {\"enum\": [\"and\", \"or\", \"not\", \"true\", \"false\", "     \
    "\"null\", \"any\"]}}"
#define SPAN_JSON(sign)                                                        \
    "{\"anyOf\": [{\"const\": 0}, {\"type\": \"string\", \"minLength\": 1, "   \
    "\"pattern\": \"^(0|" sign "([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?"      \
    "([0-9]+ms)?([0-9]+us)?)$\"}]}"
#define DURATION_JSON SPAN_JSON("")
#define POINTS_JSON                                                            \
    "{\"type\": \"integer\", \"minimum\": -1000000, \"maximum\": 1000000}"
#define PACKAGE_JSON                                                           \
    "{\"type\": \"object\", \"minProperties\": 1, "                            \
    "\"additionalProperties\": " NAME_JSON "}"
#define VALUES_JSON                                                            \
    "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\", " \
    "\"additionalProperties\": " POINTS_JSON "}}"
#define LIST_JSON(entry, least)                                                \
    "{\"type\": \"array\", \"items\": " entry ", \"minItems\": " #least "}"
#define ONE_OR_LIST(entry, least)                                              \
    "{\"anyOf\": [" entry ", " LIST_JSON(entry, least) "]}"
#define SEED_JSON                                                              \
    "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": "                    \
    "18446744073709551615}"
#define SEEDS_JSON                                                             \
    "{\"anyOf\": [" SEED_JSON ", {\"type\": \"string\", \"pattern\": "         \
    "\"^[0-9]{1,20}(\\\\.\\\\.[0-9]{1,20})?$\"}]}"

static_assert(TEXT_MAX == 16384 && NAME_MAX_SIZE == 63 && OPTIONS_MAX == 32 &&
                  EXPECT_LIST_MAX == 256 && FACTS_MAX == 64,
              "the numbers in the texts above and below are these");

const char *const shape_id_json = ID_JSON;
const char *const shape_text_json = TEXT_JSON;
const char *const shape_duration_json = DURATION_JSON;

#define ANSWER_WORD(number, NAME, word)           word "|"
#define OUTCOME_WORD(number, NAME, word, meaning) word "|"

#define TYPE(name, ...) [TYPE_##name] = {__VA_ARGS__}
#define JSON(text)      .json = (text)
#define IDS             .quotes = QUOTES_NEVER, .values_quotes = QUOTES_NEVER
#define PROSE           .quotes = QUOTES_ALWAYS, .values_quotes = QUOTES_ALWAYS
#define IS(map)         .nest = NEST_SELF, .where = IN_##map
#define MAP_OF(map, n)  .nest = NEST_MAP, .where = IN_##map, .most = (n)
#define LIST_OF(map, n) .nest = NEST_LIST, .where = IN_##map, .most = (n)

static const struct shape shapes[TYPE_COUNT_ALL] = {
    TYPE(VERSION, IDS, JSON("{\"enum\": [1, \"1\"]}")),
    TYPE(TEXT, PROSE, JSON(TEXT_JSON)),
    TYPE(TEXTS, PROSE, JSON(ONE_OR_LIST(TEXT_JSON, 0))),
    TYPE(ID, IDS, JSON(ID_JSON)),
    TYPE(WORD, IDS),
    TYPE(SEED, IDS, JSON(SEED_JSON)),
    TYPE(COUNT, IDS,
         JSON("{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 65535}")),
    TYPE(POINTS, IDS, JSON(POINTS_JSON)),
    TYPE(TRUTH, IDS, JSON("{\"type\": \"boolean\"}")),
    TYPE(DURATION, IDS, JSON(DURATION_JSON)),
    TYPE(PERCENT, IDS,
         JSON("{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 100}")),
    TYPE(TRUST, IDS,
         JSON("{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 100}")),
    TYPE(SPAN, IDS, JSON(SPAN_JSON("-?"))),
    TYPE(ROOMS, IDS, JSON(ONE_OR_LIST(NAME_JSON, 1))),
    TYPE(ISSUE, IDS, JSON(NAME_JSON)),
    TYPE(OPTIONS, .quotes = QUOTES_NEVER, .values_quotes = QUOTES_ALWAYS,
         JSON("{\"anyOf\": [{\"type\": \"array\", \"minItems\": 1, "
              "\"maxItems\": 32, \"items\": " ID_JSON "}, "
              "{\"type\": \"object\", \"minProperties\": 1, "
              "\"maxProperties\": 32, \"propertyNames\": " ID_JSON ", "
              "\"additionalProperties\": " TEXT_JSON "}]}")),
    TYPE(PACKAGE, IDS, JSON(PACKAGE_JSON)),
    TYPE(VALUES, IDS, JSON(VALUES_JSON)),
    TYPE(VALUE_TABLE, .quotes = QUOTES_ALWAYS, .values_quotes = QUOTES_NEVER,
         JSON("{\"anyOf\": [{\"type\": \"string\", \"pattern\": "
              "\"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,58}[.]csv$\"}, " VALUES_JSON
              "]}")),
    TYPE(SETS, IDS,
         JSON("{\"type\": \"object\", \"additionalProperties\": {\"anyOf\": "
              "[{\"const\": \"any\"}, " LIST_JSON(NAME_JSON, 0) "]}}")),
    TYPE(CONDITION, PROSE, JSON(NAME_JSON)),
    TYPE(REF, IDS, JSON(NAME_JSON)),
    TYPE(ROUND, IDS, JSON(NAME_JSON)),
    TYPE(CAVEAT, IDS, IS(CAVEAT)), /* or words, which the map has too */
    TYPE(CAVEAT_FLAG, IDS, JSON("{\"type\": \"boolean\"}")),
    TYPE(CAVEAT_TIME, IDS, JSON(DURATION_JSON)),
    TYPE(CAVEAT_CONDITION, PROSE, JSON(NAME_JSON)),
    TYPE(CHOICE, .quotes = QUOTES_NEVER),
    TYPE(HANDLES, .quotes = QUOTES_ALWAYS, .values_quotes = QUOTES_ALWAYS,
         JSON("{\"type\": \"object\"}")),
    TYPE(HEX64, PROSE, JSON(NAME_JSON)),
    TYPE(KEY256, PROSE, JSON(NAME_JSON)),
    TYPE(SELF, IDS, JSON(NAME_JSON)),
    TYPE(MOVE_TEXT, PROSE, JSON(PROSE_JSON)),
    TYPE(MOVE_OFFER, IDS, JSON(PACKAGE_JSON)),
    TYPE(MOVE_DRAFT, IDS,
         JSON("{\"type\": \"object\", \"additionalProperties\": " NAME_JSON
              "}")),
    TYPE(MOVE_REPLY, IDS, .words = ANSWER_TABLE(ANSWER_WORD)),
    TYPE(MOVE_WITHDRAW, IDS, JSON(NAME_JSON)),
    TYPE(MAP_BRIEF, IS(BRIEF)),
    TYPE(MAP_RELAY, IS(RELAY)),
    TYPE(MAP_RELAYS, MAP_OF(RELAY, MEDIATORS_MAX), .least = 1),
    TYPE(MAP_AUTHORITY, IS(AUTHORITY)),
    TYPE(MAP_ROOMS, MAP_OF(ROOM, ROOMS_MAX), .names = true, .owners = true,
         .empty = true),
    TYPE(MAP_MEDIATORS, MAP_OF(MEDIATOR, 0), .names = true, .owners = true,
         .empty = true),
    TYPE(MAP_AGENDA, MAP_OF(ISSUE, ISSUES_MAX), .names = true),
    TYPE(MAP_PRIVATE, MAP_OF(OWN, 0)),
    TYPE(MAP_SHIFTS, MAP_OF(SHIFT, EVENTS_MAX)),
    TYPE(MAP_EVENTS, MAP_OF(EVENT, EVENTS_MAX), .names = true),
    TYPE(MAP_LEAKS, MAP_OF(LEAK, EVENTS_MAX), .names = true),
    TYPE(MAP_FACTS, PROSE,
         JSON("{\"type\": \"object\", \"maxProperties\": 64, "
              "\"propertyNames\": " ID_JSON ", \"additionalProperties\": "
              "{\"anyOf\": [{\"type\": \"null\"}, " TEXT_JSON "]}}")),
    TYPE(FACTS, IDS, JSON(ONE_OR_LIST(NAME_JSON, 1))),
    TYPE(ROOM_FACTS, IDS,
         JSON("{\"type\": \"object\", \"minProperties\": 1, "
              "\"additionalProperties\": " ONE_OR_LIST(NAME_JSON, 1) "}")),
    TYPE(ROOM_SECRETS, IDS,
         JSON("{\"type\": \"object\", \"minProperties\": 1, "
              "\"additionalProperties\": " ONE_OR_LIST(NAME_JSON, 1) "}")),
    TYPE(ISSUES, IDS, JSON(LIST_JSON(NAME_JSON, 0))),
    TYPE(HEARS, IDS, JSON("{\"type\": \"object\"}")),
    TYPE(LIST_ROUNDS, LIST_OF(ROUND, ROUNDS_MAX), .least = 1),
    TYPE(NEXT, IDS, LIST_OF(BRANCH, BRANCHES_MAX), .least = 1, JSON(NAME_JSON)),
    TYPE(GO, IDS, JSON(NAME_JSON)),
    TYPE(ENDING, IDS, JSON(NAME_JSON)),
    TYPE(MAP_ENDINGS, MAP_OF(ENDING, ENDINGS_MAX), .names = true,
         .empty = true),
    TYPE(CHANNELS, IDS, JSON(ONE_OR_LIST(NAME_JSON, 1))),
    TYPE(VIA, IDS, JSON(NAME_JSON)),
    TYPE(CHOOSE, IDS, LIST_OF(LINE, 0), .least = 1),
    TYPE(SEEDS, .quotes = QUOTES_KEEP, JSON(ONE_OR_LIST(SEEDS_JSON, 1))),
    TYPE(OUTCOME, IDS, .words = OUTCOME_TABLE(OUTCOME_WORD)),
    TYPE(REFS, IDS, JSON(ONE_OR_LIST(NAME_JSON, 1))),
    TYPE(GROUNDS, IDS, JSON(ONE_OR_LIST(NAME_JSON, 1))),
    TYPE(PAIRS, IDS,
         JSON("{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 256, "
              "\"items\": {\"type\": \"array\", \"minItems\": 2, "
              "\"maxItems\": 2, \"items\": " NAME_JSON "}}")),
    TYPE(BOUNDS, PROSE,
         JSON("{\"type\": \"object\", \"minProperties\": 1, "
              "\"additionalProperties\": {\"type\": \"string\", \"pattern\": "
              "\"^(==|!=|<=|>=|<|>) *-?[0-9]{1,7}$\"}}")),
    TYPE(TOLD, IDS,
         JSON("{\"type\": \"object\", \"minProperties\": 1, "
              "\"additionalProperties\": {\"type\": \"object\", "
              "\"minProperties\": 1, \"additionalProperties\": {\"enum\": "
              "[\"verbatim\", \"gist\", \"as_mediator_idea\"]}}}")),
    TYPE(LIST_EXPECTS, LIST_OF(EXPECT, EXPECTS_MAX)),
    TYPE(MAP_TRAFFIC, IS(TRAFFIC)),
    TYPE(MAP_LOADS, MAP_OF(LOAD, 0)),
    TYPE(TIMES, IDS, JSON(LIST_JSON(DURATION_JSON, 1))),
};

const struct shape *shape_of(enum key_type type)
{
    assert(type < TYPE_COUNT_ALL);
    return &shapes[type];
}
