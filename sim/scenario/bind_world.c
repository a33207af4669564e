/* The world: events and leaks. */
#include "sim/scenario/bind.h"

#include "shuttle/param.h"

/* Room for the events of both maps, which follow each other. */
static bool make_room(struct binder *b)
{
    if (b->event_nodes)
        return true;
    b->out->events = bind_alloc(b, EVENTS_MAX, sizeof(*b->out->events));
    b->event_nodes =
        arena_alloc(b->scratch, EVENTS_MAX * sizeof(struct node *));
    if (!b->event_nodes)
        b->failed = true;
    return b->event_nodes && b->out->events;
}

static void read_events(struct binder *b, enum where where,
                        const struct node *v, const char *what)
{
    struct scenario *s = b->out;
    if (!make_room(b))
        return;
    uint32_t count = bind_capped(b, v, EVENTS_MAX - s->event_count, what);
    const struct node *n = v->first;
    for (uint32_t i = 0; i < count; i++, n = n->next) {
        struct event *e = &s->events[s->event_count];
        const char *id = bind_id(b, n->key);
        e->id = id ? id : "?";
        e->place = n->key->place;
        bind_defaults(where, e);
        if (where == IN_LEAK)
            e->share = SHARE_EXISTENCE;
        b->event_nodes[s->event_count++] = n;
        bind_map(b, where, n, e, NULL);
    }
}

void read_map_events(struct binder *b, const struct key *k,
                     const struct node *v, void *base)
{
    (void)k;
    (void)base;
    if (bind_is_map(b, v, "a map of events"))
        read_events(b, IN_EVENT, v, "events");
}

void read_map_leaks(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    (void)k;
    (void)base;
    if (bind_is_map(b, v, "a map of leaks"))
        read_events(b, IN_LEAK, v, "leaks beside the events");
}

void read_percent(struct binder *b, const struct key *k, const struct node *v,
                  void *base)
{
    int64_t n;
    if (bind_number(b, v, 1, 100, &n))
        *MEMBER(base, k->offset, uint16_t) = (uint16_t)n;
}

void read_trust(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    int64_t n;
    if (bind_number(b, v, 0, TRUST_MAX, &n))
        *MEMBER(base, k->offset, uint16_t) = (uint16_t)n;
}

void read_span(struct binder *b, const struct key *k, const struct node *v,
               void *base)
{
    int64_t us;
    if (!bind_is_scalar(b, v, "a duration such as 30m or -30m"))
        return;
    bool minus = v->text[0] == '-';
    if (duration_parse(v->text + minus, &us))
        *MEMBER(base, k->offset, int64_t) = minus ? -us : us;
    else
        diags_add(b->diags, MISTAKE_BAD_DURATION, v->place,
                  "'%.40s' is not a duration", v->text);
}
