/* How a single value is written: without quotes, in quotes, or in a block. */
#ifndef SCENARIO_SCALAR_H
#define SCENARIO_SCALAR_H

#include "sim/scenario/buffer.h"
#include "sim/scenario/layout.h"

/* No line is longer than this, in characters, where it can be helped. */
#define FORMAT_WIDTH 120u

/* A key. */
void scalar_key(struct buffer *out, const struct node *key);
/* Whether there is no value, as in `a:`. */
bool scalar_is_nothing(const struct node *n);
/* A value on the line it begins on. No value is {} where a map may stand, and
 * nothing elsewhere. */
void scalar_inline(struct buffer *out, const struct entry *e);
/* Whether a value wants a block even where a line is long enough. */
bool scalar_want_block(const struct entry *e);
/* A value that begins at a column, counted from 0: on its line, or in a block
 * whose lines are indented; *beside is then written behind the mark of the
 * block and set to NULL. No line end at its end. */
void scalar_value(struct buffer *out, const struct entry *e, size_t column,
                  size_t indent, const struct comment **beside);

#endif
