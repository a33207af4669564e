/* Text in HTML and SVG: escaped everywhere, and made harmless first
 * (page_clean), so that no words of a file can become markup. */
#ifndef SHUTTLE_REPORT_MARKUP_H
#define SHUTTLE_REPORT_MARKUP_H

#include "sim/report/page.h"

/* The text for the content of an element or an attribute in quotes: & < > " '
 * are escaped. LF stays. */
void markup_text(struct page *out, struct bytes text);
void markup_string(struct page *out, const char *text);

/* True for languages written from right to left, by the first part of a
 * language tag: ar, fa, he, ur ... */
bool markup_is_rtl(const char *language);
/* " lang=\"fa\" dir=\"rtl\"" */
void markup_language(struct page *out, const char *language);

#endif
