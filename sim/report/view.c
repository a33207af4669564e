#include "sim/report/view.h"

#include "shuttle/frame.h"
#include "shuttle/memory.h"

#include <string.h>

bool view_shows(const struct record_entry *e, uint8_t room)
{
    return e->chain == RECORD_CANONICAL && e->peer == room &&
           (e->kind == RECORD_INPUT_MESSAGE || e->kind == RECORD_EFFECT_SEND);
}

/* What may be public, and to how many rooms it was told. */
struct candidate {
    struct publication p;
    uint8_t room; /* whose item it is */
    uint32_t item;
    struct bytes label;
    unsigned told;
};

struct gathering {
    struct candidate *list; /* owned */
    size_t count;
    size_t capacity;
    unsigned rooms;                   /* admitted */
    struct message_released released; /* why the next frame leaves */
};

static bool is_public(const struct message_told *t)
{
    return t->move == MOVE_ANNOUNCEMENT || t->move == MOVE_READ_OUT ||
           t->move == MOVE_NEWS;
}

/* The same thing told to another room before. */
static struct candidate *known(const struct gathering *g,
                               const struct message_told *t)
{
    for (size_t n = 0; n < g->count; n++) {
        struct candidate *c = &g->list[n];

        if (t->move == MOVE_NEWS
                ? c->p.move == MOVE_NEWS && bytes_equal(c->label, t->label)
                : c->p.move == t->move && c->room == g->released.room &&
                      c->item == g->released.item)
            return c;
    }
    return NULL;
}

static enum err add(struct gathering *g, struct instant now,
                    const struct message_told *t)
{
    struct candidate *c = known(g, t);

    if (c) {
        c->told++;
        return ERR_OK;
    }
    if (g->count == g->capacity) {
        size_t more = g->capacity ? 2 * g->capacity : 16;
        void *grown = memory_grow(g->list, more, sizeof(*g->list));
        if (!grown)
            return ERR_MEMORY;
        g->list = grown;
        g->capacity = more;
    }
    c = &g->list[g->count++];
    *c = (struct candidate){.p = {.when = now,
                                  .move = (enum move)t->move,
                                  .from = t->from,
                                  .text = t->text,
                                  .gloss = t->gloss},
                            .room = g->released.room,
                            .item = g->released.item,
                            .label = t->label,
                            .told = 1};
    if (t->move == MOVE_ANNOUNCEMENT && t->due.us != INT64_MAX)
        c->p.when = t->due;
    return ERR_OK;
}

static enum err gather(struct gathering *g, const struct record_entry *e)
{
    struct message m;
    struct frame f;
    size_t used;

    if (e->kind == RECORD_EFFECT_RECORD &&
        message_decode(e->id, e->body, &m) == ERR_OK) {
        if (m.kind == MESSAGE_ADMITTED)
            g->rooms++;
        else if (m.kind == MESSAGE_RELEASED)
            g->released = m.as.released;
    } else if (e->kind == RECORD_EFFECT_SEND &&
               frame_decode(e->body, &f, &used) == ERR_OK &&
               f.kind == MESSAGE_TOLD &&
               message_decode(f.kind, f.body, &m) == ERR_OK &&
               is_public(&m.as.told)) {
        return add(g, e->time, &m.as.told);
    }
    return ERR_OK;
}

/* The earliest that was not given yet; of those at one time the first told. */
static struct candidate *next(struct gathering *g)
{
    struct candidate *first = NULL;

    for (size_t n = 0; n < g->count; n++) {
        struct candidate *c = &g->list[n];
        bool whole = c->p.move != MOVE_NEWS || c->told >= g->rooms;

        if (c->told && whole &&
            (!first || instant_compare(c->p.when, first->p.when) < 0))
            first = c;
    }
    return first;
}

enum err view_public(struct bytes record, view_take *take, void *arg,
                     struct diag *diag)
{
    struct gathering g = {.list = NULL};
    struct record_reader r;
    struct record_entry e;
    enum err err = record_open(&r, record, diag);
    struct candidate *c;

    while (!err && (err = record_next(&r, &e, diag)) == ERR_OK)
        err = gather(&g, &e);
    if (err == ERR_MORE)
        err = ERR_OK;
    while (!err && (c = next(&g)) != NULL) {
        take(arg, &c->p);
        c->told = 0;
    }
    memory_free(g.list);
    return err;
}
