#include "sim/scenario/format.h"

#include "sim/scenario/scenario_file.h"
#include "sim/scenario/utf8.h"
#include "sim/scenario/scalar.h"

#include <assert.h>
#include <string.h>

#define STEP 2u /* blanks of one indentation */

/* How deep brackets go in one line: at the keys of the file, and elsewhere.
 * What its author has in brackets stays so, however deep, as long as it fits.
 */
#define TOP_NESTING  1
#define LINE_NESTING 2
#define NO_NESTING   99

struct printer {
    struct buffer *out;
    const struct layout *l;
};

static bool is_empty(const struct entry *e)
{
    return !e->first;
}

/* A key without a value needs a line of its own. */
static bool is_left_out(const struct entry *e)
{
    return e->where < 0 && scalar_is_nothing(e->node);
}

/* How deep the brackets of a value go when it is written in one line;
 * NO_NESTING when it cannot be. */
static int nesting(const struct entry *e)
{
    if (e->node->kind == NODE_SCALAR)
        return scalar_want_block(e) || is_left_out(e) ? NO_NESTING : 0;
    int deepest = 0;
    unsigned int maps = 0;
    for (const struct entry *c = e->first; c; c = c->next) {
        if (c->before.first || c->beside)
            return NO_NESTING;
        int one = nesting(c);
        deepest = one > deepest ? one : deepest;
        maps += !c->node->key && c->node->kind == NODE_MAP;
    }
    if (maps > 1 || deepest == NO_NESTING)
        return NO_NESTING;
    return is_empty(e) ? 0 : deepest + 1;
}

static void put_flow(struct buffer *out, const struct entry *e)
{
    bool map = e->node->kind == NODE_MAP;
    if (e->node->kind == NODE_SCALAR) {
        scalar_inline(out, e);
        return;
    }
    if (is_empty(e)) {
        buffer_add(out, map ? "{}" : "[]");
        return;
    }
    buffer_add(out, map ? "{ " : "[");
    for (const struct entry *c = e->first; c; c = c->next) {
        if (c->node->key) {
            scalar_key(out, c->node->key);
            buffer_add(out, ": ");
        }
        put_flow(out, c);
        buffer_add(out, c->next ? ", " : "");
    }
    buffer_add(out, map ? " }" : "]");
}

/* Write a list or a map in one line that begins at a column, behind some lead,
 * if it may. */
static bool try_flow(struct printer *p, const struct entry *e, size_t column,
                     const char *lead)
{
    bool top = !e->parent->parent;
    bool given = e->node->end.line > 0;
    int most = top ? TOP_NESTING : LINE_NESTING;
    if (nesting(e) > (given ? NO_NESTING - 1 : most))
        return false;
    struct buffer line;
    buffer_init(&line);
    put_flow(&line, e);
    bool fits =
        is_empty(e) || column + utf8_count(buffer_bytes(&line)) <= FORMAT_WIDTH;
    if (fits) {
        buffer_add(p->out, lead);
        buffer_slice(p->out, buffer_bytes(&line));
    }
    p->out->failed = p->out->failed || line.failed;
    buffer_fini(&line);
    return fits;
}

static void put_blanks(struct printer *p, size_t count)
{
    for (; count > 0; count--)
        buffer_add(p->out, " ");
}

/* Lists, however deep, of single values that are no prose. */
static bool is_plain_list(const struct entry *e)
{
    if (e->node->kind == NODE_SCALAR)
        return e->quotes != QUOTES_ALWAYS;
    if (e->node->kind == NODE_MAP)
        return false;
    for (const struct entry *c = e->first; c; c = c->next) {
        if (!is_plain_list(c))
            return false;
    }
    return true;
}

/* Write a list that its author has in brackets, and that is too long for one
 * line, in several, as full as may be. */
static bool try_fill(struct printer *p, const struct entry *e, size_t column)
{
    struct buffer part;
    size_t at = column + 1;
    if (e->node->kind != NODE_LIST || e->node->end.line == 0 || is_empty(e) ||
        nesting(e) == NO_NESTING || !is_plain_list(e))
        return false;
    buffer_init(&part);
    buffer_add(p->out, " [");
    for (const struct entry *c = e->first; c; c = c->next) {
        part.size = 0;
        put_flow(&part, c);
        buffer_add(&part, c->next ? "," : "]");
        size_t wide = utf8_count(buffer_bytes(&part));
        if (c != e->first && at + 1 + wide > FORMAT_WIDTH) {
            buffer_add(p->out, "\n");
            put_blanks(p, column + 1);
            at = column + 1;
        } else if (c != e->first) {
            buffer_add(p->out, " ");
            at++;
        }
        buffer_slice(p->out, buffer_bytes(&part));
        at += wide;
    }
    p->out->failed = p->out->failed || part.failed;
    buffer_fini(&part);
    return true;
}

static void put_comment(struct printer *p, const struct comment *c,
                        size_t indent)
{
    put_blanks(p, indent);
    buffer_slice(p->out, comment_bytes(c));
    buffer_add(p->out, "\n");
}

/* Comments, each with the empty line before it; none before the very first. */
static void put_comments(struct printer *p, const struct comment_list *list,
                         size_t indent, bool first)
{
    for (const struct comment *c = list->first; c; c = c->next) {
        if (layout_blank(p->l, c) && !first)
            buffer_add(p->out, "\n");
        put_comment(p, c, indent);
        first = false;
    }
}

static void put_beside(struct printer *p, const struct comment *beside)
{
    if (beside) {
        buffer_add(p->out, " ");
        buffer_slice(p->out, comment_bytes(beside));
    }
    buffer_add(p->out, "\n");
}

