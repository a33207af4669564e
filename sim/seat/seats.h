/* Who sits where, as the launcher sees it. */
#ifndef SIM_SEAT_SEATS_H
#define SIM_SEAT_SEATS_H

#include "shuttle/err.h"
#include "shuttle/scenario.h"

/* Put someone in a room's seat: "us=person". The text is borrowed. */
enum err seats_assign(struct scenario *s, const char *text,
                      struct diag *diag) MUST_USE;
/* The first room with a person in it, or -1. */
int seats_person(const struct scenario *s);
/* How many rooms have a person in them. */
int seats_persons(const struct scenario *s);

#endif
