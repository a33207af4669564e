/* The longer explanation of every mistake, for `shuttle explain`. */
#ifndef SCENARIO_PAGES_H
#define SCENARIO_PAGES_H

#include "sim/scenario/mistakes.h"

#include <stddef.h>

struct page {
    enum mistake code;
    const char *text;  /* a paragraph */
    const char *wrong; /* an example, one or more lines; may be empty */
    const char *right; /* the same, corrected */
};

/* The page of a mistake; never NULL for one of the table. */
const struct page *page_of(enum mistake code);

/* The parts of the pages, each closed by a page whose text is NULL. */
extern const struct page pages_form[];
extern const struct page pages_game[];
extern const struct page pages_doubt[];

#endif
