#include "shuttle/digest.h"

#include "shuttle/memory.h"

#include <assert.h>
#include <openssl/evp.h>
#include <string.h>

#define SHA256_BLOCK 64u

struct hash {
    EVP_MD_CTX *context; /* owned */
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

/* A new context set to SHA-256, or NULL when memory is short. */
static EVP_MD_CTX *context_new(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context)
        return NULL;
    if (EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(context);
        return NULL;
    }
    return context;
}

/* The context of all one-shots of this thread: making one, and looking SHA-256
 * up, costs more than hashing 300 bytes. It holds nothing between two calls, so
 * no result depends on it. It is made at first use and lives as long as its
 * thread's process does. */
static EVP_MD_CTX *shared_context(void)
{
    static _Thread_local EVP_MD_CTX *shared;
    if (!shared)
        shared = context_new();
    assert(shared);
    return shared;
}

static void context_restart(EVP_MD_CTX *context)
{
    int done = EVP_DigestInit_ex(context, NULL, NULL);
    assert(done == 1);
}

static void context_add(EVP_MD_CTX *context, struct bytes data)
{
    if (data.size == 0)
        return;
    int done = EVP_DigestUpdate(context, data.data, data.size);
    assert(done == 1);
}

static struct digest context_finish(EVP_MD_CTX *context)
{
    struct digest out;
    unsigned int size = 0;
    int done = EVP_DigestFinal_ex(context, out.bytes, &size);
    assert(done == 1 && size == DIGEST_SIZE);
    return out;
}

struct digest digest_of(const struct bytes *parts, size_t count)
{
    EVP_MD_CTX *context = shared_context();
    context_restart(context);
    for (size_t i = 0; i < count; i++)
        context_add(context, parts[i]);
    return context_finish(context);
}

struct hash *hash_new(void)
{
    struct hash *h = memory_new(1, sizeof(*h));
    if (!h)
        return NULL;
    h->context = context_new();
    if (!h->context) {
        memory_free(h);
        return NULL;
    }
    return h;
}

void hash_free(struct hash *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->context);
    memory_free(h);
}

void hash_reset(struct hash *h)
{
    context_restart(h->context);
}

void hash_add(struct hash *h, struct bytes data)
{
    context_add(h->context, data);
}

struct digest hash_peek(const struct hash *h)
{
    EVP_MD_CTX *context = shared_context();
    int done = EVP_MD_CTX_copy_ex(context, h->context);
    assert(done == 1);
    return context_finish(context);
}

/* The key as one block, XORed with the pad byte (RFC 2104, section 2). */
static void add_padded_key(EVP_MD_CTX *context, const uint8_t *key, uint8_t pad)
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

    EVP_MD_CTX *context = shared_context();
    context_restart(context);
    add_padded_key(context, block, 0x36);
    for (size_t i = 0; i < count; i++) {
        uint8_t length[4];
        struct writer w = writer_over(length, sizeof(length));
        assert(parts[i].size <= UINT32_MAX);
        writer_u32(&w, (uint32_t)parts[i].size);
        if (with_lengths)
            context_add(context, (struct bytes){length, sizeof(length)});
        context_add(context, parts[i]);
    }
    struct digest inner = context_finish(context);

    context_restart(context);
    add_padded_key(context, block, 0x5c);
    context_add(context, (struct bytes){inner.bytes, DIGEST_SIZE});
    return context_finish(context);
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
