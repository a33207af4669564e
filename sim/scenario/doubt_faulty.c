/* A relay that does wrong on purpose: a configuration to be studied, and hardly
 * chosen by mistake; but who reads the file should know. */
#include "sim/scenario/doubt.h"

#include "shuttle/relay.h"

static void doubt_relay(const struct doubts *d, struct relay *relay,
                        const struct node *written)
{
    for (int f = 0; f < FAMILY_COUNT; f++) {
        const struct choice *c = relay_choice(relay, (enum family)f);
        const struct node *n =
            written && written->kind == NODE_MAP
                ? node_get(written, family_key((enum family)f))
                : NULL;

        if (n && relay_is_faulty(relay, (enum family)f))
            diags_add(d->b->diags, MISTAKE_FAULTY, n->place,
                      "'%s' does wrong on purpose", c->as);
    }
}

void doubt_faulty(const struct doubts *d)
{
    struct scenario *s = d->b->out;
    const struct node *n = d->b->rounds ? d->b->rounds->first : NULL;

    for (uint8_t m = 0; m < s->mediator_count; m++)
        doubt_relay(d, &s->mediators[m].relay, d->b->relay[m]);
    for (uint8_t r = 0; n && r < s->round_count; r++, n = n->next)
        for (uint8_t m = 0; m < s->mediator_count; m++)
            if (round_relay(&s->rounds[r], m))
                doubt_relay(d, round_relay(&s->rounds[r], m),
                            bind_round_relay(d->b, n, m));
}
