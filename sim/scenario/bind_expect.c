/* Rehearsals: `expect`. What they name is found by resolve_expects(). */
#include "sim/scenario/bind.h"

#include "sim/scenario/override.h"
#include "sim/scenario/resolve.h"
#include "sim/scenario/scenario_file.h"

#include <stdlib.h>
#include <string.h>

/* The children of a list, or a single value in its place. */
static const struct node *entries(const struct node *v, uint32_t *count)
{
    *count = v->kind == NODE_LIST ? v->count : 1;
    return v->kind == NODE_LIST ? v->first : v;
}

/* The next of as many as entries() counted: of a single value, itself. */
static const struct node *after(const struct node *v, const struct node *n)
{
    return v->kind == NODE_LIST ? n->next : n;
}

static uint32_t capped(struct binder *b, const struct node *v, uint32_t count)
{
    return v->kind == NODE_LIST ? bind_capped(b, v, EXPECT_LIST_MAX, "entries")
                                : count;
}

static void need_some(struct binder *b, const struct node *v, uint32_t count)
{
    if (count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "'%s' names nothing",
                  v->key->text);
}

static bool take_range(const char *text, struct seed_range *out)
{
    const char *end = seed_parse(text, &out->first);
    out->last = out->first;
    if (end && strncmp(end, "..", 2) == 0)
        end = seed_parse(end + 2, &out->last);
    return end && *end == '\0' && out->first <= out->last;
}

void read_seeds(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    struct seed_list *out = MEMBER(base, k->offset, struct seed_list);
    uint32_t count;
    uint64_t runs = 0;
    if (v->kind == NODE_MAP) {
        bind_is_list(b, v, "a seed or a list of seeds");
        return;
    }
    const struct node *n = entries(v, &count);
    need_some(b, v, count);
    count = capped(b, v, count);
    out->range = bind_alloc(b, count, sizeof(*out->range));
    for (uint32_t i = 0; out->range && i < count; i++, n = after(v, n)) {
        struct seed_range *range = &out->range[out->count];
        if (!bind_is_scalar(b, n, "a seed"))
            continue;
        if (!take_range(n->text, range)) {
            diags_add(b->diags, MISTAKE_BAD_SEEDS, n->place,
                      "'%.40s' is neither a seed nor a range of seeds",
                      n->text);
            continue;
        }
        out->count++;
        if (range->last - range->first >= EXPECT_SEEDS_MAX - runs)
            diags_add(b->diags, MISTAKE_BAD_SEEDS, n->place,
                      "these are more than %u seeds", EXPECT_SEEDS_MAX);
        else
            runs += range->last - range->first + 1;
    }
}

void read_outcome(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    if (!bind_is_scalar(b, v, "an outcome"))
        return;
#define X(number, NAME, word, meaning)                                         \
    if (strcmp(v->text, word) == 0) {                                          \
        *MEMBER(base, k->offset, enum outcome) = OUTCOME_##NAME;               \
        return;                                                                \
    }
    OUTCOME_TABLE(X)
#undef X
    diags_add(b->diags, MISTAKE_BAD_WORD, v->place,
              "'%.40s' is no outcome; choose one of agreed, no_agreement, "
              "walked_out, stalled, broken_off, runaway, stopped",
              v->text);
}

/* Kept as names, one entry for each node. */
static void take_ref(struct binder *b, const struct node *n, struct ref *out)
{
    out->place = n->place;
    if (bind_is_scalar(b, n, "the id of a line or of an event"))
        out->name = bind_copy(b, n);
}

void read_refs(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    struct ref_list *out = MEMBER(base, k->offset, struct ref_list);
    uint32_t count;
    if (v->kind == NODE_MAP) {
        bind_is_list(b, v, "a list of ids");
        return;
    }
    const struct node *n = entries(v, &count);
    need_some(b, v, count);
    count = capped(b, v, count);
    out->ref = bind_alloc(b, count, sizeof(*out->ref));
    out->count = 0; /* of a line that has two keys for it, the last counts */
    for (uint32_t i = 0; out->ref && i < count; i++, n = after(v, n)) {
        take_ref(b, n, &out->ref[i]);
        out->count++;
    }
}

