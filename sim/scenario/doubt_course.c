/* What becomes of a round when something comes late, or never. */
#include "sim/scenario/doubt.h"

#include "shuttle/cue.h"
#include "shuttle/relay.h"

#include <string.h>

void doubts_init(struct doubts *d, struct binder *b)
{
    *d = (struct doubts){.b = b};
    for (uint32_t i = b->site_count; i > 0; i--) {
        const struct site *s = &b->sites[i - 1];
        d->first[s->round][owner_slot(s->owner)] = i - 1 - s->index;
    }
}

const struct site *doubts_site(const struct doubts *d, const struct ref *ref)
{
    if (ref->kind != REF_OWN && ref->kind != REF_OTHER)
        return NULL;
    return &d->b->sites[d->first[ref->round][owner_slot(ref->owner)] +
                        ref->line];
}

const struct site *doubts_lines(const struct doubts *d, uint8_t round,
                                uint8_t owner, uint16_t *count)
{
    const struct round *r = &d->b->out->rounds[round];
    *count = round_lines(r, owner)->count;
    return &d->b->sites[d->first[round][owner_slot(owner)]];
}

bool doubts_same(const struct site *a, const struct site *b)
{
    return a == b || (a->owner == b->owner && a->round == b->round &&
                      a->line->group != 0 && a->line->group == b->line->group);
}

static const char *choice_value(const struct choice *c, const char *key)
{
    for (size_t i = 0; i < c->param_count; i++)
        if (strcmp(c->param[i].key, key) == 0)
            return c->param[i].value;
    return "";
}

/* A round without a limit is over when all wait and nothing is due; for a
 * mediator who walks on though nothing waits, something is for very long. */
static bool walks_on(const struct scenario *s, uint8_t round)
{
    bool on = false;
    for (uint8_t m = 0; m < s->mediator_count; m++) {
        const struct choice *walk = relay_in_round(s, m, round, FAMILY_WALK);
        on |= walk->as && strcmp(walk->as, "shuttle") == 0 &&
              strcmp(choice_value(walk, "idle"), "walk") == 0;
    }
    return on;
}

static void doubt_endless(const struct doubts *d)
{
    for (uint8_t i = 0; i < d->b->out->round_count; i++) {
        const struct round *r = &d->b->out->rounds[i];
        if (walks_on(d->b->out, i) && r->limit_us < 0 && !r->ends_text)
            diags_add(d->b->diags, MISTAKE_ENDLESS, r->place,
                      "'%s' has no limit, and the mediator walks on though "
                      "nothing waits: it ends after %u visits in vain",
                      r->id, VAIN_VISITS_MAX);
    }
}

/* Times of one round: a line that must come before another can. */
static void doubt_late(const struct doubts *d, const struct site *site,
                       const struct ref *ref)
{
    const struct line *line = site->line;
    const struct site *to = doubts_site(d, ref);
    int64_t earliest = -1;
    if (line->within_us < 0)
        return;
    if (to && to->round == site->round) {
        earliest = to->line->at_us;
        if (to->owner != site->owner && !owner_is_mediator(site->owner) &&
            (to->line->caveat_bits & CAVEAT_NOT_BEFORE) &&
            to->line->not_before_us > earliest)
            earliest = to->line->not_before_us;
    } else if (ref->kind == REF_EVENT &&
               d->b->out->events[ref->line].round == site->round) {
        earliest = d->b->out->events[ref->line].at_us;
    }
    if (earliest > line->within_us)
        diags_add(d->b->diags, MISTAKE_TOO_LATE, site_place(site, "within"),
                  "'%s', which this waits for, only comes later", ref->name);
}

static void doubt_times(const struct doubts *d)
{
    for (uint32_t i = 0; i < d->b->site_count; i++) {
        const struct site *site = &d->b->sites[i];
        const struct line *line = site->line;
        doubt_late(d, site, &line->after);
        doubt_late(d, site, &line->re);
        if ((line->caveat_bits & CAVEAT_EXPIRES) &&
            line->expires_us <= line->at_us)
            diags_add(d->b->diags, MISTAKE_TOO_LATE, site_place(site, "at"),
                      "it has expired when it is handed over");
    }
}

/* Until when a mediator waits for the answers to its proposal; INT64_MAX where
 * an outside program decides. */
static int64_t answer_time(const struct doubts *d, const struct site *site)
{
    const struct choice *c = relay_in_round(
        d->b->out, owner_mediator(site->owner), site->round, FAMILY_TABLE);
    const struct member *m = relay_member(FAMILY_TABLE, c->as);
    if (site->line->answer_us >= 0)
        return site->line->answer_us;
    for (const struct param_spec *p = m ? m->params : NULL; p && p->key; p++)
        if (strcmp(p->key, "answer_within") == 0)
            return param_us(c, m->params, p->key);
    return 0;
}

/* A proposal whose result is due when the last talks are over: whatever is
 * answered, nothing comes of it. */
static void doubt_answers(const struct doubts *d)
{
    const struct scenario *s = d->b->out;
    for (uint8_t i = 0; i < s->event_count; i++)
        if (s->events[i].extend_us != 0)
            return;
    for (uint32_t i = 0; i < d->b->site_count; i++) {
        const struct site *site = &d->b->sites[i];
        const struct line *line = site->line;
        const struct round *r = &s->rounds[site->round];
        const char *key =
            site_get(site, "answer_within") ? "answer_within" : "propose";
        if (line->move == MOVE_DEADLINE)
            return;
        if (line->move != MOVE_BLIND_PROPOSAL || r->limit_us < 0 ||
            cue_round_next(s, site->round, PHASE_TALKS) != GO_END)
            continue;
        int64_t put = line->at_us > 0 ? line->at_us : 0;
        if (put + answer_time(d, site) >= r->limit_us)
            diags_add(d->b->diags, MISTAKE_TOO_LATE, site_place(site, key),
                      "the answers are only opened once the talks are over: "
                      "give it a shorter `answer_within`");
    }
}

