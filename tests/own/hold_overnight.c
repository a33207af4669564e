/* Tells nothing at night: what would be told then waits until the morning. */
#include "shuttle/hold.h"

#define DAY_US ((int64_t)24 * 3600 * 1000000)

static const struct param_spec params[] = {
    {"night", PARAM_DURATION, "22h", NULL, "when the night begins"},
    {"morning", PARAM_DURATION, "6h", NULL, "when it is over"},
    {"clock", PARAM_DURATION, "0", NULL, "time of day when the talks begin"},
    {0},
};

/* How long it is from this time of day to the next such time. */
static int64_t until_next(int64_t from, int64_t time)
{
    return (time - from % DAY_US + 2 * DAY_US) % DAY_US;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct hold_decision *out)
{
    int64_t now = b->now.us + param_us(c, params, "clock");
    int64_t night = until_next(now, param_us(c, params, "night"));
    int64_t morning = until_next(now, param_us(c, params, "morning"));

    (void)state, (void)crossing, (void)ask;
    /* Good until the night begins: nobody sets out with it then. */
    *out = (struct hold_decision){.verdict = HOLD_TELL,
                                  .rule = RULE_DESIGN,
                                  .until = instant_after(b->now, night),
                                  .reason = "it is day"};
    if (morning == 0 || (night != 0 && night < morning))
        return;
    out->verdict = HOLD_HOLD;
    out->until = instant_after(b->now, morning);
    out->reason = "nothing is told at night";
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    int64_t night = param_us(c, params, "night");
    int64_t morning = param_us(c, params, "morning");

    (void)s;
    if (night < DAY_US && morning < DAY_US && night != morning)
        return ERR_OK;
    return diag_set(diag, ERR_MALFORMED,
                    "'night' and 'morning' are two times of a day, from 0 to "
                    "23h59m");
}

const struct hold hold_overnight = {
    .member = {.name = "overnight",
               .help = "tells nothing at night",
               .params = params,
               .fits = fits},
    .decide = decide,
};
