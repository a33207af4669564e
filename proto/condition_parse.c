#include "shuttle/condition.h"

#include "proto/condition_token.h"
#include "proto/guess.h"
#include "shuttle/limits.h"

#include <stdarg.h>
#include <stdio.h>

/* What a value is, so that only like is compared with like. */
enum sort {
    SORT_TRUTH,
    SORT_NUMBER,
    SORT_TIME,
    SORT_OPTION,  /* of a known issue */
    SORT_LITERAL, /* an option in quotes whose issue is not known yet */
};

struct operand {
    enum sort sort;
    uint8_t issue;      /* SORT_OPTION */
    uint16_t op;        /* SORT_LITERAL: the number to fill in */
    struct token token; /* where it begins */
};

struct parser {
    struct tokens in;
    struct token now;
    struct condition *out;
    const struct condition_names *names;
    struct diag *diag;
    unsigned int depth; /* of brackets and nots */
    enum err e;         /* the first mistake stands */
};

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

__attribute__((format(printf, 4, 5))) static void fail(struct parser *p,
                                                       const struct token *at,
                                                       enum err e,
                                                       const char *format, ...)
{
    if (p->e)
        return;
    char message[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    p->e = diag_set(p->diag, e, "%s", message);
    if (p->diag) {
        p->diag->line = 1;
        p->diag->column = at->column;
    }
}

/* The arguments of "%.*s" for a token; what is long is not shown whole. */
#define SHOWN(t)                                                               \
    (int)((t).text.size < NAME_MAX_SIZE ? (t).text.size : NAME_MAX_SIZE),      \
        (const char *)(t).text.data

static void next(struct parser *p)
{
    p->now = tokens_next(&p->in);
    if (p->now.kind == TOKEN_BAD)
        fail(p, &p->now, ERR_MALFORMED, "%s", p->now.problem);
}

static void expected(struct parser *p, const char *what)
{
    if (p->now.kind == TOKEN_END)
        fail(p, &p->now, ERR_MALFORMED, "expected %s, but it ends here", what);
    else
        fail(p, &p->now, ERR_MALFORMED, "expected %s, not '%.*s'", what,
             SHOWN(p->now));
}

static void take(struct parser *p, enum token_kind kind, const char *what)
{
    if (p->now.kind == kind)
        next(p);
    else
        expected(p, what);
}

static uint16_t emit(struct parser *p, enum condition_op op, int64_t value)
{
    if (p->e)
        return 0;
    if (p->out->count == CONDITION_OPS_MAX) {
        fail(p, &p->now, ERR_TOO_LONG,
             "more than %u values and operators in one condition",
             CONDITION_OPS_MAX);
        return 0;
    }
    uint16_t at = p->out->count++;
    p->out->ops[at].op = (uint8_t)op;
    p->out->ops[at].function = 0;
    p->out->ops[at].a = 0;
    p->out->ops[at].b = 0;
    p->out->ops[at].value = value;
    return at;
}

/* The index of the name that stands next; its kind is a, with an article. */
static uint8_t take_name(struct parser *p, const char *a, const char *kind,
                         const char *const *names, size_t count)
{
    if (p->now.kind != TOKEN_WORD) {
        char what[32];
        snprintf(what, sizeof(what), "the id of %s %s", a, kind);
        expected(p, what);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(bytes_of(names[i]), p->now.text)) {
            next(p);
            return (uint8_t)i;
        }
    }
    struct guess g;
    guess_init(&g, p->now.text);
    for (size_t i = 0; i < count; i++)
        guess_try(&g, names[i]);
    char hint[96];
    fail(p, &p->now, ERR_MALFORMED, "there is no %s '%.*s'%s", kind,
         SHOWN(p->now), guess_text(&g, hint, sizeof(hint)));
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
        fail(p, word, ERR_UNKNOWN,
             "knows() is not for caveats: say what they have to do");
    else if (self && p->now.kind == TOKEN_WORD &&
             !bytes_equal(p->now.text, bytes_of(self)))
        fail(p, &p->now, ERR_UNKNOWN,
             "%s does not know what others know: ask knows(%s, ...)", self,
             self);
}

/* Words have no order, and none are the same but for chance. */
static void check_offered(struct parser *p, const struct token *word,
                          uint8_t issue)
{
    const struct issue *i = &p->names->agenda->issues[issue];
    if (i->free)
        fail(p, word, ERR_MALFORMED,
             "'%s' is settled by words, which cannot be compared; ask "
             "asked(), accepted() or happened()",
             i->id);
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
    if (p->now.kind == TOKEN_OPEN || guess_best(&g))
        fail(p, word, ERR_MALFORMED, "there is no function '%.*s'%s",
             SHOWN(*word), guess_text(&g, hint, sizeof(hint)));
    else
        fail(p, word, ERR_MALFORMED,
             "'%.*s' is no value; an option stands in single quotes, a "
             "function has brackets",
             SHOWN(*word));
    return FUNCTION_COUNT;
}

