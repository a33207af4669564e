/* Looking at what happened in a corridor. */
#include "tests/rig/corridor.h"

#include <string.h>

struct message_item item_saying(enum move move, const char *text)
{
    struct message_item item = {.move = (uint8_t)move, .text = bytes_of(text)};

    package_clear(&item.package);
    return item;
}

struct message_item item_offering(unsigned militias, unsigned relief)
{
    struct message_item item = {.move = MOVE_OFFER,
                                .package = package_of(militias, relief)};

    return item;
}

static bool decode(const struct heard *h, struct message *out)
{
    struct frame frame;
    size_t used;

    return frame_decode((struct bytes){h->bytes, h->size}, &frame, &used) ==
               ERR_OK &&
           message_decode(frame.kind, frame.body, out) == ERR_OK;
}

bool corridor_heard(const struct corridor *c, uint8_t room,
                    enum message_kind kind, size_t n, struct message *out,
                    struct instant *time)
{
    const struct corridor_room *r = &c->room[room];

    for (size_t i = 0; i < r->heard_count; i++) {
        if (!decode(&r->heard[i], out) || out->kind != kind || n-- > 0)
            continue;
        if (time)
            *time = r->heard[i].time;
        return true;
    }
    return false;
}

size_t corridor_count(const struct corridor *c, uint8_t room,
                      enum message_kind kind)
{
    struct message m;
    size_t n = 0;

    while (corridor_heard(c, room, kind, n, &m, NULL))
        n++;
    return n;
}

bool corridor_told(const struct corridor *c, uint8_t room, enum move move,
                   size_t n, struct message *out, struct instant *time)
{
    for (size_t i = 0; corridor_heard(c, room, MESSAGE_TOLD, i, out, time); i++)
        if (out->as.told.move == move && n-- == 0)
            return true;
    return false;
}

size_t corridor_told_count(const struct corridor *c, uint8_t room,
                           enum move move)
{
    struct message m;
    size_t n = 0;

    while (corridor_told(c, room, move, n, &m, NULL))
        n++;
    return n;
}

bool corridor_note(const struct corridor *c, enum message_kind kind, size_t n,
                   struct message *out, struct instant *time)
{
    for (size_t i = 0; i < c->note_count; i++) {
        const struct noted *note = &c->notes[i];
        if (note->kind != kind || n-- > 0)
            continue;
        if (time)
            *time = note->time;
        return message_decode(kind, (struct bytes){note->bytes, note->size},
                              out) == ERR_OK;
    }
    return false;
}

bool corridor_leaked(const struct corridor *c, uint8_t room, const char *what)
{
    const struct corridor_room *r = &c->room[room];
    size_t size = strlen(what);

    for (size_t i = 0; i < r->heard_count; i++)
        for (size_t at = 0; at + size <= r->heard[i].size; at++)
            if (memcmp(r->heard[i].bytes + at, what, size) == 0)
                return true;
    return false;
}

static const struct heard *next_frame(const struct corridor_room *r, size_t *i)
{
    while (*i < r->heard_count && r->heard[*i].ack)
        ++*i;
    return *i < r->heard_count ? &r->heard[(*i)++] : NULL;
}

bool corridor_same(const struct corridor *a, const struct corridor *b,
                   uint8_t room)
{
    size_t i = 0, j = 0;

    for (;;) {
        const struct heard *x = next_frame(&a->room[room], &i);
        const struct heard *y = next_frame(&b->room[room], &j);

        if (!x || !y)
            return !x && !y;
        if (instant_compare(x->time, y->time) != 0 || x->size != y->size ||
            memcmp(x->bytes, y->bytes, x->size) != 0)
            return false;
    }
}

uint8_t corridor_receipt(const struct corridor *c, uint8_t room, uint32_t item)
{
    struct message m;
    uint8_t status = 0;

    for (size_t n = 0; corridor_heard(c, room, MESSAGE_RECEIPT, n, &m, NULL);
         n++)
        if (m.as.receipt.item == item)
            status = m.as.receipt.status;
    return status;
}
