/* What members of the carry family share. */
#ifndef SHUTTLE_CARRY_WORDS_H
#define SHUTTLE_CARRY_WORDS_H

#include "shuttle/carry.h"

#define CARRY_REPLACE                                                          \
    {                                                                          \
        "replace.*", PARAM_TEXT, "", NULL,                                     \
            "words to put in place of the phrase after the point"              \
    }
#define CARRY_NON_PAPERS                                                       \
    {                                                                          \
        "non_papers", PARAM_WORD, "unattributed", "unattributed|attributed",   \
            "attributed: with its author where he allows it (caveat "          \
            "`attributed`)"                                                    \
    }

#define CARRY_READ_BACK                                                        \
    {                                                                          \
        "read_back", PARAM_WORD, "false", "false|true",                        \
            "told only in words that its author has heard and confirmed"       \
    }

/* The author's own words for this form: verbatim the text, reworded the gist
 * that came with the item. An item that names options needs no words to be told
 * as an idea. CARRY_NO_WORDS when there are none. */
void carry_words(const struct item *item, enum form form,
                 struct carry_decision *out);

/* The text with all declared replacements made, in out, which has TEXT_MAX
 * bytes; false when it grows too long or, if it has to differ, when no phrase
 * was found. */
bool carry_reword(const struct choice *c, struct bytes text, bool differ,
                  uint8_t *out, size_t *size);

/* Non-papers are told with their author, by a member that has the parameter. */
bool carry_attributes(const struct choice *c);

/* Other words are read back first, by a member that has the parameter. */
bool carry_reads_back(const struct choice *c);

/* For members without a state. */
void carry_adopt_nothing(void *state, const struct choice *c,
                         const struct board *b);
void carry_observe_nothing(void *state, const struct choice *c,
                           const struct board *b, const struct board_event *e);

#endif
