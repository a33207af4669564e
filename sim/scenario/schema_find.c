#include "sim/scenario/schema.h"

#include <assert.h>
#include <string.h>

const struct key *schema_of(enum where where, size_t *count)
{
    size_t first = 0;
    while (first < schema_size && schema[first].where != where)
        first++;
    size_t end = first;
    while (end < schema_size && schema[end].where == where)
        end++;
    *count = end - first;
    assert(*count > 0 && *count <= SCHEMA_KEYS_MAX);
    return &schema[first];
}

const struct key *schema_find(enum where where, const char *name)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].name[0] == name[0] && strcmp(rows[i].name, name) == 0)
            return &rows[i];
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
