/* The numbers of one run that designs are compared by. */
#include "sim/report/compare_private.h"

#define THOUSAND 1000

bool measure_outcome(const struct measures *m, unsigned which, int64_t *out)
{
    *out = m->outcome == which ? THOUSAND : 0;
    return true;
}

bool measure_ending(const struct measures *m, unsigned which, int64_t *out)
{
    *out = m->ending == (int)which ? THOUSAND : 0;
    return true;
}

bool measure_length(const struct measures *m, unsigned which, int64_t *out)
{
    (void)which;
    *out = m->end;
    return true;
}

bool measure_value(const struct measures *m, unsigned room, int64_t *out)
{
    *out = (int64_t)m->room[room].value * THOUSAND;
    return m->room[room].has_values;
}

bool measure_gain(const struct measures *m, unsigned room, int64_t *out)
{
    *out = (int64_t)m->room[room].surplus * THOUSAND;
    return m->room[room].has_values;
}

bool measure_compared(const struct measures *m, unsigned which, int64_t *out)
{
    if (which == 0)
        *out = m->joint_share;
    else if (which == 1)
        *out = m->nash_share;
    else
        *out = (int64_t)m->left * THOUSAND;
    return m->has_best;
}

/* The mean wait in one run; then the mean over runs. */
static bool mean_wait(const struct waits *w, int64_t *out)
{
    *out = w->count ? w->sum / w->count : 0;
    return w->count > 0;
}

bool measure_taking(const struct measures *m, unsigned room, int64_t *out)
{
    return mean_wait(&m->room[room].taking, out);
}

bool measure_telling(const struct measures *m, unsigned room, int64_t *out)
{
    return mean_wait(&m->room[room].telling, out);
}

bool measure_longest(const struct measures *m, unsigned room, int64_t *out)
{
    const struct measures_room *r = &m->room[room];

    *out = r->taking.longest > r->telling.longest ? r->taking.longest
                                                  : r->telling.longest;
    return r->taking.count > 0;
}

/* (sum of x)^2 / (n * sum of x^2) of the rooms' mean waits from handing over to
 * telling; 1 when all wait alike (Jain, Chiu and Hawe, "A quantitative measure
 * of fairness", DEC TR-301, 1984). */
bool measure_fairness(const struct measures *m, unsigned rooms, int64_t *out)
{
    wide sum = 0, squares = 0;
    unsigned count = 0;

    for (unsigned r = 0; r < rooms; r++) {
        int64_t before, after, both;
        if (!mean_wait(&m->room[r].taking, &before))
            continue;
        both = before + (mean_wait(&m->room[r].telling, &after) ? after : 0);
        sum += both;
        squares += (wide)both * both;
        count++;
    }
    if (count < 2)
        return false;
    *out = squares ? (int64_t)(sum * sum * THOUSAND / (squares * count))
                   : THOUSAND;
    return true;
}

bool measure_visits(const struct measures *m, unsigned room, int64_t *out)
{
    *out = (int64_t)m->room[room].visits * THOUSAND;
    return true;
}

bool measure_taking_by(const struct measures *m, unsigned by, int64_t *out)
{
    return mean_wait(&m->mediator[by].taking, out);
}

bool measure_telling_by(const struct measures *m, unsigned by, int64_t *out)
{
    return mean_wait(&m->mediator[by].telling, out);
}

bool measure_crossings_by(const struct measures *m, unsigned by, int64_t *out)
{
    *out = (int64_t)m->mediator[by].crossings * THOUSAND;
    return true;
}

bool measure_walks_by(const struct measures *m, unsigned by, int64_t *out)
{
    *out = (int64_t)m->mediator[by].walks * THOUSAND;
    return true;
}

bool measure_visits_by(const struct measures *m, unsigned by, int64_t *out)
{
    *out = (int64_t)m->mediator[by].visits * THOUSAND;
    return true;
}

bool measure_walking(const struct measures *m, unsigned which, int64_t *out)
{
    (void)which;
    *out = m->carried ? (int64_t)((wide)m->walked * THOUSAND / m->carried) : 0;
    return m->carried > 0;
}

bool measure_form(const struct measures *m, unsigned which, int64_t *out)
{
    *out = (int64_t)m->form[which] * THOUSAND;
    return true;
}

bool measure_count(const struct measures *m, unsigned which, int64_t *out)
{
    uint32_t breached =
        m->breached < m->confidences ? m->breached : m->confidences;
    const uint32_t counts[] = {[COUNT_CROSSINGS] = m->crossings,
                               [COUNT_WALKS] = m->walks,
                               [COUNT_OWN] = m->own,
                               [COUNT_CONFIDENCES] = m->confidences,
                               [COUNT_USED] = m->used,
                               [COUNT_HONOURED] = m->confidences - breached,
                               [COUNT_BREACHED] = m->breached,
                               [COUNT_WITHHELD] = m->withheld,
                               [COUNT_EXPIRED] = m->expired,
                               [COUNT_WITHDRAWN] = m->withdrawn,
                               [COUNT_HELD] = m->held,
                               [COUNT_UNTAKEN] = m->untaken,
                               [COUNT_FAULTS] = m->faults,
                               [COUNT_FAILED] = m->failed};

    *out = (int64_t)counts[which] * THOUSAND;
    return true;
}

bool measure_found(const struct measures *m, unsigned which, int64_t *out)
{
    *out = (int64_t)m->found[which] * THOUSAND;
    return true;
}

bool measure_linked(const struct measures *m, unsigned by_chance, int64_t *out)
{
    *out = m->crossings ? (by_chance ? (int64_t)m->linked_by_chance
                                     : (int64_t)m->linked * THOUSAND) /
                              m->crossings
                        : 0;
    return m->crossings > 0;
}
