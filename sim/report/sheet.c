#include "sim/report/sheet.h"

#include <assert.h>
#include <string.h>

/* "  0:04 ", and for talks of a day or longer " 68d 12:00 ". */
#define TIME_SHORT 7u
#define TIME_LONG  11u
#define DAY_US     INT64_C(86400000000)
#define GUTTER     3u
#define BAR        "\xe2\x94\x82"
#define LABEL_MAX  12u
#define HEAD_LEFT  "\xe2\x97\x82"
#define HEAD_RIGHT "\xe2\x96\xb8"

/* Colours that are read on a dark and on a light ground. */
static const char *const style_codes[] = {
    [STYLE_PLAIN] = "",    [STYLE_BOLD] = "1",     [STYLE_FAINT] = "2",
    [STYLE_HELD] = "35",   [STYLE_CHANGED] = "36", [STYLE_NEWS] = "1;36",
    [STYLE_GOOD] = "1;32", [STYLE_BAD] = "1;31",
};

void sheet_style_on(struct page *out, bool colour, enum style style)
{
    if (colour && style != STYLE_PLAIN)
        page_format(out, "\x1b[%sm", style_codes[style]);
}

void sheet_style_off(struct page *out, bool colour, enum style style)
{
    if (colour && style != STYLE_PLAIN)
        page_text(out, "\x1b[0m");
}

void sheet_reach(struct sheet *s, struct instant last)
{
    unsigned gutters = GUTTER * (s->columns - 1);
    unsigned time = last.us < DAY_US ? TIME_SHORT : TIME_LONG;

    if (time <= s->time_width)
        return;
    s->time_width = time;
    s->column_width = s->width > time + gutters
                          ? (s->width - time - gutters) / s->columns
                          : 0;
    s->folded = s->column_width < SHEET_COLUMN_MIN;
    unsigned most = s->width < 2 * LABEL_MAX + time + 10 ? 6 : LABEL_MAX;

    s->label_width = 0;
    for (unsigned i = 0; i < s->columns; i++) {
        unsigned width_of = (unsigned)wrap_width(bytes_of(s->label[i]));

        if (width_of > s->label_width)
            s->label_width = width_of < most ? width_of : most;
    }
}

void sheet_init(struct sheet *s, unsigned width, bool colour, unsigned columns,
                const char *const *labels, struct instant last)
{
    assert(columns >= 1 && columns <= SHEET_COLUMNS_MAX);
    *s = (struct sheet){.colour = colour, .columns = columns};
    s->width = width < SHEET_WIDTH_MIN ? SHEET_WIDTH_MIN : width;
    for (unsigned i = 0; i < columns; i++)
        s->label[i] = labels[i];
    sheet_reach(s, last);
}

void sheet_fini(struct sheet *s)
{
    for (unsigned i = 0; i < s->columns; i++)
        page_fini(&s->cell[i].text);
    page_fini(&s->time);
    page_fini(&s->shown_time);
    page_fini(&s->scratch);
}

/* The size of the last paragraph is what was written since it was started. */
static void close_para(struct cell *c)
{
    if (c->open) {
        struct para *last = &c->para[c->count - 1];

        last->size = c->text.size - last->from;
    }
    c->open = false;
}

static struct page *open_para(struct cell *c, struct para para)
{
    close_para(c);
    c->open = true;
    if (c->count == SHEET_PARAS_MAX) {
        page_text(&c->text, " ");
        return &c->text;
    }
    para.from = c->text.size;
    c->para[c->count++] = para;
    return &c->text;
}

struct page *sheet_para(struct sheet *s, unsigned column, enum style style,
                        unsigned indent)
{
    assert(column < s->columns);
    struct para para = {.style = style, .indent = (uint8_t)indent};

    return open_para(&s->cell[column], para);
}

struct page *sheet_arrow(struct sheet *s, unsigned column, enum style style,
                         enum shape shape, const char *dash)
{
    assert(column < s->columns);
    struct para para = {.style = style, .shape = shape, .dash = dash};

    return open_para(&s->cell[column], para);
}

void sheet_replace(struct sheet *s, unsigned column, unsigned earlier)
{
    struct cell *c = &s->cell[column];

    close_para(c);
    if (earlier + 1u < c->count)
        c->para[earlier] = c->para[--c->count];
}

void sheet_order(struct sheet *s, unsigned first, unsigned second,
                 unsigned third)
{
    s->order[0] = first;
    s->order[1] = second;
    s->order[2] = third;
    s->order_count = first == second || first == third ? 0 : 3;
}

static bool is_empty(const struct sheet *s)
{
    for (unsigned i = 0; i < s->columns; i++)
        if (s->cell[i].count > 0)
            return false;
    return true;
}

/* A cell being printed line by line. */
struct cursor {
    struct cell *cell;
    unsigned para;
    bool open; /* the paragraph's text is being wrapped */
    struct wrap wrap;
};

