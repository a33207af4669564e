#include "shuttle/memory.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Atomic, because the thread that syncs records allocates too. */
static atomic_ulong attempts;
static atomic_ulong failing; /* the attempt that fails, counted from 1 */

static bool attempt_fails(void)
{
    unsigned long number =
        atomic_fetch_add_explicit(&attempts, 1, memory_order_relaxed) + 1;
    return number == atomic_load_explicit(&failing, memory_order_relaxed);
}

void *memory_new(size_t count, size_t size)
{
    if (attempt_fails())
        return NULL;
    if (count == 0 || size == 0)
        return calloc(1, 1);
    if (count > SIZE_MAX / size)
        return NULL;
    return calloc(count, size);
}

void *memory_grow(void *old, size_t count, size_t size)
{
    if (attempt_fails())
        return NULL;
    if (count == 0 || size == 0)
        return realloc(old, 1);
    if (count > SIZE_MAX / size)
        return NULL;
    return realloc(old, count * size);
}

void memory_free(void *block)
{
    free(block);
}

void memory_fail_at(unsigned long nth)
{
    unsigned long at = nth == 0 ? 0 : memory_count() + nth;
    atomic_store_explicit(&failing, at, memory_order_relaxed);
}

unsigned long memory_count(void)
{
    return atomic_load_explicit(&attempts, memory_order_relaxed);
}

/* What lies past used is always zero: fresh blocks are, and reset clears the
 * one it keeps. */
struct arena_block {
    struct arena_block *before; /* owned; the block filled before this one */
    size_t size;                /* of data */
    size_t used;
    alignas(max_align_t) unsigned char data[];
};

/* Blocks grow by halves from the first size to this: a process may host
 * thousands of talks that hardly speak. */
#define BLOCK_FIRST ((size_t)1024 - sizeof(struct arena_block))
#define BLOCK_SIZE  ((size_t)16384 - sizeof(struct arena_block))

void arena_init(struct arena *a, size_t limit)
{
    *a = (struct arena){.blocks = NULL, .used = 0, .limit = limit};
}

static struct arena_block *block_new(size_t size, struct arena_block *before)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        return NULL;
    struct arena_block *b = memory_new(1, sizeof(*b) + size);
    if (!b)
        return NULL;
    b->before = before;
    b->size = size;
    b->used = 0;
    return b;
}

/* Of the next block, when so many bytes have to fit. */
static size_t next_size(const struct arena *a, size_t wanted)
{
    size_t size = a->blocks ? a->blocks->size / 2 * 3 : BLOCK_FIRST;

    if (size > BLOCK_SIZE)
        size = BLOCK_SIZE;
    return size < wanted ? wanted : size;
}

void *arena_alloc(struct arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        return NULL;
    if (a->limit != 0 && size > a->limit - a->used)
        return NULL;
    size_t padded = (size + align - 1) / align * align;
    if (padded == 0)
        padded = align; /* two things never share an address */

    struct arena_block *b = a->blocks;
    if (!b || b->size - b->used < padded) {
        b = block_new(next_size(a, padded), a->blocks);
        if (!b)
            return NULL;
        a->blocks = b;
    }
    void *out = b->data + b->used;
    b->used += padded;
    a->used += size;
    return out;
}

char *arena_text(struct arena *a, const void *data, size_t size)
{
    if (size == SIZE_MAX)
        return NULL;
    char *out = arena_alloc(a, size + 1);
    if (out && size > 0)
        memcpy(out, data, size);
    return out;
}

void arena_reset(struct arena *a)
{
    struct arena_block *kept = NULL;

    a->used = 0;
    while (a->blocks) {
        struct arena_block *last = a->blocks;
        a->blocks = last->before;
        if (last->size > BLOCK_SIZE || (kept && kept->size >= last->size)) {
            memory_free(last);
        } else {
            memory_free(kept);
            kept = last;
        }
    }
    if (!kept)
        return;
    memset(kept->data, 0, kept->used);
    kept->used = 0;
    kept->before = NULL;
    a->blocks = kept;
}

void arena_fini(struct arena *a)
{
    while (a->blocks) {
        struct arena_block *last = a->blocks;
        a->blocks = last->before;
        memory_free(last);
    }
    a->used = 0;
}
