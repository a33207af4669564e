/* shuttle mediate DIR */
#include "args.h"
#include "cmd.h"

#include "sim/runtime/apart.h"
#include "sim/runtime/control.h"
#include "sim/runtime/post.h"
#include "sim/runtime/show.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    const char *dir;
    const char *listen;
    const char *record;
    enum show_mode mode;
    unsigned admission_s;
    bool inherited;
};

enum {
    OPT_INHERITED = 256,
    OPT_LISTEN,
    OPT_RECORD,
    OPT_JSON,
    OPT_WAIT,
};

static const struct argp_option known[] = {
    {"listen", OPT_LISTEN, "HOST:PORT", 0,
     "where to listen (default: 127.0.0.1:7443)", 0},
    {"record", OPT_RECORD, "FILE", 0,
     "where to write the record (default: mediator.rec)", 0},
    {"wait", OPT_WAIT, "SECONDS", 0,
     "how long rooms have to come (default: for ever)", 0},
    {"json", OPT_JSON, NULL, 0, "one line of JSON per entry of the record", 0},
    {"quiet", 'q', NULL, 0, "print nothing but errors", 0},
    {"inherited", OPT_INHERITED, NULL, OPTION_HIDDEN, NULL, 0},
    {0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_LISTEN:
        o->listen = arg;
        return 0;
    case OPT_RECORD:
        o->record = arg;
        return 0;
    case OPT_WAIT:
        o->admission_s = (unsigned)strtoul(arg, NULL, 10);
        if (o->admission_s == 0 || o->admission_s > 86400)
            argp_error(state, "--wait: '%s' is not 1 to 86400 seconds", arg);
        return 0;
    case OPT_JSON:
        o->mode = SHOW_JSON;
        return 0;
    case 'q':
        o->mode = SHOW_QUIET;
        return 0;
    case OPT_INHERITED:
        o->inherited = true;
        return 0;
    case ARGP_KEY_ARG:
        if (o->dir)
            argp_error(state, "one folder at a time");
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
    .doc = "Be the mediator of talks on machines apart. DIR is the mediator's "
           "folder made by `shuttle keys`; the rooms come with `shuttle "
           "join`."};

static enum err send_up(void *arg, struct bytes bytes)
{
    (void)arg;
    (void)control_send(CONTROL_FD, bytes); /* who looked on may be gone */
    return ERR_OK;
}

static int mediate_inherited(struct diag *diag)
{
    struct post_plan plan = {.record_fd = RECORD_FD,
                             .inherited = true,
                             .admission_ms = ADMISSION_LIMIT_MS,
                             .watch = send_up};
    struct setup setup;
    int status = 2;

    if (setup_read(&setup, SETUP_FD, diag) == ERR_OK) {
        plan.setup = &setup;
        status = post_run(&plan, diag);
        setup_fini(&setup);
    }
    return status;
}

static void say_ready(void *arg, uint16_t port)
{
    (void)arg;
    (void)fprintf(stderr, "shuttle: mediator: listening on port %u\n", port);
}

static int mediate_shown(const struct options *o, const struct apart *a,
                         struct diag *diag)
{
    struct post_plan plan = {.setup = &a->setup,
                             .admission_ms = o->admission_s * 1000,
                             .watch = show_bytes,
                             .ready = say_ready};
    struct show show;
    int status;

    plan.record_fd = open(
        o->record, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (plan.record_fd < 0) {
        (void)diag_set(diag, ERR_SYSTEM,
                       "%s: cannot make the record: %s; choose another with "
                       "--record",
                       o->record, strerror(errno));
        return 2;
    }
    if (show_init(&show, a->brief, o->mode, stdout)) {
        (void)diag_set(diag, ERR_MEMORY, "no memory for the display");
        return 2;
    }
    plan.arg = &show;
    status = post_run(&plan, diag);
    show_end(&show);
    show_fini(&show);
    return status;
}

static int mediate_apart(const struct options *o, struct diag *diag)
{
    struct apart a;
    int status = 2;
    enum err e = apart_read(&a, o->dir, BRIEF_MEDIATOR, diag);

    if (e)
        return 2;
    e = apart_address(o->listen, a.setup.address, sizeof(a.setup.address),
                      &a.setup.port, diag);
    if (!e)
        status = mediate_shown(o, &a, diag);
    apart_fini(&a);
    return status;
}

int cmd_mediate(int argc, char **argv)
{
    struct options o = {.listen = "127.0.0.1:7443",
                        .record = "mediator.rec",
                        .mode = SHOW_COLUMNS};
    struct diag diag = {0};
    int status;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &o) != 0)
        return 2;
    status = o.inherited ? mediate_inherited(&diag) : mediate_apart(&o, &diag);
    if (status && diag.message[0])
        (void)fprintf(stderr, "shuttle: mediator: %s\n", diag.message);
    return status;
}
