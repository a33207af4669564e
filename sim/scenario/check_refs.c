/* What lines name: will it be there, may it be known, can it be answered, and
 * do no lines wait for each other in a circle? */
#include "sim/scenario/bind.h"

#include <stdio.h>
#include <string.h>

/* As others name it: an alternative by its choice. */
static const char *name_of(const struct line *line)
{
    return line->choice ? line->choice : line->id;
}

/* What is told with one of these is not recognised by whoever hears it, or is
 * told to no one. */
#define CAVEATS_UNKNOWABLE                                                     \
    (CAVEAT_AS_MEDIATOR_IDEA | CAVEAT_HYPOTHETICAL | CAVEAT_FOR_JUDGEMENT |    \
     CAVEAT_MEDIATOR_ONLY)

struct refs {
    struct binder *b;
    uint32_t first[ROUNDS_MAX][OWNER_SLOTS]; /* site of line 0 of an owner */
};

static const struct site *target(const struct refs *r, const struct ref *ref)
{
    if (ref->kind != REF_OWN && ref->kind != REF_OTHER)
        return NULL;
    return &r->b->sites[r->first[ref->round][owner_slot(ref->owner)] +
                        ref->line];
}

/* How many lines it is: a choice stands for all its alternatives. */
static uint32_t targets(const struct refs *r, const struct site *to)
{
    const struct site *end = r->b->sites + r->b->site_count;
    uint32_t count = 1;
    while (to->line->choice && to + count < end &&
           to[count].line->choice == to->line->choice)
        count++;
    return count;
}

static const char *unknowable_text(const struct site *to)
{
    unsigned int bits = to->line->caveat_bits;

    if (bits & CAVEAT_MEDIATOR_ONLY && !site_get(to, "caveat"))
        return "mediator_only, as it has no caveat: nobody else ever hears of "
               "it";
    if (bits & CAVEAT_MEDIATOR_ONLY)
        return "mediator_only: nobody else ever hears of it";
    if (bits & CAVEAT_FOR_JUDGEMENT)
        return "for_judgement: it is never told";
    if (bits & CAVEAT_AS_MEDIATOR_IDEA)
        return "as_mediator_idea: nobody can tell that it is this";
    return "hypothetical: it is never told itself";
}

/* Whether the mediator can know of the line when it has taken it. */
static void check_mediator_sees(struct refs *r, const struct site *site,
                                const char *key, const struct site *to)
{
    const struct line *line = to->line;
    if (owner_is_mediator(to->owner) ||
        line->via != owner_mediator(site->owner))
        diags_add(r->b->diags, MISTAKE_NO_CHANNEL, site_place(site, key),
                  "'%s' does not go by %s", line->id,
                  owner_id(r->b, site->owner));
    else if (line->move == MOVE_NONE)
        diags_add(r->b->diags, MISTAKE_NOT_ADDRESSED, site_place(site, key),
                  "'%s' only asks its own capital: the mediator never hears "
                  "of it",
                  line->id);
    else if (line->caveat_bits & CAVEAT_MEDIATOR_ONLY)
        diags_add(r->b->diags, MISTAKE_NOT_RECOGNISED, site_place(site, key),
                  "'%s' is mediator_only%s, and so may not move the mediator "
                  "to anything",
                  line->id,
                  site_get(to, "caveat") ? "" : ", as it has no caveat");
}

/* What is answered under seal is answered so by all alternatives. */
static bool is_sealed(const struct refs *r, const struct line *line)
{
    const struct site *to = target(r, &line->re);
    return line->move == MOVE_REPLY && to &&
           to->line->move == MOVE_BLIND_PROPOSAL;
}

/* Whether a room can know the line of another party. */
static void check_room_sees(struct refs *r, const struct site *site,
                            const char *key, const struct site *to)
{
    const struct line *line = to->line;
    struct place place = site_place(site, key);
    const char *room = owner_id(r->b, site->owner);
    uint8_t by =
        owner_is_mediator(to->owner) ? owner_mediator(to->owner) : line->via;
    if (by < r->b->out->mediator_count &&
        !(room_channels(r->b->out, site->owner) >> by & 1u))
        diags_add(r->b->diags, MISTAKE_NO_CHANNEL, place,
                  "'%s' goes by %s, who does not speak to %s", line->id,
                  r->b->out->mediators[by].id, room);
    else if (line->move == MOVE_NONE && package_is_empty(&line->request))
        return; /* a line without a move: that was said of it */
    else if (line->move == MOVE_NONE || line->move == MOVE_WITHDRAWAL)
        diags_add(r->b->diags, MISTAKE_NOT_ADDRESSED, place,
                  "'%s' is told to no other room", line->id);
    else if (line->to != 0 && !((unsigned int)line->to >> site->owner & 1u))
        diags_add(r->b->diags, MISTAKE_NOT_ADDRESSED, place,
                  "'%s' is not addressed to %s", line->id, room);
    else if (line->caveat_bits & CAVEATS_UNKNOWABLE)
        diags_add(r->b->diags, MISTAKE_NOT_RECOGNISED, place,
                  "%s will not recognise '%s', which is %s", room,
                  name_of(line), unknowable_text(to));
    else if (is_sealed(r, line))
        diags_add(r->b->diags, MISTAKE_NOT_RECOGNISED, place,
                  "'%s' answers a proposal under seal: %s never hears it",
                  line->id, room);
}

