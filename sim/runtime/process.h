/*
 * One process of the talks, without the machine: an actor made from its brief,
 * its record, and for the mediator the keeper of the clock. Both runtimes drive
 * this and nothing else, so both write the same canonical record.
 */
#ifndef SIM_RUNTIME_PROCESS_H
#define SIM_RUNTIME_PROCESS_H

#include "shuttle/keeper.h"
#include "shuttle/record.h"
#include "shuttle/room.h"
#include "shuttle/seat.h"

struct process {
    char name[NAME_MAX_SIZE + 16];
    struct arena arena;           /* of the brief */
    const struct scenario *brief; /* in the arena */
    struct bytes brief_text;      /* borrowed */
    struct mediator *mediator;    /* owned; the mediator's process only */
    struct keeper *keeper;        /* owned; likewise */
    struct room *room;            /* owned; a room's only */
    struct actor actor;
    struct record *record;  /* owned */
    struct effects effects; /* of the last input; read them before the next */
    struct instant now;     /* of the last input */
    bool finished;
    uint32_t outcome; /* once finished */
};

struct process_plan {
    struct bytes brief; /* text of the brief; borrowed for good */
    enum record_mode mode;
    record_sink *sink; /* NULL in digest mode */
    void *arg;
};

/* Read the brief, make its actor and open its record. On failure nothing is
 * left to free; diag says what is wrong. */
enum err process_init(struct process *p, const struct process_plan *plan,
                      struct diag *diag) MUST_USE;
void process_fini(struct process *p);
/* "mediator", "mediator-swiss" of another than the first, or the room's id. */
const char *process_name(const struct process *p);

/* Record an input, let the actor act on it, record what it did. The effects
 * are in p->effects. An error is the record's. */
enum err process_input(struct process *p, const struct input *in) MUST_USE;

/* A room's inputs: a frame comes by a channel. A frame's own time is the room's
 * time. */
enum err process_start(struct process *p) MUST_USE;
enum err process_frame(struct process *p, uint8_t channel,
                       struct bytes bytes) MUST_USE;
enum err process_answer(struct process *p, uint32_t ask,
                        struct bytes answer) MUST_USE;
enum err process_gone(struct process *p, uint8_t channel,
                      enum reason reason) MUST_USE;

/* The mediator's: take what the keeper has to give. *given is false when it has
 * to wait. */
enum err process_turn(struct process *p, struct instant live_now,
                      bool *given) MUST_USE;

/* The session with a peer: of rooms a channel, of the mediator a room. */
struct session *process_session(struct process *p, uint8_t peer);
/* Write the sessions' transcripts and the closing entries. */
enum err process_close(struct process *p, int64_t wall_us) MUST_USE;

#endif
