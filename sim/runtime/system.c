#include "system.h"

#include <errno.h>
#include <signal.h>
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

const int system_stop_signals[STOP_SIGNALS] = {SIGINT, SIGTERM, SIGHUP};

static void mask_stops(int how)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t n = 0; n < STOP_SIGNALS; n++)
        sigaddset(&set, system_stop_signals[n]);
    sigprocmask(how, &set, NULL);
}

void system_hold_stops(void)
{
    mask_stops(SIG_BLOCK);
}

void system_take_stops(void)
{
    mask_stops(SIG_UNBLOCK);
}

bool system_is_told_to_stop(void)
{
    sigset_t set;

    sigemptyset(&set);
    if (sigpending(&set) != 0)
        return false;
    for (size_t n = 0; n < STOP_SIGNALS; n++)
        if (sigismember(&set, system_stop_signals[n]) == 1 &&
            !system_is_ignored(system_stop_signals[n]))
            return true;
    return false;
}

bool system_is_ignored(int number)
{
    struct sigaction now;

    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}
