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

enum direction wrap_direction(struct bytes text)
{
    enum direction first = DIRECTION_NONE;
    ucs4_t c = 0;

    for (size_t at = 0; at < text.size && first == DIRECTION_NONE;) {
        at += character(text, at, &c);
        first = character_direction(c);
    }
    return first;
}

static bool has_rtl(struct bytes text)
{
    ucs4_t c = 0;

    for (size_t at = 0; at < text.size;) {
        at += character(text, at, &c);
        if (character_direction(c) == DIRECTION_RTL)
            return true;
    }
    return false;
}

bool wrap_begin(struct wrap *w, struct bytes text)
{
    *w = (struct wrap){.text = text, .direction = wrap_direction(text)};
    if (text.size == 0)
        return true;
    w->breaks = memory_new(2 * text.size, 1);
    if (w->breaks == NULL)
        return false;
    w->clusters = w->breaks + text.size;
    return true;
}

/* The two algorithms are asked when the first line is too long. */
static bool may_break(struct wrap *w, size_t at)
{
    if (!w->broken)
        u8_possible_linebreaks(w->text.data, w->text.size, "UTF-8", w->breaks);
    w->broken = true;
    return w->breaks[at] == UC_BREAK_POSSIBLE;
}

static bool is_joiner(struct bytes text, size_t at)
{
    ucs4_t c = 0;

    (void)character(text, at, &c);
    return c == 0x200C || c == 0x200D;
}

/* And this one when the first word is, which few are. */
static bool starts_cluster(struct wrap *w, size_t at, size_t before)
{
    if (!w->clustered)
        u8_grapheme_breaks(w->text.data, w->text.size, w->clusters);
    w->clustered = true;
    return may_break(w, at) ||
           (w->clusters[at] != 0 && !is_joiner(w->text, before));
}

static struct bytes without_spaces(struct bytes text)
{
    while (text.size > 0 && text.data[text.size - 1] == ' ')
        text.size--;
    return text;
}

/* Where a word from w->at that is too long is cut: before the last cluster that
 * begins up to a place, else before the next one that begins. */
static size_t word_end(struct wrap *w, size_t upto)
{
    size_t end = 0;
    size_t before = w->at;
    ucs4_t c = 0;
    size_t at = w->at + character(w->text, w->at, &c);

    while (at < w->text.size && w->text.data[at] != '\n' &&
           (at <= upto || end == 0)) {
        if (starts_cluster(w, at, before))
            end = at;
        before = at;
        at += character(w->text, at, &c);
    }
    return end > 0 ? end : at;
}

/* The last place after w->at, up to a place, where a line may end; else 0. */
static size_t last_break(struct wrap *w, size_t upto)
{
    for (size_t at = upto; at > w->at; at--)
        if (may_break(w, at))
            return at;
    return 0;
}

/* Where the line that starts at w->at ends: before which byte, or the end. It
 * ends between words if it can and may. */
static size_t line_end(struct wrap *w, size_t width, bool at_words)
{
    size_t used = 0;
    size_t visible = 0; /* columns up to the last character but spaces */
    ucs4_t c = 0;

    for (size_t at = w->at, size; at < w->text.size; at += size) {
        if (w->text.data[at] == '\n')
            return at;
        size = character(w->text, at, &c);
        used += character_width(c);
        if (c != ' ')
            visible = used;
        if (visible > width) {
            size_t end = at_words ? last_break(w, at) : 0;

            return end > 0 ? end : word_end(w, at);
        }
    }
    return w->text.size;
}

bool wrap_next(struct wrap *w, size_t width, struct wrap_line *out)
{
    assert(width > 0);
    if (w->at >= w->text.size)
        return false;
    size_t end = line_end(w, width, true);
    struct bytes line = {w->text.data + w->at, end - w->at};

    out->text = without_spaces(line);
    out->width = wrap_width(out->text);
    out->direction = w->direction;
    bool newline = end < w->text.size && w->text.data[end] == '\n';

    w->at = newline ? end + 1 : end;
    return true;
}

void wrap_end(struct wrap *w)
{
    memory_free(w->breaks);
    w->breaks = w->clusters = NULL;
}

void wrap_put(struct page *out, const struct wrap_line *line)
{
    enum direction own;

    if (!has_rtl(line->text)) {
        page_add(out, line->text);
        return;
    }
    own = wrap_direction(line->text);
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
    struct wrap_line line = {.text = text,
                             .width = wrap_width(text),
                             .direction = wrap_direction(text)};

    if (line.width <= width) {
        wrap_put(out, &line);
        return line.width;
    }
    struct wrap w;

    if (width < 2 || !wrap_begin(&w, text))
        return 0;
    line.text.size = line_end(&w, width - 1, false);
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
