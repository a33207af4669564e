#include "tests/rig/format_tables.h"

#include "shuttle/condition.h"
#include "shuttle/relay.h"
#include "sim/scenario/mistakes.h"
#include "sim/scenario/schema.h"

#include <string.h>

static const char *const places[] = {
    [IN_FILE] = "file",       [IN_BRIEF] = "brief",
    [IN_ROOM] = "room",       [IN_MEDIATOR] = "mediator",
    [IN_RELAY] = "relay",     [IN_ISSUE] = "issue",
    [IN_OWN] = "own",         [IN_AUTHORITY] = "authority",
    [IN_SHIFT] = "shift",     [IN_EVENT] = "event",
    [IN_LEAK] = "leak",       [IN_ENDING] = "ending",
    [IN_ROUND] = "round",     [IN_BRANCH] = "branch",
    [IN_LINE] = "line",       [IN_CHOOSE] = "choice",
    [IN_CAVEAT] = "caveat",   [IN_EXPECT] = "expect",
    [IN_TRAFFIC] = "traffic", [IN_LOAD] = "load",
};
#define PLACE_COUNT (sizeof(places) / sizeof(places[0]))

static const char *const others[] = {"functions", "members", "mistakes",
                                     "limits"};
#define OTHER_COUNT (sizeof(others) / sizeof(others[0]))

const char *format_table_name(size_t n)
{
    if (n < PLACE_COUNT)
        return places[n];
    n -= PLACE_COUNT;
    return n < OTHER_COUNT ? others[n] : NULL;
}

static const char *who_text(unsigned int flags)
{
    if (flags & KEY_BRIEF)
        return "briefs only";
    if (flags & KEY_ROOM)
        return "rooms";
    return flags & KEY_MEDIATOR ? "mediator" : "";
}

/* "a|b" as "a or b": a bar would end the cell of a table. */
static void write_words(const char *words, FILE *out)
{
    for (const char *word = words; *word != '\0';) {
        size_t size = strcspn(word, "|");
        fprintf(out, "%s`%.*s`", word == words ? "" : " or ", (int)size, word);
        word += size + (word[size] == '|');
    }
}

static void write_keys(enum where where, FILE *out)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    bool lines = where == IN_LINE;
    fprintf(out, "| key | takes |%s meaning |\n|---|---|%s---|\n",
            lines ? " whose |" : "", lines ? "---|" : "");
    for (size_t i = 0; i < count; i++) {
        const struct key *k = &rows[i];
        fprintf(out, "| `%s`%s | ", k->name,
                (k->flags & KEY_REQUIRED) ? " (needed)" : "");
        if (k->words)
            write_words(k->words, out);
        else
            fputs(type_text(k->type), out);
        if (lines)
            fprintf(out, " | %s", who_text(k->flags));
        fprintf(out, " | %s%s |\n", k->help,
                !lines && (k->flags & KEY_BRIEF) ? " (briefs only)" : "");
    }
}

/* "ri" as "room, issue". */
static void write_arguments(const char *args, FILE *out)
{
    for (const char *a = args; *a != '\0'; a++)
        fprintf(out, "%s%s", a == args ? "" : ", ",
                *a == 'r'   ? "room"
                : *a == 'i' ? "issue"
                : *a == 'f' ? "fact"
                            : "event");
}

static void write_functions(FILE *out)
{
    fputs("| function | in conditions of | meaning |\n|---|---|---|\n", out);
#define X(NAME, name, args, who, text)                                         \
    fprintf(out, "| `%s(", name);                                              \
    write_arguments(args, out);                                                \
    fprintf(out, ")` | %s | %s |\n",                                           \
            who[0] == 'B'   ? "all"                                            \
            : who[0] == 'R' ? "a room's lines"                                 \
                            : "the mediator, events and caveats",              \
            text);
    FUNCTION_TABLE(X)
#undef X
}

static const char *kind_text(enum param_type type)
{
    switch (type) {
    case PARAM_DURATION:
        return "duration";
    case PARAM_NUMBER:
        return "number";
    case PARAM_WORD:
        return "word";
    case PARAM_TEXT:
        return "text";
    }
    return "";
}

