#include "sim/report/ledger.h"

void ledger_init(struct ledger *l)
{
    *l = (struct ledger){0};
    arena_init(&l->arena, 0);
}

void ledger_fini(struct ledger *l)
{
    arena_fini(&l->arena);
}

struct ledger_item *ledger_add(struct ledger *l, unsigned room, uint32_t number,
                               uint32_t move, struct bytes text)
{
    struct ledger_item *item = arena_alloc(&l->arena, sizeof(*item));
    char *copy = arena_text(&l->arena, text.data, text.size);

    if (item == NULL || copy == NULL)
        return NULL;
    item->before = l->items;
    item->room = (uint8_t)room;
    item->number = number;
    item->move = (uint8_t)move;
    item->text = (struct bytes){(const uint8_t *)copy, text.size};
    l->items = item;
    return item;
}

struct ledger_item *ledger_find(const struct ledger *l, unsigned room,
                                uint32_t number)
{
    for (struct ledger_item *i = l->items; i != NULL; i = i->before)
        if (i->room == room && i->number == number)
            return i;
    return NULL;
}

void ledger_tell(struct ledger *l, const struct ledger_handle *told)
{
    struct ledger_handle *kept = arena_alloc(&l->arena, sizeof(*kept));

    if (kept == NULL)
        return;
    *kept = *told;
    kept->before = l->handles;
    l->handles = kept;
}

const struct ledger_handle *ledger_told(const struct ledger *l, unsigned to,
                                        uint64_t handle)
{
    for (const struct ledger_handle *h = l->handles; h != NULL; h = h->before)
        if (h->to == to && h->handle == handle)
            return h;
    return NULL;
}
