#include "rehearse.h"

#include "briefs.h"
#include "rehearse_judge.h"
#include "virtual.h"

#include "sim/scenario/override.h"

#include "shuttle/memory.h"

/* A scenario of its own for the runs: others sit in its rooms, other seeds and
 * another relay design are tried. The rest is borrowed. */
struct stage {
    struct scenario scenario;
    struct room_entry rooms[ROOMS_MAX];
    struct mediator_entry mediator;
    struct arena arena; /* of the design's words */
};

static enum err stage_init(struct stage *s, const struct scenario *whole,
                           const struct expect *expect, struct diag *diag)
{
    enum err e = ERR_OK;

    arena_init(&s->arena, 0);
    s->scenario = *whole;
    s->mediator = whole->mediators[0];
    for (uint8_t r = 0; r < whole->room_count; r++) {
        s->rooms[r] = whole->rooms[r];
        s->rooms[r].seat = "script";
    }
    s->scenario.rooms = s->rooms;
    s->scenario.mediators = &s->mediator;
    if (expect->design) {
        e = override_words(&s->mediator.relay, expect->design, &s->arena, diag);
        if (!e)
            e = override_fits(&s->scenario, diag);
    }
    return e;
}

static enum err keep(void *arg, struct bytes bytes)
{
    struct tail *tail = arg;

    tail_add(tail, bytes);
    return tail->broken ? ERR_MEMORY : ERR_OK;
}

/* Run it once; the records are left in tails, one for each process. */
static enum err run_once(const struct scenario *s, struct tail *tails,
                         struct diag *diag)
{
    struct process_plan plans[1 + ROOMS_MAX] = {{.brief = {NULL, 0}}};
    struct virtual_talks talks;
    struct briefs briefs;
    enum err e = briefs_make(&briefs, s, false, diag);

    if (e)
        return e;
    for (int n = 0; n <= s->room_count; n++)
        plans[n] = (struct process_plan){.brief = briefs_text(&briefs, n - 1),
                                         .mode = RECORD_CHAINED,
                                         .sink = keep,
                                         .arg = &tails[n]};
    e = virtual_init(&talks, plans, s->room_count, diag);
    if (!e) {
        talks.turns_max = EXPECT_TURNS_MAX;
        e = virtual_run(&talks, diag);
        virtual_fini(&talks);
    }
    briefs_fini(&briefs);
    return e;
}

struct rehearsal {
    const struct rehearse_plan *plan;
    struct rehearse_count *count;
    struct stage stage;
    struct seen seen;
    struct tail tails[1 + ROOMS_MAX];
    struct judge judge;
};

static enum err rehearse_seed(struct rehearsal *r, uint64_t seed,
                              struct diag *diag)
{
    enum err e;

    r->stage.scenario.seed = seed;
    for (size_t n = 0; n <= ROOMS_MAX; n++)
        tail_reset(&r->tails[n]);
    e = run_once(&r->stage.scenario, r->tails, diag);
    if (e)
        return e;
    if (!seen_read(&r->seen, r->tails))
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
    enum err e = stage_init(&r->stage, r->plan->whole, expect, diag);

    r->judge.expect = expect;
    if (!e)
        e = rehearse_seeds(r, expect, diag);
    arena_fini(&r->stage.arena);
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
    if (plan->whole->needs != 0) { /* it cannot be run */
        memory_free(r);
        return ERR_OK;
    }
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
    for (size_t n = 0; n <= ROOMS_MAX; n++)
        tail_fini(&r->tails[n]);
    page_fini(&r->judge.page);
    seen_fini(&r->seen);
    memory_free(r);
    return e;
}
