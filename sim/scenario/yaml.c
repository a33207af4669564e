#include "sim/scenario/yaml.h"

#include "sim/scenario/trouble.h"
#include "sim/scenario/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Keys of a map with more than this are compared by sorting. */
#define FEW_KEYS 12u

struct builder {
    yaml_parser_t parser;
    struct arena *arena;
    struct diags *diags;
    struct bytes text;
    struct node *root;
    struct node *open[SCENARIO_DEPTH_MAX]; /* collections being filled */
    struct node *key[SCENARIO_DEPTH_MAX];  /* the key that awaits its value */
    unsigned int depth;
    uint32_t nodes;
    bool ended; /* the document is over */
    enum err e;
};

static struct place place_of(yaml_mark_t mark)
{
    return (struct place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}

bool node_is_empty(const struct node *n)
{
    return n->kind == NODE_SCALAR && n->plain &&
           (n->size == 0 || strcmp(n->text, "~") == 0 ||
            strcmp(n->text, "null") == 0);
}

const struct node *node_get(const struct node *map, const char *key)
{
    for (const struct node *n = map->first; n; n = n->next) {
        if (strcmp(n->key->text, key) == 0)
            return n;
    }
    return NULL;
}

static void stop(struct builder *b, enum err e)
{
    if (!b->e)
        b->e = e;
}

static struct node *node_new(struct builder *b, enum node_kind kind,
                             const yaml_event_t *event)
{
    struct place place = place_of(event->start_mark);
    if (b->nodes == SCENARIO_NODES_MAX) {
        diags_add(b->diags, MISTAKE_TOO_LARGE, place,
                  "more than %u keys and values", SCENARIO_NODES_MAX);
        stop(b, ERR_SCENARIO);
        return NULL;
    }
    b->nodes++;
    struct node *n = arena_alloc(b->arena, sizeof(*n));
    if (!n) {
        stop(b, ERR_MEMORY);
        return NULL;
    }
    n->kind = kind;
    n->place = place;
    return n;
}

static void append(struct node *to, struct node *n)
{
    if (to->last)
        to->last->next = n;
    else
        to->first = n;
    to->last = n;
    to->count++;
}

/* Put a finished node, or a collection just opened, where it belongs. */
static void place_node(struct builder *b, struct node *n)
{
    if (b->depth == 0) {
        b->root = n;
        return;
    }
    struct node *to = b->open[b->depth - 1];
    struct node **key = &b->key[b->depth - 1];
    if (to->kind == NODE_LIST) {
        append(to, n);
    } else if (*key) {
        n->key = *key;
        *key = NULL;
        append(to, n);
    } else {
        *key = n; /* a scalar: on_open has seen to that */
    }
}

static void refuse_marks(struct builder *b, const yaml_event_t *event,
                         const yaml_char_t *anchor, const yaml_char_t *tag)
{
    struct place place = place_of(event->start_mark);
    if (anchor)
        diags_add(b->diags, MISTAKE_ALIAS, place, "an anchor '&%s'", anchor);
    if (tag)
        diags_add(b->diags, MISTAKE_TAG, place, "a tag '%s'", tag);
}

static struct place after(const struct node *n, size_t bytes)
{
    struct place place = n->place;
    place.column +=
        (uint32_t)utf8_count((struct bytes){(const uint8_t *)n->text, bytes});
    return place;
}

/* Whether scan_text has found hidden characters on these lines already. */
static bool was_scanned(const struct builder *b, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < b->diags->count; i++) {
        const struct diag_entry *e = &b->diags->list[i];
        if (e->code == MISTAKE_HIDDEN && e->place.line >= from &&
            e->place.line <= to)
            return true;
    }
    return false;
}

/* Escapes can write what may not stand in the file as it is; and outside
 * quotes less is allowed than inside. */
