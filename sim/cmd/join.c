/* shuttle join DIR --at HOST:PORT */
#include "args.h"
#include "cmd.h"

#include "sim/runtime/join.h"
#include "sim/runtime/visit.h"

#include <stdio.h>
#include <string.h>

struct options {
    const char *dir;
    const char *at[CHANNELS_MAX];
    size_t at_count;
    const char *seat;
    const char *record;
    bool inherited;
};

enum {
    OPT_INHERITED = 256,
    OPT_AT,
    OPT_SEAT,
    OPT_RECORD,
};

static const struct argp_option known[] = {
    {"at", OPT_AT, "[ID=]HOST:PORT", 0,
     "where the mediator listens, or the one of that id (default: as "
     "`shuttle keys` was told)",
     0},
    {"seat", OPT_SEAT, "SEAT", 0,
     "who sits here, instead of what the brief says: script or person", 0},
    {"record", OPT_RECORD, "FILE", 0,
     "where to write the room's record (default: DIR/room-ID.rec)", 0},
    {"inherited", OPT_INHERITED, NULL, OPTION_HIDDEN, NULL, 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_AT:
        if (o->at_count == CHANNELS_MAX)
            argp_error(state, "--at: there are at most %u mediators",
                       CHANNELS_MAX);
        o->at[o->at_count++] = arg;
        return 0;
    case OPT_SEAT:
        o->seat = arg;
        return 0;
    case OPT_RECORD:
        o->record = arg;
        return 0;
    case OPT_INHERITED:
        o->inherited = true;
        return 0;
    case ARGP_KEY_ARG:
        if (o->dir)
            argp_error(state, "one room at a time");
        o->dir = arg;
        return 0;
    case ARGP_KEY_END:
        if (!o->inherited && !o->dir)
            argp_error(state, "which folder of `shuttle keys`?");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "DIR",
    .doc = "Be a room of talks on machines apart. DIR is the room's folder "
           "made by `shuttle keys`."};

static int join_inherited(struct diag *diag)
{
    struct setup setup;
    int status = 2;

    if (setup_read(&setup, SETUP_FD, diag) == ERR_OK) {
        status =
            join_run(&setup, RECORD_FD, setup.control ? CONTROL_FD : -1, diag);
        setup_fini(&setup);
    }
    return status;
}

/* The room's mediators, in the order of its channels. */
static enum err find_mediators(struct apart *a, const struct options *o,
                               struct diag *diag)
{
    struct setup *s = &a->setup;
    enum err e = ERR_OK;

    for (size_t n = 0; n < o->at_count && !e; n++)
        e = sites_set(&a->sites, o->at[n], diag);
    for (uint8_t c = 0; c < a->sites.count && !e; c++)
        e = site_find(&a->sites.of[c], s->address[c], sizeof(s->address[c]),
                      &s->port[c], diag);
    return e;
}

static int join_apart(const struct options *o, struct diag *diag)
{
    struct apart a;
    char name[NAME_MAX_SIZE + 16];
    char path[4096];
    int fd, status = 2;
    enum err e = apart_read(&a, o->dir, BRIEF_ROOM, diag);

    if (e)
        return 2;
    e = find_mediators(&a, o, diag);
    if (!e && o->seat)
        e = apart_seat(&a, o->seat, diag);
    if (!e) {
        (void)snprintf(name, sizeof(name), "room-%s.rec",
                       a.brief->rooms[a.brief->brief.self].id);
        fd = apart_record(o->dir, name, o->record, path, sizeof(path), diag);
        if (fd >= 0)
            status = visit_run(&a, fd, diag);
        if (fd >= 0 && status)
            apart_record_unheard(path);
    }
    apart_fini(&a);
    return status;
}

int cmd_join(int argc, char **argv)
{
    struct options o = {0};
    struct diag diag = {0};
    int status;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    status = o.inherited ? join_inherited(&diag) : join_apart(&o, &diag);
    if (status && diag.message[0])
        (void)fprintf(stderr, "shuttle: %s\n", diag.message);
    return status;
}