static struct operand take_call(struct parser *p)
{
    struct operand out = {.sort = SORT_NUMBER, .token = p->now};
    next(p);
    size_t f = find_function(p, &out.token);
    if (f == FUNCTION_COUNT)
        return out;
    const struct function *fn = &functions[f];
    if (fn->who[0] != 'B' && fn->who[0] != p->names->who) {
        if (fn->who[0] == 'R')
            fail(p, &out.token, ERR_UNKNOWN,
                 "%s() is for a room's own lines: the mediator knows no "
                 "room's values or trust",
                 fn->name);
        else
            fail(p, &out.token, ERR_UNKNOWN,
                 "%s() is for the mediator's conditions: a room does not know "
                 "where the mediator was",
                 fn->name);
        return out;
    }

    uint8_t given[2] = {0, 0};
    take(p, TOKEN_OPEN, "'('");
    if (f == FUNCTION_KNOWS && !p->e)
        check_knows(p, &out.token);
    for (size_t i = 0; fn->args[i] != '\0' && !p->e; i++) {
        if (i > 0)
            take(p, TOKEN_COMMA,
                 fn->args[i] == 'f' ? "',' and a fact" : "',' and an issue");
        given[i] = take_argument(p, fn->args[i]);
    }
    if (f == FUNCTION_OFFERED && !p->e)
        check_offered(p, &out.token, given[1]);
    take(p, TOKEN_CLOSE, "')'");

    uint16_t op = emit(p, OP_CALL, 0);
    p->out->ops[op].function = (uint8_t)f;
    p->out->ops[op].a = given[0];
    p->out->ops[op].b = given[1];
    out.sort = function_sort((enum condition_function)f);
    out.issue = given[1];
    return out;
}

static struct operand take_or(struct parser *p);

static bool enter(struct parser *p)
{
    if (p->depth == CONDITION_DEPTH_MAX) {
        fail(p, &p->now, ERR_TOO_LONG, "brackets more than %u deep",
             CONDITION_DEPTH_MAX);
        return false;
    }
    p->depth++;
    return true;
}

static struct operand take_value(struct parser *p)
{
    struct operand out = {.sort = SORT_TRUTH, .token = p->now};
    if (p->e)
        return out;
    if (p->now.kind == TOKEN_NUMBER || p->now.kind == TOKEN_TIME) {
        out.sort = p->now.kind == TOKEN_TIME ? SORT_TIME : SORT_NUMBER;
        emit(p, OP_NUMBER, p->now.value);
        next(p);
    } else if (p->now.kind == TOKEN_OPTION) {
        out.sort = SORT_LITERAL;
        out.op = emit(p, OP_NUMBER, 0);
        next(p);
    } else if (token_is(&p->now, "true") || token_is(&p->now, "false")) {
        emit(p, OP_NUMBER, token_is(&p->now, "true"));
        next(p);
    } else if (p->now.kind == TOKEN_WORD && !token_is(&p->now, "and") &&
               !token_is(&p->now, "or") && !token_is(&p->now, "not")) {
        out = take_call(p);
    } else if (p->now.kind == TOKEN_OPEN && enter(p)) {
        next(p);
        struct token first = out.token;
        out = take_or(p);
        out.token = first;
        take(p, TOKEN_CLOSE, "')'");
        p->depth--;
    } else {
        expected(p, "a value or a function");
    }
    return out;
}

/* Give a quoted option the number it has in the other side's issue. */
static void settle(struct parser *p, struct operand *literal,
                   const struct operand *other)
{
    if (literal->sort != SORT_LITERAL)
        return;
    if (other->sort != SORT_OPTION) {
        fail(p, &literal->token, ERR_MALFORMED,
             "'%.*s' is an option, so the other side must be offered(...)",
             SHOWN(literal->token));
        return;
    }
    const struct issue *issue = &p->names->agenda->issues[other->issue];
    for (uint8_t i = 0; i < issue->option_count; i++) {
        if (bytes_equal(bytes_of(issue->options[i].id), literal->token.text)) {
            p->out->ops[literal->op].value = i;
            literal->sort = SORT_OPTION;
            literal->issue = other->issue;
            return;
        }
    }
    struct guess g;
    guess_init(&g, literal->token.text);
    for (uint8_t i = 0; i < issue->option_count; i++)
        guess_try(&g, issue->options[i].id);
    char hint[96];
    fail(p, &literal->token, ERR_MALFORMED, "'%s' has no option '%.*s'%s",
         issue->id, SHOWN(literal->token), guess_text(&g, hint, sizeof(hint)));
}

