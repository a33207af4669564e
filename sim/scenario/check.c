/* What does not belong to one line: authority, events, the relay design. */
#include "sim/scenario/bind.h"

#include "shuttle/cue.h"
#include "shuttle/relay.h"
#include "sim/scenario/run_words.h"

#include <stdio.h>
#include <string.h>

/* What a room may settle of one option, events included. */
enum leave { LEAVE_OWN, LEAVE_CAPITAL, LEAVE_NEVER };

static enum leave leave_in(const struct authority *a, uint8_t issue,
                           uint8_t option)
{
    if (a->own[issue] >> option & 1u)
        return LEAVE_OWN;
    return a->capital[issue] >> option & 1u ? LEAVE_CAPITAL : LEAVE_NEVER;
}

/* The most that its authority, or what an event makes of it, gives a room. */
static enum leave leave_of(const struct own *own, uint8_t issue, uint8_t option)
{
    enum leave best = leave_in(&own->authority, issue, option);
    for (uint8_t i = 0; i < own->shift_count; i++) {
        if (!own->shifts[i].has_authority)
            continue;
        enum leave other = leave_in(&own->shifts[i].authority, issue, option);
        best = other < best ? other : best;
    }
    return best;
}

struct leave_check {
    struct binder *b;
    uint32_t asked[ROOMS_MAX][ISSUES_MAX]; /* instructions asked so far */
};

static const struct node *option_node(const struct site *site, const char *key,
                                      const char *issue)
{
    const struct node *map = site_get(site, key);
    return map && map->kind == NODE_MAP ? node_get(map, issue) : NULL;
}

/* Judge what a line commits its room to, or asks its capital for. */
static void check_package(struct leave_check *c, const struct site *site,
                          const char *key, const struct package *package)
{
    const struct own *own = c->b->out->rooms[site->owner].own;
    const struct agenda *a = &c->b->out->agenda;
    bool asks = package == &site->line->request;
    for (uint8_t i = 0; i < a->issue_count; i++) {
        uint8_t o = package->option[i];
        if (o >= OPTIONS_MAX)
            continue; /* none, or words */
        const struct issue *issue = &a->issues[i];
        const struct node *n = option_node(site, key, issue->id);
        struct place place = n ? n->place : site_place(site, key);
        enum leave leave = leave_of(own, i, o);
        if (asks)
            c->asked[site->owner][i] |= 1u << o;
        if (leave == LEAVE_NEVER)
            diags_add(c->b->diags, MISTAKE_NEVER_ALLOWED, place,
                      "%s may never settle '%s' of '%s'",
                      owner_id(c->b, site->owner), issue->options[o].id,
                      issue->id);
        else if (leave == LEAVE_CAPITAL && !asks &&
                 !(c->asked[site->owner][i] >> o & 1u))
            diags_add(c->b->diags, MISTAKE_NOT_ASKED, place,
                      "'%s' of '%s' needs leave from %s's capital, and no "
                      "line before asks for it",
                      issue->options[o].id, issue->id,
                      owner_id(c->b, site->owner));
    }
}

/* What an acceptance commits to, for each line that it may answer. */
static void check_accepted(struct leave_check *c, const struct site *site)
{
    const struct line *line = site->line;
    if (line->move != MOVE_REPLY || line->answer != ANSWER_ACCEPT ||
        line->re.kind != REF_OTHER)
        return;
    const struct round *round = &c->b->out->rounds[line->re.round];
    const struct lines *lines = round_lines(round, line->re.owner);
    uint16_t end = cue_named_end(lines, line->re.line);
    for (uint16_t n = line->re.line; n < end; n++)
        check_package(c, site, "reply", &lines->line[n].package);
}

/* Sites stand in the order of the file, and so do the lines of one room. */
void check_authority(struct binder *b)
{
    struct leave_check c = {.b = b};
    for (uint32_t i = 0; i < b->site_count; i++) {
        const struct site *site = &b->sites[i];
        if (owner_is_mediator(site->owner))
            continue;
        const struct own *own = b->out->rooms[site->owner].own;
        if (!own || !own->has_authority)
            continue;
        check_package(&c, site, "offer", &site->line->package);
        check_accepted(&c, site);
        check_package(&c, site, "instructions", &site->line->request);
    }
}

