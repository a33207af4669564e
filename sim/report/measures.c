#include "sim/report/measures_private.h"

#include "shuttle/frame.h"

#include <string.h>

#define THOUSAND 1000u

#define UNTELLABLE                                                             \
    (CAVEAT_HYPOTHETICAL | CAVEAT_FOR_JUDGEMENT | CAVEAT_MEDIATOR_ONLY)

static bool gather_lines(struct measures_reader *r)
{
    const struct scenario *s = r->whole;
    uint32_t n = 0;

    for (uint8_t round = 0; round < s->round_count; round++)
        for (uint8_t room = 0; room < s->room_count; room++)
            n += s->rounds[round].room[room].count;
    r->line = memory_new(n + 1, sizeof(const struct line *));
    r->line_room = memory_new(n + 1, 1);
    if (!r->line || !r->line_room)
        return false;
    for (uint8_t round = 0; round < s->round_count; round++)
        for (uint8_t room = 0; room < s->room_count; room++) {
            const struct lines *lines = &s->rounds[round].room[room];
            for (uint16_t i = 0; i < lines->count; i++) {
                r->line_room[r->line_count] = room;
                r->line[r->line_count++] = &lines->line[i];
            }
        }
    return true;
}

struct measures_reader *measures_new(const struct scenario *whole)
{
    struct measures_reader *r = memory_new(1, sizeof(*r));

    if (!r)
        return NULL;
    r->whole = whole;
    if (gather_lines(r))
        return r;
    measures_free(r);
    return NULL;
}

void measures_free(struct measures_reader *r)
{
    if (!r)
        return;
    for (unsigned m = 0; m < MEDIATORS_MAX; m++)
        for (unsigned n = 0; n < ROOMS_MAX; n++)
            memory_free(r->channel[m].author[n].items);
    memory_free(r->line);
    memory_free(r->line_room);
    memory_free(r);
}

uint32_t measures_line_count(const struct measures_reader *r)
{
    return r->line_count;
}

const struct line *measures_line(const struct measures_reader *r, uint32_t n,
                                 uint8_t *room)
{
    *room = r->line_room[n];
    return r->line[n];
}

static void wait_add(struct waits *w, int64_t us)
{
    w->count++;
    w->sum += us;
    if (us > w->longest)
        w->longest = us;
}

static struct author *author_of(struct measures_reader *r, uint8_t room)
{
    return &r->channel[r->by].author[room];
}

static struct measures_mediator *way(struct measures_reader *r)
{
    return &r->out->mediator[r->by];
}

/* The item of this author and number, made when wanted; NULL: none, or no
 * memory. */
static struct known *item_of(struct measures_reader *r, uint8_t room,
                             uint32_t number, bool make)
{
    struct author *a;

    if (room >= r->whole->room_count || number == 0)
        return NULL;
    a = author_of(r, room);
    if (number <= a->count)
        return &a->items[number - 1];
    if (!make || number != a->count + 1)
        return NULL;
    if (a->count == a->capacity) {
        uint32_t more = a->capacity ? 2 * a->capacity : 64;
        void *grown = memory_grow(a->items, more, sizeof(*a->items));
        if (!grown)
            return NULL;
        a->items = grown;
        a->capacity = more;
    }
    a->items[a->count] =
        (struct known){.handed = -1, .taken = -1, .line = UINT32_MAX};
    return &a->items[a->count++];
}

/* The rooms' own records say which line an item came from. */
static bool on_line(struct measures_reader *r, uint8_t room, uint32_t number,
                    struct bytes id)
{
    struct known *item = NULL;

    for (uint32_t n = 1; n <= number; n++)
        if (!(item = item_of(r, room, n, true)))
            return false;
    for (uint32_t n = 0; item && n < r->line_count; n++)
        if (r->line_room[n] == room &&
            bytes_equal(id, bytes_of(r->line[n]->id)))
            item->line = n;
    return true;
}

static bool on_room_note(struct measures_reader *r, uint8_t room,
                         const struct message *m)
{
    if (m->kind == MESSAGE_LINE) {
        r->by = channel_mediator(r->whole, room, 0);
        return on_line(r, room, m->as.line.item, m->as.line.id);
    }
    if (m->kind != MESSAGE_LINE_BY)
        return true;
    r->by = channel_mediator(r->whole, room, m->as.line_by.channel);
    return on_line(r, room, m->as.line_by.item, m->as.line_by.id);
}

