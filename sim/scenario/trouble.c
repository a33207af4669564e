#include "sim/scenario/trouble.h"

#include "sim/scenario/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* How many lines above the place are looked at for the cause. */
#define LINES_ABOVE 2u

struct look {
    const struct trouble *t;
    struct bytes text;
    struct diags *diags;
};

static bool is_break(uint8_t c)
{
    return c == '\n' || c == '\r';
}

/* Line number n, from 1, without its end. */
static struct bytes line_of(struct bytes text, uint32_t n)
{
    size_t start = 0;
    for (size_t i = 0; i < text.size && n > 1; i++) {
        bool pair = text.data[i] == '\r' && i + 1 < text.size &&
                    text.data[i + 1] == '\n';
        if (is_break(text.data[i]) && !pair) {
            start = i + 1;
            n--;
        }
    }
    size_t end = start;
    while (end < text.size && !is_break(text.data[end]))
        end++;
    if (n > 1)
        return BYTES_NONE;
    return (struct bytes){text.data + start, end - start};
}

static struct place place_in(struct bytes line, uint32_t number, size_t byte)
{
    struct bytes before = {line.data, byte};
    return (struct place){number, (uint32_t)utf8_count(before) + 1};
}

static bool has(struct bytes line, size_t at, const char *text)
{
    struct bytes want = bytes_of(text);
    return at + want.size <= line.size &&
           bytes_equal((struct bytes){line.data + at, want.size}, want);
}

static size_t skip_blanks(struct bytes line, size_t at)
{
    while (at < line.size && line.data[at] == ' ')
        at++;
    return at;
}

static bool is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The byte where the place is; the line's size when it is behind it. */
static size_t byte_at(struct bytes line, uint32_t column)
{
    size_t at = 0;
    for (size_t size; at < line.size && column > 1; at += size, column--) {
        struct bytes rest = {line.data + at, line.size - at};
        utf8_next(rest, &size);
    }
    return at;
}

/* What many write where '-' and a blank belong. */
static bool is_bullet(struct bytes line, size_t at)
{
    static const char *const bullets[] = {
        "\xe2\x80\x93 ", /* en dash */
        "\xe2\x80\x94 ", /* em dash */
        "\xe2\x80\xa2 ", /* bullet */
        "\xe2\x88\x92 ", /* minus sign */
        "* ",
    };
    for (size_t i = 0; i < sizeof(bullets) / sizeof(bullets[0]); i++) {
        if (has(line, at, bullets[i]))
            return true;
    }
    return false;
}

/* What is wrong with a line by itself. */
static bool blame_line(const struct look *l, uint32_t number)
{
    struct bytes line = line_of(l->text, number);
    size_t at = skip_blanks(line, 0);
    struct place place = place_in(line, number, at);
    const char *what = NULL;
    size_t word = has(line, at, "- ") ? skip_blanks(line, at + 1) : at;
    size_t end = word;
    while (end < line.size && is_word(line.data[end]))
        end++;
    if (at == line.size)
        return false;
    if (has(line, at, "```"))
        what = "this belongs to the page it was copied from: delete the line";
    else if (has(line, at, "//") || has(line, at, "/*"))
        what = "a comment begins with '#'";
    else if (is_bullet(line, at))
        what = "a line of a list begins with '-' and a blank, not with this";
    else if (line.data[at] == '-' && word == at &&
             ((end > at + 1 && line.data[at + 1] != '-') ||
              has(line, at, "-{") || has(line, at, "-[")))
        what = "a blank is missing after '-'";
    else if (end > word && end + 1 < line.size && line.data[end] == ':' &&
             line.data[end + 1] != ' ' && line.data[end + 1] != '/') {
        what = "a blank is missing after this ':'";
        place = place_in(line, number, end);
    }
    if (what)
        diags_add(l->diags, MISTAKE_SYNTAX, place, "%s", what);
    return what != NULL;
}

