/* "Did you mean": the nearest of some names to a word that is none of them. */
#ifndef PROTO_GUESS_H
#define PROTO_GUESS_H

#include "shuttle/bytes.h"

/* More names than these are not listed. */
#define GUESS_LIST_MAX 16u

struct guess {
    struct bytes word; /* borrowed */
    const char *best;  /* borrowed; the nearest so far, or NULL */
    size_t distance;
    const char *name[GUESS_LIST_MAX]; /* borrowed; all that were offered */
    size_t count;                     /* how many that were */
};

void guess_init(struct guess *g, struct bytes word);
/* Offer one name. Of two that are as near, the first stays. */
void guess_try(struct guess *g, const char *name);
/* The nearest name, or NULL when none is near enough to be meant. */
const char *guess_best(const struct guess *g);
/* Write " (did you mean 'best'?)", or nothing when there is no best. Returns
 * out. */
const char *guess_text(const struct guess *g, char *out, size_t capacity);
/* The same; but without a best "; choose one of a, b, c", if they are few and
 * fit. */
const char *guess_or_list(const struct guess *g, char *out, size_t capacity);

#endif