void read_pairs(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    struct pair_list *out = MEMBER(base, k->offset, struct pair_list);
    if (!bind_is_list(b, v, "a list of [first, second]"))
        return;
    uint32_t count = bind_capped(b, v, EXPECT_LIST_MAX, "pairs");
    need_some(b, v, count);
    out->pair = bind_alloc(b, count, sizeof(*out->pair));
    const struct node *n = v->first;
    for (uint32_t i = 0; out->pair && i < count; i++, n = n->next) {
        out->count++;
        if (!bind_is_list(b, n, "a list of two ids, as in [[first, second]]"))
            continue;
        if (n->count != 2) {
            diags_add(b->diags, MISTAKE_WRONG_SHAPE, n->place,
                      "expected two ids, the first and the second, not %u",
                      n->count);
            continue;
        }
        take_ref(b, n->first, &out->pair[i].first);
        take_ref(b, n->first->next, &out->pair[i].second);
    }
}

static uint8_t take_form(struct binder *b, const struct node *n)
{
    static const struct {
        const char *word;
        uint8_t form;
    } forms[] = {{"verbatim", FORM_VERBATIM},
                 {"gist", FORM_GIST},
                 {"as_mediator_idea", FORM_OWN_IDEA}};
    if (!bind_is_scalar(b, n, "verbatim, gist or as_mediator_idea"))
        return 0;
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (strcmp(n->text, forms[i].word) == 0)
            return forms[i].form;
    diags_add(b->diags, MISTAKE_BAD_WORD, n->place,
              "'%.40s' is no form of telling; choose one of verbatim, gist, "
              "as_mediator_idea",
              n->text);
    return 0;
}

/* The lines of one room. */
static void take_tellings(struct binder *b, const struct node *room,
                          struct telling_list *out)
{
    int index = bind_room(b, room->key);
    for (const struct node *n = room->first; n; n = n->next) {
        struct telling *telling = &out->telling[out->count];
        uint8_t form = take_form(b, n);
        if (index < 0 || form == 0)
            continue;
        telling->room = (uint8_t)index;
        telling->form = form;
        take_ref(b, n->key, &telling->line);
        out->count++;
    }
}

void read_told(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    struct telling_list *out = MEMBER(base, k->offset, struct telling_list);
    uint32_t count = 0;
    if (!bind_is_map(b, v, "a map of rooms"))
        return;
    need_some(b, v, v->count);
    for (const struct node *n = v->first; n; n = n->next) {
        if (!bind_is_map(b, n, "a map of lines"))
            return;
        need_some(b, n, n->count);
        count += n->count;
    }
    if (count > EXPECT_LIST_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, v->place,
                  "more than %u lines that are told", EXPECT_LIST_MAX);
        return;
    }
    out->telling = bind_alloc(b, count, sizeof(*out->telling));
    for (const struct node *n = v->first; n && out->telling; n = n->next)
        take_tellings(b, n, out);
}

/* ">= 55" into an operator and a number. */
static bool take_bound(const char *text, struct bound *out)
{
    static const struct {
        const char *text;
        enum condition_op op;
    } ops[] = {{"==", OP_EQ}, {"!=", OP_NE}, {"<=", OP_LE},
               {">=", OP_GE}, {"<", OP_LT},  {">", OP_GT}};
    size_t n = 0;
    while (n < 6 && strncmp(text, ops[n].text, strlen(ops[n].text)) != 0)
        n++;
    if (n == 6)
        return false;
    out->op = ops[n].op;
    text += strlen(ops[n].text);
    text += strspn(text, " ");
    const char *digits = text + (*text == '-');
    size_t size = strlen(digits);
    if (size == 0 || size > 7 || strspn(digits, "0123456789") != size)
        return false;
    out->points = (int32_t)strtol(text, NULL, 10);
    return true;
}

void read_bounds(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    struct bound_list *out = MEMBER(base, k->offset, struct bound_list);
    if (!bind_is_map(b, v, "a map of rooms"))
        return;
    need_some(b, v, v->count);
    out->bound = bind_alloc(b, v->count, sizeof(*out->bound));
    for (const struct node *n = v->first; n && out->bound; n = n->next) {
        struct bound *bound = &out->bound[out->count];
        int room = bind_room(b, n->key);
        if (!bind_is_scalar(b, n, "a comparison in quotes") || room < 0)
            continue;
        bound->room = (uint8_t)room;
        bound->place = n->place;
        if (take_bound(n->text, bound))
            out->count++;
        else
            diags_add(b->diags, MISTAKE_BAD_BOUND, n->place,
                      "'%.40s' does not compare with a number", n->text);
    }
}

void read_list_expects(struct binder *b, const struct key *k,
                       const struct node *v, void *base)
{
    struct scenario *s = base;
    (void)k;
    if (!bind_is_list(b, v, "a list of rehearsals"))
        return;
    uint32_t count = bind_capped(b, v, EXPECTS_MAX, "rehearsals");
    s->expects = bind_alloc(b, count, sizeof(*s->expects));
    b->expects = v;
    const struct node *n = v->first;
    for (uint32_t i = 0; s->expects && i < count; i++, n = n->next) {
        struct expect *e = &s->expects[s->expect_count++];
        e->place = n->place;
        package_clear(&e->package);
        e->ending = -1;
        bind_defaults(IN_EXPECT, e);
        bind_map(b, IN_EXPECT, n, e, NULL);
    }
}

