/* The few things of the system that more than one file needs. */
#ifndef SIM_RUNTIME_SYSTEM_H
#define SIM_RUNTIME_SYSTEM_H

#include "shuttle/bytes.h"

/* Microseconds: of the calendar, and of a clock that never goes back. */
int64_t system_wall_us(void);
int64_t system_monotonic_us(void);

/* Write everything, whatever interrupts; 0 or the errno. */
int system_write(int fd, struct bytes bytes);

#endif
