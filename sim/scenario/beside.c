#include "sim/scenario/beside.h"

#include "shuttle/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".csv"

bool beside_is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    size_t size = strlen(name);
    return size > strlen(SUFFIX) && size <= NAME_MAX_SIZE && name[0] != '.' &&
           name[0] != '-' && strspn(name, letters) == size &&
           strcmp(name + size - strlen(SUFFIX), SUFFIX) == 0;
}

/* Up to one byte more than a table may have. */
static enum err read_all(int fd, struct arena *arena, struct bytes *out,
                         struct diag *diag)
{
    const size_t most = TABLE_SIZE_MAX + 1u;
    uint8_t *data = arena_alloc(arena, most);
    size_t size = 0;
    ssize_t got = 1;
    if (!data)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    while (size < most && got != 0) {
        got = read(fd, data + size, most - size);
        if (got < 0 && errno != EINTR)
            return diag_set(diag, ERR_SYSTEM, "%s", strerror(errno));
        size += got > 0 ? (size_t)got : 0;
    }
    if (size > TABLE_SIZE_MAX)
        return diag_set(diag, ERR_TOO_LONG, "has more than %u bytes",
                        TABLE_SIZE_MAX);
    *out = (struct bytes){data, size};
    return ERR_OK;
}

static enum err read_in(int dir, const char *name, struct arena *arena,
                        struct bytes *out, struct diag *diag)
{
    struct stat st;
    /* Without waiting: a FIFO that nobody writes to would hold us up. */
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ELOOP)
        return diag_set(diag, ERR_SYSTEM, "is a link, not a regular file");
    if (fd < 0)
        return diag_set(diag, errno == ENOENT ? ERR_UNKNOWN : ERR_SYSTEM, "%s",
                        strerror(errno));
    enum err e = ERR_OK;
    if (fstat(fd, &st) != 0)
        e = diag_set(diag, ERR_SYSTEM, "%s", strerror(errno));
    else if (!S_ISREG(st.st_mode))
        e = diag_set(diag, ERR_SYSTEM, "is not a regular file");
    else
        e = read_all(fd, arena, out, diag);
    close(fd);
    return e;
}

enum err beside_read(const char *folder, const char *name, struct arena *arena,
                     struct bytes *out, struct diag *diag)
{
    assert(beside_is_name(name));
    *out = BYTES_NONE;
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return diag_set(diag, ERR_SYSTEM, "%s", strerror(errno));
    enum err e = read_in(dir, name, arena, out, diag);
    close(dir);
    return e;
}
