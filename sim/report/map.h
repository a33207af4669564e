/*
 * The map of a scenario: its rounds, how the talks go from one to the next, the
 * events of the world, and how the talks may end. As a picture, as text, and as
 * Mermaid for documents. All from the file; nothing is run.
 */
#ifndef SHUTTLE_REPORT_MAP_H
#define SHUTTLE_REPORT_MAP_H

#include "sim/report/page.h"

#include "shuttle/scenario.h"

/* A self-contained SVG: no script, no outside font. Its <desc> is the text. */
void map_svg(struct page *out, const struct scenario *s);
/* The same as text of up to width columns. */
void map_text(struct page *out, const struct scenario *s, unsigned width);
/* A Mermaid flowchart. */
void map_mermaid(struct page *out, const struct scenario *s);

#endif
