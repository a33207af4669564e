/* The mediator's comings and goings, takings and tellings as one line of text,
 * for traces that were worked out by hand. Times are seconds. */
#ifndef TESTS_RIG_TRACE_H
#define TESTS_RIG_TRACE_H

#include "tests/rig/corridor.h"

struct trace {
    char text[4096];
    size_t size;
};

/* Puppets in all rooms, admitted, and a walk; parameters are pairs of words in
 * a list that ends with NULL. */
struct corridor *trace_talks(const char *walk, uint8_t rooms,
                             const char *const *pairs);
/* "0 in us; 60 takes us1; 60 out of us; 300 in iran; 300 tells iran us1". Of a
 * team the second carrier and those after him are named: "0 in us by 2". */
void trace(const struct corridor *c, struct trace *t);
/* The same from a time on. */
void trace_from(const struct corridor *c, int64_t from_us, struct trace *t);

#endif
