#include "run.h"

#include "system.h"

#include "journal.h"
#include "virtual.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A mediator's record goes to its file and to who looks on. */
struct tee {
    struct journal *journal;
    struct show_sink *show; /* NULL for a room's */
    pthread_t closing;
    enum err closed;
    struct diag diag;
};

static enum err tee_bytes(void *arg, struct bytes bytes)
{
    struct tee *t = arg;
    enum err e = journal_append(t->journal, bytes);

    if (!e && t->show)
        e = show_bytes(t->show, bytes);
    return e;
}

/* Who looks on at the record of a process. */
static struct show_sink *looks_on(struct run *run, int process)
{
    int rooms = run->plan->whole->room_count;

    if (process == 0)
        return &run->show.sink[0];
    return process > rooms ? &run->show.sink[process - rooms] : NULL;
}

static enum err open_tees(struct run *run, struct tee *tees,
                          struct process_plan *plans, struct diag *diag)
{
    const struct scenario *whole = run->plan->whole;

    for (int n = 0; n < run->briefs.count; n++) {
        int fd = folder_record(&run->folder, whole, n, diag);

        tees[n].journal = fd < 0 ? NULL : journal_new(fd, diag);
        if (!tees[n].journal)
            return ERR_SYSTEM;
        tees[n].show = looks_on(run, n);
        plans[n].brief = briefs_text(&run->briefs, n - 1);
        plans[n].mode = RECORD_CHAINED;
        plans[n].sink = tee_bytes;
        plans[n].arg = &tees[n];
    }
    return ERR_OK;
}

static enum err note_runtime(struct virtual_talks *t)
{
    static const char line[] = "virtual runtime, simulated clock";
    enum err e = record_circumstance(t->mediator.record, RECORD_RUNTIME, 0, 0,
                                     0, bytes_of(line));

    for (uint8_t r = 0; r < t->room_count && !e; r++)
        e = record_circumstance(t->rooms[r].record, RECORD_RUNTIME, 0, 0, 0,
                                bytes_of(line));
    for (uint8_t m = 0; m < t->further_count && !e; m++)
        e = record_circumstance(t->further[m].record, RECORD_RUNTIME, 0, 0, 0,
                                bytes_of(line));
    return e;
}

static void *close_tee(void *arg)
{
    struct tee *t = arg;

    t->closed = journal_close(t->journal, &t->diag);
    return NULL;
}

/* All at once, so that the disk is waited for once and not for each record. */
static enum err close_tees(struct tee *tees, int count, enum err e,
                           struct diag *diag)
{
    bool beside[PROCESSES_MAX] = {false};

    for (int n = 1; n < count; n++)
        beside[n] = tees[n].journal && pthread_create(&tees[n].closing, NULL,
                                                      close_tee, &tees[n]) == 0;
    for (int n = 0; n < count; n++) {
        if (beside[n])
            (void)pthread_join(tees[n].closing, NULL);
        else if (tees[n].journal)
            (void)close_tee(&tees[n]);
        if (tees[n].closed && (!e || e == ERR_SYSTEM)) {
            e = tees[n].closed;
            *diag = tees[n].diag;
        }
    }
    return e;
}

static enum err run_virtual(struct run *run, struct diag *diag)
{
    struct tee tees[PROCESSES_MAX] = {0};
    struct process_plan plans[PROCESSES_MAX] = {0};
    struct virtual_talks talks;
    enum err e = open_tees(run, tees, plans, diag);

    if (!e)
        e = virtual_init(&talks, plans, run->plan->whole->room_count, diag);
    if (!e) {
        talks.beside = run->plan->path;
        talks.walls = run->plan->walls;
        e = note_runtime(&talks);
        if (!e)
            e = virtual_run(&talks, diag);
        virtual_fini(&talks);
    }
    return close_tees(tees, run->briefs.count, e, diag);
}

int run_status(enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_AGREED:
    case OUTCOME_NO_AGREEMENT:
    case OUTCOME_WALKED_OUT:
    case OUTCOME_STALLED:
        return 0;
    case OUTCOME_NONE:
    case OUTCOME_BROKEN_OFF:
    case OUTCOME_RUNAWAY:
    case OUTCOME_STOPPED:
        return 1;
    }
    return 1;
}

/* Members of the relay that are faulty on purpose. */
static void say_faulty(struct relay *relay, const char *where)
{
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (relay_is_faulty(relay, (enum family)f))
            (void)printf("relay: %s '%s' is faulty on purpose%s%s\n",
                         family_key((enum family)f),
                         relay_choice(relay, (enum family)f)->as,
                         *where ? ", in round " : "", where);
}

