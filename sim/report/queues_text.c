/* Open load as tables. */
#include "sim/report/queues.h"

#include "shuttle/param.h"
#include "shuttle/relay.h"

#include <inttypes.h>

#define LABEL_W 26

static const char *const wait_words[] = {
#define X(NAME, key, words) words,
    QUEUES_WAIT_TABLE(X)
#undef X
};

/* One unit for all times, so that they can be set side by side. */
struct unit {
    const char *name;
    double us;
};

static struct unit unit_of(const struct queues_report *r)
{
    static const struct unit units[] = {{"hours", 3600e6},
                                        {"minutes", 60e6},
                                        {"seconds", 1e6},
                                        {"milliseconds", 1e3}};
    double most = 0;

    for (uint8_t room = 0; room < r->scenario->room_count; room++)
        for (int w = 0; w < QUEUES_WAITS; w++) {
            struct queues_mean m = queues_mean(r, queues_pick_wait, room, w);
            most = m.mean > most ? m.mean : most;
        }
    for (unsigned n = 0; n < 3; n++)
        if (most > 2 * units[n].us || (n == 2 && most == 0))
            return units[n];
    return units[3];
}

static void put_mean(struct page *out, const struct queues_mean *m, double unit)
{
    if (m->count == 0)
        page_format(out, "%12s %10s", "-", "");
    else if (m->count == 1)
        page_format(out, "%12.4f ±%9s", m->mean / unit, "-");
    else
        page_format(out, "%12.4f ±%9.4f", m->mean / unit, m->error / unit);
}

static bool put_wait(struct page *out, const struct queues_report *r,
                     uint8_t room, int wait, struct unit unit)
{
    static const unsigned permille[] = {500, 900, 950, 990};
    struct queues_mean m = queues_mean(r, queues_pick_wait, room, wait);
    struct spread *all = memory_new(1, sizeof(*all));

    for (uint32_t n = 0; all && n < r->replications; n++)
        spread_merge(all, &queues_nth(r, n)->room[room].wait[wait]);
    if (all && all->count > 0) {
        page_format(out, "  %-*s", LABEL_W, wait_words[wait]);
        put_mean(out, &m, unit.us);
        for (unsigned q = 0; q < 4; q++)
            page_format(out, " %10.3f",
                        (double)spread_quantile(all, permille[q]) / unit.us);
        page_format(out, " %10.3f %11" PRIu64 "\n",
                    (double)all->longest_us / unit.us, all->count);
    }
    memory_free(all);
    return all != NULL;
}

struct sums {
    uint64_t handed, told, kept, lost, urgent, visits;
};

static struct sums sums_of(const struct queues_report *r, uint8_t room)
{
    struct sums s = {.handed = 0};

    for (uint32_t n = 0; n < r->replications; n++) {
        const struct queues_room *q = &queues_nth(r, n)->room[room];
        s.handed += q->handed;
        s.told += q->told;
        s.kept += q->kept;
        s.lost += q->lost;
        s.urgent += q->urgent;
        s.visits += q->visits;
    }
    return s;
}

static struct queues_mean figure(const struct queues_report *r, uint8_t room,
                                 enum queues_figure what)
{
    return queues_mean(r, queues_pick_figure, room, (int)what);
}

static void put_figure(struct page *out, const char *label,
                       const struct queues_mean *m, double unit,
                       const char *after)
{
    if (m->count == 0)
        return;
    page_format(out, "  %-*s", LABEL_W, label);
    put_mean(out, m, unit);
    page_format(out, "%s\n", after);
}

static void put_growth(struct page *out, const struct queues_report *r,
                       uint8_t room)
{
    struct queues_mean grown = figure(r, room, QUEUES_GROWTH);
    struct queues_mean behind = figure(r, room, QUEUES_BEHIND);

    if (queues_grows(r, room, QUEUES_IN_TRAY))
        page_format(out,
                    "  MORE IS HANDED OVER THAN TAKEN: %.0f more wait at the "
                    "end of a replication than after its\n"
                    "  warm-up. The figures depend on its length: they have "
                    "no limit, the queue grows for ever.\n",
                    grown.mean);
    if (queues_grows(r, room, QUEUES_IN_HAND))
        page_format(out,
                    "  MORE IS TAKEN THAN TOLD: %.0f more tellings are yet to "
                    "come at the end of a replication\n"
                    "  than after its warm-up, and so without end.\n",
                    behind.mean);
}

