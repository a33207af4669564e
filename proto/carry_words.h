/* What members of the carry family share: the words for a demanded form. */
#ifndef SHUTTLE_CARRY_WORDS_H
#define SHUTTLE_CARRY_WORDS_H

#include "shuttle/carry.h"

/* The author's own words for this form: verbatim the text, reworded the gist
 * that came with the item. An item that names options needs no words to be told
 * as an idea. CARRY_NO_WORDS when there are none. */
void carry_words(const struct item *item, enum form form,
                 struct carry_decision *out);

#endif
