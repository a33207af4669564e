/* shuttle show FILE: views of a scenario, for those who write and teach it. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/report/deals.h"
#include "sim/report/handout.h"
#include "sim/report/map.h"
#include "sim/report/channel_view.h"
#include "sim/report/show_play.h"
#include "sim/runtime/screen.h"
#include "sim/runtime/trial.h"
#include "sim/scenario/scenario_file.h"
#include "sim/seat/terminal.h"

#include "proto/guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum view {
    VIEW_PLAY,
    VIEW_HANDOUT,
    VIEW_MAP,
    VIEW_DEALS,
};

enum {
    OPT_PLAY = 256,
    OPT_HANDOUT,
    OPT_HTML,
    OPT_MAP,
    OPT_DEALS,
    OPT_WIDTH,
    OPT_PACKAGE,
    OPT_AFTER,
    OPT_SVG,
    OPT_JSON,
};

#define WIDTH_LEAST 40u
#define WIDTH_MOST  400u

struct options {
    const char *file;
    enum view view;
    unsigned views; /* how many were named */
    const char *room;
    const char *map; /* "svg", "text" or "mermaid" */
    const char *package;
    const char *after[EVENTS_MAX];
    size_t after_count;
    unsigned width;
    bool html;
    bool svg;
    bool json;
};

static const struct argp_option known[] = {
    {"play", OPT_PLAY, NULL, 0,
     "the play: every line, and what becomes of it (default)", 0},
    {"handout", OPT_HANDOUT, "ROOM", 0, "what one room is given to read", 0},
    {"map", OPT_MAP, "svg|text|mermaid", OPTION_ARG_OPTIONAL,
     "rounds, events and endings (default: text at a terminal, else svg)", 0},
    {"deals", OPT_DEALS, NULL, 0, "the packages and what they are worth", 0},
    {NULL, 0, NULL, 0, "More about a view:", 1},
    {"width", OPT_WIDTH, "N", 0, "columns of text (default: the terminal's)",
     1},
    {"html", OPT_HTML, NULL, 0, "handout: a page to print", 1},
    {"package", OPT_PACKAGE, "ISSUE=OPTION,...", 0,
     "deals: what this package is worth", 1},
    {"after", OPT_AFTER, "EVENT,...", 0,
     "deals: once these events have happened", 1},
    {"svg", OPT_SVG, NULL, 0, "deals: a picture of all packages", 1},
    {"json", OPT_JSON, NULL, 0, "deals: one JSON object for programs", 1},
    {0},
};

static void set_view(struct options *o, enum view view,
                     struct argp_state *state)
{
    if (o->views++ > 0 && o->view != view)
        argp_error(state, "one view at a time");
    o->view = view;
}

static void set_width(struct options *o, const char *arg,
                      struct argp_state *state)
{
    char *end;
    unsigned long width = strtoul(arg, &end, 10);

    if (*arg < '0' || *arg > '9' || *end || width < WIDTH_LEAST ||
        width > WIDTH_MOST)
        argp_error(state, "--width: '%s' is not a number from %u to %u", arg,
                   WIDTH_LEAST, WIDTH_MOST);
    o->width = (unsigned)width;
}

static void set_map(struct options *o, const char *arg,
                    struct argp_state *state)
{
    set_view(o, VIEW_MAP, state);
    o->map = arg ? arg : isatty(STDOUT_FILENO) ? "text" : "svg";
    if (strcmp(o->map, "svg") != 0 && strcmp(o->map, "text") != 0 &&
        strcmp(o->map, "mermaid") != 0)
        argp_error(state, "--map: '%s' is not svg, text or mermaid", arg);
}

/* Cut a list of events up in place. */
static void add_events(struct options *o, char *arg, struct argp_state *state)
{
    char *rest = NULL;

    for (char *name = strtok_r(arg, ", ", &rest); name;
         name = strtok_r(NULL, ", ", &rest)) {
        if (o->after_count == EVENTS_MAX)
            argp_error(state, "--after: too many events");
        o->after[o->after_count++] = name;
    }
}

/* Options that belong to one view alone. */
static void check_views(const struct options *o, struct argp_state *state)
{
    bool of_deals = o->package || o->after_count || o->svg || o->json;

    if (of_deals && o->view != VIEW_DEALS)
        argp_error(state, "--package, --after, --svg and --json go with "
                          "--deals");
    if (o->html && o->view != VIEW_HANDOUT)
        argp_error(state, "--html goes with --handout");
    if (o->svg && o->json)
        argp_error(state, "--svg or --json, not both");
}

