#include "sim/cmd/progress.h"

#include "sim/runtime/system.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#define PROGRESS_AFTER_US 1000000

struct progress progress_begin(const char *what, uint32_t of)
{
    return (struct progress){
        .what = what, .of = of, .began_us = system_monotonic_us()};
}

void progress_show(void *progress, uint32_t done)
{
    struct progress *p = progress;

    if (!isatty(STDERR_FILENO) ||
        system_monotonic_us() - p->began_us < PROGRESS_AFTER_US)
        return;
    (void)fprintf(stderr, "\r%" PRIu32, done);
    if (p->of)
        (void)fprintf(stderr, " of %" PRIu32, p->of);
    (void)fprintf(stderr, " %s", p->what);
    p->shown = true;
}

void progress_end(struct progress *p)
{
    if (p->shown)
        (void)fputs("\r\033[K", stderr);
    p->shown = false;
}
