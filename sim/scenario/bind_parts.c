/* The parts of a scenario beside its script: rooms, mediator, agenda, events,
 * and what only one room may know. */
#include "sim/scenario/bind.h"

#include "shuttle/relay.h"

#include <stdio.h>
#include <string.h>

uint32_t bind_capped(struct binder *b, const struct node *n, uint32_t most,
                     const char *what)
{
    if (n->count <= most)
        return n->count;
    diags_add(b->diags, MISTAKE_TOO_MANY, n->key ? n->key->place : n->place,
              "%u %s, and there may be at most %u", n->count, what, most);
    return most;
}

void read_map_brief(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    bind_map(b, IN_BRIEF, v, MEMBER(base, k->offset, struct brief), NULL);
}

/* Who that is, is known once rooms and mediators are read: resolve() does it.
 */
void read_self(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    (void)k;
    (void)base;
    bind_is_scalar(b, v, "the id of a room or of the mediator");
}

void read_map_rooms(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of rooms, such as { north: {}, south: {} }"))
        return;
    uint32_t count = bind_capped(b, v, ROOMS_MAX, "rooms");
    if (count < 2)
        diags_add(b->diags, MISTAKE_FEW_ROOMS, v->key->place,
                  "talks need two rooms or more");
    s->rooms = bind_alloc(b, count, sizeof(*s->rooms));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->rooms && i < count; i++, n = n->next) {
        struct room_entry *room = &s->rooms[s->room_count];
        const char *id = bind_id(b, n->key);
        if (id && schema_find(IN_ROUND, id))
            diags_add(b->diags, MISTAKE_BAD_ID, n->key->place,
                      "'%s' is a key of rounds and cannot be a room", id);
        *room = (struct room_entry){.id = id ? id : "?",
                                    .language = "en",
                                    .seat = "script",
                                    .place = n->key->place};
        bind_defaults(IN_ROOM, room);
        s->room_count++;
        if (!node_is_empty(n))
            bind_map(b, IN_ROOM, n, room, NULL);
        if (!room->title)
            room->title = room->id;
    }
}

static void read_mediator(struct binder *b, const struct node *n)
{
    struct scenario *s = b->out;
    struct mediator_entry *m = &s->mediators[s->mediator_count];
    const char *id = bind_id(b, n->key);
    m->id = id ? id : "?";
    m->place = n->key->place;
    s->mediator_count++;
    for (uint8_t i = 0; i < s->room_count; i++) {
        if (strcmp(s->rooms[i].id, m->id) == 0)
            diags_add(b->diags, MISTAKE_DUPLICATE_ID, n->key->place,
                      "'%s' is a room already", m->id);
    }
    if (id && schema_find(IN_ROUND, id))
        diags_add(b->diags, MISTAKE_BAD_ID, n->key->place,
                  "'%s' is a key of rounds and cannot be a mediator", id);
    if (!node_is_empty(n))
        bind_map(b, IN_MEDIATOR, n, m, NULL);
    if (!m->title)
        m->title = m->id;
    if (!b->is_brief || s->brief.role == BRIEF_MEDIATOR)
        relay_defaults(&m->relay);
}

void read_map_mediators(struct binder *b, const struct key *k,
                        const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of mediators, such as { envoy: {} }"))
        return;
    if (v->count == 0 || v->count > MEDIATORS_MAX)
        diags_add(b->diags, MISTAKE_MEDIATORS, v->key->place,
                  "%u mediators; talks have one to %u of them", v->count,
                  MEDIATORS_MAX);
    uint32_t count = v->count < MEDIATORS_MAX ? v->count : MEDIATORS_MAX;
    s->mediators = bind_alloc(b, count, sizeof(*s->mediators));
    const struct node *n = v->first;
    for (uint32_t i = 0; s->mediators && i < count; i++, n = n->next)
        read_mediator(b, n);
}

void read_map_relay(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    if (k->where == IN_MEDIATOR)
        b->relay[b->out->mediator_count - 1] = v;
    bind_map(b, IN_RELAY, v, MEMBER(base, k->offset, struct relay), NULL);
}

static void read_option(struct binder *b, struct issue *issue,
                        const struct node *id, const struct node *title)
{
    struct option *o = &issue->options[issue->option_count];
    o->id = bind_id(b, id);
    if (!o->id)
        o->id = "?";
    for (uint8_t i = 0; i < issue->option_count; i++) {
        if (strcmp(issue->options[i].id, o->id) == 0 && o->id[0] != '?')
            diags_add(b->diags, MISTAKE_DUPLICATE_ID, id->place,
                      "the option '%s' is listed already", o->id);
    }
    if (title && bind_prose(b, title))
        o->title = bind_copy(b, title);
    issue->option_count++;
}

