/* Open load for programs: times in microseconds. */
#include "sim/report/queues.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

static const char *const wait_keys[] = {
#define X(NAME, key, words) key,
    QUEUES_WAIT_TABLE(X)
#undef X
};

static const struct {
    const char *key;
    enum queues_figure what;
} of_room[] = {{"rate_per_second", QUEUES_RATE},
               {"tray", QUEUES_TRAY},
               {"tray_by_little", QUEUES_LITTLE},
               {"growth", QUEUES_GROWTH},
               {"hand", QUEUES_HAND},
               {"hand_growth", QUEUES_BEHIND},
               {"cycle", QUEUES_CYCLE},
               {"serving", QUEUES_SERVING}},
  of_carriers[] = {{"walking", QUEUES_WALKING},
                   {"taking", QUEUES_BUSY},
                   {"neither", QUEUES_IDLE}};

static json_t *mean_json(const struct queues_mean *m)
{
    return m->count
               ? json_pack("{s:f, s:f}", "mean", m->mean, "error", m->error)
               : json_null();
}

static json_t *wait_json(const struct queues_report *r, uint8_t room, int wait)
{
    struct queues_mean m = queues_mean(r, queues_pick_wait, room, wait);
    struct spread *all = memory_new(1, sizeof(*all));
    json_t *out = NULL;

    for (uint32_t n = 0; all && n < r->replications; n++)
        spread_merge(all, &queues_nth(r, n)->room[room].wait[wait]);
    if (all)
        out = json_pack("{s:I, s:f, s:f, s:I, s:I, s:I, s:I, s:I}", "count",
                        (json_int_t)all->count, "mean", m.mean, "error",
                        m.error, "p50", (json_int_t)spread_quantile(all, 500),
                        "p90", (json_int_t)spread_quantile(all, 900), "p95",
                        (json_int_t)spread_quantile(all, 950), "p99",
                        (json_int_t)spread_quantile(all, 990), "longest",
                        (json_int_t)all->longest_us);
    memory_free(all);
    return out;
}

static json_t *counts_json(const struct queues_report *r, uint8_t room)
{
    uint64_t handed = 0, taken = 0, told = 0, kept = 0, lost = 0, visits = 0;
    uint64_t urgent = 0;

    for (uint32_t n = 0; n < r->replications; n++) {
        const struct queues_room *q = &queues_nth(r, n)->room[room];
        handed += q->handed;
        taken += q->taken;
        told += q->told;
        kept += q->kept;
        lost += q->lost;
        urgent += q->urgent;
        visits += q->visits;
    }
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "handed",
                     (json_int_t)handed, "urgent", (json_int_t)urgent, "taken",
                     (json_int_t)taken, "told", (json_int_t)told,
                     "mediator_only", (json_int_t)kept, "refused",
                     (json_int_t)lost, "visits", (json_int_t)visits);
}

static json_t *room_json(const struct queues_report *r, uint8_t room)
{
    json_t *out = json_pack("{s:s, s:o}", "room", r->scenario->rooms[room].id,
                            "counts", counts_json(r, room));
    bool well = out != NULL;

    well =
        well && json_object_set_new(
                    out, "grows",
                    json_boolean(queues_grows(r, room, QUEUES_IN_TRAY) ||
                                 queues_grows(r, room, QUEUES_IN_HAND))) == 0;
    for (int w = 0; well && w < QUEUES_WAITS; w++)
        well =
            json_object_set_new(out, wait_keys[w], wait_json(r, room, w)) == 0;
    for (size_t n = 0; well && n < sizeof(of_room) / sizeof(*of_room); n++) {
        struct queues_mean m =
            queues_mean(r, queues_pick_figure, room, (int)of_room[n].what);
        well = json_object_set_new(out, of_room[n].key, mean_json(&m)) == 0;
    }
    if (!well) {
        json_decref(out);
        return NULL;
    }
    return out;
}

bool queues_json(struct page *out, const struct queues_report *r)
{
    json_t *rooms = json_array(), *team = json_object(), *root;
    char *printed = NULL;
    bool well = rooms && team;

    for (uint8_t n = 0; well && n < r->scenario->room_count; n++)
        well = json_array_append_new(rooms, room_json(r, n)) == 0;
    for (size_t n = 0; well && n < sizeof(of_carriers) / sizeof(*of_carriers);
         n++) {
        struct queues_mean m =
            queues_mean(r, queues_pick_figure, 0, (int)of_carriers[n].what);
        well =
            json_object_set_new(team, of_carriers[n].key, mean_json(&m)) == 0;
    }
    root = json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:i, s:o, s:o}",
                     "scenario", r->scenario->title ? r->scenario->title : "",
                     "replications", (json_int_t)r->replications, "first_seed",
                     (json_int_t)(r->first_seed & INT64_MAX), "warm_up",
                     (json_int_t)r->warm_us, "program_failures",
                     (json_int_t)queues_failures(r), "length",
                     (json_int_t)r->length_us, "carriers",
                     (int)queues_nth(r, 0)->carriers, "carriers_time", team,
                     "rooms", rooms);
    if (well && root)
        printed = json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    json_decref(root);
    if (printed)
        page_format(out, "%s\n", printed);
    free(printed);
    return printed != NULL && !out->failed;
}
