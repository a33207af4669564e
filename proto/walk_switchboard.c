/* No walking: the mediator is in every room at once and takes everything when
 * it is handed over. The member to read first. */
#include "shuttle/walk.h"

static const struct param_spec params[] = {{0}};

static uint8_t carriers(const struct choice *c)
{
    (void)c;
    return 0;
}

static uint8_t start(const struct choice *c, const struct board *b,
                     uint8_t carrier)
{
    (void)c, (void)b, (void)carrier;
    return 0;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   uint8_t carrier, struct asking *ask,
                   struct walk_decision *out)
{
    (void)state, (void)c, (void)b, (void)carrier, (void)ask;
    *out = (struct walk_decision){.act = WALK_STAY, .until = INSTANT_NEVER};
}

const struct walk walk_switchboard = {
    .member = {.name = "switchboard",
               .help = "everywhere at once, no walking",
               .params = params},
    .carriers = carriers,
    .start = start,
    .decide = decide,
};