static void judge_text(struct builder *b, struct node *n, uint32_t last_line)
{
    struct bytes text = {(const uint8_t *)n->text, n->size};
    for (size_t i = bytes_plain(text, 0), size; i < text.size;
         i += size, i += bytes_plain(text, i)) {
        struct bytes rest = {text.data + i, text.size - i};
        uint32_t c = utf8_next(rest, &size);
        bool control = c != '\t' && utf8_is_control(c);
        bool hidden = utf8_is_hidden(c);
        bool space = n->plain && c == UTF8_NO_BREAK_SPACE;
        n->tainted = n->tainted || control || hidden || space;
        if (control)
            diags_add(b->diags, MISTAKE_CONTROL, n->place,
                      "a control character in this text (U+%04" PRIX32 ")", c);
        else if (hidden && !was_scanned(b, n->place.line, last_line))
            diags_add(b->diags, MISTAKE_HIDDEN, n->place,
                      "a hidden character in this text (U+%04" PRIX32 ")", c);
        else if (space)
            diags_add(b->diags, MISTAKE_NO_BREAK_SPACE, after(n, i),
                      "a no-break space outside quotes (U+00A0)");
    }
}

static void on_scalar(struct builder *b, const yaml_event_t *event)
{
    struct node *n = node_new(b, NODE_SCALAR, event);
    if (!n)
        return;
    refuse_marks(b, event, event->data.scalar.anchor, event->data.scalar.tag);
    n->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    n->block = event->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
               event->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
    n->end = place_of(event->end_mark);
    if (event->start_mark.line == event->end_mark.line)
        n->width =
            (uint32_t)(event->end_mark.column - event->start_mark.column);
    n->size = (uint32_t)event->data.scalar.length;
    n->text = arena_text(b->arena, event->data.scalar.value, n->size);
    if (!n->text) {
        stop(b, ERR_MEMORY);
        return;
    }
    if (event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || n->plain)
        judge_text(b, n, (uint32_t)event->end_mark.line + 1);
    place_node(b, n);
}

static void on_open(struct builder *b, const yaml_event_t *event,
                    enum node_kind kind)
{
    struct node *n = node_new(b, kind, event);
    if (!n)
        return;
    if (b->depth == SCENARIO_DEPTH_MAX) {
        diags_add(b->diags, MISTAKE_TOO_DEEP, n->place,
                  "more than %u brackets or indentations deep",
                  SCENARIO_DEPTH_MAX);
        stop(b, ERR_SCENARIO);
        return;
    }
    if (b->depth > 0 && b->open[b->depth - 1]->kind == NODE_MAP &&
        !b->key[b->depth - 1]) {
        diags_add(b->diags, MISTAKE_KEY_FORM, n->place,
                  "a key is one word, not a list or a map");
        stop(b, ERR_SCENARIO);
        return;
    }
    if (kind == NODE_MAP)
        refuse_marks(b, event, event->data.mapping_start.anchor,
                     event->data.mapping_start.tag);
    else
        refuse_marks(b, event, event->data.sequence_start.anchor,
                     event->data.sequence_start.tag);
    place_node(b, n);
    b->open[b->depth] = n;
    b->key[b->depth] = NULL;
    b->depth++;
}

static void duplicate(struct builder *b, const struct node *first,
                      struct node *second)
{
    second->again = true;
    diags_add(b->diags, MISTAKE_DUPLICATE_KEY, second->key->place,
              "the key '%.60s' is there already, on line %" PRIu32,
              second->key->text, first->key->place.line);
}

static int by_key(const void *left, const void *right)
{
    const struct node *a = *(struct node *const *)left;
    const struct node *b = *(struct node *const *)right;
    int order = strcmp(a->key->text, b->key->text);
    if (order != 0)
        return order;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    return (a->place.column > b->place.column) -
           (a->place.column < b->place.column);
}

static void find_many_duplicates(struct builder *b, const struct node *map)
{
    struct node **sorted =
        arena_alloc(b->arena, map->count * sizeof(struct node *));
    if (!sorted) {
        stop(b, ERR_MEMORY);
        return;
    }
    size_t count = 0;
    for (struct node *n = map->first; n; n = n->next)
        sorted[count++] = n;
    qsort(sorted, count, sizeof(struct node *), by_key);
    for (size_t i = 1; i < count; i++) {
        const struct node *first = sorted[i - 1];
        if (strcmp(first->key->text, sorted[i]->key->text) == 0)
            duplicate(b, first, sorted[i]);
    }
}

static void find_few_duplicates(struct builder *b, const struct node *map)
{
    for (struct node *n = map->first; n; n = n->next) {
        const struct node *first = node_get(map, n->key->text);
        if (first && first != n)
            duplicate(b, first, n);
    }
}

