/*
 * The seat that hands over the load of its brief, whatever it is told: the
 * items of `traffic`, at times that are listed or drawn from the room's own
 * key. It answers nothing, not even a read-back.
 */
#include "shuttle/chance.h"
#include "shuttle/seat.h"
#include "shuttle/variate.h"

#include <string.h>

struct load_state {
    struct chance times;
    struct chance items; /* sizes of bursts, and who is urgent */
    struct instant next; /* coming; never when there is none */
    uint16_t listed;     /* comings of the list that were */
};

static const struct load *own(const struct knowledge *k)
{
    const struct scenario *s = k->brief;

    return s->traffic ? &s->traffic->load[s->brief.self] : NULL;
}

static struct instant coming(struct load_state *s, const struct load *l)
{
    int64_t gap = l->every_us;

    if (l->at_count > 0)
        return s->listed < l->at_count
                   ? instant_after(INSTANT_ZERO, l->at_us[s->listed++])
                   : INSTANT_NEVER;
    if (!l->even)
        gap = variate_exponential(&s->times, gap);
    return instant_after(s->next, gap);
}

static void init(void *state, const struct knowledge *k)
{
    struct load_state *s = state;
    const struct load *l = own(k);
    struct bytes key = {k->brief->brief.key.bytes, DIGEST_SIZE};
    const char *self = k->brief->rooms[k->brief->brief.self].id;

    chance_seed(&s->times, key, self, "traffic times");
    chance_seed(&s->items, key, self, "traffic items");
    s->next = l ? coming(s, l) : INSTANT_NEVER;
}

static void hand_one(struct load_state *s, const struct load *l,
                     struct hands *h, uint8_t *words)
{
    struct message_item item = {.move = MOVE_SAY, .to = l->to};

    package_clear(&item.package);
    item.text = (struct bytes){words, l->size};
    if (l->mediator_only)
        item.caveats.bits |= CAVEAT_MEDIATOR_ONLY;
    if (l->urgent && chance_below(&s->items, 100) < l->urgent)
        item.caveats.bits |= CAVEAT_URGENT;
    (void)hands_over(h, &item);
}

static void react(void *state, const struct knowledge *k, struct hands *h,
                  enum message_kind kind, const struct message_told *told)
{
    struct load_state *s = state;
    const struct load *l = own(k);
    uint8_t words[TEXT_MAX];

    (void)kind, (void)told;
    if (!l || !k->welcome || k->ended)
        return;
    if (instant_reached(s->next, k->now))
        memset(words, 'x', l->size);
    while (instant_reached(s->next, k->now)) {
        uint32_t count =
            l->geometric ? variate_geometric(&s->items, l->burst) : l->burst;
        for (uint32_t n = 0; n < count; n++)
            hand_one(s, l, h, words);
        s->next = coming(s, l);
    }
    hands_wake(h, s->next);
}

static void answer(void *state, const struct knowledge *k, struct hands *h,
                   uint32_t id, struct bytes text)
{
    (void)state, (void)k, (void)h, (void)id, (void)text;
}

const struct seat seat_traffic = {
    .name = "traffic",
    .help = "hands over the load of its brief, whatever it is told",
    .state_size = sizeof(struct load_state),
    .init = init,
    .react = react,
    .answer = answer,
};