static bool blame_lines(const struct look *l)
{
    uint32_t from = l->t->at.line;
    for (uint32_t n = 0; n <= LINES_ABOVE && n < from; n++) {
        if (blame_line(l, from - n))
            return true;
    }
    return false;
}

/* Inside brackets: a quote left open on its line, or a '#' that was meant as a
 * text. Both let a bracket seem to be open. */
static bool blame_inside(const struct look *l, uint32_t number)
{
    struct bytes line = line_of(l->text, number);
    size_t quote = 0;
    bool open = false;
    if (has(line, skip_blanks(line, 0), "//"))
        return blame_line(l, number);
    for (size_t i = 0; i < line.size; i++) {
        uint8_t c = line.data[i];
        if (open && c == '\\')
            i++;
        if (c == '"') {
            open = !open;
            quote = i;
        }
        size_t before = i;
        while (before > 0 && line.data[before - 1] == ' ')
            before--;
        if (c != '#' || open || before == i || before == 0 ||
            strchr("[{,", line.data[before - 1]))
            continue;
        diags_add(l->diags, MISTAKE_UNQUOTED, place_in(line, number, i),
                  "all from ' #' on is a comment, the closing bracket too");
        return true;
    }
    if (open)
        diags_add(l->diags, MISTAKE_UNCLOSED, place_in(line, number, quote),
                  "the quote that begins here is not closed on its line");
    return open;
}

/* No more than a screen of lines is looked through. */
static bool blame_brackets(const struct look *l)
{
    uint32_t last = l->t->at.line;
    if (last > l->t->from.line + 40)
        last = l->t->from.line + 40;
    for (uint32_t n = l->t->from.line; n > 0 && n <= last; n++) {
        if (n < l->t->at.line && blame_inside(l, n))
            return true;
    }
    return false;
}

/* The comma of another script, or a sign beside it. */
static bool is_other_comma(struct bytes line, size_t at)
{
    static const char *const commas[] = {
        "\xd8\x8c",     /* Arabic */
        "\xd8\x9b",     /* Arabic semicolon */
        "\xe3\x80\x81", /* ideographic */
        "\xef\xbc\x8c", /* full width */
        ";",
    };
    for (size_t i = 0; i < sizeof(commas) / sizeof(commas[0]); i++) {
        if (has(line, at, commas[i]))
            return true;
    }
    return false;
}

/* What stands there where brackets are to go on or to end. */
static void report_bracket(const struct look *l, char opens, char closes)
{
    struct bytes line = line_of(l->text, l->t->at.line);
    size_t at = byte_at(line, l->t->at.column);
    uint8_t c = at < line.size ? line.data[at] : ' ';
    const struct place place = l->t->at;
    if (c == ':')
        diags_add(l->diags, MISTAKE_SYNTAX, place,
                  "a ':' too many: a comma is missing before its key, or a "
                  "text needs quotes");
    else if (is_other_comma(line, at))
        diags_add(l->diags, MISTAKE_SYNTAX, place,
                  "this is no comma of the file's: type a plain one, ','");
    else if (at > 0 && line.data[at - 1] == '\'')
        diags_add(l->diags, MISTAKE_SYNTAX, place,
                  "the text has ended before this, at the ' : put a text with "
                  "an apostrophe in double quotes");
    else if (at > 0 && line.data[at - 1] == '"')
        diags_add(l->diags, MISTAKE_SYNTAX, place,
                  "the text has ended before this, at the \" : inside double "
                  "quotes write \\\" for a quote");
    else
        diags_add(l->diags, MISTAKE_SYNTAX, place,
                  "a ',' is missing before this, or a '%c' that closes the "
                  "'%c' of line %" PRIu32,
                  closes, opens, l->t->from.line);
}

