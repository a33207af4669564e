#include "traffic.h"

#include "briefs.h"
#include "virtual.h"
#include "workers.h"

#include "sim/scenario/override.h"
#include "sim/scenario/run_words.h"

#include <string.h>

/* The file's first round may have a design of its own. */
static void lay_over(struct relay *relay, const struct relay *round)
{
    struct relay over = *round;

    for (int f = 0; f < FAMILY_COUNT; f++)
        if (relay_choice(&over, (enum family)f)->as)
            *relay_choice(relay, (enum family)f) =
                *relay_choice(&over, (enum family)f);
}

static enum err set_stage(struct traffic_run *t,
                          const struct traffic_plan *plan, struct diag *diag)
{
    const struct scenario *whole = plan->whole;
    const struct relay *first = round_relay(&whole->rounds[0], plan->via);
    struct scenario *s = &t->scenario;
    enum err e = ERR_OK;

    t->round = (struct round){.id = "load",
                              .limit_us = whole->traffic->warm_up_us +
                                          whole->traffic->length_us,
                              .at_limit = ROUND_END};
    *s = (struct scenario){.title = whole->title,
                           .file = whole->file,
                           .padding = whole->padding,
                           .agenda = whole->agenda,
                           .rooms = t->rooms,
                           .room_count = whole->room_count,
                           .mediators = &t->mediator,
                           .mediator_count = 1,
                           .rounds = &t->round,
                           .round_count = 1,
                           .traffic = whole->traffic};
    for (uint8_t r = 0; r < whole->room_count; r++) {
        t->rooms[r] = whole->rooms[r];
        t->rooms[r].seat = "traffic";
        t->rooms[r].own = NULL;
        t->rooms[r].channels = 0;
        if (!(room_channels(whole, r) >> plan->via & 1u))
            return diag_set(diag, ERR_STATE,
                            "'%s' does not speak through %s, and the load of "
                            "every room goes by one mediator",
                            whole->rooms[r].id, whole->mediators[plan->via].id);
    }
    t->mediator = whole->mediators[plan->via];
    if (first)
        lay_over(&t->mediator.relay, first);
    t->mediator.relay.table = (struct choice){.as = "nothing"};
    if (plan->design)
        e = override_scenario(s, plan->design, &t->arena, diag);
    if (!e)
        e = override_fits(s, diag);
    return e ? e : run_words_all_there(s, diag);
}

/* What the workers share; each has its own copy. */
struct work {
    struct traffic_run *run;
    const struct traffic_plan *plan;
};

static enum err play(struct virtual_talks *talks, struct queues_fold *fold,
                     struct diag *diag)
{
    enum err e;

    mediator_watch(talks->mediator.mediator, queues_watch, fold);
    e = virtual_run(talks, diag);
    if (!e && talks->mediator.outcome == OUTCOME_BROKEN_OFF)
        e = diag_set(diag, ERR_STATE,
                     "the design cannot carry this load: so much waited for a "
                     "room, or was told in it at one visit, that a limit of "
                     "its session was passed");
    else if (!e && talks->mediator.outcome != OUTCOME_NO_AGREEMENT)
        e = diag_set(diag, ERR_STATE, "a replication ended before its time: %s",
                     outcome_key((enum outcome)talks->mediator.outcome));
    queues_end(fold, mediator_board(talks->mediator.mediator));
    return e;
}

static enum err replicate(void *arg, uint32_t n, void *result,
                          struct diag *diag)
{
    const struct work *w = arg;
    struct scenario *s = &w->run->scenario;
    const struct traffic *load = s->traffic;
    struct process_plan plans[PROCESSES_MAX] = {{.brief = {NULL, 0}}};
    struct virtual_talks talks;
    struct queues_fold fold;
    struct briefs briefs;
    enum err e;

    s->seed = w->plan->first_seed + n;
    queues_begin(&fold, result, s->room_count, load->warm_up_us,
                 load->warm_up_us + load->length_us);
    fold.visits = n == 0 ? w->plan->visits : NULL;
    e = briefs_make(&briefs, s, false, diag);
    if (e)
        return e;
    for (int p = 0; p < briefs.count; p++)
        plans[p] = (struct process_plan){.brief = briefs_text(&briefs, p - 1),
                                         .mode = RECORD_DIGEST};
    e = virtual_init(&talks, plans, s->room_count, diag);
    if (!e) {
        talks.beside = s->file;
        e = play(&talks, &fold, diag);
        virtual_fini(&talks);
    }
    briefs_fini(&briefs);
    if (fold.visits && fflush(fold.visits) != 0 && !e)
        e = diag_set(diag, ERR_SYSTEM, "the log of visits cannot be written");
    return e;
}

static void progress(void *arg, uint32_t done)
{
    const struct work *w = arg;

    w->plan->progress(w->plan->arg, done);
}

enum err traffic_run(struct traffic_run *t, const struct traffic_plan *plan,
                     struct diag *diag)
{
    const struct traffic *load = plan->whole->traffic;
    struct work work = {.run = t, .plan = plan};
    struct workers_plan workers = {.jobs = load->replications,
                                   .size = queues_size(plan->whole->room_count),
                                   .cores = plan->cores,
                                   .job = replicate,
                                   .progress = plan->progress ? progress : NULL,
                                   .arg = &work};
    void *shared;
    enum err e;

    memset(t, 0, sizeof(*t));
    arena_init(&t->arena, 0);
    e = set_stage(t, plan, diag);
    if (e)
        return e;
    e = workers_run(&workers, &shared, diag);
    t->results_size = workers.jobs * workers.size;
    t->results = e ? NULL : memory_new(1, t->results_size);
    if (t->results)
        memcpy(t->results, shared, t->results_size);
    else if (!e)
        e = diag_set(diag, ERR_MEMORY, "no memory for the results");
    workers_free(&workers, shared);
    t->report = (struct queues_report){.scenario = &t->scenario,
                                       .results = t->results,
                                       .replications = load->replications,
                                       .first_seed = plan->first_seed,
                                       .warm_us = load->warm_up_us,
                                       .length_us = load->length_us};
    return e;
}

void traffic_fini(struct traffic_run *t)
{
    memory_free(t->results);
    arena_fini(&t->arena);
    t->results = NULL;
}
