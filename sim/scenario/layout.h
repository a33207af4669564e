/*
 * A scenario's text as `format` sees it: every key and every entry of a list,
 * in the order of the table, with its comments and whether a line was left
 * empty before it.
 */
#ifndef SCENARIO_LAYOUT_H
#define SCENARIO_LAYOUT_H

#include "sim/scenario/comments.h"
#include "sim/scenario/shape.h"

struct comment_list {
    struct comment *first;
    struct comment *last;
};

struct entry {
    const struct node *node;   /* the value; of a map its key is node->key */
    struct entry *parent;      /* NULL: the whole file */
    struct entry *first;       /* child, in the order of the table */
    struct entry *next;        /* sibling */
    struct entry *follow;      /* the next one of the text, of whatever depth */
    const struct shape *shape; /* of its key in the table, or NULL */
    const struct shape *nest;  /* its children are maps of this, or NULL */
    int where;                 /* whose keys its map has: enum where, or -1 */
    enum quotes quotes;        /* of a scalar */
    struct comment_list before; /* on lines of their own */
    struct comment *beside;     /* behind it, or NULL */
    bool blank;                 /* an empty line stands before it */
};

struct layout {
    struct entry *root;
    struct comments comments;
    struct comment_list head; /* before everything */
    bool head_blank;          /* an empty line stands behind the head */
    struct comment_list tail;
};

/* Lay a text out; everything lives in the arena. The text has been read into
 * root without mistakes of text or form. ERR_MEMORY only. */
enum err layout_make(struct bytes text, const struct node *root,
                     struct arena *arena, struct layout *out) MUST_USE;

/* Whether a comment has an empty line before it. */
bool layout_blank(const struct layout *l, const struct comment *c);

#endif
