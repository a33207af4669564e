#include "sim/scenario/diag.h"

#include "shuttle/err.h"
#include "sim/scenario/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    enum mistake code;
    const char *name;
    const char *text;
    const char *help;
} table[] = {
#define X(number, NAME, text, help) {MISTAKE_##NAME, #NAME, text, help},
    MISTAKE_TABLE(X)
#undef X
};

#define MISTAKE_COUNT (sizeof(table) / sizeof(table[0]))

static size_t find(enum mistake code)
{
    for (size_t i = 0; i < MISTAKE_COUNT; i++) {
        if (table[i].code == code)
            return i;
    }
    assert(!"a mistake of the table");
    return 0;
}

const char *mistake_name(enum mistake code)
{
    return table[find(code)].name;
}

const char *mistake_text(enum mistake code)
{
    return table[find(code)].text;
}

const char *mistake_help(enum mistake code)
{
    return table[find(code)].help;
}

bool mistake_is_doubt(enum mistake code)
{
    static const enum mistake doubts[] = {
#define X(number, NAME, text, help) MISTAKE_##NAME,
        MISTAKE_DOUBT_TABLE(X) MISTAKE_MORE_DOUBT_TABLE(X)
#undef X
    };
    for (size_t n = 0; n < sizeof(doubts) / sizeof(doubts[0]); n++)
        if (doubts[n] == code)
            return true;
    return false;
}

void diags_init(struct diags *d)
{
    *d = (struct diags){.list = NULL};
    arena_init(&d->arena, 0);
}

void diags_fini(struct diags *d)
{
    arena_fini(&d->arena);
    d->list = NULL;
    d->count = 0;
    d->doubts = 0;
}

bool diags_full(const struct diags *d)
{
    return d->count == SCENARIO_DIAGS_MAX;
}

void diags_begin_source(struct diags *d, const char *name, struct bytes text)
{
    assert(d->source_count < ROOMS_MAX);
    d->sources[d->source_count++] = (struct diag_source){name, text};
    d->source = d->source_count;
}

void diags_path(const struct diags *d, const struct diag_entry *e,
                const char *file, char *out, size_t capacity)
{
    const char *base = strrchr(file, '/');
    size_t folder = base ? (size_t)(base - file) + 1 : 0;
    if (e->source == 0)
        snprintf(out, capacity, "%s", file);
    else
        snprintf(out, capacity, "%.*s%s", (int)folder, file,
                 d->sources[e->source - 1].name);
}

static bool is_there(const struct diags *d, enum mistake code,
                     struct place place)
{
    for (uint32_t i = 0; i < d->count; i++) {
        const struct diag_entry *e = &d->list[i];
        if (e->code == code && e->source == d->source &&
            e->place.line == place.line && e->place.column == place.column)
            return true;
    }
    return false;
}

/* What a message quotes from a file may hold what does not show. */
static void show_hidden(char *text)
{
    char *to = text;
    for (size_t size; *text != '\0'; text += size) {
        struct bytes rest = {(const uint8_t *)text, strnlen(text, 4)};
        uint32_t c = utf8_next(rest, &size);
        if (c == UINT32_MAX || utf8_is_hidden(c) || utf8_is_control(c)) {
            *to++ = '?';
        } else {
            memmove(to, text, size);
            to += size;
        }
    }
    *to = '\0';
}

void diags_add(struct diags *d, enum mistake code, struct place place,
               const char *format, ...)
{
    if (diags_full(d)) {
        d->dropped++;
        return;
    }
    if (is_there(d, code, place))
        return;
    if (!d->list)
        d->list = arena_alloc(&d->arena, SCENARIO_DIAGS_MAX * sizeof(*d->list));

    char text[DIAG_SIZE];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    struct diag line; /* makes one clean line of it */
    diag_set(&line, ERR_SCENARIO, "%s", text);
    show_hidden(line.message);
    const char *message =
        arena_text(&d->arena, line.message, strlen(line.message));
    if (!d->list || !message) {
        d->failed = true;
        return;
    }
    d->list[d->count] = (struct diag_entry){.code = code,
                                            .source = d->source,
                                            .place = place,
                                            .order = d->count,
                                            .message = message};
    d->count++;
    d->doubts += mistake_is_doubt(code);
}

static int by_place(const void *left, const void *right)
{
    const struct diag_entry *a = left;
    const struct diag_entry *b = right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line ? -1 : 1;
    if (a->place.column != b->place.column)
        return a->place.column < b->place.column ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

void diags_sort(struct diags *d)
{
    if (d->count > 1)
        qsort(d->list, d->count, sizeof(*d->list), by_place);
}
