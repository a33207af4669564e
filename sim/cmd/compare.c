/* shuttle compare FILE --design WORDS ...: the same talks under several relay
 * designs. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/cmd/progress.h"
#include "sim/cmd/replace.h"
#include "sim/report/compare.h"
#include "sim/runtime/trial.h"
#include "sim/runtime/workers.h"

#include "shuttle/relay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEEDS_USUAL 100u
#define SEEDS_MAX   1000000u

enum {
    OPT_SEEDS = 256,
    OPT_PICTURE,
    OPT_JSON,
    OPT_ITEMS,
    OPT_CORES,
};

struct options {
    const char *file;
    const char *design[COMPARE_DESIGNS_MAX];
    uint8_t designs;
    uint64_t first_seed;
    uint32_t seeds;
    bool seeds_given;
    const char *picture;
    bool json;
    bool items;
    unsigned cores;
};

static const struct argp_option known[] = {
    {"design", 'd', "WORDS", 0,
     "a relay design in the words of `run`, for example \"--walk "
     "switchboard\"; "
     "`file` for the scenario's own. May be given again",
     0},
    {"seeds", OPT_SEEDS, "N|A..B", 0, "runs of each design (default: 100)", 0},
    {"items", OPT_ITEMS, NULL, 0, "also the waits of each scripted line", 0},
    {"picture", OPT_PICTURE, "FILE", 0, "draw it as SVG, too", 0},
    {"json", OPT_JSON, NULL, 0, "print JSON for programs", 0},
    {"cores", OPT_CORES, "N", 0, "use so many cores (default: all)", 0},
    {0},
};

static bool read_number(const char *text, const char **end, uint64_t *out)
{
    char *stop;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *out = strtoull(text, &stop, 10);
    *end = stop;
    return errno == 0;
}

/* "1000" is 1 to 1000; "5..9" is just that. */
static bool read_seeds(const char *text, struct options *o)
{
    uint64_t first = 1, last;

    if (!read_number(text, &text, &last))
        return false;
    if (strncmp(text, "..", 2) == 0) {
        first = last;
        if (!read_number(text + 2, &text, &last))
            return false;
    }
    if (*text || last < first || last - first >= SEEDS_MAX)
        return false;
    o->first_seed = first;
    o->seeds = (uint32_t)(last - first + 1);
    return true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case 'd':
        if (o->designs == COMPARE_DESIGNS_MAX)
            argp_error(state, "--design: at most %u", COMPARE_DESIGNS_MAX);
        o->design[o->designs++] = strcmp(arg, "file") == 0 ? NULL : arg;
        return 0;
    case OPT_SEEDS:
        if (!read_seeds(arg, o))
            argp_error(state,
                       "--seeds: '%s' is neither a number of runs up to %u "
                       "nor a range such as 5..9",
                       arg, SEEDS_MAX);
        return 0;
    case OPT_ITEMS:
        o->items = true;
        return 0;
    case OPT_PICTURE:
        o->picture = arg;
        return 0;
    case OPT_JSON:
        o->json = true;
        return 0;
    case OPT_CORES:
        o->cores = (unsigned)args_number("cores", arg, 1, WORKERS_MAX, state);
        return 0;
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc = "Run the same talks under several relay designs with the same "
           "seeds, and put beside each other how they end, what it is worth, "
           "who waits, who walks and what is told in whose words.\v"
           "Without --design: the scenario's own design beside a switchboard "
           "that tells everything at once, word for word.\n"
           "A design that does not fit the scenario is left out and named.\n"
           "Exit status: 0 compared; 1 compared, but designs were left out; 2 "
           "nothing was: no design fits, one is malformed, or the file has "
           "mistakes."};

/* What the workers share; each has its own copy. */
struct work {
    const struct options *options;
    struct stage *stages; /* one for each design */
    struct measures_reader *reader;
    struct trial trial;
    bool judged; /* a design is faulty on purpose: verify judges all of them */
    struct progress progress;
};

static enum err run_one(void *arg, uint32_t n, void *result, struct diag *diag)
{
    struct work *w = arg;
    struct stage *stage = &w->stages[n / w->options->seeds];
    struct bytes records[PROCESSES_MAX];
    struct measures *m = result;
    struct measures_line *lines = (struct measures_line *)(void *)(m + 1);
    enum err e;

    stage->scenario.seed = w->options->first_seed + n % w->options->seeds;
    e = trial_run(&w->trial, stage, diag);
    for (unsigned r = 0; r < PROCESSES_MAX; r++)
        records[r] = tail_bytes(&w->trial.records[r]);
    if (!e && (e = measures_read(w->reader, records, m, lines)))
        (void)diag_set(diag, e, "a record cannot be read: %s", err_text(e));
    if (!e && w->judged)
        e = measures_judge(w->reader, &stage->scenario, records, m, lines,
                           diag);
    return e;
}

static bool has_fault(struct relay r)
{
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (relay_is_faulty(&r, (enum family)f))
            return true;
    return false;
}

