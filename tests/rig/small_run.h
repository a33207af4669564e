/*
 * A run of three rooms written by hand: real sessions, real records, and a
 * mediator that does what the test says. Records are kept in memory.
 */
#ifndef TESTS_RIG_SMALL_RUN_H
#define TESTS_RIG_SMALL_RUN_H

#include "shuttle/record.h"
#include "shuttle/scenario.h"
#include "shuttle/session.h"
#include "sim/report/run_folder.h"

#define SMALL_ROOMS  3u
#define SMALL_RECORD 65536u

enum { US, IRAN, QATAR };

struct small_bytes {
    uint8_t data[SMALL_RECORD];
    size_t size;
};

struct small_run {
    struct instant now;
    struct record *mediator;
    struct record *room[SMALL_ROOMS];
    struct session at_mediator[SMALL_ROOMS];
    struct session at_room[SMALL_ROOMS];
    struct small_bytes mediator_bytes;
    struct small_bytes room_bytes[SMALL_ROOMS];
    uint64_t fresh; /* handles of the mediator's own tellings */
    /* What the next item or telling meets, then cleared. */
    bool deny;          /* left out of the mediator's record */
    bool no_take;       /* handed over, not taken before small_take */
    bool no_note;       /* told without a RELEASED note */
    bool no_send;       /* noted as told, not sent */
    const char *forge;  /* the mediator's record has these words */
    int unclosed;       /* record left without its closing; -1 none */
    bool false_outcome; /* the last room is told another package */
};

/* Names for conditions: rooms us, iran, qatar; issues militias (continue,
 * pause, end) and relief (none, waivers, funds). */
const struct scenario *small_scenario(void);

/* Rooms admitted, first round begun. */
void small_begin(struct small_run *r);
void small_at(struct small_run *r, int64_t seconds);
/* Conclusion told, goodbyes, sessions and closing entries. agreed may be NULL.
 */
void small_end(struct small_run *r, const struct message_outcome *outcome);
void small_fini(struct small_run *r);
/* A folder over the records; nothing in it is owned. */
struct run_folder small_folder(struct small_run *r);

/* An item to one room, known there as its handle. */
struct message small_item(uint8_t from, uint32_t number, enum move move,
                          uint8_t to, const char *text);
uint64_t small_handle(uint8_t from, uint32_t number);
/* How an honest mediator would tell the item. */
struct message small_told(const struct message *item, uint8_t from,
                          enum form form);

/* The room hands it over, the mediator takes it. */
void small_hand(struct small_run *r, uint8_t room, const struct message *item);
void small_take(struct small_run *r, uint8_t room, uint32_t item);
/* Released, sent, received. author 254 and item 0 for the mediator's own. */
void small_tell(struct small_run *r, uint8_t to, uint8_t author, uint32_t item,
                const struct message *told);
void small_dispose(struct small_run *r, uint8_t room, uint32_t item, uint8_t to,
                   enum disposition disposition, enum rule rule);
/* Told as it is, and disposed of. */
void small_pass(struct small_run *r, const struct message *item, uint8_t from,
                uint8_t to, enum form form);
/* Any other frame to a room. */
void small_serve(struct small_run *r, uint8_t to, const struct message *m);

#endif
