/* What the files of the outside programs share:
 *   programs.c        lines to and from them, limits, the end
 *   programs_start.c  starting and stopping one
 */
#ifndef SIM_RUNTIME_PROGRAMS_PRIVATE_H
#define SIM_RUNTIME_PROGRAMS_PRIVATE_H

#include "complaints.h"
#include "dialogue.h"
#include "programs.h"

#include "sim/net/spawn.h"

/* What of a program is watched. */
enum part { PART_IN, PART_OUT, PART_ERRORS, PART_END, PART_COUNT };

/* The program of one family. */
struct slot {
    struct programs *programs;
    enum family family;
    bool used;
    struct dialogue dialogue;
    struct spawn spawn;
    bool walled;
    int fd[PART_COUNT]; /* -1 none; PART_END is the spawn's */
    bool wants_in;      /* PART_IN is watched */
    /* Bytes since its start: sent, and when gated marked and allowed. */
    uint64_t sent, marked, allowed;
    struct complaints complaints;
    size_t complained; /* bytes noted */
    bool told_end;
    char *name; /* as in notes; in the arena */
};

struct programs {
    struct programs_plan plan;
    int epoll;
    struct slot slot[FAMILY_COUNT];
    struct arena arena; /* of their words */
    bool answered;      /* since programs_wait() began */
};

/* A line for the record, about the program of the slot arg. */
void slot_note(void *arg, const char *text);
/* Be told of a part's readiness, or no longer. */
bool slot_watch(struct slot *s, enum part part, uint32_t events);
void slot_unwatch(struct slot *s, enum part part);
void slot_drop(struct slot *s, enum part part);
/* Start the program that the choice in force names; its first line is queued.
 * When it cannot be started its dialogue is over and says why. */
void slot_begin(struct slot *s, struct bytes hello,
                const struct dialogue_ops *ops);
/* Kill it and all that it started, and collect it. */
void slot_stop(struct slot *s);

#endif