static void check_event(struct refs *r, const struct site *site,
                        const char *key, const struct ref *ref)
{
    const struct event *e = &r->b->out->events[ref->line];
    if (owner_is_mediator(site->owner) && site->owner != FROM_MEDIATOR)
        diags_add(r->b->diags, MISTAKE_NO_CHANNEL, site_place(site, key),
                  "%s does not hear of the event '%s': only %s does",
                  owner_id(r->b, site->owner), e->id,
                  r->b->out->mediators[0].id);
    else if (e->round > site->round)
        diags_add(r->b->diags, MISTAKE_LATER, site_place(site, key),
                  "the event '%s' falls in a later round", e->id);
    else if (!owner_is_mediator(site->owner) && e->to != 0 &&
             !((unsigned int)e->to >> site->owner & 1u))
        diags_add(r->b->diags, MISTAKE_NOT_ADDRESSED, site_place(site, key),
                  "%s does not hear of the event '%s'",
                  owner_id(r->b, site->owner), e->id);
}

static void check_ref(struct refs *r, const struct site *site, const char *key,
                      const struct ref *ref)
{
    if (ref->kind == REF_EVENT) {
        check_event(r, site, key, ref);
        return;
    }
    const struct site *to = target(r, ref);
    if (!to)
        return;
    if (to->round > site->round)
        diags_add(r->b->diags, MISTAKE_LATER, site_place(site, key),
                  "'%s' comes in a later round", to->line->id);
    else if (to->owner == site->owner)
        return;
    for (uint32_t n = 0; to->round <= site->round && n < targets(r, to); n++) {
        if (owner_is_mediator(site->owner))
            check_mediator_sees(r, site, key, &to[n]);
        else
            check_room_sees(r, site, key, &to[n]);
    }
}

/* Only what names options, or is a text of its own, is accepted or rejected;
 * a comment may be made on any words. */
static bool is_answerable(const struct line *to, enum answer answer)
{
    if (to->move == MOVE_NONE || to->move == MOVE_WITHDRAWAL ||
        to->move == MOVE_WALK_OUT)
        return false;
    if (to->move == MOVE_OFFER || to->move == MOVE_BLIND_PROPOSAL)
        return true; /* if it names nothing, that was said of it */
    return answer == ANSWER_COMMENT || !package_is_empty(&to->package) ||
           to->move == MOVE_NON_PAPER || to->move == MOVE_AIDE_MEMOIRE ||
           to->move == MOVE_GROUND_RULES;
}

static void check_reply(struct refs *r, const struct site *site)
{
    const struct line *line = site->line;
    struct place place = site_place(site, "re");
    const struct site *to = target(r, &line->re);
    if (line->re.kind == REF_EVENT)
        diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, place,
                  "'%s' is an event, and events are not answered",
                  line->re.name);
    else if (to && to->owner == site->owner)
        diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, place,
                  "'%s' is this room's own line", to->line->id);
    for (uint32_t n = 0; to && to->owner != site->owner && n < targets(r, to);
         n++) {
        const struct line *answered = to[n].line;
        if (line->answer != ANSWER_NONE &&
            !is_answerable(answered, line->answer))
            diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, place,
                      "'%s' is %s and cannot be answered with '%s'",
                      answered->id, move_name(answered->move),
                      answer_key(line->answer));
    }
}

/* A step of the implementation rests on a certificate, or on nothing. */
static void check_step(struct refs *r, const struct site *site)
{
    const struct ref *re = &site->line->re;
    const struct site *to = target(r, re);
    if (re->kind == REF_EVENT)
        diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, site_place(site, "re"),
                  "'%s' is an event, and a step rests on a certificate",
                  re->name);
    for (uint32_t n = 0; to && n < targets(r, to); n++) {
        if (to[n].line->move == MOVE_CERTIFICATE)
            continue;
        diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, site_place(site, "re"),
                  "'%s' is no certificate, on which a step rests: its move is "
                  "'%s'",
                  to[n].line->id, move_key(to[n].line->move));
        return;
    }
}