void read_options(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    struct issue *issue = base;
    (void)k;
    if (v->kind == NODE_SCALAR) {
        bind_is_list(b, v, "a list of options, such as [low, high]");
        return;
    }
    uint32_t count = bind_capped(b, v, OPTIONS_MAX, "options");
    if (count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "an issue needs at least one option");
    issue->options = bind_alloc(b, count, sizeof(*issue->options));
    const struct node *n = v->first;
    for (uint32_t i = 0; issue->options && i < count; i++, n = n->next) {
        if (n->key)
            read_option(b, issue, n->key, n);
        else
            read_option(b, issue, n, NULL);
    }
}

/* What is neither true nor false is a mistake by itself. */
static bool is_false_or_none(const struct node *n)
{
    return !n || (n->kind == NODE_SCALAR && strcmp(n->text, "false") == 0);
}

/* Options or words, and one of them. */
static void check_issue(struct binder *b, const struct node *n,
                        struct issue *issue)
{
    static const char *const of_options[] = {"options", "unordered"};
    if (n->kind != NODE_MAP)
        return;
    for (size_t i = 0; issue->free && i < 2; i++) {
        const struct node *other = node_get(n, of_options[i]);
        if (other)
            diags_add(b->diags, MISTAKE_BESIDE, other->key->place,
                      "a free issue is settled by words: it has no '%s'",
                      of_options[i]);
    }
    if (issue->free)
        issue->option_count = 0;
    else if (!node_get(n, "options") && is_false_or_none(node_get(n, "free")))
        diags_add(b->diags, MISTAKE_MISSING_KEY, n->key->place,
                  "the issue '%s' has neither `options` nor `free: true`",
                  issue->id);
}

void read_map_agenda(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    struct agenda *a = MEMBER(base, k->offset, struct agenda);
    if (!bind_is_map(
            b, v,
            "a map of issues, such as { price: { options: [low, high] } }"))
        return;
    uint32_t count = bind_capped(b, v, ISSUES_MAX, "issues");
    a->issues = bind_alloc(b, count, sizeof(*a->issues));
    const struct node *n = v->first;
    for (uint32_t i = 0; a->issues && i < count; i++, n = n->next) {
        struct issue *issue = &a->issues[a->issue_count++];
        const char *id = bind_id(b, n->key);
        issue->id = id ? id : "?";
        bind_map(b, IN_ISSUE, n, issue, NULL);
        check_issue(b, n, issue);
    }
}

/* Set every value that is given; in *given a bit per option of each issue. */
static void take_values(struct binder *b, const struct node *v,
                        struct values *out, uint32_t given[ISSUES_MAX])
{
    for (const struct node *i = v->first; i; i = i->next) {
        int issue = bind_issue(b, i->key);
        if (issue >= 0 && bind_is_free(b, issue, i->key, "is worth nothing"))
            continue;
        if (!bind_is_map(b, i, "a map of options and numbers") || issue < 0)
            continue;
        for (const struct node *o = i->first; o; o = o->next) {
            int option = bind_option(b, issue, o->key);
            if (option < 0)
                continue;
            given[issue] |= 1u << option;
            bind_points(b, o, &out->value[issue][option]);
        }
    }
}

static void need_values(struct binder *b, const struct node *v,
                        const uint32_t given[ISSUES_MAX])
{
    const struct agenda *a = &b->out->agenda;
    for (uint8_t i = 0; i < a->issue_count; i++) {
        const struct node *n = node_get(v, a->issues[i].id);
        const struct node *at = n ? n->key : v->key;
        bool unread = a->issues[i].option_count == 0 ||
                      (n && (n->kind != NODE_MAP || n->cut));
        if (a->issues[i].free || unread)
            continue;
        if (given[i] == 0) {
            diags_add(b->diags, MISTAKE_VALUES_MISSING, at->place,
                      "the issue '%s' has no values here", a->issues[i].id);
            continue;
        }
        for (uint8_t o = 0; o < a->issues[i].option_count; o++) {
            if (given[i] >> o & 1u)
                continue;
            diags_add(b->diags, MISTAKE_VALUES_MISSING, at->place,
                      "the option '%s' of '%s' has no value here",
                      a->issues[i].options[o].id, a->issues[i].id);
            break; /* one place, one mistake */
        }
    }
}

