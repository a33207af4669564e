#include "sim/scenario/schema_json.h"

#include "shuttle/relay.h"
#include "sim/scenario/shape.h"

#include <ctype.h>
#include <string.h>

/* The keys of a map, in the words of a list of names: "a", "b". */
static void put_words(struct buffer *out, const char *words)
{
    buffer_add(out, "{\"enum\": [");
    for (const char *word = words; *word != '\0';) {
        size_t size = strcspn(word, "|");
        buffer_format(out, "%s\"%.*s\"", word == words ? "" : ", ", (int)size,
                      word);
        word += size + (word[size] == '|');
    }
    buffer_add(out, "]}");
}

static const char *definition(enum where where)
{
    static const char *const names[] = {
#define X(NAME, text) #NAME,
        WHERE_TABLE(X)
#undef X
    };
    return names[where];
}

static void put_definition(struct buffer *out, enum where where)
{
    for (const char *c = definition(where); *c != '\0'; c++)
        buffer_format(out, "%c", tolower((unsigned char)*c));
}

static void put_reference(struct buffer *out, enum where where)
{
    buffer_add(out, "{\"$ref\": \"#/definitions/");
    put_definition(out, where);
    buffer_add(out, "\"}");
}

static void put_entry(struct buffer *out, const struct shape *shape)
{
    if (shape->empty)
        buffer_add(out, "{\"anyOf\": [{\"type\": \"null\"}, ");
    put_reference(out, shape->where);
    if (shape->empty)
        buffer_add(out, "]}");
}

static void put_param_value(struct buffer *out, const struct param_spec *p)
{
    switch (p->type) {
    case PARAM_DURATION:
        buffer_add(out, shape_duration_json);
        return;
    case PARAM_NUMBER:
        buffer_add(out, "{\"anyOf\": [{\"type\": \"integer\", \"minimum\": 0}, "
                        "{\"type\": \"string\", \"pattern\": \"^[0-9]+$\"}]}");
        return;
    case PARAM_WORD:
        put_words(out, p->words);
        return;
    case PARAM_TEXT:
        break;
    }
    buffer_add(out, "{\"anyOf\": [");
    buffer_add(out, shape_text_json);
    buffer_add(out, ", {\"type\": \"array\", \"items\": ");
    buffer_add(out, shape_text_json);
    buffer_add(out, "}]}");
}

/* One parameter. "times.*" is a map `times`. */
static void put_param(struct buffer *out, const struct param_spec *p)
{
    size_t size = strcspn(p->key, ".");
    bool map = p->key[size] == '.';
    buffer_format(out, ",\n    \"%.*s\": {\"description\": ", (int)size,
                  p->key);
    buffer_json(out, p->help ? p->help : "");
    if (p->fallback && *p->fallback != '\0') {
        buffer_add(out, ", \"default\": ");
        buffer_json(out, p->fallback);
    }
    buffer_add(out, ", \"allOf\": [");
    if (map)
        buffer_add(out, "{\"type\": \"object\", \"additionalProperties\": ");
    put_param_value(out, p);
    buffer_add(out, map ? "}]}" : "]}");
}

/* "times.us-iran" as a key of its own. */
static void put_dotted(struct buffer *out, const struct param_spec *params)
{
    bool any = false;
    for (const struct param_spec *p = params; p && p->key; p++) {
        size_t size = strcspn(p->key, ".");
        if (p->key[size] == '\0')
            continue;
        buffer_format(out, "%s\"^%.*s\\\\..+$\": ",
                      any ? ", " : ",\n   \"patternProperties\": {", (int)size,
                      p->key);
        put_param_value(out, p);
        any = true;
    }
    buffer_add(out, any ? "}" : "");
}

static void put_member(struct buffer *out, const struct member *m)
{
    buffer_format(out,
                  ",\n  {\"type\": \"object\", \"required\": [\"as\"], "
                  "\"additionalProperties\": false,\n   \"properties\": {"
                  "\"as\": {\"const\": \"%s\", \"description\": ",
                  m->name);
    buffer_json(out, m->help);
    buffer_add(out, "}");
    for (const struct param_spec *p = m->params; p && p->key; p++)
        put_param(out, p);
    buffer_add(out, "}");
    put_dotted(out, m->params);
    buffer_add(out, "}");
}

/* A member by its name alone, or with its parameters. */
static void put_choice(struct buffer *out, const struct key *k)
{
    int f = 0;
    while (f < FAMILY_COUNT && strcmp(family_key((enum family)f), k->name) != 0)
        f++;
    const struct member *m;
    buffer_add(out, "{\"anyOf\": [{\"enum\": [");
    for (size_t n = 0; f < FAMILY_COUNT && (m = relay_nth((enum family)f, n));
         n++)
        buffer_format(out, "%s\"%s\"", n > 0 ? ", " : "", m->name);
    buffer_add(out, "]}");
    for (size_t n = 0; f < FAMILY_COUNT && (m = relay_nth((enum family)f, n));
         n++)
        put_member(out, m);
    buffer_add(out, "]}");
}

/* A caveat may be a word, a list of words, or the map itself. */
static void put_caveat(struct buffer *out)
{
    size_t count;
    const struct key *rows = schema_of(IN_CAVEAT, &count);
    bool any = false;
    struct buffer words;
    buffer_init(&words);
    buffer_add(&words, "{\"enum\": [");
    for (size_t i = 0; i < count; i++) {
        if (rows[i].type != TYPE_CAVEAT_FLAG)
            continue;
        buffer_format(&words, "%s\"%s\"", any ? ", " : "", rows[i].name);
        any = true;
    }
    buffer_add(&words, "]}");
    buffer_add(out, "{\"anyOf\": [");
    buffer_slice(out, buffer_bytes(&words));
    buffer_add(out, ", {\"type\": \"array\", \"items\": ");
    buffer_slice(out, buffer_bytes(&words));
    buffer_add(out, "}, ");
    put_reference(out, IN_CAVEAT);
    buffer_add(out, "]}");
    out->failed = out->failed || words.failed;
    buffer_fini(&words);
}

