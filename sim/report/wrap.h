/*
 * Widths and line breaks of clean text (page_clean) on a terminal. Lines break
 * where the Unicode line breaking algorithm (UAX 14) allows it: at spaces, and
 * between wide East Asian characters. A word longer than the line is cut
 * between grapheme clusters, never beside a joiner or a non-joiner. The widths
 * are those of libunistring: 0 for marks that combine, 2 for wide characters.
 */
#ifndef SHUTTLE_REPORT_WRAP_H
#define SHUTTLE_REPORT_WRAP_H

#include "sim/report/page.h"

enum direction {
    DIRECTION_NONE, /* no letter of either */
    DIRECTION_LTR,
    DIRECTION_RTL,
};

/* Columns a text takes on a terminal. */
size_t wrap_width(struct bytes text);

/* The direction of a text's first letter. */
enum direction wrap_direction(struct bytes text);

/* A text being cut into lines. Borrows the text. */
struct wrap {
    struct bytes text;
    char *breaks;   /* owned; per byte: may a line end before it */
    char *clusters; /* of the same block; per byte: does a cluster start */
    bool broken;    /* the breaks were looked for */
    bool clustered; /* and the clusters */
    size_t at;
    enum direction direction; /* of the text's first letter */
};

struct wrap_line {
    struct bytes text; /* without the spaces it ended at */
    size_t width;
    enum direction direction; /* of the whole text */
};

/* False when memory is out. End with wrap_end. */
bool wrap_begin(struct wrap *w, struct bytes text);
/* The next line of up to width columns (1 or more; a single wide cluster may
 * be wider); false after the last. An LF ends a line. */
bool wrap_next(struct wrap *w, size_t width, struct wrap_line *out);
void wrap_end(struct wrap *w);

/*
 * Append a line. When it has right-to-left letters it is isolated (U+2068 ...
 * U+2069), so that a terminal that orders text by the bidirectional algorithm
 * (UAX 9) keeps the columns where they are; where a line of a wrapped text
 * would by itself run in the other direction, a mark of the right one is put
 * before it.
 */
void wrap_put(struct page *out, const struct wrap_line *line);

/* Append a one-line text, isolated as by wrap_put, cut with "…" to width
 * columns. Return the columns it took. */
size_t wrap_cut(struct page *out, struct bytes text, size_t width);

/* Append the words as a paragraph of lines after an indent, within a width; a
 * line has at least 20 columns. */
void wrap_paragraph(struct page *out, const struct page *words, unsigned indent,
                    unsigned width);

#endif
