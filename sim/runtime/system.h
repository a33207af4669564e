/* The few things of the system that more than one file needs. */
#ifndef SIM_RUNTIME_SYSTEM_H
#define SIM_RUNTIME_SYSTEM_H

#include "shuttle/bytes.h"

/* Microseconds: of the calendar, and of a clock that never goes back. */
int64_t system_wall_us(void);
int64_t system_monotonic_us(void);

/* Write everything, whatever interrupts; 0 or the errno. */
int system_write(int fd, struct bytes bytes);

/* What asks a run to stop: SIGINT, SIGTERM, SIGHUP. Hold them back, and take
 * what was held; is_told_to_stop() when one has come meanwhile. One that was
 * ignored when the program began (nohup) stays ignored. */
#define STOP_SIGNALS 3
extern const int system_stop_signals[STOP_SIGNALS];
void system_hold_stops(void);
void system_take_stops(void);
bool system_is_told_to_stop(void);
bool system_is_ignored(int number);

#endif
