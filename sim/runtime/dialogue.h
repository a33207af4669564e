/*
 * What is said with one outside program, without the machine: lines that go to
 * it, and what comes from it, judged. Both runtimes use it, so both judge
 * alike.
 *
 *   DIALOGUE_HELLO -> DIALOGUE_TALKS -> DIALOGUE_OVER
 *
 * HELLO: its first line is awaited; TALKS: it answers; OVER: it failed for good
 * or is no longer wanted, and every ask is answered with a failure.
 *
 * Every ask is answered once: by the program's line, or in its place by
 * {"failed": "..."}, with "final": true once it is over.
 */
#ifndef SIM_RUNTIME_DIALOGUE_H
#define SIM_RUNTIME_DIALOGUE_H

#include "shuttle/bytes.h"
#include "shuttle/limits.h"

enum dialogue_state {
    DIALOGUE_HELLO,
    DIALOGUE_TALKS,
    DIALOGUE_OVER,
};

struct dialogue_ops {
    /* An ask is answered; called during any of the functions below. */
    void (*answer)(void *arg, uint32_t ask, struct bytes line);
    /* One line for the record. */
    void (*note)(void *arg, const char *line);
};

struct dialogue {
    enum dialogue_state state;
    const struct dialogue_ops *ops; /* borrowed */
    void *arg;
    int64_t timeout_us; /* for an answer */
    int64_t since_us;   /* when what is awaited began to be */
    char why[256];      /* of OVER, as JSON text without quotes */
    uint8_t *out;       /* owned: out_at to out_size is still to be written */
    size_t out_at, out_size, out_capacity;
    uint8_t *in; /* owned: a line so far */
    size_t in_size, in_capacity;
    uint32_t *asks; /* owned: open, oldest first */
    size_t ask_count, ask_capacity;
    unsigned late;  /* answers that did not come in time */
    unsigned stray; /* lines that answer nothing, in a row */
};

void dialogue_init(struct dialogue *d, const struct dialogue_ops *ops,
                   void *arg, int64_t timeout_us, int64_t now_us);
void dialogue_fini(struct dialogue *d);

/* Tell it something; or ask it. */
void dialogue_tell(struct dialogue *d, struct bytes line);
void dialogue_ask(struct dialogue *d, uint32_t ask, struct bytes line,
                  int64_t now_us);
/* It wrote these bytes. */
void dialogue_hear(struct dialogue *d, struct bytes bytes, int64_t now_us);
/* When it is late: INT64_MAX when nothing is awaited. */
int64_t dialogue_due(const struct dialogue *d);
/* The time is this: whoever is late has failed. */
void dialogue_time(struct dialogue *d, int64_t now_us);
/* It is over; why is plain ASCII. Does nothing when it is over already. */
void dialogue_end(struct dialogue *d, const char *why);

#endif
