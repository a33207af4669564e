/* SHA-256 and HMAC-SHA-256 over libcrypto. A look at a running hash costs about
 * as much as adding 80 bytes does. */
#ifndef SHUTTLE_DIGEST_H
#define SHUTTLE_DIGEST_H

#include "shuttle/bytes.h"
#include "shuttle/limits.h"

#include <stdint.h>

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

bool digest_equal(const struct digest *a, const struct digest *b);
/* out: 65 bytes, lower-case hexadecimal and a NUL. */
void digest_print(const struct digest *d, char out[65]);

/* One-shot over up to four slices, in order. Aborts only when libcrypto has no
 * SHA-256. */
struct digest digest_of(const struct bytes *parts, size_t count);

/* A running hash. Opaque; owned by the caller. */
struct hash;
struct hash *hash_new(void); /* NULL when out of memory */
void hash_free(struct hash *h);
void hash_reset(struct hash *h);
void hash_add(struct hash *h, struct bytes data);
/* The digest of what was added so far; the running hash goes on unchanged. */
struct digest hash_peek(const struct hash *h);

/* Where a running hash stands, for a digest that is seldom wanted: to keep it
 * costs less than to finish it. Plain data, of this program alone. */
struct hash_mark {
    uint64_t words[14];
};
void hash_keep(const struct hash *h, struct hash_mark *out);
/* What hash_peek would have given then. */
struct digest hash_marked(const struct hash_mark *mark);

/* HMAC-SHA-256 (RFC 2104) of the parts joined, without any mark where one ends:
 * for what other programs compute too. */
struct digest digest_hmac(struct bytes key, const struct bytes *parts,
                          size_t count);

/* HMAC-SHA-256(key; parts joined, each preceded by its u32 length). */
struct digest digest_keyed(struct bytes key, const struct bytes *parts,
                           size_t count);

#endif
