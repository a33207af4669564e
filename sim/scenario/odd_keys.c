/* Keys that a map of the language does not have: what was meant, what the
 * place does have, and how to read on so that one mistake stays one. */
#include "sim/scenario/bind.h"

#include "proto/guess.h"
#include "sim/scenario/near.h"

#include <stdio.h>
#include <string.h>

/* Maps with more keys than this are not told key by key. */
#define KEYS_TOLD_MAX 12u

/* What people write for it who have not read the table. */
static const struct {
    const char *word;
    const char *key;
} synonyms[] = {
    {"name", "title"},
    {"label", "title"},
    {"text", "say"},
    {"message", "say"},
    {"words", "say"},
    {"speech", "say"},
    {"tell", "say"},
    {"says", "say"},
    {"question", "ask"},
    {"confidence", "confide"},
    {"secret", "confide"},
    {"answer", "reply"},
    {"proposal", "propose"},
    {"condition", "when"},
    {"duration", "limit"},
    {"length", "limit"},
    {"time", "at"},
    {"wait_for", "after"},
    {"waits_for", "after"},
    {"reply_to", "re"},
    {"parties", "rooms"},
    {"teams", "rooms"},
    {"sides", "rooms"},
    {"issues", "agenda"},
    {"topics", "agenda"},
    {"mediation", "mediators"},
    {"points", "values"},
    {"batna", "no_deal"},
    {"instruction", "brief"},
    {"choices", "options"},
    {"probability", "chance"},
    {"version", "scenario"},
};

static bool is_owner(const struct scenario *s, const char *name)
{
    for (uint8_t i = 0; i < s->room_count; i++) {
        if (strcmp(s->rooms[i].id, name) == 0)
            return true;
    }
    for (uint8_t i = 0; i < s->mediator_count; i++) {
        if (strcmp(s->mediators[i].id, name) == 0)
            return true;
    }
    return false;
}

static bool is_known(const struct binder *b, enum where where, const char *key)
{
    return schema_find(where, key) ||
           (where == IN_ROUND && is_owner(b->out, key));
}

/* The key that was meant, or NULL. */
static const char *meant(const struct binder *b, enum where where,
                         const char *word)
{
    const struct scenario *s = b->out;
    struct guess g;
    size_t count;
    const struct key *rows = schema_of(where, &count);
    guess_init(&g, bytes_of(word));
    for (size_t i = 0; i < count; i++) {
        if (b->is_brief || !(rows[i].flags & KEY_BRIEF))
            guess_try(&g, rows[i].name);
    }
    for (uint8_t i = 0; where == IN_ROUND && i < s->room_count; i++)
        guess_try(&g, s->rooms[i].id);
    for (uint8_t i = 0; where == IN_ROUND && i < s->mediator_count; i++)
        guess_try(&g, s->mediators[i].id);
    if (guess_best(&g))
        return guess_best(&g);
    for (size_t i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++) {
        if (strcmp(synonyms[i].word, word) == 0 &&
            schema_find(where, synonyms[i].key))
            return synonyms[i].key;
    }
    return NULL;
}

static bool is_answer(const char *word)
{
#define X(number, name, key)                                                   \
    if (strcmp(word, key) == 0)                                                \
        return true;
    ANSWER_TABLE(X)
#undef X
    return false;
}

/* Who may have lines in a round, as far as they can be named. */
static void print_owners(const struct scenario *s, char *out, size_t capacity)
{
    size_t at = (size_t)snprintf(
        out, capacity, ", and there is no room or mediator of that name");
    size_t bare = at;

    for (uint8_t i = 0; i < s->room_count && at < capacity; i++)
        at += (size_t)snprintf(out + at, capacity - at, "%s%s",
                               i == 0 ? ": there are " : ", ", s->rooms[i].id);
    for (uint8_t i = 0; i < s->mediator_count && at < capacity; i++)
        at += (size_t)snprintf(out + at, capacity - at, ", %s",
                               s->mediators[i].id);
    if (at >= capacity)
        out[bare] = '\0';
}

