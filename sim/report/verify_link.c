/*
 * Which item a telling tells: by the handle the author sent with it, else by
 * the mediator's RELEASED note, else by its words. And what the mediator's
 * notes say became of each item.
 */
#include "sim/report/verify_private.h"

#include <stdlib.h>

struct key {
    uint64_t handle;
    uint32_t item;
    uint8_t room;
};

static int key_compare(const void *a, const void *b)
{
    const struct key *x = a;
    const struct key *y = b;

    if (x->room != y->room)
        return x->room < y->room ? -1 : 1;
    return (x->handle > y->handle) - (x->handle < y->handle);
}

static struct key *all_keys(struct verify *v, size_t *count)
{
    struct key *keys = NULL;
    size_t capacity = 0;
    uint32_t i;
    uint8_t h;

    *count = 0;
    for (i = 0; i < v->out->item_count; i++) {
        const struct handles *handles = &v->out->items[i].item->handles;

        for (h = 0; h < handles->count; h++) {
            struct key *grown =
                verify_grow(v, keys, *count, &capacity, sizeof *keys);

            if (!grown)
                return keys;
            keys = grown;
            keys[(*count)++] = (struct key){handles->entry[h].handle, i,
                                            handles->entry[h].room};
        }
    }
    if (*count > 0)
        qsort(keys, *count, sizeof *keys, key_compare);
    return keys;
}

static void link_handles(struct verify *v)
{
    size_t count;
    struct key *keys = all_keys(v, &count);
    uint32_t i;

    for (i = 0; count > 0 && i < v->out->telling_count; i++) {
        struct verify_telling *t = &v->out->tellings[i];
        struct key wanted = {.handle = t->message->handle, .room = t->room};
        const struct key *found =
            bsearch(&wanted, keys, count, sizeof *keys, key_compare);

        if (found && wanted.handle != 0)
            t->item = found->item;
    }
    memory_free(keys);
}

/* The first telling in the room under the handle that no note has claimed. */
static struct verify_telling *unclaimed(struct verify *v, uint8_t room,
                                        uint64_t handle)
{
    uint32_t i;

    if (room >= v->out->room_count)
        return NULL;
    for (i = v->telling_start[room]; i < v->telling_start[room + 1]; i++) {
        struct verify_telling *t = &v->out->tellings[i];

        if (!t->released && t->message->handle == handle)
            return t;
    }
    return NULL;
}

static void note_released(struct verify *v, const struct message_released *m,
                          uint64_t index)
{
    struct verify_item *item = verify_item_of(v, m->room, m->item);
    struct verify_telling *t = NULL;

    if (m->form == FORM_SERVICE)
        return;
    t = unclaimed(v, m->to, m->handle);
    if (item && m->to < ROOMS_MAX) {
        item->passage[m->to].released = true;
        item->passage[m->to].released_at = index;
    }
    if (!t)
        return;
    t->released = true;
    t->released_at = index;
    t->rule = m->rule;
    t->author = m->room;
    if (item && t->item == VERIFY_NONE)
        t->item = (uint32_t)(item - v->out->items);
}

static void note_fate(struct verify_item *item, size_t to, uint8_t disposition,
                      uint8_t rule)
{
    item->passage[to].disposed = true;
    item->passage[to].disposition = (enum disposition)disposition;
    item->passage[to].rule = rule;
}

static void note_disposed(struct verify *v, const struct message_disposed *m)
{
    struct verify_item *item = verify_item_of(v, m->room, m->item);
    size_t to;

    if (!item)
        return;
    if (m->to < ROOMS_MAX && item->to >> m->to & 1) {
        note_fate(item, m->to, m->disposition, m->rule);
        return;
    }
    for (to = 0; to < v->out->room_count; to++)
        if (item->to >> to & 1 && !item->passage[to].disposed)
            note_fate(item, to, m->disposition, m->rule);
}

/* What a rule of the mediator refused needs no other end. */
static void note_fault(struct verify *v, const struct message_fault *m)
{
    struct verify_item *item = verify_item_of(v, m->room, m->item);
    size_t to;

    for (to = 0; item && to < v->out->room_count; to++)
        if (item->to >> to & 1 && !item->passage[to].disposed)
            note_fate(item, to, DISPOSITION_WITHHELD, RULE_DESIGN);
}

