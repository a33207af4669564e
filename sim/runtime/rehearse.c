#include "rehearse.h"

#include "rehearse_judge.h"
#include "rehearse_secrets.h"
#include "trial.h"

#include "shuttle/memory.h"

struct rehearsal {
    const struct rehearse_plan *plan;
    struct rehearse_count *count;
    struct stage stage;
    struct seen seen;
    struct trial trial;
    struct judge judge;
};

static enum err rehearse_seed(struct rehearsal *r, uint64_t seed,
                              struct diag *diag)
{
    enum err e;

    r->stage.scenario.seed = seed;
    e = trial_run(&r->trial, &r->stage, diag);
    if (e)
        return e;
    if (!seen_read(&r->seen, r->trial.records))
        return diag_set(diag, ERR_MEMORY, "no memory for the records");
    r->judge.seed = seed;
    r->judge.failures = 0;
    judge_run(&r->judge);
    r->count->runs++;
    r->count->failed += r->judge.failures > 0;
    if (r->plan->progress)
        r->plan->progress(r->plan->arg, r->count->runs);
    return ERR_OK;
}

static enum err rehearse_seeds(struct rehearsal *r, const struct expect *expect,
                               struct diag *diag)
{
    enum err e = ERR_OK;

    if (expect->seeds.count == 0)
        return rehearse_seed(r, r->plan->whole->seed, diag);
    for (uint16_t n = 0; n < expect->seeds.count && !e; n++) {
        const struct seed_range *range = &expect->seeds.range[n];

        for (uint64_t more = 0; more <= range->last - range->first && !e;
             more++)
            e = rehearse_seed(r, range->first + more, diag);
    }
    return e;
}

static enum err rehearse_one(struct rehearsal *r, const struct expect *expect,
                             struct diag *diag)
{
    enum err e = stage_init(&r->stage, r->plan->whole, expect->design, diag);

    r->judge.expect = expect;
    if (!e)
        e = rehearse_secrets(&r->judge, &r->stage, r->count, diag);
    if (!e)
        e = rehearse_seeds(r, expect, diag);
    stage_fini(&r->stage);
    r->count->rehearsals++;
    if (e && diag) {
        diag->file = r->plan->whole->file;
        diag->line = expect->place.line;
        diag->column = expect->place.column;
    }
    return e;
}

enum err rehearse(const struct rehearse_plan *plan,
                  struct rehearse_count *count, struct diag *diag)
{
    struct rehearsal *r = memory_new(1, sizeof(*r));
    enum err e = ERR_OK;

    *count = (struct rehearse_count){0};
    if (!r || seen_init(&r->seen, plan->whole)) {
        memory_free(r);
        return diag_set(diag, ERR_MEMORY, "no memory for rehearsals");
    }
    r->plan = plan;
    r->count = count;
    r->judge.plan = plan;
    r->judge.seen = &r->seen;
    for (uint16_t n = 0; n < plan->whole->expect_count && !e; n++)
        e = rehearse_one(r, &plan->whole->expects[n], diag);
    trial_fini(&r->trial);
    page_fini(&r->judge.page);
    seen_fini(&r->seen);
    memory_free(r);
    return e;
}
