#include "proto/guess.h"

#include "shuttle/limits.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void guess_init(struct guess *g, struct bytes word)
{
    *g = (struct guess){.word = word, .best = NULL, .distance = SIZE_MAX};
}

/* So many letters are enough to tell what is meant by where it begins. */
#define BEGINNING_MIN 5u

/* One edit in three letters. A word of one or two letters is too short to be
 * told from another by one edit, unless only the case differs. */
static size_t edits_allowed(const struct guess *g)
{
    return g->word.size / 3;
}

static unsigned int lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32u : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits that turn a into b, where two neighbours exchanged are one edit: the
 * optimal string alignment distance. Both are at most NAME_MAX_SIZE long. */
static size_t distance(struct bytes a, struct bytes b)
{
    size_t rows[3][NAME_MAX_SIZE + 1];
    size_t *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= b.size; j++)
        last[j] = j;

    for (size_t i = 1; i <= a.size; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            bool same = lower(a.data[i - 1]) == lower(b.data[j - 1]);
            size_t cost = last[j - 1] + (same ? 0 : 1);
            cost = least(cost, least(last[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 &&
                lower(a.data[i - 1]) == lower(b.data[j - 2]) &&
                lower(a.data[i - 2]) == lower(b.data[j - 1]))
                cost = least(cost, before[j - 2] + 1);
            now[j] = cost;
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[b.size];
}

void guess_try(struct guess *g, const char *name)
{
    struct bytes b = bytes_of(name);
    if (g->count++ < GUESS_LIST_MAX)
        g->name[g->count - 1] = name;
    if (g->word.size == 0 || g->word.size > NAME_MAX_SIZE || b.size == 0 ||
        b.size > NAME_MAX_SIZE)
        return;
    if (g->distance > edits_allowed(g) && g->word.size >= BEGINNING_MIN &&
        g->word.size < b.size &&
        memcmp(b.data, g->word.data, g->word.size) == 0) {
        g->distance = edits_allowed(g);
        g->best = name;
    }
    size_t far =
        g->word.size > b.size ? g->word.size - b.size : b.size - g->word.size;
    if (far >= g->distance || far > edits_allowed(g))
        return;
    size_t d = distance(g->word, b);
    if (d < g->distance) {
        g->distance = d;
        g->best = name;
    }
}

const char *guess_best(const struct guess *g)
{
    if (!g->best)
        return NULL;
    return g->distance <= edits_allowed(g) ? g->best : NULL;
}

const char *guess_text(const struct guess *g, char *out, size_t capacity)
{
    const char *best = guess_best(g);
    if (best)
        snprintf(out, capacity, " (did you mean '%s'?)", best);
    else if (capacity > 0)
        out[0] = '\0';
    return out;
}

const char *guess_or_list(const struct guess *g, char *out, size_t capacity)
{
    size_t at = 0;

    if (guess_best(g) || g->count == 0 || g->count > GUESS_LIST_MAX)
        return guess_text(g, out, capacity);
    for (size_t i = 0; i < g->count && at < capacity; i++)
        at += (size_t)snprintf(out + at, capacity - at, "%s%s",
                               i == 0 ? "; choose one of " : ", ", g->name[i]);
    if (at >= capacity && capacity > 0)
        out[0] = '\0';
    return out;
}
