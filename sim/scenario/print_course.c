/* Where the talks go. */
#include "sim/scenario/print.h"

void print_map_endings(struct printer *p, const struct key *k, const void *base)
{
    const struct scenario *s = base;
    if (s->ending_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "{");
    for (uint8_t i = 0; i < s->ending_count; i++) {
        put_key(p, s->endings[i].id);
        put_map(p, IN_ENDING, &s->endings[i]);
    }
    put_close(p, "}");
}

void print_ending(struct printer *p, const struct key *k, const void *base)
{
    int16_t ending = *MEMBER(base, k->offset, int16_t);
    if (ending < 0)
        return;
    put_key(p, k->name);
    buffer_json(p->out, p->s->endings[ending].id);
}

void print_go(struct printer *p, const struct key *k, const void *base)
{
    const struct branch *branch = base;
    if (branch->go == GO_END && branch->ending >= 0)
        return;
    put_key(p, k->name);
    buffer_json(p->out, branch->go < 0 ? "end" : p->s->rounds[branch->go].id);
}

void print_next(struct printer *p, const struct key *k, const void *base)
{
    const struct round *round = base;
    if (round->next_count == 0)
        return;
    put_key(p, k->name);
    put_open(p, "[");
    for (uint8_t i = 0; i < round->next_count; i++) {
        put_entry(p);
        put_map(p, IN_BRANCH, &round->next[i]);
    }
    put_close(p, "]");
}
