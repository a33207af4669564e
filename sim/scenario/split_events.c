/* Which events a room's brief has: those that it names. The ids of others would
 * tell it what may still come. */
#include "sim/scenario/split.h"

#include <string.h>

static uint64_t bit(unsigned event)
{
    return UINT64_C(1) << event;
}

static uint64_t named_by(const struct condition *c)
{
    uint64_t events = 0;
    for (uint16_t i = 0; i < c->count; i++) {
        if (c->ops[i].op == OP_CALL && c->ops[i].function == FUNCTION_HAPPENED)
            events |= bit(c->ops[i].a);
    }
    return events;
}

static bool is_word(char c)
{
    return c == '_' || c == '-' || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* A caveat's condition is kept as its source alone. All words of it that are
 * ids of events count, which is at least those that it asks about. */
static uint64_t named_in(const struct scenario *s, const char *source)
{
    uint64_t events = 0;
    while (source && *source != '\0') {
        size_t size = 0;
        while (is_word(source[size]))
            size++;
        for (uint8_t e = 0; e < s->event_count; e++) {
            const char *id = s->events[e].id;
            if (size == strlen(id) && memcmp(source, id, size) == 0)
                events |= bit(e);
        }
        source += size > 0 ? size : 1;
    }
    return events;
}

static uint64_t named(const struct scenario *s)
{
    const struct own *own = s->rooms[s->brief.self].own;
    uint64_t events = 0;
    for (uint8_t i = 0; i < s->event_count; i++)
        events |= s->events[i].carries != 0 ? bit(i) : 0;
    for (uint8_t i = 0; own && i < own->shift_count; i++)
        events |= bit(own->shifts[i].event);
    for (uint8_t i = 0; i < s->round_count; i++) {
        const struct lines *lines = &s->rounds[i].room[s->brief.self];
        for (uint16_t n = 0; n < lines->count; n++) {
            const struct line *line = &lines->line[n];
            events |= named_by(&line->when) | named_by(&line->only_if) |
                      named_in(s, line->caveat_condition);
            if (line->after.kind == REF_EVENT)
                events |= bit(line->after.line);
        }
    }
    return events;
}

static void renumber_condition(struct splitter *sp, struct condition *c,
                               const uint8_t *to)
{
    struct condition_step *ops = split_copy(sp, c->ops, c->count, sizeof(*ops));
    for (uint16_t i = 0; ops && i < c->count; i++) {
        if (ops[i].op == OP_CALL && ops[i].function == FUNCTION_HAPPENED)
            ops[i].a = to[ops[i].a];
    }
    c->ops = ops;
}

static void renumber(struct splitter *sp, const uint8_t *to)
{
    struct scenario *out = sp->out;
    struct room_entry *room = &out->rooms[out->brief.self];
    for (uint8_t i = 0; i < out->round_count; i++) {
        struct lines *lines = &out->rounds[i].room[out->brief.self];
        for (uint16_t n = 0; n < lines->count; n++) {
            struct line *line = &lines->line[n];
            renumber_condition(sp, &line->when, to);
            renumber_condition(sp, &line->only_if, to);
            if (line->after.kind == REF_EVENT)
                line->after.line = to[line->after.line];
        }
    }
    if (!room->own || room->own->shift_count == 0)
        return;
    struct own *own = split_copy(sp, room->own, 1, sizeof(*own));
    if (!own)
        return;
    own->shifts =
        split_copy(sp, own->shifts, own->shift_count, sizeof(*own->shifts));
    for (uint8_t i = 0; own->shifts && i < own->shift_count; i++)
        own->shifts[i].event = to[own->shifts[i].event];
    room->own = own;
}

void split_events(struct splitter *sp)
{
    struct scenario *out = sp->out;
    uint64_t keep = named(out);
    uint8_t to[EVENTS_MAX] = {0};
    uint8_t kept = 0;
    for (uint8_t i = 0; i < out->event_count; i++) {
        if (!(keep >> i & 1))
            continue;
        to[i] = kept;
        out->events[kept++] = out->events[i];
    }
    out->event_count = kept;
    renumber(sp, to);
}
