/* Names become indexes and conditions are parsed, once everything was read. */
#include "sim/scenario/resolve.h"

#include "proto/guess.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* FNV-1a (Fowler, Noll, Vo), 64 bits; only the place in a table depends on it.
 */
static struct name_slot *slot_of(const struct names *names, const char *name)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *p = name; *p != '\0'; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    size_t at = hash & names->mask;
    while (names->slots[at].name && strcmp(names->slots[at].name, name) != 0)
        at = (at + 1) & names->mask;
    return &names->slots[at];
}

static const struct node *child(const struct node *map, const char *key)
{
    return map && map->kind == NODE_MAP ? node_get(map, key) : NULL;
}

static void add_name(struct binder *b, struct names *names, const char *name,
                     int32_t site, int32_t event)
{
    struct name_slot *slot = slot_of(names, name);
    if (!slot->name) {
        *slot = (struct name_slot){name, site, event};
        return;
    }
    const struct node *id = site >= 0 ? site_get(&b->sites[site], "id") : NULL;
    if (!id && site >= 0)
        return;
    struct place place = id ? id->place : b->out->events[event].place;
    struct place first = slot->site >= 0 ? b->sites[slot->site].line->place
                                         : b->out->events[slot->event].place;
    diags_add(b->diags, MISTAKE_DUPLICATE_ID, place,
              "the id '%s' is taken on line %" PRIu32, name, first.line);
}

static bool make_names(struct binder *b, struct names *names)
{
    const struct scenario *s = b->out;
    size_t size = 16;
    while (size < 2 * (b->site_count + (size_t)s->event_count))
        size *= 2;
    names->slots = arena_alloc(b->scratch, size * sizeof(*names->slots));
    names->mask = size - 1;
    if (!names->slots)
        return false;
    for (uint8_t i = 0; i < s->event_count; i++) {
        names->events[i] = s->events[i].id;
        if (s->events[i].id[0] != '?')
            add_name(b, names, s->events[i].id, -1, i);
    }
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct line *line = b->sites[i].line;
        if (!line->choice)
            add_name(b, names, line->id, (int32_t)i, -1);
        else if (line->group == b->sites[i].index + 1)
            add_name(b, names, line->choice, (int32_t)i, -1);
    }
    for (uint8_t i = 0; i < s->room_count; i++)
        names->rooms[i] = s->rooms[i].id;
    names->of = (struct condition_names){
        .agenda = &s->agenda,
        .rooms = names->rooms,
        .room_count = s->room_count,
        .events = names->events,
        .event_count = s->event_count,
        .facts = names->facts,
        .fact_count = s->fact_count,
    };
    for (uint8_t i = 0; i < s->fact_count; i++)
        names->facts[i] = s->facts[i].id;
    return true;
}

/* Where a character of a scalar stands in the file. Inside quotes with
 * escapes, and in blocks, that cannot be told, and the scalar's start serves.
 */
static struct place within(const struct node *n, uint32_t column)
{
    struct place place = n->place;
    struct bytes text = {(const uint8_t *)n->text, n->size};
    size_t characters = 0;
    for (size_t i = 0; i < text.size; i++)
        characters += (text.data[i] & 0xc0) != 0x80;
    uint32_t quote = n->plain ? 0 : 1;
    if (column > 0 && n->width == characters + 2 * quote)
        place.column += column - 1 + quote;
    return place;
}

/* Names that could not be read are missing through a mistake that was named.
 */
static bool names_lost(const struct binder *b)
{
    const struct agenda *a = &b->out->agenda;
    bool lost = b->out->room_count == 0 ||
                (a->issue_count == 0 && node_get(b->root, "agenda"));
    for (uint8_t i = 0; i < a->issue_count; i++)
        lost = lost || (a->issues[i].option_count == 0 && !a->issues[i].free);
    return lost;
}

static void keep_condition(struct binder *b, const struct condition *read,
                           struct condition *out)
{
    struct condition_step *ops = bind_alloc(b, read->count, sizeof(*ops));
    if (!ops)
        return;
    memcpy(ops, read->ops, read->count * sizeof(*ops));
    *out = (struct condition){.count = read->count, .ops = ops};
}

