/*
 * A secret of one room and the values it could have: worlds that differ in
 * nothing else.
 *
 *   ROOM.no_deal          what no deal is worth to it
 *   ROOM.ISSUE.OPTION     what an option is worth to it
 *   ROOM.LINE             whether a line is said, and its words
 *   ROOM.LINE.ISSUE       which option the line names for the issue
 */
#ifndef SCENARIO_SECRET_H
#define SCENARIO_SECRET_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"

#define SECRET_VALUES_MAX 1024u

enum secret_kind {
    SECRET_NO_DEAL,
    SECRET_WORTH,
    SECRET_WORDS, /* values are enum secret_words */
    SECRET_OPTION,
};

/* What becomes of a line. */
enum secret_words {
    WORDS_SAID,
    WORDS_OTHER, /* other words, of the same length */
    WORDS_UNSAID,
};

struct secret {
    const char *text; /* as written; borrowed */
    enum secret_kind kind;
    uint8_t room;
    uint8_t issue;
    uint8_t option;
    uint8_t round;
    uint16_t line;
    int32_t own; /* its value in the file */
    int32_t value[SECRET_VALUES_MAX];
    uint32_t count;
};

/* Find what is meant, with the values it may have by default: 16 whole numbers
 * around a worth; a line said, and with other words; every option. values, when
 * not NULL, says them: "40..60", "said,other,unsaid" or "waivers,funds". The
 * diag says what was expected. */
enum err secret_parse(struct secret *s, const char *text, const char *values,
                      const struct scenario *whole, struct diag *diag) MUST_USE;
/* "55", "said", "waivers". */
void secret_value_print(char *out, size_t capacity, const struct secret *s,
                        const struct scenario *whole, uint32_t n);

#endif
