/* A relay design from words of the command line, over that of the file. */
#ifndef SCENARIO_OVERRIDE_H
#define SCENARIO_OVERRIDE_H

#include "shuttle/err.h"
#include "shuttle/memory.h"
#include "shuttle/relay.h"

/* Read "member,key=value,..." over the choice of one family. It lives in the
 * arena, as do the words of the next one. */
enum err override_choice(struct relay *relay, enum family f, const char *text,
                         struct arena *arena, struct diag *diag) MUST_USE;

/* Read "--walk shuttle,time=2m --table blind" over a design and check what
 * comes of it. */
enum err override_words(struct relay *relay, const char *words,
                        struct arena *arena, struct diag *diag) MUST_USE;

/* The same over the design of a scenario's first mediator: what is given is in
 * force in all rounds, also in those that have a member of this family of their
 * own. The rounds are copied into the arena; the mediator's entry is changed in
 * place. */
enum err override_family(struct scenario *s, enum family f, const char *text,
                         struct arena *arena, struct diag *diag) MUST_USE;
enum err override_scenario(struct scenario *s, const char *words,
                           struct arena *arena, struct diag *diag) MUST_USE;

/* Do the members fit the scenario, and does the table in force make what the
 * mediator's lines put forward? */
enum err override_fits(const struct scenario *s, struct diag *diag) MUST_USE;

#endif
