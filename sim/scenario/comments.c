#include "sim/scenario/comments.h"

#include "sim/scenario/utf8.h"

/* A '#' is a comment wherever no value and no key stands: between those there
 * are only blanks, line ends, and marks of structure. Behind the '|' of a block
 * there may be one too. */
struct finder {
    struct bytes text;
    size_t at;
    struct place place;
    const struct node **scalars; /* in the order of the text */
    uint32_t scalar_count;
    uint32_t next; /* the scalar we are in, or that comes next */
    bool begun;    /* something stands on this line already */
    struct arena *arena;
    struct comments *out;
};

bool place_before(struct place a, struct place b)
{
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

bool comments_blank_before(const struct comments *c, uint32_t line)
{
    return line > 1 && line - 1 <= c->lines && c->blank[line - 1];
}

struct bytes comment_bytes(const struct comment *c)
{
    return (struct bytes){(const uint8_t *)c->text, c->size};
}

static uint32_t count_scalars(const struct node *n)
{
    uint32_t count = n->kind == NODE_SCALAR;
    for (const struct node *c = n->first; c; c = c->next)
        count += (c->key ? 1u : 0u) + count_scalars(c);
    return count;
}

static void list_scalars(struct finder *f, const struct node *n)
{
    if (n->kind == NODE_SCALAR)
        f->scalars[f->scalar_count++] = n;
    for (const struct node *c = n->first; c; c = c->next) {
        if (c->key)
            f->scalars[f->scalar_count++] = c->key;
        list_scalars(f, c);
    }
}

/* Whether the place lies in a scalar, the first line of a block left out. */
static bool in_scalar(struct finder *f)
{
    while (f->next < f->scalar_count &&
           !place_before(f->place, f->scalars[f->next]->end))
        f->next++;
    if (f->next == f->scalar_count)
        return false;
    const struct node *n = f->scalars[f->next];
    bool header = n->block && n->place.line == f->place.line;
    return !header && !place_before(f->place, n->place);
}

static size_t line_end(struct bytes text, size_t at)
{
    while (at < text.size && text.data[at] != '\n' && text.data[at] != '\r')
        at++;
    return at;
}

static void add(struct finder *f)
{
    size_t end = line_end(f->text, f->at);
    while (f->text.data[end - 1] == ' ')
        end--;
    struct comment *c = &f->out->list[f->out->count++];
    c->place = f->place;
    c->full = !f->begun;
    c->text = (const char *)f->text.data + f->at;
    c->size = (uint32_t)(end - f->at);
}

/* No line has more than one, so lines are enough. */
static enum err make_room(struct finder *f)
{
    uint32_t lines = 2;
    for (size_t i = 0; i < f->text.size; i++)
        lines += f->text.data[i] == '\n' || f->text.data[i] == '\r';
    f->out->blank = arena_alloc(f->arena, lines * sizeof(bool));
    f->out->list = arena_alloc(f->arena, lines * sizeof(struct comment));
    return f->out->blank && f->out->list ? ERR_OK : ERR_MEMORY;
}

static void next_line(struct finder *f)
{
    f->out->blank[f->place.line] = !f->begun;
    f->out->lines = f->place.line;
    f->place = (struct place){f->place.line + 1, 1};
    f->begun = false;
}

/* Take one character, a line end, or a whole comment. */
static void step(struct finder *f)
{
    uint8_t c = f->text.data[f->at];
    size_t size = 1;
    if (c == '\n' || c == '\r') {
        bool pair = c == '\r' && f->at + 1 < f->text.size &&
                    f->text.data[f->at + 1] == '\n';
        f->at += pair ? 2 : 1;
        next_line(f);
        return;
    }
    if (c == '#' && !in_scalar(f)) {
        add(f);
        f->begun = true;
        f->at = line_end(f->text, f->at);
        return;
    }
    if (c >= 0x80)
        utf8_next((struct bytes){f->text.data + f->at, f->text.size - f->at},
                  &size);
    f->begun = f->begun || c != ' ';
    f->at += size;
    f->place.column++;
}

enum err comments_find(struct bytes text, const struct node *root,
                       struct arena *arena, struct comments *out)
{
    struct finder f = {
        .text = text, .place = {1, 1}, .arena = arena, .out = out};
    *out = (struct comments){.list = NULL};
    size_t scalars = count_scalars(root);
    f.scalars = arena_alloc(arena, (scalars + 1) * sizeof(struct node *));
    enum err e = f.scalars ? make_room(&f) : ERR_MEMORY;
    if (e)
        return e;
    list_scalars(&f, root);
    while (f.at < text.size)
        step(&f);
    next_line(&f);
    return ERR_OK;
}
