/* What the parts of verify share. */
#ifndef SIM_REPORT_VERIFY_PRIVATE_H
#define SIM_REPORT_VERIFY_PRIVATE_H

#include "shuttle/frame.h"
#include "shuttle/record.h"
#include "sim/report/verify.h"

/* A frame as one record has it. */
struct shot {
    struct frame frame;
    struct bytes whole;
    struct instant time;
    uint64_t index; /* of the entry in the canonical chain */
};

struct lane {
    struct shot *shot;
    size_t count;
    size_t capacity;
};

struct note {
    uint32_t kind;
    struct instant time;
    uint64_t index;
    struct bytes body;
};

/* What a RECORD_SESSION entry says of one session. */
struct closing {
    bool known;
    uint64_t sent;
    struct digest sent_digest;
    uint64_t received;
    struct digest received_digest;
};

/* One record, read. Lanes and closings by peer: at a room 0, at the mediator
 * the room. */
struct journal {
    const char *file; /* NULL: there is no such record */
    /* Of a room with several mediators: the channel that is judged, which is
     * lane 0 here, or -1 when it has none; -2: it has one mediator. */
    int channel;
    struct record_head head;
    bool broken;
    bool closed;
    struct lane sent[ROOMS_MAX];
    struct lane received[ROOMS_MAX];
    struct closing closing[ROOMS_MAX];
    struct note *note;
    size_t note_count;
    size_t note_capacity;
    bool asks;          /* it asked a person or a program */
    struct bytes brief; /* what it was started with; borrowed */
};

/* What the design claims. */
struct claims {
    bool words;  /* tells every text, in its own words or declared ones */
    bool prompt; /* waits for nothing but caveats */
    bool alone;  /* one mediator, who has all that was taken with him */
    /* Below: from the brief that the mediator was started with; all false
     * where there is none. */
    bool known;
    bool one_carry;     /* the same one all the while */
    bool own_text;      /* it is verbatim */
    uint64_t consent;   /* bit per round: its author is asked before telling */
    uint64_t read_back; /* bit per round: other words are confirmed first */
    bool clocks;     /* several live ones: a room's time is that of the one it
                        heard last, which may be ahead of another */
    bool live;       /* by a clock of the wall */
    uint64_t steady; /* bit per round: all of the first three hold in it */
};

struct verify {
    const struct scenario *scenario; /* or NULL */
    struct verify_result *out;
    uint8_t by;                     /* the mediator that is judged */
    uint16_t reach;                 /* bit per room that speaks through it */
    struct journal room[ROOMS_MAX]; /* by index of the room */
    struct journal mediator;
    size_t item_capacity;
    size_t telling_capacity;
    uint32_t item_start[ROOMS_MAX + 1]; /* items of a room are neighbours */
    uint32_t telling_start[ROOMS_MAX + 1];
    /* The mediator's entries between which it takes items. */
    uint64_t admitted;
    uint64_t concluded; /* UINT64_MAX: it does not say how the talks ended */
    bool memory;        /* ran out of it */
    struct claims claims;
};

/* Make room for one more; the block is from memory.h. NULL when memory is
 * out, and v->memory is set. */
void *verify_grow(struct verify *v, void *block, size_t count, size_t *capacity,
                  size_t size);

/* Note a finding. item and telling may be NULL. */
void verify_find(struct verify *v, enum verify_kind kind,
                 const struct verify_item *item,
                 const struct verify_telling *telling, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* The finding just noted, to be completed. */
struct verify_finding *verify_last(struct verify *v);

/* Whether there is such a finding for the item in this room. */
bool verify_found(const struct verify *v, enum verify_kind kind,
                  const struct verify_item *item, uint8_t to);

/* Read a record into a journal; what is wrong with it becomes a finding. */
void verify_journal_read(struct verify *v, struct journal *j,
                         const struct run_file *file);
void verify_journal_fini(struct journal *j);

/* Fill items and tellings from the rooms' records, then link them. */
void verify_fill(struct verify *v);
void verify_link(struct verify *v);
/* What was told there as the mediator's own idea, in words of his, may be this
 * item: nothing in the rooms' records says whose it was. */
bool verify_may_be_idea(const struct verify *v, const struct verify_item *item,
                        uint8_t to);
/* The item, or NULL. */
struct verify_item *verify_item_of(struct verify *v, uint8_t room,
                                   uint32_t number);
/* The telling in this room under this handle, from the nth on; or NULL. */
struct verify_telling *verify_telling_of(struct verify *v, uint8_t room,
                                         uint64_t handle);
/* The author's own words, with nothing that makes it wait, to another room. */
bool verify_is_plain(const struct verify_item *item);

/* Nothing that its author, the addressee or the design did can have made it
 * wait past verify_ready. */
bool verify_has_to_go(const struct verify *v, const struct verify_item *item,
                      uint8_t to);
/* From when the mediator may tell it there; never when that cannot be said. */
struct instant verify_ready(const struct verify *v,
                            const struct verify_item *item, uint8_t to);
/* The rounds as the room saw them, from one time to another: a bit each, all
 * between the first and the last; all there can be when that cannot be said. */
uint64_t verify_rounds(const struct verify *v, uint8_t room,
                       struct instant from, struct instant till);
/* The room may have left the round at some time between the two. */
bool verify_is_away(const struct verify *v, uint8_t room, struct instant from,
                    struct instant till);

/* The parts of the judgement. verify_pace comes after verify_passages. */
void verify_claims(struct verify *v);
void verify_pace(struct verify *v);
void verify_faces(struct verify *v);
void verify_sessions(struct verify *v);
void verify_passages(struct verify *v);
void verify_leave(struct verify *v);
void verify_consent(struct verify *v);
void verify_agreement(struct verify *v);
void verify_drafts(struct verify *v);
void verify_exchange(struct verify *v);

/* Whether a sealed deposit had by then been opened to this room together with
 * those of the others. */
bool verify_is_open(struct verify *v, const struct verify_item *item,
                    uint8_t to, struct instant when);
/* A RESULT that is what came of an exchange. */
bool verify_is_exchange_result(const struct verify *v,
                               const struct verify_telling *t);

/* Its author gave these words himself when he was asked whether it may be told,
 * or in other words. */
bool verify_gave_words(struct verify *v, const struct verify_item *item,
                       struct bytes words);

/* The first receipt of this status that the author read for it, or NULL. */
const struct shot *verify_receipt(const struct verify *v,
                                  const struct verify_item *item,
                                  enum receipt status);
/* Whether the item's condition held at some moment up to then. */
bool verify_condition(struct verify *v, const struct verify_item *item,
                      struct instant when);
/* Whether it held over what the mediator, by its own record, had taken when it
 * released the telling; true when that cannot be said. */
bool verify_condition_taken(struct verify *v, const struct verify_item *item,
                            const struct verify_telling *t);

#endif
