#include "sim/scenario/bind.h"

#include "proto/guess.h"

#include <stdio.h>
#include <string.h>

static bind_read *const readers[TYPE_COUNT_ALL] = {
    [TYPE_VERSION] = read_version,
    [TYPE_TEXT] = read_text,
    [TYPE_TEXTS] = read_texts,
    [TYPE_ID] = read_id,
    [TYPE_WORD] = read_word,
    [TYPE_SEED] = read_seed,
    [TYPE_COUNT] = read_count,
    [TYPE_POINTS] = read_points,
    [TYPE_TRUTH] = read_truth,
    [TYPE_DURATION] = read_duration,
    [TYPE_ROOMS] = read_rooms,
    [TYPE_ISSUE] = read_issue,
    [TYPE_OPTIONS] = read_options,
    [TYPE_PACKAGE] = read_package,
    [TYPE_VALUES] = read_values,
    [TYPE_VALUE_TABLE] = read_value_table,
    [TYPE_SETS] = read_sets,
    [TYPE_CONDITION] = read_condition,
    [TYPE_REF] = read_ref,
    [TYPE_ROUND] = read_round,
    [TYPE_CAVEAT] = read_caveat,
    [TYPE_CAVEAT_FLAG] = read_caveat_flag,
    [TYPE_CAVEAT_TIME] = read_caveat_time,
    [TYPE_CAVEAT_CONDITION] = read_caveat_condition,
    [TYPE_CHOICE] = read_choice,
    [TYPE_HANDLES] = read_handles,
    [TYPE_HEX64] = read_hex64,
    [TYPE_KEY256] = read_key256,
    [TYPE_SELF] = read_self,
    [TYPE_MOVE_TEXT] = read_move_text,
    [TYPE_MOVE_OFFER] = read_move_offer,
    [TYPE_MOVE_DRAFT] = read_move_offer,
    [TYPE_MOVE_REPLY] = read_move_reply,
    [TYPE_MOVE_WITHDRAW] = read_move_withdraw,
    [TYPE_MAP_BRIEF] = read_map_brief,
    [TYPE_MAP_RELAY] = read_map_relay,
    [TYPE_MAP_RELAYS] = read_map_relays,
    [TYPE_MAP_AUTHORITY] = read_map_authority,
    [TYPE_MAP_ROOMS] = read_map_rooms,
    [TYPE_MAP_MEDIATORS] = read_map_mediators,
    [TYPE_MAP_AGENDA] = read_map_agenda,
    [TYPE_MAP_PRIVATE] = read_map_private,
    [TYPE_MAP_SHIFTS] = read_map_shifts,
    [TYPE_MAP_EVENTS] = read_map_events,
    [TYPE_LIST_ROUNDS] = read_list_rounds,
    [TYPE_MAP_FACTS] = read_map_facts,
    [TYPE_FACTS] = read_facts,
    [TYPE_ROOM_FACTS] = read_room_facts,
    [TYPE_ROOM_SECRETS] = read_room_secrets,
    [TYPE_HEARS] = read_hears,
    [TYPE_ISSUES] = read_issues,
    [TYPE_TRUST] = read_trust,
    [TYPE_PERCENT] = read_percent,
    [TYPE_SPAN] = read_span,
    [TYPE_MAP_LEAKS] = read_map_leaks,
    [TYPE_NEXT] = read_next,
    [TYPE_GO] = read_go,
    [TYPE_ENDING] = read_ending,
    [TYPE_MAP_ENDINGS] = read_map_endings,
    [TYPE_CHANNELS] = read_channels,
    [TYPE_VIA] = read_via,
    [TYPE_CHOOSE] = read_choose,
    [TYPE_SEEDS] = read_seeds,
    [TYPE_OUTCOME] = read_outcome,
    [TYPE_REFS] = read_refs,
    [TYPE_GROUNDS] = read_refs,
    [TYPE_PAIRS] = read_pairs,
    [TYPE_BOUNDS] = read_bounds,
    [TYPE_TOLD] = read_told,
    [TYPE_LIST_EXPECTS] = read_list_expects,
    [TYPE_MAP_TRAFFIC] = read_map_traffic,
    [TYPE_MAP_LOADS] = read_map_loads,
    [TYPE_TIMES] = read_times,
};

void *bind_alloc(struct binder *b, size_t count, size_t size)
{
    void *out = arena_alloc(b->arena, count * size);
    if (!out)
        b->failed = true;
    return out;
}

const char *bind_copy(struct binder *b, const struct node *n)
{
    const char *out = arena_text(b->arena, n->text, n->size);
    if (!out)
        b->failed = true;
    return out;
}

