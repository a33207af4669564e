/* Issues, options, packages and their worth. Options of an issue are ordered
 * as listed; they and the issues are named by their index. A free issue has no
 * options: it is settled by words. */
#ifndef SHUTTLE_AGENDA_H
#define SHUTTLE_AGENDA_H

#include "shuttle/bytes.h"
#include "shuttle/digest.h"
#include "shuttle/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define OPTION_NONE  0xFFu
#define OPTION_WORDS 0xFEu /* of a free issue: the package has words for it */

struct option {
    const char *id;
    const char *title; /* may be NULL */
};

struct issue {
    const char *id;
    const char *title; /* may be NULL */
    struct option *options;
    uint8_t option_count;
    bool unordered; /* comparisons other than == and != are refused */
    bool free;      /* settled by words: it has no options */
};

struct agenda {
    struct issue *issues;
    uint8_t issue_count;
};

/* One option per issue, OPTION_NONE where none is named. Entries past the
 * agenda's issue count are OPTION_NONE. */
struct package {
    uint8_t option[ISSUES_MAX];
    /* Of the issues marked OPTION_WORDS, in their order: u16 size, big-endian,
     * and so many bytes of UTF-8 each. Borrowed; none without such an issue. */
    struct bytes words;
};

/* The options of packages, which may be kept when their words are gone: no
 * words stand in it, and an issue marked OPTION_WORDS is OPTION_NONE. */
struct position {
    uint8_t option[ISSUES_MAX];
};

/* What a package is worth to one room: the sum of its options' values. */
struct values {
    int32_t no_deal; /* the reservation value */
    int32_t value[ISSUES_MAX][OPTIONS_MAX];
};

void package_clear(struct package *p);
bool package_is_empty(const struct package *p);
/* Every issue of the agenda is settled, by an option or by words. */
bool package_is_whole(const struct package *p, const struct agenda *a);
/* The same options, and the same words byte by byte. */
bool package_equal(const struct package *a, const struct package *b);
/* The words for an issue; none when it is not marked OPTION_WORDS. */
struct bytes package_words(const struct package *p, size_t issue);
/* The words are one text of UTF-8 that is not empty for each issue marked
 * OPTION_WORDS, and no more of them than PACKAGE_WORDS_MAX. */
bool package_words_fit(const struct package *p);
/* Settle an issue by these words, in the place of any that it had. All words of
 * the package are written to out, which it borrows from then on: it has
 * p->words.size + 2 + text.size bytes, and the words so far lie elsewhere.
 * False when they do not fit, and then nothing has changed. */
bool package_put_words(struct package *p, size_t issue, struct bytes text,
                       uint8_t *out);
void position_clear(struct position *p);
/* Write into *onto every option that from names. */
void position_merge(struct position *onto, const struct package *from);
struct position position_of(const struct package *p);
/* The options as a package without words. */
struct package position_package(const struct position *p);
/* The index of an id, or -1. */
int agenda_issue(const struct agenda *a, struct bytes id);
int agenda_option(const struct agenda *a, int issue, struct bytes id);
/* Every named option exists on the agenda, and words are of free issues. */
bool package_fits(const struct package *p, const struct agenda *a);
/* Words are worth nothing. */
int32_t package_value(const struct package *p, const struct agenda *a,
                      const struct values *v);
/* SHA-256(nonce || u8 issue count || one u8 option for each issue || words).
 * The nonce is fresh for each package put to the rooms, since one of a few
 * thousand packages is soon guessed from a bare digest. */
struct digest package_digest(const struct package *p, const struct agenda *a,
                             const uint8_t nonce[NONCE_SIZE]);

#endif
