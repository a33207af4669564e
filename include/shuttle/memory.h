/* The one seam through which the program allocates, so that a test can make
 * any allocation fail. Sizes are in bytes; all return NULL on failure. */
#ifndef SHUTTLE_MEMORY_H
#define SHUTTLE_MEMORY_H

#include <stddef.h>

/* Zeroed memory for count things of size bytes; free with memory_free. */
void *memory_new(size_t count, size_t size);
/* Resize; the old block stays valid when this fails. */
void *memory_grow(void *old, size_t count, size_t size);
void memory_free(void *block);

/* For tests: make the nth allocation from now fail (1 is the next); 0 never. */
void memory_fail_at(unsigned long nth);
unsigned long memory_count(void);

/* A bump arena: everything in it is freed at once. */
struct arena {
    struct arena_block *blocks; /* owned */
    size_t used;                /* bytes handed out */
    size_t limit;               /* bytes it may hand out; 0 is no limit */
};

void arena_init(struct arena *a, size_t limit);
/* Zeroed, aligned for any type. */
void *arena_alloc(struct arena *a, size_t size);
/* A NUL-terminated copy of size bytes. */
char *arena_text(struct arena *a, const void *data, size_t size);
/* Forget everything but keep one block for reuse. */
void arena_reset(struct arena *a);
void arena_fini(struct arena *a);

#endif
