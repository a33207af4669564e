/* The tables of scenarios/FORMAT.md, which come from the tables in C. */
#ifndef RIG_FORMAT_TABLES_H
#define RIG_FORMAT_TABLES_H

#include <stdbool.h>
#include <stdio.h>

/* Write one table as Markdown; false when there is none of that name. Names
 * are those of the maps in lower case ("file", "line"), "functions", "members",
 * "mistakes", "limits". */
bool format_table(const char *name, FILE *out);
/* The name of the nth table, or NULL after the last. */
const char *format_table_name(size_t n);

#endif