void read_values(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    uint32_t given[ISSUES_MAX] = {0};
    if (!bind_is_map(b, v, "a map of issues"))
        return;
    take_values(b, v, MEMBER(base, k->offset, struct values), given);
    if (k->where != IN_OWN)
        return;
    *MEMBER(base, k->second, bool) = true;
    need_values(b, v, given);
}

static uint32_t all_options(const struct issue *i)
{
    return i->option_count >= 32 ? UINT32_MAX : (1u << i->option_count) - 1;
}

/* One bit per option. `any` is kept as all of them until authority is whole. */
void read_sets(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    uint32_t *sets = MEMBER(base, k->offset, uint32_t);
    if (!bind_is_map(b, v, "a map of issues"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        int issue = bind_issue(b, n->key);
        if (issue < 0 || bind_is_free(b, issue, n->key, "needs no authority"))
            continue;
        if (n->kind == NODE_SCALAR && strcmp(n->text, "any") == 0) {
            sets[issue] = all_options(&b->out->agenda.issues[issue]);
            continue;
        }
        if (!bind_is_list(b, n, "`any` or a list of options"))
            continue;
        for (const struct node *o = n->first; o; o = o->next) {
            int option = bind_option(b, issue, o);
            if (option >= 0)
                sets[issue] |= 1u << option;
        }
    }
}

static void clash(struct binder *b, const struct node *map, const char *list,
                  uint8_t issue, uint32_t twice)
{
    const struct issue *i = &b->out->agenda.issues[issue];
    const struct node *sets = node_get(map, list);
    const struct node *n = sets ? node_get(sets, i->id) : NULL;
    uint8_t option = 0;
    while (option < i->option_count && !(twice >> option & 1u))
        option++;
    if (n && option < i->option_count)
        diags_add(b->diags, MISTAKE_AUTHORITY_CLASH, n->key->place,
                  "the option '%s' of '%s' has another kind of authority too",
                  i->options[option].id, i->id);
}

/* Close the three sets of each issue: what `own` does not name is own unless
 * another list has it, and never where `own` names other options. */
static void settle_authority(struct binder *b, const struct node *map,
                             struct authority *a)
{
    const struct node *own = node_get(map, "own");
    for (uint8_t i = 0; i < b->out->agenda.issue_count; i++) {
        const struct issue *issue = &b->out->agenda.issues[i];
        uint32_t all = all_options(issue);
        const struct node *n =
            own && own->kind == NODE_MAP ? node_get(own, issue->id) : NULL;
        bool any = !n || (n->kind == NODE_SCALAR);
        if (any)
            a->own[i] = all & ~a->capital[i] & ~a->never[i];
        uint32_t listed = a->own[i] & (a->capital[i] | a->never[i]);
        if (listed)
            clash(b, map, "own", i, listed);
        if (a->capital[i] & a->never[i])
            clash(b, map, "never", i, a->capital[i] & a->never[i]);
        a->never[i] |= all & ~a->own[i] & ~a->capital[i];
    }
}

void read_map_authority(struct binder *b, const struct key *k,
                        const struct node *v, void *base)
{
    struct authority *a = MEMBER(base, k->offset, struct authority);
    if (!bind_map(b, IN_AUTHORITY, v, a, NULL))
        return;
    settle_authority(b, v, a);
    *MEMBER(base, k->second, bool) = true;
}

void read_map_shifts(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    struct own *own = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of events"))
        return;
    uint32_t count = bind_capped(b, v, EVENTS_MAX, "events");
    own->shifts = bind_alloc(b, count, sizeof(*own->shifts));
    const struct node *n = v->first;
    for (uint32_t i = 0; own->shifts && i < count; i++, n = n->next) {
        struct shift *s = &own->shifts[own->shift_count];
        int event = bind_event(b, n->key);
        s->event = (uint8_t)(event < 0 ? 0 : event);
        s->authority.latency_us = own->authority.latency_us;
        if (bind_map(b, IN_SHIFT, n, s, NULL) && event >= 0)
            own->shift_count++;
    }
}

void read_map_private(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_map(b, v, "a map of rooms"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        int room = bind_room(b, n->key);
        if (room < 0)
            continue;
        struct own *own = bind_alloc(b, 1, sizeof(*own));
        if (!own)
            return;
        bind_defaults(IN_OWN, own);
        b->own[room] = n;
        b->owner = (uint8_t)room;
        if (bind_map(b, IN_OWN, n, own, NULL))
            s->rooms[room].own = own;
    }
}
