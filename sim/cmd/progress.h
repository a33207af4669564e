/* How many of many runs are done, on one line that is taken away again. */
#ifndef SIM_CMD_PROGRESS_H
#define SIM_CMD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *what; /* "runs"; borrowed */
    uint32_t of;      /* 0: nobody knows how many there will be */
    int64_t began_us;
    bool shown;
};

/* Its clock starts now. */
struct progress progress_begin(const char *what, uint32_t of);
/* Show it to a person who has waited for a second; a callback, whose argument
 * is the progress. */
void progress_show(void *progress, uint32_t done);
void progress_end(struct progress *p);

#endif
