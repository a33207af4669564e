#include "sim/scenario/override.h"

#include "shuttle/table.h"

#include <string.h>

enum err override_choice(struct relay *relay, enum family f, const char *text,
                         struct arena *arena, struct diag *diag)
{
    struct choice *c = relay_choice(relay, f);
    char *at = arena_text(arena, text, strlen(text));
    char *comma;

    if (!at)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    *c = (struct choice){.as = at};
    for (comma = strchr(at, ','); comma; comma = strchr(at, ',')) {
        char *equals;
        *comma = '\0';
        at = comma + 1;
        comma = strchr(at, ',');
        equals = strchr(at, '=');
        if (!equals || (comma && equals > comma) ||
            c->param_count == PARAMS_MAX)
            return diag_set(diag, ERR_MALFORMED,
                            "--%s: '%s': a parameter is written key=value",
                            family_key(f), text);
        *equals = '\0';
        c->param[c->param_count].key = at;
        c->param[c->param_count++].value = equals + 1;
        at = equals + 1;
    }
    return ERR_OK;
}

/* The next word in place, NULL after the last; *rest moves behind it. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " \n");
    size_t size = strcspn(word, " \n");

    if (size == 0)
        return NULL;
    *rest = word + size + (word[size] != '\0');
    word[size] = '\0';
    return word;
}

/* Read "--walk X" or "--walk=X"; word is "--walk" or the whole. */
static enum err take_option(struct relay *relay, char *word, char **rest,
                            struct arena *arena, struct diag *diag)
{
    char *equals = strchr(word, '=');

    for (int f = 0; f < FAMILY_COUNT; f++) {
        const char *key = family_key((enum family)f);
        size_t size = strlen(key);
        char *value;

        if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, key, size) != 0 ||
            (word[2 + size] != '\0' && word + 2 + size != equals))
            continue;
        value = word[2 + size] ? equals + 1 : next_word(rest);
        if (!value)
            return diag_set(diag, ERR_MALFORMED, "--%s: the member is missing",
                            key);
        return override_choice(relay, (enum family)f, value, arena, diag);
    }
    return diag_set(diag, ERR_UNKNOWN,
                    "'%s' is not one of --walk, --carry, --hold, --table",
                    word);
}

enum err override_words(struct relay *relay, const char *words,
                        struct arena *arena, struct diag *diag)
{
    char *rest = arena_text(arena, words, strlen(words));
    enum err e = ERR_OK;

    if (!rest)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    for (char *word = next_word(&rest); word && !e; word = next_word(&rest))
        e = take_option(relay, word, &rest, arena, diag);
    return e ? e : relay_check(relay, diag);
}

enum err override_fits(const struct scenario *s, struct diag *diag)
{
    enum err e = relay_fits(&s->mediators[0].relay, s, diag);
    const char *name = s->mediators[0].relay.table.as;
    const struct member *member = relay_member(FAMILY_TABLE, name);
    const struct table *table = (const struct table *)(const void *)member;

    if (e)
        return diag_wrap(diag, e, "relay design");
    for (uint8_t r = 0; r < s->round_count; r++) {
        if (s->rounds[r].relay.table.as) /* it has its own */
            continue;
        const struct lines *lines = &s->rounds[r].mediator;
        for (uint16_t n = 0; n < lines->count; n++)
            if (lines->line[n].move != MOVE_NONE &&
                !(table && table->makes(lines->line[n].move)))
                return diag_set(diag, ERR_STATE,
                                "--table: '%s' does not make the mediator's "
                                "line '%s'",
                                name, lines->line[n].id);
    }
    return ERR_OK;
}
