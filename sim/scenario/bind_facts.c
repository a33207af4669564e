/* Facts: named pieces of knowledge, and who is to know them. */
#include "sim/scenario/bind.h"

#include "proto/guess.h"

#include <string.h>

void read_map_facts(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of facts"))
        return;
    uint32_t count = bind_capped(b, v, FACTS_MAX, "facts");
    s->facts = bind_alloc(b, count, sizeof(*s->facts));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->facts && i < count; i++, n = n->next) {
        struct fact *f = &s->facts[s->fact_count++];
        const char *id = bind_id(b, n->key);
        bool empty = node_is_empty(n);
        f->id = id ? id : "?";
        f->place = n->key->place;
        if (!empty && bind_prose(b, n))
            f->text = bind_copy(b, n);
    }
}

static uint64_t fact_bit(struct binder *b, const struct node *n)
{
    struct guess g;
    char hint[320];
    if (!bind_is_scalar(b, n, "the id of a fact"))
        return 0;
    guess_init(&g, bytes_of(n->text));
    for (uint8_t i = 0; i < b->out->fact_count; i++) {
        if (strcmp(b->out->facts[i].id, n->text) == 0)
            return UINT64_C(1) << i;
        guess_try(&g, b->out->facts[i].id);
    }
    diags_add(b->diags, MISTAKE_UNKNOWN_FACT, n->place,
              "there is no fact '%.60s'%s", n->text,
              guess_or_list(&g, hint, sizeof(hint)));
    return 0;
}

/* One fact or a list of them, as bits. */
static uint64_t take_facts(struct binder *b, const struct node *v)
{
    uint64_t facts = 0;
    if (v->kind != NODE_LIST)
        return fact_bit(b, v);
    if (v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "the list of facts is empty");
    for (const struct node *n = v->first; n; n = n->next)
        facts |= fact_bit(b, n);
    return facts;
}

void read_facts(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    *MEMBER(base, k->offset, uint64_t) = take_facts(b, v);
}

void read_room_facts(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    struct facts_list *out = MEMBER(base, k->offset, struct facts_list);
    if (!bind_is_map(b, v, "a map of rooms and facts"))
        return;
    if (v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "'%s' names nothing",
                  k->name);
    out->entry = bind_alloc(b, v->count, sizeof(*out->entry));
    for (const struct node *n = v->first; n && out->entry; n = n->next) {
        int room = bind_room(b, n->key);
        uint64_t facts = take_facts(b, n);
        if (room < 0)
            continue;
        out->entry[out->count].room = (uint8_t)room;
        out->entry[out->count].place = n->place;
        out->entry[out->count++].facts = facts;
    }
}

void read_hears(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of handles and facts"))
        return;
    s->bearings = bind_alloc(b, v->count, sizeof(*s->bearings));
    for (const struct node *n = v->first; n && s->bearings; n = n->next) {
        struct bearing *bearing = &s->bearings[s->bearing_count];
        bool ok = n->key->text[0] == '#' &&
                  bind_hex64(b, n->key, n->key->text + 1, &bearing->handle);
        if (n->key->text[0] != '#')
            diags_add(b->diags, MISTAKE_BAD_HANDLE, n->key->place,
                      "expected '#' and 16 hexadecimal digits");
        bearing->facts = take_facts(b, n);
        s->bearing_count = (uint16_t)(s->bearing_count + ok);
    }
}