static const char *shape_text(const struct node *n)
{
    switch (n->kind) {
    case NODE_SCALAR:
        return "a single value";
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        break;
    }
    return "a map";
}

static bool is_shape(struct binder *b, const struct node *n,
                     enum node_kind kind, const char *wanted)
{
    if (n->kind == kind)
        return true;
    if (node_is_empty(n))
        diags_add(b->diags, MISTAKE_NO_VALUE, n->key ? n->key->place : n->place,
                  "there is no value here; expected %s", wanted);
    else
        diags_add(b->diags, MISTAKE_WRONG_SHAPE, n->place,
                  "expected %s, not %s", wanted, shape_text(n));
    return false;
}

bool bind_is_map(struct binder *b, const struct node *n, const char *of)
{
    return is_shape(b, n, NODE_MAP, of);
}

bool bind_is_list(struct binder *b, const struct node *n, const char *of)
{
    return is_shape(b, n, NODE_LIST, of);
}

bool bind_is_scalar(struct binder *b, const struct node *n, const char *what)
{
    if (!is_shape(b, n, NODE_SCALAR, what) || n->tainted)
        return false;
    if (node_is_empty(n)) {
        diags_add(b->diags, MISTAKE_NO_VALUE, n->key ? n->key->place : n->place,
                  "there is no value here; expected %s", what);
        return false;
    }
    return true;
}

void bind_defaults(enum where where, void *base)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    for (size_t i = 0; i < count; i++) {
        const struct key *k = &rows[i];
        if (k->type == TYPE_DURATION)
            *MEMBER(base, k->offset, int64_t) = k->fallback;
        else if (k->type == TYPE_ROUND)
            *MEMBER(base, k->offset, int16_t) = (int16_t)k->fallback;
        else if (k->type == TYPE_COUNT || k->type == TYPE_TRUST)
            *MEMBER(base, k->offset, uint16_t) = (uint16_t)k->fallback;
        else if (k->type == TYPE_VIA)
            *MEMBER(base, k->offset, uint8_t) = (uint8_t)k->fallback;
        else if (k->type == TYPE_SEED)
            *MEMBER(base, k->offset, uint64_t) = (uint64_t)k->fallback;
    }
}

/* Whether a key of the table may stand in this file and this line. */
static bool is_allowed(struct binder *b, const struct key *k,
                       const struct node *key)
{
    const char *why = NULL;
    bool mediator = owner_is_mediator(b->owner);
    if ((k->flags & KEY_BRIEF) && !b->is_brief)
        why = "is for briefs, which the program writes";
    else if ((k->flags & KEY_WHOLE) && b->is_brief)
        why = "does not belong in a brief";
    else if (k->where == IN_LINE && (k->flags & KEY_ROOM) && mediator)
        why = "is for rooms; the mediator cannot do that";
    else if (k->where == IN_LINE && (k->flags & KEY_MEDIATOR) && !mediator)
        why = "is for the mediator; a room cannot do that";
    if (!why)
        return true;
    diags_add(b->diags, MISTAKE_MISPLACED_KEY, key->place, "'%s' %s", k->name,
              why);
    return false;
}

/* Where people write a single text instead of the map. */
static const char *example_of(enum where where)
{
    if (where == IN_ROOM || where == IN_MEDIATOR)
        return ", such as { title: \"...\" }";
    if (where == IN_ISSUE)
        return ", such as { options: [low, high] }";
    if (where == IN_EVENT)
        return ", such as { at: 10m, say: \"...\" }";
    if (where == IN_ENDING)
        return ", such as { text: \"...\" }";
    return where == IN_LINE ? ", such as { say: \"...\" }" : "";
}

bool bind_map(struct binder *b, enum where where, const struct node *map,
              void *base, bind_extra *extra)
{
    char what[96];
    snprintf(what, sizeof(what), "%s as a map of keys and values%s",
             where_text(where), example_of(where));
    if (!bind_is_map(b, map, what))
        return false;

    size_t count;
    const struct key *rows = schema_of(where, &count);
    const struct node *found[SCHEMA_KEYS_MAX] = {NULL};
    bind_odd_keys(b, where, map);
    for (const struct node *n = map->first; n; n = n->next) {
        const struct key *k = schema_find(where, n->key->text);
        if (k && is_allowed(b, k, n->key) && !n->cut)
            found[k - rows] = n;
    }
    for (size_t i = 0; i < count; i++) {
        if (found[i] && !(rows[i].flags & KEY_LATE))
            readers[rows[i].type](b, &rows[i], found[i], base);
        else if (!found[i] && (rows[i].flags & KEY_REQUIRED) &&
                 !node_get(map, rows[i].name) &&
                 (b->is_brief || !(rows[i].flags & KEY_BRIEF)))
            diags_add(b->diags, MISTAKE_MISSING_KEY,
                      map->key ? map->key->place : map->place,
                      "%s needs the key '%s'", where_text(where), rows[i].name);
    }
    for (size_t i = 0; i < count; i++) {
        if (found[i] && (rows[i].flags & KEY_LATE))
            readers[rows[i].type](b, &rows[i], found[i], base);
    }
    for (const struct node *n = map->first; n && extra; n = n->next) {
        if (!schema_find(where, n->key->text))
            extra(b, n, base);
    }
    return true;
}

