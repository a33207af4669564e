/* A relay design from words of the command line, over that of the file. Each
 * member may name its mediator before a colon, "swiss:shuttle,time=2m"; without
 * one it is the first mediator's. */
#ifndef SCENARIO_OVERRIDE_H
#define SCENARIO_OVERRIDE_H

#include "shuttle/err.h"
#include "shuttle/memory.h"
#include "shuttle/relay.h"
#include "sim/scenario/buffer.h"

/* Read "[mediator:]member,key=value,..." over the design of a scenario: what is
 * given is in force in all rounds, also in those that have a member of this
 * family of their own. What is read lives in the arena, and the rounds are
 * copied into it; the mediators' entries are changed in place. */
enum err override_family(struct scenario *s, enum family f, const char *text,
                         struct arena *arena, struct diag *diag) MUST_USE;
/* The same for "--walk swiss:shuttle,time=2m --table blind"; what comes of it
 * is checked. */
enum err override_scenario(struct scenario *s, const char *words,
                           struct arena *arena, struct diag *diag) MUST_USE;

/* The mediator that an option of the command line names, or what may have been
 * meant. */
enum err override_mediator(const char *option, const char *name,
                           const struct scenario *s, uint8_t *out,
                           struct diag *diag) MUST_USE;

/* Append what override_scenario reads so: --walk "shuttle,time=2m" and a line
 * break. */
void override_print(struct buffer *out, enum family f, const char *text);

/* Are there such members, do they fit the scenario, and do the tables in force
 * make what the mediators' lines put forward? ERR_MISMATCH when the design is
 * one, but not for this scenario; another error when it is none. */
enum err override_fits(const struct scenario *s, struct diag *diag) MUST_USE;

#endif
