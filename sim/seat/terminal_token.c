#include "sim/seat/terminal_token.h"

#include <string.h>

/* Opening and closing marks, in UTF-8. */
static const struct {
    const char *open;
    const char *close;
    const char *other; /* closes as well */
} marks[] = {
    {"\"", "\"", "\""},
    {"\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9d"}, /* U+201C, U+201D */
    {"\xc2\xab", "\xc2\xbb", "\xc2\xbb"},             /* U+00AB, U+00BB */
    {"\xe2\x80\x9e", "\xe2\x80\x9c", "\xe2\x80\x9d"}, /* U+201E */
};

/* Of a longer line a terminal hands over no more than this, and drops the rest
 * (termios(3), canonical mode). */
#define TERMINAL_LINE_MAX 4095u

struct cutter {
    struct bytes line;
    size_t at;
    struct arena *arena;
    struct diag *diag;
};

static bool stands_at(const struct cutter *c, size_t at, const char *what)
{
    size_t size = strlen(what);

    return c->line.size - at >= size &&
           memcmp(c->line.data + at, what, size) == 0;
}

/* The mark that opens a text here, or -1. */
static int mark_at(const struct cutter *c)
{
    for (unsigned m = 0; m < sizeof(marks) / sizeof(marks[0]); m++)
        if (stands_at(c, c->at, marks[m].open))
            return (int)m;
    return -1;
}

static bool is_space(uint8_t b)
{
    return b == ' ' || b == '\t' || b == '\r';
}

const char *typed_string(struct arena *arena, struct bytes text)
{
    const char *made = arena_text(arena, text.data, text.size);

    return made != NULL ? made : "";
}

/* Undo \" and \\. */
static enum err unescape(struct cutter *c, struct bytes raw, struct bytes *out)
{
    *out = raw;
    if (raw.size == 0 || memchr(raw.data, '\\', raw.size) == NULL)
        return ERR_OK;
    uint8_t *made = arena_alloc(c->arena, raw.size);
    size_t size = 0;

    if (made == NULL)
        return diag_set(c->diag, ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < raw.size; i++) {
        bool escape = raw.data[i] == '\\' && i + 1 < raw.size &&
                      (raw.data[i + 1] == '"' || raw.data[i + 1] == '\\');

        if (escape)
            i++;
        made[size++] = raw.data[i];
    }
    *out = (struct bytes){made, size};
    return ERR_OK;
}

static bool closes_at(const struct cutter *c, int mark)
{
    return stands_at(c, c->at, marks[mark].close) ||
           stands_at(c, c->at, marks[mark].other);
}

static enum err take_text(struct cutter *c, int mark, struct bytes *out)
{
    c->at += strlen(marks[mark].open);
    size_t start = c->at;

    while (c->at < c->line.size && !closes_at(c, mark))
        c->at +=
            c->line.data[c->at] == '\\' && c->at + 1 < c->line.size ? 2 : 1;
    if (c->at >= c->line.size)
        return diag_set(c->diag, ERR_MALFORMED,
                        c->line.size < TERMINAL_LINE_MAX - 1
                            ? "a quotation mark is missing at the end of the "
                              "words"
                            : "the line was too long for a terminal, and its "
                              "end is lost: say it in several parts");
    struct bytes raw = {c->line.data + start, c->at - start};

    c->at += strlen(marks[mark].close);
    return unescape(c, raw, out);
}

static struct bytes take_word(struct cutter *c, bool stop_at_equals)
{
    size_t start = c->at;

    while (c->at < c->line.size && !is_space(c->line.data[c->at]) &&
           !(stop_at_equals && c->line.data[c->at] == '=') && mark_at(c) < 0)
        c->at++;
    return (struct bytes){c->line.data + start, c->at - start};
}

static enum err take_token(struct cutter *c, struct typed *out)
{
    int mark = mark_at(c);

    *out = (struct typed){.kind = TOKEN_TEXT};
    if (mark >= 0)
        return take_text(c, mark, &out->text);
    out->kind = TOKEN_WORD;
    out->text = take_word(c, true);
    if (c->at >= c->line.size || c->line.data[c->at] != '=')
        return ERR_OK;
    c->at++;
    out->kind = TOKEN_PAIR;
    mark = c->at < c->line.size ? mark_at(c) : -1;
    if (mark >= 0)
        return take_text(c, mark, &out->value);
    out->value = take_word(c, false);
    return ERR_OK;
}

enum err typed_line_cut(struct typed_line *out, struct bytes line,
                        struct arena *arena, struct diag *diag)
{
    struct cutter c = {.line = line, .arena = arena, .diag = diag};

    out->count = 0;
    out->has_text = false;
    out->rest = BYTES_NONE;
    for (;;) {
        while (c.at < line.size && is_space(line.data[c.at]))
            c.at++;
        if (out->count == 1)
            out->rest = (struct bytes){line.data + c.at, line.size - c.at};
        if (c.at >= line.size)
            return ERR_OK;
        if (out->count == TERMINAL_TOKENS_MAX)
            return diag_set(diag, ERR_MALFORMED,
                            "too many words; put what you say in quotation "
                            "marks");
        enum err e = take_token(&c, &out->token[out->count]);

        if (e != ERR_OK)
            return e;
        if (out->token[out->count].kind == TOKEN_TEXT)
            out->has_text = true;
        out->count++;
    }
}
