/* shuttle mediate DIR */
#include "args.h"
#include "cmd.h"
#include "speed.h"

#include "shuttle/memory.h"
#include "sim/report/words.h"
#include "sim/runtime/apart.h"
#include "sim/runtime/control.h"
#include "sim/runtime/post.h"
#include "sim/runtime/show.h"
#include "sim/scenario/scenario_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
    char **dirs;
    size_t dir_count;
    const char *listen;
    const char *record;
    enum show_mode mode;
    unsigned admission_s;
    uint32_t speed;
    bool inherited;
};

enum {
    OPT_INHERITED = 256,
    OPT_LISTEN,
    OPT_RECORD,
    OPT_JSON,
    OPT_WAIT,
    OPT_SPEED,
};

static const struct argp_option known[] = {
    {"listen", OPT_LISTEN, "HOST:PORT", 0,
     "where to listen (default: 127.0.0.1:7443); each further talk one port "
     "higher",
     0},
    {"record", OPT_RECORD, "FILE", 0,
     "where to write the record of the one talk (default: DIR/mediator.rec)",
     0},
    {"speed", OPT_SPEED, "X", 0, "live clock, X times as fast as the wall's",
     0},
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
    uint64_t seconds = 0;
    const char *end;

    switch (key) {
    case OPT_LISTEN:
        o->listen = arg;
        return 0;
    case OPT_RECORD:
        o->record = arg;
        return 0;
    case OPT_WAIT:
        end = seed_parse(arg, &seconds);
        if (!end || *end || seconds == 0 || seconds > 86400)
            argp_error(state, "--wait: '%s' is not 1 to 86400 seconds", arg);
        o->admission_s = (unsigned)seconds;
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
    case OPT_SPEED:
        if (!speed_parse(arg, &o->speed))
            argp_error(state, "--speed: '%s' is not a number over 0", arg);
        return 0;
    case ARGP_KEY_ARGS:
        o->dirs = state->argv + state->next;
        o->dir_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_END:
        if (!o->inherited && o->dir_count == 0)
            argp_error(state, "which folder of `shuttle keys`?");
        if (o->record && o->dir_count > 1)
            argp_error(state, "--record is for one talk");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .options = known,
    .parser = parse,
    .args_doc = "DIR...",
    .doc = "Be the mediator of talks on machines apart. DIR is a mediator's "
           "folder made by `shuttle keys`; one process can host many talks. "
           "The rooms come with `shuttle join`."};

static enum err send_up(void *arg, struct bytes bytes)
{
    (void)arg;
    (void)control_send(CONTROL_FD, bytes); /* who looked on may be gone */
    return ERR_OK;
}

static int mediate_inherited(struct diag *diag)
{
    struct setup setup;
    struct post_talk talk = {.setup = &setup, .record_fd = RECORD_FD};
    struct post_plan plan = {.talks = &talk,
                             .talk_count = 1,
                             .inherited = true,
                             .admission_ms = ADMISSION_LIMIT_MS};
    int status = 2;

    if (setup_read(&setup, SETUP_FD, diag) == ERR_OK) {
        talk.watch = setup.control ? send_up : NULL;
        status = post_run(&plan, diag);
        setup_fini(&setup);
    }
    return status;
}

static void say_ready(const struct scenario *brief, uint16_t port)
{
    (void)fprintf(stderr, "shuttle: mediator: %s: listening on port %u\n",
                  brief->title, port);
}

static void say_over(const struct scenario *brief, enum outcome outcome)
{
    struct page name = {0};

    words_key(&name, outcome_key((uint32_t)outcome));
    (void)fprintf(stderr, "shuttle: mediator: %s: %.*s: %s\n", brief->title,
                  (int)name.size, name.data ? name.data : "",
                  outcome_text((uint32_t)outcome));
    page_fini(&name);
}

/* What one talk needs, made ready. */
struct desk {
    struct apart apart;
    struct show show;
    bool shown;
    char record[4096]; /* path; empty until the record is made */
};

/* Read a folder and open its record; the nth talk listens n ports higher. */
static enum err make_ready(const struct options *o, size_t n, struct desk *d,
                           struct post_talk *t, struct diag *diag)
{
    struct setup *s = &d->apart.setup;
    enum err e = apart_read(&d->apart, o->dirs[n], BRIEF_MEDIATOR, diag);

    if (e)
        return e;
    t->setup = s;
    e = apart_address(o->listen, s->address, sizeof(s->address), s->port, diag);
    if (e)
        return e;
    if (n > (size_t)(UINT16_MAX - s->port[0]))
        return diag_set(diag, ERR_MALFORMED,
                        "--listen: there is no port %zu; choose a lower one",
                        s->port[0] + n);
    s->port[0] = (uint16_t)(s->port[0] + n);
    s->speed = o->speed;
    (void)snprintf(s->beside, sizeof(s->beside), "%s/brief.json", o->dirs[n]);
    if (o->dir_count == 1) {
        if (show_init(&d->show, d->apart.brief, o->mode, stdout))
            return diag_set(diag, ERR_MEMORY, "no memory for the display");
        d->shown = true;
        t->watch = show_bytes;
        t->watch_arg = &d->show.sink[0];
    }
    t->record_fd = apart_record(o->dirs[n], "mediator.rec", o->record,
                                d->record, sizeof(d->record), diag);
    if (t->record_fd >= 0)
        return ERR_OK;
    d->record[0] = '\0'; /* what is there is not ours */
    return ERR_SYSTEM;
}

static int mediate_apart(const struct options *o, struct diag *diag)
{
    struct desk *desks = memory_new(o->dir_count, sizeof(*desks));
    struct post_talk *talks = memory_new(o->dir_count, sizeof(*talks));
    struct post_plan plan = {.talks = talks,
                             .talk_count = o->dir_count,
                             .admission_ms = o->admission_s * 1000,
                             .ready = say_ready,
                             .over = say_over};
    enum err e = desks && talks ? ERR_OK : ERR_MEMORY;
    size_t ready = 0;
    int status = 2;

    if (e)
        (void)diag_set(diag, e, "out of memory");
    while (!e && ready < o->dir_count) {
        e = make_ready(o, ready, &desks[ready], &talks[ready], diag);
        ready++;
    }
    if (!e)
        status = post_run(&plan, diag);
    while (desks && ready-- > 0) {
        if (desks[ready].shown) {
            show_end(&desks[ready].show);
            show_fini(&desks[ready].show);
        }
        if (status == 2 && desks[ready].record[0])
            apart_record_unheard(desks[ready].record);
        apart_fini(&desks[ready].apart);
    }
    memory_free(desks);
    memory_free(talks);
    return status;
}

int cmd_mediate(int argc, char **argv)
{
    struct options o = {.listen = "127.0.0.1:7443", .mode = SHOW_COLUMNS};
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
