/*
 * The reading view of a scenario: what a teacher proof-reads before class. A
 * column per room, the mediator's corridor between them, round by round; every
 * scripted line with its id, when its turn comes, its caveat in words, and as
 * stage directions what became of it in a run with the file's seed. Lines that
 * this run did not play are shown too, and said to be so.
 */
#ifndef SHUTTLE_REPORT_SHOW_PLAY_H
#define SHUTTLE_REPORT_SHOW_PLAY_H

#include "sim/report/page.h"

#include "shuttle/err.h"
#include "shuttle/scenario.h"

/* All borrowed. The records are those of one run of the scenario. */
struct show_play {
    const struct scenario *whole;
    struct bytes mediator;
    struct bytes room[ROOMS_MAX];
    /* Of several mediators: which one is shown, whole being its view
     * (channel_view.h), and each room's channel with it; -1 none. */
    uint8_t by;
    int channel[ROOMS_MAX];
    unsigned width; /* in columns */
    bool colour;
};

/* Append the view as text. ERR_MEMORY, or what record_open and record_next say
 * of a record that is not whole. */
enum err show_play(struct page *out, const struct show_play *in,
                   struct diag *diag) MUST_USE;

#endif
