#include "sim/report/wrap.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <unilbrk.h>
#include <unistr.h>
#include <uniwidth.h>

#define ELLIPSIS "\xe2\x80\xa6"

/* U+2068, U+2069, U+200E, U+200F, as numbers: no source text turns its reader.
 */
static const char isolate[] = {'\xe2', '\x81', '\xa8', '\0'};
static const char pop[] = {'\xe2', '\x81', '\xa9', '\0'};
static const char left_mark[] = {'\xe2', '\x80', '\x8e', '\0'};
static const char right_mark[] = {'\xe2', '\x80', '\x8f', '\0'};

enum mark {
    MARK_NONE,    /* inside a cluster, or beside a joiner */
    MARK_CLUSTER, /* a line may end here if it must */
    MARK_BREAK,   /* a line may end here */
    MARK_NEWLINE, /* the LF itself */
};

/* Most text is ASCII, which the tables need not be asked about. */
static bool is_plain(ucs4_t c)
{
    return c >= 0x20 && c < 0x7F;
}

/* The character at a place; bad bytes count as one replacement each. */
static size_t character(struct bytes text, size_t at, ucs4_t *c)
{
    if (is_plain(text.data[at])) {
        *c = text.data[at];
        return 1;
    }
    int size = u8_mbtouc(c, text.data + at, text.size - at);

    return size > 0 ? (size_t)size : 1;
}

static size_t character_width(ucs4_t c)
{
    int width = is_plain(c) ? 1 : uc_width(c, "UTF-8");

    return width > 0 ? (size_t)width : 0;
}

size_t wrap_width(struct bytes text)
{
    size_t width = 0;
    ucs4_t c = 0;

    for (size_t at = 0; at < text.size;) {
        at += character(text, at, &c);
        width += character_width(c);
    }
    return width;
}

static enum direction character_direction(ucs4_t c)
{
    if (is_plain(c))
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? DIRECTION_LTR
                                                      : DIRECTION_NONE;
    int class = uc_bidi_class(c);

    if (class == UC_BIDI_L)
        return DIRECTION_LTR;
    if (class == UC_BIDI_R || class == UC_BIDI_AL)
        return DIRECTION_RTL;
    return DIRECTION_NONE;
}

/* The first letter's direction, and whether any letter is right-to-left. */
static enum direction first_direction(struct bytes text, bool *has_rtl)
{
    enum direction first = DIRECTION_NONE;
    ucs4_t c = 0;

    *has_rtl = false;
    for (size_t at = 0; at < text.size;) {
        at += character(text, at, &c);
        enum direction d = character_direction(c);

        if (first == DIRECTION_NONE)
            first = d;
        *has_rtl = *has_rtl || d == DIRECTION_RTL;
    }
    return first;
}

enum direction wrap_direction(struct bytes text)
{
    bool has_rtl;

    return first_direction(text, &has_rtl);
}

/* Turn the two algorithms' answers into marks. */
static void mark_all(struct bytes text, const char *lines, char *marks)
{
    ucs4_t c = 0;
    ucs4_t before = 0;

    for (size_t at = 0; at < text.size;) {
        size_t size = character(text, at, &c);
        char mark = MARK_NONE;

        if (c == '\n')
            mark = MARK_NEWLINE;
        else if (lines[at] == UC_BREAK_POSSIBLE)
            mark = MARK_BREAK;
        else if (marks[at] != 0 && before != 0x200C && before != 0x200D)
            mark = MARK_CLUSTER;
        memset(marks + at, MARK_NONE, size);
        marks[at] = mark;
        before = c;
        at += size;
    }
}

static bool all_plain(struct bytes text)
{
    for (size_t at = 0; at < text.size; at++)
        if (!is_plain(text.data[at]) && text.data[at] != '\n')
            return false;
    return true;
}

