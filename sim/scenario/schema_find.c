#include "sim/scenario/schema.h"

#include <assert.h>
#include <string.h>

/* The first row of this map or a later one. */
static size_t first_row(unsigned int where)
{
    size_t from = 0, to = schema_size;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if ((unsigned int)schema[middle].where < where)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const struct key *schema_of(enum where where, size_t *count)
{
    size_t first = first_row(where);
    *count = first_row(where + 1u) - first;
    assert(*count > 0 && *count <= SCHEMA_KEYS_MAX);
    return &schema[first];
}

const struct key *schema_find(enum where where, const char *name)
{
    for (size_t i = first_row(where);
         i < schema_size && schema[i].where == where; i++) {
        if (schema[i].name[0] == name[0] && strcmp(schema[i].name, name) == 0)
            return &schema[i];
    }
    return NULL;
}

static const char *const where_texts[] = {
#define X(NAME, text) text,
    WHERE_TABLE(X)
#undef X
};

static const char *const type_texts[] = {
#define X(NAME, text) text,
    TYPE_TABLE(X)
#undef X
};

const char *where_text(enum where where)
{
    return where_texts[where];
}

const char *type_text(enum key_type type)
{
    return type_texts[type];
}
