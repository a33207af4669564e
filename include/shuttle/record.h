/*
 * The record: the journal of one process, as bytes. Writing them to disk is the
 * runtime's; this is their form.
 *
 * A record is a head and entries. There are two chains. The canonical chain has
 * the actor's inputs and effects with virtual times and is the same in both
 * runtimes, byte for byte; the chain of circumstances has walls, keys,
 * connections, wall times. Each entry:
 *
 *   0  u32  size     of the whole entry
 *   4  u8   chain    0 canonical, 1 circumstances
 *   5  u8   kind     enum record_kind
 *   6  u16  peer
 *   8  u32  id
 *  12  u64  index    of the entry in its chain, from 0
 *  20  i64  time     canonical: the mediator's time; else wall microseconds
 *  28  body
 *  ..  32 bytes      SHA-256(digest of the chain's entry before || bytes 4 up
 *                    to here); before the first: SHA-256 of the head
 *
 * The head: "shuttle record 1\n", then u16 semantics, u64 talk, u8 role (0
 * mediator, 1 room), u8 index of the room or of the mediator, u16 size and name
 * (of the room or mediator), u16 size and program version. The program version
 * is left out of the digest that starts the canonical chain, so that records of
 * two builds compare.
 *
 * The last canonical entry is CLOSE_CANONICAL, the last of all CLOSE. A record
 * without CLOSE is interrupted, never complete.
 */
#ifndef SHUTTLE_RECORD_H
#define SHUTTLE_RECORD_H

#include "shuttle/actor.h"
#include "shuttle/digest.h"
#include "shuttle/limits.h"

#define RECORD_ENTRY_HEAD 28u

enum record_chain {
    RECORD_CANONICAL,
    RECORD_CIRCUMSTANCE,
};

enum record_kind {
    /* canonical */
    RECORD_INPUT_START = 1,
    RECORD_INPUT_MESSAGE,
    RECORD_INPUT_ANSWER,
    RECORD_INPUT_DEADLINE,
    RECORD_INPUT_GONE,
    RECORD_INPUT_KEEPER,
    RECORD_EFFECT_SEND = 16,
    RECORD_EFFECT_ARM, /* body: i64 due */
    RECORD_EFFECT_ASK,
    RECORD_EFFECT_RECORD, /* id: kind of the note */
    RECORD_EFFECT_FINISH,
    RECORD_CLOSE_CANONICAL = 31, /* body: u64 number of entries before it */
    /* circumstances: bodies are one line of UTF-8 text unless said */
    RECORD_WALLS = 64, /* "net stands", "landlock_net missing: ..." */
    RECORD_KEYS,       /* fingerprints of certificates */
    RECORD_LINK,       /* a connection came, went, was refused; id: reason */
    RECORD_SESSION,    /* peer: of whom; u64 sent, 32 bytes, u64 received, 32 */
    RECORD_RUNTIME,    /* which runtime, clock and speed; signals; sync */
    RECORD_PROGRAM,    /* of an outside program: start, walls, what it said on
                          its standard error, why it failed; peer: family */
    RECORD_CLOSE = 95, /* 32 bytes: digest of the canonical chain */
};

struct record_head {
    uint16_t semantics;
    uint64_t talk;
    uint8_t role;         /* 0 mediator, 1 room */
    uint8_t room;         /* index of the room, or of the mediator */
    struct bytes name;    /* borrowed */
    struct bytes program; /* borrowed */
};

struct record_entry {
    enum record_chain chain;
    uint8_t kind;
    uint16_t peer;
    uint32_t id;
    uint64_t index;
    struct instant time;
    struct bytes body;    /* borrowed */
    struct digest digest; /* of the chain after this entry */
};

/* Where the bytes of a record go as they are made; returns ERR_OK or what the
 * system said. Called with whole entries only. */
typedef enum err record_sink(void *arg, struct bytes bytes);

/* Chained: every entry carries its digest. Digest: no entry is kept, one
 * running SHA-256 per process covers the canonical chain (sweeps, bench): the
 * head without the program version, then every canonical entry as it would
 * stand in a chained record, without its last 32 bytes and, where the body is a
 * frame (INPUT_MESSAGE, EFFECT_SEND), without that. Sessions hash frames
 * already; record_transcripts adds what they found before CLOSE_CANONICAL, so
 * that the digest of a closed record covers them. */
enum record_mode {
    RECORD_CHAINED,
    RECORD_DIGEST,
};

struct record; /* opaque */

/* NULL when out of memory. The head is written to the sink at once in chained
 * mode; sink may be NULL in digest mode. Name and program version have at most
 * NAME_MAX_SIZE bytes. */
struct record *record_new(enum record_mode mode, const struct record_head *head,
                          record_sink *sink, void *arg);
void record_free(struct record *r);

/* Append what an actor was given and what it did. Fields that a kind of input
 * or effect does not have are written as 0. An error of the sink is kept: every
 * later call returns it too. ERR_TOO_LONG over RECORD_ENTRY_MAX, ERR_STATE
 * after record_close. */
enum err record_input(struct record *r, const struct input *in) MUST_USE;
enum err record_effect(struct record *r, struct instant now,
                       const struct effect *e) MUST_USE;
enum err record_circumstance(struct record *r, enum record_kind kind,
                             uint16_t peer, uint32_t id, int64_t wall_us,
                             struct bytes body) MUST_USE;
/* Digest mode: add u16 peer, u32 size and the body, which says how many frames
 * went each way and their digests. Once for each session, before record_close.
 * Does nothing in chained mode, where the frames themselves stand. */
void record_transcripts(struct record *r, uint16_t peer, struct bytes body);
/* Append CLOSE_CANONICAL and CLOSE. Nothing may follow. */
enum err record_close(struct record *r, struct instant now,
                      int64_t wall_us) MUST_USE;
/* Digest of the canonical chain so far (chained: of its last entry; in digest
 * mode another number than that, see enum record_mode). */
struct digest record_canonical(const struct record *r);

/* Reading. */
struct record_reader {
    struct bytes all; /* borrowed */
    size_t at;        /* offset of the next entry */
    struct record_head head;
    struct digest chain[2]; /* after the last entry read */
    uint64_t next[2];       /* index expected next in each chain */
    bool closed;            /* CLOSE was read */
};

/* Read the head. ERR_VERSION, ERR_MALFORMED. diag names the offset. */
enum err record_open(struct record_reader *r, struct bytes all,
                     struct diag *diag) MUST_USE;
/* Read the next entry and check its size, index and digest. ERR_OK; ERR_MORE
 * at the end (look at closed: false means interrupted); ERR_INTERRUPTED when
 * the last entry is torn (a prefix of a whole one); ERR_MISMATCH when a byte
 * of the entry was changed; the diag names the offset, the chain and the index.
 */
enum err record_next(struct record_reader *r, struct record_entry *out,
                     struct diag *diag) MUST_USE;

#endif
