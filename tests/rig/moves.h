/*
 * Scenarios that stand in a test, played in the virtual runtime, and what each
 * process's record then has, as text: one line an entry, so that a test can say
 * what a room sees, what it does not, and what the mediator keeps.
 *
 * A room: "60 told offer by iran verbatim about relief: relief=waivers
 * "We..."", "60 receipt 1 taken", "0 round 0 began until 600", "0 visit in", "0
 * outcome agreed relief=waivers"; what it hands over itself: "0 hands 1 say
 * gist
 * "..." ; its notes: "0 line ask 1", "0 capital asked relief=funds until 60".
 * The mediator: "0 got us 1 say "..."", "0 to iran told ..." and its notes:
 * "0 taken us 1", "0 judged us 1 to iran hold if_asked", "0 released us 1 to
 * iran gist plain", "0 disposed us 1 to iran told reworded", "0 put 1 probe
 * what_if". Times are seconds.
 */
#ifndef TESTS_RIG_MOVES_H
#define TESTS_RIG_MOVES_H

#include "sim/runtime/trial.h"

/* Two rooms, two issues, room for the rest. */
#define MOVES_HEAD                                                             \
    "scenario: 1\n"                                                            \
    "title: \"A move\"\n"                                                      \
    "rooms: { us: {}, iran: {} }\n"                                            \
    "agenda:\n"                                                                \
    "  militias: { options: [continue, pause, end] }\n"                        \
    "  relief: { options: [none, waivers, funds] }\n"

/* The mediator, a relay design in braces, and one round. */
#define MOVES_ROUND(relay)                                                     \
    "mediators: { oman: { relay: " relay " } }\n"                              \
    "rounds:\n"                                                                \
    "  - id: first\n"                                                          \
    "    limit: 40m\n"

struct moves; /* opaque */

/* Read and play it, with its own seed. A mistake in it fails the test. The text
 * is a format, so that two worlds may differ in a word. Free with moves_free.
 */
struct moves *moves_play(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* A scenario of the library. */
struct moves *moves_play_file(const char *path);
void moves_free(struct moves *m);

/* What a process's record has: who is the id of a room or of a mediator. */
const char *moves_text(const struct moves *m, const char *who);
/* Fail the test when it has this not, or has it, or not so often. */
void moves_has(const struct moves *m, const char *who, const char *what);
void moves_lacks(const struct moves *m, const char *who, const char *what);
void moves_counts(const struct moves *m, const char *who, const char *what,
                  unsigned times);
/* The line of one that has this is, from there on, in the other's record too.
 */
void moves_shared(const struct moves *m, const char *what, const char *one,
                  const char *other);
/* One comes before the other. */
void moves_before(const struct moves *m, const char *who, const char *first,
                  const char *second);

/* No frame that the room was sent has these bytes in it. */
void moves_never_heard(const struct moves *m, const char *room,
                       const char *words);
/* Every frame that reached this room: the same bytes, sizes and times, or not.
 */
bool moves_equal(const struct moves *a, const struct moves *b,
                 const char *room);
void moves_same(const struct moves *a, const struct moves *b, const char *room);
void moves_differ(const struct moves *a, const struct moves *b,
                  const char *room);
/* The same but for ACK and BYE, which prove to a room what it has sent itself:
 * for a room whose own doings differ. */
void moves_alike(const struct moves *a, const struct moves *b,
                 const char *room);
/* Sizes and times alone, of all that goes both ways, as one who taps the line
 * sees them: in whole blocks where lines are padded. */
bool moves_traffic_equal(const struct moves *a, const struct moves *b,
                         const char *room);

/* The record of a process, chained: 0 the first mediator's, then the rooms',
 * then those of the other mediators. */
struct bytes moves_record(const struct moves *m, unsigned process);
const struct scenario *moves_scenario(const struct moves *m);

#endif
