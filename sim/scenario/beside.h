/* Files that a scenario names, which lie in its own folder. */
#ifndef SCENARIO_BESIDE_H
#define SCENARIO_BESIDE_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/memory.h"

/* Whether a name may be that of a table: letters, digits, '.', '_' and '-', no
 * '.' or '-' at the start, ".csv" at the end, NAME_MAX_SIZE in all. */
bool beside_is_name(const char *name);

/* Read a file of a folder into the arena. The name must have its form. Whatever
 * is not a regular file is refused, a link too. ERR_UNKNOWN when there is none,
 * ERR_SYSTEM, ERR_TOO_LONG with more than TABLE_SIZE_MAX bytes, ERR_MEMORY; the
 * diag says what is the matter, without the name. */
enum err beside_read(const char *folder, const char *name, struct arena *arena,
                     struct bytes *out, struct diag *diag) MUST_USE;

#endif