/* "; it has title, language, people", of a place that has few keys. */
static void print_keys(const struct binder *b, enum where where,
                       const char *word, char *out, size_t capacity)
{
    size_t count, at = 0, told = 0;
    const struct key *rows = schema_of(where, &count);
    out[0] = '\0';
    if (where == IN_ROUND) {
        print_owners(b->out, out, capacity);
        return;
    }
    if (where == IN_LINE && is_answer(word)) {
        snprintf(out, capacity, "; write reply: %s, and re: what it answers",
                 word);
        return;
    }
    if (where == IN_MEDIATOR && schema_find(IN_RELAY, word)) {
        snprintf(out, capacity,
                 "; it stands in `relay`, as in relay: { %s: ... }", word);
        return;
    }
    if (where == IN_RELAY) {
        snprintf(out, capacity,
                 "; parameters stand beside `as`, as in walk: { as: shuttle, "
                 "time: 4m }");
        return;
    }
    for (size_t i = 0; count <= KEYS_TOLD_MAX && i < count; i++) {
        if (rows[i].flags & KEY_BRIEF || at >= capacity)
            continue;
        at += (size_t)snprintf(out + at, capacity - at, "%s%s",
                               told++ > 0 ? ", " : "; it has ", rows[i].name);
    }
}

/* A value without quotes or brackets ends at a comma, and what follows it looks
 * like a key without a value. */
static bool is_cut_off(const struct node *before, const struct node *n)
{
    return before && before->kind == NODE_SCALAR && before->plain &&
           !node_is_empty(before) && n->key->plain && node_is_empty(n) &&
           n->key->place.line == before->place.line;
}

/* How much of a key such as `id:greet` is one; 0 when nothing. */
static size_t glued(const struct binder *b, enum where where,
                    const struct node *n)
{
    char name[NAME_MAX_SIZE + 1];
    size_t size = strcspn(n->key->text, ":");
    if (!n->key->plain || n->key->text[size] == '\0' || size >= sizeof(name) ||
        !node_is_empty(n))
        return 0;
    memcpy(name, n->key->text, size);
    name[size] = '\0';
    return is_known(b, where, name) ? size : 0;
}

static void odd_key(struct binder *b, enum where where, const struct node *map,
                    struct node *n)
{
    struct node *key = n->key;
    const char *near = meant(b, where, key->text);
    size_t part = near ? 0 : glued(b, where, n);
    char keys[320];
    bool lost = b->out->room_count == 0 || b->out->mediator_count == 0;
    if (where == IN_ROUND && lost && !near && n->kind == NODE_LIST)
        return; /* whoever that is: the mistake is where they are named */
    if (part > 0) {
        diags_add(b->diags, MISTAKE_UNKNOWN_KEY, key->place,
                  "a blank is missing after '%.*s:'", (int)part, key->text);
        return;
    }
    if (!near) {
        print_keys(b, where, key->text, keys, sizeof(keys));
        diags_add(b->diags, MISTAKE_UNKNOWN_KEY, key->place,
                  "%s has no key '%.60s'%s", where_text(where), key->text,
                  keys);
        return;
    }
    diags_add(b->diags, MISTAKE_UNKNOWN_KEY, key->place,
              "%s has no key '%.60s' (did you mean '%s'?)", where_text(where),
              key->text, near);
    if (!node_get(map, near)) { /* read on as if it were written so */
        key->text = near;
        key->size = (uint32_t)strlen(near);
    }
}

void bind_odd_keys(struct binder *b, enum where where, const struct node *map)
{
    struct node *before = NULL;
    for (struct node *n = map->first; n; n = n->next) {
        bool odd = !is_known(b, where, n->key->text);
        if (odd && diags_full(b->diags)) {
            b->diags->dropped++;
            return;
        }
        if (odd && !n->key->tainted && glued(b, where, n) == 0 &&
            is_cut_off(before, n)) {
            before->cut = true;
            diags_add(b->diags, MISTAKE_UNQUOTED, before->place,
                      near_is_quoted(before->text)
                          ? "this ends at the comma, for its quotation marks "
                            "are letters: type straight ones, \"...\""
                          : "this ends at the comma: a text with a comma needs "
                            "quotes, a list needs [ and ]");
            continue;
        }
        if (odd && !n->key->tainted)
            odd_key(b, where, map, n);
        before = n;
    }
}
