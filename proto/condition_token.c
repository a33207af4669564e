#include "proto/condition_token.h"

#include "shuttle/param.h"

#include <string.h>

void tokens_init(struct tokens *t, struct bytes source)
{
    *t = (struct tokens){.source = source, .at = 0, .column = 1};
}

static uint8_t peek(const struct tokens *t, size_t ahead)
{
    size_t i = t->at + ahead;
    return i < t->source.size ? t->source.data[i] : 0;
}

/* Step over size bytes; a column is a character, not a byte of one. */
static void step(struct tokens *t, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if ((t->source.data[t->at] & 0xc0) != 0x80)
            t->column++;
        t->at++;
    }
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_name(uint8_t c)
{
    return is_letter(c) || is_digit(c) || c == '-';
}

static struct token take(struct tokens *t, enum token_kind kind, size_t size)
{
    struct token out = {.kind = kind,
                        .column = t->column,
                        .text = {t->source.data + t->at, size}};
    step(t, size);
    return out;
}

static struct token bad(struct tokens *t, size_t size, const char *problem)
{
    struct token out = take(t, TOKEN_BAD, size);
    out.problem = problem;
    return out;
}

static struct token take_option(struct tokens *t)
{
    size_t size = 1;
    while (t->at + size < t->source.size && peek(t, size) != '\'')
        size++;
    if (t->at + size == t->source.size)
        return bad(t, 1, "the quote that begins here is never closed");
    struct token out = take(t, TOKEN_OPTION, size + 1);
    out.text.data++;
    out.text.size -= 2;
    return out;
}

static bool whole_number(struct bytes text, int64_t *out)
{
    bool negative = text.data[0] == '-';
    int64_t v = 0;
    for (size_t i = negative ? 1 : 0; i < text.size; i++) {
        int64_t digit = text.data[i] - '0';
        if (text.data[i] < '0' || digit > 9 || v > (INT64_MAX - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *out = negative ? -v : v;
    return true;
}

static struct token take_number(struct tokens *t)
{
    size_t size = 1;
    bool letters = false;
    for (; is_name(peek(t, size)); size++)
        letters = letters || !is_digit(peek(t, size));

    struct token out = take(t, letters ? TOKEN_TIME : TOKEN_NUMBER, size);
    char text[48];
    if (!letters && whole_number(out.text, &out.value))
        return out;
    if (letters && size < sizeof(text)) {
        memcpy(text, out.text.data, size);
        text[size] = '\0';
        if (duration_parse(text, &out.value))
            return out;
    }
    out.kind = TOKEN_BAD;
    out.problem = letters ? "this is neither a number nor a duration such as "
                            "4m or 1h30m"
                          : "this number is too large";
    return out;
}

static struct token take_sign(struct tokens *t)
{
    uint8_t c = peek(t, 0);
    bool equal = peek(t, 1) == '=';
    switch (c) {
    case '(':
        return take(t, TOKEN_OPEN, 1);
    case ')':
        return take(t, TOKEN_CLOSE, 1);
    case ',':
        return take(t, TOKEN_COMMA, 1);
    case '<':
        return equal ? take(t, TOKEN_LE, 2) : take(t, TOKEN_LT, 1);
    case '>':
        return equal ? take(t, TOKEN_GE, 2) : take(t, TOKEN_GT, 1);
    case '=':
        return equal ? take(t, TOKEN_EQ, 2)
                     : bad(t, 1, "'=' compares nothing; write '=='");
    case '!':
        return equal ? take(t, TOKEN_NE, 2)
                     : bad(t, 1, "'!' means nothing alone; write 'not'");
    case '&':
        return bad(t, 1, "write 'and', not '&'");
    case '|':
        return bad(t, 1, "write 'or', not '|'");
    case '"':
        return bad(t, 1, "an option stands in single quotes, 'like-this'");
    }
    return bad(t, 1, "this sign has no meaning in a condition");
}

struct token tokens_next(struct tokens *t)
{
    while (t->at < t->source.size && (peek(t, 0) == ' ' || peek(t, 0) == '\n'))
        step(t, 1);
    if (t->at == t->source.size)
        return (struct token){.kind = TOKEN_END, .column = t->column};

    uint8_t c = peek(t, 0);
    if (c == '\'')
        return take_option(t);
    if (is_digit(c) || (c == '-' && is_digit(peek(t, 1))))
        return take_number(t);
    if (!is_letter(c))
        return take_sign(t);

    size_t size = 1;
    while (is_name(peek(t, size)))
        size++;
    return take(t, TOKEN_WORD, size);
}

bool token_is(const struct token *t, const char *word)
{
    return t->kind == TOKEN_WORD && bytes_equal(t->text, bytes_of(word));
}
