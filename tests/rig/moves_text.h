/* A record as the text that moves.h describes. */
#ifndef TESTS_RIG_MOVES_TEXT_H
#define TESTS_RIG_MOVES_TEXT_H

#include "shuttle/record.h"
#include "shuttle/scenario.h"

/* The canonical chain of a whole record. Free with free(). */
char *moves_text_of(const struct scenario *s, struct bytes record);

#endif
