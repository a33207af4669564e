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
    bool live;
    bool file_seed;
};

static const struct argp_option known[] = {
    {"out", 'o', "DIR", 0, "folder to make them in (default: keys)", 0},
    {"clock", 'c', "simulated|live", 0, "of these talks (default: simulated)",
     0},
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
           "scenario: a folder for the mediator and one for each room, with "
           "its keys and its brief."
           "\vGive each folder to its machine and to nobody else, and delete "
           "it here."};

static enum err make_keys(struct scenario *whole, const struct options *o,
                          struct diag *diag)
{
    enum err e = ERR_OK;

    whole->is_drawn = !o->file_seed;
    if (whole->is_drawn)
        e = keys_draw(whole->drawn.bytes, DIGEST_SIZE, diag);
    return e ? e : apart_make(whole, o->out, o->live, diag);
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
        for (int r = -1; r < whole->room_count; r++)
            (void)printf("%s/%s-%s\n", o.out, r < 0 ? "mediator" : "room",
                         r < 0 ? whole->mediators[0].id : whole->rooms[r].id);
    arena_fini(&arena);
    return e ? 2 : 0;
}
