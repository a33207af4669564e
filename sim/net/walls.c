#include "sim/net/walls.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const names[WALL_COUNT] = {
#define X(name, word, text) word,
    WALL_TABLE(X)
#undef X
};

bool walls_mode_parse(const char *text, enum walls_mode *mode)
{
    if (strcmp(text, "auto") == 0)
        *mode = WALLS_AUTO;
    else if (strcmp(text, "none") == 0)
        *mode = WALLS_NONE;
    else if (strcmp(text, "strict") == 0)
        *mode = WALLS_STRICT;
    else
        return false;
    return true;
}

void walls_report_init(struct walls_report *r)
{
    for (size_t i = 0; i < WALL_COUNT; i++)
        r->of[i] = (struct wall_entry){WALL_UNTRIED, 0};
}

void walls_stand(struct walls_report *r, enum wall w)
{
    r->of[w] = (struct wall_entry){WALL_STANDS, 0};
}

void walls_fail(struct walls_report *r, enum wall w, int reason)
{
    r->of[w] = (struct wall_entry){WALL_MISSING, reason};
}

unsigned walls_count(const struct walls_report *r, unsigned mask)
{
    unsigned n = 0;
    for (unsigned i = 0; i < WALL_COUNT; i++)
        if ((mask & WALL_BIT(i)) && r->of[i].state == WALL_STANDS)
            n++;
    return n;
}

/* Append to text of a fixed size; what does not fit is a bug of the caller. */
static void append(char *out, size_t size, const char *a, const char *b)
{
    size_t used = strlen(out);
    int n = snprintf(out + used, size - used, "%s%s", a, b);
    assert(n >= 0 && (size_t)n < size - used);
}

/* "stands", "off", "untried" or the name of the errno. */
static const char *state_word(const struct wall_entry *e)
{
    const char *word = NULL;
    switch (e->state) {
    case WALL_UNTRIED:
        return "untried";
    case WALL_OFF:
        return "off";
    case WALL_STANDS:
        return "stands";
    case WALL_MISSING:
        word = strerrorname_np(e->reason);
        break;
    }
    return word ? word : "missing";
}

void walls_missing(const struct walls_report *r, unsigned mask, char *out,
                   size_t size)
{
    assert(size > 0);
    out[0] = '\0';
    for (unsigned i = 0; i < WALL_COUNT; i++) {
        if (!(mask & WALL_BIT(i)) || r->of[i].state == WALL_STANDS)
            continue;
        append(out, size, out[0] ? ", " : "", names[i]);
        append(out, size, " (", state_word(&r->of[i]));
        append(out, size, ")", "");
    }
}

void walls_print(const struct walls_report *r, char *out, size_t size)
{
    assert(size > 0);
    out[0] = '\0';
    for (size_t i = 0; i < WALL_COUNT; i++) {
        append(out, size, out[0] ? " " : "", names[i]);
        append(out, size, "=", state_word(&r->of[i]));
    }
}

static bool entry_parse(const char *word, size_t size, struct wall_entry *e)
{
    static const char *const plain[] = {"untried", "off", "stands", "missing"};
    static const enum wall_state states[] = {WALL_UNTRIED, WALL_OFF,
                                             WALL_STANDS, WALL_MISSING};

    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (strlen(plain[i]) == size && memcmp(plain[i], word, size) == 0) {
            *e = (struct wall_entry){states[i], 0};
            return true;
        }
    }
    for (int number = 1; number < 200; number++) {
        const char *name = strerrorname_np(number);
        if (name && strlen(name) == size && memcmp(name, word, size) == 0) {
            *e = (struct wall_entry){WALL_MISSING, number};
            return true;
        }
    }
    return false;
}

bool walls_parse(const char *text, struct walls_report *r)
{
    for (size_t i = 0; i < WALL_COUNT; i++) {
        size_t size = strlen(names[i]);
        if (i > 0 && *text++ != ' ')
            return false;
        if (strncmp(text, names[i], size) != 0 || text[size] != '=')
            return false;
        text += size + 1;
        size = strcspn(text, " ");
        if (!entry_parse(text, size, &r->of[i]))
            return false;
        text += size;
    }
    return *text == '\0';
}
