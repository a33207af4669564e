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
    for (uint8_t r = 0; r < rooms; r++)
        for (int q = 0; q < QUEUES_LINES; q++)
            out->room[r].line[q].least = UINT32_MAX;
    for (unsigned c = 0; c < CARRIERS_MAX; c++) {
        f->left_us[c] = -1;
        for (unsigned r = 0; r < ROOMS_MAX; r++)
            f->came_us[c][r] = -1;
    }
}

/* What of the time from..to lies between first and last. */
static int64_t between(int64_t first, int64_t last, int64_t from, int64_t to)
{
    if (from < first)
        from = first;
    if (to > last)
        to = last;
    return to > from ? to - from : 0;
}

/* What of the time from..to is measured. */
static int64_t within(const struct queues_fold *f, int64_t from, int64_t to)
{
    return between(f->warm_us, f->end_us, from, to);
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
    int64_t from = f->moved_us[room];
    int64_t half = f->warm_us + (f->end_us - f->warm_us) / 2;

    for (int q = 0; q < QUEUES_LINES; q++) {
        struct queues_line *line = &r->line[q];
        uint32_t length = f->now[room][q];
        line->area += (double)within(f, from, now) * length;
        line->early += (double)between(f->warm_us, half, from, now) * length;
        if (between(half, f->end_us, from, now) > 0 && length < line->least)
            line->least = length;
    }
    f->moved_us[room] = now;
    return r;
}

static void join(struct queues_fold *f, uint8_t room, enum queues_of queue,
                 uint32_t n, int64_t now)
{
    f->now[room][queue] += n;
    if (counts(f, now))
        f->out->room[room].line[queue].in += n;
}

/* What is left when all is over leaves nothing. */
static void leave(struct queues_fold *f, uint8_t room, enum queues_of queue,
                  int64_t now)
{
    if (f->now[room][queue] > 0)
        f->now[room][queue]--;
    if (counts(f, now) && now < f->end_us)
        f->out->room[room].line[queue].out++;
}

static void handed(struct queues_fold *f, const struct item *item, int64_t now)
{
    struct queues_room *r = move(f, item->room, now);

    join(f, item->room, QUEUES_IN_TRAY, 1, now);
    if (!counts(f, now))
        return;
    r->handed++;
    r->urgent += (item->caveats.bits & CAVEAT_URGENT) != 0;
}

static uint32_t to_come(const struct queues_fold *f, const struct item *item)
{
    uint32_t n = 0;

    for (uint8_t to = 0; to < f->rooms; to++)
        n += item->passage[to].state != CARRIAGE_NONE &&
             item->passage[to].state != CARRIAGE_DONE;
    return n;
}

/* Somebody began to take it, and is done with that, or was still at it when
 * all was over. */
static void served(struct queues_fold *f, const struct item *item,
                   int64_t begun, int64_t now)
{
    struct queues_room *r = &f->out->room[item->room];
    bool urgent = item->caveats.bits & CAVEAT_URGENT;
    int64_t us = within(f, begun, now);

    r->serving_us += us;
    f->out->serving_us += us;
    if (!counts(f, begun))
        return;
    spread_add(&r->wait[QUEUES_QUEUE], begun - item->handed.us);
    spread_add(&r->wait[urgent ? QUEUES_URGENT : QUEUES_ORDINARY],
               begun - item->handed.us);
}

static void taken(struct queues_fold *f, const struct item *item, int64_t now)
{
    struct queues_room *r = move(f, item->room, now);

    leave(f, item->room, QUEUES_IN_TRAY, now);
    join(f, item->room, QUEUES_IN_HAND, to_come(f, item), now);
    served(f, item, instant_is_never(item->begun) ? now : item->begun.us, now);
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
    if (item->taken)
        leave(f, item->room, QUEUES_IN_HAND, now);
    if (!told || !counts(f, now))
        return;
    r->told++;
    spread_add(&r->wait[QUEUES_TELLING], now - item->ended.us);
    spread_add(&r->wait[QUEUES_WHOLE], now - item->handed.us);
}

/* All is over, and this item is disposed of untaken. Of several rooms that it
 * was for, it is asked about one alone. */
static void untaken(struct queues_fold *f, const struct item *item, uint8_t to,
                    int64_t now)
{
    bool first = (item->to & ((1u << to) - 1)) == 0;

    if (first && !item->taken && item->carrier != CARRIER_NONE &&
        item->room < f->rooms && !instant_is_never(item->begun))
        served(f, item, item->begun.us, now);
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

/* Said to have been told, and told to nobody. */
static bool is_lost(const struct board_event *e)
{
    return e->kind == BOARD_TOLD && e->item->passage[e->room].lost;
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

    if (!word || is_lost(e))
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
    if (now < f->warm_us)
        for (uint8_t r = 0; r < f->rooms; r++)
            f->refused[r] = b->room[r].refused;
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
        done(f, e->item, !is_lost(e), now);
        break;
    case BOARD_DISPOSED:
        untaken(f, e->item, e->room, now);
        done(f, e->item, false, now);
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
    case BOARD_ANSWER:
        break;
    }
}

void queues_end(struct queues_fold *f, const struct board *b)
{
    f->out->failures = b->failures;
    for (uint8_t r = 0; r < f->rooms; r++)
        move(f, r, f->end_us)->lost = b->room[r].refused - f->refused[r];
    for (unsigned c = 0; c < CARRIERS_MAX; c++)
        if (f->left_us[c] >= 0)
            f->out->walking_us += within(f, f->left_us[c], f->end_us);
}
