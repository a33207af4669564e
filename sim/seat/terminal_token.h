/* A typed line cut into words, quoted texts and pairs. */
#ifndef SHUTTLE_SEAT_TERMINAL_TOKEN_H
#define SHUTTLE_SEAT_TERMINAL_TOKEN_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/memory.h"

#define TERMINAL_TOKENS_MAX 128u

enum token_kind {
    TOKEN_WORD,
    TOKEN_TEXT, /* in quotation marks: "...", or the curved or angled ones */
    TOKEN_PAIR, /* word=value; either may be empty */
};

struct typed {
    enum token_kind kind;
    struct bytes text;  /* of a pair what stands before = */
    struct bytes value; /* of a pair what stands after it */
};

struct typed_line {
    struct typed token[TERMINAL_TOKENS_MAX];
    unsigned count;
    bool has_text;     /* there are quotation marks */
    struct bytes rest; /* all that follows the first word */
};

/* Texts without escapes are borrowed from the line; "\"" and "\\" in a text are
 * undone in the arena. */
enum err typed_line_cut(struct typed_line *out, struct bytes line,
                        struct arena *arena, struct diag *diag) MUST_USE;

/* As a string in the arena; "" when memory is out. */
const char *typed_string(struct arena *arena, struct bytes text);

#endif
