/*
 * What one room is given to read before the talks: who it is, its confidential
 * brief, the agenda with what each option is worth to it and what it may
 * settle, what it may say in confidence, and how to use its terminal. Made from
 * the room's own brief (scenario_split), which has nothing of other rooms.
 */
#ifndef SHUTTLE_REPORT_HANDOUT_H
#define SHUTTLE_REPORT_HANDOUT_H

#include "sim/report/page.h"

#include "shuttle/scenario.h"

/* brief is a room's. help is what the room may type at its terminal
 * (terminal_help_of); it is set as it stands, and NULL leaves it out. */

/* As text of up to width columns. */
void handout_text(struct page *out, const struct scenario *brief,
                  const char *help, unsigned width);
/* As one HTML file to print: no script, nothing from elsewhere, well-formed as
 * XML too. The page runs right to left where the room's language does; texts of
 * the author each run in the direction of their first letter. */
void handout_html(struct page *out, const struct scenario *brief,
                  const char *help);

#endif
