/* What was meant by a value that is not in the language. */
#ifndef SCENARIO_NEAR_H
#define SCENARIO_NEAR_H

#include <stdbool.h>
#include <stddef.h>

/* " (did you mean '10m'?)" for what people write for durations ("10 min",
 * "1.5h", "2 hours", "1h 30m"), else "". */
const char *near_duration(const char *text, char *out, size_t capacity);

/* Whether some of its digits are Arabic or Persian. */
bool near_has_other_digits(const char *text);
/* Whether a text begins with a quotation mark of typography, which is no quote
 * here. */
bool near_is_quoted(const char *text);

#endif