/* Which lines wait for one certain line, directly or through others. */
struct waiting {
    const struct doubts *d;
    const struct site *on;
    uint8_t *known; /* by site: 0 not known, 1 no, 2 yes */
};

static bool waits(struct waiting *w, const struct site *site)
{
    uint8_t *known = &w->known[site - w->d->b->sites];
    const struct site *after = doubts_site(w->d, &site->line->after);
    const struct site *re = doubts_site(w->d, &site->line->re);
    if (doubts_same(site, w->on))
        return true;
    if (*known == 0) {
        *known = 1;
        if ((after && waits(w, after)) || (re && waits(w, re)))
            *known = 2;
    }
    return *known == 2;
}

/* Something that may never come to whoever waits for it. */
static bool is_uncertain(const struct site *site)
{
    const unsigned int bits =
        CAVEAT_IF_ASKED | CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_EXPIRES;
    const struct line *line = site->line;
    return (line->caveat_bits & bits) || line->when_text ||
           line->within_us >= 0 || (line->if_text && line->group == 0);
}

/* The nearest such line of another party on the way of a line's waiting. */
static const struct site *uncertain_of(const struct doubts *d,
                                       const struct site *site)
{
    uint8_t owner = site->owner;
    for (uint32_t steps = 0; site && steps <= d->b->site_count; steps++) {
        const struct site *to = doubts_site(d, &site->line->re);
        if (!to)
            to = doubts_site(d, &site->line->after);
        if (to && to->owner != owner && is_uncertain(to))
            return to;
        site = to;
    }
    return NULL;
}

/* Does everything the room has to say in a round wait for one thing? */
static void doubt_silent(const struct doubts *d, uint8_t round, uint8_t room)
{
    struct waiting w = {.d = d};
    uint16_t count;
    const struct site *lines = doubts_lines(d, round, room, &count);
    uint16_t turns = 0;
    if (count < 2)
        return;
    w.on = uncertain_of(d, &lines[0]);
    if (!w.on)
        return;
    w.known = bind_alloc(d->b, d->b->site_count, sizeof(*w.known));
    if (!w.known)
        return;
    for (uint16_t i = 0; i < count; i++) {
        if (!waits(&w, &lines[i]))
            return;
        if (i == 0 || !doubts_same(&lines[i], &lines[i - 1]))
            turns++;
    }
    if (turns > 1)
        diags_add(d->b->diags, MISTAKE_SILENT, lines[0].line->place,
                  "all that %s has to say in '%s' waits for '%s', which may "
                  "come late or never",
                  owner_id(d->b, room), d->b->out->rounds[round].id,
                  w.on->line->choice ? w.on->line->choice : w.on->line->id);
}

/* Does a script, or a person, accept anything while there are talks? */
static bool may_agree(const struct binder *b)
{
    for (uint8_t r = 0; r < b->out->room_count; r++)
        if (strcmp(b->out->rooms[r].seat, "script") != 0)
            return true;
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        if (site->line->move == MOVE_REPLY &&
            site->line->answer == ANSWER_ACCEPT &&
            b->out->rounds[site->round].phase == PHASE_TALKS)
            return true;
    }
    return false;
}

static void doubt_agreed(const struct doubts *d)
{
    int first = cue_round_next(d->b->out, -1, PHASE_IMPLEMENTATION);
    if (first == GO_END || may_agree(d->b))
        return;
    diags_add(d->b->diags, MISTAKE_NOT_AGREED, d->b->out->rounds[first].place,
              "'%s' comes once all have accepted a package, and no line "
              "accepts one",
              d->b->out->rounds[first].id);
}

/* A step that waits, in a round that lasts until it is taken. */
static void doubt_steps(const struct doubts *d)
{
    for (uint32_t i = 0; i < d->b->site_count; i++) {
        const struct site *site = &d->b->sites[i];
        const struct line *line = site->line;
        const struct round *round = &d->b->out->rounds[site->round];
        const char *key = site_get(site, "re")      ? "re"
                          : site_get(site, "after") ? "after"
                                                    : "when";
        if (line->move != MOVE_STEP || !site_get(site, key) ||
            round->phase != PHASE_IMPLEMENTATION || line->within_us >= 0 ||
            round->limit_us >= 0 || round->ends_text)
            continue;
        diags_add(d->b->diags, MISTAKE_NO_WAY_OUT, site_place(site, key),
                  "what this step waits for may come late or never, and "
                  "nothing then ends the waiting");
    }
}

void doubt_course(struct binder *b)
{
    struct doubts *d = bind_alloc(b, 1, sizeof(*d));
    if (!d || b->out->mediator_count == 0)
        return;
    doubts_init(d, b);
    doubt_endless(d);
    doubt_times(d);
    doubt_answers(d);
    doubt_agreed(d);
    doubt_steps(d);
    doubt_walk(d);
    doubt_faulty(d);
    doubt_if(d);
    for (uint8_t i = 0; i < b->out->round_count; i++)
        for (uint8_t r = 0; r < b->out->room_count; r++)
            doubt_silent(d, i, r);
}
