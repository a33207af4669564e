/* How a room's knowledge changes; the room's own. */
#ifndef PROTO_KNOWLEDGE_H
#define PROTO_KNOWLEDGE_H

#include "shuttle/seat.h"

/* Add to its trust, within its bounds. */
void knowledge_trust(struct knowledge *k, int32_t points);
/* What the news of an event of the world changes. */
void knowledge_news(struct knowledge *k, struct bytes label);

/* Receive the first of the instructions whose time has come: they widen the
 * authority, up to what the capital would ever agree to. False: there are none.
 */
bool knowledge_receive(struct knowledge *k, struct position *got);

#endif
