#include "shuttle/draft.h"

#include <assert.h>

#define DIGESTED_MAX                                                           \
    (NONCE_SIZE + 8 + 2 * ISSUES_MAX + PACKAGE_WORDS_MAX + 2 * (2 + TEXT_MAX))

struct digest draft_digest(const struct message_told *t)
{
    uint8_t content[DIGESTED_MAX];
    struct writer w = writer_over(content, sizeof(content));
    struct bytes whole;

    writer_bytes(&w, (struct bytes){t->nonce.bytes, NONCE_SIZE});
    writer_u16(&w, t->draft);
    writer_u32(&w, t->brackets);
    message_write_package(&w, &t->package);
    writer_u16(&w, (uint16_t)t->text.size);
    writer_bytes(&w, t->text);
    writer_u16(&w, (uint16_t)t->gloss.size);
    writer_bytes(&w, t->gloss);
    assert(!w.failed);
    whole = (struct bytes){content, writer_size(&w)};
    return digest_of(&whole, 1);
}

bool draft_is_true(const struct message_told *t)
{
    struct digest made;

    if (t->move != MOVE_DRAFT || t->from != FROM_MEDIATOR)
        return t->draft == 0 && t->brackets == 0;
    made = draft_digest(t);
    return t->draft != 0 && digest_equal(&made, &t->digest);
}

bool draft_is_final(const struct package *package, uint32_t brackets,
                    const struct agenda *a)
{
    return brackets == 0 && package_is_whole(package, a);
}
