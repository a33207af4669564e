#include "sim/report/measures_private.h"

static void take_score(const struct measures_reader *r, const struct tally *t)
{
    struct measures *out = r->out;
    struct score score;

    score_make(&t->score, &score);
    out->outcome = t->score.outcome;
    out->package = position_of(&t->score.package);
    out->ending = -1;
    if (t->ending)
        out->ending = (int16_t)(t->ending - r->whole->endings);
    out->end = t->end.us;
    for (uint8_t n = 0; n < r->whole->room_count; n++) {
        out->room[n].has_values = score.room[n].has_values;
        out->room[n].value = score.room[n].value;
        out->room[n].surplus = score.room[n].surplus;
    }
    out->has_best = score.enumerated && score.zone > 0;
    if (!out->has_best)
        return;
    out->left = score.left;
    out->nash_share = (uint16_t)score_share(score.nash, score.best_nash);
    if (score.joint > 0)
        out->joint_share = (uint16_t)score_share((uint64_t)score.joint,
                                                 (uint64_t)score.best_joint);
}

static void count_confidences(const struct measures_reader *r,
                              const struct author *a)
{
    struct measures *out = r->out;

    for (uint32_t n = 0; n < a->count; n++) {
        const struct known *item = &a->items[n];
        bool is = item->move == MOVE_CONFIDENCE || item->bits & LIMITING;

        out->used += is && item->told && !item->breached;
        out->breached += item->breached;
        if (item->line != UINT32_MAX)
            r->lines[item->line].breached |= item->breached;
    }
}

void measures_confidences(const struct measures_reader *r)
{
    r->out->used = r->out->breached = 0;
    for (uint8_t m = 0; m < r->whole->mediator_count; m++)
        for (uint8_t room = 0; room < r->whole->room_count; room++)
            count_confidences(r, &r->channel[m].author[room]);
}

/* What is known of a mediator once the end is. */
static void close_channel(const struct channel *c, struct measures *out)
{
    out->carried += c->carriers * out->end;
    for (unsigned n = 0; n < CARRIERS_MAX; n++)
        if (c->arrives[n] > out->end) /* still on his way */
            out->walked -= c->arrives[n] - out->end;
}

void measures_end(const struct measures_reader *r, const struct tally *t)
{
    take_score(r, t);
    for (uint8_t m = 0; m < r->whole->mediator_count; m++)
        close_channel(&r->channel[m], r->out);
    measures_confidences(r);
}
