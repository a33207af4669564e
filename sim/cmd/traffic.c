/* shuttle traffic FILE: open load on a relay design. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/cmd/progress.h"
#include "sim/runtime/traffic.h"
#include "sim/runtime/workers.h"
#include "sim/scenario/override.h"
#include "shuttle/relay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLICATIONS_MAX UINT16_MAX

enum {
    OPT_RATE = 256,
    OPT_WARM_UP,
    OPT_LENGTH,
    OPT_REPLICATIONS,
    OPT_SEED,
    OPT_VISITS,
    OPT_JSON,
    OPT_CORES,
    OPT_VIA,
    OPT_WALK, /* the four in the order of enum family */
    OPT_CARRY,
    OPT_HOLD,
    OPT_TABLE,
};

struct options {
    const char *file;
    const char *rate[ROOMS_MAX];
    uint8_t rates;
    int64_t warm_up_us; /* -1: the file's */
    int64_t length_us;
    uint16_t replications; /* 0: the file's */
    uint64_t seed;
    bool seed_given;
    const char *via;
    const char *visits;
    bool json;
    unsigned cores;
    char design[4096];
};

static const struct argp_option known[] = {
    {"rate", OPT_RATE, "ROOM=N/h|DURATION", 0,
     "items of a room, so many a second, minute, hour or day (s, m, h, d), or "
     "one in such a time; may be given for each room",
     0},
    {"warm-up", OPT_WARM_UP, "DURATION", 0, "before anything is measured", 0},
    {"length", OPT_LENGTH, "DURATION", 0, "what is measured", 0},
    {"replications", OPT_REPLICATIONS, "N", 0, "independent runs", 0},
    {"seed", OPT_SEED, "N", 0, "of the first replication", 0},
    {"visits", OPT_VISITS, "FILE", 0,
     "write what the first replication did as lines of CSV", 0},
    {"json", OPT_JSON, NULL, 0, "print JSON for programs", 0},
    {"cores", OPT_CORES, "N", 0, "use so many cores (default: all)", 0},
    {"via", OPT_VIA, "MEDIATOR", 0,
     "which of several mediators is given the load (default: the first)", 0},
    ARGS_DESIGN(OPT_WALK),
    {0},
};

static int64_t span(const char *text, const char *option,
                    struct argp_state *state)
{
    int64_t us = 0;

    if (!duration_parse(text, &us))
        argp_error(state, "--%s: '%s' is not a duration such as 90s or 4m",
                   option, text);
    return us;
}

static void add_design(struct options *o, const char *family, const char *arg,
                       struct argp_state *state)
{
    size_t used = strlen(o->design);
    char quote = strchr(arg, '\'') ? '"' : '\'';
    int size =
        snprintf(o->design + used, sizeof(o->design) - used, "%s--%s %c%s%c",
                 used ? " " : "", family, quote, arg, quote);

    if (size < 0 || (size_t)size >= sizeof(o->design) - used)
        argp_error(state, "the design is too long");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_RATE:
        if (o->rates == ROOMS_MAX)
            argp_error(state, "--rate: at most %u", ROOMS_MAX);
        o->rate[o->rates++] = arg;
        return 0;
    case OPT_WARM_UP:
        o->warm_up_us = span(arg, "warm-up", state);
        return 0;
    case OPT_LENGTH:
        o->length_us = span(arg, "length", state);
        if (o->length_us == 0)
            argp_error(state, "--length: with 0 nothing is measured");
        return 0;
    case OPT_REPLICATIONS:
        o->replications = (uint16_t)args_number("replications", arg, 1,
                                                REPLICATIONS_MAX, state);
        return 0;
    case OPT_SEED:
        o->seed = args_number("seed", arg, 0, INT64_MAX, state);
        o->seed_given = true;
        return 0;
    case OPT_VISITS:
        o->visits = arg;
        return 0;
    case OPT_JSON:
        o->json = true;
        return 0;
    case OPT_CORES:
        o->cores = (unsigned)args_number("cores", arg, 1, WORKERS_MAX, state);
        return 0;
    case OPT_VIA:
        o->via = arg;
        return 0;
    case OPT_WALK:
    case OPT_CARRY:
    case OPT_HOLD:
    case OPT_TABLE:
        add_design(o, family_key((enum family)(key - OPT_WALK)), arg, state);
        return 0;
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc = "Let every room hand over its load of `traffic`, or of --rate, and "
           "measure what the relay design makes of it: waits, queues, visits, "
           "and the mediator's time.\v"
           "The rest of the script is not played. The same seed gives the same "
           "figures on any number of cores.\n"
           "Exit status: 0 measured; 2 it could not be."};

