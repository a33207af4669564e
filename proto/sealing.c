#include "shuttle/sealing.h"

#include <assert.h>
#include <string.h>

struct digest sealing_digest(const struct message_told *told,
                             const struct nonce *nonce)
{
    uint8_t body[FRAME_BODY_MAX];
    struct message m = {.kind = MESSAGE_TOLD};
    struct bytes parts[2];
    size_t size;

    m.as.told = *told;
    m.as.told.handle = 0;
    m.as.told.re = 0;
    m.as.told.due = INSTANT_NEVER;
    memset(&m.as.told.nonce, 0, sizeof(m.as.told.nonce));
    memset(&m.as.told.digest, 0, sizeof(m.as.told.digest));
    m.as.told.label = BYTES_NONE;
    size = message_encode(&m, body, sizeof(body));
    assert(size != SIZE_MAX); /* what came in one frame fits another */
    parts[0] = (struct bytes){nonce->bytes, NONCE_SIZE};
    parts[1] = (struct bytes){body, size};
    return digest_of(parts, 2);
}

struct message_told sealing_opened(const struct message_item *i, uint8_t from)
{
    struct message_told told = {.move = i->move,
                                .from = from,
                                .form = FORM_VERBATIM,
                                .about = i->about,
                                .answer = i->answer,
                                .due = INSTANT_NEVER,
                                .package = i->package,
                                .label = BYTES_NONE,
                                .text = i->text,
                                .gloss = i->gloss};

    if (i->move == MOVE_NON_PAPER)
        told.from = FROM_NOBODY;
    if (i->move == MOVE_CONFIDENCE)
        told.move = package_is_empty(&i->package) ? MOVE_SAY : MOVE_OFFER;
    return told;
}
