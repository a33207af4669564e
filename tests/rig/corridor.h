/*
 * The rig of the core: rooms, a mediator, the keeper of the clock and the links
 * between them, in memory. It drives the actors as a runtime does. A room is
 * either the real actor or a puppet, whose frames the test makes itself.
 *
 * Everything a room was sent is kept, with its time; so are the mediator's
 * notes and a digest of the mediator's inputs.
 */
#ifndef TESTS_RIG_CORRIDOR_H
#define TESTS_RIG_CORRIDOR_H

#include "shuttle/chance.h"
#include "shuttle/keeper.h"
#include "shuttle/seat.h"
#include "tests/rig/play.h"

struct corridor;

/* A frame that a room was sent. */
struct heard {
    struct instant time;
    size_t size;
    uint8_t *bytes; /* owned by the corridor */
    bool ack;       /* an ACK: when it comes is no matter of the talks */
};

struct noted {
    struct instant time;
    uint32_t kind;
    size_t size;
    uint8_t *bytes; /* owned by the corridor */
};

/* What a puppet does when it reads a message. */
typedef void puppet_reacts(struct corridor *c, uint8_t room,
                           const struct message *m);

struct corridor_room {
    struct room *actor; /* NULL: a puppet */
    struct scenario brief;
    struct session session; /* a puppet's */
    struct effects effects;
    struct heard *heard;
    size_t heard_count;
    size_t read; /* of heard */
    struct heard *out;
    size_t out_count;
    size_t arrived; /* of out */
    uint32_t items; /* handed over by a puppet */
    struct instant now;
    bool awake; /* a puppet that says no WAIT */
    bool owes;  /* a puppet that has read something since its last WAIT */
    bool over;
    bool stubborn;       /* a puppet that never says BYE */
    enum reason refused; /* why the keeper ended its session */
    uint32_t finished;   /* outcome of the actor */
    struct noted *notes; /* of the actor */
    size_t note_count;
    uint32_t asks;
};

struct corridor {
    struct scenario brief;
    struct mediator *mediator;
    struct keeper *keeper;
    struct effects effects;
    struct corridor_room room[PLAY_ROOMS];
    uint8_t count;
    struct instant until;
    struct instant live_now;
    puppet_reacts *react;
    struct play *play; /* owned when not NULL */
    struct hash *inputs;
    struct hash *doings; /* the effects */
    struct noted *notes;
    size_t note_count;
    unsigned long steps;
    uint32_t ask;         /* the last ask of the mediator */
    char question[4096];  /* as much as fits */
    size_t question_size; /* all of it */
    size_t reports;       /* lines told to programs */
    const char *reply;    /* to every ask of the mediator; NULL: the test's */
    bool finished;
    uint32_t outcome;
    struct instant armed;
    /* Faults: who is served first, whether rooms are served after each step,
     * and, when not NULL, chance decides who does what next. */
    uint8_t order[PLAY_ROOMS];
    bool eager;
    struct chance *chaos;
};

/* Puppets in all rooms: HELLO is said. Scripts: seats as the play names them.
 * mask has a bit for each room that is a real actor. */
struct corridor *corridor_new(const struct play *p, uint16_t actors, bool live);
/* The same from briefs, one for each room. They are copied; what they point to
 * is borrowed. */
struct corridor *corridor_open(const struct scenario *mediator,
                               const struct scenario *rooms, uint16_t actors);
/* Puppets in all rooms of an empty play of its own, admitted, at time 0. */
struct corridor *corridor_admit(uint8_t rooms, bool live);
void corridor_free(struct corridor *c);

/* Go on until the mediator's time is this, or for ever, or until the talks
 * have ended or nothing moves. */
void corridor_run(struct corridor *c, int64_t until_us);
/* The same, until they end. */
void corridor_end(struct corridor *c);
/* Deliver, step, carry, until nothing moves; puppets say no WAIT of their own.
 */
void corridor_pump(struct corridor *c);

/* A puppet sends a message of its own making. */
void corridor_send(struct corridor *c, uint8_t room, const struct message *m);
/* An ITEM: its number is filled in and returned. */
uint32_t corridor_hand(struct corridor *c, uint8_t room,
                       struct message_item *item);
/* Raw bytes at the keeper's door. */
enum reason corridor_forge(struct corridor *c, uint8_t room, struct bytes raw);
/* The room's connection is no more. */
void corridor_drop(struct corridor *c, uint8_t room, enum reason reason);
/* The answer to an ask of a room's seat. */
void corridor_answer(struct corridor *c, uint8_t room, struct bytes answer);
enum err corridor_switch(struct corridor *c, enum family f,
                         const struct choice *choice);

/* Items a puppet may hand over, empty but for this. */
struct message_item item_saying(enum move move, const char *text);
struct message_item item_offering(unsigned militias, unsigned relief);

/* The nth message (from 0) of this kind that the room was sent; false when
 * there were fewer. Texts are borrowed from the corridor. */
bool corridor_heard(const struct corridor *c, uint8_t room,
                    enum message_kind kind, size_t n, struct message *out,
                    struct instant *time);
/* How many of this kind it was sent. */
size_t corridor_count(const struct corridor *c, uint8_t room,
                      enum message_kind kind);
/* The nth TOLD that has this move; false when there is none. */
bool corridor_told(const struct corridor *c, uint8_t room, enum move move,
                   size_t n, struct message *out, struct instant *time);
size_t corridor_told_count(const struct corridor *c, uint8_t room,
                           enum move move);
/* The nth note of this kind of the mediator. */
bool corridor_note(const struct corridor *c, enum message_kind kind, size_t n,
                   struct message *out, struct instant *time);
/* Whether any frame that the room was sent has these bytes in it. */
bool corridor_leaked(const struct corridor *c, uint8_t room, const char *what);
/* Whether two rooms of two corridors were sent the same bytes at the same
 * times. */
bool corridor_same(const struct corridor *a, const struct corridor *b,
                   uint8_t room);
/* The last status of a receipt for this item, 0 when there was none. */
uint8_t corridor_receipt(const struct corridor *c, uint8_t room, uint32_t item);

#endif
