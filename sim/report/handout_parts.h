/* What both forms of the handout share. */
#ifndef SHUTTLE_REPORT_HANDOUT_PARTS_H
#define SHUTTLE_REPORT_HANDOUT_PARTS_H

#include "sim/report/handout.h"

/* A text of the author read as paragraphs: lines are joined, an empty line
 * parts paragraphs, "- " begins an entry of a list. Borrows the text. */
struct prose {
    const char *at;
};

/* Put the next paragraph, on one line and not made clean yet, into out; false
 * after the last. */
bool prose_next(struct prose *p, struct page *out, bool *entry);

/* Who may settle an option, by what the room was told. */
enum reach {
    REACH_OWN,
    REACH_CAPITAL,
    REACH_NEVER,
};

enum reach handout_reach(const struct own *own, unsigned issue,
                         unsigned option);
/* What is said of a free issue. */
extern const char *const handout_free;
/* "you settle it", ... */
const char *handout_reach_words(enum reach r);
/* Lines of the room's script that carry a caveat or are said in confidence, in
 * the file's order: from *round and *line on, both 0 at first. NULL after the
 * last. */
const struct line *handout_confidence(const struct scenario *brief,
                                      unsigned *round, unsigned *line);
/* "the Iran room", with several "Iran room, Qatar room": the other rooms. */
void handout_others(struct page *out, const struct scenario *brief);
/* What the room is to do, in a sentence or two. */
void handout_task(struct page *out, const struct scenario *brief);
/* How far its authority reaches, in a sentence. */
void handout_authority(struct page *out, const struct own *own);

#endif
