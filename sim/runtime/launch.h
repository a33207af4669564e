/* The launcher's processes, private to launch*.c. */
#ifndef SIM_RUNTIME_LAUNCH_H
#define SIM_RUNTIME_LAUNCH_H

#include "complaints.h"
#include "ends.h"
#include "run.h"
#include "setup.h"

#include "system.h"

#include "sim/net/spawn.h"

struct event;
struct event_base;
struct launcher;

/* One started process: a mediator or a room. */
struct child {
    struct launcher *launcher;
    const char *name; /* "mediator" or the room's id; borrowed */
    int room;         /* -1: the first mediator; behind the rooms the others */
    bool mediates;
    struct spawn spawn;
    bool running;
    struct identity identity;
    struct ends ends;
    struct event *on_end;
    struct event *on_control;
    struct event *on_errors;
    struct complaints said;
    bool killed;     /* it ended by a signal */
    char kept[2048]; /* a room's complaints, until all has ended */
    size_t kept_size;
};

struct launcher {
    struct run *run;
    struct event_base *base;
    struct child mediator;
    struct child rooms[ROOMS_MAX];
    uint8_t room_count;
    struct child further[MEDIATORS_MAX - 1]; /* the other mediators */
    uint8_t further_count;
    int line[MEDIATORS_MAX][2]; /* from the first to each other; -1 none */
    struct event *on_signal[STOP_SIGNALS];
    struct event *on_late;  /* children that do not end */
    struct event *on_quiet; /* the mediator's record has paused */
    struct person *person;  /* at the terminal; NULL when there is none */
    int signals;            /* how often we were told to stop */
    int64_t told_at_us;     /* when first */
    bool mediating;         /* the mediator has begun its record */
    enum err err;
    struct diag *diag;
};

/* A child by the number of its process, and how many there are. */
struct child *launch_child(struct launcher *l, size_t n);
size_t launch_count(const struct launcher *l);

/* launch_watch.c: see the children through to their end. */
enum err launch_watch(struct launcher *l) MUST_USE;

#endif
