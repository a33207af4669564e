#include "leak.h"

#include "heard.h"
#include "leak_chance.h"
#include "leak_first.h"
#include "otherwise.h"
#include "workers.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct work {
    const struct leak_plan *plan;
    struct stage stage;
    struct otherwise otherwise;
    struct trial trial;
    struct ways ways;
};

static enum err run_one(void *arg, uint32_t n, void *result, struct diag *diag)
{
    struct work *w = arg;
    const struct leak_plan *p = w->plan;
    uint32_t value = n / w->ways.count, way = n % w->ways.count;
    enum err e;

    w->stage.scenario.seed = ways_seed(&w->ways, way);
    e = otherwise_init(&w->otherwise, &w->stage, p->secret, value, diag);
    if (!e)
        e = trial_run(&w->trial, &w->stage, diag);
    otherwise_fini(&w->otherwise, &w->stage, p->whole);
    if (!e && !heard_read(&w->trial, p->whole, p->to, result))
        e = diag_set(diag, ERR_MEMORY, "no memory to read a run");
    return e;
}

/* One of the digests of every run, counted. */
static bool count(const struct work *w, const struct heard *heard,
                  size_t offset, struct bits *out)
{
    uint32_t values = w->plan->secret->count;
    size_t n = 0, all = (size_t)values * w->ways.count;
    struct seen_case *cases = memory_new(all, sizeof(*cases));

    if (!cases)
        return false;
    for (uint32_t v = 0; v < values; v++)
        for (uint32_t way = 0; way < w->ways.count; way++, n++) {
            cases[n].secret = v;
            cases[n].weight = ways_weight(&w->ways, way);
            memcpy(&cases[n].seen, (const char *)&heard[n] + offset,
                   sizeof(struct digest));
        }
    bits_count(cases, all, values, out);
    if (w->ways.exact)
        out->bias = 0; /* nothing was sampled */
    memory_free(cases);
    return true;
}

/* The first two worlds that look different to the room under the same chance,
 * gone through again. */
static enum err find_first(struct work *w, const struct heard *heard,
                           struct leak_first *out, struct diag *diag)
{
    const struct leak_plan *p = w->plan;

    *out = (struct leak_first){.differs = false, .b = 1};
    for (uint32_t way = 0; way < w->ways.count; way++)
        for (uint32_t v = 1; v < p->secret->count; v++) {
            const struct heard *one = &heard[(v - 1) * w->ways.count + way];
            const struct heard *two = &heard[v * w->ways.count + way];

            if (digest_equal(&one->whole, &two->whole))
                continue;
            w->stage.scenario.seed = ways_seed(&w->ways, way);
            out->a = v - 1;
            out->b = v;
            return leak_first_find(p, &w->stage, out, diag);
        }
    return ERR_OK;
}

static enum err analyse(struct work *w, const struct heard *heard,
                        struct leak *out, struct diag *diag)
{
    out->exact = w->ways.exact;
    out->ways = w->ways.count;
    out->runs = w->plan->secret->count * w->ways.count;
    if (!count(w, heard, offsetof(struct heard, content), &out->content) ||
        !count(w, heard, offsetof(struct heard, whole), &out->whole) ||
        !count(w, heard, offsetof(struct heard, outside), &out->outside))
        return diag_set(diag, ERR_MEMORY, "no memory to count");
    return find_first(w, heard, &out->first, diag);
}

enum err leak_run(const struct leak_plan *plan, struct leak *out,
                  struct diag *diag)
{
    struct work *w = memory_new(1, sizeof(*w));
    struct workers_plan workers = {.size = sizeof(struct heard),
                                   .cores = plan->cores,
                                   .job = run_one,
                                   .progress = plan->progress,
                                   .arg = w};
    void *heard = NULL;
    enum err e;

    memset(out, 0, sizeof(*out));
    if (!w)
        return diag_set(diag, ERR_MEMORY, "no memory for a leak");
    w->plan = plan;
    e = stage_init(&w->stage, plan->whole, plan->design, diag);
    if (!e)
        e = ways_find(&w->ways, &w->stage.scenario, plan->seeds, plan->sample,
                      diag);
    if (!e && w->ways.count > LEAK_RUNS_MAX / plan->secret->count)
        e = diag_set(diag, ERR_TOO_LONG,
                     "%" PRIu32 " values under %" PRIu32
                     " ways of chance are more than %u runs; name fewer "
                     "--values or --seeds",
                     plan->secret->count, w->ways.count, LEAK_RUNS_MAX);
    if (!e) {
        workers.jobs = plan->secret->count * w->ways.count;
        e = workers_run(&workers, &heard, diag);
    }
    if (!e)
        e = analyse(w, heard, out, diag);
    workers_free(&workers, heard);
    ways_fini(&w->ways);
    trial_fini(&w->trial);
    stage_fini(&w->stage);
    memory_free(w);
    return e;
}
