/* "Did you mean": the nearest of some names to a word that is none of them. */
#ifndef PROTO_GUESS_H
#define PROTO_GUESS_H

#include "shuttle/bytes.h"

struct guess {
    struct bytes word; /* borrowed */
    const char *best;  /* borrowed; the nearest so far, or NULL */
    size_t distance;
};

void guess_init(struct guess *g, struct bytes word);
/* Offer one name. Of two that are as near, the first stays. */
void guess_try(struct guess *g, const char *name);
/* The nearest name, or NULL when none is near enough to be meant. */
const char *guess_best(const struct guess *g);
/* Write " (did you mean 'best'?)", or nothing when there is no best. Returns
 * out. */
const char *guess_text(const struct guess *g, char *out, size_t capacity);

#endif