/* "--handout FILE": say whose handouts that file has. */
static void ask_for_room(const struct options *o, struct argp_state *state)
{
    struct page rooms = {0};
    struct scenario *whole = NULL;
    struct bytes text = BYTES_NONE;
    struct diag diag = {.message = ""};
    struct diags mistakes;
    struct arena arena;
    const char *option;
    const char *word = args_swallowed(state, &option);

    if (!o->room || !word || strcmp(word, o->room) != 0)
        return;
    arena_init(&arena, 0);
    diags_init(&mistakes);
    page_text(&rooms, "a room of the scenario");
    if (!scenario_load(word, &arena, &whole, &mistakes, &text, &diag)) {
        page_clear(&rooms);
        for (uint8_t r = 0; r < whole->room_count; r++)
            page_format(&rooms, "%s%s",
                        r == 0                      ? ""
                        : r + 1 < whole->room_count ? ", "
                                                    : " or ",
                        whole->rooms[r].id);
    }
    argp_error(state,
               "--handout needs a room: --handout ROOM %s, where ROOM "
               "is %s",
               word, page_string(&rooms));
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case OPT_PLAY:
        set_view(o, VIEW_PLAY, state);
        return 0;
    case OPT_HANDOUT:
        set_view(o, VIEW_HANDOUT, state);
        o->room = arg;
        return 0;
    case OPT_MAP:
        set_map(o, arg, state);
        return 0;
    case OPT_DEALS:
        set_view(o, VIEW_DEALS, state);
        return 0;
    case OPT_WIDTH:
        set_width(o, arg, state);
        return 0;
    case OPT_HTML:
        o->html = true;
        return 0;
    case OPT_PACKAGE:
        o->package = arg;
        return 0;
    case OPT_AFTER:
        add_events(o, arg, state);
        return 0;
    case OPT_SVG:
        o->svg = true;
        return 0;
    case OPT_JSON:
        o->json = true;
        return 0;
    case ARGP_KEY_END:
        check_views(o, state);
        return 0;
    case ARGP_KEY_NO_ARGS:
        ask_for_room(o, state);
        return args_scenario(key, arg, &o->file, state);
    default:
        return args_scenario(key, arg, &o->file, state);
    }
}

static const struct argp parser = {
    .options = known,
    .parser = parse,
    .args_doc = "FILE",
    .doc = "Show a scenario: as a play, as a room's handout, as a map of its "
           "rounds, or as the space of its deals.\v"
           "Exit status: 0 shown; 1 the file has mistakes; 2 it could not be "
           "shown."};

static unsigned width_of(const struct options *o)
{
    return o->width ? o->width : screen_width(stdout);
}

/* The play as it went by one of several mediators, or by the only one. */
static enum err put_play_of(const struct options *o, struct scenario *whole,
                            struct trial *trial, uint8_t mediator,
                            struct page *out, struct diag *diag)
{
    size_t record = mediator ? whole->room_count + (size_t)mediator : 0;
    struct show_play in = {.whole = whole,
                           .mediator = tail_bytes(&trial->records[record]),
                           .width = width_of(o),
                           .colour = screen_colour(stdout),
                           .by = mediator};
    struct channel_view view;
    struct page title = {0};
    enum err e = ERR_OK;

    for (uint8_t r = 0; r < whole->room_count; r++) {
        in.room[r] = tail_bytes(&trial->records[1 + r]);
        in.channel[r] = room_channel(whole, r, mediator);
    }
    if (whole->mediator_count == 1)
        return show_play(out, &in, diag);
    if (channel_view_init(&view, whole, mediator))
        return diag_set(diag, ERR_MEMORY, "no memory for the play");
    page_format(&title, "%s: through %s", whole->title,
                whole->mediators[mediator].title);
    view.scenario.title = page_string(&title);
    in.whole = &view.scenario;
    if (mediator)
        page_text(out, "\n");
    e = show_play(out, &in, diag);
    page_fini(&title);
    channel_view_fini(&view);
    return e;
}

static enum err show_the_play(const struct options *o, struct scenario *whole,
                              struct page *out, struct diag *diag)
{
    struct trial trial = {.records = {{0}}};
    struct stage stage;
    enum err e = stage_init(&stage, whole, NULL, diag);

    if (!e)
        e = trial_run(&trial, &stage, diag);
    for (uint8_t m = 0; m < whole->mediator_count && !e; m++)
        e = put_play_of(o, whole, &trial, m, out, diag);
    stage_fini(&stage);
    trial_fini(&trial);
    return e;
}

/* The index of a room or an event by its id. */
static enum err find(const char *what, const char *name,
                     const char *const *names, size_t count, uint8_t *out,
                     struct diag *diag)
{
    struct guess g;
    char mean[320];

    guess_init(&g, bytes_of(name));
    for (size_t n = 0; n < count; n++) {
        if (strcmp(names[n], name) == 0) {
            *out = (uint8_t)n;
            return ERR_OK;
        }
        guess_try(&g, names[n]);
    }
    return diag_set(diag, ERR_UNKNOWN, "there is no %s '%s'%s", what, name,
                    guess_or_list(&g, mean, sizeof(mean)));
}

static void put_handout(const struct options *o, const struct scenario *brief,
                        struct page *out)
{
    struct page help = {0};

