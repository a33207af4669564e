#define _XOPEN_SOURCE 700 /* realpath */
#include "sim/cmd/replace.h"

#include "sim/runtime/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Takes the descriptor; mode 0 leaves it as it was opened. 0 or the errno. */
static int fill(int fd, struct bytes text, mode_t mode)
{
    int failed = fd < 0 ? errno : system_write(fd, text);

    if (!failed && mode && (fchmod(fd, mode) != 0 || fsync(fd) != 0))
        failed = errno;
    if (fd >= 0 && close(fd) != 0 && !failed)
        failed = errno;
    return failed;
}

/* What stops a run waits until no part of a file is left behind. */
static int replace(const char *path, struct bytes text, mode_t mode)
{
    char part[4200];
    int size =
        snprintf(part, sizeof(part), "%s.%ld.part", path, (long)getpid());
    int fd, failed;

    if (size < 0 || (size_t)size >= sizeof(part))
        return ENAMETOOLONG;
    system_hold_stops();
    fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    failed = fill(fd, text, mode);
    if (!failed && rename(part, path) != 0)
        failed = errno;
    if (failed && fd >= 0)
        (void)unlink(part);
    system_take_stops();
    return failed;
}

static mode_t usual_mode(void)
{
    mode_t mask = umask(0);

    (void)umask(mask);
    return 0666 & ~mask;
}

enum err replace_file(const char *path, struct bytes text, struct diag *diag)
{
    char *whole = NULL;
    struct stat is;
    int failed;

    /* Not realpath first: the pipe that /dev/stdout leads to has no path. */
    if (stat(path, &is) != 0)
        failed = errno == ENOENT && lstat(path, &is) != 0
                     ? replace(path, text, usual_mode())
                     : ENOENT;
    else if (!S_ISREG(is.st_mode))
        failed = fill(open(path, O_WRONLY | O_CLOEXEC), text, 0);
    else if (!(whole = realpath(path, NULL)))
        failed = errno;
    else
        failed = replace(whole, text, is.st_mode & 0777);
    free(whole);
    return failed ? diag_set(diag, ERR_SYSTEM, "%s", strerror(failed)) : ERR_OK;
}
