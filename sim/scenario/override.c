#include "sim/scenario/override.h"

#include "shuttle/table.h"

#include "proto/guess.h"

#include <assert.h>
#include <string.h>

/* What the command line gives: a choice with as NULL gives nothing. */
struct given {
    const struct scenario *s;
    struct relay relay[MEDIATORS_MAX];
    struct arena *arena;
};

enum err override_mediator(const char *option, const char *name,
                           const struct scenario *s, uint8_t *out,
                           struct diag *diag)
{
    struct guess guess;
    char hint[NAME_MAX_SIZE + 32];

    guess_init(&guess, bytes_of(name));
    for (*out = 0; *out < s->mediator_count; ++*out) {
        if (strcmp(s->mediators[*out].id, name) == 0)
            return ERR_OK;
        guess_try(&guess, s->mediators[*out].id);
    }
    return diag_set(diag, ERR_UNKNOWN, "--%s: there is no mediator '%.60s'%s",
                    option, name, guess_text(&guess, hint, sizeof(hint)));
}

/* The mediator named before a colon; *text moves behind it. */
static enum err take_mediator(const struct given *g, enum family f, char **text,
                              uint8_t *out, struct diag *diag)
{
    size_t size = strcspn(*text, ":,=");
    enum err e;

    *out = 0;
    if ((*text)[size] != ':')
        return ERR_OK;
    (*text)[size] = '\0';
    e = override_mediator(family_key(f), *text, g->s, out, diag);
    *text += size + 1;
    return e;
}

static enum err take_choice(struct given *g, enum family f, const char *text,
                            struct diag *diag)
{
    char *at = arena_text(g->arena, text, strlen(text));
    struct choice *c;
    uint8_t mediator;
    char *comma;
    enum err e;

    if (!at)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    if ((e = take_mediator(g, f, &at, &mediator, diag)))
        return e;
    c = relay_choice(&g->relay[mediator], f);
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

/* The next word in place, NULL after the last; *rest moves behind it. As in a
 * shell blanks may stand in quotes, which are taken away; one that is not
 * closed stands for itself. */
static char *next_word(char **rest)
{
    char *word = *rest + strspn(*rest, " \n"), *at = word, *to = word;

    if (!*word)
        return NULL;
    while (*at && *at != ' ' && *at != '\n') {
        bool opens = *at == '\'' || *at == '"';
        char *end = opens ? strchr(at + 1, *at) : NULL;

        if (end) {
            size_t size = (size_t)(end - at) - 1;
            memmove(to, at + 1, size);
            to += size;
            at = end + 1;
        } else {
            *to++ = *at++;
        }
    }
    *rest = at + (*at != '\0');
    *to = '\0';
    return word;
}

/* Read "--walk X" or "--walk=X"; word is "--walk" or the whole. */
static enum err take_option(struct given *g, char *word, char **rest,
                            struct diag *diag)
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
        return take_choice(g, (enum family)f, value, diag);
    }
    return diag_set(diag, ERR_UNKNOWN,
                    "'%s' is not one of --walk, --carry, --hold, --table",
                    word);
}

/* Rounds keep what they have of families of which nothing was given. */
static void lift(struct relay *round, const struct relay *given)
{
    struct relay seen = *given;

    for (int f = 0; f < FAMILY_COUNT; f++)
        if (relay_choice(&seen, (enum family)f)->as)
            *relay_choice(round, (enum family)f) = (struct choice){.as = NULL};
}

static bool lift_round(struct round *round, const struct given *g)
{
    size_t size = (MEDIATORS_MAX - 1) * sizeof(*round->relays);
    struct relay *copy;

    lift(&round->relay, &g->relay[0]);
    if (!round->relays)
        return true;
    copy = arena_alloc(g->arena, size);
    if (!copy)
        return false;
    memcpy(copy, round->relays, size);
    round->relays = copy;
    for (uint8_t m = 1; m < MEDIATORS_MAX; m++)
        lift(&copy[m - 1], &g->relay[m]);
    return true;
}

