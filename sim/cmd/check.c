/* shuttle check FILE...: name every mistake of every file in one pass, and run
 * their rehearsals. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/cmd/failures.h"
#include "sim/runtime/rehearse.h"
#include "sim/runtime/system.h"
#include "sim/scenario/scenario_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_AFTER_US 1000000

struct options {
    bool json;
    bool play;
    bool strict;
    char **files; /* borrowed */
    int count;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    (void)arg;
    switch (key) {
    case 'j':
        o->json = true;
        return 0;
    case 's':
        o->strict = true;
        return 0;
    case 'p':
        o->play = true;
        return 0;
    case ARGP_KEY_ARGS:
        o->files = state->argv + state->next;
        o->count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name at least one scenario file");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option known[] = {
    {"play", 'p', NULL, 0, "also run the rehearsals of `expect`", 0},
    {"strict", 's', NULL, 0, "take warnings for mistakes", 0},
    {"json", 'j', NULL, 0, "print one JSON object for programs to read", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp parser = {
    .options = known,
    .parser = parse_option,
    .args_doc = "FILE...",
    .doc = "Read scenario files and name every mistake in them: file, line, "
           "column, code, and what to do. Then warn of what can be played, but "
           "hardly as it is meant.\v"
           "Exit status: 0 no mistakes; 1 mistakes, or a rehearsal failed; 2 "
           "a file could not be read or rehearsed. `shuttle explain S014` says "
           "more about one code.",
};

struct results {
    struct buffer json;
    uint32_t mistakes;
    uint32_t warnings;
    uint32_t reported; /* entries in json */
    struct buffer failures;
    uint32_t failures_reported; /* entries in failures */
    struct rehearse_count count;
};

/* A file being rehearsed. */
struct rehearsed {
    const struct options *o;
    struct results *results;
    const char *path;
    struct failures failures; /* told once all have run */
    int64_t began_us;
    bool shown; /* a progress line stands on the terminal */
};

static void add_json(struct results *r, const char *file,
                     const struct diags *diags)
{
    for (uint32_t i = 0; i < diags->count; i++) {
        const struct diag_entry *e = &diags->list[i];
        char path[4096];
        diags_path(diags, e, file, path, sizeof(path));
        buffer_add(&r->json,
                   r->reported++ > 0 ? ",\n {\"file\": " : "\n {\"file\": ");
        buffer_json(&r->json, path);
        buffer_format(&r->json,
                      ", \"line\": %" PRIu32 ", \"column\": %" PRIu32
                      ", \"code\": \"S%03d\", \"name\": ",
                      e->place.line, e->place.column, (int)e->code);
        buffer_json(&r->json, mistake_name(e->code));
        if (!diags->strict && mistake_is_doubt(e->code))
            buffer_add(&r->json, ", \"warning\": true");
        buffer_add(&r->json, ", \"message\": ");
        buffer_json(&r->json, e->message);
        buffer_add(&r->json, ", \"help\": ");
        buffer_json(&r->json, mistake_help(e->code));
        buffer_add(&r->json, "}");
    }
}

static void hide_progress(struct rehearsed *r)
{
    if (r->shown)
        (void)fputs("\r\033[K", stderr);
    r->shown = false;
}

static void show_progress(void *arg, uint32_t runs)
{
    struct rehearsed *r = arg;
    if (!isatty(STDERR_FILENO) ||
        system_monotonic_us() - r->began_us < PROGRESS_AFTER_US)
        return;
    (void)fprintf(stderr, "\r%s: %" PRIu32 " runs", r->path, runs);
    r->shown = true;
}

static void report_json(struct results *r, const char *path,
                        const struct rehearse_failure *f)
{
    struct buffer *b = &r->failures;
    buffer_add(b, r->failures_reported++ > 0 ? ",\n {\"file\": "
                                             : "\n {\"file\": ");
    buffer_json(b, path);
    buffer_format(b,
                  ", \"line\": %" PRIu32 ", \"column\": %" PRIu32
                  ", \"seed\": %" PRIu64 ", \"failed\": ",
                  f->place.line, f->place.column, f->seed);
    buffer_json(b, f->what);
    if (f->expect->design) {
        buffer_add(b, ", \"design\": ");
        buffer_json(b, f->expect->design);
    }
    buffer_add(b, ", \"message\": ");
    buffer_json(b, f->message);
    buffer_add(b, "}");
}

static void report(void *arg, const struct rehearse_failure *f)
{
    struct rehearsed *r = arg;
    hide_progress(r);
    if (r->o->json)
        report_json(r->results, r->path, f);
    else
        failures_add(&r->failures, f);
}

/* Returns the exit status its rehearsals give. */
static int play_file(const struct options *o, const char *path,
                     const struct scenario *scenario, struct results *r)
{
    struct rehearsed rehearsed = {
        .o = o, .results = r, .path = path, .began_us = system_monotonic_us()};
    struct rehearse_plan plan = {.whole = scenario,
                                 .report = report,
                                 .progress = show_progress,
                                 .arg = &rehearsed};
    struct rehearse_count count;
    struct diag diag = {.message = ""};
    failures_init(&rehearsed.failures);
    enum err e = rehearse(&plan, &count, &diag);
    hide_progress(&rehearsed);
    failures_print(&rehearsed.failures, path, stdout);
    if (rehearsed.failures.failed && !e)
        e = diag_set(&diag, ERR_MEMORY, "no memory for all that failed");
    failures_fini(&rehearsed.failures);
    r->count.rehearsals += count.rehearsals;
    r->count.runs += count.runs;
    r->count.failed += count.failed;
    if (e)
        fprintf(stderr, "shuttle check: %s:%" PRIu32 ":%" PRIu32 ": %s\n", path,
                diag.line, diag.column, diag.message);
    if (!o->json)
        printf("%s: %" PRIu32 " rehearsal%s, %" PRIu32 " run%s, %" PRIu32
               " failed\n",
               path, count.rehearsals, count.rehearsals == 1 ? "" : "s",
               count.runs, count.runs == 1 ? "" : "s", count.failed);
    return e ? 2 : count.failed > 0;
}

/* "no mistakes", "3 mistakes, 1 warning" */
static void print_verdict(const char *of, uint32_t mistakes, uint32_t warnings)
{
    if (mistakes == 0)
        printf("%s: no mistakes", of);
    else
        printf("%s: %" PRIu32 " mistake%s", of, mistakes,
               mistakes == 1 ? "" : "s");
    if (warnings > 0)
        printf(", %" PRIu32 " warning%s", warnings, warnings == 1 ? "" : "s");
    putchar('\n');
}

/* Returns the exit status this file alone would give. */
static int check_file(const struct options *o, const char *path,
                      struct results *r)
{
    struct arena arena;
    struct diags diags;
    struct scenario *scenario = NULL;
    struct bytes text = BYTES_NONE;
    struct diag diag = {.message = ""};
    int status = 0;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    diags.strict = o->strict;
    enum err e = scenario_load(path, &arena, &scenario, &diags, &text, &diag);
    /* Warnings are looked for only where there is no mistake. */
    uint32_t found = diags.count + diags.dropped;
    uint32_t warnings = o->strict || e ? 0 : found;
    r->mistakes += found - warnings;
    r->warnings += warnings;
    if (o->json)
        add_json(r, path, &diags);
    else
        diags_print(&diags, path, text, stdout);
    if (e && e != ERR_SCENARIO)
        fprintf(stderr, "shuttle check: %s\n", diag.message);
    else if (!o->json && (found > 0 || !o->play))
        print_verdict(path, found - warnings, warnings);
    status = e && e != ERR_SCENARIO ? 2 : e || found > warnings;
    if (!e && o->play) {
        int played = play_file(o, path, scenario, r);
        status = played > status ? played : status;
    }
    diags_fini(&diags);
    arena_fini(&arena);
    return status;
}

static void print_buffer(const char *before, const struct buffer *b)
{
    printf("%s[%.*s]", before, (int)b->size, b->data ? b->data : "");
}

static void print_json(const struct options *o, const struct results *r)
{
    printf("{\"files\": %d, \"count\": %" PRIu32 ", \"warnings\": %" PRIu32,
           o->count, r->mistakes, r->warnings);
    print_buffer(", \"mistakes\": ", &r->json);
    if (o->play) {
        printf(", \"rehearsals\": %" PRIu32 ", \"runs\": %" PRIu32
               ", \"failed\": %" PRIu32,
               r->count.rehearsals, r->count.runs, r->count.failed);
        print_buffer(", \"failures\": ", &r->failures);
    }
    puts("}");
}

static void print_total(const struct options *o, const struct results *r)
{
    char files[32];
    snprintf(files, sizeof(files), "%d files", o->count);
    if (o->count > 1 && r->mistakes + r->warnings > 0)
        print_verdict(files, r->mistakes, r->warnings);
}

int cmd_check(int argc, char **argv)
{
    struct options o = {.json = false};
    struct results r = {.mistakes = 0};
    int status = 0;
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, &o))
        return 2;
    buffer_init(&r.json);
    buffer_init(&r.failures);
    for (int i = 0; i < o.count; i++) {
        int one = check_file(&o, o.files[i], &r);
        status = one > status ? one : status;
    }
    if (o.json)
        print_json(&o, &r);
    else
        print_total(&o, &r);
    if (r.json.failed || r.failures.failed)
        status = 2;
    buffer_fini(&r.json);
    buffer_fini(&r.failures);
    return status;
}
