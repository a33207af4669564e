#include "system.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_us(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t system_wall_us(void)
{
    return clock_us(CLOCK_REALTIME);
}

int64_t system_monotonic_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

int system_write(int fd, struct bytes bytes)
{
    while (bytes.size) {
        ssize_t n = write(fd, bytes.data, bytes.size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes.data += n;
        bytes.size -= (size_t)n;
    }
    return 0;
}
