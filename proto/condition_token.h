/* The words of a condition. */
#ifndef PROTO_CONDITION_TOKEN_H
#define PROTO_CONDITION_TOKEN_H

#include "shuttle/bytes.h"

enum token_kind {
    TOKEN_END,
    TOKEN_BAD,    /* problem says what is wrong */
    TOKEN_WORD,   /* a name or one of: and or not true false */
    TOKEN_OPTION, /* 'option'; text is without the quotes */
    TOKEN_NUMBER, /* value */
    TOKEN_TIME,   /* a duration; value in microseconds */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,
};

struct token {
    enum token_kind kind;
    uint32_t column;   /* in characters, from 1 */
    struct bytes text; /* borrowed from the source */
    int64_t value;
    const char *problem;
};

struct tokens {
    struct bytes source; /* borrowed */
    size_t at;
    uint32_t column; /* of at */
};

void tokens_init(struct tokens *t, struct bytes source);
struct token tokens_next(struct tokens *t);
bool token_is(const struct token *t, const char *word);

#endif
