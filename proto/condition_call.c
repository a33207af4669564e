#include "proto/condition_parser.h"

#include "proto/guess.h"

#include <stdio.h>

static const struct function {
    const char *name;
    const char *args;
    const char *who;
} functions[] = {
#define X(NAME, name, args, who, text) {name, args, who},
    FUNCTION_TABLE(X)
#undef X
};

#define FUNCTION_COUNT (sizeof(functions) / sizeof(functions[0]))

static enum sort function_sort(enum condition_function f)
{
    switch (f) {
    case FUNCTION_OFFERED:
        return SORT_OPTION;
    case FUNCTION_ASKED:
    case FUNCTION_ACCEPTED:
    case FUNCTION_HAPPENED:
    case FUNCTION_KNOWS:
    case FUNCTION_AGREED:
    case FUNCTION_COMPLAINED:
    case FUNCTION_ANSWERED:
        return SORT_TRUTH;
    case FUNCTION_ELAPSED:
        return SORT_TIME;
    case FUNCTION_ROUND:
    case FUNCTION_VISITS:
    case FUNCTION_DRAFT:
    case FUNCTION_COMMENTS:
    case FUNCTION_VALUE:
    case FUNCTION_NO_DEAL:
    case FUNCTION_TRUST:
        break;
    }
    return SORT_NUMBER;
}

/* The index of the name that stands next; its kind is a, with an article. */
static uint8_t take_name(struct parser *p, const char *a, const char *kind,
                         const char *const *names, size_t count)
{
    if (p->now.kind != TOKEN_WORD) {
        char what[32];
        snprintf(what, sizeof(what), "the id of %s %s", a, kind);
        parser_expected(p, what);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(bytes_of(names[i]), p->now.text)) {
            parser_next(p);
            return (uint8_t)i;
        }
    }
    struct guess g;
    guess_init(&g, p->now.text);
    for (size_t i = 0; i < count; i++)
        guess_try(&g, names[i]);
    char hint[320];
    parser_fail(p, &p->now, ERR_MALFORMED, "there is no %s '%.*s'%s", kind,
                SHOWN(p->now), guess_or_list(&g, hint, sizeof(hint)));
    return 0;
}

static uint8_t take_argument(struct parser *p, char type)
{
    const struct condition_names *n = p->names;
    if (type == 'r')
        return take_name(p, "a", "room", n->rooms, n->room_count);
    if (type == 'e')
        return take_name(p, "an", "event", n->events, n->event_count);
    if (type == 'f')
        return take_name(p, "a", "fact", n->facts, n->fact_count);

    const char *issues[ISSUES_MAX];
    size_t count = n->agenda ? n->agenda->issue_count : 0;
    for (size_t i = 0; i < count; i++)
        issues[i] = n->agenda->issues[i].id;
    return take_name(p, "an", "issue", issues, count);
}

/* What a room knows is its own affair, and no caveat is about it. */
static void check_knows(struct parser *p, const struct token *word)
{
    const char *self = p->names->self;
    if (!p->names->facts)
        parser_fail(p, word, ERR_UNKNOWN,
                    "knows() is not for caveats: say what they have to do");
    else if (self && p->now.kind == TOKEN_WORD &&
             !bytes_equal(p->now.text, bytes_of(self)))
        parser_fail(p, &p->now, ERR_UNKNOWN,
                    "%s does not know what others know: ask knows(%s, ...)",
                    self, self);
}

/* Words have no order, and none are the same but for chance. */
static void check_offered(struct parser *p, const struct token *word,
                          uint8_t issue)
{
    const struct issue *i = &p->names->agenda->issues[issue];
    if (i->free)
        parser_fail(p, word, ERR_MALFORMED,
                    "'%s' is settled by words, which cannot be compared; ask "
                    "asked(), accepted() or happened()",
                    i->id);
}

static bool is_event(const struct parser *p, const struct token *word)
{
    for (size_t i = 0; i < p->names->event_count; i++)
        if (bytes_equal(bytes_of(p->names->events[i]), word->text))
            return true;
    return false;
}

/* The function named by a word; FUNCTION_COUNT and a mistake when none is. */
static size_t find_function(struct parser *p, const struct token *word)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        if (token_is(word, functions[i].name))
            return i;
    struct guess g;
    guess_init(&g, word->text);
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        guess_try(&g, functions[i].name);
    char hint[96];
    if (p->now.kind != TOKEN_OPEN && is_event(p, word))
        parser_fail(p, word, ERR_MALFORMED,
                    "'%.*s' is an event: write happened(%.*s)", SHOWN(*word),
                    SHOWN(*word));
    else if (p->now.kind == TOKEN_OPEN || guess_best(&g))
        parser_fail(p, word, ERR_MALFORMED, "there is no function '%.*s'%s",
                    SHOWN(*word), guess_text(&g, hint, sizeof(hint)));
    else
        parser_fail(p, word, ERR_MALFORMED,
                    "'%.*s' is no value; an option stands in single quotes, a "
                    "function has brackets",
                    SHOWN(*word));
    return FUNCTION_COUNT;
}

/* "'offered' is a function: write offered(room, issue)" */
static void take_opening(struct parser *p, const struct function *fn)
{
    char arguments[32] = "";

    for (size_t i = 0; fn->args[i] != '\0'; i++) {
        char c = fn->args[i];
        size_t used = strlen(arguments);
        snprintf(arguments + used, sizeof(arguments) - used, "%s%s",
                 i > 0 ? ", " : "",
                 c == 'r'   ? "room"
                 : c == 'i' ? "issue"
                 : c == 'f' ? "fact"
                            : "event");
    }
    if (p->now.kind == TOKEN_OPEN)
        parser_next(p);
    else if (!p->e)
        parser_fail(p, &p->now, ERR_MALFORMED,
                    "'%s' is a function: write %s(%s)", fn->name, fn->name,
                    arguments);
}

struct operand parser_call(struct parser *p)
{
    struct operand out = {.sort = SORT_NUMBER, .token = p->now};
    parser_next(p);
    size_t f = find_function(p, &out.token);
    if (f == FUNCTION_COUNT)
        return out;
    const struct function *fn = &functions[f];
    if (fn->who[0] != 'B' && fn->who[0] != p->names->who) {
        if (fn->who[0] == 'R')
            parser_fail(p, &out.token, ERR_UNKNOWN,
                        "%s() is for a room's own lines: the mediator knows no "
                        "room's values or trust",
                        fn->name);
        else
            parser_fail(
                p, &out.token, ERR_UNKNOWN,
                "%s() is for the mediator's conditions: a room does not know "
                "where the mediator was",
                fn->name);
        return out;
    }

    uint8_t given[2] = {0, 0};
    take_opening(p, fn);
    if (f == FUNCTION_KNOWS && !p->e)
        check_knows(p, &out.token);
    for (size_t i = 0; fn->args[i] != '\0' && !p->e; i++) {
        if (i > 0)
            parser_take(p, TOKEN_COMMA,
                        fn->args[i] == 'f' ? "',' and a fact"
                                           : "',' and an issue");
        given[i] = take_argument(p, fn->args[i]);
    }
    if (f == FUNCTION_OFFERED && !p->e)
        check_offered(p, &out.token, given[1]);
    parser_take(p, TOKEN_CLOSE, "')'");

    uint16_t op = parser_emit(p, OP_CALL, 0);
    p->steps[op].function = (uint8_t)f;
    p->steps[op].a = given[0];
    p->steps[op].b = given[1];
    out.sort = function_sort((enum condition_function)f);
    out.issue = given[1];
    return out;
}