static bool on_handed(struct measures_reader *r, uint8_t room, int64_t now,
                      const struct message_item *m, size_t size)
{
    struct known *item = item_of(r, room, m->item, true);

    if (!item)
        return m->item != author_of(r, room)->count + 1;
    item->handed = now;
    item->size = size;
    item->bits = m->caveats.bits;
    item->move = (enum move)m->move;
    item->open = !m->caveats.bits && !m->to && m->move != MOVE_CONFIDENCE;
    r->out->room[room].handed++;
    if (item->line != UINT32_MAX)
        r->lines[item->line].handed = true;
    if (item->move == MOVE_CONFIDENCE || item->bits & LIMITING)
        r->out->confidences++;
    return true;
}

static void on_taken(struct measures_reader *r, const struct message_taken *m,
                     int64_t now)
{
    struct known *item = item_of(r, m->room, m->item, false);

    if (!item || item->handed < 0)
        return;
    item->taken = now;
    wait_add(&r->out->room[m->room].taking, now - item->handed);
    wait_add(&way(r)->taking, now - item->handed);
    if (item->line != UINT32_MAX) {
        r->lines[item->line].taken = true;
        r->lines[item->line].taking = now - item->handed;
    }
}

static bool is_breach(const struct known *item, uint8_t form)
{
    uint8_t demanded = caveat_form(item->bits);

    return item->bits & UNTELLABLE ||
           (demanded != FORM_NONE && demanded != form);
}

static void on_released(struct measures_reader *r,
                        const struct message_released *m, int64_t now)
{
    struct known *item = item_of(r, m->room, m->item, false);

    r->released = *m;
    r->is_released = true;
    if (m->to < r->whole->room_count)
        r->out->room[m->to].heard++;
    if (m->room == FROM_MEDIATOR)
        r->out->own++;
    if (!item || item->taken < 0)
        return;
    r->out->crossings++;
    way(r)->crossings++;
    if (m->form < sizeof(r->out->form) / sizeof(*r->out->form))
        r->out->form[m->form]++;
    wait_add(&r->out->room[m->room].telling, now - item->taken);
    wait_add(&way(r)->telling, now - item->taken);
    if (item->line != UINT32_MAX && !item->told) {
        r->lines[item->line].told = true;
        r->lines[item->line].telling = now - item->taken;
    }
    item->told = true;
    item->breached |= is_breach(item, m->form);
}

/* The observer's guess for a frame that tells an item of another room. */
static void on_sent(struct measures_reader *r, uint8_t to, size_t size)
{
    struct known *guess = NULL;
    size_t nearest = SIZE_MAX;
    uint32_t candidates = 0;

    if (!r->is_released || r->released.to != to)
        return;
    r->is_released = false;
    if (r->released.room >= r->whole->room_count)
        return;
    for (uint8_t room = 0; room < r->whole->room_count; room++) {
        const struct author *a = author_of(r, room);

        for (uint32_t n = 0; room != to && n < a->count; n++) {
            struct known *item = &a->items[n];
            size_t off =
                item->size > size ? item->size - size : size - item->size;

            if (item->handed < 0 || item->guessed >> to & 1)
                continue;
            candidates++;
            if (off < nearest ||
                (off == nearest && guess && item->handed > guess->handed)) {
                nearest = off;
                guess = item;
            }
        }
    }
    if (!guess)
        return;
    guess->guessed |= (uint16_t)(1u << to);
    r->out->linked +=
        guess == item_of(r, r->released.room, r->released.item, false);
    r->out->linked_by_chance += THOUSAND / candidates;
}

static void on_disposed(struct measures *out, const struct message_disposed *m)
{
    out->withheld += m->disposition == DISPOSITION_WITHHELD;
    out->expired += m->disposition == DISPOSITION_EXPIRED;
    out->withdrawn += m->disposition == DISPOSITION_WITHDRAWN;
    out->held += m->disposition == DISPOSITION_HELD;
    out->untaken += m->disposition == DISPOSITION_UNTAKEN;
}

/* Noted as proto/program.c words it. */
static bool is_failure(const struct message_fault *m)
{
    static const char words[] = "the program of ";

    return m->room == FROM_MEDIATOR && m->reason.size >= sizeof(words) - 1 &&
           memcmp(m->reason.data, words, sizeof(words) - 1) == 0;
}

static void on_note(struct measures_reader *r, const struct message *m,
                    int64_t now)
{
    struct measures *out = r->out;
    struct channel *c = &r->channel[r->by];

    if (m->kind == MESSAGE_TAKEN) {
        on_taken(r, &m->as.taken, now);
    } else if (m->kind == MESSAGE_RELEASED) {
        on_released(r, &m->as.released, now);
    } else if (m->kind == MESSAGE_DISPOSED) {
        if (m->as.disposed.room != FROM_MEDIATOR)
            on_disposed(out, &m->as.disposed);
    } else if (m->kind == MESSAGE_WALKED) {
        out->walks++;
        way(r)->walks++;
        out->walked += m->as.walked.arrives.us - now;
        if (m->as.walked.carrier < CARRIERS_MAX)
            c->arrives[m->as.walked.carrier] = m->as.walked.arrives.us;
    } else if (m->kind == MESSAGE_VISITED &&
               m->as.visited.state == VISIT_BEGAN) {
        if (m->as.visited.room < r->whole->room_count)
            out->room[m->as.visited.room].visits++;
        way(r)->visits++;
        if (m->as.visited.carrier >= c->carriers)
            c->carriers = (uint8_t)(m->as.visited.carrier + 1);
    } else if (m->kind == MESSAGE_FAULT) {
        if (is_failure(&m->as.fault))
            out->failed++;
        else
            out->faults++;
    }
}

