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

/* Rounds keep what they have of families of which nothing was given. */
static enum err lift_rounds(struct scenario *s, const struct relay *given,
                            struct arena *arena, struct diag *diag)
{
    struct round *rounds =
        arena_alloc(arena, (s->round_count + 1u) * sizeof(*rounds));

    if (!rounds)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    for (uint8_t r = 0; r < s->round_count; r++) {
        rounds[r] = s->rounds[r];
        for (int f = 0; f < FAMILY_COUNT; f++) {
            struct relay seen = *given;
            if (relay_choice(&seen, (enum family)f)->as)
                *relay_choice(&rounds[r].relay, (enum family)f) =
                    (struct choice){.as = NULL};
        }
    }
    s->rounds = rounds;
    return ERR_OK;
}

enum err override_family(struct scenario *s, enum family f, const char *text,
                         struct arena *arena, struct diag *diag)
{
    struct relay given = {.walk = {.as = NULL}};
    enum err e = override_choice(&given, f, text, arena, diag);

    if (!e)
        *relay_choice(&s->mediators[0].relay, f) = *relay_choice(&given, f);
    return e ? e : lift_rounds(s, &given, arena, diag);
}

static enum err take_words(struct relay *relay, const char *words,
                           struct arena *arena, struct diag *diag)
{
    char *rest = arena_text(arena, words, strlen(words));
    enum err e = ERR_OK;

    if (!rest)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    for (char *word = next_word(&rest); word && !e; word = next_word(&rest))
        e = take_option(relay, word, &rest, arena, diag);
    return e;
}

enum err override_scenario(struct scenario *s, const char *words,
                           struct arena *arena, struct diag *diag)
{
    struct relay given = {.walk = {.as = NULL}};
    struct relay *own = &s->mediators[0].relay;
    enum err e = take_words(&given, words, arena, diag);

    for (int f = 0; f < FAMILY_COUNT && !e; f++) {
        const struct choice *c = relay_choice(&given, (enum family)f);
        if (c->as)
            *relay_choice(own, (enum family)f) = *c;
    }
    if (!e)
        e = relay_check(own, diag);
    if (!e)
        e = lift_rounds(s, &given, arena, diag);
    return e ? e : override_fits(s, diag);
}

enum err override_words(struct relay *relay, const char *words,
                        struct arena *arena, struct diag *diag)
{
    enum err e = take_words(relay, words, arena, diag);

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
