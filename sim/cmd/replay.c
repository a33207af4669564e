/* shuttle replay RUN */
#include "args.h"
#include "cmd.h"

#include "sim/report/run_folder.h"
#include "sim/runtime/replay.h"

#include <stdio.h>

static error_t parse(int key, char *arg, struct argp_state *state)
{
    const char **run = state->input;

    switch (key) {
    case ARGP_KEY_ARG:
        if (*run)
            argp_error(state, "one run at a time");
        *run = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "which run? Try runs/latest");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse,
    .args_doc = "RUN",
    .doc = "Run every process of a run again from its record and compare."
           "\vExit status 0 when every process did the same again, 1 when one "
           "did not, 2 when a record could not be run."};

static void show_entry(const char *whose, const struct parity *p, int side)
{
    (void)printf("  %s: ", whose);
    if (!p->has[side])
        (void)puts("has ended");
    else if (entry_print(&p->entry[side], false, stdout))
        (void)puts("cannot be shown");
}

static int replay_one(const struct run_file *file)
{
    struct diag diag = {0};
    struct parity p;
    struct tail again = {0};
    int status = 0;
    enum err e = replay_record(file->bytes, &again, &p, &diag);

    if (e) {
        (void)fprintf(stderr, "shuttle: %s: cannot be run again: %s\n",
                      file->name, diag.message);
        status = 2;
    } else if (p.same) {
        (void)printf("%s: %llu canonical entries, the same again\n", file->name,
                     (unsigned long long)p.index);
    } else {
        (void)printf("%s: differs at canonical entry %llu\n", file->name,
                     (unsigned long long)p.index);
        show_entry("recorded", &p, 0);
        show_entry("again   ", &p, 1);
        status = 1;
    }
    tail_fini(&again);
    return status;
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

int cmd_replay(int argc, char **argv)
{
    const char *run = NULL;
    struct run_folder folder;
    struct diag diag = {0};
    int status = 0;

    argp_err_exit_status = 2;
    if (argp_parse(&argp, argc, argv, 0, NULL, &run) != 0)
        return 2;
    if (run_folder_open(&folder, run, &diag)) {
        (void)fprintf(stderr, "shuttle: %s\n", diag.message);
        status = 2;
    } else {
        if (folder.mediator.name)
            status = replay_one(&folder.mediator);
        for (size_t n = 0; n < folder.further_count; n++)
            status = worse(status, replay_one(&folder.further[n]));
        for (size_t n = 0; n < folder.room_count; n++)
            status = worse(status, replay_one(&folder.room[n]));
    }
    run_folder_fini(&folder);
    return status;
}
