/* A scenario as one of several mediators has it: as if there were no others. */
#ifndef SIM_REPORT_CHANNEL_VIEW_H
#define SIM_REPORT_CHANNEL_VIEW_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"

struct channel_view {
    struct scenario scenario; /* borrows from the whole, and from here */
    struct round *rounds;     /* owned */
    struct room_entry rooms[ROOMS_MAX];
};

/* The mediator is the view's first and only one, its lines those of the rounds.
 * The whole must outlive the view, which must not be moved. ERR_MEMORY leaves
 * nothing to free. */
enum err channel_view_init(struct channel_view *v, const struct scenario *whole,
                           uint8_t mediator) MUST_USE;
void channel_view_fini(struct channel_view *v);

#endif
