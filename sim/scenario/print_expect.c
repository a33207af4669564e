/* Rehearsals. */
#include "sim/scenario/print.h"

#include <inttypes.h>

void print_seeds(struct printer *p, const struct key *k, const void *base)
{
    const struct seed_list *list = MEMBER(base, k->offset, struct seed_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < list->count; i++) {
        const struct seed_range *r = &list->range[i];
        put_entry(p);
        if (r->first == r->last)
            buffer_format(p->out, "%" PRIu64, r->first);
        else
            buffer_format(p->out, "\"%" PRIu64 "..%" PRIu64 "\"", r->first,
                          r->last);
    }
    put_close(p, "]");
}

void print_outcome(struct printer *p, const struct key *k, const void *base)
{
    enum outcome outcome = *MEMBER(base, k->offset, enum outcome);
    if (outcome == OUTCOME_NONE)
        return;
    put_key(p, k->name);
    buffer_json(p->out, outcome_key(outcome));
}

void print_refs(struct printer *p, const struct key *k, const void *base)
{
    const struct ref_list *list = MEMBER(base, k->offset, struct ref_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < list->count; i++) {
        put_entry(p);
        buffer_json(p->out, list->ref[i].name);
    }
    put_close(p, "]");
}

void print_pairs(struct printer *p, const struct key *k, const void *base)
{
    const struct pair_list *list = MEMBER(base, k->offset, struct pair_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < list->count; i++) {
        put_entry(p);
        put_open(p, "[");
        put_entry(p);
        buffer_json(p->out, list->pair[i].first.name);
        put_entry(p);
        buffer_json(p->out, list->pair[i].second.name);
        put_close(p, "]");
    }
    put_close(p, "]");
}

static const char *form_word(uint8_t form)
{
    if (form == FORM_VERBATIM)
        return "verbatim";
    return form == FORM_GIST ? "gist" : "as_mediator_idea";
}

void print_told(struct printer *p, const struct key *k, const void *base)
{
    const struct telling_list *list =
        MEMBER(base, k->offset, struct telling_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint16_t i = 0; i < list->count; i++) {
        const struct telling *t = &list->telling[i];
        if (i == 0 || t->room != t[-1].room) {
            put_key(p, p->s->rooms[t->room].id);
            put_open(p, "{");
        }
        put_key(p, t->line.name);
        buffer_json(p->out, form_word(t->form));
        if (i + 1 == list->count || t->room != t[1].room)
            put_close(p, "}");
    }
    put_close(p, "}");
}

static const char *op_text(enum condition_op op)
{
    switch (op) {
    case OP_EQ:
        return "==";
    case OP_NE:
        return "!=";
    case OP_LT:
        return "<";
    case OP_LE:
        return "<=";
    case OP_GT:
        return ">";
    case OP_GE:
        return ">=";
    case OP_NUMBER:
    case OP_CALL:
    case OP_AND:
    case OP_OR:
    case OP_NOT:
        break;
    }
    return "?";
}

void print_bounds(struct printer *p, const struct key *k, const void *base)
{
    const struct bound_list *list = MEMBER(base, k->offset, struct bound_list);
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint16_t i = 0; i < list->count; i++) {
        put_key(p, p->s->rooms[list->bound[i].room].id);
        buffer_format(p->out, "\"%s %" PRId32 "\"", op_text(list->bound[i].op),
                      list->bound[i].points);
    }
    put_close(p, "}");
}

void print_room_secrets(struct printer *p, const struct key *k,
                        const void *base)
{
    const struct secret_list *list =
        MEMBER(base, k->offset, struct secret_list);
    uint16_t i = 0;
    if (list->count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    while (i < list->count) {
        uint8_t room = list->entry[i].room;
        put_key(p, p->s->rooms[room].id);
        put_open(p, "[");
        for (; i < list->count && list->entry[i].room == room; i++) {
            put_entry(p);
            buffer_json(p->out, list->entry[i].secret);
        }
        put_close(p, "]");
    }
    put_close(p, "}");
}

void print_list_expects(struct printer *p, const struct key *k,
                        const void *base)
{
    const struct scenario *s = base;
    if (s->expect_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < s->expect_count; i++) {
        put_entry(p);
        put_map(p, IN_EXPECT, &s->expects[i]);
    }
    put_close(p, "]");
}
