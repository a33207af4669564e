/* What the mediator's design claims to be, from the scenario and, where there
 * is one, the mediator's record. A member that is faulty on purpose claims to
 * be what is simplest. */
#include "sim/report/verify_private.h"

#include "shuttle/relay.h"
#include "sim/scenario/scenario_file.h"

#include <stdlib.h>
#include <string.h>

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

static const char *given(const struct choice *c, const char *key)
{
    for (size_t n = 0; n < c->param_count; n++)
        if (strcmp(c->param[n].key, key) == 0)
            return c->param[n].value;
    return NULL;
}

static bool is_faulty(enum family f, const char *name)
{
    const struct member *m = relay_member(f, name);

    return m && m->faulty;
}

static void claim_carry(struct claims *c, const struct choice *choice)
{
    static const char *const plain[] = {"verbatim", "gist", "own_idea", NULL};
    const char *like = given(choice, "like");
    const char *as = choice->as;

    if (is_faulty(FAMILY_CARRY, as))
        as = like ? like : "verbatim";
    if (!is_one_of(as, plain))
        c->words = false;
    if (given(choice, "read_back") &&
        strcmp(given(choice, "read_back"), "false") != 0)
        c->prompt = c->words = false;
    if (strcmp(as, "program") == 0)
        c->prompt = false;
}

static void claim_hold(struct claims *c, const struct choice *choice)
{
    static const char *const plain[] = {"forward", "caveats", NULL};
    const char *like = given(choice, "like");
    const char *as = choice->as;

    if (is_faulty(FAMILY_HOLD, as))
        as = like ? like : "caveats";
    if (!is_one_of(as, plain))
        c->prompt = false;
}

static void claim_walk(struct claims *c, const struct choice *choice)
{
    static const char *const plain[] = {"switchboard", "shuttle", "capitals",
                                        NULL};
    const char *carriers = given(choice, "carriers");

    if (!is_one_of(choice->as, plain) ||
        (carriers && strcmp(carriers, "1") != 0))
        c->alone = false;
}

static void claim(struct claims *c, const struct relay *r)
{
    if (r->walk.as)
        claim_walk(c, &r->walk);
    if (r->carry.as)
        claim_carry(c, &r->carry);
    if (r->hold.as)
        claim_hold(c, &r->hold);
}

/* Rounds throughout which he tells all texts, alone, and waits for nothing. */
static uint64_t steady_rounds(const struct scenario *s, uint8_t by)
{
    uint64_t rounds = 0;

    for (uint8_t n = 0; n < s->round_count; n++) {
        struct claims c = {.words = true, .prompt = true, .alone = true};
        struct relay r = {.walk = *relay_in_round(s, by, n, FAMILY_WALK),
                          .carry = *relay_in_round(s, by, n, FAMILY_CARRY),
                          .hold = *relay_in_round(s, by, n, FAMILY_HOLD)};

        claim(&c, &r);
        if (c.words && c.prompt && c.alone)
            rounds |= UINT64_C(1) << n;
    }
    return rounds;
}

static void claim_all(struct claims *c, const struct scenario *s, uint8_t by)
{
    c->steady = steady_rounds(s, by);
    if (by < s->mediator_count)
        claim(c, &s->mediators[by].relay);
    for (uint8_t n = 0; n < s->round_count; n++)
        if (round_relay(&s->rounds[n], by))
            claim(c, round_relay(&s->rounds[n], by));
}

/* The member that a choice names, or passes for. */
static const char *passes_for(enum family f, const struct choice *c)
{
    const char *like = given(c, "like");

    if (!c->as)
        return relay_default(f)->as;
    if (!is_faulty(f, c->as))
        return c->as;
    return like ? like : relay_default(f)->as;
}

/* Where the author is asked first. */
static void claim_asking(struct claims *c, const struct scenario *s, uint8_t by)
{
    const char *carry = NULL;

    if (s->brief.role != BRIEF_MEDIATOR && by >= s->mediator_count)
        return;
    c->known = c->one_carry = true;
    for (uint8_t n = 0; n < s->round_count; n++) {
        const struct choice *hold = relay_in_round(s, by, n, FAMILY_HOLD);
        const struct choice *words = relay_in_round(s, by, n, FAMILY_CARRY);
        const char *as = passes_for(FAMILY_CARRY, words);
        const char *read = given(words, "read_back");

        if (strcmp(passes_for(FAMILY_HOLD, hold), "consent") == 0)
            c->consent |= UINT64_C(1) << n;
        if (read && strcmp(read, "true") == 0)
            c->read_back |= UINT64_C(1) << n;
        if ((carry && strcmp(carry, as) != 0) || strcmp(as, "own_idea") == 0)
            c->one_carry = false;
        carry = as;
    }
    c->own_text = carry && strcmp(carry, "verbatim") == 0;
}

/* From the brief it was started with: the design of the file, or that of the
 * command line over it. False when there is none. */
