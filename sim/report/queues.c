#include "sim/report/queues.h"

#include <inttypes.h>
#include <string.h>

size_t queues_size(uint8_t rooms)
{
    return sizeof(struct queues_result) + rooms * sizeof(struct queues_room);
}

void queues_begin(struct queues_fold *f, struct queues_result *out,
                  uint8_t rooms, int64_t warm_us, int64_t end_us)
{
    memset(f, 0, sizeof(*f));
    f->out = out;
    f->rooms = rooms;
    f->warm_us = warm_us;
    f->end_us = end_us;
    out->window_us = end_us - warm_us;
    for (unsigned c = 0; c < CARRIERS_MAX; c++) {
        f->left_us[c] = -1;
        for (unsigned r = 0; r < ROOMS_MAX; r++)
            f->came_us[c][r] = -1;
    }
}

/* What of the time from..to is measured. */
static int64_t within(const struct queues_fold *f, int64_t from, int64_t to)
{
    if (from < f->warm_us)
        from = f->warm_us;
    if (to > f->end_us)
        to = f->end_us;
    return to > from ? to - from : 0;
}

static bool counts(const struct queues_fold *f, int64_t now)
{
    return now >= f->warm_us && now <= f->end_us;
}

/* The queues of a room are about to change. */
static struct queues_room *move(struct queues_fold *f, uint8_t room,
                                int64_t now)
{
    struct queues_room *r = &f->out->room[room];
    double us = (double)within(f, f->moved_us[room], now);

    r->tray_area += us * f->tray[room];
    r->hand_area += us * f->hand[room];
    f->moved_us[room] = now;
    return r;
}

static void handed(struct queues_fold *f, const struct item *item, int64_t now)
{
    struct queues_room *r = move(f, item->room, now);

    f->tray[item->room]++;
    if (counts(f, now)) {
        r->handed++;
        r->lost += item->number - f->number[item->room] - 1;
        r->urgent += (item->caveats.bits & CAVEAT_URGENT) != 0;
    }
    f->number[item->room] = item->number;
}

static uint32_t to_come(const struct queues_fold *f, const struct item *item)
{
    uint32_t n = 0;

    for (uint8_t to = 0; to < f->rooms; to++)
        n += item->passage[to].state != CARRIAGE_NONE &&
             item->passage[to].state != CARRIAGE_DONE;
    return n;
}

static void taken(struct queues_fold *f, const struct item *item, int64_t now)
{
    struct queues_room *r = move(f, item->room, now);
    int64_t begun = instant_is_never(item->begun) ? now : item->begun.us;
    int64_t served = within(f, begun, now);

    f->tray[item->room]--;
    f->hand[item->room] += to_come(f, item);
    r->serving_us += served;
    f->out->serving_us += served;
    if (counts(f, begun)) {
        bool urgent = item->caveats.bits & CAVEAT_URGENT;
        spread_add(&r->wait[QUEUES_QUEUE], begun - item->handed.us);
        spread_add(&r->wait[urgent ? QUEUES_URGENT : QUEUES_ORDINARY],
                   begun - item->handed.us);
    }
    if (!counts(f, now))
        return;
    r->taken++;
    r->kept += (item->caveats.bits & CAVEAT_MEDIATOR_ONLY) != 0;
    spread_add(&r->wait[QUEUES_TAKING], now - item->handed.us);
}

/* Told in a room, or done with in another way. */
static void done(struct queues_fold *f, const struct item *item, bool told,
                 int64_t now)
{
    struct queues_room *r;

    if (item->room >= f->rooms)
        return;
    r = move(f, item->room, now);
    if (item->taken && f->hand[item->room] > 0)
        f->hand[item->room]--;
    if (!told || !counts(f, now))
        return;
    r->told++;
    spread_add(&r->wait[QUEUES_TELLING], now - item->ended.us);
    spread_add(&r->wait[QUEUES_WHOLE], now - item->handed.us);
}

static void arrived(struct queues_fold *f, const struct board_event *e,
                    int64_t now)
{
    struct queues_room *r;

    if (f->left_us[e->carrier] >= 0) {
        f->out->walking_us += within(f, f->left_us[e->carrier], now);
        f->out->walks += counts(f, now);
    }
    f->left_us[e->carrier] = -1;
    if (e->room >= f->rooms)
        return;
    r = &f->out->room[e->room];
    r->visits += counts(f, now);
    if (f->came_us[e->carrier][e->room] >= f->warm_us && counts(f, now)) {
        r->cycles++;
        r->cycle_us += now - f->came_us[e->carrier][e->room];
    }
    f->came_us[e->carrier][e->room] = now;
}

static void log_event(const struct queues_fold *f, const struct board *b,
                      const struct board_event *e)
{
    static const char *const words[] = {
        [BOARD_HANDED] = "handed", [BOARD_TAKEN] = "taken",
        [BOARD_TOLD] = "told",     [BOARD_ARRIVED] = "came",
        [BOARD_LEFT] = "left",
    };
    const char *word = (unsigned)e->kind < sizeof(words) / sizeof(*words)
                           ? words[e->kind]
                           : NULL;
    const struct scenario *s = b->brief;

    if (!word)
        return;
    (void)fprintf(f->visits, "%" PRId64 ",%s,%s,", b->now.us, word,
                  e->room < s->room_count ? s->rooms[e->room].id : "home");
    if (e->kind == BOARD_ARRIVED || e->kind == BOARD_LEFT)
        (void)fprintf(f->visits, "%u,\n", e->carrier);
    else if (e->item->room < s->room_count)
        (void)fprintf(f->visits, ",%s.%" PRIu32 "\n",
                      s->rooms[e->item->room].id, e->item->number);
    else
        (void)fputs(",\n", f->visits);
}

void queues_watch(void *fold, const struct board *b,
                  const struct board_event *e)
{
    struct queues_fold *f = fold;
    int64_t now = b->now.us;

    f->out->carriers = b->carrier_count;
    if (f->visits)
        log_event(f, b, e);
    switch (e->kind) {
    case BOARD_HANDED:
        handed(f, e->item, now);
        break;
    case BOARD_TAKEN:
        taken(f, e->item, now);
        break;
    case BOARD_TOLD:
    case BOARD_DISPOSED:
        done(f, e->item, e->kind == BOARD_TOLD, now);
        break;
    case BOARD_ARRIVED:
        arrived(f, e, now);
        break;
    case BOARD_LEFT:
        f->left_us[e->carrier] = now;
        break;
    case BOARD_STARTED:
    case BOARD_JUDGED:
    case BOARD_ROUND:
    case BOARD_WORLD:
    case BOARD_PUT:
    case BOARD_RESULT:
    case BOARD_TIME:
    case BOARD_ANSWER:
        break;
    }
}

void queues_end(struct queues_fold *f)
{
    for (uint8_t r = 0; r < f->rooms; r++)
        (void)move(f, r, f->end_us);
    for (unsigned c = 0; c < CARRIERS_MAX; c++)
        if (f->left_us[c] >= 0)
            f->out->walking_us += within(f, f->left_us[c], f->end_us);
}
