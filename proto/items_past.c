/* Items that are finished with: kept to be answered and recalled, found by
 * number or handle, forgotten when there are too many. */
#include "mediator_state.h"

#include <assert.h>

static void item_free(struct item *item)
{
    memory_free(item->condition);
    memory_free(item->words);
    memory_free(item);
}

/* Nobody is told what became of it, its author least of all: it counts in his
 * share and can be recalled to the end, or that would tell him. */
static bool is_secret(const struct mediator *m, const struct item *item)
{
    return item->room < m->board.room_count && !items_receipted(item);
}

/* How many of an author's items are kept that may be forgotten. */
static uint32_t *past_of(struct mediator *m, uint8_t author)
{
    return author < m->board.room_count ? &m->rooms[author].past : &m->past_own;
}

/* The oldest of whoever has most: a room that says much loses what it said
 * itself, and nothing that others may still answer. */
static void forget_one(struct mediator *m)
{
    uint32_t *most = &m->past_own;
    struct item **at = &m->past, *oldest, *before = NULL;

    for (uint8_t r = 0; r < m->board.room_count; r++)
        if (m->rooms[r].past > *most)
            most = &m->rooms[r].past;
    while ((oldest = *at) != NULL &&
           (is_secret(m, oldest) || past_of(m, oldest->room) != most)) {
        before = oldest;
        at = &oldest->next;
    }
    assert(oldest); /* they have been counted */
    *at = oldest->next;
    if (m->past_newest == oldest)
        m->past_newest = before;
    (*most)--;
    m->past_count--;
    deposit_forget(m, oldest);
    item_free(oldest);
}

static void keep_past(struct mediator *m, struct item *item)
{
    bool room = item->room < m->board.room_count;

    if (m->past_newest)
        m->past_newest->next = item;
    else
        m->past = item;
    m->past_newest = item;
    if (is_secret(m, item))
        return;
    if (room && board_present(&m->board, item->room))
        m->rooms[item->room].live--;
    else if (room)
        m->rooms[item->room].freed++; /* as receipts, at the next visit */
    (*past_of(m, item->room))++;
    if (++m->past_count > ITEMS_PAST_MAX)
        forget_one(m);
}

void items_sweep(struct mediator *m)
{
    struct item **at = &m->board.items, *item, *last = NULL;

    while (m->spent > 0 && (item = *at) != NULL) {
        if (!items_is_done(m, item)) {
            last = item;
            at = &item->next;
            continue;
        }
        m->spent--;
        m->in_hand--;
        *at = item->next;
        item->next = NULL;
        if (m->newest == item)
            m->newest = last;
        if (item->caveats.bits & CAVEAT_URGENT)
            m->board.urgent--;
        keep_past(m, item);
    }
}

struct item *items_find(struct item *list, uint8_t room, uint32_t number)
{
    while (list && (list->room != room || list->number != number))
        list = list->next;
    return list;
}

bool items_is_told(const struct passage *p)
{
    return p->state == CARRIAGE_DONE &&
           p->disposition <= DISPOSITION_TOLD_OWN_IDEA;
}

static struct item *find_told(struct item *list, uint8_t room, uint64_t handle)
{
    for (; list; list = list->next) {
        const struct passage *p = &list->passage[room];
        if (p->handle == handle && items_is_told(p))
            return list;
    }
    return NULL;
}

struct item *items_told(const struct mediator *m, uint8_t room, uint64_t handle)
{
    struct item *item;

    if (handle == 0)
        return NULL;
    item = find_told(m->board.items, room, handle);
    return item ? item : find_told(m->past, room, handle);
}

static void free_list(struct item *item)
{
    while (item) {
        struct item *next = item->next;
        item_free(item);
        item = next;
    }
}

void items_free(struct mediator *m)
{
    free_list(m->board.items);
    free_list(m->past);
}
