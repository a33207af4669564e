/* The words in which a scripted line is shown before it is played: what it is,
 * when its turn comes, and what may be done with it. For the whole scenario and
 * for a brief alike; a brief names others' lines by handles, which are shown as
 * something that was told. */
#ifndef SHUTTLE_REPORT_SCRIPT_WORDS_H
#define SHUTTLE_REPORT_SCRIPT_WORDS_H

#include "sim/report/page.h"

#include "shuttle/scenario.h"

/* "90s", "40m", "1h30m", "2d". */
void script_duration(struct page *p, int64_t us);
/* "`ask`": an id as it stands in the text. */
void script_id(struct page *p, const char *id);
/* "`give`, confidence, about relief, to qatar": owner is a room's index or
 * FROM_MEDIATOR. */
void script_head(struct page *p, const struct scenario *s, uint8_t owner,
                 const struct line *line);
/* "after `ask` is told here; within 40m; if value() > 55": a stage direction.
 * Nothing when the line comes in its order. */
void script_cue(struct page *p, const struct scenario *s, uint8_t owner,
                const struct line *line);
/* Who will hear it, in what words, on what condition; nothing without a
 * caveat. */
void script_caveat(struct page *p, const struct scenario *s, uint8_t owner,
                   const struct line *line);

/* When an event happens, what it does beyond its words, and who hears of it:
 * "at 0:30 of the round; 40 in 100". May be nothing. The page must be empty. */
void script_event(struct page *p, const struct scenario *s,
                  const struct event *e);

#endif
