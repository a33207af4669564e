#include "shuttle/condition.h"

#include "proto/condition_parser.h"
#include "proto/guess.h"
#include "shuttle/limits.h"

#include <stdarg.h>
#include <stdio.h>

void parser_fail(struct parser *p, const struct token *at, enum err e,
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

void parser_next(struct parser *p)
{
    p->now = tokens_next(&p->in);
    if (p->now.kind == TOKEN_BAD)
        parser_fail(p, &p->now, ERR_MALFORMED, "%s", p->now.problem);
}

void parser_expected(struct parser *p, const char *what)
{
    if (p->now.kind == TOKEN_END)
        parser_fail(p, &p->now, ERR_MALFORMED, "expected %s, but it ends here",
                    what);
    else
        parser_fail(p, &p->now, ERR_MALFORMED, "expected %s, not '%.*s'", what,
                    SHOWN(p->now));
}

void parser_take(struct parser *p, enum token_kind kind, const char *what)
{
    if (p->now.kind == kind)
        parser_next(p);
    else
        parser_expected(p, what);
}

uint16_t parser_emit(struct parser *p, enum condition_op op, int64_t value)
{
    if (p->e)
        return 0;
    if (p->count == CONDITION_OPS_MAX) {
        parser_fail(p, &p->now, ERR_TOO_LONG,
                    "more than %u values and operators in one condition",
                    CONDITION_OPS_MAX);
        return 0;
    }
    uint16_t at = p->count++;
    p->steps[at].op = (uint8_t)op;
    p->steps[at].function = 0;
    p->steps[at].a = 0;
    p->steps[at].b = 0;
    p->steps[at].value = value;
    return at;
}

static struct operand take_or(struct parser *p);

static bool enter(struct parser *p)
{
    if (p->depth == CONDITION_DEPTH_MAX) {
        parser_fail(p, &p->now, ERR_TOO_LONG, "brackets more than %u deep",
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
        parser_emit(p, OP_NUMBER, p->now.value);
        parser_next(p);
    } else if (p->now.kind == TOKEN_OPTION) {
        out.sort = SORT_LITERAL;
        out.op = parser_emit(p, OP_NUMBER, 0);
        parser_next(p);
    } else if (token_is(&p->now, "true") || token_is(&p->now, "false")) {
        parser_emit(p, OP_NUMBER, token_is(&p->now, "true"));
        parser_next(p);
    } else if (p->now.kind == TOKEN_WORD && !token_is(&p->now, "and") &&
               !token_is(&p->now, "or") && !token_is(&p->now, "not")) {
        out = parser_call(p);
    } else if (p->now.kind == TOKEN_OPEN && enter(p)) {
        parser_next(p);
        struct token first = out.token;
        out = take_or(p);
        out.token = first;
        parser_take(p, TOKEN_CLOSE, "')'");
        p->depth--;
    } else {
        parser_expected(p, "a value or a function");
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
        parser_fail(
            p, &literal->token, ERR_MALFORMED,
            "'%.*s' is an option, so the other side must be offered(...)",
            SHOWN(literal->token));
        return;
    }
    const struct issue *issue = &p->names->agenda->issues[other->issue];
    for (uint8_t i = 0; i < issue->option_count; i++) {
        if (bytes_equal(bytes_of(issue->options[i].id), literal->token.text)) {
            p->steps[literal->op].value = i;
            literal->sort = SORT_OPTION;
            literal->issue = other->issue;
            return;
        }
    }
    struct guess g;
    guess_init(&g, literal->token.text);
    for (uint8_t i = 0; i < issue->option_count; i++)
        guess_try(&g, issue->options[i].id);
    char hint[320];
    parser_fail(p, &literal->token, ERR_MALFORMED,
                "'%s' has no option '%.*s'%s", issue->id, SHOWN(literal->token),
                guess_or_list(&g, hint, sizeof(hint)));
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
        parser_fail(p, &b->token, ERR_MALFORMED,
                    "the other side is %s, this is %s", sort_text(a->sort),
                    sort_text(b->sort));
        return;
    }
    bool order = op != OP_EQ && op != OP_NE;
    if (a->sort == SORT_TRUTH && order)
        parser_fail(p, &b->token, ERR_MALFORMED,
                    "true and false have no order; compare them with == or !=");
    if (a->sort != SORT_OPTION)
        return;
    const struct issue *issues = p->names->agenda->issues;
    if (a->issue != b->issue)
        parser_fail(p, &b->token, ERR_MALFORMED,
                    "options of '%s' and of '%s' cannot be compared",
                    issues[a->issue].id, issues[b->issue].id);
    else if (order && issues[a->issue].unordered)
        parser_fail(
            p, &b->token, ERR_MALFORMED,
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
    parser_next(p);
    struct operand b = take_value(p);
    check_pair(p, op, &a, &b);
    parser_emit(p, op, 0);
    if (comparison(p->now.kind) != OP_NUMBER)
        parser_fail(p, &p->now, ERR_MALFORMED,
                    "one comparison at a time; join two with 'and'");
    a.sort = SORT_TRUTH;
    return a;
}

/* What stands alone, or beside and, or, not, must be true or false. */
static void need_truth(struct parser *p, const struct operand *a)
{
    if (!p->e && a->sort != SORT_TRUTH)
        parser_fail(
            p, &a->token, ERR_MALFORMED,
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
    parser_next(p);
    struct operand a = take_not(p);
    need_truth(p, &a);
    parser_emit(p, OP_NOT, 0);
    p->depth--;
    return out;
}

static struct operand take_and(struct parser *p)
{
    struct operand a = take_not(p);
    while (!p->e && token_is(&p->now, "and")) {
        need_truth(p, &a);
        parser_next(p);
        struct operand b = take_not(p);
        need_truth(p, &b);
        parser_emit(p, OP_AND, 0);
        a.sort = SORT_TRUTH;
    }
    return a;
}

static struct operand take_or(struct parser *p)
{
    struct operand a = take_and(p);
    while (!p->e && token_is(&p->now, "or")) {
        need_truth(p, &a);
        parser_next(p);
        struct operand b = take_and(p);
        need_truth(p, &b);
        parser_emit(p, OP_OR, 0);
        a.sort = SORT_TRUTH;
    }
    return a;
}

enum err condition_parse(struct condition *out, struct condition_step *steps,
                         struct bytes source,
                         const struct condition_names *names, struct diag *diag)
{
    *out = (struct condition){.count = 0};
    struct parser p = {.steps = steps, .names = names, .diag = diag};
    struct token start = {.column = 1};
    tokens_init(&p.in, source);
    if (source.size > CONDITION_MAX) {
        parser_fail(&p, &start, ERR_TOO_LONG, "longer than %u bytes",
                    CONDITION_MAX);
        return p.e;
    }
    parser_next(&p);
    if (!p.e && p.now.kind == TOKEN_END) {
        parser_fail(&p, &start, ERR_MALFORMED, "the condition is empty");
        return p.e;
    }
    struct operand a = take_or(&p);
    if (!p.e && p.now.kind != TOKEN_END)
        parser_expected(&p, "'and', 'or' or the end");
    need_truth(&p, &a);
    if (!p.e)
        *out = (struct condition){.count = p.count, .ops = steps};
    return p.e;
}
