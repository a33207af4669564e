/*
 * In other words: the rewording that came with the item, or, where there is
 * none, the text with the declared replacements made, longest phrase first,
 * each place once. Told as a gist even when no phrase was found, so that it
 * never claims to be verbatim; but what its author wants told in other words
 * only waits until there are some. An aide-memoire and what the author wants
 * verbatim stay as they are.
 */
#include "carry_words.h"

#include <string.h>

static const struct param_spec params[] = {
    {"replace.*", PARAM_TEXT, "", NULL,
     "words to put in place of the phrase after the point"},
    {0},
};

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    (void)state, (void)c, (void)b;
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    (void)state, (void)c, (void)b, (void)e;
}

/* The longest declared phrase that the text has at this place, or -1. */
static int phrase_at(const struct choice *c, const uint8_t *at, size_t left)
{
    static const char prefix[] = "replace.";
    int best = -1;
    size_t best_size = 0;

    for (size_t n = 0; n < c->param_count; n++) {
        const char *key = c->param[n].key;
        size_t size;

        if (strncmp(key, prefix, sizeof(prefix) - 1) != 0)
            continue;
        key += sizeof(prefix) - 1;
        size = strlen(key);
        if (size > best_size && size <= left && memcmp(at, key, size) == 0) {
            best = (int)n;
            best_size = size;
        }
    }
    return best;
}

/* The text with all replacements made; false when it grows too long or, if
 * it has to differ, when no phrase was found. */
static bool reword(const struct choice *c, struct bytes text, bool differ,
                   uint8_t *out, size_t *size)
{
    size_t used = 0, at = 0;
    bool found = false;

    while (at < text.size) {
        int n = phrase_at(c, text.data + at, text.size - at);
        const char *key, *value;
        size_t add;

        if (n < 0) {
            if (used == TEXT_MAX)
                return false;
            out[used++] = text.data[at++];
            continue;
        }
        found = true;
        key = c->param[n].key + strlen("replace.");
        value = c->param[n].value;
        add = strlen(value);
        if (used + add > TEXT_MAX)
            return false;
        memcpy(out + used, value, add);
        used += add;
        at += strlen(key);
    }
    *size = used;
    return found || !differ;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    const struct item *item = crossing->item;
    enum form form = (enum form)caveat_form(item->caveats.bits);
    bool demanded = form != FORM_NONE;
    size_t size;

    (void)state, (void)b, (void)ask;
    if (!demanded)
        form = item->move == MOVE_AIDE_MEMOIRE || item->text.size == 0
                   ? FORM_VERBATIM
                   : FORM_GIST;
    carry_words(item, form, out);
    if (form != FORM_GIST || item->gist.size != 0 || item->text.size == 0)
        return;
    if (!reword(c, item->text, demanded, out->scratch, &size)) {
        out->verdict = CARRY_NO_WORDS;
        return;
    }
    out->verdict = CARRY_WORDS;
    out->text = (struct bytes){out->scratch, size};
}

const struct carry carry_gist = {
    .member = {"gist", "restated by the author's or declared rewordings",
               params, 0, NULL, false},
    .adopt = adopt,
    .observe = observe,
    .decide = decide,
};
