/*
 * What the talks came to: each room's value beside no deal, and all other
 * packages that could have been agreed. Only the launcher, which has the whole
 * scenario, can say. All integers; shares are in thousandths, rounded down.
 */
#ifndef SHUTTLE_REPORT_SCORE_H
#define SHUTTLE_REPORT_SCORE_H

#include "shuttle/message.h"
#include "shuttle/scenario.h"

/* Deal spaces larger than this are not enumerated. */
#define SCORE_PACKAGES_MAX 1000000u

/* What is scored. */
struct score_input {
    const struct scenario *whole; /* borrowed */
    enum outcome outcome;
    struct package package;       /* read when the outcome is AGREED */
    uint8_t happened[EVENTS_MAX]; /* indexes of events, as they happened */
    uint8_t happened_count;
};

struct score_room {
    bool has_values; /* a room without is left out of all that follows */
    int32_t no_deal; /* after the events */
    int32_t value;   /* of the package, or of no deal */
    int32_t surplus; /* value less no_deal */
};

struct score {
    bool agreed;
    unsigned rooms;
    unsigned scored; /* rooms with values */
    struct score_room room[ROOMS_MAX];
    uint64_t packages; /* size of the deal space; UINT64_MAX: at least that */
    bool enumerated;   /* all below is known */

    uint64_t zone;      /* packages worth no deal or more to every room */
    int64_t joint;      /* sum of surpluses */
    int64_t best_joint; /* largest in the zone; 0 when it is empty */
    uint64_t nash;      /* product of surpluses, 0 when one is not positive;
                           UINT64_MAX: at least that */
    uint64_t best_nash; /* Nash 1950: largest in the zone */
    struct package best_nash_package;
    int32_t best_nash_value[ROOMS_MAX];
    /* Packages that are worse for no room than the outcome and better for one,
     * and those better for every room. */
    uint64_t dominating;
    uint64_t better_for_all;
    int32_t left; /* on the table: every room could have had so much more */
    struct package left_package; /* read when left is over 0 */
    bool efficient;              /* agreed, and no package dominates it */
};

/* A room's values once the events have happened. The room must have values. */
void score_values(const struct score_input *in, unsigned room,
                  struct values *out);
void score_make(const struct score_input *in, struct score *out);
/* part of whole in thousandths, 0 to 1000; 1000 when whole is 0. */
unsigned score_share(uint64_t part, uint64_t whole);

#endif
