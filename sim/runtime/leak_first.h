/* Two worlds that differ in a secret alone, byte by byte at one room. */
#ifndef SIM_RUNTIME_LEAK_FIRST_H
#define SIM_RUNTIME_LEAK_FIRST_H

#include "leak.h"

/* Run the worlds of values out->a and out->b on the stage with its seed, and
 * fill out with the first byte that differs. */
enum err leak_first_find(const struct leak_plan *plan, struct stage *stage,
                         struct leak_first *out, struct diag *diag) MUST_USE;

#endif
