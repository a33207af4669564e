/* Worlds that differ in one secret alone. */
#ifndef SIM_RUNTIME_OTHERWISE_H
#define SIM_RUNTIME_OTHERWISE_H

#include "sim/runtime/trial.h"
#include "sim/scenario/secret.h"

/* A stage on which the secret is otherwise; to be undone before the next. */
struct otherwise {
    struct own own;
    struct round rounds[ROUNDS_MAX];
    struct line *lines; /* owned */
    char *words[3];     /* owned: text, gist and gloss */
};

enum err otherwise_init(struct otherwise *o, struct stage *stage,
                        const struct secret *s, uint32_t n,
                        struct diag *diag) MUST_USE;
void otherwise_fini(struct otherwise *o, struct stage *stage,
                    const struct scenario *whole);

#endif