/* Lay what was given over the scenario. */
static enum err lay(struct scenario *s, struct given *g, struct diag *diag)
{
    struct round *rounds =
        arena_alloc(g->arena, (s->round_count + 1u) * sizeof(*rounds));
    bool well = rounds != NULL;

    for (uint8_t r = 0; well && r < s->round_count; r++) {
        rounds[r] = s->rounds[r];
        well = lift_round(&rounds[r], g);
    }
    if (!well)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    s->rounds = rounds;
    for (uint8_t m = 0; m < s->mediator_count; m++)
        for (int f = 0; f < FAMILY_COUNT; f++) {
            const struct choice *c = relay_choice(&g->relay[m], (enum family)f);
            if (c->as)
                *relay_choice(&s->mediators[m].relay, (enum family)f) = *c;
        }
    return ERR_OK;
}

enum err override_family(struct scenario *s, enum family f, const char *text,
                         struct arena *arena, struct diag *diag)
{
    struct given g = {.s = s, .arena = arena};
    enum err e = take_choice(&g, f, text, diag);

    return e ? e : lay(s, &g, diag);
}

enum err override_scenario(struct scenario *s, const char *words,
                           struct arena *arena, struct diag *diag)
{
    struct given g = {.s = s, .arena = arena};
    char *rest = arena_text(arena, words, strlen(words));
    enum err e = ERR_OK;

    if (!rest)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    for (char *word = next_word(&rest); word && !e; word = next_word(&rest))
        e = take_option(&g, word, &rest, diag);
    if (!e)
        e = lay(s, &g, diag);
    return e ? e : override_fits(s, diag);
}

void override_print(struct buffer *out, enum family f, const char *text)
{
    buffer_format(out, "--%s ", family_key(f));
    /* A mark stands in quotes of the other kind. */
    while (*text) {
        size_t size = strcspn(text, "\"");
        const char *quote = size ? "\"" : "'";

        if (size == 0)
            size = strspn(text, "\"");
        buffer_add(out, quote);
        buffer_slice(out, (struct bytes){(const uint8_t *)text, size});
        buffer_add(out, quote);
        text += size;
    }
    buffer_add(out, "\n");
}

/* Does the table in force make what the mediator puts forward? */
static enum err table_fits(const struct scenario *s, uint8_t mediator,
                           struct diag *diag)
{
    const char *name = s->mediators[mediator].relay.table.as;
    const struct member *member = relay_member(FAMILY_TABLE, name);
    const struct table *table = (const struct table *)(const void *)member;

    for (uint8_t r = 0; r < s->round_count; r++) {
        const struct relay *own = round_relay(&s->rounds[r], mediator);
        const struct lines *lines =
            round_lines(&s->rounds[r], mediator_owner(mediator));
        if (own && own->table.as) /* it has its own */
            continue;
        assert(lines);
        for (uint16_t n = 0; n < lines->count; n++)
            if (lines->line[n].move != MOVE_NONE &&
                !(table && table->makes(lines->line[n].move)))
                return diag_set(diag, ERR_MISMATCH,
                                "--table: '%s' does not make the mediator's "
                                "line '%s'",
                                name, lines->line[n].id);
    }
    return ERR_OK;
}

/* Does a mediator's design fit, its own and its table? */
static enum err mediator_fits(const struct scenario *s, uint8_t mediator,
                              struct diag *diag)
{
    const struct mediator_entry *entry = &s->mediators[mediator];
    enum err e = relay_check(&entry->relay, diag);

    if (!e && relay_fits(&entry->relay, s, diag))
        e = ERR_MISMATCH;
    if (e && mediator == 0)
        return diag_wrap(diag, e, "relay design");
    if (e)
        return diag_wrap(diag, e, "relay design of %s", entry->id);
    return table_fits(s, mediator, diag);
}

enum err override_fits(const struct scenario *s, struct diag *diag)
{
    enum err e = ERR_OK;

    for (uint8_t m = 0; m < s->mediator_count && !e; m++)
        e = mediator_fits(s, m, diag);
    return e;
}