static void say_all_faulty(const struct run *run)
{
    struct scenario *s = run->plan->whole;

    for (uint8_t m = 0; m < s->mediator_count; m++)
        say_faulty(&s->mediators[m].relay, "");
    for (uint8_t r = 0; r < s->round_count; r++)
        for (uint8_t m = 0; m < s->mediator_count; m++)
            if (round_relay(&s->rounds[r], m))
                say_faulty(round_relay(&s->rounds[r], m), s->rounds[r].id);
}

/* Which walls stood around the rooms, in plain words. */
static void say_walls(const struct run *run)
{
    bool all = true;

    if (run->wall_count && run->plan->walls == WALLS_NONE) {
        (void)printf("walls: none was raised\n");
        return;
    }
    for (size_t n = 0; n < run->wall_count; n++) {
        const char *room = run->plan->whole->rooms[n].id;
        const char *text = run->walls[n] + strlen(room) + 2;
        char missing[WALLS_TEXT_SIZE];
        struct walls_report report;

        if (!walls_parse(text, &report)) {
            (void)printf("walls of room %s: %s\n", room, text);
            all = false;
            continue;
        }
        walls_missing(&report, ~0u, missing, sizeof(missing));
        if (!*missing)
            continue;
        all = false;
        (void)printf("walls of room %s: missing %s\n", room, missing);
    }
    if (all && run->wall_count)
        (void)printf("walls: all stood around every room\n");
}

/* One line for what did not come to its own end. */
static void say_stopped(const struct run *run)
{
    if (run->show.tally.score.outcome == OUTCOME_STOPPED)
        (void)fprintf(stderr,
                      "shuttle: stopped; the records up to there are in %s\n",
                      run->folder.path);
}

/* The mediator is gone, and its record has no end: what there is of the talks
 * is still written down. The diag says why, and stays. */
static void say_interrupted(struct run *run, int64_t took_us,
                            const struct diag *diag)
{
    struct page *reason = &run->show.tally.reason;
    struct diag other;

    page_clear(reason);
    page_clean_line(reason, bytes_of(diag->message));
    if (show_close(&run->show, &run->folder, NULL, 0, took_us, &other) ||
        folder_sync(&run->folder, &other))
        (void)fprintf(stderr, "shuttle: %s\n", other.message);
}

static enum err run_in(struct run *run, struct diag *diag)
{
    const struct run_plan *plan = run->plan;
    int64_t began = system_monotonic_us();
    const char *walls[ROOMS_MAX];
    enum err e;

    if (plan->mode == SHOW_COLUMNS)
        say_all_faulty(run);
    e = plan->in_process ? run_virtual(run, diag) : launch(run, diag);
    show_end(&run->show);
    if (e) {
        if (e == ERR_INTERRUPTED)
            say_interrupted(run, system_monotonic_us() - began, diag);
        return e;
    }
    for (size_t n = 0; n < run->wall_count; n++)
        walls[n] = run->walls[n];
    e = show_close(&run->show, &run->folder, walls, run->wall_count,
                   system_monotonic_us() - began, diag);
    if (plan->mode == SHOW_COLUMNS)
        say_walls(run);
    if (!e)
        e = folder_sync(&run->folder, diag);
    if (!e)
        say_stopped(run);
    return e;
}

/* What the scenario's file names, so that the folder needs no other. */
static enum err keep_tables(const struct run *run, struct diag *diag)
{
    const struct scenario *whole = run->plan->whole;
    enum err e = ERR_OK;

    for (uint8_t n = 0; n < whole->table_count && !e; n++)
        e = folder_write(&run->folder, whole->tables[n].name,
                         whole->tables[n].text, diag);
    return e;
}

/* Who judges the rooms' records alone has no brief of the mediator's. */
static enum err keep_design(const struct run *run, struct diag *diag)
{
    struct bytes design = run->plan->design;

    return design.size ? folder_write(&run->folder, "design.txt", design, diag)
                       : ERR_OK;
}

int run_scenario(const struct run_plan *plan, struct diag *diag)
{
    struct run run = {.plan = plan};
    int status = 2;
    enum err e = briefs_make(&run.briefs, plan->whole, plan->live, diag);

    if (e)
        return 2;
    system_hold_stops();
    (void)signal(SIGPIPE, SIG_IGN); /* who looked on may be gone */
    e = folder_make(&run.folder, plan->out, plan->path, plan->text, diag);
    if (!e) {
        folder_latest(&run.folder);
        e = keep_tables(&run, diag);
        if (!e)
            e = keep_design(&run, diag);
        if (!e && (e = show_init(&run.show, plan->whole, plan->mode, stdout)))
            (void)diag_set(diag, e, "no memory for the display");
        if (!e)
            e = run_in(&run, diag);
        if (!e)
            status = run_status(run.show.tally.score.outcome);
        else if (e == ERR_INTERRUPTED)
            status = 1;
        show_fini(&run.show);
        folder_fini(&run.folder);
    }
    briefs_fini(&run.briefs);
    return status;
}
