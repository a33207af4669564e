/*
 * A room: an actor that knows its brief, the frames it received and the answers
 * of who sits in it, and nothing else. Its capital is part of it.
 */
#ifndef SHUTTLE_ROOM_H
#define SHUTTLE_ROOM_H

#include "shuttle/actor.h"
#include "shuttle/scenario.h"
#include "shuttle/session.h"

struct room; /* opaque */

struct seat; /* seat.h */

/* An actor for the room of this brief (role BRIEF_ROOM) with this seat; both
 * are borrowed and must outlive it. NULL when out of memory. */
struct room *room_new(const struct scenario *brief, const struct seat *seat);
void room_free(struct room *r);
struct actor room_actor(struct room *r);
/* The session with its first mediator, and with the one of a channel. */
struct session *room_session(struct room *r);
struct session *room_session_by(struct room *r, uint8_t channel);
/* How many mediators it speaks through. */
uint8_t room_channel_count(const struct room *r);
/* Why the room gave up its session, or REASON_NONE. */
enum reason room_failed(const struct room *r);

/*
 * A person's ask is open from WELCOME to OUTCOME; its question is one line of
 * JSON naming the room. An answer is one byte and a body:
 *   'i'  body of an ITEM: handed over. Its number, its handles and the digest
 *        of a confirmation are filled in by the room.
 *   'v'  u8 the channel, then as 'i': handed over by this one of several
 *        mediators. An answer to something goes back by the one it came by.
 *   'w'  i64 microseconds: wait until then; INT64_MAX until told something
 *   'c'  body of an ITEM: its package is what the capital is asked for
 *   'l'  leave the talks; the rest is the text of the walk-out
 * What goes beyond the room's authority is not handed over; a FAULT in the
 * room's record says so.
 */
#define ANSWER_ITEM    'i'
#define ANSWER_ITEM_BY 'v'
#define ANSWER_WAIT    'w'
#define ANSWER_CAPITAL 'c'
#define ANSWER_LEAVE   'l'

#endif
