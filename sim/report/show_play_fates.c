#include "sim/report/show_play_parts.h"

#include "shuttle/memory.h"

#include <stdlib.h>
#include <string.h>

static void add_lines(struct fates *f, const struct lines *lines, uint8_t owner,
                      uint8_t round)
{
    /* What goes by another mediator is not shown here. */
    for (uint16_t n = 0; n < lines->count; n++)
        if (owner == FROM_MEDIATOR || lines->line[n].via == f->in->by)
            f->list[f->count++] = (struct fate){
                .line = &lines->line[n], .owner = owner, .round = round};
}

static enum err list_lines(struct fates *f)
{
    const struct scenario *s = f->whole;
    size_t all = 1;

    for (uint8_t n = 0; n < s->round_count; n++) {
        all += s->rounds[n].mediator.count;
        for (uint8_t r = 0; r < s->room_count; r++)
            all += s->rounds[n].room[r].count;
    }
    f->list = memory_new(all, sizeof(*f->list));
    if (f->list == NULL)
        return ERR_MEMORY;
    for (uint8_t n = 0; n < s->round_count; n++) {
        for (uint8_t r = 0; r < s->room_count; r++)
            add_lines(f, &s->rounds[n].room[r], r, n);
        add_lines(f, &s->rounds[n].mediator, FROM_MEDIATOR, n);
    }
    return ERR_OK;
}

struct fate *fates_item(struct fates *f, unsigned owner, uint32_t item)
{
    for (uint32_t n = 0; item > 0 && n < f->count; n++)
        if (f->list[n].owner == owner && f->list[n].item == item)
            return &f->list[n];
    return NULL;
}

struct fate *fates_id(struct fates *f, struct bytes id)
{
    for (uint32_t n = 0; n < f->count; n++)
        if (bytes_equal(bytes_of(f->list[n].line->id), id))
            return &f->list[n];
    return NULL;
}

static enum err add_aside(struct fates *f, struct aside a)
{
    if (f->aside_count == f->aside_capacity) {
        uint32_t more = f->aside_capacity > 0 ? 2 * f->aside_capacity : 16;
        struct aside *grown = memory_grow(f->asides, more, sizeof(*grown));

        if (grown == NULL)
            return ERR_MEMORY;
        f->asides = grown;
        f->aside_capacity = more;
    }
    f->asides[f->aside_count++] = a;
    return ERR_OK;
}

static enum err on_line(struct fates *f, const struct message_line *m,
                        uint8_t room, struct instant time)
{
    struct fate *fate = fates_id(f, m->id);

    if (fate == NULL)
        return ERR_OK;
    if (m->state >= FATE_HANDED && m->state <= FATE_BEYOND)
        fate->state = (enum fate_state)m->state;
    fate->item = m->item;
    if (fate->state == FATE_HANDED && m->item > 0)
        return ERR_OK;
    return add_aside(f,
                     (struct aside){.time = time, .room = room, .fate = fate});
}

/* A line that went by another mediator than the first. */
static enum err on_line_by(struct fates *f, const struct message_line_by *m,
                           uint8_t room, struct instant time)
{
    struct message_line line = {.id = m->id};

    line.state = m->state;
    line.item = m->item;
    return f->in->by > 0 && f->in->channel[room] == (int)m->channel
               ? on_line(f, &line, room, time)
               : ERR_OK;
}

static enum err on_entry(struct fates *f, const struct record_entry *e,
                         uint8_t room)
{
    struct message m;

    if (e->chain != RECORD_CANONICAL || e->kind != RECORD_EFFECT_RECORD ||
        message_decode(e->id, e->body, &m) != ERR_OK)
        return ERR_OK;
    if (m.kind == MESSAGE_LINE)
        return on_line(f, &m.as.line, room, e->time);
    if (m.kind == MESSAGE_LINE_BY)
        return on_line_by(f, &m.as.line_by, room, e->time);
    if (m.kind == MESSAGE_CAPITAL && f->in->by == 0)
        return add_aside(f, (struct aside){.time = e->time,
                                           .room = room,
                                           .capital = m.as.capital.state,
                                           .package = m.as.capital.package,
                                           .due = m.as.capital.due});
    return ERR_OK;
}

static enum err read_room(struct fates *f, struct bytes bytes, uint8_t room,
                          struct diag *diag)
{
    struct record_reader reader;
    struct record_entry entry;
    enum err e = record_open(&reader, bytes, diag);

    while (!e) {
        e = record_next(&reader, &entry, diag);
        if (!e)
            e = on_entry(f, &entry, room);
    }
    return e == ERR_MORE ? ERR_OK : e;
}

/* What a capital answered before what is done on it; lines before what they
 * asked of the capital. */
static bool comes_after(const struct aside *a, const struct aside *b)
{
    int time = instant_compare(a->time, b->time);
    bool answer_a = aside_is_answer(a), answer_b = aside_is_answer(b);

    if (time != 0)
        return time > 0;
    if (answer_a != answer_b)
        return answer_b;
    if (a->room != b->room)
        return a->room > b->room;
    return a->fate == NULL && b->fate != NULL;
}

/* By time and room; else asides keep the order in which they were noted. */
static void sort_asides(struct fates *f)
{
    for (uint32_t n = 1; n < f->aside_count; n++) {
        struct aside a = f->asides[n];
        uint32_t at = n;

        for (; at > 0 && comes_after(&f->asides[at - 1], &a); at--)
            f->asides[at] = f->asides[at - 1];
        f->asides[at] = a;
    }
}

enum err fates_make(struct fates *f, const struct show_play *in,
                    struct diag *diag)
{
    *f = (struct fates){.whole = in->whole, .in = in};
    enum err e = list_lines(f);

    for (uint8_t r = 0; r < in->whole->room_count && !e; r++)
        e = read_room(f, in->room[r], r, diag);
    sort_asides(f);
    return e;
}

void fates_fini(struct fates *f)
{
    memory_free(f->list);
    memory_free(f->asides);
    f->list = NULL;
    f->asides = NULL;
}