static void check_events(struct binder *b)
{
    for (uint8_t i = 0; i < b->out->event_count; i++) {
        const struct event *e = &b->out->events[i];
        const struct node *n = b->event_nodes[i];
        if (n->kind != NODE_MAP)
            continue;
        const struct node *at = node_get(n, "at");
        const struct node *when = node_get(n, "when");
        if (!at && !when && e->share == SHARE_NONE)
            diags_add(b->diags, MISTAKE_EVENT_WHEN, e->place,
                      "the event '%s' never happens: it has neither `at` nor "
                      "`when`",
                      e->id);
        else if (at && when)
            diags_add(b->diags, MISTAKE_EVENT_WHEN, when->key->place,
                      "the event '%s' has both `at` and `when`", e->id);
        int64_t limit = e->round < 0 ? -1 : b->out->rounds[e->round].limit_us;
        if (at && limit >= 0 && e->at_us >= limit)
            diags_add(b->diags, MISTAKE_NEVER_DUE, at->place,
                      "the round is over by then");
    }
}

/* What a program of the design is to run has to be there. That is looked at
 * where a file is checked on purpose: what is only read, such as the copy in
 * the folder of a run, may lie elsewhere. */
static void check_program(struct binder *b, const struct node *n, enum family f,
                          const struct choice *choice)
{
    const struct node *run = n->kind == NODE_MAP ? node_get(n, "run") : NULL;
    struct diag diag = {.message = ""};
    if (b->diags->doubt && b->out->brief.role == BRIEF_WHOLE &&
        run_words_there(f, choice, b->out->file, &diag))
        diags_add(b->diags, MISTAKE_BAD_RELAY, run ? run->place : n->place,
                  "%s", diag.message);
}

/* The parameter that a message about a member names, or the member's name, or
 * all of it. */
static struct place relay_place(const struct node *n, const char *message)
{
    const struct node *as = n->kind == NODE_MAP ? node_get(n, "as") : NULL;
    char quoted[NAME_MAX_SIZE + 3];
    for (const struct node *p = n->first; p; p = p->next) {
        if (p == as || p->key->size > NAME_MAX_SIZE)
            continue;
        snprintf(quoted, sizeof(quoted), "'%s'", p->key->text);
        if (strstr(message, quoted))
            return p->key->place;
    }
    return as ? as->place : n->place;
}

/* One family at a time, so that each has its own mistake and place. */
static void check_relay(struct binder *b, const struct node *map,
                        struct relay *given)
{
    if (!map || map->kind != NODE_MAP)
        return;
    for (int f = 0; f < FAMILY_COUNT; f++) {
        struct relay one = {.walk = {.as = NULL}};
        struct diag diag = {.message = ""};
        const char *key = family_key((enum family)f);
        const struct node *n = node_get(map, key);
        const struct choice *choice = relay_choice(given, (enum family)f);
        bool named = n && (n->kind == NODE_SCALAR || node_get(n, "as"));
        if (!named || !choice->as)
            continue;
        *relay_choice(&one, (enum family)f) = *choice;
        if (relay_check(&one, &diag) || relay_fits(&one, b->out, &diag))
            diags_add(b->diags, MISTAKE_BAD_RELAY, relay_place(n, diag.message),
                      "%s", diag.message);
        else
            check_program(b, n, (enum family)f, choice);
    }
}

/* The mediator's own design, and what rounds change of it. */
static void check_relays(struct binder *b)
{
    const struct node *n = b->rounds ? b->rounds->first : NULL;
    uint8_t mediators = b->out->mediator_count;
    for (uint8_t m = 0; m < mediators; m++)
        check_relay(b, b->relay[m], &b->out->mediators[m].relay);
    for (uint8_t i = 0; n && i < b->out->round_count; i++, n = n->next) {
        for (uint8_t m = 0; m < mediators; m++) {
            struct relay *relay = round_relay(&b->out->rounds[i], m);
            if (relay)
                check_relay(b, bind_round_relay(b, n, m), relay);
        }
    }
}

static void check_private(struct binder *b)
{
    for (uint8_t i = 0; i < b->out->room_count; i++) {
        const struct node *n = b->own[i];
        if (!n || n->kind != NODE_MAP)
            continue;
        const struct node *no_deal = node_get(n, "no_deal");
        if (no_deal && !node_get(n, "values"))
            diags_add(b->diags, MISTAKE_MISSING_KEY, no_deal->key->place,
                      "`no_deal` means nothing without `values`");
    }
}

void check_whole(struct binder *b)
{
    check_events(b);
    check_relays(b);
    check_private(b);
}
