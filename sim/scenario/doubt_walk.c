/* Walks that can be played, but hardly as they are meant. */
#include "sim/scenario/doubt.h"

#include "shuttle/relay.h"

#include <string.h>

/* One choice of a walk: the mediator's own, or a round's. */
struct walked {
    const struct doubts *d;
    const struct choice *choice;
    const struct param_spec *specs;
    const struct node *node; /* as written: a name, or a map */
    uint8_t mediator;
    int round; /* -1: every round */
};

static bool knows(const struct walked *w, const char *key)
{
    for (const struct param_spec *p = w->specs; p && p->key; p++)
        if (strcmp(p->key, key) == 0)
            return true;
    return false;
}

static const char *value(const struct walked *w, const char *key)
{
    const char *text =
        knows(w, key) ? param_text(w->choice, w->specs, key) : NULL;
    return text ? text : "";
}

static struct place place_of(const struct walked *w, const char *key)
{
    const struct node *n =
        w->node->kind == NODE_MAP ? node_get(w->node, key) : NULL;
    return n ? n->place : w->node->place;
}

static bool names(const char *list, const char *id)
{
    static const char between[] = " ,+";
    size_t size = strlen(id);
    for (list += strspn(list, between); *list; list += strspn(list, between)) {
        size_t word = strcspn(list, between);
        if (word == size && memcmp(list, id, size) == 0)
            return true;
        list += word;
    }
    return false;
}

static void doubt_route(const struct walked *w)
{
    const struct scenario *s = w->d->b->out;
    const char *route = value(w, "route");
    if (!*route || strcmp(route, "cyclic") == 0 ||
        strcmp(route, "on_call") == 0 || strspn(route, "0123456789 ,+") > 0)
        return;
    for (uint8_t r = 0; r < s->room_count; r++)
        if (room_channels(s, r) >> w->mediator & 1u &&
            !names(route, s->rooms[r].id))
            diags_add(w->d->b->diags, MISTAKE_LEFT_OUT, place_of(w, "route"),
                      "the route never comes to '%s': nothing is taken there, "
                      "and nothing told",
                      s->rooms[r].id);
}

static void doubt_team(const struct walked *w)
{
    const struct scenario *s = w->d->b->out;
    uint64_t carriers = knows(w, "carriers")
                            ? param_number(w->choice, w->specs, "carriers")
                            : 0;
    if (carriers > s->room_count)
        diags_add(w->d->b->diags, MISTAKE_TOO_MANY_WALK,
                  place_of(w, "carriers"), "%u carriers, and %u rooms",
                  (unsigned)carriers, (unsigned)s->room_count);
}

/* Does anyone say anything because of what he was told? */
static bool may_answer(const struct walked *w)
{
    const struct binder *b = w->d->b;
    for (uint8_t r = 0; r < b->out->room_count; r++)
        if (strcmp(b->out->rooms[r].seat, "script") != 0)
            return true;
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        const struct line *line = site->line;
        if (!owner_is_mediator(site->owner) &&
            (w->round < 0 || site->round == w->round) &&
            (line->after.kind != REF_NONE || line->re.kind != REF_NONE ||
             line->when_text))
            return true;
    }
    return false;
}

static void doubt_wait(const struct walked *w)
{
    bool waits = knows(w, "wait") && param_us(w->choice, w->specs, "wait") > 0;
    if (waits && !may_answer(w))
        diags_add(w->d->b->diags, MISTAKE_NO_ANSWER, place_of(w, "wait"),
                  "he waits for answers, and no line of a room waits for what "
                  "it is told");
    if (*value(w, "until_items") && !*value(w, "until_time"))
        diags_add(w->d->b->diags, MISTAKE_NEVER_ENOUGH,
                  place_of(w, "until_items"),
                  "if there are never %s items he never sets out",
                  value(w, "until_items"));
}

static void doubt_choice(struct walked w, const struct node *relay)
{
    const struct member *member =
        w.choice->as ? relay_member(FAMILY_WALK, w.choice->as) : NULL;
    if (!member || !relay || relay->kind != NODE_MAP)
        return;
    w.specs = member->params;
    w.node = node_get(relay, "walk");
    if (!w.node)
        return;
    doubt_route(&w);
    doubt_team(&w);
    doubt_wait(&w);
}

void doubt_walk(const struct doubts *d)
{
    const struct scenario *s = d->b->out;
    const struct node *n = d->b->rounds ? d->b->rounds->first : NULL;
    for (uint8_t m = 0; m < s->mediator_count; m++)
        doubt_choice((struct walked){.d = d,
                                     .choice = &s->mediators[m].relay.walk,
                                     .mediator = m,
                                     .round = -1},
                     d->b->relay[m]);
    for (uint8_t r = 0; n && r < s->round_count; r++, n = n->next)
        for (uint8_t m = 0; m < s->mediator_count; m++) {
            const struct relay *relay = round_relay(&s->rounds[r], m);
            if (relay)
                doubt_choice((struct walked){.d = d,
                                             .choice = &relay->walk,
                                             .mediator = m,
                                             .round = r},
                             bind_round_relay(d->b, n, m));
        }
}
