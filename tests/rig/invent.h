/*
 * Talks made up from a number: rooms, an agenda, events, and lines with all
 * kinds of moves and caveats. Most are valid scenarios; read them to find out.
 * The same number always gives the same talks.
 *
 * Every room of every round, and the mediator, has a gap among its lines. Talks
 * that are to differ in one thing alone fill a gap differently.
 */
#ifndef TESTS_RIG_INVENT_H
#define TESTS_RIG_INVENT_H

#include "shuttle/relay.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INVENT_TEXT   32768u
#define INVENT_DESIGN 640u
#define INVENT_ROUNDS 3u
#define INVENT_ROOMS  4u

struct invented {
    char text[INVENT_TEXT];
    uint8_t rooms;  /* 2 to 4, with the ids a, b, c, d */
    uint8_t rounds; /* 1 to 3, with the ids r1, r2, r3 */
    uint16_t lines; /* of rooms, so far: their ids are l1, l2, ... */
};

/* The mediator's gaps, beside those of rooms. */
#define INVENT_MEDIATOR INVENT_ROOMS

void invent(struct invented *out, uint64_t number);
/* Put one line, "{ say: ... }", or several on lines of their own into a gap;
 * NULL or "" leaves it empty. Numbers of rounds and rooms begin with 0. */
void invent_fill(struct invented *t, uint8_t round, uint8_t room,
                 const char *line);
/* Empty the gaps that are left. */
void invent_close(struct invented *t);

/* A relay design in the words of `run`, made up from a number: honest members
 * with parameters of all kinds. still: with a mediator who is everywhere at
 * once, so that who has something to say moves nobody. */
void invent_design(char out[INVENT_DESIGN], uint64_t number, bool still,
                   uint8_t rooms);

/* SplitMix64 (Steele, Lea and Flood 2014). */
static inline uint64_t invent_draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline unsigned invent_below(uint64_t *state, unsigned n)
{
    assert(n > 0);
    return (unsigned)(invent_draw(state) % n);
}

static inline bool invent_percent(uint64_t *state, unsigned n)
{
    return invent_below(state, 100) < n;
}

#endif
