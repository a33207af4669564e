/* A record read while it is written: bytes in, whole entries out. */
#ifndef SIM_RUNTIME_TAIL_H
#define SIM_RUNTIME_TAIL_H

#include "shuttle/record.h"

struct tail {
    uint8_t *data; /* owned: the bytes so far, but the forgotten */
    size_t size;
    size_t capacity;
    struct record_reader reader;
    bool open;   /* the head was read */
    bool broken; /* memory ran out or the bytes are no record: nothing more */
};

/* Zeroed is empty. */
void tail_fini(struct tail *t);
/* Forget the bytes, keep the memory. */
void tail_reset(struct tail *t);
void tail_add(struct tail *t, struct bytes bytes);
/* Forget the entries that were read; their bytes are no longer borrowed. */
void tail_forget(struct tail *t);
/* tail_add as a record's sink; arg is the tail. */
enum err tail_sink(void *arg, struct bytes bytes);
/* All bytes not forgotten, borrowed until more is added. */
struct bytes tail_bytes(const struct tail *t);
/* The next whole entry, borrowed until more is added; false when there is none
 * yet. */
bool tail_next(struct tail *t, struct record_entry *out);

#endif
