/* The script: rounds and, for each round, the lines of the rooms and of the
 * mediator. */
#include "sim/scenario/bind.h"

#include "shuttle/relay.h"

#include <stdio.h>
#include <string.h>

static uint32_t count_lines(const struct node *list)
{
    uint32_t count = 0;
    for (const struct node *n = list->first; n; n = n->next)
        count += bind_line_count(n);
    return count;
}

static void read_lines(struct binder *b, const struct node *v,
                       struct lines *out, const char *owner)
{
    if (!bind_is_list(b, v, "a list of lines, each after a '-' or in [ ]"))
        return;
    size_t at = owner_slot(b->owner);
    uint32_t before = b->line_counts[at];
    uint32_t count = count_lines(v);
    b->line_counts[at] += count;
    if (b->line_counts[at] > LINES_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, v->key->place,
                  "'%s' has %u lines up to here, and may have at most %u",
                  owner, b->line_counts[at], LINES_MAX);
        count = before < LINES_MAX ? LINES_MAX - before : 0;
    }
    out->line = bind_alloc(b, count, sizeof(*out->line));
    for (const struct node *n = v->first; out->line && n; n = n->next) {
        if (out->count + bind_line_count(n) > count)
            return;
        bind_line(b, n, out, owner);
    }
}

/* In a round, a key that is no key of the table names whose lines follow. */
static void read_owner(struct binder *b, const struct node *v, void *base)
{
    struct round *round = base;
    const struct scenario *s = b->out;
    const char *owner = v->key->text;
    for (uint8_t i = 0; i < s->room_count; i++) {
        if (strcmp(s->rooms[i].id, owner) != 0)
            continue;
        b->owner = i;
        read_lines(b, v, &round->room[i], s->rooms[i].id);
        return;
    }
    for (uint8_t i = 0; i < s->mediator_count; i++) {
        if (strcmp(s->mediators[i].id, owner) != 0)
            continue;
        /* A brief has the lines of its own mediator only. */
        b->owner = mediator_owner(b->is_brief ? 0 : i);
        read_lines(b, v,
                   b->owner == FROM_MEDIATOR ? &round->mediator
                                             : &round->further[i - 1],
                   s->mediators[i].id);
        return;
    }
}

const struct node *bind_round_relay(const struct binder *b,
                                    const struct node *round, uint8_t mediator)
{
    const struct node *all, *one = NULL;
    if (round->kind != NODE_MAP)
        return NULL;
    all = node_get(round, "relays");
    if (all && all->kind == NODE_MAP)
        one = node_get(all, b->out->mediators[mediator].id);
    return one || mediator > 0 ? one : node_get(round, "relay");
}

static void read_relay_of(struct binder *b, struct round *round,
                          const struct node *n)
{
    int mediator = bind_mediator(b, n->key);
    if (mediator < 0)
        return;
    if (mediator > 0 && !round->relays)
        round->relays =
            bind_alloc(b, MEDIATORS_MAX - 1, sizeof(*round->relays));
    struct relay *relay = round_relay(round, (uint8_t)mediator);
    for (int f = 0; relay && mediator == 0 && f < FAMILY_COUNT; f++) {
        if (!relay_choice(relay, (enum family)f)->as)
            continue;
        diags_add(b->diags, MISTAKE_DUPLICATE_KEY, n->key->place,
                  "the round gives '%s', the first mediator, a `relay` already",
                  n->key->text);
        return;
    }
    if (relay)
        bind_map(b, IN_RELAY, n, relay, NULL);
}

void read_map_relays(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    (void)k;
    if (!bind_is_map(b, v,
                     "a map of mediators, such as { envoy: { walk: "
                     "switchboard } }"))
        return;
    for (const struct node *n = v->first; n; n = n->next)
        read_relay_of(b, base, n);
}

static void need_round_id(struct binder *b, const struct node *n,
                          struct round *round, uint32_t index)
{
    const struct node *given = n->kind == NODE_MAP ? node_get(n, "id") : NULL;
    const char *id = given && given->kind == NODE_SCALAR ? given->text : NULL;
    char made[16];
    if (!id) {
        snprintf(made, sizeof(made), "round%u", index + 1u);
        id = made;
    }
    if (given && strcmp(id, "end") == 0)
        diags_add(b->diags, MISTAKE_BAD_ID, given->place,
                  "'end' is where no round follows, and cannot be one");
    for (uint32_t i = 0; i < index; i++) {
        if (strcmp(b->out->rounds[i].id, id) == 0)
            diags_add(b->diags, MISTAKE_DUPLICATE_ID,
                      given ? given->place : n->place,
                      "there is a round '%.60s' already", id);
    }
    /* Lines are named after their round, so it has its id before they are
     * read. */
    round->id = arena_text(b->arena, id, strlen(id));
    if (!round->id) {
        round->id = "?";
        b->failed = true;
    }
}

static bool make_sites(struct binder *b, const struct node *rounds)
{
    size_t count = 1;
    for (const struct node *r = rounds->first; r; r = r->next) {
        if (r->kind != NODE_MAP)
            continue;
        for (const struct node *n = r->first; n; n = n->next)
            count += n->kind == NODE_LIST ? count_lines(n) : 0;
    }
    b->sites = arena_alloc(b->scratch, count * sizeof(*b->sites));
    if (!b->sites)
        b->failed = true;
    return b->sites != NULL;
}

void read_list_rounds(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_list(b, v, "a list of rounds, each after a '-'") ||
        !make_sites(b, v))
        return;
    uint32_t count = v->count;
    if (count > ROUNDS_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, v->key->place,
                  "%u rounds, and there may be at most %u", count, ROUNDS_MAX);
        count = ROUNDS_MAX;
    }
    b->rounds = v;
    if (count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "there must be at least one round");
    s->rounds = bind_alloc(b, count, sizeof(*s->rounds));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->rounds && i < count; i++, n = n->next) {
        struct round *round = &s->rounds[i];
        round->place = n->place;
        bind_defaults(IN_ROUND, round);
        need_round_id(b, n, round, i);
        b->round = (uint8_t)i;
        s->round_count++;
        bind_map(b, IN_ROUND, n, round, read_owner);
    }
}
