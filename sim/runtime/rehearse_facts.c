/* Who came to know which fact, and by what. */
#include "rehearse_seen.h"

#include "shuttle/cue.h"

#define LINE_HANDED 1u /* state of a LINE note */

static struct ref line_ref(const struct seen *s, uint8_t owner, uint8_t round,
                           uint16_t line)
{
    const struct line *l = &seen_script(s->whole, round, owner)->line[line];

    return (struct ref){.kind = REF_OTHER,
                        .owner = owner,
                        .round = round,
                        .line = line,
                        .name = l->id};
}

static struct ref event_ref(const struct seen *s, uint8_t event)
{
    return (struct ref){
        .kind = REF_EVENT, .line = event, .name = s->whole->events[event].id};
}

static uint8_t owner_of(const struct seen *s, uint8_t n)
{
    return seen_owner(s->whole, n);
}

static bool carries(uint64_t facts, uint8_t fact)
{
    return facts >> fact & 1;
}

static void keep_first(struct seen_source *first, struct ref ref,
                       struct moment when)
{
    if (moment_came(first->when) && !moment_before(when, first->when))
        return;
    first->ref = ref;
    first->when = when;
}

static void by_lines(const struct seen *s, uint8_t owner, uint8_t round,
                     uint8_t room, uint8_t fact, struct seen_source *first)
{
    const struct lines *lines = seen_script(s->whole, round, owner);

    for (uint16_t n = 0; n < lines->count; n++) {
        const struct seen_line *line = seen_line(s, owner, round, n);
        bool own = owner == room && line->state == LINE_HANDED && line->item;

        if (!carries(lines->line[n].carries, fact))
            continue;
        if (own)
            keep_first(first, line_ref(s, owner, round, n),
                       (struct moment){line->said, 0});
        else if (moment_came(line->room[room].told))
            keep_first(first, line_ref(s, owner, round, n),
                       line->room[room].told);
    }
}

/* An event carries facts of its own, and a leak those of the words it has. */
static bool event_carries(const struct seen *s, const struct event *e,
                          uint8_t fact)
{
    const struct lines *lines;

    if (carries(e->carries, fact))
        return true;
    if (e->share != SHARE_CONTENT)
        return false;
    lines = seen_script(s->whole, e->of.round, e->of.owner);
    for (uint16_t n = e->of.line; n < cue_named_end(lines, e->of.line); n++)
        if (seen_line(s, e->of.owner, e->of.round, n)->taken &&
            carries(lines->line[n].carries, fact))
            return true;
    return false;
}

bool seen_fact(const struct seen *s, uint8_t room, uint8_t fact,
               struct seen_source *out)
{
    out->when = (struct moment){INSTANT_NEVER, 0};
    for (uint8_t r = 0; r < s->whole->round_count; r++)
        for (uint8_t n = 0; n < s->whole->room_count + s->whole->mediator_count;
             n++)
            by_lines(s, owner_of(s, n), r, room, fact, out);
    for (uint8_t n = 0; n < s->whole->event_count; n++) {
        const struct event *e = &s->whole->events[n];
        bool heard = e->to == 0 || (e->to >> room & 1);

        if (moment_came(s->events[n]) && heard && event_carries(s, e, fact))
            keep_first(out, event_ref(s, n), s->events[n]);
    }
    return moment_came(out->when);
}

bool seen_carrier(const struct seen *s, uint8_t fact, struct ref *out)
{
    for (uint8_t r = 0; r < s->whole->round_count; r++) {
        for (uint8_t o = 0; o < s->whole->room_count + s->whole->mediator_count;
             o++) {
            uint8_t owner = owner_of(s, o);
            const struct lines *lines = seen_script(s->whole, r, owner);

            for (uint16_t n = 0; n < lines->count; n++) {
                if (!carries(lines->line[n].carries, fact))
                    continue;
                *out = line_ref(s, owner, r, n);
                return true;
            }
        }
    }
    for (uint8_t n = 0; n < s->whole->event_count; n++) {
        if (!carries(s->whole->events[n].carries, fact))
            continue;
        *out = event_ref(s, n);
        return true;
    }
    return false;
}
