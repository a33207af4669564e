/* Characters of UTF-8 text, and which of them do not belong in a scenario. */
#ifndef SCENARIO_UTF8_H
#define SCENARIO_UTF8_H

#include "shuttle/bytes.h"

#define UTF8_NO_BREAK_SPACE 0xa0u

/* The character at the start of a slice that is not empty, and its size in
 * bytes in *size; UINT32_MAX with size 1 where the bytes are no UTF-8. */
uint32_t utf8_next(struct bytes in, size_t *size);
/* Number of characters. */
size_t utf8_count(struct bytes in);

/* Letters that run from right to left. */
bool utf8_is_rtl(uint32_t c);
/* Direction marks, separators and blanks of no width; not the joiners, which
 * Persian needs. */
bool utf8_is_hidden(uint32_t c);
/* Neither text nor a line end; a tab is one too. */
bool utf8_is_control(uint32_t c);

#endif
