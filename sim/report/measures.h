/*
 * What one run came to, in numbers that relay designs are compared by: read
 * from the records of a run. All integers; times in microseconds of the talks.
 */
#ifndef SHUTTLE_REPORT_MEASURES_H
#define SHUTTLE_REPORT_MEASURES_H

#include "sim/report/score.h"
#include "sim/report/verify.h"

#include "shuttle/record.h"

/* A number of waits, what they add up to and the longest. */
struct waits {
    uint32_t count;
    int64_t sum;
    int64_t longest;
};

struct measures_room {
    bool has_values;
    int32_t value;   /* of the outcome */
    int32_t surplus; /* over no deal */
    uint32_t handed; /* items it handed over */
    uint32_t heard;  /* tellings in this room */
    uint32_t visits;
    struct waits taking;  /* its own items: handed over to taken */
    struct waits telling; /* its own items: taken to told, each addressee */
};

/* What went by one of the mediators. */
struct measures_mediator {
    uint32_t crossings;
    uint32_t walks;
    uint32_t visits;
    struct waits taking;
    struct waits telling;
};

/* One scripted line of a room. */
struct measures_line {
    bool handed;
    bool taken;
    bool told;
    int64_t taking;  /* handed over to taken */
    int64_t telling; /* taken to first told */
    bool breached;   /* told where or as its author forbade */
};

struct measures {
    enum outcome outcome;
    int16_t ending;          /* index of the named ending; -1 none */
    struct position package; /* the options agreed */
    int64_t end;
    struct measures_room room[ROOMS_MAX];
    struct measures_mediator mediator[MEDIATORS_MAX];
    uint32_t crossings; /* items of one room told in another */
    uint32_t form[8];   /* of those, by enum form */
    uint32_t own;       /* tellings of what the mediator put forward */
    uint32_t walks;     /* legs walked */
    int64_t walked;     /* time on the way, of all carriers */
    int64_t carried;    /* carriers times the length of the talks; 0 when the
                           mediator is everywhere */
    /* Items said under a caveat that limits telling, or in confidence. */
    uint32_t confidences;
    uint32_t used;     /* told somewhere, as their authors allowed */
    uint32_t breached; /* told where or as their authors forbade */
    uint32_t withheld, expired, withdrawn, held, untaken;
    uint32_t faults;              /* refused by a rule */
    uint32_t failed;              /* times that an outside program failed */
    uint32_t found[VERIFY_KINDS]; /* by verify, where it was asked */
    /* Who sees sizes and times of frames alone, and guesses for every crossing
     * from which item it came: the item nearest in size of those handed over
     * before by other rooms and not yet guessed, of two the newer. */
    uint32_t linked;
    uint32_t linked_by_chance; /* expected, in thousandths */
    /* Compared with all packages, when they can be enumerated. */
    bool has_best;
    uint16_t joint_share; /* in thousandths of the best */
    uint16_t nash_share;
    int32_t left; /* on the table */
};

struct measures_reader; /* opaque: memory that is used again */

/* NULL when out of memory. The scenario is borrowed. */
struct measures_reader *measures_new(const struct scenario *whole);
void measures_free(struct measures_reader *r);
/* The lines of all rooms, round by round and room by room. */
uint32_t measures_line_count(const struct measures_reader *r);
const struct line *measures_line(const struct measures_reader *r, uint32_t n,
                                 uint8_t *room);

/* Read the records of a run, the first mediator's, then each room's, then those
 * of the other mediators; lines has measures_line_count entries. ERR_MEMORY,
 * ERR_MALFORMED or ERR_MISMATCH when a record cannot be read. */
enum err measures_read(struct measures_reader *r, const struct bytes *records,
                       struct measures *out,
                       struct measures_line *lines) MUST_USE;

/* For designs that are faulty on purpose, after measures_read of the same run:
 * what verify finds in its records, and which confidences it broke without the
 * mediator's record saying so. staged is the scenario with the design that was
 * run. */
enum err measures_judge(struct measures_reader *r,
                        const struct scenario *staged,
                        const struct bytes *records, struct measures *out,
                        struct measures_line *lines,
                        struct diag *diag) MUST_USE;

#endif