/* Its author said when; whether that had come is judged from the rooms. */
static bool is_own_time(const struct verify_item *item, uint8_t rule)
{
    uint16_t bits = item->item->caveats.bits;

    return (rule == RULE_NOT_BEFORE && bits & CAVEAT_NOT_BEFORE) ||
           (rule == RULE_IF_ASKED && bits & CAVEAT_IF_ASKED);
}

/* Held, and not just because nobody was there to tell it. */
static void note_judged(struct verify *v, const struct message_judged *m)
{
    struct verify_item *item = verify_item_of(v, m->room, m->item);

    if (item && m->to < ROOMS_MAX && m->verdict != 1 && m->rule != RULE_PLAIN &&
        m->rule != RULE_SERVICE && m->rule != RULE_ABSENT &&
        !is_own_time(item, m->rule))
        item->passage[m->to].waited = true;
}

static void read_note(struct verify *v, const struct note *note)
{
    struct message m;
    struct verify_item *item;

    if (message_decode(note->kind, note->body, &m))
        return;
    if (m.kind == MESSAGE_TAKEN) {
        item = verify_item_of(v, m.as.taken.room, m.as.taken.item);
        if (item) {
            item->taken = note->time;
            item->taken_at = note->index;
            item->carrier = m.as.taken.carrier;
        }
    } else if (m.kind == MESSAGE_JUDGED) {
        note_judged(v, &m.as.judged);
    } else if (m.kind == MESSAGE_RELEASED) {
        note_released(v, &m.as.released, note->index);
    } else if (m.kind == MESSAGE_DISPOSED) {
        note_disposed(v, &m.as.disposed);
    } else if (m.kind == MESSAGE_FAULT) {
        note_fault(v, &m.as.fault);
    } else if (m.kind == MESSAGE_CONCLUDED) {
        v->concluded = note->index;
    } else if (m.kind == MESSAGE_ADMITTED) {
        v->admitted = note->index;
    }
}

static bool has_words(const struct verify_item *item,
                      const struct message_told *told)
{
    if (told->text.size == 0)
        return false;
    return bytes_equal(item->item->text, told->text) ||
           bytes_equal(item->item->gist, told->text);
}

/* An item with the telling's words: the first that was not told there yet,
 * else the last that was. */
static uint32_t by_words(struct verify *v, const struct verify_telling *t)
{
    const struct verify_result *r = v->out;
    uint32_t told = VERIFY_NONE;
    uint32_t i;

    for (i = 0; i < r->item_count; i++) {
        const struct verify_item *item = &r->items[i];

        if (item->room == t->room || instant_compare(item->handed, t->told) > 0)
            continue;
        if (t->message->from < ROOMS_MAX && t->message->from != item->room)
            continue;
        if (item->heard && item->item->move == MOVE_REPLY)
            continue; /* it may give the words for another item */
        if (!has_words(item, t->message) &&
            !(t->message->text.size &&
              verify_gave_words(v, item, t->message->text)))
            continue;
        if (item->passage[t->room].telling == VERIFY_NONE)
            return i;
        told = i;
    }
    return told;
}

/* Only what claims to come from a room is looked up by its words. */
static bool has_author(const struct message_told *told)
{
    return told->form == FORM_VERBATIM || told->form == FORM_GIST ||
           told->form == FORM_OWN_IDEA;
}

static void link_tellings(struct verify *v)
{
    struct verify_result *r = v->out;
    uint32_t i;

    for (i = 0; i < r->telling_count; i++) {
        struct verify_telling *t = &r->tellings[i];

        if (t->item == VERIFY_NONE && has_author(t->message))
            t->item = by_words(v, t);
        if (t->item != VERIFY_NONE &&
            r->items[t->item].passage[t->room].telling == VERIFY_NONE)
            r->items[t->item].passage[t->room].telling = i;
    }
}

bool verify_may_be_idea(const struct verify *v, const struct verify_item *item,
                        uint8_t to)
{
    for (uint32_t i = v->telling_start[to]; i < v->telling_start[to + 1]; i++) {
        const struct verify_telling *t = &v->out->tellings[i];

        if (t->item == VERIFY_NONE && t->message->form == FORM_OWN_IDEA &&
            instant_compare(item->handed, t->told) <= 0 &&
            t->message->about == item->item->about &&
            package_equal(&t->message->package, &item->item->package))
            return true;
    }
    return false;
}

void verify_link(struct verify *v)
{
    size_t i;

    link_handles(v);
    v->concluded = UINT64_MAX;
    for (i = 0; i < v->mediator.note_count; i++)
        read_note(v, &v->mediator.note[i]);
    link_tellings(v);
}
