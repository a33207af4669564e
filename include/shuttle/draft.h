/* A draft of a single negotiating text: what is told of it, and its digest,
 * which is the same in every room. */
#ifndef SHUTTLE_DRAFT_H
#define SHUTTLE_DRAFT_H

#include "shuttle/message.h"

/* SHA-256 over fields of the TOLD, as they stand on the wire and in this order:
 * nonce, draft, brackets, package, text, gloss. They must be such as the codec
 * writes. Whether two rooms were shown one draft can be told by it alone. */
struct digest draft_digest(const struct message_told *t);

/* A telling that is no draft and has no number, or a draft with a number whose
 * digest is that of its content. */
bool draft_is_true(const struct message_told *t);

/* Nothing stands in brackets and every issue is settled: it asks for a yes or
 * a no. */
bool draft_is_final(const struct package *package, uint32_t brackets,
                    const struct agenda *a);

#endif
