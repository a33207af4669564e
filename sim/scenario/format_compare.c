#include "sim/scenario/format.h"

#include "sim/scenario/comments.h"

#include <stdlib.h>
#include <string.h>

struct side {
    struct node *root;
    struct comments comments;
};

/* ERR_SCENARIO when it cannot be read. */
static enum err read_side(struct bytes text, struct arena *arena,
                          struct side *out)
{
    struct diags diags;
    diags_init(&diags);
    enum err e = yaml_read(text, arena, &diags, &out->root);
    if (!e && diags.count > 0)
        e = ERR_SCENARIO;
    diags_fini(&diags);
    if (!e)
        e = comments_find(text, out->root, arena, &out->comments);
    return e;
}

/* A room without anything may be left empty, or be {}. */
static bool is_nothing(const struct node *n)
{
    return n->kind == NODE_SCALAR ? n->plain && n->size == 0
                                  : n->kind == NODE_MAP && n->count == 0;
}

static bool same_node(const struct node *a, const struct node *b);

/* Most often the order is the same too: then no key is looked for. */
static bool same_children(const struct node *a, const struct node *b)
{
    const struct node *beside = b->first;
    for (const struct node *n = a->first; n; n = n->next) {
        const struct node *other = beside;
        if (n->key && (!other || strcmp(other->key->text, n->key->text) != 0))
            other = node_get(b, n->key->text);
        if (!other || !same_node(n, other))
            return false;
        beside = other->next;
    }
    return true;
}

static bool same_node(const struct node *a, const struct node *b)
{
    if (is_nothing(a) && is_nothing(b))
        return true;
    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == NODE_SCALAR)
        return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
    return same_children(a, b);
}

static int by_text(const void *left, const void *right)
{
    const struct comment *a = left;
    const struct comment *b = right;
    size_t least = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->text, b->text, least);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static void sort(struct comments *c)
{
    if (c->count > 0)
        qsort(c->list, c->count, sizeof(*c->list), by_text);
}

static bool same_comments(struct comments *a, struct comments *b)
{
    if (a->count != b->count)
        return false;
    sort(a);
    sort(b);
    for (uint32_t i = 0; i < a->count; i++) {
        if (by_text(&a->list[i], &b->list[i]) != 0)
            return false;
    }
    return true;
}

enum err format_compare(struct bytes a, struct bytes b, struct arena *arena,
                        bool *same)
{
    struct side one, other;
    *same = false;
    enum err e = read_side(a, arena, &one);
    if (!e)
        e = read_side(b, arena, &other);
    if (e == ERR_SCENARIO)
        return ERR_OK;
    if (!e)
        *same = same_node(one.root, other.root) &&
                same_comments(&one.comments, &other.comments);
    return e;
}
