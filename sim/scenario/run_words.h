/*
 * The words of `run`: a program and its arguments. Words are separated by
 * commas, or by blanks where there is no comma. A word that names a file beside
 * the scenario stands for that file. A first word without a slash is looked for
 * in PATH; for a program inside walls in the system's own folders before, since
 * what lies elsewhere often reads files that the walls close.
 */
#ifndef SIM_SCENARIO_RUN_WORDS_H
#define SIM_SCENARIO_RUN_WORDS_H

#include "shuttle/err.h"
#include "shuttle/limits.h"
#include "shuttle/memory.h"
#include "shuttle/relay.h"

#include <stdbool.h>

struct run_words {
    char *argv[PROGRAM_WORDS_MAX + 1]; /* in the arena; NULL after the last */
    const char *path;                  /* of the program */
    bool found[PROGRAM_WORDS_MAX];     /* the word is a file beside */
    size_t count;
};

struct run_from {
    const char *run;    /* as in the scenario */
    const char *beside; /* path of the scenario's file, NULL: this folder */
    bool walled;
};

/* The diag
 * says what is missing: the program, or a file that an interpreter is to run,
 * which is what a word with a suffix such as .py is taken for. */
enum err run_words_find(struct run_words *w, const struct run_from *from,
                        struct arena *arena, struct diag *diag) MUST_USE;

/* Whether what a choice would run is there; true of members that run nothing.
 */
enum err run_words_there(enum family f, const struct choice *c,
                         const char *beside, struct diag *diag) MUST_USE;
/* The same for all of a scenario's mediators and rounds. */
enum err run_words_all_there(const struct scenario *s,
                             struct diag *diag) MUST_USE;

#endif
