#include "trial.h"

#include "briefs.h"
#include "virtual.h"

#include "sim/scenario/override.h"
#include "sim/scenario/run_words.h"

#include <string.h>

enum err stage_init(struct stage *s, const struct scenario *whole,
                    const char *design, struct diag *diag)
{
    enum err e = ERR_OK;

    arena_init(&s->arena, 0);
    s->scenario = *whole;
    for (uint8_t m = 0; m < whole->mediator_count; m++)
        s->mediators[m] = whole->mediators[m];
    for (uint8_t r = 0; r < whole->room_count; r++) {
        s->rooms[r] = whole->rooms[r];
        if (strcmp(s->rooms[r].seat, "person") == 0)
            s->rooms[r].seat = "script";
    }
    s->scenario.rooms = s->rooms;
    s->scenario.mediators = s->mediators;
    if (design)
        e = override_scenario(&s->scenario, design, &s->arena, diag);
    if (!e && run_words_all_there(&s->scenario, diag))
        e = ERR_MISMATCH;
    return e;
}

void stage_fini(struct stage *s)
{
    arena_fini(&s->arena);
}

static enum err play(struct trial *t, const struct briefs *briefs,
                     const struct scenario *s, struct diag *diag)
{
    struct process_plan plans[PROCESSES_MAX] = {{.brief = {NULL, 0}}};
    struct virtual_talks talks;
    enum err e;

    for (int n = 0; n < briefs->count; n++) {
        tail_reset(&t->records[n]);
        plans[n] = (struct process_plan){.brief = briefs_text(briefs, n - 1),
                                         .mode = RECORD_CHAINED,
                                         .sink = tail_sink,
                                         .arg = &t->records[n]};
    }
    e = virtual_init(&talks, plans, s->room_count, diag);
    if (e)
        return e;
    talks.turns_max = EXPECT_TURNS_MAX;
    talks.beside = s->file;
    e = virtual_run(&talks, diag);
    virtual_fini(&talks);
    return e;
}

enum err trial_run(struct trial *t, const struct stage *stage,
                   struct diag *diag)
{
    struct briefs briefs;
    enum err e = briefs_make(&briefs, &stage->scenario, false, diag);

    if (e)
        return e;
    e = play(t, &briefs, &stage->scenario, diag);
    briefs_fini(&briefs);
    return e;
}

void trial_fini(struct trial *t)
{
    for (unsigned n = 0; n < PROCESSES_MAX; n++)
        tail_fini(&t->records[n]);
}
