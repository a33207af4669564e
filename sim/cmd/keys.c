/* shuttle keys FILE --out DIR */
#include "args.h"
#include "cmd.h"

#include "sim/net/keys.h"
#include "sim/runtime/apart.h"

#include <stdio.h>
#include <string.h>

struct options {
    const char *file;
    const char *out;
    const char *at[MEDIATORS_MAX];
    size_t at_count;
    bool live;
    bool file_seed;
};

enum { OPT_AT = 256 };

static const struct argp_option known[] = {
    {"at", OPT_AT, "[ID=]HOST:PORT", 0,
     "where the others will find the mediator, or the one of that id "
     "(default: 127.0.0.1:7443, each further mediator one port higher)",
     0},
    {"out", 'o', "DIR", 0, "folder to make them in (default: keys)", 0},
    {"clock", 'c', "CLOCK", 0, "simulated or live (default: simulated)", 0},
    {"file-seed", 's', NULL, 0,
     "chance from the file's seed, so that talks can be repeated, instead of a "
     "seed that nobody can guess",
     0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case 'o':
        o->out = arg;
        return 0;
    case 'c':
        o->live = strcmp(arg, "live") == 0;
        if (!o->live && strcmp(arg, "simulated") != 0)
            argp_error(state, "--clock: '%s' is neither simulated nor live",
                       arg);
        return 0;
    case OPT_AT:
        if (o->at_count == MEDIATORS_MAX)
            argp_error(state, "--at: there are at most %u mediators",
                       MEDIATORS_MAX);
        o->at[o->at_count++] = arg;
        return 0;
    case 's':
        o->file_seed = true;
        return 0;
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc = "Make what each machine needs to take part in the talks of a "
           "scenario: a folder for each mediator and one for each room, with "
           "its keys, its brief, and where the mediators are."
           "\vGive each folder to its machine and to nobody else, and delete "
           "it here."};

static enum err make_keys(struct scenario *whole, const struct options *o,
                          struct diag *diag)
{
    struct sites sites;
    enum err e = ERR_OK;

    sites_init(&sites, whole);
    sites_default(&sites);
    for (size_t n = 0; n < o->at_count && !e; n++)
        e = sites_set(&sites, o->at[n], diag);
    whole->is_drawn = !o->file_seed;
    if (!e && whole->is_drawn)
        e = keys_draw(whole->drawn.bytes, DIGEST_SIZE, diag);
    return e ? e : apart_make(whole, &sites, o->out, o->live, diag);
}

static void say_folders(const struct scenario *whole, const char *out)
{
    for (uint8_t m = 0; m < whole->mediator_count; m++)
        (void)printf("%s/mediator-%s\n", out, whole->mediators[m].id);
    for (uint8_t r = 0; r < whole->room_count; r++)
        (void)printf("%s/room-%s\n", out, whole->rooms[r].id);
}

int cmd_keys(int argc, char **argv)
{
    struct options o = {.out = "keys"};
    struct scenario *whole = NULL;
    struct diag diag = {0};
    struct arena arena;
    enum err e;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    arena_init(&arena, 0);
    e = args_load(o.file, &arena, &whole, &diag);
    if (!e)
        e = make_keys(whole, &o, &diag);
    if (e && diag.message[0])
        (void)fprintf(stderr, "shuttle: %s\n", diag.message);
    if (!e)
        say_folders(whole, o.out);
    arena_fini(&arena);
    return e ? 2 : 0;
}
