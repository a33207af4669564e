/* Open load: `traffic`. */
#include "sim/scenario/bind.h"

#include "shuttle/param.h"

#include <string.h>

void read_map_traffic(struct binder *b, const struct key *k,
                      const struct node *v, void *base)
{
    struct traffic *t = bind_alloc(b, 1, sizeof(*t));
    if (!t)
        return;
    t->load = bind_alloc(b, b->out->room_count, sizeof(*t->load));
    bind_defaults(IN_TRAFFIC, t);
    if (!t->load || !bind_map(b, IN_TRAFFIC, v, t, NULL))
        return;
    b->traffic = v;
    *MEMBER(base, k->offset, struct traffic *) = t;
}

void read_map_loads(struct binder *b, const struct key *k, const struct node *v,
                    void *base)
{
    struct load *loads = *MEMBER(base, k->offset, struct load *);
    uint8_t owner = b->owner;
    if (!bind_is_map(b, v, "a map of rooms"))
        return;
    for (const struct node *n = v->first; n; n = n->next) {
        int room = bind_room(b, n->key);
        if (room < 0)
            continue;
        b->owner = (uint8_t)room;
        bind_defaults(IN_LOAD, &loads[room]);
        loads[room].given = bind_map(b, IN_LOAD, n, &loads[room], NULL);
    }
    b->owner = owner;
}

void read_times(struct binder *b, const struct key *k, const struct node *v,
                void *base)
{
    int64_t **out = MEMBER(base, k->offset, int64_t *);
    uint16_t *count = MEMBER(base, k->second, uint16_t);
    int64_t last = 0;
    if (!bind_is_list(b, v, "a list of durations"))
        return;
    if (v->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, v->place, "the list is empty");
    uint32_t most = bind_capped(b, v, LOAD_TIMES_MAX, "times");
    *out = bind_alloc(b, most, sizeof(**out));
    const struct node *n = v->first;
    for (uint32_t i = 0; *out && i < most; i++, n = n->next) {
        int64_t us;
        if (!bind_is_scalar(b, n, "a duration such as 4m"))
            continue;
        if (!duration_parse(n->text, &us)) {
            diags_add(b->diags, MISTAKE_BAD_DURATION, n->place,
                      "'%.40s' is not a duration", n->text);
            continue;
        }
        if (us < last)
            diags_add(b->diags, MISTAKE_BAD_LOAD, n->place,
                      "'%.40s' comes before the time before it", n->text);
        last = us;
        (*out)[(*count)++] = us;
    }
}

/* Why a room cannot hand over like that, or NULL. */
static const char *clash(const struct scenario *s, uint8_t room,
                         const struct node *n)
{
    const struct load *l = &s->traffic->load[room];
    bool every = node_get(n, "every") != NULL, at = node_get(n, "at") != NULL;
    if (every == at)
        return every ? "it says `every` and `at`"
                     : "it says neither `every` nor `at`";
    if (every && l->every_us == 0)
        return "`every` 0 is without end";
    if (at && node_get(n, "as"))
        return "`as` says how `every` is meant, and there is none";
    if (l->size > TEXT_MAX)
        return "`size` is more than an item may have";
    if (l->mediator_only && l->to)
        return "what is `mediator_only` is told to nobody";
    return NULL;
}

void check_traffic(struct binder *b)
{
    const struct scenario *s = b->out;
    const struct node *rooms =
        b->traffic ? node_get(b->traffic, "rooms") : NULL;
    bool any = false;
    if (!s->traffic || !rooms || rooms->kind != NODE_MAP)
        return;
    for (const struct node *n = rooms->first; n; n = n->next) {
        uint8_t r = 0;
        while (r < s->room_count && strcmp(s->rooms[r].id, n->key->text) != 0)
            r++;
        if (r == s->room_count || !s->traffic->load[r].given)
            continue;
        any = true;
        const char *why = clash(s, r, n);
        if (why)
            diags_add(b->diags, MISTAKE_BAD_LOAD, n->key->place, "%s", why);
        unsigned int reach =
            mediator_rooms_of(s, channel_mediator(s, r, 0)) & ~(1u << r);
        if (s->traffic->load[r].to & ~reach)
            diags_add(b->diags, MISTAKE_NO_CHANNEL, n->key->place,
                      "'%s' and those that it addresses have no mediator in "
                      "common",
                      n->key->text);
    }
    if (!any && rooms->count == 0)
        diags_add(b->diags, MISTAKE_NO_VALUE, rooms->place,
                  "'rooms' names nothing");
    if (s->traffic->length_us == 0)
        diags_add(b->diags, MISTAKE_BAD_LOAD, b->traffic->key->place,
                  "with `length` 0 nothing is measured");
}