static void put_queues(struct page *out, const struct queues_report *r,
                       uint8_t room, struct unit unit)
{
    struct queues_mean tray = figure(r, room, QUEUES_TRAY);
    struct queues_mean little = figure(r, room, QUEUES_LITTLE);
    struct queues_mean hand = figure(r, room, QUEUES_HAND);
    struct queues_mean rate = figure(r, room, QUEUES_RATE);
    struct queues_mean cycle = figure(r, room, QUEUES_CYCLE);
    struct queues_mean serving = figure(r, room, QUEUES_SERVING);
    struct sums s = sums_of(r, room);

    put_figure(out, "handed over an hour", &rate, 1 / 3600.0, "");
    put_figure(out, "items in the tray", &tray, 1, "");
    put_figure(out, "  by Little's law", &little, 1, "  (rate times time)");
    put_figure(out, "tellings yet to come", &hand, 1, "");
    put_figure(out, "coming to coming", &cycle, unit.us, "");
    put_figure(out, "percent spent taking here", &serving, 0.01, "");
    page_format(out,
                "  %" PRIu64 " handed over, %" PRIu64 " urgent; %" PRIu64
                " told, %" PRIu64 " for the mediator alone; %" PRIu64
                " visits\n",
                s.handed, s.urgent, s.told, s.kept, s.visits);
    if (s.lost > 0)
        page_format(out,
                    "  %" PRIu64 " WERE REFUSED, since too many waited: the "
                    "design cannot carry this load\n",
                    s.lost);
    put_growth(out, r, room);
}

static bool put_room(struct page *out, const struct queues_report *r,
                     uint8_t room, struct unit unit)
{
    bool well = true;

    page_text(out, "\n");
    page_clean_line(out, bytes_of(r->scenario->rooms[room].id));
    page_format(out,
                "  (times in %s)\n  %-*s%12s %10s %10s %10s %10s %10s "
                "%10s %11s\n",
                unit.name, LABEL_W, "", "mean", "±", " 50 %", "90 %", "95 %",
                "99 %", "longest", "number");
    for (int w = 0; w < QUEUES_WAITS && well; w++)
        if (w < QUEUES_URGENT || sums_of(r, room).urgent > 0)
            well = put_wait(out, r, room, w, unit);
    put_queues(out, r, room, unit);
    return well;
}

static void put_carriers(struct page *out, const struct queues_report *r)
{
    struct queues_mean walking = figure(r, 0, QUEUES_WALKING);
    struct queues_mean busy = figure(r, 0, QUEUES_BUSY);
    struct queues_mean idle = figure(r, 0, QUEUES_IDLE);

    page_format(out, "\nThe mediator  (percent of the time of %u)\n",
                queues_nth(r, 0)->carriers);
    put_figure(out, "walking", &walking, 0.01, "");
    put_figure(out, "taking", &busy, 0.01, "");
    put_figure(out, "neither", &idle, 0.01, "");
}

bool queues_text(struct page *out, const struct queues_report *r)
{
    const struct scenario *s = r->scenario;
    struct unit unit = unit_of(r);
    char warm[32], length[32];
    bool well = true;

    duration_print(r->warm_us, warm, sizeof(warm));
    duration_print(r->length_us, length, sizeof(length));
    page_clean_line(out, bytes_of(s->title ? s->title : ""));
    page_format(out,
                "\nOpen load: %" PRIu32 " replication%s of %s after %s of "
                "warm-up, from seed %" PRIu64 "\n",
                r->replications, r->replications == 1 ? "" : "s", length, warm,
                r->first_seed);
    for (uint8_t room = 0; room < s->room_count && well; room++)
        if (sums_of(r, room).handed > 0 || sums_of(r, room).lost > 0 ||
            sums_of(r, room).visits > 0)
            well = put_room(out, r, room, unit);
    if (queues_nth(r, 0)->carriers > 0)
        put_carriers(out, r);
    if (queues_failures(r) > 0)
        page_format(out,
                    "\nTHE DESIGN'S PROGRAM FAILED, %" PRIu64
                    " times in all: this is what its default did.\n",
                    queues_failures(r));
    page_text(out, "\n±: standard error of the mean over replications. "
                   "Quantiles are of all\nreplications together, to within "
                   "" SPREAD_ERROR " %.\n");
    return well && !out->failed;
}
