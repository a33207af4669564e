/* shuttle new FILE: a scenario to start from. */
#include "sim/cmd/cmd.h"

#include "sim/cmd/args.h"
#include "sim/scenario/start.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct argp_option known[] = {
    {"title", 't', "TEXT", 0, "what the talks are called", 0},
    {"rooms", 'r', "ID,ID", 0, "the two rooms (default: north,south)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct start *o = state->input;
    switch (key) {
    case 't':
        o->title = arg;
        return 0;
    case 'r':
        o->rooms = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (o->file)
            argp_error(state, "one file at a time");
        o->file = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the file to write");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp parser = {
    .options = known,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Write a scenario to start from: two rooms, somebody between them, "
           "two issues, a confidence, and a comment to everything. A file that "
           "is there is never overwritten.\v"
           "`shuttle run FILE` plays it, `shuttle check FILE` names the "
           "mistakes you make in it.",
};

static int fail(const char *path)
{
    fprintf(stderr, "shuttle new: %s: %s\n", path, strerror(errno));
    return 2;
}

static int write_file(const char *path, struct bytes text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(path);
    ssize_t size = write(fd, text.data, text.size);
    if (size >= 0 && (size_t)size != text.size)
        errno = ENOSPC;
    bool ok = size >= 0 && (size_t)size == text.size;
    int why = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok)
        return 0;
    (void)unlink(path); /* it was made here, and is not whole */
    errno = why;
    return fail(path);
}

int cmd_new(int argc, char **argv)
{
    struct start start = {.file = NULL};
    struct buffer text;
    struct diag diag = {.message = ""};
    argp_err_exit_status = 2;
    if (argp_parse(&parser, argc, argv, 0, NULL, &start))
        return 2;
    const char *path = start.file;
    const char *slash = strrchr(path, '/');
    start.file = slash ? slash + 1 : path;
    buffer_init(&text);
    enum err e = start_write(&start, &text, &diag);
    int status = 2;
    if (e)
        fprintf(stderr, "shuttle new: %s\n",
                diag.message[0] ? diag.message : err_text(e));
    else
        status = write_file(path, buffer_bytes(&text));
    buffer_fini(&text);
    if (status == 0)
        printf("%s: written; now `shuttle run %s`, or open it in an editor\n",
               path, path);
    return status;
}
