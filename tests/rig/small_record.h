/* A small record whose bytes are known, and a pile that bytes go to. */
#ifndef TESTS_RIG_SMALL_RECORD_H
#define TESTS_RIG_SMALL_RECORD_H

#include "shuttle/record.h"

struct pile {
    uint8_t data[4096];
    size_t size;
    size_t calls;
    size_t fail_at; /* call that fails, from 1; 0 never */
};

/* A record_sink; arg is a struct pile. */
enum err pile_sink(void *arg, struct bytes bytes);
struct bytes pile_bytes(const struct pile *p);
/* The bytes that a line of hexadecimal digits names; returns their number. */
size_t unhex(const char *hex, uint8_t *out);

/* Room 1, "iran", talk 7. */
struct record_head small_head(const char *program);
/* The four canonical steps; one circumstance between them when wanted. */
void small_steps(struct record *r, bool circumstances);
/* All of it, closed at 2 s. */
void small_record(struct pile *p);

#endif