static void drop_duplicates(struct node *map)
{
    struct node *n = map->first; /* the first one of a map stays */
    while (n && n->next) {
        if (n->next->again) {
            n->next = n->next->next;
            map->count--;
        } else {
            n = n->next;
        }
    }
    map->last = n;
}

/* The end of a collection without brackets takes no place in the text. */
static bool has_brackets(const yaml_event_t *event)
{
    return event->end_mark.index > event->start_mark.index;
}

static void on_close(struct builder *b, const yaml_event_t *event)
{
    struct node *n = b->open[--b->depth];
    if (has_brackets(event))
        n->end = place_of(event->end_mark);
    if (n->kind != NODE_MAP)
        return;
    if (n->count > FEW_KEYS)
        find_many_duplicates(b, n);
    else
        find_few_duplicates(b, n);
    drop_duplicates(n);
}

static void on_alias(struct builder *b, const yaml_event_t *event)
{
    diags_add(b->diags, MISTAKE_ALIAS, place_of(event->start_mark),
              "an alias '*%s'", event->data.alias.anchor);
    stop(b, ERR_SCENARIO); /* what it stands for is not known */
}

static void on_document(struct builder *b, const yaml_event_t *event)
{
    if (event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        diags_add(b->diags, MISTAKE_DIRECTIVE, place_of(event->start_mark),
                  "a directive, which scenarios do not use");
    if (b->ended) {
        diags_add(b->diags, MISTAKE_SECOND_DOCUMENT,
                  place_of(event->start_mark), "a second document begins here");
        stop(b, ERR_SCENARIO);
    }
}

static bool on_event(struct builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        on_document(b, event);
        return true;
    case YAML_DOCUMENT_END_EVENT:
        b->ended = true;
        return true;
    case YAML_ALIAS_EVENT:
        on_alias(b, event);
        return true;
    case YAML_SCALAR_EVENT:
        on_scalar(b, event);
        return true;
    case YAML_SEQUENCE_START_EVENT:
        on_open(b, event, NODE_LIST);
        return true;
    case YAML_MAPPING_START_EVENT:
        on_open(b, event, NODE_MAP);
        return true;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        on_close(b, event);
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
        return true;
    case YAML_STREAM_END_EVENT:
        break;
    }
    return false;
}

static void on_error(struct builder *b)
{
    const yaml_parser_t *p = &b->parser;
    if (p->error == YAML_MEMORY_ERROR) {
        stop(b, ERR_MEMORY);
        return;
    }
    stop(b, ERR_SCENARIO);
    struct trouble trouble = {
        .problem = p->problem ? p->problem : "it cannot be read",
        .context = p->context ? p->context : "",
        .at = place_of(p->problem_mark),
        .from = place_of(p->context_mark),
    };
    trouble_report(&trouble, b->text, b->diags);
}

static void read_events(struct builder *b)
{
    bool more = true;
    while (more && !b->e) {
        yaml_event_t event;
        if (!yaml_parser_parse(&b->parser, &event)) {
            on_error(b);
            return;
        }
        more = on_event(b, &event);
        yaml_event_delete(&event);
    }
}

enum err yaml_read(struct bytes text, struct arena *arena, struct diags *diags,
                   struct node **root)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    *root = NULL;
    if (text.size >= 3 && memcmp(text.data, mark, 3) == 0)
        text = (struct bytes){text.data + 3, text.size - 3};
    struct place start = {1, 1};
    if (text.size > SCENARIO_SIZE_MAX) {
        diags_add(diags, MISTAKE_TOO_LARGE, start, "%zu bytes, more than %u",
                  text.size, SCENARIO_SIZE_MAX);
        return ERR_SCENARIO;
    }
    if (!scan_text(text, diags))
        return ERR_SCENARIO;

    struct builder b = {.arena = arena, .diags = diags, .text = text};
    if (!yaml_parser_initialize(&b.parser))
        return ERR_MEMORY;
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    const uint8_t *data = text.size > 0 ? text.data : mark;
    yaml_parser_set_input_string(&b.parser, data, text.size);
    read_events(&b);
    yaml_parser_delete(&b.parser);
    if (b.e)
        return b.e;
    if (!b.root) {
        diags_add(diags, MISTAKE_EMPTY, start, "there is nothing in it");
        return ERR_SCENARIO;
    }
    *root = b.root;
    return ERR_OK;
}
