/* shuttle run FILE */
#include "args.h"
#include "cmd.h"
#include "speed.h"

#include "sim/net/keys.h"
#include "sim/runtime/run.h"
#include "sim/scenario/override.h"
#include "sim/scenario/run_words.h"
#include "sim/scenario/scenario_file.h"
#include "sim/seat/seats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPT_SEED = 256,
    OPT_OUT,
    OPT_SPEED,
    OPT_JSON,
    OPT_VIRTUAL,
    OPT_WALLS,
    OPT_SEAT,
    OPT_CLOCK,
    OPT_WALK, /* the four in the order of enum family */
    OPT_CARRY,
    OPT_HOLD,
    OPT_TABLE,
};

#define SEATS_MAX  16u
#define DESIGN_MAX 16u /* a member of each family for each mediator */

struct options {
    const char *file;
    const char *out;
    const char *seed;
    struct {
        enum family family;
        const char *text;
    } design[DESIGN_MAX]; /* in the order in which they were given */
    size_t designs;
    const char *seats[SEATS_MAX];
    size_t seat_count;
    enum show_mode mode;
    bool in_process;
    bool live;
    bool simulated;
    uint32_t speed;
    enum walls_mode walls;
};

static const struct argp_option known[] = {
    {"virtual", OPT_VIRTUAL, NULL, 0, "one process, nothing waits", 0},
    {"seed", OPT_SEED, "N", 0, "seed of chance, instead of the file's", 0},
    {"out", OPT_OUT, "DIR", 0, "folder for runs (default: runs)", 0},
    {"clock", OPT_CLOCK, "CLOCK", 0,
     "simulated or live (default: simulated, live with a person in a seat)", 0},
    {"speed", OPT_SPEED, "X", 0, "live clock, X times as fast as the wall's",
     0},
    {"json", OPT_JSON, NULL, 0, "one line of JSON per entry of the record", 0},
    {"quiet", 'q', NULL, 0, "print nothing but errors", 0},
    {"walls", OPT_WALLS, "auto|strict|none", 0,
     "raise what can stand, or all, or none", 0},
    {"seat", OPT_SEAT, "ROOM=SEAT", 0, "who sits in a room: script or person",
     0},
    {NULL, 0, NULL, 0,
     "Relay design, for example --walk shuttle,time=8m; of a mediator other "
     "than the first --walk swiss:shuttle,time=8m:",
     1},
    ARGS_DESIGN(OPT_WALK),
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_VIRTUAL:
        o->in_process = true;
        return 0;
    case OPT_SEED:
        o->seed = arg;
        return 0;
    case OPT_OUT:
        o->out = arg;
        return 0;
    case OPT_CLOCK:
        o->live = strcmp(arg, "live") == 0;
        o->simulated = strcmp(arg, "simulated") == 0;
        if (!o->live && !o->simulated)
            argp_error(state, "--clock: '%s' is neither simulated nor live",
                       arg);
        return 0;
    case OPT_SPEED:
        if (!speed_parse(arg, &o->speed))
            argp_error(state,
                       "--speed: '%s' is not a number over 0, such as 60 or "
                       "0.5",
                       arg);
        o->live = true;
        return 0;
    case OPT_JSON:
        o->mode = SHOW_JSON;
        return 0;
    case 'q':
        o->mode = SHOW_QUIET;
        return 0;
    case OPT_WALLS:
        if (!walls_mode_parse(arg, &o->walls))
            argp_error(state, "--walls: '%s' is not auto, strict or none", arg);
        return 0;
    case OPT_SEAT:
        if (o->seat_count == SEATS_MAX)
            argp_error(state, "--seat: too many");
        o->seats[o->seat_count++] = arg;
        return 0;
    case OPT_WALK:
    case OPT_CARRY:
    case OPT_HOLD:
    case OPT_TABLE:
        if (o->designs == DESIGN_MAX)
            argp_error(state, "--%s: too many words of a design",
                       family_key((enum family)(key - OPT_WALK)));
        o->design[o->designs].family = (enum family)(key - OPT_WALK);
        o->design[o->designs++].text = arg;
        return 0;
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc = "Run the talks of a scenario and leave a folder with their records."
           "\v`shuttle verify runs/latest` judges the run."};

