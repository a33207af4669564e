/*
 * The board: all that the mediator knows of the talks, as the four families may
 * see it. It is a fold over the mediator's recorded inputs; members read it and
 * never write it. Sealed answers are not on it.
 */
#ifndef SHUTTLE_BOARD_H
#define SHUTTLE_BOARD_H

#include "shuttle/agenda.h"
#include "shuttle/condition.h"
#include "shuttle/instant.h"
#include "shuttle/memory.h"
#include "shuttle/message.h"
#include "shuttle/scenario.h"

/* Where an item stands with one addressee. */
enum carriage {
    CARRIAGE_NONE,    /* not addressed to this room */
    CARRIAGE_WAITING, /* in the tray, or taken and not judged yet */
    CARRIAGE_HELD,    /* judged: not yet */
    CARRIAGE_READY,   /* judged: to be told when the mediator is there */
    CARRIAGE_DONE,    /* told, withheld, expired, withdrawn: see disposition */
};

struct passage {
    enum carriage state;
    enum disposition disposition; /* when done */
    enum rule rule;               /* of the last judgement */
    struct instant until;         /* held: judge again then at the latest */
    uint64_t handle;              /* under which it was or will be told */
    uint32_t stir;                /* the board's stir when it was last judged */
    uint32_t ask;   /* open ask of hold or carry about it; 0 none */
    uint16_t noted; /* last judgement noted: verdict and rule, noted once */
    bool again : 1; /* a faulty hold has it told twice */
    bool lost : 1;  /* a faulty hold says that it was told; it was not */
    bool wording;   /* the open ask is of carry, before it is read back */
};

enum consent {
    CONSENT_NONE, /* not asked */
    CONSENT_ASKED,
    CONSENT_GIVEN,
    CONSENT_REFUSED,
};

/* Something handed over. Owned by the mediator; texts live in the same block.
 */
struct item {
    struct item *next; /* list of all live items, oldest first */
    uint8_t room;      /* author, or FROM_MEDIATOR */
    uint32_t number;   /* the author's own */
    enum move move;
    enum answer answer;
    uint8_t about;
    uint16_t to; /* bit per room, never 0 */
    struct caveats caveats;
    struct condition *condition; /* of if_they_move_first, else NULL; owned */
    struct package package;
    uint64_t re;        /* handle of what it replies to */
    uint8_t re_room;    /* author of that as this room knows him, or
                           FROM_MEDIATOR; the item's own author when it answers
                           nothing */
    uint32_t re_number; /* that author's own number; of a withdrawal: the own
                           item recalled */
    struct bytes text;
    struct bytes gist;
    struct bytes gloss;
    struct instant handed;
    struct instant begun; /* when a carrier began to take it; never before */
    struct instant ended; /* when it was taken; never before */
    struct nonce nonce;   /* of a package put by the mediator, of a deposit */
    struct digest digest; /* that a confirming reply names; of a deposit */
    struct instant due;   /* when the result of a proposal leaves */
    uint16_t draft;       /* number of a draft; 0 */
    uint32_t brackets;    /* of a draft: bit per issue that is still open */
    uint64_t facts;       /* bit per fact that it carries */
    uint8_t carrier;      /* who of the team takes it or has it; CARRIER_NONE:
                             nobody yet, or all of them alike */
    bool taken;
    bool withdrawn;
    enum consent consent; /* the author's, where hold asks for it */
    struct instant asked; /* since when */
    /* His confirmation of the words it is told in, where carry reads them back,
     * and the form that they are told in then. */
    enum consent reading;
    enum form reading_form;
    uint8_t *words; /* owned: other words that he gave then, or NULL */
    bool opened;    /* a sealed deposit that an exchange opened */
    struct passage passage[]; /* one per room */
};

#define CARRIER_NONE 255u
#define ROOM_HOME    255u /* a carrier's own place, where no room is */

/* One of the mediator's team. */
struct carrier {
    bool walking;
    uint8_t room;   /* where he is, or where he walks to; ROOM_HOME */
    uint32_t visit; /* number of this visit, over all rooms */
    /* The last row of takings of this visit: how many are done, and when he
     * began with it (never: there was none). */
    uint32_t run;
    struct instant began;
    struct instant arrives; /* when walking */
    struct instant since;   /* when he came in */
};

/* A proposal of the mediator that is open. */
struct proposal {
    bool open;
    uint32_t item; /* the mediator's own number */
    struct package package;
    struct instant due; /* when its result leaves; fixed when it was put */
};

/* The single text: the draft that is current. */
struct drafting {
    uint16_t number; /* 0: there is none yet */
    uint32_t item;   /* the mediator's own number */
};

/* An exchange of sealed deposits that is open. */
struct exchange {
    bool open;
    uint16_t rooms;     /* bit per room that takes part */
    uint32_t item;      /* the mediator's own number */
    struct instant due; /* when it opens them, or nothing; fixed when put */
};

struct board_room {
    struct position position; /* options deposited, mediator_only left out */
    uint32_t asked;           /* bit per issue asked about */
    uint64_t facts;           /* bit per fact that it handed over or was told */
    uint32_t tray;            /* items handed over and not yet taken */
    uint32_t inert;           /* of these, mediator_only: they steer nothing */
    uint32_t claimed;         /* of these, those that a carrier is taking */
    uint32_t deliverable;     /* items ready to be told here */
    uint32_t visits;
    uint32_t refused; /* things that it could not hand over */
    bool here;        /* admitted and not gone */
    bool owes;        /* was told something and has handed nothing over since */
    /* It has left the round, and is told nothing until it hands over something
     * else or another round begins. */
    bool suspended;
    struct instant told; /* when it was last told something */
    bool accepted;       /* has accepted the package last put or offered */
    bool complained;
    bool answered;     /* the current draft */
    uint16_t comments; /* on the current draft */
};

