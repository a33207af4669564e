/* Sealed deposits: the digest under which one is acknowledged to its author
 * and, once it is opened, told. */
#ifndef SHUTTLE_SEALING_H
#define SHUTTLE_SEALING_H

#include "shuttle/message.h"

/* SHA-256 over the nonce and the body of a TOLD that has of this one only move,
 * author, form, issue, answer, package, text and gloss; handle, re, nonce,
 * digest and label are zero or empty and due is never. */
struct digest sealing_digest(const struct message_told *told,
                             const struct nonce *nonce);

/* What a room is told of an item that is opened; from is its author's room.
 * Borrows the item's texts. */
struct message_told sealing_opened(const struct message_item *i, uint8_t from);

#endif
