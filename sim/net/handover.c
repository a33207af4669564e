#include "handover.h"

#include "shuttle/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err fill(int fd, struct bytes bytes)
{
    while (bytes.size) {
        ssize_t n = write(fd, bytes.data, bytes.size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_SYSTEM;
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    if (lseek(fd, 0, SEEK_SET) != 0 ||
        fcntl(fd, F_ADD_SEALS,
              F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return ERR_SYSTEM;
    return ERR_OK;
}

int handover_make(struct bytes bytes, struct diag *diag)
{
    int fd = memfd_create("shuttle", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (fd >= 0 && fill(fd, bytes) == ERR_OK)
        return fd;
    (void)diag_set(diag, ERR_SYSTEM, "cannot hand bytes to a child: %s",
                   strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

enum err handover_read(int fd, size_t max, uint8_t **out, size_t *size,
                       struct diag *diag)
{
    struct stat st;
    uint8_t *data;

    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return diag_set(diag, ERR_SYSTEM,
                        "descriptor %d was not handed over; this is started "
                        "by `shuttle run`",
                        fd);
    if ((uint64_t)st.st_size > max)
        return diag_set(diag, ERR_TOO_LONG, "descriptor %d holds too much", fd);
    data = memory_new(1, (size_t)st.st_size + 1);
    if (!data)
        return diag_set(diag, ERR_MEMORY, "out of memory");
    *size = 0;
    while (*size < (size_t)st.st_size) {
        ssize_t n = pread(fd, data + *size, (size_t)st.st_size - *size,
                          (off_t)*size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        *size += (size_t)n;
    }
    *out = data;
    return ERR_OK;
}