/* "12/h" or "5m" as a mean time between two items; 0 when it is neither. */
static int64_t gap_of(const char *text)
{
    static const char units[] = "smhd";
    static const int64_t us[] = {1000000, 60000000, 3600000000, 86400000000};
    char *end = NULL;
    unsigned long n;
    int64_t gap = 0;

    if (duration_parse(text, &gap))
        return gap;
    n = strtoul(text, &end, 10);
    if (*text < '1' || *text > '9' || n == 0 || n > 1000000000 ||
        end[0] != '/' || !end[1] || end[2])
        return 0;
    for (size_t u = 0; u < 4; u++)
        if (units[u] == end[1])
            return us[u] / (int64_t)n;
    return 0;
}

/* "us=12/h" over the load of the file. */
static enum err set_rate(struct traffic *t, const struct scenario *s,
                         const char *text, struct diag *diag)
{
    size_t size = strcspn(text, "=");
    int64_t gap = text[size] ? gap_of(text + size + 1) : 0;
    uint8_t r;
    enum err e = args_room("rate", (struct bytes){(const uint8_t *)text, size},
                           s, &r, diag);

    if (e)
        return e;
    if (gap == 0)
        return diag_set(diag, ERR_MALFORMED,
                        "--rate: '%.80s' is not ROOM=N/h, with s, m, h or d, "
                        "nor ROOM=DURATION",
                        text);
    if (!t->load[r].given)
        t->load[r] = (struct load){.given = true, .burst = 1, .size = 64};
    t->load[r].every_us = gap;
    t->load[r].at_count = 0;
    return ERR_OK;
}

/* The load of the file, with what the command line says of it. */
static enum err set_load(struct scenario *s, const struct options *o,
                         struct arena *arena, struct diag *diag)
{
    struct traffic *t = s->traffic;
    bool any = false;
    enum err e = ERR_OK;

    if (!t) {
        t = arena_alloc(arena, sizeof(*t));
        if (t)
            t->load = arena_alloc(arena, s->room_count * sizeof(*t->load));
        if (!t || !t->load)
            return diag_set(diag, ERR_MEMORY, "no memory for the load");
        t->length_us = INT64_C(86400000000);
        t->replications = 30;
        s->traffic = t;
    }
    for (uint8_t n = 0; n < o->rates && !e; n++)
        e = set_rate(t, s, o->rate[n], diag);
    if (o->warm_up_us >= 0)
        t->warm_up_us = o->warm_up_us;
    if (o->length_us >= 0)
        t->length_us = o->length_us;
    if (o->replications)
        t->replications = o->replications;
    for (uint8_t r = 0; r < s->room_count; r++)
        any |= t->load[r].given;
    if (!e && !any)
        e = diag_set(diag, ERR_MALFORMED,
                     "%s: no room has any load: give it `traffic`, or --rate "
                     "ROOM=12/h",
                     o->file);
    return e;
}

static enum err print(const struct options *o, const struct queues_report *r,
                      struct diag *diag)
{
    struct page out = {0};
    bool well = o->json ? queues_json(&out, r) : queues_text(&out, r);

    if (well)
        (void)fwrite(out.data, 1, out.size, stdout);
    page_fini(&out);
    return well ? ERR_OK : diag_set(diag, ERR_MEMORY, "no memory to print it");
}

static enum err put_load(const struct options *o, struct scenario *s,
                         struct diag *diag)
{
    struct progress progress =
        progress_begin("replications", s->traffic->replications);
    struct traffic_plan plan = {.whole = s,
                                .design = o->design[0] ? o->design : NULL,
                                .first_seed = o->seed_given ? o->seed : s->seed,
                                .cores = o->cores,
                                .progress = progress_show,
                                .arg = &progress};
    struct traffic_run run;
    enum err e =
        o->via ? override_mediator("via", o->via, s, &plan.via, diag) : ERR_OK;

    if (e)
        return e;

    if (o->visits) {
        plan.visits = fopen(o->visits, "w");
        if (!plan.visits)
            return diag_set(diag, ERR_SYSTEM, "%s: cannot be written: %s",
                            o->visits, strerror(errno));
        (void)fputs("time_us,event,room,carrier,item\n", plan.visits);
        (void)fflush(plan.visits);
    }
    e = traffic_run(&run, &plan, diag);
    progress_end(&progress);
    if (plan.visits)
        (void)fclose(plan.visits);
    if (!e)
        e = print(o, &run.report, diag);
    traffic_fini(&run);
    return e;
}

int cmd_traffic(int argc, char **argv)
{
    struct options o = {.warm_up_us = -1, .length_us = -1};
    struct scenario *whole = NULL;
    struct diag diag = {.message = ""};
    struct arena arena;
    enum err e;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    arena_init(&arena, 0);
    e = args_load(o.file, &arena, &whole, &diag);
    if (!e)
        e = set_load(whole, &o, &arena, &diag);
    if (!e)
        e = put_load(&o, whole, &diag);
    if (e && diag.message[0])
        (void)fprintf(stderr, "shuttle traffic: %s\n", diag.message);
    arena_fini(&arena);
    return e ? 2 : 0;
}
