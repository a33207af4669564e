/*
 * An actor is a pure state machine: inputs with the time in, effects as data
 * out. It has no clock, no socket, no file, no chance of its own, no global.
 * Two runtimes carry the effects out; both write the same canonical record.
 */
#ifndef SHUTTLE_ACTOR_H
#define SHUTTLE_ACTOR_H

#include "shuttle/bytes.h"
#include "shuttle/err.h"
#include "shuttle/instant.h"
#include "shuttle/memory.h"

enum input_kind {
    INPUT_START,    /* bytes: the brief */
    INPUT_MESSAGE,  /* bytes: one whole frame; peer: who sent it */
    INPUT_ANSWER,   /* bytes: the answer; id: of the ask */
    INPUT_DEADLINE, /* id 0: the armed time has come; see DEADLINE_* */
    INPUT_GONE,     /* peer's session ended without a BYE; id: the reason */
    INPUT_KEEPER,   /* from the keeper of the clock of several mediators: how
                       things stand with the one that convenes; id:
                       MESSAGE_ROUND or MESSAGE_OUTCOME; bytes: its body */
};

#define REPORT_EVENT 0u
#define REPORT_HELLO 1u

#define DEADLINE_DUE     0u
#define DEADLINE_STALLED 1u /* simulated clock: all wait, nothing is due */
#define DEADLINE_RUNAWAY 2u /* INSTANT_STEPS_MAX steps at one instant */
#define DEADLINE_STOP    3u /* the talks are stopped from outside */

struct input {
    enum input_kind kind;
    uint16_t peer; /* at the mediator a room's index, at a room a channel */
    uint32_t id;
    struct instant now;
    struct bytes bytes; /* borrowed for the step */
};

enum effect_kind {
    EFFECT_SEND,   /* bytes: one whole frame for peer */
    EFFECT_ARM,    /* wake the actor at due; replaces the time armed before */
    EFFECT_ASK,    /* bytes: a question to a person or a program; id names it;
                      peer: the family that asks (the mediator's) */
    EFFECT_REPORT, /* bytes: one line for the program of family peer; id 1: the
                      first, to one that takes over. In no record, being a
                      function of the inputs */
    EFFECT_RECORD, /* id: kind of a note; bytes: its body */
    EFFECT_FINISH, /* the actor is done; id: the outcome */
};

struct effect {
    enum effect_kind kind;
    uint16_t peer;
    uint32_t id;
    struct instant due;
    struct bytes bytes; /* lives in the effects' arena */
};

/* The effects of one step, in order. */
struct effects {
    struct effect *list; /* owned */
    size_t count;
    size_t capacity;
    struct arena arena; /* holds the bytes; reset with the list */
};

void effects_init(struct effects *e);
void effects_reset(struct effects *e);
void effects_fini(struct effects *e);

/* Append an effect; bytes are copied. Aborts when memory is out: a step either
 * completes or the process ends and the record says where. */
void effects_send(struct effects *e, uint16_t peer, struct bytes frame);
void effects_arm(struct effects *e, struct instant due);
void effects_ask(struct effects *e, uint16_t peer, uint32_t id,
                 struct bytes question);
void effects_report(struct effects *e, uint16_t peer, uint32_t id,
                    struct bytes line);
void effects_record(struct effects *e, uint32_t kind, struct bytes body);
void effects_finish(struct effects *e, uint32_t outcome);

/* What a runtime drives. step asserts nothing about its input but its form:
 * peers may be hostile. */
struct actor {
    void (*step)(void *self, const struct input *in, struct effects *out);
    void *self; /* borrowed */
};

#endif
