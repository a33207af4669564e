/*
 * YAML under house rules, read from libyaml's events into a small tree. JSON is
 * YAML in flow style and is read the same way. One document; no anchors,
 * aliases, tags, directives or duplicate keys; no tabs, hidden characters, or
 * no-break spaces outside quotes; depth, size and number of nodes have limits.
 */
#ifndef SCENARIO_YAML_H
#define SCENARIO_YAML_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/memory.h"
#include "sim/scenario/diag.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    bool plain;   /* a scalar without quotes, not in a block */
    bool tainted; /* holds what may not stand there; it was reported */
    bool again;   /* while reading: its key was there already */
    bool cut;     /* while binding: its text ends too early, at a comma */
    bool block;   /* a scalar in a block, after '|' or '>' */
    struct place place;
    struct place end;   /* just behind it; 0:0 of lists and maps that stand on
                           lines of their own, without brackets */
    uint32_t width;     /* characters it takes on its line; 0 when several */
    uint32_t size;      /* bytes of text */
    uint32_t count;     /* children */
    const char *text;   /* of a scalar; NUL-terminated */
    struct node *key;   /* of a child of a map; its scalar */
    struct node *first; /* child; of a map the values, in the file's order */
    struct node *last;
    struct node *next; /* sibling */
};

/* Read a text into *root, which lives in the arena; its strings too. Of two
 * values under one key the first is kept. ERR_SCENARIO when the tree is not
 * whole (mistakes say why); mistakes may have been added with ERR_OK too. */
enum err yaml_read(struct bytes text, struct arena *arena, struct diags *diags,
                   struct node **root) MUST_USE;

/* A value that was left out: nothing, or the null of YAML and JSON. */
bool node_is_empty(const struct node *n);
/* The value of a key of a map, or NULL. */
const struct node *node_get(const struct node *map, const char *key);

/* Look through a text without reading it: UTF-8, control characters, tabs,
 * hidden characters. False when it makes no sense to read on. */
bool scan_text(struct bytes text, struct diags *diags);

#endif