/* Print an arrow on one line; false when its words do not fit. Where there is
 * no room for dashes there is still one for the head. */
static bool put_arrow(struct page *out, const struct sheet *s,
                      const struct para *p, struct bytes words, size_t width)
{
    size_t dash_width = wrap_width(bytes_of(p->dash));
    size_t used = wrap_width(words) + 2; /* a space and the head */
    bool left = p->shape == SHAPE_LEFT && !s->folded;
    struct wrap_line line = {.text = words, .direction = DIRECTION_LTR};

    if (used > width)
        return false;
    size_t dashes = (width - used) / dash_width;

    if (s->folded && dashes > 5)
        dashes = 5;
    dashes = dashes > 2 ? dashes - 1 : 0;              /* a space more */
    bool spaced = dashes > 0 ? dash_width == 1 : left; /* "· " has its own */
    used += dashes * dash_width + (dashes > 0 && spaced);

    page_repeat(out, " ", left || s->folded ? 0 : width - used);
    sheet_style_on(out, s->colour, p->style);
    page_text(out, left ? HEAD_LEFT : "");
    page_repeat(out, p->dash, dashes / 2);
    page_text(out, spaced ? " " : "");
    wrap_put(out, &line);
    page_text(out, !left || dashes > 0 ? " " : "");
    page_repeat(out, p->dash, dashes - dashes / 2);
    page_text(out, left ? "" : HEAD_RIGHT);
    sheet_style_off(out, s->colour, p->style);
    page_repeat(out, " ", left || s->folded ? width - used : 0);
    return true;
}

/* Begin the next paragraph. */
static bool cursor_open(struct cursor *c)
{
    const struct para *p = &c->cell->para[c->para];
    struct bytes text = page_bytes(&c->cell->text);

    text.data += p->from;
    text.size = p->size;
    c->open = wrap_begin(&c->wrap, text);
    return c->open;
}

static void cursor_next_para(struct cursor *c)
{
    wrap_end(&c->wrap);
    c->open = false;
    c->para++;
}

/* Print one line of a wrapped paragraph, padded to width. */
static void put_line(struct page *out, const struct sheet *s,
                     const struct para *p, const struct wrap_line *line,
                     size_t indent, size_t width)
{
    size_t used = indent + line->width;
    size_t left = used < width ? width - used : 0;
    bool at_end = !s->folded &&
                  (p->shape == SHAPE_END || line->direction == DIRECTION_RTL);

    page_repeat(out, " ", indent + (at_end ? left : 0));
    sheet_style_on(out, s->colour, p->style);
    wrap_put(out, line);
    sheet_style_off(out, s->colour, p->style);
    page_repeat(out, " ", at_end ? 0 : left);
}

/* Print the next line of a cell, padded to width; false when there is none. */
static bool cursor_line(struct cursor *c, const struct sheet *s, size_t width,
                        struct page *out)
{
    for (; c->para < c->cell->count; cursor_next_para(c)) {
        const struct para *p = &c->cell->para[c->para];
        size_t indent = p->indent < width / 2 ? p->indent : 0;
        struct wrap_line line;

        if (!c->open && !cursor_open(c)) {
            out->failed = true;
            return false;
        }
        if (c->wrap.at == 0 && p->dash != NULL &&
            put_arrow(out, s, p, c->wrap.text, width)) {
            cursor_next_para(c);
            return true;
        }
        if (wrap_next(&c->wrap, width - indent, &line)) {
            put_line(out, s, p, &line, indent, width);
            return true;
        }
    }
    return false;
}

/* Take trailing spaces off the line at hand and end it. */
static void end_line(struct page *out)
{
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    page_text(out, "\n");
}

/* The time at the left, where it is new; else as much space. A time that is
 * too long for its column has a line to itself, so that no column moves. */
static void put_time(struct sheet *s, struct page *out, bool first)
{
    bool same = s->time.size == s->shown_time.size &&
                strcmp(page_string(&s->time), page_string(&s->shown_time)) == 0;

    if (!first || same) {
        page_repeat(out, " ", s->time_width);
        return;
    }
    bool fits = s->time.size < s->time_width;

    page_repeat(out, " ", fits ? s->time_width - 1 - s->time.size : 0);
    sheet_style_on(out, s->colour, STYLE_BOLD);
    page_add(out, page_bytes(&s->time));
    sheet_style_off(out, s->colour, STYLE_BOLD);
    page_text(out, fits ? " " : "\n");
    page_repeat(out, " ", fits ? 0 : s->time_width);
    page_clear(&s->shown_time);
    page_add(&s->shown_time, page_bytes(&s->time));
}

