#include "leak_first.h"

#include "otherwise.h"

#include "shuttle/frame.h"

#include <string.h>

/* The frames that one room read. */
struct frames {
    struct record_reader reader;
    struct record_entry entry;
    struct frame frame;
};

static bool frames_next(struct frames *f)
{
    size_t used;

    while (record_next(&f->reader, &f->entry, NULL) == ERR_OK)
        if (f->entry.kind == RECORD_INPUT_MESSAGE &&
            frame_decode(f->entry.body, &f->frame, &used) == ERR_OK)
            return true;
    return false;
}

static size_t first_byte(struct bytes a, struct bytes b)
{
    size_t n = 0;

    while (n < a.size && n < b.size && a.data[n] == b.data[n])
        n++;
    return n;
}

/* The item that was told under this handle, by the record of the mediator that
 * told it. */
static void find_item(const struct trial *t, const struct leak_plan *p,
                      uint64_t handle, struct leak_first *out)
{
    size_t n = out->by ? p->whole->room_count + out->by : 0;
    uint8_t to = p->to;
    struct record_reader reader;
    struct record_entry e;
    struct message m;

    if (record_open(&reader, tail_bytes(&t->records[n]), NULL))
        return;
    while (record_next(&reader, &e, NULL) == ERR_OK)
        if (e.kind == RECORD_EFFECT_RECORD && e.id == MESSAGE_RELEASED &&
            message_decode(e.id, e.body, &m) == ERR_OK &&
            m.as.released.to == to && m.as.released.handle == handle) {
            out->author = m.as.released.room;
            out->item = m.as.released.item;
        }
}

static const char *line_id(const struct scenario *whole, uint8_t room,
                           struct bytes id)
{
    for (uint8_t r = 0; r < whole->round_count; r++) {
        const struct lines *lines = &whole->rounds[r].room[room];
        for (uint16_t n = 0; n < lines->count; n++)
            if (bytes_equal(id, bytes_of(lines->line[n].id)))
                return lines->line[n].id;
    }
    return NULL;
}

/* Items have a number for each mediator that they went by: does this note say
 * which line the item came from? */
static bool is_of(const struct message *m, const struct scenario *whole,
                  const struct leak_first *f, struct bytes *id)
{
    bool first = m->kind == MESSAGE_LINE;
    uint16_t channel = first ? 0 : m->as.line_by.channel;

    *id = first ? m->as.line.id : m->as.line_by.id;
    return (first ? m->as.line.item : m->as.line_by.item) == f->item &&
           channel_mediator(whole, f->author, channel) == f->by;
}

/* The author's line that this item came from. */
static void find_line(const struct trial *t, const struct scenario *whole,
                      struct leak_first *out)
{
    struct record_reader reader;
    struct record_entry e;
    struct message m;

    if (out->author >= whole->room_count || out->item == 0 ||
        record_open(&reader, tail_bytes(&t->records[1 + out->author]), NULL))
        return;
    while (record_next(&reader, &e, NULL) == ERR_OK) {
        struct bytes id;

        if (e.kind == RECORD_EFFECT_RECORD &&
            (e.id == MESSAGE_LINE || e.id == MESSAGE_LINE_BY) &&
            message_decode(e.id, e.body, &m) == ERR_OK &&
            is_of(&m, whole, out, &id))
            out->line = line_id(whole, out->author, id);
    }
}

static void say_what_it_is(const struct trial *t, const struct leak_plan *p,
                           const struct frames *from, struct leak_first *out)
{
    const struct frame *f = &from->frame;
    struct message m;

    out->by = channel_mediator(p->whole, p->to, from->entry.peer);
    out->frame = f->number;
    out->at = f->time;
    out->kind = message_name(f->kind);
    if (f->kind != MESSAGE_TOLD ||
        message_decode(f->kind, f->body, &m) != ERR_OK)
        return;
    find_item(t, p, m.as.told.handle, out);
    find_line(t, p->whole, out);
}

static void compare(const struct trial *one, const struct trial *two,
                    const struct leak_plan *p, struct leak_first *out)
{
    struct frames a, b;

    if (record_open(&a.reader, tail_bytes(&one->records[1 + p->to]), NULL) ||
        record_open(&b.reader, tail_bytes(&two->records[1 + p->to]), NULL))
        return;
    for (;;) {
        bool more_a = frames_next(&a), more_b = frames_next(&b);

        if (!more_a && !more_b)
            return;
        if (more_a && more_b && a.entry.peer == b.entry.peer &&
            bytes_equal(a.entry.body, b.entry.body))
            continue;
        out->differs = true;
        if (more_a && more_b)
            out->byte = first_byte(a.entry.body, b.entry.body);
        say_what_it_is(more_a ? one : two, p, more_a ? &a : &b, out);
        return;
    }
}

enum err leak_first_find(const struct leak_plan *plan, struct stage *stage,
                         struct leak_first *out, struct diag *diag)
{
    uint32_t values[2] = {out->a, out->b};
    struct trial trial[2] = {{.records = {{0}}}, {.records = {{0}}}};
    struct otherwise *o = memory_new(1, sizeof(*o));
    enum err e =
        o ? ERR_OK : diag_set(diag, ERR_MEMORY, "no memory to compare");

    out->author = FROM_NOBODY;
    out->kind = "nothing";
    for (unsigned n = 0; n < 2 && !e; n++) {
        e = otherwise_init(o, stage, plan->secret, values[n], diag);
        if (!e)
            e = trial_run(&trial[n], stage, diag);
        otherwise_fini(o, stage, plan->whole);
    }
    if (!e)
        compare(&trial[0], &trial[1], plan, out);
    trial_fini(&trial[0]);
    trial_fini(&trial[1]);
    memory_free(o);
    return e;
}