static const char *sort_text(enum sort s)
{
    switch (s) {
    case SORT_TRUTH:
        return "true or false";
    case SORT_NUMBER:
        return "a number";
    case SORT_TIME:
        return "a duration such as 4m";
    case SORT_OPTION:
    case SORT_LITERAL:
        break;
    }
    return "an option in single quotes";
}

static void check_pair(struct parser *p, enum condition_op op,
                       struct operand *a, struct operand *b)
{
    settle(p, a, b);
    settle(p, b, a);
    if (p->e)
        return;
    if (a->sort != b->sort) {
        fail(p, &b->token, ERR_MALFORMED, "the other side is %s, this is %s",
             sort_text(a->sort), sort_text(b->sort));
        return;
    }
    bool order = op != OP_EQ && op != OP_NE;
    if (a->sort == SORT_TRUTH && order)
        fail(p, &b->token, ERR_MALFORMED,
             "true and false have no order; compare them with == or !=");
    if (a->sort != SORT_OPTION)
        return;
    const struct issue *issues = p->names->agenda->issues;
    if (a->issue != b->issue)
        fail(p, &b->token, ERR_MALFORMED,
             "options of '%s' and of '%s' cannot be compared",
             issues[a->issue].id, issues[b->issue].id);
    else if (order && issues[a->issue].unordered)
        fail(p, &b->token, ERR_MALFORMED,
             "the options of '%s' have no order; compare them with == or !=",
             issues[a->issue].id);
}

static enum condition_op comparison(enum token_kind kind)
{
    static const struct {
        enum token_kind kind;
        enum condition_op op;
    } table[] = {
        {TOKEN_EQ, OP_EQ}, {TOKEN_NE, OP_NE}, {TOKEN_LT, OP_LT},
        {TOKEN_LE, OP_LE}, {TOKEN_GT, OP_GT}, {TOKEN_GE, OP_GE},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (table[i].kind == kind)
            return table[i].op;
    }
    return OP_NUMBER;
}

static struct operand take_compare(struct parser *p)
{
    struct operand a = take_value(p);
    enum condition_op op = comparison(p->now.kind);
    if (p->e || op == OP_NUMBER)
        return a;
    next(p);
    struct operand b = take_value(p);
    check_pair(p, op, &a, &b);
    emit(p, op, 0);
    if (comparison(p->now.kind) != OP_NUMBER)
        fail(p, &p->now, ERR_MALFORMED,
             "one comparison at a time; join two with 'and'");
    a.sort = SORT_TRUTH;
    return a;
}

/* What stands alone, or beside and, or, not, must be true or false. */
static void need_truth(struct parser *p, const struct operand *a)
{
    if (!p->e && a->sort != SORT_TRUTH)
        fail(p, &a->token, ERR_MALFORMED,
             "this is %s, which is neither true nor false; compare it with "
             "something",
             sort_text(a->sort));
}

static struct operand take_not(struct parser *p)
{
    if (!token_is(&p->now, "not"))
        return take_compare(p);
    struct operand out = {.sort = SORT_TRUTH, .token = p->now};
    if (!enter(p))
        return out;
    next(p);
    struct operand a = take_not(p);
    need_truth(p, &a);
    emit(p, OP_NOT, 0);
    p->depth--;
    return out;
}

static struct operand take_and(struct parser *p)
{
    struct operand a = take_not(p);
    while (!p->e && token_is(&p->now, "and")) {
        need_truth(p, &a);
        next(p);
        struct operand b = take_not(p);
        need_truth(p, &b);
        emit(p, OP_AND, 0);
        a.sort = SORT_TRUTH;
    }
    return a;
}

static struct operand take_or(struct parser *p)
{
    struct operand a = take_and(p);
    while (!p->e && token_is(&p->now, "or")) {
        need_truth(p, &a);
        next(p);
        struct operand b = take_and(p);
        need_truth(p, &b);
        emit(p, OP_OR, 0);
        a.sort = SORT_TRUTH;
    }
    return a;
}

enum err condition_parse(struct condition *out, struct bytes source,
                         const struct condition_names *names, struct diag *diag)
{
    out->count = 0;
    struct parser p = {.out = out, .names = names, .diag = diag};
    struct token start = {.column = 1};
    tokens_init(&p.in, source);
    if (source.size > CONDITION_MAX) {
        fail(&p, &start, ERR_TOO_LONG, "longer than %u bytes", CONDITION_MAX);
        return p.e;
    }
    next(&p);
    if (!p.e && p.now.kind == TOKEN_END) {
        fail(&p, &start, ERR_MALFORMED, "the condition is empty");
        return p.e;
    }
    struct operand a = take_or(&p);
    if (!p.e && p.now.kind != TOKEN_END)
        expected(&p, "'and', 'or' or the end");
    need_truth(&p, &a);
    if (p.e)
        out->count = 0;
    return p.e;
}
