/* Reading a condition, between condition_parse.c (operators and what may stand
 * beside them) and condition_call.c (functions and their arguments). */
#ifndef PROTO_CONDITION_PARSER_H
#define PROTO_CONDITION_PARSER_H

#include "proto/condition_token.h"
#include "shuttle/condition.h"
#include "shuttle/limits.h"

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
    struct condition_step *steps; /* CONDITION_OPS_MAX */
    uint16_t count;
    const struct condition_names *names;
    struct diag *diag;
    unsigned int depth; /* of brackets and nots */
    enum err e;         /* the first mistake stands */
};

/* The arguments of "%.*s" for a token; what is long is not shown whole. */
#define SHOWN(t)                                                               \
    (int)((t).text.size < NAME_MAX_SIZE ? (t).text.size : NAME_MAX_SIZE),      \
        (const char *)(t).text.data

/* Say what is wrong at a token, unless something already is. */
__attribute__((format(printf, 4, 5))) void parser_fail(struct parser *p,
                                                       const struct token *at,
                                                       enum err e,
                                                       const char *format, ...);
/* Go to the token after this one. */
void parser_next(struct parser *p);
/* This is not what has to stand here. */
void parser_expected(struct parser *p, const char *what);
/* Pass over a token that has to stand here. */
void parser_take(struct parser *p, enum token_kind kind, const char *what);
/* Append an operation and give its number; 0 after a mistake. */
uint16_t parser_emit(struct parser *p, enum condition_op op, int64_t value);
/* Read a function and its arguments, of which the first word stands next. */
struct operand parser_call(struct parser *p);

#endif