static void resolve_ref(struct binder *b, const struct names *names,
                        const struct node *n, struct ref *ref)
{
    if (ref->name)
        names_ref(b, names, n, ref);
}

static void resolve_list(struct binder *b, const struct names *names,
                         const struct node *v, struct ref_list *list)
{
    uint32_t count;
    const struct node *n = v ? entries(v, &count) : NULL;
    for (uint16_t i = 0; n && i < list->count; i++, n = after(v, n))
        resolve_ref(b, names, n, &list->ref[i]);
}

/* The line whose telling it is; an event is news, in no other form. */
static void resolve_telling(struct binder *b, const struct names *names,
                            const struct node *told, struct telling *telling)
{
    const struct node *room = node_get(told, b->out->rooms[telling->room].id);
    const struct node *n = room ? node_get(room, telling->line.name) : NULL;
    if (!n)
        return;
    resolve_ref(b, names, n->key, &telling->line);
    if (telling->line.kind == REF_EVENT)
        diags_add(b->diags, MISTAKE_BAD_WORD, n->key->place,
                  "'%s' is an event, which is told as news; name a line",
                  telling->line.name);
}

void resolve_expects(struct binder *b, const struct names *names)
{
    const struct node *n = b->expects ? b->expects->first : NULL;
    for (uint16_t i = 0; n && i < b->out->expect_count; i++, n = n->next) {
        struct expect *e = &b->out->expects[i];
        if (n->kind != NODE_MAP)
            continue;
        resolve_list(b, names, node_get(n, "happens"), &e->happens);
        resolve_list(b, names, node_get(n, "never"), &e->never);
        const struct node *told = node_get(n, "told");
        for (uint16_t j = 0; told && j < e->told.count; j++)
            resolve_telling(b, names, told, &e->told.telling[j]);
        const struct node *before = node_get(n, "before");
        const struct node *p = before ? before->first : NULL;
        for (uint16_t j = 0; p && j < e->before.count; j++, p = p->next) {
            if (p->kind != NODE_LIST || p->count != 2)
                continue;
            resolve_ref(b, names, p->first, &e->before.pair[j].first);
            resolve_ref(b, names, p->first->next, &e->before.pair[j].second);
        }
    }
}

/* The design that a rehearsal names, over the file's own. */
static void check_design(struct binder *b, const struct expect *e,
                         const struct node *n)
{
    struct scenario s = *b->out;
    struct mediator_entry mediators[MEDIATORS_MAX];
    struct diag diag = {.message = ""};
    if (!e->design || !n || s.mediator_count == 0)
        return;
    for (uint8_t m = 0; m < s.mediator_count; m++) {
        mediators[m] = s.mediators[m];
        if (relay_check(&mediators[m].relay, &diag))
            return; /* the file's own has a mistake */
    }
    s.mediators = mediators;
    if (override_scenario(&s, e->design, b->scratch, &diag))
        diags_add(b->diags, MISTAKE_BAD_RELAY, n->place, "%s", diag.message);
}

static void check_bounds(struct binder *b, const struct expect *e)
{
    for (uint16_t i = 0; i < e->value.count; i++) {
        const struct bound *bound = &e->value.bound[i];
        const struct room_entry *room = &b->out->rooms[bound->room];
        if (!room->own || !room->own->has_values)
            diags_add(b->diags, MISTAKE_MISSING_KEY, bound->place,
                      "'%s' has no `values`, so nothing is worth anything to "
                      "it",
                      room->id);
    }
}

void check_expects(struct binder *b)
{
    static const char *const how[] = {"seeds", "design"};
    const struct node *n = b->expects ? b->expects->first : NULL;
    for (uint16_t i = 0; n && i < b->out->expect_count; i++, n = n->next) {
        const struct expect *e = &b->out->expects[i];
        uint32_t wanted = n->count;
        if (n->kind != NODE_MAP)
            continue;
        for (size_t w = 0; w < 2; w++)
            wanted -= node_get(n, how[w]) != NULL;
        if (wanted == 0)
            diags_add(b->diags, MISTAKE_EXPECTS_NOTHING, n->place,
                      "this rehearsal does not say what must come of it");
        check_design(b, e, node_get(n, "design"));
        check_bounds(b, e);
        check_secrets(b, e);
    }
}
