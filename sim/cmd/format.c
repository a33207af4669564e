/* shuttle format FILE...: write scenarios in their one form. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/cmd/replace.h"
#include "sim/scenario/format.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { OPT_CHECK = 256 };

struct options {
    bool check;
    char **files; /* borrowed */
    int count;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    (void)arg;
    switch (key) {
    case OPT_CHECK:
        o->check = true;
        return 0;
    case ARGP_KEY_ARGS:
        o->files = state->argv + state->next;
        o->count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name at least one scenario file, or - for the "
                          "standard input");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

static const struct argp_option known[] = {
    {"check", OPT_CHECK, NULL, 0,
     "change nothing; print the files that would change", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp parser = {
    .options = known,
    .parser = parse_option,
    .args_doc = "FILE...",
    .doc = "Write scenario files in their one form: keys in the order of "
           "scenarios/FORMAT.md, quotes where the language wants them, short "
           "things on one line, long texts in blocks. Comments stay. The file "
           "- is the standard input, written to the standard output.\v"
           "Exit status: 0 done; 1 with --check, a file would change, or a "
           "file has mistakes of form and was left alone; 2 a file could not "
           "be read or written.",
};

static enum err refuse(const char *path, const char *what)
{
    fprintf(stderr, "shuttle format: %s: %s\n", path, what);
    return ERR_SYSTEM;
}

static enum err read_text(const char *path, struct buffer *out)
{
    bool standard = strcmp(path, "-") == 0;
    const char *dot = strrchr(path, '.');
    if (dot && strcmp(dot, ".json") == 0)
        return refuse(path, "the usual form is not JSON; to change over, type "
                            "`shuttle format - <FILE.json >FILE.yaml`");
    FILE *f = standard ? stdin : fopen(path, "rb");
    if (!f)
        return refuse(path, strerror(errno));
    uint8_t part[8192];
    size_t size = 1;
    /* One byte too many is enough to know that it is too large. */
    while (size > 0 && out->size <= SCENARIO_SIZE_MAX) {
        size = fread(part, 1, sizeof(part), f);
        buffer_slice(out, (struct bytes){part, size});
    }
    enum err e = ferror(f) ? refuse(path, strerror(errno)) : ERR_OK;
    if (!standard)
        fclose(f);
    if (!e && out->failed)
        e = refuse(path, "out of memory");
    return e;
}

static enum err write_text(const char *path, struct bytes text)
{
    struct diag diag;

    if (strcmp(path, "-") != 0)
        return replace_file(path, text, &diag) ? refuse(path, diag.message)
                                               : ERR_OK;
    if (fwrite(text.data, 1, text.size, stdout) == text.size &&
        fflush(stdout) == 0)
        return ERR_OK;
    return refuse(path, strerror(errno));
}

static const char *reason(enum err e)
{
    return e == ERR_TOO_LONG ? "the new text would be too large" : err_text(e);
}

/* Returns the exit status this file alone would give. */
static int format_text(const struct options *o, const char *path,
                       struct buffer *text, struct buffer *out)
{
    struct diags diags;
    diags_init(&diags);
    enum err e = scenario_format(buffer_bytes(text), &diags, out);
    if (e == ERR_SCENARIO) {
        diags_print(&diags, path, buffer_bytes(text), stderr);
        fprintf(stderr, "%s: left as it is\n", path);
    } else if (e) {
        (void)refuse(path, reason(e));
    }
    diags_fini(&diags);
    if (e)
        return e == ERR_SCENARIO ? 1 : 2;
    bool same = bytes_equal(buffer_bytes(text), buffer_bytes(out));
    if (o->check) {
        if (!same)
            puts(path);
        return same ? 0 : 1;
    }
    if (same && strcmp(path, "-") != 0)
        return 0;
    return write_text(path, buffer_bytes(out)) ? 2 : 0;
}

int cmd_format(int argc, char **argv)
{
    struct options o = {.check = false};
    int status = 0;
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, &o))
        return 2;
    for (int i = 0; i < o.count; i++) {
        struct buffer text, out;
        buffer_init(&text);
        buffer_init(&out);
        int one = 2;
        if (!read_text(o.files[i], &text))
            one = format_text(&o, o.files[i], &text, &out);
        status = one > status ? one : status;
        buffer_fini(&text);
        buffer_fini(&out);
    }
    return status;
}