void names_parse(struct binder *b, struct names *names, char who,
                 const struct node *n, const char *text, struct condition *out)
{
    struct condition_step steps[CONDITION_OPS_MAX];
    struct condition read;
    if (!text || !n || names_lost(b))
        return;
    struct diag diag = {.column = 0};
    names->of.who = who;
    enum err e =
        condition_parse(&read, steps, bytes_of(text), &names->of, &diag);
    if (!e && out)
        keep_condition(b, &read, out);
    if (e)
        diags_add(b->diags,
                  e == ERR_UNKNOWN ? MISTAKE_NOT_ITS_BUSINESS
                                   : MISTAKE_BAD_CONDITION,
                  within(n, diag.column), "%s", diag.message);
}

/* Whether a part of the script that could not be read has a line of this id. */
static bool is_unread_line(const struct node *n, const char *id)
{
    for (const struct node *c = n->first; c; c = c->next) {
        const char *key = c->key ? c->key->text : "";
        bool strange = c->text && (unsigned char)c->text[0] >= 0x80;
        if (strcmp(key, "id") == 0 && c->text &&
            (strcmp(c->text, id) == 0 || (strange && strstr(c->text, id))))
            return true;
        if (strncmp(key, "id:", 3) == 0 && strcmp(key + 3, id) == 0)
            return true;
        if (is_unread_line(c, id))
            return true;
    }
    return false;
}

static bool is_lost_line(const struct binder *b, const char *id)
{
    const struct node *r = b->rounds ? b->rounds->first : NULL;
    for (; r; r = r->next) {
        const struct node *n = r->kind == NODE_MAP ? r->first : NULL;
        for (; n; n = n->next) {
            if (!schema_find(IN_ROUND, n->key->text) && is_unread_line(n, id))
                return true;
        }
    }
    return !b->rounds;
}

static void unknown_line(struct binder *b, const struct names *names,
                         const struct node *n, const char *text)
{
    struct guess g;
    if (!diags_full(b->diags) && is_lost_line(b, text))
        return;
    for (uint8_t i = 0; i < b->out->ending_count; i++) {
        if (strcmp(b->out->endings[i].id, text) == 0) {
            diags_add(b->diags, MISTAKE_UNKNOWN_LINE, n->place,
                      "'%s' is an ending, not a line or an event: a rehearsal "
                      "names it as ending: %s",
                      text, text);
            return;
        }
    }
    guess_init(&g, diags_full(b->diags) ? BYTES_NONE : bytes_of(text));
    for (size_t i = 0; i <= names->mask && g.word.size > 0; i++) {
        if (names->slots[i].name && b->guesses < GUESSES_MAX) {
            guess_try(&g, names->slots[i].name);
            b->guesses++;
        }
    }
    char hint[96];
    diags_add(b->diags, MISTAKE_UNKNOWN_LINE, n->place,
              "there is no line or event '%.60s'%s", text,
              guess_text(&g, hint, sizeof(hint)));
}

const struct name_slot *names_find(struct binder *b, const struct names *names,
                                   const struct node *n, const char *name)
{
    const struct name_slot *slot = slot_of(names, name);
    if (slot->name)
        return slot;
    unknown_line(b, names, n, name);
    return NULL;
}

void names_ref(struct binder *b, const struct names *names,
               const struct node *n, struct ref *ref)
{
    const struct name_slot *slot = names_find(b, names, n, ref->name);
    const struct site *to;
    if (!slot)
        return;
    if (slot->event >= 0) {
        ref->kind = REF_EVENT;
        ref->line = (uint16_t)slot->event;
        return;
    }
    to = &b->sites[slot->site];
    ref->kind = REF_OTHER;
    ref->owner = to->owner;
    ref->round = to->round;
    ref->line = to->index;
}

static void resolve_ref(struct binder *b, const struct names *names,
                        uint8_t owner, const struct node *n, struct ref *ref)
{
    const char *text = ref->name;
    if (!text || !n)
        return;
    if (text[0] == '#') {
        ref->name = NULL;
        if (!b->is_brief)
            diags_add(b->diags, MISTAKE_BAD_HANDLE, n->place,
                      "'%.60s' is a handle, and this is no brief", text);
        else if (bind_hex64(b, n, text + 1, &ref->handle))
            ref->kind = REF_HANDLE;
        return;
    }
    names_ref(b, names, n, ref);
    if (ref->kind == REF_OTHER && ref->owner == owner)
        ref->kind = REF_OWN;
}

/* The key that names what a line rests on. */
static const char *grounds_key(const struct node *map)
{
    return node_get(map, "of") ? "of" : "based_on";
}