/* Begin to guess; not once the list of mistakes is full, for it takes time. */
static void start_guess(const struct binder *b, struct guess *g,
                        const struct node *n)
{
    guess_init(g, diags_full(b->diags) ? BYTES_NONE : bytes_of(n->text));
}

static int pick(struct binder *b, const struct node *n, struct guess *g,
                enum mistake code, const char *kind)
{
    char hint[320];
    diags_add(b->diags, code, n->place, "there is no %s '%.60s'%s", kind,
              n->text, guess_or_list(g, hint, sizeof(hint)));
    return -1;
}

int bind_room(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "the id of a room"))
        return -1;
    for (uint8_t i = 0; i < b->out->room_count; i++)
        if (strcmp(b->out->rooms[i].id, n->text) == 0)
            return i;
    if (b->out->room_count == 0)
        return -1; /* they could not be read: that was said */
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t i = 0; i < b->out->room_count; i++)
        guess_try(&g, b->out->rooms[i].id);
    return pick(b, n, &g, MISTAKE_UNKNOWN_ROOM, "room");
}

int bind_mediator(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "the id of a mediator") ||
        b->out->mediator_count == 0)
        return -1;
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t i = 0; i < b->out->mediator_count; i++) {
        if (strcmp(b->out->mediators[i].id, n->text) == 0)
            return i;
        guess_try(&g, b->out->mediators[i].id);
    }
    return pick(b, n, &g, MISTAKE_UNKNOWN_MEDIATOR, "mediator");
}

int bind_event(struct binder *b, const struct node *n)
{
    for (uint8_t i = 0; i < b->out->event_count; i++)
        if (strcmp(b->out->events[i].id, n->text) == 0)
            return i;
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t i = 0; i < b->out->event_count; i++)
        guess_try(&g, b->out->events[i].id);
    return pick(b, n, &g, MISTAKE_UNKNOWN_EVENT, "event");
}

int bind_round(struct binder *b, const struct node *n)
{
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t i = 0; i < b->out->round_count; i++) {
        if (strcmp(b->out->rounds[i].id, n->text) == 0)
            return i;
        guess_try(&g, b->out->rounds[i].id);
    }
    return pick(b, n, &g, MISTAKE_UNKNOWN_ROUND, "round");
}

int bind_issue(struct binder *b, const struct node *n)
{
    if (!bind_is_scalar(b, n, "the id of an issue"))
        return -1;
    const struct agenda *a = &b->out->agenda;
    for (uint8_t i = 0; i < a->issue_count; i++)
        if (strcmp(a->issues[i].id, n->text) == 0)
            return i;
    if (a->issue_count == 0 && node_get(b->root, "agenda"))
        return -1; /* it could not be read */
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t i = 0; i < a->issue_count; i++)
        guess_try(&g, a->issues[i].id);
    return pick(b, n, &g, MISTAKE_UNKNOWN_ISSUE, "issue");
}

int bind_option(struct binder *b, int issue, const struct node *n)
{
    if (!bind_is_scalar(b, n, "the id of an option"))
        return -1;
    const struct issue *i = &b->out->agenda.issues[issue];
    for (uint8_t o = 0; o < i->option_count; o++)
        if (strcmp(i->options[o].id, n->text) == 0)
            return o;
    if (i->option_count == 0)
        return -1; /* they could not be read */
    struct guess g;
    start_guess(b, &g, n);
    for (uint8_t o = 0; o < i->option_count; o++)
        guess_try(&g, i->options[o].id);
    char hint[320];
    diags_add(b->diags, MISTAKE_UNKNOWN_OPTION, n->place,
              "'%s' has no option '%.60s'%s", i->id, n->text,
              guess_or_list(&g, hint, sizeof(hint)));
    return -1;
}

bool bind_is_free(struct binder *b, int issue, const struct node *n,
                  const char *why)
{
    const struct issue *i = &b->out->agenda.issues[issue];
    if (i->free)
        diags_add(b->diags, MISTAKE_NO_OPTIONS, n->place,
                  "'%s' is settled by words, and %s", i->id, why);
    return i->free;
}