/* A room's line that a line of the mediator waits for or rests on, under its
 * handle. */
struct mark {
    uint64_t handle;
    bool taken;
    uint8_t room; /* whose it is, and its number there, once taken */
    uint32_t number;
    bool withdrawn;
    struct instant at; /* when it was taken */
};

/* The answer to an ask, during the step that brought it. */
struct board_answer {
    uint32_t ask; /* 0 none */
    uint8_t family;
    uint8_t carrier;         /* walk: who asked */
    uint8_t to;              /* hold and carry: on its way to this room */
    const struct item *item; /* hold and carry; NULL */
    struct bytes bytes;      /* borrowed for the step */
};

struct board {
    const struct scenario *brief; /* the mediator's own */
    struct instant now;
    struct instant round_began;
    int round; /* index, -1 before the first */
    bool round_open;
    bool agreed; /* agreement is reached, and its implementation runs */
    uint8_t room_count;
    struct board_room *room; /* room_count of them */
    struct item *items;      /* oldest first */
    struct carrier carrier[CARRIERS_MAX];
    uint8_t carrier_count; /* 0: the mediator is in every room at once */
    struct proposal proposal;
    struct drafting drafting;
    struct exchange exchange;
    uint64_t happened; /* bit per event of the world */
    /* Bit per line of the mediator, counted over all rounds: put or dropped,
     * or passed over in a choice; and put. */
    uint64_t settled[LINES_MAX / 64];
    uint64_t put[LINES_MAX / 64];
    struct instant *put_at;      /* by line, of those that were put */
    struct instant *happened_at; /* by event, of those that happened */
    /* What the mediator's lines wait for, and whether it was taken. */
    struct mark *marks; /* mark_count of them */
    uint16_t mark_count;
    /* With a walk of exchanges: he is in no room now; he is in all, and nothing
     * of one room is told in another. */
    bool shut;
    bool withheld;
    /* Something was said to a room at this instant and the rooms have not all
     * been waited for since. */
    bool fresh;
    uint32_t urgent;   /* live items that are */
    uint32_t failures; /* of outside programs, so far */
    uint32_t stir;     /* raised whenever a held item should be judged again */
    struct board_answer answered;
    struct instant embargo; /* parties' accounts are told no earlier */
};

/* True when the mediator may tell something in this room now. */
bool board_present(const struct board *b, uint8_t room);
/* True when whoever has this item is in this room now: the carrier who took it,
 * or for what all have alike any of them. */
bool board_has(const struct board *b, const struct item *item, uint8_t room);
/* What is to be taken next from a room's tray: the oldest urgent item that
 * nobody is taking, else the oldest one; NULL when there is none. */
const struct item *board_next(const struct board *b, uint8_t room);
/* Items in a carrier's hand that he can still tell somewhere: judged ready, or
 * not judged yet. What waits for its caveat is in his notes, not in his hand.
 */
uint32_t board_hand(const struct board *b, uint8_t carrier);
/* Bit per room for which a carrier has something to tell. */
uint16_t board_ready(const struct board *b, uint8_t carrier);
/* True when a carrier on his way does not pass by this room: someone is there,
 * and not to himself but for what he has for him. */
bool board_visited(const struct board *b, uint8_t room);
/* What a condition of the mediator may look at: a condition_lookup whose arg is
 * the board. */
bool board_look(const void *board, enum condition_function f, uint8_t a,
                uint8_t b, int64_t *value);
bool board_holds(const struct board *b, const struct condition *c);
/* The option a room last deposited for an issue, or OPTION_NONE. */
uint8_t board_position(const struct board *b, uint8_t room, uint8_t issue);

/* Number of a line of the mediator over all rounds. */
uint16_t board_line(const struct board *b, uint8_t round, uint16_t line);
bool board_settled(const struct board *b, uint16_t line);
bool board_put(const struct board *b, uint16_t line);
/* The mark of a handle, or NULL where no line of the mediator has it. */
const struct mark *board_mark(const struct board *b, uint64_t handle);
/* All that a line of the mediator rests on has been taken. */
bool board_grounded(const struct board *b, const struct line *line);

/* What members are told has happened; a decision may follow each. */
enum event_kind {
    BOARD_STARTED,
    BOARD_HANDED, /* an item lies in a room's tray */
    BOARD_TAKEN,  /* a carrier took it */
    BOARD_JUDGED,
    BOARD_TOLD,
    BOARD_DISPOSED,
    BOARD_ARRIVED, /* a carrier came into a room */
    BOARD_LEFT,
    BOARD_ROUND,
    BOARD_WORLD,
    BOARD_PUT,
    BOARD_RESULT,
    BOARD_ANSWER, /* the answer to a member's ask */
};

struct board_event {
    enum event_kind kind;
    uint8_t room;
    uint8_t carrier;
    bool yes;                /* BOARD_RESULT */
    const struct item *item; /* or NULL */
};

/* How a member asks a person or a program: take an id with asking_next, point
 * to the question, and return the pending decision. The answer comes as
 * BOARD_ANSWER and stands in the board's `answered`; the same decision is asked
 * again in that step, if it still matters. */
struct asking {
    uint32_t next;
    uint32_t id;           /* of the question put in this decision; 0 none */
    struct bytes question; /* JSON, one line; borrowed for the step */
    struct arena *arena;   /* of the step, for what a member writes */
    const char *fault;     /* what failed, to be noted; NULL; for the step */
};

uint32_t asking_next(struct asking *a);

/* What hold and carry decide on: an item on its way to one room. */
struct crossing {
    const struct item *item; /* borrowed */
    uint8_t to;              /* index of the room */
};

#endif
