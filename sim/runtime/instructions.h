/* What rooms asked of their capitals and were answered: it stands in their own
 * records alone, so that nobody but the launcher, after the end, can show it.
 */
#ifndef SIM_RUNTIME_INSTRUCTIONS_H
#define SIM_RUNTIME_INSTRUCTIONS_H

#include "folder.h"

#include "sim/report/page.h"

#include "shuttle/scenario.h"

/* Append a heading and a paragraph for each request and each answer, room by
 * room in the order of time; nothing when there was none. Records that cannot
 * be read are left out. */
void instructions_print(struct page *out, const struct scenario *whole,
                        const struct folder *folder, unsigned width);

#endif
