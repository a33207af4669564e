/* Members that hold more than one value: maps of things, and the script. */
#include "sim/scenario/print.h"

#include "shuttle/cue.h"

#include <inttypes.h>
#include <string.h>

void print_map_brief(struct printer *p, const struct key *k, const void *base)
{
    if (p->s->brief.role == BRIEF_WHOLE)
        return;
    put_key(p, k->name);
    put_map(p, IN_BRIEF, MEMBER(base, k->offset, struct brief));
}

void print_self(struct printer *p, const struct key *k, const void *base)
{
    const struct brief *brief = base;
    put_key(p, k->name);
    buffer_json(p->out, brief->role == BRIEF_ROOM
                            ? p->s->rooms[brief->self].id
                            : p->s->mediators[brief->self].id);
}

void print_hex64(struct printer *p, const struct key *k, const void *base)
{
    put_key(p, k->name);
    buffer_format(p->out, "\"%016" PRIx64 "\"",
                  *MEMBER(base, k->offset, uint64_t));
}

void print_key256(struct printer *p, const struct key *k, const void *base)
{
    char text[65];
    digest_print(MEMBER(base, k->offset, struct digest), text);
    put_key(p, k->name);
    buffer_json(p->out, text);
}

void print_map_rooms(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < s->room_count; i++) {
        put_key(p, s->rooms[i].id);
        put_map(p, IN_ROOM, &s->rooms[i]);
    }
    put_close(p, "}");
}

void print_map_mediators(struct printer *p, const struct key *k,
                         const void *base)
{
    const struct scenario *s = base;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < s->mediator_count; i++) {
        put_key(p, s->mediators[i].id);
        put_map(p, IN_MEDIATOR, &s->mediators[i]);
    }
    put_close(p, "}");
}

static bool is_named(const struct relay *r)
{
    return r->walk.as || r->carry.as || r->hold.as || r->table.as;
}

void print_map_relay(struct printer *p, const struct key *k, const void *base)
{
    const struct relay *r = MEMBER(base, k->offset, struct relay);
    if (!is_named(r))
        return;
    put_key(p, k->name);
    put_map(p, IN_RELAY, r);
}

/* The first one's is printed as `relay`. */
void print_map_relays(struct printer *p, const struct key *k, const void *base)
{
    const struct relay *r = *MEMBER(base, k->offset, struct relay *const);
    bool any = false;
    for (uint8_t i = 1; r && i < p->s->mediator_count; i++) {
        if (!is_named(&r[i - 1]))
            continue;
        if (!any) {
            put_key(p, k->name);
            put_open(p, "{");
        }
        any = true;
        put_key(p, p->s->mediators[i].id);
        put_map(p, IN_RELAY, &r[i - 1]);
    }
    if (any)
        put_close(p, "}");
}

void print_choice(struct printer *p, const struct key *k, const void *base)
{
    const struct choice *c = MEMBER(base, k->offset, struct choice);
    if (!c->as)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    put_key(p, "as");
    buffer_json(p->out, c->as);
    for (size_t i = 0; i < c->param_count; i++) {
        put_key(p, c->param[i].key);
        buffer_json(p->out, c->param[i].value);
    }
    put_close(p, "}");
}

void print_map_agenda(struct printer *p, const struct key *k, const void *base)
{
    const struct agenda *a = MEMBER(base, k->offset, struct agenda);
    if (a->issue_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < a->issue_count; i++) {
        put_key(p, a->issues[i].id);
        put_map(p, IN_ISSUE, &a->issues[i]);
    }
    put_close(p, "}");
}

void print_map_private(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    bool any = false;
    for (uint8_t i = 0; i < s->room_count; i++)
        any = any || s->rooms[i].own;
    if (!any)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < s->room_count; i++) {
        if (!s->rooms[i].own)
            continue;
        put_key(p, s->rooms[i].id);
        put_map(p, IN_OWN, s->rooms[i].own);
    }
    put_close(p, "}");
}

void print_map_authority(struct printer *p, const struct key *k,
                         const void *base)
{
    if (!*MEMBER(base, k->second, bool))
        return;
    put_key(p, k->name);
    put_map(p, IN_AUTHORITY, MEMBER(base, k->offset, struct authority));
}

void print_map_shifts(struct printer *p, const struct key *k, const void *base)
{
    const struct own *own = base;
    if (own->shift_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < own->shift_count; i++) {
        put_key(p, p->s->events[own->shifts[i].event].id);
        put_map(p, IN_SHIFT, &own->shifts[i]);
    }
    put_close(p, "}");
}

void print_round(struct printer *p, const struct key *k, const void *base)
{
    int16_t round = *MEMBER(base, k->offset, int16_t);
    if (round < 0)
        return;
    put_key(p, k->name);
    buffer_json(p->out, p->s->rounds[round].id);
}

static void put_name(struct printer *p, const struct ref *r)
{
    if (r->kind == REF_HANDLE)
        buffer_format(p->out, "\"#%016" PRIx64 "\"", r->handle);
    else
        buffer_json(p->out, r->name);
}

static void put_ref(struct printer *p, const char *name, const struct ref *r)
{
    if (r->kind == REF_NONE)
        return;
    put_key(p, name);
    put_name(p, r);
}

void print_ref(struct printer *p, const struct key *k, const void *base)
{
    bool recalls = k->where == IN_LINE &&
                   ((const struct line *)base)->move == MOVE_WITHDRAWAL &&
                   strcmp(k->name, "re") == 0;
    if (!recalls)
        put_ref(p, k->name, MEMBER(base, k->offset, struct ref));
}

