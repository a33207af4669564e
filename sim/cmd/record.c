/* shuttle record: the entries of one record, one line each. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/report/entry.h"
#include "sim/report/run_folder.h"

#include <string.h>

struct arguments {
    const char *path;
    bool json;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct arguments *a = state->input;

    switch (key) {
    case 'j':
        a->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (a->path)
            argp_usage(state);
        a->path = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static enum err print_all(struct bytes bytes, bool json, struct diag *diag)
{
    struct record_reader r;
    struct record_entry e;
    enum err err = record_open(&r, bytes, diag);

    while (!err) {
        err = record_next(&r, &e, diag);
        if (!err)
            err = entry_print(&e, json, stdout);
    }
    if (err == ERR_MORE && !r.closed)
        return diag_set(diag, ERR_INTERRUPTED,
                        "no closing entry; the record was interrupted");
    return err == ERR_MORE ? ERR_OK : err;
}

int cmd_record(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"json", 'j', NULL, 0, "one JSON object a line", 0}, {0}};
    static const struct argp argp = {
        options,
        parse,
        "FILE.rec",
        "Print the entries of a record, one line each. Circumstances begin "
        "with '~'. Exits 1 when the record is broken or was interrupted.",
        NULL,
        NULL,
        NULL};
    struct arguments a = {0};
    struct run_file file;
    struct diag diag = {0};
    enum err err;

    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, &a);
    if (run_file_read(&file, a.path, &diag)) {
        fprintf(stderr, "shuttle record: %s\n", diag.message);
        return 2;
    }
    err = print_all(file.bytes, a.json, &diag);
    run_file_fini(&file);
    if (fflush(stdout) != 0) {
        fprintf(stderr, "shuttle record: the output cannot be written\n");
        return 2;
    }
    if (!err)
        return 0;
    fprintf(stderr, "shuttle record: %s: %s\n", a.path,
            diag.message[0] ? diag.message : err_text(err));
    return err == ERR_MISMATCH || err == ERR_INTERRUPTED ? 1 : 2;
}
