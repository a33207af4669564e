#include "carry_words.h"

#include <string.h>

void carry_words(const struct item *item, enum form form,
                 struct carry_decision *out)
{
    out->form = form;
    out->verdict = CARRY_WORDS;
    out->gloss = BYTES_NONE;
    if (form == FORM_VERBATIM) {
        out->text = item->text;
        out->gloss = item->gloss;
        return;
    }
    out->text = item->gist;
    if (item->gist.size == 0 && package_is_empty(&item->package))
        out->verdict = CARRY_NO_WORDS;
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

bool carry_reword(const struct choice *c, struct bytes text, bool differ,
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

bool carry_attributes(const struct choice *c)
{
    static const struct param_spec params[] = {CARRY_NON_PAPERS, {0}};

    return param_is(c, params, "non_papers", "attributed");
}

bool carry_reads_back(const struct choice *c)
{
    static const struct param_spec params[] = {CARRY_READ_BACK, {0}};

    return param_is(c, params, "read_back", "true");
}

void carry_adopt_nothing(void *state, const struct choice *c,
                         const struct board *b)
{
    (void)state, (void)c, (void)b;
}

void carry_observe_nothing(void *state, const struct choice *c,
                           const struct board *b, const struct board_event *e)
{
    (void)state, (void)c, (void)b, (void)e;
}