static bool claim_brief(struct verify *v)
{
    struct scenario *brief;
    struct arena arena;
    struct diags mistakes;
    bool known;

    if (v->mediator.brief.size == 0)
        return false;
    arena_init(&arena, 0);
    diags_init(&mistakes);
    known = scenario_read(v->mediator.brief, NULL, &arena, &brief, &mistakes) ==
            ERR_OK;
    if (known) {
        claim_all(&v->claims, brief, v->by);
        claim_asking(&v->claims, brief, v->by);
    }
    diags_fini(&mistakes);
    arena_fini(&arena);
    return known;
}

/* A member that took over in the middle, by the mediator's own word. */
static void claim_note(struct claims *c, const struct message_switched *m)
{
    struct relay r = {.walk = {.as = NULL}};
    char name[64];

    if (m->member.size >= sizeof name)
        return;
    memcpy(name, m->member.data, m->member.size);
    name[m->member.size] = '\0';
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (bytes_equal(m->family, bytes_of(family_key((enum family)f))))
            relay_choice(&r, (enum family)f)->as = name;
    claim(c, &r);
}

static void read_notes(struct verify *v)
{
    for (size_t i = 0; i < v->mediator.note_count; i++) {
        const struct note *note = &v->mediator.note[i];
        struct message m;

        if (message_decode(note->kind, note->body, &m))
            continue;
        if (m.kind == MESSAGE_SWITCHED)
            claim_note(&v->claims, &m.as.switched);
        else if (m.kind == MESSAGE_VISITED && m.as.visited.carrier > 0)
            v->claims.alone = false;
    }
}

/* The rooms saw several mediators. */
static bool has_channels(const struct verify *v)
{
    for (uint8_t r = 0; r < v->out->room_count; r++)
        if (v->room[r].channel != -2)
            return true;
    return v->scenario && v->scenario->mediator_count > 1;
}

/* The next stay of the mediator in a room from the nth frame on; false when
 * there is none. n is then past its end. */
static bool next_stay(const struct lane *lane, size_t *n, struct instant *in,
                      struct instant *left)
{
    bool here = false;
    struct message m;

    *left = INSTANT_NEVER;
    for (; *n < lane->count; ++*n) {
        const struct frame *f = &lane->shot[*n].frame;

        if (f->kind != MESSAGE_VISIT ||
            message_decode(MESSAGE_VISIT, f->body, &m))
            continue;
        if (m.as.visit.state == VISIT_BEGAN && !here) {
            *in = f->time;
            here = true;
        } else if (m.as.visit.state == VISIT_ENDED && here) {
            *left = f->time;
            ++*n;
            break;
        }
    }
    return here;
}

/* Somebody was in both rooms for a while: there are several of them. */
static bool stays_overlap(const struct lane *a, const struct lane *b)
{
    size_t i = 0, j = 0;
    struct instant a_in, a_left, b_in, b_left;
    bool more =
        next_stay(a, &i, &a_in, &a_left) && next_stay(b, &j, &b_in, &b_left);

    while (more) {
        if (a_in.us < b_left.us && b_in.us < a_left.us)
            return true;
        more = a_left.us <= b_left.us ? next_stay(a, &i, &a_in, &a_left)
                                      : next_stay(b, &j, &b_in, &b_left);
    }
    return false;
}

static bool is_team(const struct verify *v)
{
    for (uint8_t a = 0; a < v->out->room_count; a++)
        for (uint8_t b = 0; b < a; b++)
            if (stays_overlap(&v->room[a].received[0], &v->room[b].received[0]))
                return true;
    return false;
}

/* The rooms were admitted by a live clock. */
static bool is_live(const struct verify *v)
{
    struct message m;

    for (uint8_t r = 0; r < v->out->room_count; r++) {
        const struct lane *lane = &v->room[r].received[0];

        for (size_t n = 0; n < lane->count; n++)
            if (lane->shot[n].frame.kind == MESSAGE_WELCOME &&
                message_decode(MESSAGE_WELCOME, lane->shot[n].frame.body, &m) ==
                    ERR_OK)
                return m.as.welcome.clock == 1;
    }
    return false;
}

void verify_claims(struct verify *v)
{
    const struct scenario *s = v->scenario;
    bool lasting; /* by what is not said of one round alone */

    v->claims = (struct claims){.words = true, .prompt = true, .alone = true};
    if (has_channels(v) || is_team(v))
        v->claims.alone = false;
    v->claims.live = is_live(v);
    v->claims.clocks = has_channels(v) && v->claims.live;
    if (v->mediator.asks)
        v->claims.prompt = false;
    read_notes(v);
    lasting = v->claims.alone && v->claims.words && v->claims.prompt;
    if (!claim_brief(v) && s)
        claim_all(&v->claims, s, v->by);
    if (!lasting)
        v->claims.steady = 0;
}
