/* Facts. */
#include "sim/scenario/print.h"

#include <inttypes.h>
#include <stdio.h>

void print_map_facts(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    bool any = false;
    for (uint8_t i = 0; i < s->fact_count; i++) {
        if (!s->facts[i].id)
            continue;
        if (!any) {
            put_key(p, k->name);
            put_open(p, "{");
        }
        any = true;
        put_key(p, s->facts[i].id);
        buffer_json(p->out, s->facts[i].text ? s->facts[i].text : "");
    }
    if (any)
        put_close(p, "}");
}

static void put_facts(struct printer *p, uint64_t facts)
{
    put_open(p, "[");
    for (uint8_t i = 0; i < p->s->fact_count; i++) {
        if (!(facts >> i & 1))
            continue;
        put_entry(p);
        buffer_json(p->out, p->s->facts[i].id);
    }
    put_close(p, "]");
}

void print_facts(struct printer *p, const struct key *k, const void *base)
{
    uint64_t facts = *MEMBER(base, k->offset, uint64_t);
    if (facts == 0)
        return;
    put_key(p, k->name);
    put_facts(p, facts);
}

void print_room_facts(struct printer *p, const struct key *k, const void *base)
{
    const struct facts_list *list = MEMBER(base, k->offset, struct facts_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint16_t i = 0; i < list->count; i++) {
        put_key(p, p->s->rooms[list->entry[i].room].id);
        put_facts(p, list->entry[i].facts);
    }
    put_close(p, "}");
}

void print_hears(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    char handle[20];
    if (s->bearing_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint16_t i = 0; i < s->bearing_count; i++) {
        snprintf(handle, sizeof(handle), "#%016" PRIx64, s->bearings[i].handle);
        put_key(p, handle);
        put_facts(p, s->bearings[i].facts);
    }
    put_close(p, "}");
}
