/*
 * A person at this terminal, in one room: shows what the room's own record
 * says and nothing else, and sends the room what is typed.
 */
#ifndef SIM_RUNTIME_PERSON_H
#define SIM_RUNTIME_PERSON_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"

struct event_base; /* libevent's */
struct person;     /* opaque */

/* A loop that a person can sit at: it reads what is typed from a file or from
 * /dev/null, too, which epoll refuses. NULL when memory is out. */
struct event_base *person_loop(void);

/* brief: the text of the room's brief. control: the line to the room's process
 * (control.h), borrowed. Reads standard input, writes standard output. NULL
 * and diag on failure. */
struct person *person_new(struct event_base *base, struct bytes brief,
                          int control, struct diag *diag);
void person_free(struct person *p);

#endif
