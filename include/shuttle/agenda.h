/* Issues, options, packages and their worth. Options of an issue are ordered
 * as listed; they and the issues are named by their index. */
#ifndef SHUTTLE_AGENDA_H
#define SHUTTLE_AGENDA_H

#include "shuttle/bytes.h"
#include "shuttle/digest.h"
#include "shuttle/limits.h"

#include <stdbool.h>
#include <stdint.h>

#define OPTION_NONE 0xFFu

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
};

struct agenda {
    struct issue *issues;
    uint8_t issue_count;
};

/* One option per issue, OPTION_NONE where none is named. Entries past the
 * agenda's issue count are OPTION_NONE. */
struct package {
    uint8_t option[ISSUES_MAX];
};

/* What a package is worth to one room: the sum of its options' values. */
struct values {
    int32_t no_deal; /* the reservation value */
    int32_t value[ISSUES_MAX][OPTIONS_MAX];
};

void package_clear(struct package *p);
bool package_is_empty(const struct package *p);
/* Every issue of the agenda is settled. */
bool package_is_whole(const struct package *p, const struct agenda *a);
bool package_equal(const struct package *a, const struct package *b);
/* Write into *onto every option that from names. */
void package_merge(struct package *onto, const struct package *from);
/* The index of an id, or -1. */
int agenda_issue(const struct agenda *a, struct bytes id);
int agenda_option(const struct agenda *a, int issue, struct bytes id);
/* Every named option exists on the agenda. */
bool package_fits(const struct package *p, const struct agenda *a);
int32_t package_value(const struct package *p, const struct agenda *a,
                      const struct values *v);
/* SHA-256(nonce || u8 issue count || one u8 option for each issue). The nonce
 * is fresh for each package put to the rooms, since one of a few thousand
 * packages is soon guessed from a bare digest. */
struct digest package_digest(const struct package *p, const struct agenda *a,
                             const uint8_t nonce[NONCE_SIZE]);
/* "issue: option, ..." by ids, cut with "..." when the capacity is too small;
 * returns the length written without the NUL. */
size_t package_print(const struct package *p, const struct agenda *a, char *out,
                     size_t capacity);

#endif
