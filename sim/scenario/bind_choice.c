/* A member of a family and its parameters: a name, or a map with `as`. Maps in
 * the map are flattened: times: { us-iran: 4m } is the key "times.us-iran". */
#include "sim/scenario/bind.h"

#include <stdio.h>
#include <string.h>

#define KEY_SIZE_MAX   256u
#define VALUE_SIZE_MAX 1024u

static const char *copy_text(struct binder *b, const char *text)
{
    const char *out = arena_text(b->arena, text, strlen(text));
    if (!out)
        b->failed = true;
    return out ? out : "";
}

static void add_param(struct binder *b, struct choice *c, const struct node *at,
                      const char *key, const char *value)
{
    for (size_t i = 0; i < c->param_count; i++) {
        if (strcmp(c->param[i].key, key) == 0) {
            diags_add(b->diags, MISTAKE_DUPLICATE_KEY, at->place,
                      "the parameter '%s' is there already", key);
            return;
        }
    }
    if (c->param_count == PARAMS_MAX) {
        diags_add(b->diags, MISTAKE_TOO_MANY, at->place,
                  "more than %u parameters", PARAMS_MAX);
        return;
    }
    c->param[c->param_count].key = copy_text(b, key);
    c->param[c->param_count].value = copy_text(b, value);
    c->param_count++;
}

/* A list of words as one text: "a,b,c". False when it is too long. */
static bool join(struct binder *b, const struct node *list, char *out)
{
    size_t at = 0;
    out[0] = '\0';
    for (const struct node *n = list->first; n; n = n->next) {
        if (!bind_is_scalar(b, n, "a word"))
            return false;
        if (at + n->size + 2 > VALUE_SIZE_MAX)
            return false;
        int size = snprintf(out + at, VALUE_SIZE_MAX - at, "%s%s",
                            at > 0 ? "," : "", n->text);
        at += (size_t)size;
    }
    return true;
}

static void read_param(struct binder *b, struct choice *c, const struct node *n,
                       const char *prefix)
{
    char key[KEY_SIZE_MAX];
    int size = snprintf(key, sizeof(key), "%s%s%s", prefix, *prefix ? "." : "",
                        n->key->text);
    if (size < 0 || (size_t)size >= sizeof(key)) {
        diags_add(b->diags, MISTAKE_TOO_LONG, n->key->place,
                  "the name of a parameter has at most %u bytes",
                  KEY_SIZE_MAX - 1);
        return;
    }
    if (n->kind == NODE_MAP) {
        if (*prefix) {
            diags_add(b->diags, MISTAKE_WRONG_SHAPE, n->place,
                      "parameters are not nested deeper than this");
            return;
        }
        for (const struct node *p = n->first; p; p = p->next)
            read_param(b, c, p, n->key->text);
        return;
    }
    char joined[VALUE_SIZE_MAX];
    const char *value = n->text;
    if (n->kind == NODE_LIST) {
        if (!join(b, n, joined))
            return;
        value = joined;
    } else if (!bind_prose(b, n)) {
        return;
    }
    if (strlen(value) >= VALUE_SIZE_MAX)
        diags_add(b->diags, MISTAKE_TOO_LONG, n->place,
                  "a parameter has at most %u bytes", VALUE_SIZE_MAX - 1);
    else
        add_param(b, c, n->key, key, value);
}

static const char *example_of(const char *family)
{
    static const char *const examples[][2] = {
        {"walk", "shuttle"}, {"carry", "gist"}, {"hold", "consent"}};

    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
        if (strcmp(examples[i][0], family) == 0)
            return examples[i][1];
    return "words";
}

void read_choice(struct binder *b, const struct key *k, const struct node *v,
                 void *base)
{
    struct choice *c = MEMBER(base, k->offset, struct choice);
    if (v->kind == NODE_SCALAR) {
        c->as = bind_id(b, v);
        return;
    }
    if (!bind_is_map(b, v, "a name, or a map with `as`"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        if (strcmp(n->key->text, "as") == 0)
            c->as = bind_id(b, n);
        else
            read_param(b, c, n, "");
    }
    if (!node_get(v, "as"))
        diags_add(b->diags, MISTAKE_MISSING_KEY, v->key->place,
                  "'%s' needs `as` and a name, as in %s: { as: %s }", k->name,
                  k->name, example_of(k->name));
}
