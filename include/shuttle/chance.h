/*
 * Chance that can be replayed: xoshiro256** (Blackman and Vigna, "Scrambled
 * linear pseudorandom number generators", 2018), one stream for each purpose of
 * each actor. A run has one seed; the launcher derives every actor's key from
 * it, and an actor sees its own key only. Whoever draws on one stream never
 * moves another. Never draw twice in one argument list: C leaves the order of
 * evaluation open.
 *
 * A stream can be continued by anyone who has seen a few of its outputs. What
 * must not be guessed is therefore made by chance_nonce, not drawn.
 */
#ifndef SHUTTLE_CHANCE_H
#define SHUTTLE_CHANCE_H

#include "shuttle/bytes.h"
#include "shuttle/digest.h"
#include "shuttle/limits.h"

#include <stdint.h>

/* One stream; plain data, so that a copy is a second stream that continues
 * alike. */
struct chance {
    uint64_t state[4]; /* never all zero */
};

/* The key of one actor: HMAC-SHA-256(seed; actor), as digest_keyed joins. */
struct digest chance_key(struct bytes seed, const char *actor);

/* Start a stream. Its state is HMAC-SHA-256(key; actor, purpose), as
 * digest_keyed joins, read as four big-endian words. */
void chance_seed(struct chance *c, struct bytes key, const char *actor,
                 const char *purpose);
uint64_t chance_next(struct chance *c);
/* Uniform in 0 .. n - 1, without bias; n is at least 1. Takes as many draws as
 * rejection needs, which is one nearly always. */
uint64_t chance_below(struct chance *c, uint64_t n);
/* The nth of many streams that one stream stands for, so that what is drawn for
 * the nth thing of a kind does not depend on what was drawn before. Its state
 * is the other's, each word moved on by n and mixed (SplitMix64: Steele, Lea
 * and Flood, "Fast splittable pseudorandom number generators", 2014). */
struct chance chance_branch(const struct chance *from, uint64_t n);

/* A nonce that tells nothing about the next: the first NONCE_SIZE bytes of
 * HMAC-SHA-256(key; actor, purpose, number as eight big-endian bytes). */
void chance_nonce(struct bytes key, const char *actor, const char *purpose,
                  uint64_t number, uint8_t out[NONCE_SIZE]);

#endif
