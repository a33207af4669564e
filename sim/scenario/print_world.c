/* The world: events and leaks. */
#include "sim/scenario/print.h"

#include "shuttle/param.h"

static void put_events(struct printer *p, const struct key *k, enum where where)
{
    const struct scenario *s = p->s;
    bool any = false;
    for (uint8_t i = 0; i < s->event_count; i++) {
        const struct event *e = &s->events[i];
        if ((e->share != SHARE_NONE) != (where == IN_LEAK))
            continue;
        if (!any) {
            put_key(p, k->name);
            put_open(p, "{");
        }
        any = true;
        put_key(p, e->id);
        put_map(p, where, e);
    }
    if (any)
        put_close(p, "}");
}

void print_map_events(struct printer *p, const struct key *k, const void *base)
{
    (void)base;
    put_events(p, k, IN_EVENT);
}

void print_map_leaks(struct printer *p, const struct key *k, const void *base)
{
    (void)base;
    put_events(p, k, IN_LEAK);
}

void print_percent(struct printer *p, const struct key *k, const void *base)
{
    uint16_t n = *MEMBER(base, k->offset, uint16_t);
    if (n == 0)
        return;
    put_key(p, k->name);
    buffer_format(p->out, "%u", n);
}

void print_span(struct printer *p, const struct key *k, const void *base)
{
    int64_t us = *MEMBER(base, k->offset, int64_t);
    char text[32];
    if (us == 0)
        return;
    duration_print(us < 0 ? -us : us, text, sizeof(text));
    put_key(p, k->name);
    buffer_format(p->out, "\"%s%s\"", us < 0 ? "-" : "", text);
}