static void check_withdrawal(struct refs *r, const struct site *site)
{
    const struct ref *ref = &site->line->re;
    const struct site *to = target(r, ref);
    struct place place = site_place(site, "withdraw");
    if (ref->kind == REF_EVENT || ref->kind == REF_OTHER)
        diags_add(r->b->diags, MISTAKE_NOT_OWN, place,
                  "'%s' is not a line of %s", ref->name,
                  owner_id(r->b, site->owner));
    else if (to &&
             (to->line->move == MOVE_NONE || to->line->move == MOVE_WITHDRAWAL))
        diags_add(r->b->diags, MISTAKE_NOT_ANSWERABLE, place,
                  "'%s' hands nothing over that could be recalled",
                  to->line->id);
}

#define SITE_NONE UINT32_MAX

static unsigned int line_waits(const struct line *line)
{
    return 2u + line->grounds.count; /* after, re, and what it rests on */
}

/* The nth line that a line waits for; SITE_NONE where it does not. A choice
 * waits for what any of its alternatives answers, so it is one thing here: its
 * first alternative. */
static uint32_t waits_for(const struct refs *r, uint32_t site, unsigned int n)
{
    const struct line *line = r->b->sites[site].line;
    for (; n >= line_waits(line); line = r->b->sites[++site].line)
        n -= line_waits(line);
    const struct site *to = target(r, n == 0   ? &line->after
                                      : n == 1 ? &line->re
                                               : &line->grounds.ref[n - 2]);
    if (!to)
        return SITE_NONE;
    uint32_t at = (uint32_t)(to - r->b->sites);
    return to->line->group ? at - (to->index + 1u - to->line->group) : at;
}

/* How many there may be. */
static uint32_t waits(const struct refs *r, uint32_t site)
{
    const struct site *s = &r->b->sites[site];
    uint32_t end = site + 1;
    uint32_t count = line_waits(s->line);
    while (s->line->group && end < r->b->site_count &&
           r->b->sites[end].line->group == s->line->group &&
           r->b->sites[end].cue == s->cue)
        count += line_waits(r->b->sites[end++].line);
    return count;
}

/* Report the circle that lies on the path from `from` to its end. */
static void report_circle(struct refs *r, const uint32_t *path, uint32_t from,
                          uint32_t depth)
{
    char names[256];
    size_t at = 0;
    uint32_t lowest = path[from];
    for (uint32_t i = from; i < depth; i++) {
        if (path[i] < lowest)
            lowest = path[i];
    }
    for (uint32_t i = from; i < depth && at < sizeof(names); i++) {
        int size =
            snprintf(names + at, sizeof(names) - at,
                     i == from ? "'%s' waits for " : "'%s', which waits for ",
                     name_of(r->b->sites[path[i]].line));
        at += (size_t)size;
    }
    const struct site *site = &r->b->sites[lowest];
    const char *key = site_get(site, "after") ? "after" : "re";
    if (at < sizeof(names))
        diags_add(r->b->diags, MISTAKE_CIRCULAR, site_place(site, key),
                  "%s'%s'", names, name_of(r->b->sites[path[from]].line));
    else
        diags_add(r->b->diags, MISTAKE_CIRCULAR, site_place(site, key),
                  "%u lines wait for each other", depth - from);
}

enum colour { WHITE, GREY, BLACK };

/* Depth first, without recursion: path holds the grey lines in order. */
static void walk_from(struct refs *r, uint32_t start, uint8_t *colour,
                      uint32_t *taken, uint32_t *path)
{
    uint32_t depth = 0;
    path[depth++] = start;
    colour[start] = GREY;
    while (depth > 0) {
        uint32_t now = path[depth - 1];
        if (taken[now] == waits(r, now)) {
            colour[now] = BLACK;
            depth--;
            continue;
        }
        uint32_t to = waits_for(r, now, taken[now]++);
        if (to == SITE_NONE || colour[to] == BLACK)
            continue;
        if (colour[to] == WHITE) {
            colour[to] = GREY;
            path[depth++] = to;
            continue;
        }
        uint32_t from = depth - 1;
        while (path[from] != to)
            from--;
        report_circle(r, path, from, depth);
    }
}

static void check_circles(struct refs *r)
{
    size_t count = r->b->site_count + 1u;
    uint8_t *colour = arena_alloc(r->b->scratch, count);
    uint32_t *taken = arena_alloc(r->b->scratch, count * sizeof(*taken));
    uint32_t *path = arena_alloc(r->b->scratch, count * sizeof(*path));
    if (!colour || !taken || !path) {
        r->b->failed = true;
        return;
    }
    for (uint32_t i = 0; i < r->b->site_count; i++) {
        if (colour[i] == WHITE)
            walk_from(r, i, colour, taken, path);
    }
}