static void write_param(const struct param_spec *p, FILE *out)
{
    fprintf(out, "| `%s` | ", p->key);
    if (p->words)
        write_words(p->words, out);
    else
        fputs(kind_text(p->type), out);
    fputs(" | ", out);
    if (p->fallback && p->fallback[0] != '\0')
        fprintf(out, "`%s`", p->fallback);
    fprintf(out, " | %s |\n", p->help ? p->help : "");
}

static void write_params(enum family f, const struct member *m, FILE *out)
{
    const struct param_spec *p = m->params;
    if (!p || !p->key)
        return;
    fprintf(out,
            "\n#### `%s: %s`\n\n"
            "| parameter | kind | default | meaning |\n|---|---|---|---|\n",
            family_key(f), m->name);
    for (; p->key; p++)
        write_param(p, out);
}

/* The members, and then the parameters of each one that has some. */
static void write_members(FILE *out)
{
    const struct member *m;
    fputs("| question | member | what it does |\n|---|---|---|\n", out);
    for (int f = 0; f < FAMILY_COUNT; f++)
        for (size_t n = 0; (m = relay_nth((enum family)f, n)) != NULL; n++)
            fprintf(out, "| `%s` | `%s` | %s |\n", family_key((enum family)f),
                    m->name, m->help);
    for (int f = 0; f < FAMILY_COUNT; f++)
        for (size_t n = 0; (m = relay_nth((enum family)f, n)) != NULL; n++)
            write_params((enum family)f, m, out);
}

static void write_mistakes(FILE *out)
{
    fputs("| code | what it is | what to do |\n|---|---|---|\n", out);
#define X(number, NAME, text, help)                                            \
    fprintf(out, "| S%03d | %s | %s |\n", number, text, help);
    MISTAKE_TABLE(X)
#undef X
}

static void write_limits(FILE *out)
{
    static const struct {
        const char *what;
        unsigned int most;
    } limits[] = {
        {"bytes of a file", SCENARIO_SIZE_MAX},
        {"keys and values of a file", SCENARIO_NODES_MAX},
        {"levels of nesting", SCENARIO_DEPTH_MAX},
        {"bytes of a text", TEXT_MAX},
        {"bytes of the words of a package, with two for each text",
         PACKAGE_WORDS_MAX},
        {"letters of an id", NAME_MAX_SIZE},
        {"rooms", ROOMS_MAX},
        {"issues", ISSUES_MAX},
        {"options of an issue", OPTIONS_MAX},
        {"events", EVENTS_MAX},
        {"rounds", ROUNDS_MAX},
        {"facts", FACTS_MAX},
        {"ways out of a round", BRANCHES_MAX},
        {"endings", ENDINGS_MAX},
        {"rehearsals", EXPECTS_MAX},
        {"seeds of one rehearsal", EXPECT_SEEDS_MAX},
        {"turns of the mediator in a run of one", EXPECT_TURNS_MAX},
        {"lines of one room, all rounds together", LINES_MAX},
        {"bytes of a condition", CONDITION_MAX},
        {"values and operators of a condition", CONDITION_OPS_MAX},
        {"brackets of a condition within each other", CONDITION_DEPTH_MAX},
        {"parameters of a member of the relay design", PARAMS_MAX},
        {"mistakes reported for one file", SCENARIO_DIAGS_MAX},
        {"bytes of a table of values", TABLE_SIZE_MAX},
        {"lines of a table of values", TABLE_LINES_MAX},
    };
    fputs("| at most | |\n|---:|---|\n", out);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        fprintf(out, "| %u | %s |\n", limits[i].most, limits[i].what);
}

bool format_table(const char *name, FILE *out)
{
    for (size_t i = 0; i < PLACE_COUNT; i++) {
        if (strcmp(places[i], name) == 0) {
            write_keys((enum where)i, out);
            return true;
        }
    }
    if (strcmp(name, "functions") == 0)
        write_functions(out);
    else if (strcmp(name, "members") == 0)
        write_members(out);
    else if (strcmp(name, "mistakes") == 0)
        write_mistakes(out);
    else if (strcmp(name, "limits") == 0)
        write_limits(out);
    else
        return false;
    return true;
}
