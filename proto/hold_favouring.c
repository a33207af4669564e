/* Faulty on purpose: what comes from other rooms than the favoured one is told
 * late. */
#include "fault.h"

#include <string.h>

static const struct param_spec params[] = {
    FAULT_PARAMS("caveats"),
    {"room", PARAM_TEXT, "", NULL, "the room whose words are told at once"},
    {"by", PARAM_DURATION, "1h", NULL,
     "what others say is told no sooner than so long after it"},
    {0},
};

/* The first room when none is named. */
static uint8_t favoured(const struct choice *c, const struct scenario *s)
{
    const char *room = param_text(c, params, "room");

    for (uint8_t r = 0; r < s->room_count; r++)
        if (strcmp(s->rooms[r].id, room) == 0)
            return r;
    return 0;
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    const char *room = param_text(c, params, "room");

    if (*room && strcmp(s->rooms[favoured(c, s)].id, room) != 0)
        return diag_set(diag, ERR_UNKNOWN, "'room': there is no room '%s'",
                        room);
    return fault_hold_fits(c, s, diag);
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
    if (item->room == favoured(c, b->brief))
        return;
    fault_hold_late(out, b, item, param_us(c, params, "by"));
}

const struct hold hold_favouring = {
    .member = {.name = "favouring",
               .help = "faulty: tells late what is not from one room",
               .params = params,
               .state_size = sizeof(struct fault),
               .fits = fits,
               .faulty = true,
               .adopt = fault_hold_adopt,
               .observe = fault_observe},
    .decide = decide,
};
