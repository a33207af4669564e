/* The terminal something is printed on. */
#ifndef SIM_RUNTIME_SCREEN_H
#define SIM_RUNTIME_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

/* Columns of the terminal, else of COLUMNS, else 100. */
unsigned screen_width(FILE *out);
/* Whether it wants colour (see columns_colour). */
bool screen_colour(FILE *out);

#endif
