/*
 * The mediator: the one actor rooms can reach. It keeps the board, asks the
 * four families of its relay design, and tells only through release.
 *
 * Order at one instant (ties): messages of rooms, by room and number; then, at
 * the deadline: rounds, events of the world, results of proposals, what the
 * mediator puts forward, tellings by room and hand-over, carriers by number,
 * and last the rooms that asked to be woken, by room.
 */
#ifndef SHUTTLE_MEDIATOR_H
#define SHUTTLE_MEDIATOR_H

#include "shuttle/actor.h"
#include "shuttle/board.h"
#include "shuttle/relay.h"
#include "shuttle/session.h"

struct mediator; /* opaque */

/* An actor for the mediator of this brief (role BRIEF_MEDIATOR), which is
 * borrowed and must outlive it. NULL when out of memory. */
struct mediator *mediator_new(const struct scenario *brief);
void mediator_free(struct mediator *m);
struct actor mediator_actor(struct mediator *m);

/* The session with a room, for the keeper of the clock, who opens frames as
 * they arrive. */
struct session *mediator_session(struct mediator *m, uint8_t room);
uint8_t mediator_rooms(const struct mediator *m);
/* Whether a room speaks through this mediator. One that does not has no
 * session with it. */
bool mediator_reaches(const struct mediator *m, uint8_t room);
/* How the rounds stand, as the keeper tells it to other mediators: the round
 * that began last and whether it is open. False before the first. */
bool mediator_round(const struct mediator *m, struct message_round *out);
/* Whether all its rooms were admitted. */
bool mediator_begun(const struct mediator *m);
/* How it has ended the talks; OUTCOME_NONE before. */
enum outcome mediator_outcome(const struct mediator *m);
/* For tests and reports. */
const struct board *mediator_board(const struct mediator *m);
/* Who measures is told what the members are told, just before them, and
 * changes nothing. */
typedef void mediator_watcher(void *arg, const struct board *b,
                              const struct board_event *e);
void mediator_watch(struct mediator *m, mediator_watcher *watcher, void *arg);
/* The choice of this family that is in force. */
const struct choice *mediator_design(const struct mediator *m, enum family f);

/* Whether chance lets an event happen that is left to it, in the talks of the
 * mediator with this key: drawn on a stream of the event's own. */
bool world_draws(const struct digest *key, const struct event *e);

/* Let another member of a family take over, in mid-talk. The choice is borrowed
 * for the mediator's life. ERR_UNKNOWN when there is none of that name. */
enum err mediator_switch(struct mediator *m, enum family f,
                         const struct choice *choice,
                         struct effects *out) MUST_USE;

#endif