static enum err set_seed(struct scenario *s, const char *text,
                         struct diag *diag)
{
    const char *end = text ? seed_parse(text, &s->seed) : "";

    if (end && !*end)
        return ERR_OK;
    return diag_set(diag, ERR_MALFORMED,
                    "--seed: '%s' is not a whole number from 0 to %" PRIu64,
                    text, UINT64_MAX);
}

static enum err override(struct scenario *s, const struct options *o,
                         struct arena *arena, struct diag *diag)
{
    enum err e = set_seed(s, o->seed, diag);

    for (size_t n = 0; n < o->designs && !e; n++)
        e = override_family(s, o->design[n].family, o->design[n].text, arena,
                            diag);
    for (size_t n = 0; n < o->seat_count && !e; n++)
        e = seats_assign(s, o->seats[n], diag);
    if (!e)
        e = override_fits(s, diag);
    return e ? e : run_words_all_there(s, diag);
}

/* The words of the design, as they were given. */
static enum err print_design(const struct options *o, struct buffer *out,
                             struct diag *diag)
{
    for (size_t n = 0; n < o->designs; n++)
        override_print(out, o->design[n].family, o->design[n].text);
    return out->failed ? diag_set(diag, ERR_MEMORY, "out of memory") : ERR_OK;
}

/* People play live, and who sits at this terminal sees one room alone. */
static int run_plan(struct run_plan *plan, const struct options *o,
                    struct diag *diag)
{
    int persons = seats_persons(plan->whole);

    if (persons > 1) {
        (void)diag_set(diag, ERR_STATE,
                       "only one person can sit at this terminal; the others "
                       "come with `shuttle join`");
        return 2;
    }
    if (persons && plan->in_process) {
        (void)diag_set(diag, ERR_STATE,
                       "a person cannot sit in a room with --virtual");
        return 2;
    }
    plan->live = plan->live || (persons && !o->simulated);
    if (persons)
        plan->mode = SHOW_ROOM;
    plan->whole->is_drawn = persons && !o->seed;
    if (plan->whole->is_drawn &&
        keys_draw(plan->whole->drawn.bytes, DIGEST_SIZE, diag))
        return 2;
    return run_scenario(plan, diag);
}

static int run_file(const struct options *o)
{
    struct run_plan plan = {.path = o->file,
                            .out = o->out ? o->out : "runs",
                            .mode = o->mode,
                            .in_process = o->in_process,
                            .live = o->live,
                            .speed = o->speed,
                            .walls = o->walls};
    struct diag diag = {0};
    struct buffer design;
    struct diags mistakes;
    struct arena arena;
    int status = 2;
    enum err e;

    arena_init(&arena, 0);
    buffer_init(&design);
    diags_init(&mistakes);
    e = scenario_load(o->file, &arena, &plan.whole, &mistakes, &plan.text,
                      &diag);
    if (e == ERR_SCENARIO) {
        diags_print(&mistakes, o->file, plan.text, stderr);
        (void)fprintf(stderr, "shuttle: %s: mend it, then run it again\n",
                      o->file);
    } else {
        if (!e)
            e = override(plan.whole, o, &arena, &diag);
        if (!e)
            e = print_design(o, &design, &diag);
        plan.design = buffer_bytes(&design);
        if (!e)
            status = run_plan(&plan, o, &diag);
        if (diag.message[0] && status)
            (void)fprintf(stderr, "shuttle: %s\n", diag.message);
    }
    buffer_fini(&design);
    diags_fini(&mistakes);
    arena_fini(&arena);
    return status;
}

int cmd_run(int argc, char **argv)
{
    struct options o = {.mode = SHOW_COLUMNS};

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    if (o.in_process && o.live) {
        (void)fprintf(stderr, "shuttle: --virtual has no live clock; leave out "
                              "--clock and --speed\n");
        return 2;
    }
    return run_file(&o);
}
