#include "shuttle/relay.h"

#include "shuttle/board.h"
#include "shuttle/carry.h"
#include "shuttle/chance.h"
#include "shuttle/hold.h"
#include "shuttle/table.h"
#include "shuttle/walk.h"

#include "proto/guess.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static const char *const keys[FAMILY_COUNT] = {"walk", "carry", "hold",
                                               "table"};

const char *family_key(enum family f)
{
    return keys[f];
}

struct choice *relay_choice(struct relay *r, enum family f)
{
    switch (f) {
    case FAMILY_WALK:
        return &r->walk;
    case FAMILY_CARRY:
        return &r->carry;
    case FAMILY_HOLD:
        return &r->hold;
    case FAMILY_TABLE:
        return &r->table;
    }
    assert(!"a family");
    return NULL;
}

static const struct member *listed(enum family f, size_t n)
{
    /* Each family struct begins with its struct member. */
    switch (f) {
    case FAMILY_WALK:
        return (const struct member *)walk_members[n];
    case FAMILY_CARRY:
        return (const struct member *)carry_members[n];
    case FAMILY_HOLD:
        return (const struct member *)hold_members[n];
    case FAMILY_TABLE:
        return (const struct member *)table_members[n];
    }
    return NULL;
}

const struct member *relay_nth(enum family f, size_t n)
{
    size_t count = 0;

    while (count < n && listed(f, count))
        count++;
    if (listed(f, count))
        return listed(f, count);
    return relay_extra && relay_extra[f] ? relay_extra[f][n - count] : NULL;
}

const struct member *relay_member(enum family f, const char *name)
{
    const struct member *m;

    for (size_t n = 0; (m = relay_nth(f, n)) != NULL; n++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}

bool member_is_program(const struct member *m)
{
    for (const struct param_spec *p = m->params; p->key; p++)
        if (strcmp(p->key, "run") == 0)
            return true;
    return false;
}

bool relay_is_faulty(struct relay *r, enum family f)
{
    const struct choice *c = relay_choice(r, f);
    const struct member *m = c->as ? relay_member(f, c->as) : NULL;

    return m && m->faulty;
}

const struct choice *relay_default(enum family f)
{
    static const struct choice smallest[FAMILY_COUNT] = {{.as = "switchboard"},
                                                         {.as = "verbatim"},
                                                         {.as = "caveats"},
                                                         {.as = "nothing"}};

    return &smallest[f];
}

void relay_defaults(struct relay *r)
{
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct choice *c = relay_choice(r, (enum family)f);
        if (!c->as)
            c->as = relay_default((enum family)f)->as;
    }
}

const struct choice *relay_in_round(const struct scenario *s, uint8_t mediator,
                                    uint8_t round, enum family f)
{
    bool own = s->brief.role == BRIEF_MEDIATOR;
    struct relay *r = round_relay(&s->rounds[round], own ? 0 : mediator);
    struct choice *c = r ? relay_choice(r, f) : NULL;

    if (own)
        mediator = s->brief.self;
    return c && c->as ? c : relay_choice(&s->mediators[mediator].relay, f);
}

void relay_chance(const struct board *b, enum family f, const char *purpose,
                  struct chance *out)
{
    struct bytes key = {b->brief->brief.key.bytes, DIGEST_SIZE};
    char name[64];
    int size = snprintf(name, sizeof(name), "%s %s", family_key(f), purpose);

    assert(size > 0 && (size_t)size < sizeof(name));
    chance_seed(out, key, "mediator", name);
}

static void list_members(enum family f, char *out, size_t capacity)
{
    const struct member *m;
    size_t used = 0;

    out[0] = '\0';
    for (size_t n = 0; (m = relay_nth(f, n)) != NULL; n++) {
        size_t size = strlen(m->name);
        if (used + size + 3 > capacity)
            break;
        if (n) {
            memcpy(out + used, ", ", 2);
            used += 2;
        }
        memcpy(out + used, m->name, size + 1);
        used += size;
    }
}

static enum err unknown_member(enum family f, const char *name,
                               struct diag *diag)
{
    const struct member *m;
    struct guess g;
    char known[256];
    char mean[NAME_MAX_SIZE + 32];

    guess_init(&g, bytes_of(name));
    for (size_t n = 0; (m = relay_nth(f, n)) != NULL; n++)
        guess_try(&g, m->name);
    list_members(f, known, sizeof(known));
    return diag_set(
        diag, ERR_UNKNOWN, "%s: there is no member '%s'%s; choose one of %s",
        family_key(f), name, guess_text(&g, mean, sizeof(mean)), known);
}

enum err relay_check(const struct relay *r, struct diag *diag)
{
    struct relay copy = *r;

    relay_defaults(&copy);
    for (int n = 0; n < FAMILY_COUNT; n++) {
        enum family f = (enum family)n;
        const struct choice *c = relay_choice(&copy, f);
        const struct member *m = relay_member(f, c->as);
        enum err e;

        if (!m)
            return unknown_member(f, c->as, diag);
        e = param_check(c, m->params, diag);
        if (e)
            return diag_wrap(diag, e, "%s: %s", family_key(f), c->as);
    }
    return ERR_OK;
}

enum err relay_fits(const struct relay *r, const struct scenario *s,
                    struct diag *diag)
{
    struct relay copy = *r;

    for (int n = 0; n < FAMILY_COUNT; n++) {
        enum family f = (enum family)n;
        const struct choice *c = relay_choice(&copy, f);
        const struct member *m = c->as ? relay_member(f, c->as) : NULL;
        enum err e = m && m->fits ? m->fits(c, s, diag) : ERR_OK;

        if (e)
            return diag_wrap(diag, e, "%s: %s", family_key(f), c->as);
    }
    return ERR_OK;
}