static bool is_faulty(const struct stage *s)
{
    bool faulty = false;

    for (uint8_t m = 0; m < s->scenario.mediator_count; m++)
        faulty |= has_fault(s->mediators[m].relay);
    for (uint8_t n = 0; n < s->scenario.round_count; n++)
        faulty |= has_fault(s->scenario.rounds[n].relay);
    return faulty;
}

static void show_progress(void *arg, uint32_t done)
{
    struct work *w = arg;

    progress_show(&w->progress, done);
}

static enum err print(const struct options *o, const struct compare *c,
                      struct diag *diag)
{
    struct page out = {0}, drawn = {0};
    enum err e = ERR_OK;

    if (!o->json)
        compare_text(&out, c);
    else if (!compare_json(&out, c))
        e = ERR_MEMORY;
    if (o->picture)
        compare_svg(&drawn, c);
    if (e || out.failed || drawn.failed)
        e = diag_set(diag, ERR_MEMORY, "no memory for the comparison");
    if (!e && o->picture &&
        (e = replace_file(o->picture, page_bytes(&drawn), diag)))
        (void)diag_wrap(diag, e, "%s: cannot be written", o->picture);
    if (!e)
        (void)fwrite(out.data, 1, out.size, stdout);
    page_fini(&out);
    page_fini(&drawn);
    return e;
}

static enum err run_all(const struct options *o, struct work *w,
                        struct compare *c, struct diag *diag)
{
    struct workers_plan plan = {.jobs = c->designs * o->seeds,
                                .size = compare_result_size(w->reader),
                                .cores = o->cores,
                                .job = run_one,
                                .progress = show_progress,
                                .arg = w};
    void *results;
    enum err e;

    w->progress = progress_begin("runs", plan.jobs);
    e = workers_run(&plan, &results, diag);
    progress_end(&w->progress);
    if (!e && !compare_make(c, w->reader, results))
        e = diag_set(diag, ERR_MEMORY, "no memory for the comparison");
    workers_free(&plan, results);
    return e;
}

/* Stage the designs that fit, leave the others out, and name each that does
 * not. */
static enum err stage_all(const struct options *o, struct work *w,
                          struct compare *c, struct diag *diag)
{
    enum err e = ERR_OK;

    for (unsigned d = 0; d < o->designs; d++) {
        struct stage *stage = &w->stages[c->designs];
        struct diag why = {.message = ""};
        enum err one = stage_init(stage, c->whole, o->design[d], &why);
        bool misfit = one == ERR_MISMATCH;

        if (!one) {
            c->design[c->designs++] = o->design[d];
            w->judged |= is_faulty(stage);
            continue;
        }
        stage_fini(stage);
        (void)fprintf(stderr, "shuttle compare: --design \"%s\"%s: %s\n",
                      o->design[d], misfit ? " does not fit, left out" : "",
                      why.message);
        if (misfit && !compare_leave_out(c, o->design[d], why.message))
            one = ERR_MEMORY;
        e = misfit && one == ERR_MISMATCH ? e : one;
    }
    if (!e && c->designs == 0)
        e = diag_set(diag, ERR_MISMATCH, "no design fits the scenario");
    return e;
}

static enum err compare_staged(const struct options *o, struct work *w,
                               struct compare *c, struct diag *diag)
{
    enum err e = stage_all(o, w, c, diag);

    c->judged = w->judged;
    if (!e)
        e = run_all(o, w, c, diag);
    return e ? e : print(o, c, diag);
}

/* Returns the exit status. */
static int compare_talks(const struct options *o, const struct scenario *whole,
                         struct diag *diag)
{
    struct compare c = {.whole = whole,
                        .first_seed = o->first_seed,
                        .seeds = o->seeds,
                        .items = o->items};
    struct work w = {.options = o,
                     .stages = memory_new(o->designs, sizeof(struct stage)),
                     .reader = measures_new(whole)};
    enum err e;

    arena_init(&c.arena, 0);
    if (w.stages && w.reader)
        e = compare_staged(o, &w, &c, diag);
    else
        e = diag_set(diag, ERR_MEMORY, "no memory to compare");
    for (unsigned d = 0; d < c.designs; d++)
        stage_fini(&w.stages[d]);
    compare_fini(&c);
    measures_free(w.reader);
    memory_free(w.stages);
    return e ? 2 : c.misfits > 0;
}

int cmd_compare(int argc, char **argv)
{
    struct options o = {.first_seed = 1, .seeds = SEEDS_USUAL};
    struct scenario *whole = NULL;
    struct diag diag = {.message = ""};
    struct arena arena;
    int status = 2;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    if (o.designs == 0) {
        o.designs = 2;
        o.design[1] = "--walk switchboard --carry verbatim --hold forward";
    }
    arena_init(&arena, 0);
    if (!args_load(o.file, &arena, &whole, &diag))
        status = compare_talks(&o, whole, &diag);
    if (diag.message[0])
        (void)fprintf(stderr, "shuttle compare: %s\n", diag.message);
    arena_fini(&arena);
    return status;
}
