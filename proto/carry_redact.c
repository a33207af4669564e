/*
 * Declared phrases are blacked out, each with the same mark, however long it
 * is. What has a phrase in it is told as a gist, the mediator keeps the whole;
 * what has none is told as it is. In a phrase `*` stands for a run of anything
 * but blanks, and letters of ASCII are found in capitals too.
 *
 * An aide-memoire, and what its author wants in exactly these words, cannot be
 * told in part: with a phrase in it, it is not told.
 */
#include "carry_words.h"

#include <string.h>

static const struct param_spec params[] = {
    {"hide.*", PARAM_TEXT, "", NULL,
     "a phrase to black out; the name after the point is for the reader"},
    {"mark", PARAM_TEXT, "[...]", NULL, "what stands in its place"},
    CARRY_NON_PAPERS,
    {0},
};

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* How much of the text the phrase covers here; 0: it does not stand here. */
static size_t covers(const char *phrase, const uint8_t *at, size_t left)
{
    size_t used = 0;

    for (; *phrase; phrase++) {
        if (*phrase != '*') {
            if (used == left || lower(at[used]) != lower((uint8_t)*phrase))
                return 0;
            used++;
            continue;
        }
        if (used == left || is_blank(at[used]))
            return 0;
        /* Up to what follows in the phrase, and at least one. */
        do
            used++;
        while (used < left && !is_blank(at[used]) &&
               (!phrase[1] || lower(at[used]) != lower((uint8_t)phrase[1])));
    }
    return used;
}

/* The longest declared phrase that stands here. */
static size_t hidden_at(const struct choice *c, const uint8_t *at, size_t left)
{
    static const char prefix[] = "hide.";
    size_t best = 0;

    for (size_t n = 0; n < c->param_count; n++) {
        size_t size;

        if (strncmp(c->param[n].key, prefix, sizeof(prefix) - 1) != 0)
            continue;
        size = covers(c->param[n].value, at, left);
        if (size > best)
            best = size;
    }
    return best;
}

/* The text with marks; returns how many. False in *ok when it grows too long.
 */
static size_t black_out(const struct choice *c, struct bytes text, uint8_t *out,
                        size_t *size, bool *ok)
{
    const char *mark = param_text(c, params, "mark");
    size_t mark_size = strlen(mark), marks = 0, at = 0;

    *size = 0;
    while (at < text.size && *ok) {
        size_t hidden = hidden_at(c, text.data + at, text.size - at);
        size_t add = hidden ? mark_size : 1;

        if (*size + add > TEXT_MAX) {
            *ok = false;
            break;
        }
        memcpy(out + *size, hidden ? (const void *)mark : text.data + at, add);
        *size += add;
        at += hidden ? hidden : 1;
        marks += hidden != 0;
    }
    return marks;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    const struct item *item = crossing->item;
    enum form form = (enum form)caveat_form(item->caveats.bits);
    size_t size, gloss_size, marks;
    uint8_t *gloss;
    bool ok = true;

    (void)state, (void)b;
    carry_words(item, form ? form : FORM_VERBATIM, out);
    out->attributed = carry_attributes(c);
    if (out->verdict != CARRY_WORDS)
        return;
    marks = black_out(c, out->text, out->scratch, &size, &ok);
    gloss = arena_alloc(ask->arena, TEXT_MAX);
    if (!gloss) {
        out->verdict = CARRY_NO_WORDS;
        return;
    }
    marks += black_out(c, out->gloss, gloss, &gloss_size, &ok);
    if (marks == 0)
        return;
    if (!ok || form == FORM_VERBATIM || item->move == MOVE_AIDE_MEMOIRE) {
        out->verdict = CARRY_NO_WORDS;
        return;
    }
    out->form = form ? form : FORM_GIST;
    out->text = (struct bytes){out->scratch, size};
    out->gloss = (struct bytes){gloss, gloss_size};
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    static const char prefix[] = "hide.";

    (void)s;
    for (size_t n = 0; n < c->param_count; n++)
        if (strncmp(c->param[n].key, prefix, sizeof(prefix) - 1) == 0 &&
            !*c->param[n].value)
            return diag_set(diag, ERR_MALFORMED,
                            "'%s': a phrase to black out is needed",
                            c->param[n].key);
    return ERR_OK;
}

const struct carry carry_redact = {
    .member = {.name = "redact",
               .help = "declared phrases are blacked out",
               .params = params,
               .fits = fits,
               .adopt = carry_adopt_nothing,
               .observe = carry_observe_nothing},
    .decide = decide,
};