static void put_bar(const struct sheet *s, struct page *out)
{
    page_text(out, " ");
    sheet_style_on(out, s->colour, STYLE_FAINT);
    page_text(out, BAR);
    sheet_style_off(out, s->colour, STYLE_FAINT);
    page_text(out, " ");
}

/* An empty line with the bars of the columns. */
static void put_empty(const struct sheet *s, struct page *out)
{
    if (!s->folded) {
        page_repeat(out, " ", s->time_width);
        for (unsigned i = 0; i < s->columns; i++) {
            if (i > 0)
                put_bar(s, out);
            page_repeat(out, " ", s->column_width);
        }
    }
    end_line(out);
}

static void flush_wide(struct sheet *s, struct cursor *cursors,
                       struct page *out)
{
    for (bool first = true;; first = false) {
        bool any = false;

        page_clear(&s->scratch);
        for (unsigned i = 0; i < s->columns; i++) {
            if (i > 0)
                put_bar(s, &s->scratch);
            if (cursor_line(&cursors[i], s, s->column_width, &s->scratch))
                any = true;
            else
                page_repeat(&s->scratch, " ", s->column_width);
        }
        if (!any)
            return;
        put_time(s, out, first);
        page_add(out, page_bytes(&s->scratch));
        end_line(out);
    }
}

static void flush_folded(struct sheet *s, struct cursor *cursors,
                         struct page *out)
{
    size_t width = s->width - s->time_width - s->label_width - 1;
    bool first = true;

    unsigned count = s->order_count > 0 ? s->order_count : s->columns;

    for (unsigned n = 0; n < count; n++) {
        unsigned i = s->order_count > 0 ? s->order[n] : n;
        bool named = false;

        for (;;) {
            page_clear(&s->scratch);
            if (!cursor_line(&cursors[i], s, width, &s->scratch))
                break;
            size_t used = 0;

            put_time(s, out, first);
            sheet_style_on(out, s->colour, STYLE_BOLD);
            if (!named)
                used = wrap_cut(out, bytes_of(s->label[i]), s->label_width);
            sheet_style_off(out, s->colour, STYLE_BOLD);
            page_repeat(out, " ", s->label_width + 1 - used);
            page_add(out, page_bytes(&s->scratch));
            end_line(out);
            first = false;
            named = true;
        }
    }
}

void sheet_flush(struct sheet *s, struct instant time, struct page *out)
{
    struct cursor cursors[SHEET_COLUMNS_MAX];

    if (is_empty(s))
        return;
    page_clear(&s->time);
    page_time(&s->time, time);
    for (unsigned i = 0; i < SHEET_COLUMNS_MAX; i++) {
        close_para(&s->cell[i]);
        cursors[i] = (struct cursor){.cell = &s->cell[i]};
    }
    if (s->folded)
        flush_folded(s, cursors, out);
    else
        flush_wide(s, cursors, out);
    put_empty(s, out);
    for (unsigned i = 0; i < s->columns; i++) {
        page_clear(&s->cell[i].text);
        s->cell[i].count = 0;
        s->cell[i].open = false;
    }
    s->order_count = 0;
}

void sheet_rule(struct sheet *s, struct instant time, enum style style,
                const char *dash, struct bytes words, struct page *out)
{
    size_t whole = s->width - s->time_width;

    page_clear(&s->time);
    page_time(&s->time, time);
    put_time(s, out, true);
    sheet_style_on(out, s->colour, style);
    page_repeat(out, dash, 2);
    page_text(out, " ");
    size_t used = 4 + wrap_cut(out, words, whole - 6);

    page_text(out, " ");
    page_repeat(out, dash, used < whole ? whole - used : 0);
    sheet_style_off(out, s->colour, style);
    end_line(out);
}

void sheet_across(struct sheet *s, struct instant time, enum style style,
                  struct bytes words, struct page *out)
{
    struct wrap w;
    struct wrap_line line;
    bool first = true;

    page_clear(&s->time);
    page_time(&s->time, time);
    if (!wrap_begin(&w, words)) {
        out->failed = true;
        return;
    }
    while (wrap_next(&w, s->width - s->time_width, &line)) {
        put_time(s, out, first);
        sheet_style_on(out, s->colour, style);
        wrap_put(out, &line);
        sheet_style_off(out, s->colour, style);
        end_line(out);
        first = false;
    }
    wrap_end(&w);
}

void sheet_heads(struct sheet *s, const char *const *titles, struct page *out)
{
    if (s->folded)
        return;
    page_repeat(out, " ", s->time_width);
    for (unsigned i = 0; i < s->columns; i++) {
        if (i > 0)
            put_bar(s, out);
        sheet_style_on(out, s->colour, STYLE_BOLD);
        size_t used = wrap_cut(out, bytes_of(titles[i]), s->column_width);

        sheet_style_off(out, s->colour, STYLE_BOLD);
        page_repeat(out, " ", s->column_width - used);
    }
    end_line(out);
}
