/* The language as JSON Schema, draft-07, for editors: completion, help on
 * hover, and the shape of every value. */
#ifndef SCENARIO_SCHEMA_JSON_H
#define SCENARIO_SCHEMA_JSON_H

#include "sim/scenario/buffer.h"
#include "shuttle/err.h"

/* Append the schema of scenarios (not of briefs), the same bytes each time.
 * What only the whole file can tell, such as whether a name means something, is
 * left to the checker. False when memory is out. */
bool schema_json(struct buffer *out) MUST_USE;

#endif
