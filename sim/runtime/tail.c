#include "tail.h"

#include <string.h>

#define FIRST_SIZE (64u * 1024u)

void tail_fini(struct tail *t)
{
    memory_free(t->data);
    t->data = NULL;
    t->size = t->capacity = 0;
}

void tail_reset(struct tail *t)
{
    *t = (struct tail){.data = t->data, .capacity = t->capacity};
}

void tail_add(struct tail *t, struct bytes bytes)
{
    size_t more = t->capacity ? t->capacity : FIRST_SIZE;
    void *grown;

    if (t->broken)
        return;
    while (more < t->size + bytes.size)
        more *= 2;
    if (more != t->capacity) {
        grown = memory_grow(t->data, more, 1);
        if (!grown) {
            t->broken = true;
            return;
        }
        t->data = grown;
        t->capacity = more;
    }
    memcpy(t->data + t->size, bytes.data, bytes.size);
    t->size += bytes.size;
}

void tail_forget(struct tail *t)
{
    if (!t->open || t->broken)
        return;
    t->size -= t->reader.at;
    memmove(t->data, t->data + t->reader.at, t->size);
    t->reader.at = 0;
}

enum err tail_sink(void *arg, struct bytes bytes)
{
    struct tail *t = arg;

    tail_add(t, bytes);
    return t->broken ? ERR_MEMORY : ERR_OK;
}

struct bytes tail_bytes(const struct tail *t)
{
    return (struct bytes){t->data, t->size};
}

bool tail_next(struct tail *t, struct record_entry *out)
{
    struct bytes all = tail_bytes(t);
    enum err e;

    if (t->broken)
        return false;
    if (!t->open)
        t->open = record_open(&t->reader, all, NULL) == ERR_OK;
    if (!t->open)
        return false;
    t->reader.all = all;
    e = record_next(&t->reader, out, NULL);
    t->broken = e == ERR_MISMATCH || e == ERR_MALFORMED;
    return e == ERR_OK;
}
