#include "trial.h"

#include "briefs.h"
#include "virtual.h"

#include <string.h>

static enum err keep(void *arg, struct bytes bytes)
{
    struct page *p = arg;

    page_add(p, bytes);
    return p->failed ? ERR_MEMORY : ERR_OK;
}

static enum err run(struct trial *t, const struct briefs *briefs,
                    uint8_t room_count, struct diag *diag)
{
    struct process_plan plans[1 + ROOMS_MAX] = {0};
    struct virtual_talks talks;

    for (int n = 0; n <= room_count; n++) {
        plans[n].brief = briefs_text(briefs, n - 1);
        plans[n].mode = RECORD_CHAINED;
        plans[n].sink = keep;
        plans[n].arg = n ? &t->room[n - 1] : &t->mediator;
    }
    enum err e = virtual_init(&talks, plans, room_count, diag);

    if (e)
        return e;
    talks.turns_max = EXPECT_TURNS_MAX;
    e = virtual_run(&talks, diag);
    virtual_fini(&talks);
    return e;
}

enum err trial_run(struct trial *t, struct scenario *whole, struct diag *diag)
{
    struct briefs briefs;

    memset(t, 0, sizeof(*t));
    for (uint8_t r = 0; r < whole->room_count; r++)
        whole->rooms[r].seat = "script";
    enum err e = briefs_make(&briefs, whole, false, diag);

    if (e)
        return e;
    e = run(t, &briefs, whole->room_count, diag);
    briefs_fini(&briefs);
    return e;
}

void trial_fini(struct trial *t)
{
    page_fini(&t->mediator);
    for (unsigned r = 0; r < ROOMS_MAX; r++)
        page_fini(&t->room[r]);
}
