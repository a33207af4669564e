#include "sim/report/roads.h"

#include "sim/report/words.h"
#include "sim/report/wrap.h"

#include "shuttle/frame.h"
#include "shuttle/memory.h"
#include "shuttle/record.h"

#include <stdlib.h>

struct said {
    uint8_t room;
    uint8_t mediator;
    struct message_item item;
};

struct heard {
    uint8_t room;
    uint8_t mediator;
    struct instant at;
    struct message_told told;
};

struct search {
    const struct scenario *whole;
    struct said *said; /* owned */
    size_t said_count, said_capacity;
    struct heard *heard; /* owned */
    size_t heard_count, heard_capacity;
    struct roads *out;
    size_t capacity;
    bool failed;
};

/* Room for one more of a list; NULL when memory is out. */
static void *grow(struct search *s, void *list, size_t count, size_t *capacity,
                  size_t size)
{
    size_t more = *capacity ? 2 * *capacity : 32;
    void *grown;

    if (count < *capacity)
        return list;
    grown = memory_grow(list, more, size);
    if (grown)
        *capacity = more;
    else
        s->failed = true;
    return grown;
}

static void on_item(struct search *s, uint8_t room, uint8_t mediator,
                    const struct message_item *m)
{
    struct said *list =
        grow(s, s->said, s->said_count, &s->said_capacity, sizeof(*list));

    if (!list)
        return;
    s->said = list;
    list[s->said_count++] = (struct said){room, mediator, *m};
}

static void on_told(struct search *s, uint8_t room, uint8_t mediator,
                    struct instant at, const struct message_told *m)
{
    struct heard *list =
        grow(s, s->heard, s->heard_count, &s->heard_capacity, sizeof(*list));

    if (!list)
        return;
    s->heard = list;
    list[s->heard_count++] = (struct heard){room, mediator, at, *m};
}

static void read_entry(struct search *s, uint8_t room,
                       const struct record_entry *e)
{
    uint8_t mediator = channel_mediator(s->whole, room, e->peer);
    struct frame f;
    struct message m;
    size_t used;
    bool frame =
        e->chain == RECORD_CANONICAL &&
        (e->kind == RECORD_EFFECT_SEND || e->kind == RECORD_INPUT_MESSAGE);

    if (!frame || frame_decode(e->body, &f, &used) != ERR_OK ||
        (f.kind != MESSAGE_ITEM && f.kind != MESSAGE_TOLD) ||
        message_decode(f.kind, f.body, &m) != ERR_OK)
        return;
    if (m.kind == MESSAGE_ITEM)
        on_item(s, room, mediator, &m.as.item);
    else
        on_told(s, room, mediator, f.time, &m.as.told);
}

static void read_room(struct search *s, const struct run_file *file)
{
    struct record_reader reader;
    struct record_entry e;

    if (record_open(&reader, file->bytes, NULL) != ERR_OK ||
        reader.head.role != 1 || reader.head.room >= s->whole->room_count)
        return;
    while (record_next(&reader, &e, NULL) == ERR_OK && !s->failed)
        read_entry(s, reader.head.room, &e);
}

/* The author said the same: in the same words, or naming the same options
 * without any. */
static bool is_same(const struct message_item *a, const struct message_item *b)
{
    bool anything = a->text.size > 0 || !package_is_empty(&a->package);

    return anything && a->move != MOVE_REPLY && a->move != MOVE_WITHDRAWAL &&
           bytes_equal(a->text, b->text) &&
           package_equal(&a->package, &b->package);
}

static uint64_t handle_in(const struct message_item *m, uint8_t room)
{
    for (uint8_t n = 0; n < m->handles.count; n++)
        if (m->handles.entry[n].room == room)
            return m->handles.entry[n].handle;
    return 0;
}

/* Where an item was told in a room, or NULL: under the author's handle, else in
 * the author's name and words. */
static const struct heard *telling_of(const struct search *s,
                                      const struct said *i, uint8_t room)
{
    uint64_t handle = handle_in(&i->item, room);

    for (size_t n = 0; n < s->heard_count; n++) {
        const struct heard *h = &s->heard[n];
        bool named =
            handle ? h->told.handle == handle
                   : h->told.from == i->room &&
                         bytes_equal(h->told.text, i->item.text) &&
                         package_equal(&h->told.package, &i->item.package);
        if (h->room == room && h->mediator == i->mediator && named)
            return h;
    }
    return NULL;
}

