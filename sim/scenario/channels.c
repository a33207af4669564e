/* Several mediators: by which of them a room speaks, and a line goes. */
#include "sim/scenario/bind.h"

#include <string.h>

/* Mediators are read after rooms: resolve_channels looks their names up. */
void read_channels(struct binder *b, const struct key *k, const struct node *v,
                   void *base)
{
    (void)k;
    (void)base;
    if (v->kind == NODE_LIST && v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place,
                  "the list of mediators is empty");
    b->channels[b->out->room_count - 1] = v;
}

void read_via(struct binder *b, const struct key *k, const struct node *v,
              void *base)
{
    int mediator = bind_mediator(b, v);
    if (mediator >= 0)
        *MEMBER(base, k->offset, uint8_t) = (uint8_t)mediator;
}

static void take_channels(struct binder *b, uint8_t room, const struct node *v)
{
    const struct node *n = v->kind == NODE_LIST ? v->first : v;
    unsigned int bits = 0;
    for (; n; n = n->next) {
        int mediator = bind_mediator(b, n);
        if (mediator >= 0)
            bits |= 1u << mediator;
        if (v->kind != NODE_LIST)
            break;
    }
    b->out->rooms[room].channels = (uint8_t)bits;
    if (bits != 0 && !(bits & 1u))
        diags_add(b->diags, MISTAKE_NO_CHANNEL, v->place,
                  "%s does not speak to '%s', and the first mediator convenes "
                  "all rooms",
                  b->out->mediators[0].id, b->out->rooms[room].id);
}

/* The line that a reply or a withdrawal names, or NULL. */
static const struct site *named_by(const struct binder *b,
                                   const struct site *site)
{
    const struct ref *re = &site->line->re;
    if (re->kind != REF_OWN && re->kind != REF_OTHER)
        return NULL;
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *to = &b->sites[i];
        if (to->owner == re->owner && to->round == re->round &&
            to->index == re->line)
            return to;
    }
    return NULL;
}

/* By which mediator what a site says is told; VIA_DEFAULT: not known yet. */
static uint8_t told_by(const struct site *site)
{
    return owner_is_mediator(site->owner) ? owner_mediator(site->owner)
                                          : site->line->via;
}

/* A reply goes back the way by which it came; so does a withdrawal. One line
 * may answer another that answers a third, and so on. */
static void resolve_vias(struct binder *b)
{
    bool again = true;
    while (again) {
        again = false;
        for (uint32_t i = 0; i < b->site_count; i++) {
            struct line *line = b->sites[i].line;
            const struct site *to =
                line->via == VIA_DEFAULT ? named_by(b, &b->sites[i]) : NULL;
            if (!to || told_by(to) == VIA_DEFAULT)
                continue;
            line->via = told_by(to);
            again = true;
        }
    }
}

void resolve_channels(struct binder *b)
{
    for (uint8_t r = 0; r < b->out->room_count; r++) {
        if (b->channels[r])
            take_channels(b, r, b->channels[r]);
    }
    if (b->out->mediator_count > 1 && !b->is_brief)
        resolve_vias(b);
    for (uint32_t i = 0; i < b->site_count; i++) {
        struct line *line = b->sites[i].line;
        if (line->via == VIA_DEFAULT || line->via >= b->out->mediator_count)
            line->via = 0;
    }
}

bool asks_of_events(const struct condition *c)
{
    for (uint16_t i = 0; i < c->count; i++) {
        if (c->ops[i].op == OP_CALL && c->ops[i].function == FUNCTION_HAPPENED)
            return true;
    }
    return false;
}

/* What is judged by a mediator that does not convene. */
static void check_condition(struct binder *b, const struct site *site,
                            const char *key, uint8_t mediator)
{
    diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, key),
              "%s does not hear of events: only %s does",
              b->out->mediators[mediator].id, b->out->mediators[0].id);
}

static void check_via(struct binder *b, const struct site *site)
{
    const struct scenario *s = b->out;
    const struct line *line = site->line;
    const struct site *to = named_by(b, site);
    const char *by = s->mediators[line->via].id;
    unsigned int reach = mediator_rooms_of(s, line->via) & ~(1u << site->owner);
    if (!(room_channels(s, site->owner) >> line->via & 1u))
        diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, "via"),
                  "%s does not speak through %s", owner_id(b, site->owner), by);
    else if (to && to->line->via != line->via && to->owner == site->owner)
        diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, "via"),
                  "'%s' is not recalled by %s: it was not handed to it",
                  to->line->id, by);
    else if (to && told_by(to) != line->via)
        diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, "via"),
                  "'%s' is told by %s, and the answer goes back the same way",
                  to->line->id, s->mediators[told_by(to)].id);
    else if (line->to & ~reach)
        diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, "to"),
                  "%s does not speak to all of these rooms", by);
    else if (line->via != 0 && site->of_events)
        check_condition(b, site, "caveat", line->via);
}

/* The lines of a mediator that does not convene. */
static void check_further(struct binder *b, const struct site *site)
{
    uint8_t mediator = owner_mediator(site->owner);
    const struct line *line = site->line;
    if (line->to & ~mediator_rooms_of(b->out, mediator))
        diags_add(b->diags, MISTAKE_NO_CHANNEL, site_place(site, "to"),
                  "%s does not speak to all of these rooms",
                  owner_id(b, site->owner));
    if (asks_of_events(&line->when))
        check_condition(b, site, "when", mediator);
    if (asks_of_events(&line->only_if))
        check_condition(b, site, "if", mediator);
    if (line->move == MOVE_DEADLINE || line->move == MOVE_CLOSE)
        diags_add(b->diags, MISTAKE_NO_CHANNEL, line->place,
                  "only %s, who convenes the talks, sets their end",
                  b->out->mediators[0].id);
}

static void check_mediators(struct binder *b)
{
    for (uint8_t m = 0; m < b->out->mediator_count; m++) {
        unsigned int rooms = mediator_rooms_of(b->out, m);
        for (uint8_t i = 0; i < m; i++) {
            if (strcmp(b->out->mediators[i].id, b->out->mediators[m].id) == 0)
                return; /* found already */
        }
        if ((rooms & (rooms - 1)) == 0)
            diags_add(b->diags, MISTAKE_NO_CHANNEL, b->out->mediators[m].place,
                      "'%s' speaks to fewer than two rooms, and carries "
                      "nothing between any",
                      b->out->mediators[m].id);
    }
}

void check_channels(struct binder *b)
{
    if (b->out->mediator_count < 2)
        return;
    check_mediators(b);
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        if (!owner_is_mediator(site->owner))
            check_via(b, site);
        else if (site->owner != FROM_MEDIATOR)
            check_further(b, site);
    }
}
