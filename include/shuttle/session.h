/*
 * One session between a room and a mediator, as either end keeps it: numbers,
 * acknowledgements, transcripts, and which kinds may come in which state.
 *
 *   room's end       EXPECT_WELCOME --WELCOME--> OPEN --BYE--> CLOSED
 *                          '--------REFUSED---------------------^
 *   mediator's end   EXPECT_HELLO ---HELLO---> OPEN --BYE--> CLOSED
 *
 * Each end sends one BYE as its last frame; a session is finished when both
 * have gone. A transcript is the running SHA-256 of the whole frames (header
 * and body) numbered 1, 2, 3 ... of one direction; ACK frames are unnumbered
 * and in no transcript. REFUSED is the last frame of a mediator that sends it.
 */
#ifndef SHUTTLE_SESSION_H
#define SHUTTLE_SESSION_H

#include "shuttle/frame.h"
#include "shuttle/message.h"
#include "shuttle/reason.h"

enum session_end {
    SESSION_ROOM,
    SESSION_MEDIATOR,
};

enum session_state {
    SESSION_EXPECT_HELLO,
    SESSION_EXPECT_WELCOME,
    SESSION_OPEN,
    SESSION_CLOSED, /* a BYE or REFUSED was read; nothing more may come */
};

/* Snapshots of a transcript at multiples of ACK_EVERY, newest last. */
#define SESSION_MARKS 4u

struct session {
    enum session_end end;
    enum session_state state; /* of what may still be read */
    uint16_t channel;
    uint64_t talk;
    uint64_t sent;     /* number of the last frame sealed */
    uint64_t received; /* number of the last frame that came */
    uint64_t taken;    /* number of the last frame acted upon */
    /* What `ack` says: a room's end, taken; a mediator's end, what was taken
     * before this instant. Who is heard first at an instant would otherwise
     * show in every other room, be he named there or not. */
    uint64_t settled;
    uint64_t acked; /* the other end has read up to here */
    bool bye_sent;
    struct instant time;              /* of the last frame read */
    struct hash *transcript_sent;     /* owned */
    struct hash *transcript_received; /* owned */
    struct {
        uint64_t number;
        struct digest digest;
    } mark[SESSION_MARKS]; /* of transcript_sent */
    /* The mediator's end reads ahead of what it acts upon; its BYE says what
     * it has acted upon, which does not hang on how fast frames came. */
    struct hash_mark taken_mark; /* of the frames 1 to taken */
    struct hash_mark *ahead;     /* owned; after each frame read, not taken */
    size_t ahead_first;          /* of those that count */
    size_t ahead_count;
    size_t ahead_capacity;
    uint64_t matched; /* the other end has proved the transcript to here */
    uint64_t proved;  /* the last ACK sent counted up to here */
};

/* ERR_MEMORY or ERR_OK. Free with session_fini. */
enum err session_init(struct session *s, enum session_end end, uint64_t talk,
                      uint16_t channel) MUST_USE;
void session_fini(struct session *s);

/* Encode a message as the next frame: number, ack, transcript. Return
 * its size. Asserts that the kind is one this end sends and that no BYE was
 * sent before; returns 0 when the capacity is too small or the message cannot
 * be encoded, and nothing has changed then. */
size_t session_seal(struct session *s, struct instant now,
                    const struct message *m, uint8_t *out, size_t capacity);

/* Seal the BYE with both transcripts: of what was sent, and of what was acted
 * upon (at a room's end that is all it has read). */
size_t session_seal_bye(struct session *s, struct instant now,
                        enum reason reason, uint8_t *out, size_t capacity);

/*
 * Judge one whole frame that came: talk and channel (TALK), number, kind in
 * this state, ack neither beyond what was sent nor going back, time not going
 * back (that of an ACK is not looked at), body. Return REASON_NONE and fill
 * *frame and *message (both borrow from bytes), or why the session must end:
 * TALK, ORDER, KIND, STATE, FORM, LENGTH, VERSION, LIMIT (out of memory),
 * TRANSCRIPT (an ACK or BYE
 * that does not match what was sent). ACK frames are judged and absorbed: the
 * message kind is then MESSAGE_ACK and the caller does nothing with it. Nothing
 * changes unless REASON_NONE is returned.
 */
enum reason session_open(struct session *s, struct bytes bytes,
                         struct frame *frame, struct message *message);

/* The frame with this number was acted upon; numbers never go back. */
void session_take(struct session *s, uint64_t number);
/* A mediator's end: an instant is over. */
void session_settle(struct session *s);

/* When a multiple of ACK_EVERY frames was just read, encode the ACK frame that
 * says so and return its size; else 0. Ask after each session_open: the digest
 * of a frame further back is not kept. */
size_t session_ack(struct session *s, struct instant now, uint8_t *out,
                   size_t capacity);

/* Running digests of both directions so far, for the record's closing entry. */
struct digest session_sent_digest(const struct session *s);
struct digest session_received_digest(const struct session *s);
/* Of the frames 1 to taken. */
struct digest session_taken_digest(const struct session *s);

#endif