static void report_key(const struct look *l)
{
    struct bytes line = line_of(l->text, l->t->at.line);
    size_t at = byte_at(line, l->t->at.column);
    for (size_t i = 0; i + 1 < at; i++) {
        if (line.data[i] == ':' && line.data[i + 1] == ' ') {
            diags_add(l->diags, MISTAKE_SYNTAX, l->t->at,
                      "a second ':' on this line: put the text in quotes");
            return;
        }
    }
    diags_add(l->diags, MISTAKE_SYNTAX, l->t->at,
              "no key can stand here: the line above is not finished, or this "
              "one is indented too far");
}

static void report_character(const struct look *l)
{
    struct bytes line = line_of(l->text, l->t->at.line);
    size_t at = byte_at(line, l->t->at.column);
    size_t size = 1;
    struct bytes rest = {line.data + at, line.size - at};
    if (rest.size > 0)
        utf8_next(rest, &size);
    bool block = has(line, at, "|") || has(line, at, ">");
    diags_add(l->diags, MISTAKE_SYNTAX, l->t->at,
              block ? "'%.*s': a block cannot stand within brackets"
                    : "no text begins with '%.*s' unless it is in quotes",
              (int)(rest.size > 0 ? size : 0), (const char *)rest.data);
}

static bool report_plainly(const struct look *l)
{
    const struct trouble *t = l->t;
    if (strstr(t->problem, "',' or '}'"))
        report_bracket(l, '{', '}');
    else if (strstr(t->problem, "',' or ']'"))
        report_bracket(l, '[', ']');
    else if (strstr(t->problem, "mapping values are not allowed"))
        report_key(l);
    else if (strstr(t->problem, "cannot start any token"))
        report_character(l);
    else if (strstr(t->problem, "find expected ':'"))
        diags_add(l->diags, MISTAKE_SYNTAX, t->from,
                  "expected a key and ':' here: a text stands in quotes, or "
                  "indented under '|'");
    else if (strstr(t->problem, "expected key"))
        diags_add(l->diags, MISTAKE_SYNTAX, t->at,
                  "this is indented by %" PRIu32
                  ", like no line it could belong to: line %" PRIu32
                  " is by %" PRIu32,
                  t->at.column - 1, t->from.line, t->from.column - 1);
    else if (strstr(t->problem, "expected '-' indicator"))
        diags_add(l->diags, MISTAKE_SYNTAX, t->at,
                  "expected '-' here, or other indentation: the list begins "
                  "on line %" PRIu32,
                  t->from.line);
    else
        return false;
    return true;
}

/* The no-break space of a line is the likely cause. */
static bool blame_no_break_space(const struct look *l)
{
    struct bytes line = line_of(l->text, l->t->at.line);
    for (size_t i = 0, size; i < line.size; i += size) {
        struct bytes rest = {line.data + i, line.size - i};
        if (utf8_next(rest, &size) != UTF8_NO_BREAK_SPACE)
            continue;
        diags_add(l->diags, MISTAKE_NO_BREAK_SPACE,
                  place_in(line, l->t->at.line, i),
                  "a no-break space outside quotes (U+00A0)");
        return true;
    }
    return false;
}

void trouble_report(const struct trouble *t, struct bytes text,
                    struct diags *diags)
{
    struct look l = {t, text, diags};
    bool brackets = strstr(t->problem, "',' or ");
    if (strcmp(t->context, "while scanning a quoted scalar") == 0 &&
        strstr(t->problem, "unexpected")) {
        diags_add(diags, MISTAKE_UNCLOSED, t->from,
                  "the quote that begins here is never closed");
        return;
    }
    for (uint32_t i = 0; i < diags->count; i++) {
        if (diags->list[i].place.line == t->at.line)
            return; /* a tab, most likely: it was reported */
    }
    if (blame_no_break_space(&l) || (brackets && blame_brackets(&l)) ||
        (!brackets && blame_lines(&l)) || report_plainly(&l))
        return;
    diags_add(diags, MISTAKE_SYNTAX, t->at, "%s%s%s", t->problem,
              *t->context ? ", " : "", t->context);
}