static void resolve_grounds(struct binder *b, const struct names *names,
                            const struct site *site)
{
    const struct ref_list *list = &site->line->grounds;
    const struct node *v = node_get(site->node, grounds_key(site->node));
    const struct node *n = v && v->kind == NODE_LIST ? v->first : v;
    for (uint16_t i = 0; i < list->count && n; i++, n = n->next)
        resolve_ref(b, names, site->owner, n, &list->ref[i]);
}

/* "They" are the others: a condition over nothing but the own moves is a slip
 * of the room's name. */
static void check_they(struct binder *b, const struct site *site,
                       const struct node *n, const struct condition *c)
{
    bool own = false;
    for (uint16_t i = 0; i < c->count; i++) {
        uint8_t f = c->ops[i].function;
        if (c->ops[i].op != OP_CALL)
            continue;
        if ((f != FUNCTION_OFFERED && f != FUNCTION_ASKED &&
             f != FUNCTION_ACCEPTED) ||
            c->ops[i].a != site->owner)
            return;
        own = true;
    }
    if (own)
        diags_add(b->diags, MISTAKE_NOT_ITS_BUSINESS, n->place,
                  "this is about nobody but %s itself, and 'they' are the "
                  "other rooms",
                  owner_id(b, site->owner));
}

static void resolve_caveat(struct binder *b, struct names *names,
                           struct site *site)
{
    const struct node *n =
        child(node_get(site->node, "caveat"), "if_they_move_first");
    uint32_t before = b->diags->count;
    struct condition c = {.count = 0};
    if (!site->line->caveat_condition)
        return;
    names_parse(b, names, 'M', n, site->line->caveat_condition, &c);
    site->of_events = asks_of_events(&c);
    if (n && b->diags->count == before && !owner_is_mediator(site->owner))
        check_they(b, site, n, &c);
}

static void resolve_line(struct binder *b, struct names *names,
                         struct site *site)
{
    struct line *line = site->line;
    const struct node *map = site->node;
    if (map->kind != NODE_MAP)
        return;
    char who = owner_is_mediator(site->owner) ? 'M' : 'R';
    names->of.self = who == 'R' ? names->rooms[site->owner] : NULL;
    if (line->after.name)
        resolve_ref(b, names, site->owner, site_get(site, "after"),
                    &line->after);
    if (line->re.name) {
        const char *key = line->move == MOVE_WITHDRAWAL ? "withdraw" : "re";
        resolve_ref(b, names, site->owner, node_get(map, key), &line->re);
    }
    resolve_grounds(b, names, site);
    if (line->when_text)
        names_parse(b, names, who, site_get(site, "when"), line->when_text,
                    &line->when);
    if (line->if_text)
        names_parse(b, names, who, node_get(map, "if"), line->if_text,
                    &line->only_if);
    names->of.self = NULL;
    names->of.facts = NULL;
    resolve_caveat(b, names, site);
    names->of.facts = names->facts;
}

static void resolve_event(struct binder *b, struct names *names, uint8_t index)
{
    struct event *e = &b->out->events[index];
    const struct node *n = b->event_nodes[index];
    if (n->kind != NODE_MAP)
        return;
    names_parse(b, names, 'M', node_get(n, "when"), e->when_text, &e->when);
    if (e->share != SHARE_NONE)
        resolve_ref(b, names, FROM_WORLD, node_get(n, "of"), &e->of);

    const struct node *round = node_get(n, "round");
    if (!round || round->kind != NODE_SCALAR)
        return;
    e->round = (int16_t)bind_round(b, round);
}

static void resolve_self(struct binder *b, const struct node *root)
{
    struct brief *brief = &b->out->brief;
    const struct node *self = child(child(root, "brief"), "self");
    if (!self || self->kind != NODE_SCALAR)
        return;
    if (brief->role == BRIEF_ROOM) {
        int room = bind_room(b, self);
        brief->self = (uint8_t)(room < 0 ? 0 : room);
    } else {
        int mediator = bind_mediator(b, self);
        brief->self = (uint8_t)(mediator < 0 ? 0 : mediator);
    }
}

void resolve(struct binder *b, const struct node *root)
{
    struct names names = {.slots = NULL};
    if (!make_names(b, &names)) {
        b->failed = true;
        return;
    }
    if (b->is_brief)
        resolve_self(b, root);
    for (uint8_t i = 0; i < b->out->event_count; i++)
        resolve_event(b, &names, i);
    resolve_rounds(b, &names);
    for (uint32_t i = 0; i < b->site_count; i++)
        resolve_line(b, &names, &b->sites[i]);
    resolve_channels(b);
    resolve_expects(b, &names);
}
