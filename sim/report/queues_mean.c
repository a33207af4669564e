/* Means over replications, with their standard errors. */
#include "sim/report/queues.h"

const struct queues_result *queues_nth(const struct queues_report *r,
                                       uint32_t n)
{
    const char *all = r->results;

    return (const void *)(all + n * queues_size(r->scenario->room_count));
}

uint64_t queues_failures(const struct queues_report *r)
{
    uint64_t failures = 0;

    for (uint32_t n = 0; n < r->replications; n++)
        failures += queues_nth(r, n)->failures;
    return failures;
}

/* Newton's method from above; the C library's sqrt needs another library. */
static double root(double x)
{
    double at = x > 1 ? x : 1, next = (at + x / at) / 2;

    while (next < at) {
        at = next;
        next = (at + x / at) / 2;
    }
    return x > 0 ? at : 0;
}

struct queues_mean queues_mean(const struct queues_report *r, queues_pick *pick,
                               uint8_t room, int what)
{
    struct queues_mean out = {.mean = 0};
    double square = 0, x;

    for (uint32_t n = 0; n < r->replications; n++)
        if (pick(queues_nth(r, n), room, what, &x)) {
            out.mean += x;
            out.count++;
        }
    if (out.count == 0)
        return out;
    out.mean /= out.count;
    for (uint32_t n = 0; n < r->replications; n++)
        if (pick(queues_nth(r, n), room, what, &x))
            square += (x - out.mean) * (x - out.mean);
    if (out.count > 1)
        out.error = root(square / (out.count - 1) / out.count);
    return out;
}

bool queues_pick_wait(const struct queues_result *r, uint8_t room, int what,
                      double *out)
{
    const struct spread *s = &r->room[room].wait[what];

    *out = spread_mean(s);
    return s->count > 0;
}

static double growth(const struct queues_line *q)
{
    return (double)q->in - (double)q->out;
}

bool queues_pick_figure(const struct queues_result *r, uint8_t room, int what,
                        double *out)
{
    const struct queues_room *q = &r->room[room];
    double window = (double)r->window_us;
    double time = window * r->carriers;

    switch ((enum queues_figure)what) {
    case QUEUES_RATE:
        *out = (double)q->handed / window * 1e6;
        return true;
    case QUEUES_TRAY:
        *out = q->line[QUEUES_IN_TRAY].area / window;
        return true;
    case QUEUES_LITTLE:
        *out =
            (double)q->handed / window * spread_mean(&q->wait[QUEUES_TAKING]);
        return true;
    case QUEUES_HAND:
        *out = q->line[QUEUES_IN_HAND].area / window;
        return true;
    case QUEUES_GROWTH:
        *out = growth(&q->line[QUEUES_IN_TRAY]);
        return true;
    case QUEUES_BEHIND:
        *out = growth(&q->line[QUEUES_IN_HAND]);
        return true;
    case QUEUES_CYCLE:
        *out = q->cycles ? (double)q->cycle_us / (double)q->cycles : 0;
        return q->cycles > 0;
    case QUEUES_SERVING:
        *out = (double)q->serving_us / time;
        return r->carriers > 0;
    case QUEUES_WALKING:
        *out = (double)r->walking_us / time;
        return r->carriers > 0;
    case QUEUES_BUSY:
        *out = (double)r->serving_us / time;
        return r->carriers > 0;
    case QUEUES_IDLE:
        *out = 1 - (double)(r->walking_us + r->serving_us) / time;
        return r->carriers > 0;
    }
    return false;
}

/* By how much the shortest that the queue was later is longer than its mean
 * before: what comes and goes with bursts and visits was short later, too. */
static bool pick_rise(const struct queues_result *r, uint8_t room, int line,
                      double *out)
{
    const struct queues_line *q = &r->room[room].line[line];

    *out = q->least - q->early * 2 / (double)r->window_us;
    return q->least != UINT32_MAX;
}

static bool pick_lost(const struct queues_result *r, uint8_t room, int what,
                      double *out)
{
    (void)what;
    *out = (double)r->room[room].lost;
    return true;
}

/* By four standard errors; what a queue that does not grow holds more at the
 * end than at the beginning is nothing on average. Of a single run, and of what
 * is little beside all, nothing is said. */
bool queues_grows(const struct queues_report *r, uint8_t room,
                  enum queues_of line)
{
    struct queues_mean m =
        queues_mean(r, queues_pick_figure, room,
                    line == QUEUES_IN_TRAY ? QUEUES_GROWTH : QUEUES_BEHIND);
    struct queues_mean rate =
        queues_mean(r, queues_pick_figure, room, QUEUES_RATE);
    const struct traffic *load = r->scenario->traffic;

    if (load->load[room].at_count > 0 ||
        queues_mean(r, pick_lost, room, 0).mean > 0)
        return false;
    return m.count > 1 && m.mean > 4 * m.error && m.mean >= 2 &&
           m.mean * 100 > rate.mean * (double)r->length_us / 1e6 &&
           queues_mean(r, pick_rise, room, (int)line).mean > 0;
}
