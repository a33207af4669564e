/* shuttle check FILE...: name every mistake of every file in one pass. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/scenario/scenario_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct options {
    bool json;
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
    {"json", 'j', NULL, 0, "print one JSON object for programs to read", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp parser = {
    .options = known,
    .parser = parse_option,
    .args_doc = "FILE...",
    .doc = "Read scenario files and name every mistake in them: file, line, "
           "column, code, and what to do.\v"
           "Exit status: 0 no mistakes; 1 mistakes; 2 a file could not be "
           "read. `shuttle explain S014` says more about one code.",
};

struct results {
    struct buffer json;
    uint32_t mistakes;
    uint32_t reported; /* entries in json */
};

static void add_json(struct results *r, const char *file,
                     const struct diags *diags)
{
    for (uint32_t i = 0; i < diags->count; i++) {
        const struct diag_entry *e = &diags->list[i];
        buffer_add(&r->json,
                   r->reported++ > 0 ? ",\n {\"file\": " : "\n {\"file\": ");
        buffer_json(&r->json, file);
        buffer_format(&r->json,
                      ", \"line\": %" PRIu32 ", \"column\": %" PRIu32
                      ", \"code\": \"S%03d\", \"name\": ",
                      e->place.line, e->place.column, (int)e->code);
        buffer_json(&r->json, mistake_name(e->code));
        buffer_add(&r->json, ", \"message\": ");
        buffer_json(&r->json, e->message);
        buffer_add(&r->json, ", \"help\": ");
        buffer_json(&r->json, mistake_help(e->code));
        buffer_add(&r->json, "}");
    }
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
    arena_init(&arena, 0);
    diags_init(&diags);
    enum err e = scenario_load(path, &arena, &scenario, &diags, &text, &diag);
    r->mistakes += diags.count + diags.dropped;
    if (o->json)
        add_json(r, path, &diags);
    else
        diags_print(&diags, path, text, stdout);
    if (e && e != ERR_SCENARIO)
        fprintf(stderr, "shuttle check: %s\n", diag.message);
    else if (!o->json && !e)
        printf("%s: no mistakes\n", path);
    diags_fini(&diags);
    arena_fini(&arena);
    return !e ? 0 : e == ERR_SCENARIO ? 1 : 2;
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
    for (int i = 0; i < o.count; i++) {
        int one = check_file(&o, o.files[i], &r);
        status = one > status ? one : status;
    }
    if (o.json)
        printf("{\"files\": %d, \"count\": %" PRIu32
               ", \"mistakes\": [%.*s]}\n",
               o.count, r.mistakes, (int)r.json.size,
               r.json.data ? r.json.data : "");
    if (r.json.failed)
        status = 2;
    buffer_fini(&r.json);
    return status;
}
