#include "sim/scenario/layout.h"

#include <string.h>

/* Lines of a round come behind its own keys. */
#define OWNER_RANK   1000u
#define UNKNOWN_RANK 10000u

struct maker {
    struct layout *l;
    struct arena *arena;
    struct entry *last; /* made so far */
    enum err e;
};

static struct place start_of(const struct entry *e)
{
    return e->node->key ? e->node->key->place : e->node->place;
}

static bool has_end(const struct entry *e)
{
    return e->node->end.line > 0;
}

static void append(struct comment_list *list, struct comment *c)
{
    c->next = NULL;
    if (list->last)
        list->last->next = c;
    else
        list->first = c;
    list->last = c;
}

/* Where a key stands among those of its map. Rooms and the mediator speak in a
 * round in the order the author gave them. */
static unsigned int rank_of(const struct entry *parent, const char *key)
{
    const struct key *row = schema_find((enum where)parent->where, key);
    size_t count;
    if (row)
        return (unsigned int)(row - schema_of(row->where, &count));
    return parent->where == IN_ROUND ? OWNER_RANK : UNKNOWN_RANK;
}

/* Put a child where it belongs: behind those of its rank or a lower one. */
static void insert(struct entry *parent, struct entry *child,
                   struct entry *last)
{
    struct entry **at = &parent->first;
    if (parent->where < 0 || !child->node->key) {
        at = last ? &last->next : at;
    } else {
        unsigned int rank = rank_of(parent, child->node->key->text);
        while (*at && rank_of(parent, (*at)->node->key->text) <= rank)
            at = &(*at)->next;
    }
    child->next = *at;
    *at = child;
}

/* What the table says of a child: from its key, or from what its parent is. */
static void describe(struct entry *e)
{
    static const struct shape lines = {
        .nest = NEST_LIST, .where = IN_LINE, .quotes = QUOTES_NEVER};
    const struct entry *up = e->parent;
    const struct node *key = e->node->key;
    e->where = -1;
    if (up->nest) {
        e->where = (int)up->nest->where;
        return;
    }
    if (up->where >= 0 && key) {
        const struct key *row = schema_find((enum where)up->where, key->text);
        e->shape =
            row ? shape_of(row->type) : (up->where == IN_ROUND ? &lines : NULL);
    }
    if (e->shape) {
        e->quotes = e->shape->quotes;
        e->nest = e->shape->nest == NEST_MAP || e->shape->nest == NEST_LIST
                      ? e->shape
                      : NULL;
        if (e->shape->nest == NEST_SELF)
            e->where = (int)e->shape->where;
        return;
    }
    e->shape = up->where < 0 || !key ? up->shape : NULL;
    if (e->shape)
        e->quotes = key ? e->shape->values_quotes : e->shape->quotes;
}

/* An empty line counts for what begins the line behind it. */
static bool is_behind_blank(const struct maker *m, const struct entry *e)
{
    const struct entry *before = m->last;
    uint32_t line = start_of(e).line;
    if (!comments_blank_before(&m->l->comments, line))
        return false;
    if (!before || !before->parent)
        return true;
    bool runs_on = before->node->kind == NODE_SCALAR && !before->node->block &&
                   before->node->end.line >= line;
    return start_of(before).line < line && !runs_on;
}

static struct entry *make(struct maker *m, const struct node *n,
                          struct entry *parent)
{
    struct entry *e = arena_alloc(m->arena, sizeof(*e));
    if (!e) {
        m->e = ERR_MEMORY;
        return NULL;
    }
    e->node = n;
    e->parent = parent;
    e->where = IN_FILE;
    if (parent) {
        describe(e);
        e->blank = is_behind_blank(m, e);
    }
    if (m->last)
        m->last->follow = e;
    m->last = e;
    struct entry *last = NULL;
    for (const struct node *c = n->first; c; c = c->next) {
        struct entry *child = make(m, c, e);
        if (!child)
            return NULL;
        insert(e, child, last);
        last = child;
    }
    return e;
}

/* Whom a comment behind something belongs to: the outermost that ends on its
 * line, else the one that has just begun there; but where a list's entry begins
 * on that line, in brackets that go on, the whole entry. */
static struct entry *neighbour(struct entry *last, uint32_t line)
{
    struct entry *best = NULL;
    for (struct entry *e = last; e->parent; e = e->parent) {
        if (has_end(e) && e->node->end.line == line)
            best = e;
    }
    if (!best && last->parent && start_of(last).line == line)
        best = last;
    for (struct entry *e = last; e->parent; e = e->parent) {
        if (!e->node->key && e->node->kind == NODE_MAP && has_end(e) &&
            e->node->place.line == line && e->node->end.line > line)
            best = e;
    }
    return best;
}

static void attach(struct layout *l, struct comment *c, struct entry *last)
{
    struct entry *beside = c->full ? NULL : neighbour(last, c->place.line);
    if (beside && !beside->beside)
        beside->beside = c;
    else if (beside)
        append(&beside->before, c);
    else if (!last->parent)
        append(&l->head, c);
    else if (last->follow)
        append(&last->follow->before, c);
    else
        append(&l->tail, c);
}

static void attach_all(struct layout *l)
{
    struct entry *last = l->root;
    for (uint32_t i = 0; i < l->comments.count; i++) {
        struct comment *c = &l->comments.list[i];
        while (last->follow && place_before(start_of(last->follow), c->place))
            last = last->follow;
        attach(l, c, last);
    }
}

/* The first child of a list's entry begins on the same line, behind the dash:
 * what comes before it comes before the entry; what is beside a list or map
 * there, too, since that may need several lines. */
static void lift(struct entry *e)
{
    for (struct entry *c = e->first; c; c = c->next)
        lift(c);
    struct entry *first = e->first;
    if (!e->parent || e->node->key || !first)
        return;
    struct comment *next;
    for (struct comment *c = first->before.first; c; c = next) {
        next = c->next;
        append(&e->before, c);
    }
    first->before = (struct comment_list){.first = NULL};
    bool opens = !first->node->key && first->node->kind != NODE_SCALAR;
    if (opens && first->beside) {
        append(&e->before, first->beside);
        first->beside = NULL;
    }
}

bool layout_blank(const struct layout *l, const struct comment *c)
{
    return c->full && comments_blank_before(&l->comments, c->place.line);
}

enum err layout_make(struct bytes text, const struct node *root,
                     struct arena *arena, struct layout *out)
{
    struct maker m = {.l = out, .arena = arena};
    *out = (struct layout){.root = NULL};
    enum err e = comments_find(text, root, arena, &out->comments);
    if (e)
        return e;
    out->root = make(&m, root, NULL);
    if (!out->root)
        return m.e;
    struct entry *begin = out->root->follow;
    if (begin) {
        out->head_blank = begin->blank;
        begin->blank = false;
    }
    attach_all(out);
    lift(out->root);
    return ERR_OK;
}
