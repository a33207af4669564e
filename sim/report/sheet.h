/*
 * The page layout of talks: a column for the time, then columns side by side
 * with wrapped texts; folded into one column with a name at the left where the
 * width is too small. Nothing here knows what the texts mean.
 */
#ifndef SHUTTLE_REPORT_SHEET_H
#define SHUTTLE_REPORT_SHEET_H

#include "sim/report/page.h"
#include "sim/report/wrap.h"

#include "shuttle/limits.h"

#define SHEET_COLUMNS_MAX (ROOMS_MAX + 1u)
#define SHEET_PARAS_MAX   24u
/* Below this width of one column the sheet folds. */
#define SHEET_COLUMN_MIN 20u
#define SHEET_WIDTH_MIN  24u

/* How a paragraph looks where colour was asked for; without colour all look
 * the same, so words must carry the meaning. */
enum style {
    STYLE_PLAIN,
    STYLE_BOLD,
    STYLE_FAINT,
    STYLE_HELD,
    STYLE_CHANGED,
    STYLE_NEWS,
    STYLE_GOOD,
    STYLE_BAD,
};

enum shape {
    SHAPE_TEXT,
    SHAPE_LEFT,  /* an arrow to the left:  ◂── words ── */
    SHAPE_RIGHT, /* an arrow to the right: ── words ──▸ */
    SHAPE_END,   /* a text at the right side of its column */
};

struct para {
    enum style style;
    enum shape shape;
    const char *dash; /* of an arrow */
    size_t from;      /* in the cell's text */
    size_t size;
    uint8_t indent; /* columns before every line */
};

/* What stands in one column of one block. */
struct cell {
    struct page text;
    struct para para[SHEET_PARAS_MAX];
    uint8_t count;
    bool open; /* the last paragraph may still be written to */
};

struct sheet {
    unsigned width;
    unsigned time_width; /* of the times at the left, and a space */
    unsigned columns;
    unsigned column_width; /* not folded */
    unsigned label_width;  /* folded */
    bool folded;
    bool colour;
    const char *label[SHEET_COLUMNS_MAX]; /* borrowed, clean */
    struct cell cell[SHEET_COLUMNS_MAX];
    unsigned order[3]; /* folded: the columns of the block, in reading order */
    unsigned order_count;   /* 0: all, from the left */
    struct page time;       /* of the block being put together */
    struct page shown_time; /* last one printed */
    struct page scratch;
};

/* Columns from 1 to SHEET_COLUMNS_MAX; labels are borrowed and must be clean.
 * last is about the latest time to be shown: from a day on, times are longer
 * and have more room. */
void sheet_init(struct sheet *s, unsigned width, bool colour, unsigned columns,
                const char *const *labels, struct instant last);
/* Later times than was thought are to be shown: make room for them. Only
 * between blocks, and what was printed stays where it is. */
void sheet_reach(struct sheet *s, struct instant last);
void sheet_fini(struct sheet *s);

/* Start a paragraph in a column of the block at hand and return the page to
 * write its text to, before the next paragraph is started. Past
 * SHEET_PARAS_MAX, texts join the last paragraph. */
struct page *sheet_para(struct sheet *s, unsigned column, enum style style,
                        unsigned indent);
/* The same for an arrow made of dashes; on a folded sheet it is just long
 * enough for its words. */
struct page *sheet_arrow(struct sheet *s, unsigned column, enum style style,
                         enum shape shape, const char *dash);

/* The paragraph started last takes the place of an earlier one of its column,
 * counted from 0. */
void sheet_replace(struct sheet *s, unsigned column, unsigned earlier);

/* The block at hand has these three columns only; folded, they are read in this
 * order. */
void sheet_order(struct sheet *s, unsigned first, unsigned second,
                 unsigned third);

/* Print the block at hand, if there is one, under its time. The time is shown
 * when it differs from the one shown last. */
void sheet_flush(struct sheet *s, struct instant time, struct page *out);

/* A line across: dashes with words in them. */
void sheet_rule(struct sheet *s, struct instant time, enum style style,
                const char *dash, struct bytes words, struct page *out);
/* A text across all columns. */
void sheet_across(struct sheet *s, struct instant time, enum style style,
                  struct bytes words, struct page *out);
/* The names of the columns over a line; nothing when folded. titles are clean,
 * one per column. */
void sheet_heads(struct sheet *s, const char *const *titles, struct page *out);

/* Append words in a style; nothing is added without colour. */
void sheet_style_on(struct page *out, bool colour, enum style style);
void sheet_style_off(struct page *out, bool colour, enum style style);

#endif
