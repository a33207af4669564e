/* How a room's knowledge changes; the room's own. */
#ifndef PROTO_KNOWLEDGE_H
#define PROTO_KNOWLEDGE_H

#include "shuttle/seat.h"

/* Add to its trust, within its bounds. */
void knowledge_trust(struct knowledge *k, int32_t points);
/* What an event changes for this room. */
void knowledge_shift(struct knowledge *k, const struct shift *s);
/* What the news of an event of the world changes. */
void knowledge_news(struct knowledge *k, struct bytes label);

#endif
