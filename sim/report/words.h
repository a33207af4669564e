/*
 * The words in which talks are shown to people: parties, items, caveats,
 * packages. All take the scenario, which may be NULL: then everything is named
 * by its number, from 1. What comes from files or other processes is made
 * harmless on its way (page_clean).
 */
#ifndef SHUTTLE_REPORT_WORDS_H
#define SHUTTLE_REPORT_WORDS_H

#include "sim/report/page.h"

#include "shuttle/scenario.h"

/* The id of a room or of the mediator (FROM_MEDIATOR), "the world", "nobody".
 */
void words_party(struct page *p, const struct scenario *s, unsigned who);
/* The title of a room or the mediator; its id when it has none. */
void words_title(struct page *p, const struct scenario *s, unsigned who);
/* "us 1" */
void words_item(struct page *p, const struct scenario *s, unsigned who,
                uint32_t number);
/* "offer", "confidence", "blind proposal". */
const char *words_move(uint32_t move);
/* What the time beside something told is: "answer by ", "until ". */
const char *words_due(uint32_t move);
/* "verbatim", "reworded", "own idea". */
const char *words_form(uint32_t form);
/* A key of a table with its underscores as spaces. */
void words_key(struct page *p, const char *key);
/* "if they move first: offered(...) >= 'x'; expires at 0:40"; nothing when
 * there is none. */
void words_caveats(struct page *p, const struct caveats *c);
/* "militias", "issue 2". */
void words_issue(struct page *p, const struct scenario *s, unsigned issue);
/* The title of an issue; its id when it has none. */
void words_issue_title(struct page *p, const struct scenario *s,
                       unsigned issue);
/* The title of the event with this id; the id when it has none. */
void words_event(struct page *p, const struct scenario *s, struct bytes id);
/* "militias: pause, relief: waivers" by ids; more than two stand one a line. */
void words_package(struct page *p, const struct scenario *s,
                   const struct package *package);
/* A draft's package: "relief: waivers", in brackets what is still open,
 * "[place: muscat]", or "[place]" where nothing stands yet. titles as in the
 * lines below, else as above. */
void words_draft(struct page *p, const struct scenario *s,
                 const struct package *package, uint32_t brackets, bool titles);
/* "· title: title" of each issue, one a line, each with its LF. */
void words_package_lines(struct page *p, const struct scenario *s,
                         const struct package *package);
/* The title of an ending; its id when it has none. */
void words_ending(struct page *p, const struct ending *e);
/* The text in quotation marks; nothing when it is empty. */
void words_quote(struct page *p, struct bytes text);
/* The end of the last round when each ends at its limit, in the order of the
 * scenario; rounds without a limit count for nothing. 0 of no scenario. */
struct instant words_last(const struct scenario *s);
/* "Round 2: The evening", by the index of the round. */
void words_round(struct page *p, const struct scenario *s, unsigned round);

#endif
