#include "shuttle/actor.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 16u

void effects_init(struct effects *e)
{
    *e = (struct effects){0};
    arena_init(&e->arena, 0);
}

void effects_reset(struct effects *e)
{
    e->count = 0;
    arena_reset(&e->arena);
}

void effects_fini(struct effects *e)
{
    memory_free(e->list);
    arena_fini(&e->arena);
    *e = (struct effects){0};
}

/* The next free effect, whole but for its kind's own fields. */
static struct effect *append(struct effects *e, enum effect_kind kind)
{
    if (e->count == e->capacity) {
        size_t capacity = e->capacity ? 2 * e->capacity : FIRST_CAPACITY;
        void *grown = memory_grow(e->list, capacity, sizeof *e->list);
        if (grown == NULL)
            abort();
        e->list = grown;
        e->capacity = capacity;
    }
    struct effect *new = &e->list[e->count++];
    *new = (struct effect){.kind = kind};
    return new;
}

static struct bytes keep(struct effects *e, struct bytes bytes)
{
    if (bytes.size == 0)
        return BYTES_NONE;
    uint8_t *copy = arena_alloc(&e->arena, bytes.size);
    if (copy == NULL)
        abort();
    memcpy(copy, bytes.data, bytes.size);
    return (struct bytes){copy, bytes.size};
}

void effects_send(struct effects *e, uint16_t peer, struct bytes frame)
{
    struct effect *new = append(e, EFFECT_SEND);
    new->peer = peer;
    new->bytes = keep(e, frame);
}

void effects_arm(struct effects *e, struct instant due)
{
    append(e, EFFECT_ARM)->due = due;
}

void effects_ask(struct effects *e, uint16_t peer, uint32_t id,
                 struct bytes question)
{
    struct effect *new = append(e, EFFECT_ASK);
    new->peer = peer;
    new->id = id;
    new->bytes = keep(e, question);
}

void effects_report(struct effects *e, uint16_t peer, uint32_t id,
                    struct bytes line)
{
    struct effect *new = append(e, EFFECT_REPORT);
    new->peer = peer;
    new->id = id;
    new->bytes = keep(e, line);
}

void effects_record(struct effects *e, uint32_t kind, struct bytes body)
{
    struct effect *new = append(e, EFFECT_RECORD);
    new->id = kind;
    new->bytes = keep(e, body);
}

void effects_finish(struct effects *e, uint32_t outcome)
{
    append(e, EFFECT_FINISH)->id = outcome;
}
