/*
 * The judge of a run: from what the rooms' own records say, then with the
 * mediator's. It uses none of the mediator's code, so that a bad carrier does
 * not judge itself. What it found out is kept for reports: who handed over
 * what, and who was told what, when and under which form.
 */
#ifndef SIM_REPORT_VERIFY_H
#define SIM_REPORT_VERIFY_H

#include "shuttle/memory.h"
#include "shuttle/message.h"
#include "shuttle/scenario.h"
#include "sim/report/run_folder.h"

#include <stdio.h>

/* Name, key in JSON, text. All counts must be 0. */
#define VERIFY_TABLE(X)                                                        \
    X(LOST, "lost", "lost")                                                    \
    X(DUPLICATED, "duplicated", "duplicated")                                  \
    X(REORDERED, "reordered", "reordered")                                     \
    X(WITHOUT_LEAVE, "without_leave", "told without leave")                    \
    X(ALTERED, "altered", "altered")                                           \
    X(TRANSCRIPT, "transcript", "transcript mismatches")                       \
    X(BROKEN, "broken", "broken entries")                                      \
    X(AGREEMENT, "agreement", "agreements not confirmed")                      \
    X(DRAFT, "drafts", "drafts that are not one text")                         \
    X(DELAYED, "delayed", "told later than could be")                          \
    X(TWO_FACED, "two_faced", "told differently in two rooms")                 \
    X(FAVOURED, "favoured", "rooms favoured")                                  \
    X(LEAKED, "leaked", "leaked to the press")                                 \
    X(INTERRUPTED, "interrupted", "records interrupted")

enum verify_kind {
#define X(NAME, key, text) VERIFY_##NAME,
    VERIFY_TABLE(X)
#undef X
};
#define VERIFY_KINDS 14u

#define VERIFY_NONE UINT32_MAX

/* Something a room handed over, from that room's own record. */
struct verify_item {
    uint8_t room; /* author */
    uint32_t number;
    struct instant handed;
    struct instant taken; /* by the mediator's record; never when it does not
                             say */
    uint64_t taken_at;    /* entry of the mediator's record that says so */
    uint8_t carrier;      /* who took it, by that record; 255 at the door */
    uint64_t frame;       /* number of the frame in the author's session */
    uint64_t handed_at;   /* entry of the author's record */
    uint16_t to;          /* bit per room, the author left out */
    bool sealed;          /* an answer to a blind proposal */
    bool heard;           /* meant for the mediator alone */
    bool bridged;         /* answers a bridging proposal: for those only that it
                             was put to */
    bool asked;           /* the mediator asked its author whether it may be
                             told, or in these words */
    bool unjudged;        /* its condition could not be evaluated */
    uint32_t recall;      /* the first item that recalls it, or VERIFY_NONE */
    const struct message_item *item;
    struct {
        enum disposition disposition; /* what became of it there */
        uint8_t rule;         /* of the mediator's DISPOSED note, or 0 */
        bool disposed;        /* the mediator's record says so */
        bool released;        /* the mediator's record says that it was told */
        uint64_t released_at; /* and this entry of it does */
        bool waited;          /* it says that it was held for a reason */
        uint32_t telling;     /* first telling there, or VERIFY_NONE */
    } passage[ROOMS_MAX];
};

/* Something told in a room, from that room's own record. */
struct verify_telling {
    uint8_t room; /* where */
    struct instant told;
    uint64_t frame;       /* number of the frame in that room's session */
    uint64_t told_at;     /* entry of that room's record */
    uint16_t channel;     /* of the room, by which it came */
    uint32_t item;        /* which item it tells, or VERIFY_NONE */
    uint8_t rule;         /* of the mediator's RELEASED note, or 0 */
    uint8_t author;       /* by that note; FROM_NOBODY when there is none */
    bool released;        /* such a note stands */
    uint64_t released_at; /* its entry in the mediator's record */
    const struct message_told *message;
};

struct verify_finding {
    enum verify_kind kind;
    uint8_t room;  /* author of the item; FROM_NOBODY when there is none */
    uint32_t item; /* the author's number; 0 when there is none */
    uint8_t to;    /* addressee; FROM_NOBODY when there is none */
    struct instant handed; /* never when it was not */
    struct instant told;   /* never when it was not */
    struct bytes said;     /* as said; borrowed */
    struct bytes heard;    /* as told; borrowed */
    const char *message;   /* one line */
};

enum verify_verdict {
    VERIFY_HOLDS = 0,
    VERIFY_FAILS = 1,
    VERIFY_UNJUDGED = 2,
};

/* Texts are borrowed from the folder; the rest is owned. */
struct verify_result {
    struct arena arena;
    uint8_t room_count; /* highest index of a room with a record, plus 1 */
    struct bytes name[ROOMS_MAX];
    uint64_t talk;
    bool has_mediator;
    const char *mediator; /* id of one of several mediators; else NULL */
    bool elsewhere;       /* agreement was told of that another one reached */
    struct verify_item *items; /* by room and hand-over */
    uint32_t item_count;
    struct verify_telling *tellings; /* by room and time */
    uint32_t telling_count;
    enum outcome outcome; /* as told in the rooms; OUTCOME_NONE: not told */
    struct package agreed;
    struct verify_finding *findings;
    uint32_t finding_count;
    uint32_t finding_capacity;
    uint32_t count[VERIFY_KINDS];
    uint32_t fate[16]; /* passages by enum disposition */
    uint32_t unjudged; /* conditions that could not be evaluated */
    /* By author: items that the mediator had a chance to tell, and those of
     * them that were told later or never. All 0 where that cannot be said. */
    uint32_t chances[ROOMS_MAX];
    uint32_t late[ROOMS_MAX];
};

/*
 * Judge a run. scenario gives the names that conditions use and may be NULL:
 * conditions are then counted as unjudged. The folder is borrowed and must
 * outlive the result. ERR_OK when the run was judged, whatever was found;
 * ERR_MEMORY, ERR_MISMATCH when the records are not of one talk or a room's is
 * missing. Call verify_fini in every case.
 */
enum err verify_run(const struct run_folder *folder,
                    const struct scenario *scenario, struct verify_result *out,
                    struct diag *diag) MUST_USE;
/* The same by one of several mediators, by its index in the scenario, which
 * must be given: what went by its channels alone, as if there were no others.
 */
enum err verify_run_by(const struct run_folder *folder,
                       const struct scenario *scenario, uint8_t mediator,
                       struct verify_result *out, struct diag *diag) MUST_USE;
void verify_fini(struct verify_result *r);

/* Holds; does not hold; or cannot be said: records interrupted, the mediator's
 * record missing, conditions unjudged. */
enum verify_verdict verify_verdict(const struct verify_result *r);

const char *verify_key(enum verify_kind kind);
const char *verify_text(enum verify_kind kind);

/* For people: the figures, then every finding with both texts. */
void verify_print(const struct verify_result *r, FILE *out);
/* One JSON object on one line. */
enum err verify_json(const struct verify_result *r, FILE *out) MUST_USE;

#endif