static void add(struct search *s, const struct said *a, const struct said *b,
                uint8_t room)
{
    const struct heard *one = telling_of(s, a, room);
    const struct heard *two = telling_of(s, b, room);
    bool swap = one && two && two->at.us < one->at.us;
    const struct said *first = swap ? b : a, *second = swap ? a : b;
    struct road_pair *list;

    if (!one || !two)
        return;
    list = grow(s, s->out->pair, s->out->count, &s->capacity, sizeof(*list));
    if (!list)
        return;
    s->out->pair = list;
    list[s->out->count++] = (struct road_pair){
        .author = a->room,
        .to = room,
        .text = a->item.text,
        .package = a->item.package,
        .road = {
            {first->mediator, first->item.item, swap ? two->at : one->at},
            {second->mediator, second->item.item, swap ? one->at : two->at}}};
}

static int by_room_and_time(const void *a, const void *b)
{
    const struct road_pair *x = a, *y = b;

    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    if (x->road[1].told.us != y->road[1].told.us)
        return x->road[1].told.us < y->road[1].told.us ? -1 : 1;
    if (x->author != y->author)
        return x->author < y->author ? -1 : 1;
    if (x->road[1].mediator != y->road[1].mediator)
        return x->road[1].mediator < y->road[1].mediator ? -1 : 1;
    return (x->road[1].item > y->road[1].item) -
           (x->road[1].item < y->road[1].item);
}

static void pair_all(struct search *s)
{
    for (size_t i = 0; i < s->said_count && !s->failed; i++)
        for (size_t j = i + 1; j < s->said_count && !s->failed; j++) {
            const struct said *a = &s->said[i], *b = &s->said[j];
            if (a->room != b->room || a->mediator == b->mediator ||
                !is_same(&a->item, &b->item))
                continue;
            for (uint8_t r = 0; r < s->whole->room_count; r++)
                add(s, a, b, r);
        }
    if (s->out->count > 1)
        qsort(s->out->pair, s->out->count, sizeof(*s->out->pair),
              by_room_and_time);
}

enum err roads_find(const struct scenario *whole, const struct run_folder *f,
                    struct roads *out)
{
    struct search s = {.whole = whole, .out = out};

    *out = (struct roads){0};
    for (size_t n = 0; n < f->room_count && whole->mediator_count > 1; n++)
        read_room(&s, &f->room[n]);
    pair_all(&s);
    memory_free(s.said);
    memory_free(s.heard);
    if (s.failed)
        roads_fini(out);
    return s.failed ? ERR_MEMORY : ERR_OK;
}

void roads_fini(struct roads *r)
{
    memory_free(r->pair);
    *r = (struct roads){0};
}

static void put_first(struct page *w, const struct scenario *whole,
                      const struct road_pair *p)
{
    words_item(w, whole, p->author, p->road[0].item);
    page_format(w, " by %s, in ", whole->mediators[p->road[0].mediator].id);
    words_party(w, whole, p->to);
    page_text(w, " at ");
    page_time(w, p->road[0].told);
    page_text(w, ": ");
    if (p->text.size)
        words_quote(w, p->text);
    else
        words_package(w, whole, &p->package);
}

static void put_second(struct page *w, const struct scenario *whole,
                       const struct road_pair *p)
{
    struct instant later = {p->road[1].told.us - p->road[0].told.us};

    page_format(w, "also by %s, ", whole->mediators[p->road[1].mediator].id);
    words_item(w, whole, p->author, p->road[1].item);
    page_text(w, " there, told ");
    if (later.us == 0) {
        page_text(w, "at the same time");
        return;
    }
    page_time(w, later);
    page_text(w, " later");
}

void roads_print(struct page *out, const struct scenario *whole,
                 const struct roads *r, unsigned width)
{
    struct page words = {0};

    if (r->count)
        page_text(out, "the same message by two roads\n");
    for (size_t n = 0; n < r->count; n++) {
        page_clear(&words);
        put_first(&words, whole, &r->pair[n]);
        wrap_paragraph(out, &words, 2, width);
        page_clear(&words);
        put_second(&words, whole, &r->pair[n]);
        wrap_paragraph(out, &words, 4, width);
    }
    if (r->count)
        page_text(out, "\n");
    page_fini(&words);
}