static void put_children(struct printer *p, const struct entry *e,
                         size_t indent, bool behind_dash);

/* The value behind "key:" or "-", to the end of its last line; it would begin
 * at a column. */
static void put_value(struct printer *p, const struct entry *e, size_t column,
                      size_t indent)
{
    const struct comment *beside = e->beside;
    if (e->node->kind == NODE_SCALAR) {
        buffer_add(p->out, is_left_out(e) ? "" : " ");
        scalar_value(p->out, e, column, indent + STEP, &beside);
        put_beside(p, beside);
    } else if (try_flow(p, e, column, " ") || try_fill(p, e, column)) {
        put_beside(p, beside);
    } else if (e->node->key) {
        put_beside(p, beside);
        put_children(p, e, indent + STEP, false);
    } else {
        buffer_add(p->out, " ");
        put_children(p, e, indent + STEP, true);
    }
}

/* A comment beside an entry that cannot stay on one line has no line there. */
static bool loses_line(const struct entry *e, size_t indent)
{
    struct buffer nowhere;
    if (e->node->key || e->node->kind == NODE_SCALAR || !e->beside)
        return false;
    buffer_init(&nowhere);
    struct printer p = {.out = &nowhere};
    bool flows = try_flow(&p, e, indent + STEP, "");
    buffer_fini(&nowhere);
    return !flows;
}

static void put_entry(struct printer *p, const struct entry *e, size_t indent)
{
    if (!e->node->key) {
        buffer_add(p->out, "-");
        put_value(p, e, indent + STEP, indent);
        return;
    }
    struct buffer key;
    buffer_init(&key);
    scalar_key(&key, e->node->key);
    buffer_add(&key, ":");
    buffer_slice(p->out, buffer_bytes(&key));
    put_value(p, e, indent + utf8_count(buffer_bytes(&key)) + 1, indent);
    p->out->failed = p->out->failed || key.failed;
    buffer_fini(&key);
}

static void put_children(struct printer *p, const struct entry *e,
                         size_t indent, bool behind_dash)
{
    for (const struct entry *c = e->first; c; c = c->next) {
        bool first = c == e->first;
        bool lost = loses_line(c, indent);
        if (!(first && behind_dash)) {
            put_comments(p, &c->before, indent, first);
            if (c->blank && (!first || c->before.first))
                buffer_add(p->out, "\n");
            if (lost)
                put_comment(p, c->beside, indent);
            put_blanks(p, indent);
        }
        put_entry(p, c, indent);
    }
}

static void put_all(struct printer *p)
{
    put_comments(p, &p->l->head, 0, true);
    if (p->l->head.first && p->l->head_blank)
        buffer_add(p->out, "\n");
    put_children(p, p->l->root, 0, false);
    put_comments(p, &p->l->tail, 0, false);
}

/* Whether a mistake says that the text is not what it seems: then it is left
 * alone. */
static bool forbids(enum mistake code)
{
    static const enum mistake form[] = {
#define X(number, NAME, text, help) MISTAKE_##NAME,
        MISTAKE_TEXT_TABLE(X) MISTAKE_FORM_TABLE(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(form) / sizeof(form[0]); i++) {
        if (form[i] == code)
            return true;
    }
    return false;
}

/* Read for mistakes; ERR_OK when the text may be written anew. */
static enum err judge(struct bytes text, struct arena *arena,
                      struct diags *diags)
{
    struct scenario *s;
    enum err e = scenario_read(text, NULL, arena, &s, diags);
    if (e != ERR_SCENARIO)
        return e;
    for (uint32_t i = 0; i < diags->count; i++) {
        if (forbids(diags->list[i].code))
            return ERR_SCENARIO;
    }
    if (diags->dropped > 0)
        return ERR_SCENARIO; /* who knows what they were */
    diags->count = 0;
    return ERR_OK;
}

static struct bytes without_mark(struct bytes text)
{
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf};
    if (text.size >= 3 && memcmp(text.data, mark, 3) == 0)
        return (struct bytes){text.data + 3, text.size - 3};
    return text;
}

static enum err format(struct bytes text, struct arena *arena,
                       struct diags *diags, struct buffer *out)
{
    struct node *root;
    struct layout layout;
    enum err e = yaml_read(text, arena, diags, &root);
    if (!e)
        e = layout_make(text, root, arena, &layout);
    if (e)
        return e;
    struct printer p = {.out = out, .l = &layout};
    put_all(&p);
    return out->failed ? ERR_MEMORY : ERR_OK;
}

/* A bug would lose an author's work: what was made is read again. */
static enum err make_sure(struct bytes text, struct bytes made,
                          struct arena *arena)
{
    bool same = false;
    if (made.size > SCENARIO_SIZE_MAX)
        return ERR_TOO_LONG;
    enum err e = format_compare(text, made, arena, &same);
    assert(e || same);
    return e;
}

enum err scenario_format(struct bytes text, struct diags *diags,
                         struct buffer *out)
{
    struct arena arena;
    size_t before = out->size;
    text = without_mark(text);
    arena_init(&arena, 0);
    enum err e = judge(text, &arena, diags);
    arena_fini(&arena);
    if (!e)
        e = format(text, &arena, diags, out);
    arena_fini(&arena);
    if (!e) {
        struct bytes all = buffer_bytes(out);
        struct bytes made = {all.data + before, all.size - before};
        e = make_sure(text, made, &arena);
    }
    arena_fini(&arena);
    return e;
}
