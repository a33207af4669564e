/* Open load. */
#include "sim/scenario/print.h"

#include "shuttle/param.h"

void print_map_traffic(struct printer *p, const struct key *k, const void *base)
{
    const struct traffic *t = *MEMBER(base, k->offset, struct traffic *const);
    if (!t)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    const struct key *rows;
    size_t count;
    rows = schema_of(IN_TRAFFIC, &count);
    print_map_loads(p, &rows[0], t);
    for (size_t n = 1; n < count && p->s->brief.role == BRIEF_WHOLE; n++)
        if (rows[n].type == TYPE_DURATION)
            print_duration(p, &rows[n], t);
        else
            print_count(p, &rows[n], t);
    put_close(p, "}");
}

void print_map_loads(struct printer *p, const struct key *k, const void *base)
{
    const struct load *loads = *MEMBER(base, k->offset, struct load *const);
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t r = 0; r < p->s->room_count; r++) {
        if (!loads[r].given)
            continue;
        put_key(p, p->s->rooms[r].id);
        put_map(p, IN_LOAD, &loads[r]);
    }
    put_close(p, "}");
}

void print_times(struct printer *p, const struct key *k, const void *base)
{
    const int64_t *at = *MEMBER(base, k->offset, int64_t *const);
    uint16_t count = *MEMBER(base, k->second, uint16_t);
    char text[32];
    if (count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint16_t i = 0; i < count; i++) {
        duration_print(at[i], text, sizeof(text));
        put_entry(p);
        buffer_json(p->out, text);
    }
    put_close(p, "]");
}
