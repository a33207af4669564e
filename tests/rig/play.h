/* Scenarios made by hand: rooms "us", "iran", "qatar", "egypt" and the mediator
 * "oman"; issues "militias" (continue, pause, end) and "relief" (none, waivers,
 * funds); as many rounds as asked for, without limits. */
#ifndef TESTS_RIG_PLAY_H
#define TESTS_RIG_PLAY_H

#include "shuttle/relay.h"
#include "shuttle/scenario.h"

#define SECOND INT64_C(1000000)
#define MIN    (60 * SECOND)

#define US    0u
#define IRAN  1u
#define QATAR 2u

#define CONTINUE  0u
#define PAUSE_IT  1u
#define END_IT    2u
#define NO_RELIEF 0u
#define WAIVERS   1u
#define FUNDS     2u
#define ANY       OPTION_NONE

#define PLAY_ROOMS      4u
#define PLAY_ROUNDS     3u
#define PLAY_LINES      8u
#define PLAY_EVENTS     4u
#define PLAY_CONDITIONS 16u

struct play {
    struct scenario whole;
    struct room_entry rooms[PLAY_ROOMS];
    struct own own[PLAY_ROOMS];
    struct shift shifts[PLAY_ROOMS][PLAY_EVENTS];
    struct mediator_entry mediator;
    struct issue issues[2];
    struct option options[2][3];
    struct event events[PLAY_EVENTS];
    struct round rounds[PLAY_ROUNDS];
    /* By round, then by room; the mediator's are the last. */
    struct line lines[PLAY_ROUNDS][PLAY_ROOMS + 1][PLAY_LINES];
    struct condition_step steps[PLAY_CONDITIONS][CONDITION_OPS_MAX];
    unsigned conditions;
};

/* Free with free(). Aborts when something does not fit, as all of these do. */
struct play *play_new(uint8_t rooms, uint8_t rounds);
/* A line of a room or of FROM_MEDIATOR with nothing but its move. */
struct line *play_line(struct play *p, uint8_t owner, uint8_t round,
                       const char *id, enum move move);
struct event *play_event(struct play *p, const char *id, const char *text);
/* Choose a member; the parameters are pairs of strings, a NULL after them. */
void play_choose(struct play *p, enum family f, const char *as, ...);
/* The handle under which a room knows a line in these plays. */
uint64_t play_handle(const struct line *line, uint8_t room);
/* Let the line be known to these rooms (bits) under play_handle. */
void play_known(struct line *line, uint16_t rooms);
/* A reference to a line of another party, as it stands in a brief. */
struct ref play_ref(const struct line *line, uint8_t reader);
/* The brief of a party: nothing of others' lines and affairs. */
struct scenario play_brief(const struct play *p, enum brief_role role,
                           uint8_t self);
struct package package_of(unsigned militias, unsigned relief);
/* Parse a condition of 'R' or 'M'; it lasts for PLAY_CONDITIONS more. */
struct condition play_condition(struct play *p, const char *text, char who);

#endif
