#include "shuttle/chance.h"

#include <assert.h>
#include <string.h>

struct digest chance_key(struct bytes seed, const char *actor)
{
    struct bytes part = bytes_of(actor);
    return digest_keyed(seed, &part, 1);
}

void chance_seed(struct chance *c, struct bytes key, const char *actor,
                 const char *purpose)
{
    struct bytes parts[] = {bytes_of(actor), bytes_of(purpose)};
    struct digest d = digest_keyed(key, parts, 2);
    struct reader r = reader_over((struct bytes){d.bytes, DIGEST_SIZE});
    uint64_t any = 0;
    for (size_t i = 0; i < 4; i++) {
        c->state[i] = reader_u64(&r);
        any |= c->state[i];
    }
    if (any == 0)
        c->state[0] = 1; /* the one state the generator never leaves */
}

static uint64_t rotate_left(uint64_t x, unsigned int by)
{
    return x << by | x >> (64 - by);
}

/* Blackman and Vigna (2018), xoshiro256** 1.0. */
uint64_t chance_next(struct chance *c)
{
    uint64_t *s = c->state;
    uint64_t out = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return out;
}

uint64_t chance_below(struct chance *c, uint64_t n)
{
    assert(n >= 1);
    /* 2^64 modulo n draws at the bottom would favour the small remainders. */
    uint64_t refused = (UINT64_MAX - n + 1) % n;
    uint64_t draw = chance_next(c);
    while (draw < refused)
        draw = chance_next(c);
    return draw % n;
}

static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct chance chance_branch(const struct chance *from, uint64_t n)
{
    struct chance out;
    uint64_t any = 0;

    for (size_t i = 0; i < 4; i++) {
        out.state[i] =
            mix(from->state[i] + (n + 1) * UINT64_C(0x9e3779b97f4a7c15));
        any |= out.state[i];
    }
    if (any == 0)
        out.state[0] = 1;
    return out;
}

void chance_nonce(struct bytes key, const char *actor, const char *purpose,
                  uint64_t number, uint8_t out[NONCE_SIZE])
{
    uint8_t count[8];
    struct writer w = writer_over(count, sizeof(count));
    writer_u64(&w, number);
    struct bytes parts[] = {
        bytes_of(actor), bytes_of(purpose), {count, sizeof(count)}};
    struct digest d = digest_keyed(key, parts, 3);
    memcpy(out, d.bytes, NONCE_SIZE);
}
