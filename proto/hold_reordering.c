/* Faulty on purpose: things step aside for a later one of the same room. */
#include "fault.h"

static const struct param_spec params[] = {
    FAULT_PARAMS("caveats"),
    {"by", PARAM_DURATION, "1h", NULL,
     "told all the same so long after it was handed over"},
    {0},
};

struct reordering {
    struct fault fault; /* first: what faults share */
    /* Number of the last item told, by author and room. */
    uint32_t told[ROOMS_MAX][ROOMS_MAX];
};

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    struct reordering *own = state;

    if (e->kind == BOARD_TOLD && e->item && e->item->room < ROOMS_MAX &&
        e->item->number > own->told[e->item->room][e->room])
        own->told[e->item->room][e->room] = e->item->number;
    fault_observe(state, c, b, e);
}

static bool was_overtaken(const struct reordering *own, const struct item *item,
                          uint8_t to)
{
    return own->told[item->room][to] > item->number;
}

/* Nothing older of its author waits in its turn. */
static bool may_step_aside(const struct item *item, uint8_t to,
                           const struct board *b)
{
    for (const struct item *i = b->items; i && i != item; i = i->next)
        if (i->room == item->room && i->passage[to].state == CARRIAGE_HELD)
            return false;
    return true;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    const struct item *item = crossing->item;

    fault_hold_as(state, c, b, crossing, ask, out);
    if (out->verdict != HOLD_TELL ||
        !fault_hits(c, params, b, FAMILY_HOLD, item, crossing->to))
        return;
    if (!may_step_aside(item, crossing->to, b) ||
        was_overtaken(state, item, crossing->to))
        return;
    fault_hold_late(out, b, item, param_us(c, params, "by"));
}

const struct hold hold_reordering = {
    .member = {.name = "reordering",
               .help = "faulty: tells some things after later ones",
               .params = params,
               .state_size = sizeof(struct reordering),
               .fits = fault_hold_fits,
               .faulty = true,
               .adopt = fault_hold_adopt,
               .observe = observe},
    .decide = decide,
};
