#include "ends.h"

#include "setup.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void fds_add(struct fds *f, int from, int to)
{
    f->map[f->count].from = from;
    f->map[f->count++].to = to;
}

void fds_close(struct fds *f)
{
    while (f->count)
        close(f->map[--f->count].from);
}

void ends_init(struct ends *e)
{
    e->setup = e->errors = e->control = -1;
}

enum err ends_open(struct ends *e, struct fds *f, bool control,
                   struct diag *diag)
{
    int setup[2], errors[2], line[2];

    if (pipe(setup) != 0)
        return diag_set(diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    e->setup = setup[1];
    fds_add(f, setup[0], SETUP_FD);
    if (pipe(errors) != 0)
        return diag_set(diag, ERR_SYSTEM, "no pipe: %s", strerror(errno));
    e->errors = errors[0];
    fds_add(f, errors[1], STDERR_FILENO);
    if (!control)
        return ERR_OK;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, line) != 0)
        return diag_set(diag, ERR_SYSTEM, "no socket pair: %s",
                        strerror(errno));
    e->control = line[0];
    fds_add(f, line[1], CONTROL_FD);
    return ERR_OK;
}

void ends_close(struct ends *e)
{
    int fds[] = {e->setup, e->errors, e->control};

    for (size_t n = 0; n < sizeof(fds) / sizeof(fds[0]); n++)
        if (fds[n] >= 0)
            close(fds[n]);
    ends_init(e);
}
