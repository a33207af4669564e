/* Files that commands write for people: whole, or not at all. */
#ifndef SIM_CMD_REPLACE_H
#define SIM_CMD_REPLACE_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"

/* Make a file, or put another text in the place of the one that is there,
 * keeping its mode; of a link, what it names. It is written under another name
 * beside it first, so that nobody finds half of it whatever happens. A device
 * or a pipe is written to as it is. On failure the diag holds why, without the
 * path. */
enum err replace_file(const char *path, struct bytes text,
                      struct diag *diag) MUST_USE;

#endif
