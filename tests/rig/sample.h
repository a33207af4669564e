/* Messages of every kind for tests, made from the table of messages. */
#ifndef RIG_SAMPLE_H
#define RIG_SAMPLE_H

#include "shuttle/message.h"

#define SAMPLE_KINDS_MAX 64u

/* Every kind of the table, in its order. */
extern const uint8_t sample_kinds[];
extern const size_t sample_kind_count;

/* Every field set to something, few alike. Texts are static. */
void sample_full(struct message *m, uint32_t kind);
/* Every field zero or empty; times zero. */
void sample_empty(struct message *m, uint32_t kind);
/* Every list and text as long as it may be. The texts are size bytes. */
void sample_long(struct message *m, uint32_t kind, size_t size);
/* Field by field. Entries of lists past their count do not matter. */
bool sample_equal(const struct message *a, const struct message *b);

#endif
