/* The two halves of walls_lock() that are long enough for files of their own.
 * Both return 0 or an errno. */
#ifndef SIM_NET_WALLS_LOCK_H
#define SIM_NET_WALLS_LOCK_H

#include "sim/net/walls.h"

/* Which of the Landlock walls this kernel has: the number of its interface, 0
 * for none. */
int walls_landlock_abi(void);
/* Raise the Landlock walls that are not forbidden; notes each in r. */
void walls_landlock(const struct walls_want *want, struct walls_report *r);

/* 0 when the kernel takes filters, otherwise the errno. */
int walls_seccomp_probe(void);
/* Load the list of allowed system calls into every thread. */
int walls_seccomp(const struct walls_want *want);

#endif
