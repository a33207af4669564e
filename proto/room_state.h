/* The room's own state, shared by the files it is made of:
 *   room.c        inputs, what is learnt, waiting, the end
 *   room_hands.c  what its seat may do
 */
#ifndef PROTO_ROOM_STATE_H
#define PROTO_ROOM_STATE_H

#include "proto/knowledge.h"

#define PACKAGES_KEPT 16u

/* One mediator of the room. */
struct channel {
    struct session session;
    bool welcome;            /* WELCOME was read */
    bool gone;               /* it ended without a goodbye */
    bool confirmed;          /* a read-back was confirmed by this way */
    struct digest agreeable; /* the digest confirmed last */
    uint32_t items;          /* handed over */
};

struct room {
    struct knowledge know;
    const struct seat *seat; /* borrowed */
    void *state;             /* owned; the seat's */
    struct channel *channel; /* owned; channel_count of them */
    uint8_t channel_count;
    enum reason failed;
    bool finished;
    uint8_t outcome;     /* as told; OUTCOME_NONE before */
    bool live;           /* the clock, as WELCOME says */
    struct instant said; /* when it is to be woken, as the mediator knows */
    /* Of whole packages that this room has offered or accepted, which is what
     * it may confirm: their digests under a nonce of zeros. */
    struct digest stands_by[PACKAGES_KEPT];
    uint32_t stands_by_count;
};

struct hands {
    struct room *room;
    struct effects *out;
    struct instant wake;
    bool hold;
};

/* Say something by a channel. */
void room_send(struct room *r, uint8_t channel, const struct message *m,
               struct effects *out);
/* Note something in the room's record. */
void room_note(struct effects *out, const struct message *m);
extern const struct nonce room_no_nonce; /* zeros */
/* The digest of a package under a nonce. */
struct digest room_digest(const struct room *r, const struct package *p,
                          const struct nonce *nonce);

#endif