/* Why a what-if may not rest on this line, or NULL. */
static const char *why_no_ground(const struct site *site, const struct site *to)
{
    const unsigned int may = CAVEAT_HYPOTHETICAL | CAVEAT_FOR_JUDGEMENT;
    unsigned int bits = to->line->caveat_bits;
    if (site->line->move == MOVE_DECLARATION)
        return bits & CAVEATS_UNKNOWABLE
                   ? "what is declared is no confidence, and not sealed"
                   : NULL;
    if ((unsigned int)site->line->to >> to->owner & 1u)
        return "the what-if is put to its author";
    if (!(bits & may))
        return "its author lets no what-if rest on it: give it the caveat "
               "hypothetical or for_judgement";
    return NULL;
}

/* What a declaration states, or a what-if rests on. */
static void check_grounds(struct refs *r, const struct site *site)
{
    const struct ref_list *list = &site->line->grounds;
    const char *key = site_get(site, "of") ? "of" : "based_on";
    for (uint16_t i = 0; i < list->count; i++) {
        const struct ref *ref = &list->ref[i];
        const struct site *to = target(r, ref);
        if (ref->kind == REF_EVENT || (to && owner_is_mediator(to->owner))) {
            diags_add(r->b->diags, MISTAKE_NOT_GROUND, site_place(site, key),
                      "'%s' is no line of a room", ref->name);
            continue;
        }
        check_ref(r, site, key, ref);
        for (uint32_t n = 0; to && n < targets(r, to); n++) {
            const char *why = why_no_ground(site, &to[n]);
            if (why && !(to[n].line->caveat_bits & CAVEAT_MEDIATOR_ONLY))
                diags_add(r->b->diags, MISTAKE_NOT_GROUND,
                          site_place(site, key), "'%s': %s", to[n].line->id,
                          why);
        }
    }
}

static const char *why_no_leak(const struct refs *r, const struct event *e,
                               const struct line *line)
{
    if (line->via != 0)
        return "only what goes by the first mediator does";
    if (line->move == MOVE_NONE || line->move == MOVE_WITHDRAWAL ||
        line->move == MOVE_WALK_OUT)
        return "the mediator is handed nothing that could leak";
    if (is_sealed(r, line))
        return "the answer is sealed";
    if (line->caveat_bits & CAVEAT_MEDIATOR_ONLY)
        return "it is mediator_only; give it another caveat, such as "
               "for_judgement";
    if (e->share == SHARE_CONTENT && !e->text && !line->text)
        return "it has no words; give the leak some with `say`";
    return NULL;
}

static void check_leak(struct refs *r, const struct event *e,
                       const struct node *n)
{
    const struct node *of = n->kind == NODE_MAP ? node_get(n, "of") : NULL;
    const struct site *to = target(r, &e->of);
    if (!of)
        return;
    if (e->of.kind == REF_EVENT || (to && owner_is_mediator(to->owner)))
        diags_add(r->b->diags, MISTAKE_NOT_LEAKED, of->place,
                  "'%s' is no line of a room", e->of.name);
    else if (to && e->round >= 0 && to->round > e->round)
        diags_add(r->b->diags, MISTAKE_LATER, of->place,
                  "'%s' comes in a later round", e->of.name);
    for (uint32_t i = 0;
         to && !owner_is_mediator(to->owner) && i < targets(r, to); i++) {
        const char *why = why_no_leak(r, e, to[i].line);
        if (why)
            diags_add(r->b->diags, MISTAKE_NOT_LEAKED, of->place,
                      "'%s' cannot leak: %s", to[i].line->id, why);
    }
}

void check_refs(struct binder *b)
{
    struct refs r = {.b = b};
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *s = &b->sites[i];
        if (s->index == 0)
            r.first[s->round][owner_slot(s->owner)] = i;
    }
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        check_ref(&r, site, "after", &site->line->after);
        check_grounds(&r, site);
        if (site->line->move == MOVE_WITHDRAWAL) {
            check_ref(&r, site, "withdraw", &site->line->re);
            check_withdrawal(&r, site);
            continue;
        }
        check_ref(&r, site, "re", &site->line->re);
        if (site->line->move == MOVE_REPLY)
            check_reply(&r, site);
        else if (site->line->move == MOVE_STEP &&
                 b->out->rounds[site->round].phase == PHASE_IMPLEMENTATION)
            check_step(&r, site);
    }
    for (uint8_t i = 0; i < b->out->event_count; i++) {
        if (b->out->events[i].share != SHARE_NONE)
            check_leak(&r, &b->out->events[i], b->event_nodes[i]);
    }
    check_circles(&r);
}
