/* What a run's mediator's record adds up to, for its outcome and its closing
 * words. Fed with the record's entries in order. */
#ifndef SHUTTLE_REPORT_TALLY_H
#define SHUTTLE_REPORT_TALLY_H

#include "sim/report/carried.h"
#include "sim/report/page.h"
#include "sim/report/score.h"

#include "shuttle/record.h"

#define TALLY_DISPOSITIONS 11u /* those of DISPOSITION_TABLE, by number */

struct tally {
    struct score_input score; /* what is to be scored */
    struct page reason;       /* why the talks ended as they did; clean */
    struct page words;        /* of the package agreed, which borrows them */
    uint32_t handed;          /* items handed over by rooms */
    uint32_t disposed[TALLY_DISPOSITIONS]; /* once for each addressee */
    uint32_t faults;
    uint32_t drafts;    /* of a single text, put forward */
    struct instant end; /* time of the last canonical entry */
    bool concluded;     /* the mediator noted an outcome */
    bool elsewhere;     /* and not by itself: through another mediator */
    uint8_t by;         /* the mediator through whom they ended, by its index */
    /* The named ending that was reached, of the whole scenario; or NULL. */
    const struct ending *ending;
    struct carried carried;
};

void tally_init(struct tally *t, const struct scenario *whole);
void tally_fini(struct tally *t);
void tally_entry(struct tally *t, const struct record_entry *e);
/* Add what another mediator of the talks, by its index, has to its record: its
 * items, and the end if it came through it. */
void tally_add(struct tally *t, const struct tally *further, uint8_t mediator);

#endif
