/* What reached a room, as digests of all of it: two runs look the same to the
 * room exactly when these are equal. Read from the rooms' own records. */
#ifndef SIM_RUNTIME_HEARD_H
#define SIM_RUNTIME_HEARD_H

#include "sim/runtime/trial.h"

struct heard {
    /* All that was told and answered, in its order, and by which mediator.
     * Handles, nonces and their digests are left out: they are drawn, and would
     * differ anyway. */
    struct digest content;
    /* The same, and the time and size of every frame. */
    struct digest whole;
    /* What an onlooker sees who cannot read: times and sizes of all frames of
     * all rooms, both ways, in whole blocks where lines are padded. */
    struct digest outside;
};

/* False when a record is not whole. */
bool heard_read(const struct trial *t, const struct scenario *s, uint8_t room,
                struct heard *out);

#endif
