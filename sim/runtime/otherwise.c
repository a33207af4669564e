#include "otherwise.h"

#include <assert.h>
#include <string.h>

/* The same text with every letter of the alphabet another one: what is told of
 * it has the same size. */
static char *other_words(const char *text)
{
    size_t size = text ? strlen(text) : 0;
    char *out = size ? memory_new(size + 1, 1) : NULL;

    for (size_t n = 0; out && n < size; n++) {
        char c = text[n];
        if (c >= 'a' && c <= 'z')
            c = (char)('a' + (c - 'a' + 13) % 26);
        else if (c >= 'A' && c <= 'Z')
            c = (char)('A' + (c - 'A' + 13) % 26);
        else if (c >= '0' && c <= '9')
            c = (char)('0' + (c - '0' + 5) % 10);
        out[n] = c;
    }
    return out;
}

static enum err change_words(struct otherwise *o, struct line *line)
{
    const char **texts[] = {&line->text, &line->gist, &line->gloss};

    for (unsigned n = 0; n < 3; n++) {
        if (!*texts[n] || !**texts[n])
            continue;
        o->words[n] = other_words(*texts[n]);
        if (!o->words[n])
            return ERR_MEMORY;
        *texts[n] = o->words[n];
    }
    return ERR_OK;
}

static const struct condition_step no = {.op = OP_NUMBER, .value = 0};
static const struct condition never = {.count = 1, .ops = &no};

static enum err change_line(struct otherwise *o, struct stage *stage,
                            const struct secret *s, int32_t value)
{
    const struct scenario *whole = &stage->scenario;
    const struct lines *lines = &whole->rounds[s->round].room[s->room];
    struct line *line;

    o->lines = memory_new(lines->count, sizeof(*o->lines));
    if (!o->lines)
        return ERR_MEMORY;
    memcpy(o->lines, lines->line, lines->count * sizeof(*o->lines));
    memcpy(o->rounds, whole->rounds, whole->round_count * sizeof(*o->rounds));
    o->rounds[s->round].room[s->room].line = o->lines;
    stage->scenario.rounds = o->rounds;
    line = &o->lines[s->line];
    if (s->kind == SECRET_OPTION) {
        line->package.option[s->issue] = (uint8_t)value;
    } else if (value == WORDS_UNSAID) {
        line->if_text = "false";
        line->only_if = never;
    } else if (value == WORDS_OTHER) {
        return change_words(o, line);
    }
    return ERR_OK;
}

enum err otherwise_init(struct otherwise *o, struct stage *stage,
                        const struct secret *s, uint32_t n, struct diag *diag)
{
    int32_t value = s->value[n];
    enum err e = ERR_OK;

    assert(n < s->count);
    o->lines = NULL;
    memset(o->words, 0, sizeof(o->words));
    if (s->kind == SECRET_NO_DEAL || s->kind == SECRET_WORTH) {
        o->own = *stage->rooms[s->room].own;
        if (s->kind == SECRET_NO_DEAL)
            o->own.values.no_deal = value;
        else
            o->own.values.value[s->issue][s->option] = value;
        stage->rooms[s->room].own = &o->own;
    } else {
        e = change_line(o, stage, s, value);
    }
    return e ? diag_set(diag, e, "no memory for another world") : ERR_OK;
}

void otherwise_fini(struct otherwise *o, struct stage *stage,
                    const struct scenario *whole)
{
    for (uint8_t r = 0; r < whole->room_count; r++)
        stage->rooms[r].own = whole->rooms[r].own;
    stage->scenario.rounds = whole->rounds;
    memory_free(o->lines);
    for (unsigned n = 0; n < 3; n++)
        memory_free(o->words[n]);
}