static bool on_entry(struct measures_reader *r, const struct record_entry *e)
{
    struct message m;
    struct frame f;
    size_t used;

    if (e->chain != RECORD_CANONICAL)
        return true;
    if (e->kind == RECORD_EFFECT_RECORD) {
        if (message_decode(e->id, e->body, &m) == ERR_OK)
            on_note(r, &m, e->time.us);
    } else if (e->kind == RECORD_INPUT_MESSAGE) {
        if (e->peer < r->whole->room_count &&
            frame_decode(e->body, &f, &used) == ERR_OK &&
            f.kind == MESSAGE_ITEM &&
            message_decode(f.kind, f.body, &m) == ERR_OK)
            return on_handed(r, (uint8_t)e->peer, e->time.us, &m.as.item,
                             f.body.size);
    } else if (e->kind == RECORD_EFFECT_SEND) {
        if (e->body.size >= FRAME_HEADER_SIZE)
            on_sent(r, (uint8_t)e->peer, e->body.size - FRAME_HEADER_SIZE);
    }
    return true;
}

static enum err read_room(struct measures_reader *r, struct bytes record,
                          uint8_t room)
{
    struct record_reader reader;
    struct record_entry e;
    struct message m;
    enum err err = record_open(&reader, record, NULL);
    bool well = true;

    while (!err && well && (err = record_next(&reader, &e, NULL)) == ERR_OK)
        if (e.kind == RECORD_EFFECT_RECORD &&
            (e.id == MESSAGE_LINE || e.id == MESSAGE_LINE_BY) &&
            message_decode(e.id, e.body, &m) == ERR_OK)
            well = on_room_note(r, room, &m);
    if (!well)
        return ERR_MEMORY;
    return err == ERR_MORE && reader.closed ? ERR_OK : err;
}

static enum err read_mediator(struct measures_reader *r, struct bytes record,
                              struct tally *tally)
{
    struct record_reader reader;
    struct record_entry e;
    enum err err = record_open(&reader, record, NULL);
    bool well = true;

    r->is_released = false;
    while (!err && well && (err = record_next(&reader, &e, NULL)) == ERR_OK) {
        tally_entry(tally, &e);
        well = on_entry(r, &e);
    }
    if (!well)
        return ERR_MEMORY;
    return err == ERR_MORE && reader.closed ? ERR_OK : err;
}

/* The mediators but for the first, whose tally they are added to. */
static enum err read_further(struct measures_reader *r,
                             const struct bytes *records, struct tally *all)
{
    const struct scenario *s = r->whole;
    enum err e = ERR_OK;

    for (r->by = 1; r->by < s->mediator_count && !e; r->by++) {
        struct tally tally;

        tally_init(&tally, s);
        e = read_mediator(r, records[s->room_count + r->by], &tally);
        tally_add(all, &tally, r->by);
        tally_fini(&tally);
    }
    return e;
}

static void begin(struct measures_reader *r)
{
    r->is_released = false;
    for (uint8_t m = 0; m < r->whole->mediator_count; m++) {
        struct channel *c = &r->channel[m];

        c->carriers = 0;
        memset(c->arrives, 0, sizeof(c->arrives));
        for (uint8_t n = 0; n < r->whole->room_count; n++)
            c->author[n].count = 0;
    }
}

enum err measures_read(struct measures_reader *r, const struct bytes *records,
                       struct measures *out, struct measures_line *lines)
{
    struct tally tally;
    enum err e = ERR_OK;

    memset(out, 0, sizeof(*out));
    memset(lines, 0, r->line_count * sizeof(*lines));
    r->out = out;
    r->lines = lines;
    begin(r);
    tally_init(&tally, r->whole);
    for (uint8_t n = 0; n < r->whole->room_count && !e; n++)
        e = read_room(r, records[1 + n], n);
    r->by = 0;
    if (!e)
        e = read_mediator(r, records[0], &tally);
    if (!e)
        e = read_further(r, records, &tally);
    if (!e) {
        measures_end(r, &tally);
    }
    tally_fini(&tally);
    return e;
}