    terminal_help_of(brief, &help);
    out->failed = out->failed || help.failed;
    if (o->html)
        handout_html(out, brief, page_string(&help));
    else
        handout_text(out, brief, page_string(&help), width_of(o));
    page_fini(&help);
}

/* The handout is made from what the room itself would be given, never from the
 * whole. */
static enum err show_handout(const struct options *o,
                             const struct scenario *whole, struct page *out,
                             struct diag *diag)
{
    const char *names[ROOMS_MAX];
    struct brief who = {.role = BRIEF_ROOM};
    struct scenario *brief = NULL;
    struct arena arena;

    for (uint8_t r = 0; r < whole->room_count; r++)
        names[r] = whole->rooms[r].id;
    enum err e =
        find("room", o->room, names, whole->room_count, &who.self, diag);

    if (e)
        return e;
    arena_init(&arena, 0);
    e = scenario_split(whole, &who, &arena, &brief);
    if (e)
        (void)diag_set(diag, e, "no memory for the handout");
    else
        put_handout(o, brief, out);
    arena_fini(&arena);
    return e;
}

static void show_map(const struct options *o, const struct scenario *whole,
                     struct page *out)
{
    if (strcmp(o->map, "mermaid") == 0)
        map_mermaid(out, whole);
    else if (strcmp(o->map, "text") == 0)
        map_text(out, whole, width_of(o));
    else
        map_svg(out, whole);
}

static enum err read_deals(const struct options *o,
                           const struct scenario *whole, struct deals_input *in,
                           struct diag *diag)
{
    const char *names[EVENTS_MAX];
    enum err e = ERR_OK;

    in->whole = whole;
    for (uint8_t n = 0; n < whole->event_count; n++)
        names[n] = whole->events[n].id;
    for (size_t n = 0; n < o->after_count && !e; n++)
        e = find("event", o->after[n], names, whole->event_count,
                 &in->happened[in->happened_count++], diag);
    if (!e && o->package) {
        e = deals_package(&whole->agenda, o->package, &in->package, diag);
        in->has_package = !e;
        if (e)
            (void)diag_wrap(diag, e, "--package");
    }
    return e;
}

static enum err show_deals(const struct options *o,
                           const struct scenario *whole, struct page *out,
                           struct diag *diag)
{
    struct deals_input in = {0};
    struct deals deals;
    enum err e = read_deals(o, whole, &in, diag);

    if (e)
        return e;
    e = deals_make(&deals, &in);
    if (e)
        (void)diag_set(diag, e, "no memory for the deals");
    else if (o->json)
        deals_json(out, &deals, &in);
    else if (!o->svg)
        deals_text(out, &deals, &in, width_of(o));
    else if (!deals_svg(out, &deals))
        e = diag_set(diag, ERR_STATE,
                     "--svg: the picture needs two rooms with values and at "
                     "most %u packages",
                     SCORE_PACKAGES_MAX);
    deals_fini(&deals);
    return e;
}

static enum err show_view(const struct options *o, struct scenario *whole,
                          struct page *out, struct diag *diag)
{
    enum err e = ERR_OK;

    switch (o->view) {
    case VIEW_PLAY:
        e = show_the_play(o, whole, out, diag);
        break;
    case VIEW_HANDOUT:
        e = show_handout(o, whole, out, diag);
        break;
    case VIEW_MAP:
        show_map(o, whole, out);
        break;
    case VIEW_DEALS:
        e = show_deals(o, whole, out, diag);
        break;
    }
    return e;
}

/* Print it all or say why not. */
static int finish(enum err e, const struct page *out, const struct diag *diag)
{
    if (!e && !out->failed) {
        size_t size = fwrite(page_string(out), 1, out->size, stdout);

        if (fflush(stdout) == 0 && size == out->size)
            return 0;
        (void)fprintf(stderr, "shuttle show: standard output: it could not be "
                              "written\n");
        return 2;
    }
    (void)fprintf(stderr, "shuttle show: %s\n",
                  e && diag->message[0] ? diag->message : err_text(ERR_MEMORY));
    return 2;
}

int cmd_show(int argc, char **argv)
{
    struct options o = {.view = VIEW_PLAY};
    struct scenario *whole = NULL;
    struct page out = {0};
    struct diag diag = {.message = ""};
    struct bytes text = BYTES_NONE;
    struct diags mistakes;
    struct arena arena;
    int status = 1;

    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, &o) != 0)
        return 2;
    arena_init(&arena, 0);
    diags_init(&mistakes);
    enum err e = scenario_load(o.file, &arena, &whole, &mistakes, &text, &diag);

    if (e == ERR_SCENARIO) {
        diags_print(&mistakes, o.file, text, stderr);
    } else {
        if (!e)
            e = show_view(&o, whole, &out, &diag);
        status = finish(e, &out, &diag);
    }
    page_fini(&out);
    diags_fini(&mistakes);
    arena_fini(&arena);
    return status;
}
