#include "sim/report/measures.h"

#include "sim/report/tally.h"

#include "shuttle/frame.h"

#include <assert.h>
#include <string.h>

#define THOUSAND 1000u

/* Caveats that limit where or how an item may be told. */
#define LIMITING                                                               \
    (CAVEAT_AS_MEDIATOR_IDEA | CAVEAT_HYPOTHETICAL | CAVEAT_IF_ASKED |         \
     CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_SIMULTANEOUS | CAVEAT_FOR_JUDGEMENT |  \
     CAVEAT_MEDIATOR_ONLY)
#define UNTELLABLE                                                             \
    (CAVEAT_HYPOTHETICAL | CAVEAT_FOR_JUDGEMENT | CAVEAT_MEDIATOR_ONLY)

/* An item as the mediator's record shows it. */
struct known {
    int64_t handed; /* -1: not this number */
    int64_t taken;  /* -1: not yet */
    size_t size;    /* of the body of its frame */
    uint16_t bits;
    enum move move;
    bool told;
    bool breached;
    uint16_t guessed; /* bit per room where the observer used it up */
    uint32_t line;    /* UINT32_MAX: none */
};

struct author {
    struct known *items; /* owned; by number from 1 */
    uint32_t count;
    uint32_t capacity;
};

struct measures_reader {
    const struct scenario *whole;
    struct author author[ROOMS_MAX];
    const struct line **line; /* owned */
    uint8_t *line_room;       /* owned */
    uint32_t line_count;
    struct measures *out;
    struct measures_line *lines;
    struct message_released released; /* the telling whose frame comes next */
    bool is_released;
    uint8_t carriers;              /* seen coming in */
    int64_t arrives[CARRIERS_MAX]; /* where each walked last */
};

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
    for (unsigned n = 0; n < ROOMS_MAX; n++)
        memory_free(r->author[n].items);
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

/* The item of this author and number, made when wanted; NULL: none, or no
 * memory. */
static struct known *item_of(struct measures_reader *r, uint8_t room,
                             uint32_t number, bool make)
{
    struct author *a;

    if (room >= r->whole->room_count || number == 0)
        return NULL;
    a = &r->author[room];
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
static bool on_line(struct measures_reader *r, uint8_t room,
                    const struct message_line *m)
{
    struct known *item = NULL;

    for (uint32_t n = 1; n <= m->item; n++)
        if (!(item = item_of(r, room, n, true)))
            return false;
    for (uint32_t n = 0; item && n < r->line_count; n++)
        if (r->line_room[n] == room &&
            bytes_equal(m->id, bytes_of(r->line[n]->id)))
            item->line = n;
    return true;
}

static bool on_handed(struct measures_reader *r, uint8_t room, int64_t now,
                      const struct message_item *m, size_t size)
{
    struct known *item = item_of(r, room, m->item, true);

    if (!item)
        return m->item != r->author[room].count + 1;
    item->handed = now;
    item->size = size;
    item->bits = m->caveats.bits;
    item->move = (enum move)m->move;
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
    if (m->form < sizeof(r->out->form) / sizeof(*r->out->form))
        r->out->form[m->form]++;
    wait_add(&r->out->room[m->room].telling, now - item->taken);
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
        for (uint32_t n = 0; room != to && n < r->author[room].count; n++) {
            struct known *item = &r->author[room].items[n];
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

static void on_note(struct measures_reader *r, const struct message *m,
                    int64_t now)
{
    struct measures *out = r->out;

    if (m->kind == MESSAGE_TAKEN) {
        on_taken(r, &m->as.taken, now);
    } else if (m->kind == MESSAGE_RELEASED) {
        on_released(r, &m->as.released, now);
    } else if (m->kind == MESSAGE_DISPOSED) {
        if (m->as.disposed.room != FROM_MEDIATOR)
            on_disposed(out, &m->as.disposed);
    } else if (m->kind == MESSAGE_WALKED) {
        out->walks++;
        out->walked += m->as.walked.arrives.us - now;
        if (m->as.walked.carrier < CARRIERS_MAX)
            r->arrives[m->as.walked.carrier] = m->as.walked.arrives.us;
    } else if (m->kind == MESSAGE_VISITED && m->as.visited.state == 1) {
        if (m->as.visited.room < r->whole->room_count)
            out->room[m->as.visited.room].visits++;
        if (m->as.visited.carrier >= r->carriers)
            r->carriers = (uint8_t)(m->as.visited.carrier + 1);
    } else if (m->kind == MESSAGE_FAULT) {
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

static enum err read_record(struct measures_reader *r, struct bytes record,
                            int room, struct tally *tally)
{
    struct record_reader reader;
    struct record_entry e;
    struct message m;
    enum err err = record_open(&reader, record, NULL);
    bool well = true;

    while (!err && well && (err = record_next(&reader, &e, NULL)) == ERR_OK) {
        if (room < 0) {
            tally_entry(tally, &e);
            well = on_entry(r, &e);
        } else if (e.kind == RECORD_EFFECT_RECORD && e.id == MESSAGE_LINE &&
                   message_decode(e.id, e.body, &m) == ERR_OK) {
            well = on_line(r, (uint8_t)room, &m.as.line);
        }
    }
    if (!well)
        return ERR_MEMORY;
    return err == ERR_MORE && reader.closed ? ERR_OK : err;
}

static void take_score(const struct measures_reader *r, struct tally *t)
{
    struct measures *out = r->out;
    struct score score;

    score_make(&t->score, &score);
    out->outcome = t->score.outcome;
    out->package = position_of(&t->score.package);
    out->ending = -1;
    if (t->ending)
        out->ending = (int16_t)(t->ending - r->whole->endings);
    out->end = t->end.us;
    for (uint8_t n = 0; n < r->whole->room_count; n++) {
        out->room[n].has_values = score.room[n].has_values;
        out->room[n].value = score.room[n].value;
        out->room[n].surplus = score.room[n].surplus;
    }
    out->has_best = score.enumerated && score.zone > 0;
    if (!out->has_best)
        return;
    out->left = score.left;
    out->nash_share = (uint16_t)score_share(score.nash, score.best_nash);
    if (score.joint > 0)
        out->joint_share = (uint16_t)score_share((uint64_t)score.joint,
                                                 (uint64_t)score.best_joint);
}

static void count_confidences(const struct measures_reader *r)
{
    for (uint8_t room = 0; room < r->whole->room_count; room++)
        for (uint32_t n = 0; n < r->author[room].count; n++) {
            const struct known *item = &r->author[room].items[n];
            bool is = item->move == MOVE_CONFIDENCE || item->bits & LIMITING;

            r->out->used += is && item->told && !item->breached;
            r->out->breached += item->breached;
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
    r->is_released = false;
    r->carriers = 0;
    memset(r->arrives, 0, sizeof(r->arrives));
    for (uint8_t n = 0; n < r->whole->room_count; n++)
        r->author[n].count = 0;
    tally_init(&tally, r->whole);
    for (uint8_t n = 0; n < r->whole->room_count && !e; n++)
        e = read_record(r, records[1 + n], n, &tally);
    if (!e)
        e = read_record(r, records[0], -1, &tally);
    if (!e) {
        take_score(r, &tally);
        count_confidences(r);
        out->carried = r->carriers * out->end;
        for (unsigned c = 0; c < CARRIERS_MAX; c++)
            if (r->arrives[c] > out->end) /* still on his way */
                out->walked -= r->arrives[c] - out->end;
    }
    tally_fini(&tally);
    return e;
}
