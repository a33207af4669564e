/*
 * Who sits in a room. A seat sees the room's knowledge and hands items over; it
 * is called whenever the room has read a frame or an answer, and is as pure as
 * the room: what it does depends on nothing else.
 */
#ifndef SHUTTLE_SEAT_H
#define SHUTTLE_SEAT_H

#include "shuttle/room.h"

/* Something told here under a handle, kept while it may be answered. */
struct told {
    uint64_t handle;
    uint8_t from;
    uint8_t channel; /* by which it was told */
    bool what_if; /* a what-if or a question of the mediator: a yes to it binds
                     nobody */
    bool whole;   /* its package settles every issue, nothing of it stands
                     in brackets, and it is no what-if */
    bool agreeable; /* a read-back of a package, not of words of this room's */
    enum move move;
    struct position position; /* the options of its package */
    struct digest digest;     /* of its package: of a read-back under the nonce
                                 told with it, else under a nonce of zeros */
    struct instant at;        /* when it was told */
};

#define TOLD_KEPT 64u /* the newest tellings a room can answer */

/* What a room knows. Read-only for seats. */
struct knowledge {
    const struct scenario *brief; /* borrowed */
    struct instant now;           /* of the last frame read */
    bool welcome;
    bool agreed; /* AGREED was read: the implementation runs */
    bool ended;  /* OUTCOME was read */
    int round;   /* index; -1 before the first */
    bool round_open;
    struct instant round_began;
    struct position told_position[ROOMS_MAX]; /* own: as handed over */
    uint32_t asked[ROOMS_MAX];                /* bit per issue */
    bool accepted[ROOMS_MAX];
    bool complained[ROOMS_MAX]; /* others as told, own as handed over */
    uint64_t happened;          /* bit per event */
    struct instant happened_at[EVENTS_MAX];
    uint64_t facts;      /* bit per fact */
    struct position put; /* last whole package put or offered to this room */
    bool has_put;
    uint16_t draft;              /* number of the last draft told; 0 none */
    int32_t trust;               /* as events and own lines have left it */
    struct values values;        /* as events have left them */
    struct authority authority;  /* as capital and events have left it */
    struct told told[TOLD_KEPT]; /* ring, newest at told_count - 1 */
    uint32_t told_count;
    struct {
        struct position position;
        struct instant due;
    } instructions[INSTRUCTIONS_MAX]; /* asked of the capital, not yet received
                                       */
    uint8_t instruction_count;
};

/* What was told under this handle, or NULL. */
const struct told *knowledge_told(const struct knowledge *k, uint64_t handle);
/* A condition_lookup whose arg is a struct knowledge. */
bool knowledge_look(const void *knowledge, enum condition_function f, uint8_t a,
                    uint8_t b, int64_t *value);
/* May the room settle all options of this package now? */
bool knowledge_may(const struct knowledge *k, const struct package *p);
/* May it hand this over now: what it names, and what a yes commits to? */
bool knowledge_may_hand(const struct knowledge *k,
                        const struct message_item *item);
/* When instructions that would cover it are due, or never. */
struct instant knowledge_instructed(const struct knowledge *k,
                                    const struct package *p);

/* The room's hands, valid during a call. */
struct hands; /* opaque */
/* Hand an item over. Its number is filled in, and in a confirmation the digest
 * that was read back. Returns the number. */
uint32_t hands_over(struct hands *h, struct message_item *item);
/* The same through one of several mediators. A reply goes by the one that told
 * what it answers, whatever is asked for; *channel becomes where it went. Each
 * channel has numbers of its own. */
uint32_t hands_over_by(struct hands *h, struct message_item *item,
                       uint8_t *channel);
/* Is what was read back the package under its digest, one that this room has
 * offered or accepted whole, and within its authority? */
bool hands_stand_by(const struct hands *h, const struct message_told *told);
/* What was handed over carries these facts: from now on the room knows them. */
void hands_know(struct hands *h, uint64_t facts);
/* Add to the room's trust, within its bounds. */
void hands_trust(struct hands *h, int32_t points);
/* Ask the capital for these options. Beyond INSTRUCTIONS_MAX that are open
 * nothing is asked, and a FAULT in the record says so. */
void hands_ask_capital(struct hands *h, const struct package *p);
/* Note in the record what became of a scripted line, and of what was handed
 * over by which channel. */
void hands_note_line(struct hands *h, const char *id, uint8_t state,
                     uint32_t item, uint8_t channel);
/* Note in the record that something was refused, and why. */
void hands_refuse(struct hands *h, const char *reason);
/* Wake the room at this time at the latest. */
void hands_wake(struct hands *h, struct instant at);
/* The room stays silent: its clock is held until the seat has an answer. */
void hands_hold(struct hands *h);
/* Open the ask of a person or a program. */
void hands_ask(struct hands *h, uint32_t id, struct bytes question);

struct seat {
    const char *name; /* as in a scenario */
    const char *help;
    size_t state_size;
    /* Set up state_size zeroed bytes. */
    void (*init)(void *state, const struct knowledge *k);
    /* A frame of this kind was read (told: the TOLD, else NULL). */
    void (*react)(void *state, const struct knowledge *k, struct hands *h,
                  enum message_kind kind, const struct message_told *told);
    /* The answer to an ask. */
    void (*answer)(void *state, const struct knowledge *k, struct hands *h,
                   uint32_t id, struct bytes answer);
};

/* The seat of this name, or NULL. */
const struct seat *seat_member(const char *name);

#endif
