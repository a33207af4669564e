/* Rehearsals of scenarios that stand in a test, and what was reported. */
#ifndef TESTS_RIG_REHEARSED_H
#define TESTS_RIG_REHEARSED_H

#include "sim/runtime/rehearse.h"
#include "sim/scenario/scenario_file.h"

extern char rehearsed_found[8192]; /* "line:column what seed: message\n"... */
extern struct rehearse_count rehearsed_count;
extern uint32_t rehearsed_told; /* runs that were reported while they went on */
extern struct arena rehearsed_arena;

/* Setup and teardown of every test that uses the others. */
int rehearsed_setup(void **state);
int rehearsed_teardown(void **state);
/* Read a scenario; a mistake fails the test. */
const struct scenario *rehearsed_read(const char *text, const char *expect);
/* Read and rehearse it. */
enum err rehearsed(const char *text, const char *expect);
/* Rehearse one that was read. */
enum err rehearsed_again(const struct scenario *s);

#endif