/* A round has its lines under the ids of rooms and of the mediator, so these
 * are none of its own keys. */
static void put_names(struct buffer *out, const struct shape *shape)
{
    size_t count;
    const struct key *rows = schema_of(IN_ROUND, &count);
    buffer_add(out, ", \"propertyNames\": {\"allOf\": [");
    buffer_add(out, shape_id_json);
    for (size_t i = 0; shape->owners && i < count; i++)
        buffer_format(out, "%s\"%s\"",
                      i > 0 ? ", " : ", {\"not\": {\"enum\": [", rows[i].name);
    buffer_add(out, shape->owners ? "]}}]}" : "]}");
}

static void put_nest(struct buffer *out, const struct shape *shape)
{
    bool list = shape->nest == NEST_LIST;
    buffer_format(out, "{\"type\": \"%s\"", list ? "array" : "object");
    if (shape->names)
        put_names(out, shape);
    if (shape->least > 0)
        buffer_format(out, ", \"%s\": %u", list ? "minItems" : "minProperties",
                      shape->least);
    if (shape->most > 0)
        buffer_format(out, ", \"%s\": %u", list ? "maxItems" : "maxProperties",
                      shape->most);
    buffer_format(out, ", \"%s\": ", list ? "items" : "additionalProperties");
    put_entry(out, shape);
    buffer_add(out, "}");
}

static void put_either(struct buffer *out, const struct shape *shape)
{
    buffer_add(out, "{\"anyOf\": [");
    buffer_add(out, shape->json);
    buffer_add(out, ", ");
    put_nest(out, shape);
    buffer_add(out, "]}");
}

static void put_type(struct buffer *out, const struct key *k)
{
    const struct shape *shape = shape_of(k->type);
    if (k->type == TYPE_CAVEAT)
        put_caveat(out);
    else if (k->type == TYPE_CHOICE)
        put_choice(out, k);
    else if (k->words || shape->words)
        put_words(out, k->words ? k->words : shape->words);
    else if (shape->nest == NEST_SELF)
        put_reference(out, shape->where);
    else if (shape->nest != NEST_NONE && shape->json)
        put_either(out, shape);
    else if (shape->nest != NEST_NONE)
        put_nest(out, shape);
    else
        buffer_add(out, shape->json ? shape->json : "true");
}

/* The keys of rounds cannot be rooms: a round has its lines under those. */
static void put_owners(struct buffer *out)
{
    buffer_add(out, ",\n \"additionalProperties\": {\"description\": "
                    "\"lines of this room or of the mediator\", \"type\": "
                    "\"array\", \"items\": ");
    put_reference(out, IN_LINE);
    buffer_add(out, "}");
}

/* Options, or words in their place. */
static void put_issue_rule(struct buffer *out)
{
    buffer_add(out, ",\n \"if\": {\"required\": [\"free\"], \"properties\": "
                    "{\"free\": {\"const\": true}}},\n \"then\": "
                    "{\"properties\": {\"options\": false, \"unordered\": "
                    "false}},\n \"else\": {\"required\": [\"options\"]}");
}

static void put_map(struct buffer *out, enum where where)
{
    size_t count;
    const struct key *rows = schema_of(where, &count);
    bool any = false;
    buffer_add(out, "\"type\": \"object\",\n \"properties\": {");
    for (size_t i = 0; i < count; i++) {
        if (rows[i].flags & KEY_BRIEF)
            continue;
        buffer_format(out, "%s\n  \"%s\": {\"description\": ", any ? "," : "",
                      rows[i].name);
        buffer_json(out, rows[i].help);
        buffer_add(out, ", \"allOf\": [");
        put_type(out, &rows[i]);
        buffer_add(out, "]}");
        any = true;
    }
    buffer_add(out, "}");
    any = false;
    for (size_t i = 0; i < count; i++) {
        if ((rows[i].flags & (KEY_REQUIRED | KEY_BRIEF)) != KEY_REQUIRED)
            continue;
        buffer_format(out, "%s\"%s\"", any ? ", " : ",\n \"required\": [",
                      rows[i].name);
        any = true;
    }
    buffer_add(out, any ? "]" : "");
    if (where == IN_ISSUE)
        put_issue_rule(out);
    if (where == IN_ROUND)
        put_owners(out);
    else
        buffer_add(out, ",\n \"additionalProperties\": false");
}

bool schema_json(struct buffer *out)
{
    static const enum where all[] = {
#define X(NAME, text) IN_##NAME,
        WHERE_TABLE(X)
#undef X
    };
    bool any = false;
    buffer_add(out, "{\"$schema\": \"http://json-schema.org/draft-07/schema#\","
                    "\n \"title\": \"A scenario of shuttle, version 1\",\n ");
    put_map(out, IN_FILE);
    buffer_add(out, ",\n \"definitions\": {");
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i] == IN_FILE || all[i] == IN_BRIEF)
            continue;
        buffer_add(out, any ? ",\n\"" : "\n\"");
        put_definition(out, all[i]);
        buffer_add(out, "\": {\"title\": ");
        buffer_json(out, where_text(all[i]));
        buffer_add(out, ",\n ");
        put_map(out, all[i]);
        buffer_add(out, "}");
        any = true;
    }
    buffer_add(out, "}}\n");
    return !out->failed;
}
