/*
 * Text that grows: what is printed is first put together here. Everything that
 * was written by someone else goes through page_clean, so that no text can move
 * a cursor, change a colour or turn the direction of what follows it.
 */
#ifndef SHUTTLE_REPORT_PAGE_H
#define SHUTTLE_REPORT_PAGE_H

#include "shuttle/bytes.h"
#include "shuttle/instant.h"

/* Zeroed is empty. */
struct page {
    char *data; /* owned, NUL-terminated; NULL while nothing was written */
    size_t size;
    size_t capacity;
    bool failed; /* memory ran out: the text ends early */
};

void page_fini(struct page *p);
/* Forget the text, keep the memory. */
void page_clear(struct page *p);
struct bytes page_bytes(const struct page *p);
/* The text as a string, "" while nothing was written. */
const char *page_string(const struct page *p);

void page_add(struct page *p, struct bytes text);
void page_text(struct page *p, const char *text);
void page_format(struct page *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same piece count times. */
void page_repeat(struct page *p, const char *piece, size_t count);

/*
 * Append text from outside, made harmless: control characters as "\x1b",
 * controls of direction (U+202A to U+202E, U+2066 to U+2069), line and
 * paragraph separators as "\u{202e}", bytes that are not UTF-8 as "\xff". A tab
 * becomes a space; CR LF becomes LF, and LF stays: whoever prints the text
 * decides what a line is. Soft hyphens, whose width terminals disagree on, are
 * left out. All other characters stay as they are.
 */
void page_clean(struct page *p, struct bytes text);
/* The same with every LF as a space, for names. */
void page_clean_line(struct page *p, struct bytes text);

/* "0:04", "23:59", and from a day on "1d 12:10", "160d 00:00": hours and
 * minutes, rounded down; "never". One way everywhere people read a time. */
void page_time(struct page *p, struct instant t);

#endif
