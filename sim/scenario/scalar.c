#include "sim/scenario/scalar.h"

#include "sim/scenario/utf8.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What YAML reads as it stands, in brackets too. */
static bool is_plain(const char *text)
{
    const char *p = text;
    if (!is_letter(*p) && !is_digit(*p) && *p != '_' &&
        !(*p == '-' && is_digit(p[1])))
        return false;
    for (p++; *p != '\0'; p++) {
        if (!is_letter(*p) && !is_digit(*p) && !strchr("_.-", *p))
            return false;
    }
    return true;
}

/* What loses its quotes must not become a number, a truth or nothing, for
 * whoever reads YAML by its own rules. */
static bool may_lose_quotes(const char *text)
{
    static const char *const kept[] = {"true", "false", "null", "yes", "no",
                                       "on",   "off",   "y",    "n"};
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        if (strcmp(text, kept[i]) == 0)
            return false;
    }
    bool unit = is_digit(*text) && is_letter(text[strlen(text) - 1]) &&
                strspn(text, "0123456789dhmsu") == strlen(text);
    return is_plain(text) && (is_letter(*text) || unit);
}

/* A character that stands for itself within double quotes and in a block. */
static bool is_shown(uint32_t c)
{
    return c >= 0x20 && !utf8_is_control(c) && !utf8_is_hidden(c) &&
           c != 0xfffe && c != 0xffff;
}

static void put_escape(struct buffer *out, uint32_t c)
{
    if (c == '\n')
        buffer_add(out, "\\n");
    else if (c == '\t')
        buffer_add(out, "\\t");
    else if (c == '\r')
        buffer_add(out, "\\r");
    else
        buffer_format(out, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
}

static void put_quoted(struct buffer *out, const char *text, size_t size)
{
    struct bytes rest = {(const uint8_t *)text, size};
    buffer_add(out, "\"");
    while (rest.size > 0) {
        size_t step;
        uint32_t c = utf8_next(rest, &step);
        if (c == '"' || c == '\\')
            buffer_format(out, "\\%c", (char)c);
        else if (is_shown(c))
            buffer_slice(out, (struct bytes){rest.data, step});
        else
            put_escape(out, c);
        rest.data += step;
        rest.size -= step;
    }
    buffer_add(out, "\"");
}

void scalar_key(struct buffer *out, const struct node *key)
{
    if (is_plain(key->text))
        buffer_add(out, key->text);
    else
        put_quoted(out, key->text, key->size);
}

static bool wants_quotes(const struct entry *e)
{
    const struct node *n = e->node;
    switch (e->quotes) {
    case QUOTES_ALWAYS:
        return true;
    case QUOTES_NEVER:
        return n->plain ? !is_plain(n->text) : !may_lose_quotes(n->text);
    case QUOTES_KEEP:
        break;
    }
    return !n->plain || !is_plain(n->text);
}

bool scalar_is_nothing(const struct node *n)
{
    return n->kind == NODE_SCALAR && n->plain && n->size == 0;
}

void scalar_inline(struct buffer *out, const struct entry *e)
{
    const struct node *n = e->node;
    if (scalar_is_nothing(n))
        buffer_add(out, e->where < 0 ? "" : "{}");
    else if (wants_quotes(e))
        put_quoted(out, n->text, n->size);
    else
        buffer_add(out, n->text);
}

static bool all_shown(const struct node *n)
{
    struct bytes rest = {(const uint8_t *)n->text, n->size};
    while (rest.size > 0) {
        size_t step;
        uint32_t c = utf8_next(rest, &step);
        if (c != '\n' && !is_shown(c))
            return false;
        rest.data += step;
        rest.size -= step;
    }
    return true;
}

/* Lines that can stand in a block as they are: no blanks at their ends, none at
 * the beginning of the first, and at most one line end behind the last. */
static bool has_lines(const struct node *n)
{
    const char *text = n->text;
    return strchr(text, '\n') && *text != '\n' && *text != ' ' &&
           !strstr(text, " \n") && text[n->size - 1] != ' ' &&
           !(n->size > 1 && text[n->size - 2] == '\n' &&
             text[n->size - 1] == '\n') &&
           all_shown(n);
}

/* One line of several words with one blank between each two: it can be folded
 * wherever a blank is. */
static bool can_fold(const struct node *n)
{
    const char *text = n->text;
    return n->size > 0 && strchr(text, ' ') && !strchr(text, '\n') &&
           *text != ' ' && text[n->size - 1] != ' ' && !strstr(text, "  ") &&
           all_shown(n);
}

bool scalar_want_block(const struct entry *e)
{
    return e->node->kind == NODE_SCALAR && wants_quotes(e) &&
           has_lines(e->node);
}

static void put_blanks(struct buffer *out, size_t count)
{
    for (; count > 0; count--)
        buffer_add(out, " ");
}

static void begin_block(struct buffer *out, const char *mark,
                        const struct comment **beside)
{
    buffer_add(out, mark);
    if (*beside) {
        buffer_add(out, " ");
        buffer_slice(out, comment_bytes(*beside));
    }
    *beside = NULL;
}

static void put_lines(struct buffer *out, const struct node *n, size_t indent,
                      const struct comment **beside)
{
    const char *at = n->text;
    bool ends = at[n->size - 1] == '\n';
    begin_block(out, ends ? "|" : "|-", beside);
    while (*at != '\0') {
        size_t size = strcspn(at, "\n");
        buffer_add(out, "\n");
        if (size > 0)
            put_blanks(out, indent);
        buffer_slice(out, (struct bytes){(const uint8_t *)at, size});
        at += size + (at[size] == '\n');
    }
}

static size_t width(const char *text, size_t size)
{
    return utf8_count((struct bytes){(const uint8_t *)text, size});
}

static void put_folded(struct buffer *out, const struct node *n, size_t indent,
                       const struct comment **beside)
{
    size_t column = FORMAT_WIDTH;
    begin_block(out, ">-", beside);
    for (const char *at = n->text; *at != '\0';) {
        size_t size = strcspn(at, " ");
        size_t wide = width(at, size);
        if (column + 1 + wide > FORMAT_WIDTH) {
            buffer_add(out, "\n");
            put_blanks(out, indent);
            column = indent;
        } else {
            buffer_add(out, " ");
            column++;
        }
        buffer_slice(out, (struct bytes){(const uint8_t *)at, size});
        column += wide;
        at += size + (at[size] == ' ');
    }
}

void scalar_value(struct buffer *out, const struct entry *e, size_t column,
                  size_t indent, const struct comment **beside)
{
    struct buffer line;
    if (scalar_want_block(e)) {
        put_lines(out, e->node, indent, beside);
        return;
    }
    buffer_init(&line);
    scalar_inline(&line, e);
    bool fits = column + width(line.data, line.size) <= FORMAT_WIDTH;
    if (fits || !wants_quotes(e) || !can_fold(e->node))
        buffer_slice(out, buffer_bytes(&line));
    else
        put_folded(out, e->node, indent, beside);
    out->failed = out->failed || line.failed;
    buffer_fini(&line);
}
