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
    const char *at;
    const char *record;
    enum show_mode mode;
    unsigned admission_s;
    uint32_t speed;
    bool inherited;
};

enum {
    OPT_INHERITED = 256,
    OPT_LISTEN,
    OPT_AT,
    OPT_RECORD,
    OPT_JSON,
    OPT_WAIT,
    OPT_SPEED,
};

static const struct argp_option known[] = {
    {"listen", OPT_LISTEN, "HOST:PORT", 0,
     "where to listen, each further talk one port higher (default: where "
     "`shuttle keys` told the others)",
     0},
    {"at", OPT_AT, "HOST:PORT", 0,
     "where the first of several mediators listens, for the others (default: "
     "as `shuttle keys` was told)",
     0},
    {"record", OPT_RECORD, "FILE", 0,
     "where to write the record of the one talk (default: DIR/mediator.rec, "
     "of another than the first mediator DIR/mediator-ID.rec)",
     0},
    {"speed", OPT_SPEED, "X", 0, "live clock, X times as fast as the wall's",
     0},
    {"wait", OPT_WAIT, "SECONDS", 0,
     "how long rooms, and other mediators, have to come (default: for ever)",
     0},
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
    case OPT_AT:
        o->at = arg;
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
        if (o->at && o->dir_count > 1)
            argp_error(state, "--at is for one talk");
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
           "The rooms come with `shuttle join`. Of several mediators, each is "
           "a process of its own, and the first is started first: it keeps "
           "the clock for the others."};

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

static void say_who(const struct scenario *brief)
{
    bool first = brief->brief.self == 0;

    (void)fprintf(stderr, "shuttle: mediator%s%s: %s: ", first ? "" : " ",
                  first ? "" : brief->mediators[brief->brief.self].id,
                  brief->title);
}

static void say_ready(const struct scenario *brief, uint16_t port)
{
    say_who(brief);
    (void)fprintf(stderr, "listening on port %u\n", port);
}

static void say_over(const struct scenario *brief, enum outcome outcome)
{
    struct page name = {0};

    words_key(&name, outcome_key((uint32_t)outcome));
    say_who(brief);
    (void)fprintf(stderr, "%.*s: %s\n", (int)name.size,
                  name.data ? name.data : "", outcome_text((uint32_t)outcome));
    page_fini(&name);
}

/* What one talk needs, made ready. */
struct desk {
    struct apart apart;
    struct show show;
    struct scenario shown; /* its brief, as if there were no other mediator */
    bool is_shown;
    char record[4096]; /* path; empty until the record is made */
};

/* Where the nth talk listens, and where the mediator is that it has to reach.
 */
static enum err find_sites(const struct options *o, size_t n, struct desk *d,
                           struct post_talk *t, struct diag *diag)
{
    struct setup *s = &d->apart.setup;
    struct sites *p = &d->apart.sites;
    struct site *own = &p->of[d->apart.brief->brief.self];
    enum err e = o->listen ? site_set(own, o->listen, diag) : ERR_OK;

    if (!e)
        e = site_find(own, s->address[0], sizeof(s->address[0]), &s->port[0],
                      diag);
    if (!e && o->listen && n > (size_t)(UINT16_MAX - s->port[0]))
        e = diag_set(diag, ERR_MALFORMED,
                     "--listen: there is no port %zu; choose a lower one",
                     s->port[0] + n);
    if (e)
        return e;
    if (o->listen)
        s->port[0] = (uint16_t)(s->port[0] + n);
    if (own == &p->of[0])
        return o->at ? diag_set(diag, ERR_STATE,
                                "--at: this is the first mediator, whom the "
                                "others come to")
                     : ERR_OK;
    t->clock = &d->apart.clock;
    if (o->at)
        e = site_set(&p->of[0], o->at, diag);
    return e ? e
             : site_find(&p->of[0], t->first_address, sizeof(t->first_address),
                         &t->first_port, diag);
}

static enum err open_show(const struct options *o, struct desk *d,
                          struct post_talk *t, struct diag *diag)
{
    const struct scenario *brief = d->apart.brief;

    d->shown = *brief;
    d->shown.mediators = &brief->mediators[brief->brief.self];
    d->shown.mediator_count = 1;
    if (show_init(&d->show, &d->shown, o->mode, stdout))
        return diag_set(diag, ERR_MEMORY, "no memory for the display");
    d->is_shown = true;
    t->watch = show_bytes;
    t->watch_arg = &d->show.sink[0];
    return ERR_OK;
}

static enum err open_record(const struct options *o, const char *dir,
                            struct desk *d, struct post_talk *t,
                            struct diag *diag)
{
    const struct scenario *s = d->apart.brief;
    uint8_t self = s->brief.self;
    char name[NAME_MAX_SIZE + 16];

    (void)snprintf(name, sizeof(name), "mediator%s%s.rec", self ? "-" : "",
                   self ? s->mediators[self].id : "");
    t->record_fd =
        apart_record(dir, name, o->record, d->record, sizeof(d->record), diag);
    if (t->record_fd >= 0)
        return ERR_OK;
    d->record[0] = '\0'; /* what is there is not ours */
    return ERR_SYSTEM;
}

/* Read a folder and open its record. */
static enum err make_ready(const struct options *o, size_t n,
                           struct desk *desks, struct post_talk *t,
                           struct diag *diag)
{
    struct desk *d = &desks[n];
    struct setup *s = &d->apart.setup;
    enum err e = apart_read(&d->apart, o->dirs[n], BRIEF_MEDIATOR, diag);

    if (e)
        return e;
    for (size_t m = 0; m < n; m++)
        if (desks[m].apart.brief->brief.talk == d->apart.brief->brief.talk)
            return diag_set(diag, ERR_STATE,
                            "%s: these are the talks of %s: their mediators "
                            "are a process each",
                            o->dirs[n], o->dirs[m]);
    t->setup = s;
    e = find_sites(o, n, d, t, diag);
    if (e)
        return e;
    s->speed = o->speed;
    (void)snprintf(s->beside, sizeof(s->beside), "%s/brief.json", o->dirs[n]);
    if (o->dir_count == 1)
        e = open_show(o, d, t, diag);
    return e ? e : open_record(o, o->dirs[n], d, t, diag);
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
        e = make_ready(o, ready, desks, &talks[ready], diag);
        ready++;
    }
    if (!e)
        status = post_run(&plan, diag);
    while (desks && ready-- > 0) {
        if (desks[ready].is_shown) {
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
    struct options o = {.mode = SHOW_COLUMNS};
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