/* Each key of what a line rests on goes with a move of its own. */
void print_grounds(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    if (line->grounds.count == 0 || line->move != (enum move)k->fallback)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < line->grounds.count; i++) {
        put_entry(p);
        put_name(p, &line->grounds.ref[i]);
    }
    put_close(p, "]");
}

void print_move_withdraw(struct printer *p, const struct key *k,
                         const void *base)
{
    const struct line *line = base;
    if (line->move == MOVE_WITHDRAWAL)
        put_ref(p, k->name, &line->re);
}

static bool puts_package(enum move move)
{
    return move == MOVE_BLIND_PROPOSAL || move == MOVE_PROBE ||
           move == MOVE_BRIDGE || move == MOVE_DRAFT;
}

/* Words are printed under the key of their move; those that stand beside
 * another move are printed under `say`. */
void print_move_text(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    bool mine = line->move == (enum move)k->fallback;
    bool beside = k->fallback == MOVE_SAY &&
                  (line->move == MOVE_OFFER || line->move == MOVE_REPLY ||
                   line->move == MOVE_WITHDRAWAL || puts_package(line->move));
    if (mine || beside)
        print_text(p, k, base);
}

void print_move_offer(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    enum move move = puts_package(line->move) ? line->move : MOVE_OFFER;
    if (move == (enum move)k->fallback)
        print_package(p, k, base);
}

void print_move_draft(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    if (line->move != MOVE_DRAFT || !package_is_empty(&line->package)) {
        print_move_offer(p, k, base);
        return;
    }
    put_key(p, k->name);
    put_open(p, "{");
    put_close(p, "}");
}

void print_move_reply(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    if (line->move != MOVE_REPLY)
        return;
    put_key(p, k->name);
    buffer_json(p->out, answer_key(line->answer));
}

static void put_caveat(struct printer *p, const struct key *k,
                       const struct line *line)
{
    if (!(line->caveat_bits & (unsigned int)k->fallback))
        return;
    if (k->type == TYPE_CAVEAT_TIME) {
        put_time(p, k->name, *MEMBER(line, k->offset, int64_t));
        return;
    }
    put_key(p, k->name);
    if (k->type == TYPE_CAVEAT_CONDITION)
        buffer_json(p->out, line->caveat_condition);
    else
        buffer_add(p->out, "true");
}

void print_caveat(struct printer *p, const struct key *k, const void *base)
{
    const struct line *line = base;
    if (line->caveat_bits == line_caveats(line->move))
        return;
    size_t count;
    const struct key *rows = schema_of(IN_CAVEAT, &count);
    put_key(p, k->name);
    put_open(p, "{");
    for (size_t i = 0; i < count; i++)
        put_caveat(p, &rows[i], line);
    put_close(p, "}");
}

void print_handles(struct printer *p, const struct key *k, const void *base)
{
    const struct handles *h = MEMBER(base, k->offset, struct handles);
    if (h->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < h->count; i++) {
        put_key(p, p->s->rooms[h->entry[i].room].id);
        buffer_format(p->out, "\"#%016" PRIx64 "\"", h->entry[i].handle);
    }
    put_close(p, "}");
}

/* The alternatives of a choice, whose first is the base, without what the
 * choice says for all of them. */
void print_choose(struct printer *p, const struct key *k, const void *base)
{
    if (k->where != IN_CHOOSE)
        return;
    const struct line *first = base;
    uint16_t n = (uint16_t)(first - p->lines->line);
    uint16_t end = cue_group_end(p->lines, n);
    put_key(p, k->name);
    put_open(p, "[");
    for (; n < end; n++) {
        struct line line = p->lines->line[n];
        line.at_us = -1;
        line.within_us = -1;
        line.delay_us = -1;
        line.after.kind = REF_NONE;
        line.when_text = NULL;
        put_entry(p);
        put_map(p, IN_LINE, &line);
    }
    put_close(p, "]");
}

static void put_lines(struct printer *p, const char *owner,
                      const struct lines *lines)
{
    if (lines->count == 0)
        return;
    put_key(p, owner);
    put_open(p, "[");
    for (uint16_t i = 0; i < lines->count; i = cue_group_end(lines, i)) {
        put_entry(p);
        p->lines = lines;
        put_map(p, lines->line[i].group ? IN_CHOOSE : IN_LINE, &lines->line[i]);
    }
    put_close(p, "]");
}

/* A round is its own members and then the lines of each owner. */
static void put_round(struct printer *p, const struct round *round)
{
    const struct scenario *s = p->s;
    put_open(p, "{");
    put_members(p, IN_ROUND, round);
    for (uint8_t i = 0; i < s->room_count; i++)
        put_lines(p, s->rooms[i].id, &round->room[i]);
    bool whole = s->brief.role == BRIEF_WHOLE;
    bool mediator = s->brief.role == BRIEF_MEDIATOR;
    if (s->mediator_count > 0)
        put_lines(p, s->mediators[mediator ? s->brief.self : 0].id,
                  &round->mediator);
    for (uint8_t i = 1; i < s->mediator_count && whole; i++)
        put_lines(p, s->mediators[i].id, &round->further[i - 1]);
    put_close(p, "}");
}

void print_list_rounds(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint8_t i = 0; i < s->round_count; i++) {
        put_entry(p);
        put_round(p, &s->rounds[i]);
    }
    put_close(p, "]");
}