bool wrap_begin(struct wrap *w, struct bytes text)
{
    bool has_rtl;

    *w = (struct wrap){.text = text};
    w->direction = first_direction(text, &has_rtl);
    if (text.size == 0)
        return true;
    char *lines = memory_new(text.size, 1);

    w->marks = memory_new(text.size, 1);
    if (lines == NULL || w->marks == NULL) {
        memory_free(lines);
        wrap_end(w);
        return false;
    }
    u8_possible_linebreaks(text.data, text.size, "UTF-8", lines);
    if (all_plain(text))
        memset(w->marks, 1, text.size); /* each is a cluster of its own */
    else
        u8_grapheme_breaks(text.data, text.size, w->marks);
    mark_all(text, lines, w->marks);
    memory_free(lines);
    return true;
}

static struct bytes without_spaces(struct bytes text)
{
    while (text.size > 0 && text.data[text.size - 1] == ' ')
        text.size--;
    return text;
}

/* Where the line that starts at w->at ends: before which byte, or the end. */
static size_t line_end(const struct wrap *w, size_t width)
{
    size_t best = 0;    /* last place where a line may end */
    size_t cluster = 0; /* last place where it may end if it must */
    size_t used = 0;
    size_t visible = 0; /* columns up to the last character but spaces */
    ucs4_t c = 0;

    for (size_t at = w->at; at < w->text.size;) {
        char mark = w->marks[at];

        if (mark == MARK_NEWLINE)
            return at;
        if (at > w->at && mark == MARK_BREAK)
            best = at;
        if (at > w->at && mark != MARK_NONE)
            cluster = at;
        size_t size = character(w->text, at, &c);

        used += character_width(c);
        if (c != ' ')
            visible = used;
        if (visible > width && best > 0)
            return best;
        if (visible > width && cluster > 0)
            return cluster;
        at += size;
    }
    return w->text.size;
}

bool wrap_next(struct wrap *w, size_t width, struct wrap_line *out)
{
    assert(width > 0);
    if (w->at >= w->text.size)
        return false;
    size_t end = line_end(w, width);
    struct bytes line = {w->text.data + w->at, end - w->at};

    out->text = without_spaces(line);
    out->width = wrap_width(out->text);
    out->direction = w->direction;
    bool newline = end < w->text.size && w->marks[end] == MARK_NEWLINE;

    w->at = newline ? end + 1 : end;
    return true;
}

void wrap_end(struct wrap *w)
{
    memory_free(w->marks);
    w->marks = NULL;
}

void wrap_put(struct page *out, const struct wrap_line *line)
{
    bool has_rtl;
    enum direction own = first_direction(line->text, &has_rtl);

    if (!has_rtl) {
        page_add(out, line->text);
        return;
    }
    page_text(out, isolate);
    if (line->direction != own && line->direction == DIRECTION_RTL)
        page_text(out, right_mark);
    else if (line->direction != own && line->direction == DIRECTION_LTR)
        page_text(out, left_mark);
    page_add(out, line->text);
    page_text(out, pop);
}

size_t wrap_cut(struct page *out, struct bytes text, size_t width)
{
    bool has_rtl;
    struct wrap_line line = {.text = text, .width = wrap_width(text)};

    line.direction = first_direction(text, &has_rtl);
    if (line.width <= width) {
        wrap_put(out, &line);
        return line.width;
    }
    struct wrap w;

    if (width < 2 || !wrap_begin(&w, text))
        return 0;
    /* Cut between clusters only; a break at a space would cut too early. */
    for (size_t i = 0; i < text.size; i++)
        if (w.marks[i] == MARK_BREAK)
            w.marks[i] = MARK_CLUSTER;
    line.text.size = line_end(&w, width - 1);
    line.text = without_spaces(line.text);
    line.width = wrap_width(line.text);
    wrap_end(&w);
    wrap_put(out, &line);
    page_text(out, ELLIPSIS);
    return line.width + 1;
}

void wrap_paragraph(struct page *out, const struct page *words, unsigned indent,
                    unsigned width)
{
    struct wrap w;
    struct wrap_line line;

    if (!wrap_begin(&w, page_bytes(words))) {
        out->failed = true;
        return;
    }
    while (wrap_next(&w, width > indent + 20 ? width - indent : 20, &line)) {
        page_repeat(out, " ", indent);
        wrap_put(out, &line);
        page_text(out, "\n");
    }
    wrap_end(&w);
}
