/* libcrypto's SHA-256 by its plain struct. OpenSSL 3 calls these functions
 * deprecated and keeps them; its newer ones take and free memory for each copy
 * of a running hash, which is five times as dear for what sessions need after
 * every frame. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "shuttle/digest.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <openssl/sha.h>
#include <string.h>

#define SHA256_BLOCK 64u

struct hash {
    SHA256_CTX context;
};

bool digest_equal(const struct digest *a, const struct digest *b)
{
    return memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

void digest_print(const struct digest *d, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        out[2 * i] = hex[d->bytes[i] >> 4];
        out[2 * i + 1] = hex[d->bytes[i] & 15];
    }
    out[2 * DIGEST_SIZE] = '\0';
}

static void context_restart(SHA256_CTX *context)
{
    int done = SHA256_Init(context);
    assert(done == 1);
}

static void context_add(SHA256_CTX *context, struct bytes data)
{
    if (data.size == 0)
        return;
    int done = SHA256_Update(context, data.data, data.size);
    assert(done == 1);
}

/* The context is of no more use afterwards. */
static struct digest context_finish(SHA256_CTX *context)
{
    struct digest out;
    int done = SHA256_Final(out.bytes, context);
    assert(done == 1);
    return out;
}

struct digest digest_of(const struct bytes *parts, size_t count)
{
    SHA256_CTX context;
    context_restart(&context);
    for (size_t i = 0; i < count; i++)
        context_add(&context, parts[i]);
    return context_finish(&context);
}

struct hash *hash_new(void)
{
    struct hash *h = memory_new(1, sizeof(*h));
    if (h)
        context_restart(&h->context);
    return h;
}

void hash_free(struct hash *h)
{
    memory_free(h);
}

void hash_reset(struct hash *h)
{
    context_restart(&h->context);
}

void hash_add(struct hash *h, struct bytes data)
{
    context_add(&h->context, data);
}

struct digest hash_peek(const struct hash *h)
{
    SHA256_CTX copy = h->context;
    return context_finish(&copy);
}

_Static_assert(sizeof(struct hash_mark) >= sizeof(SHA256_CTX), "a mark");

void hash_keep(const struct hash *h, struct hash_mark *out)
{
    memcpy(out, &h->context, sizeof(h->context));
}

struct digest hash_marked(const struct hash_mark *mark)
{
    SHA256_CTX copy;
    memcpy(&copy, mark, sizeof(copy));
    return context_finish(&copy);
}

/* The key as one block, XORed with the pad byte (RFC 2104, section 2). */
static void add_padded_key(SHA256_CTX *context, const uint8_t *key, uint8_t pad)
{
    uint8_t block[SHA256_BLOCK];
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] = key[i] ^ pad;
    context_add(context, (struct bytes){block, sizeof(block)});
}

static struct digest hmac(struct bytes key, const struct bytes *parts,
                          size_t count, bool with_lengths)
{
    uint8_t block[SHA256_BLOCK] = {0};
    if (key.size > sizeof(block)) {
        struct digest short_key = digest_of(&key, 1);
        memcpy(block, short_key.bytes, DIGEST_SIZE);
    } else if (key.size > 0) {
        memcpy(block, key.data, key.size);
    }

    SHA256_CTX context;
    context_restart(&context);
    add_padded_key(&context, block, 0x36);
    for (size_t i = 0; i < count; i++) {
        uint8_t length[4];
        struct writer w = writer_over(length, sizeof(length));
        assert(parts[i].size <= UINT32_MAX);
        writer_u32(&w, (uint32_t)parts[i].size);
        if (with_lengths)
            context_add(&context, (struct bytes){length, sizeof(length)});
        context_add(&context, parts[i]);
    }
    struct digest inner = context_finish(&context);

    context_restart(&context);
    add_padded_key(&context, block, 0x5c);
    context_add(&context, (struct bytes){inner.bytes, DIGEST_SIZE});
    return context_finish(&context);
}

struct digest digest_hmac(struct bytes key, const struct bytes *parts,
                          size_t count)
{
    return hmac(key, parts, count, false);
}

struct digest digest_keyed(struct bytes key, const struct bytes *parts,
                           size_t count)
{
    return hmac(key, parts, count, true);
}
