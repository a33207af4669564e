/*
 * The one form of a scenario's text: keys in the order of the table, quotes
 * where the language wants them, short things in brackets on one line, long
 * prose in blocks. Comments stay, and so do empty lines between things.
 */
#ifndef SCENARIO_FORMAT_H
#define SCENARIO_FORMAT_H

#include "sim/scenario/buffer.h"
#include "sim/scenario/diag.h"
#include "shuttle/err.h"

/* Append the text in its one form. ERR_SCENARIO when there are mistakes of text
 * or form, which stand in diags; of other mistakes diags is cleared, and they
 * are in the new text too. ERR_TOO_LONG when the new text would be larger than
 * a scenario may be, ERR_MEMORY. What is appended holds the same keys, values
 * and comments; that is checked, each time. diags must be initialised. */
enum err scenario_format(struct bytes text, struct diags *diags,
                         struct buffer *out) MUST_USE;

/* Whether two texts, both without mistakes of text or form, hold the same keys
 * and values, in whatever order maps have them, and the same comments in
 * whatever order. ERR_MEMORY only. */
enum err format_compare(struct bytes a, struct bytes b, struct arena *arena,
                        bool *same) MUST_USE;

#endif
