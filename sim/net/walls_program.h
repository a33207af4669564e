/*
 * The walls of an outside program: raised between clone and exec, so without
 * allocation, and kept by all it starts. It may read and execute what belongs
 * to the system (/usr, /lib, /bin, /etc and the like) and the files it was
 * started with. It cannot write a file, make a socket, trace or mount.
 */
#ifndef SIM_NET_WALLS_PROGRAM_H
#define SIM_NET_WALLS_PROGRAM_H

#include "sim/net/walls.h"

/* Raise what this kernel has; reads ends with NULL. 0, or -1 with errno when
 * what it has could not be raised. */
int walls_program(const char *const *reads);
/* Note which of these walls a program has once it runs. */
void walls_program_report(struct walls_report *r);

#endif
