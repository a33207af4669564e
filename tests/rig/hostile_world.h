/*
 * What a hostile room is let loose on: a host with listeners that answer, a
 * process to attack, another room behind its door, and that room's record in a
 * run's folder. Everything counts who reached it.
 */
#ifndef TESTS_RIG_HOSTILE_WORLD_H
#define TESTS_RIG_HOSTILE_WORLD_H

#include "tests/rig/hostile_room.h"

struct hostile_result {
    int tries;
    int successes;
    unsigned reached; /* answers given by listeners other than the own door */
    unsigned signals; /* that the attacked process received */
    bool untouched;   /* the other room's record is as it was */
    int status;       /* exit status of the room, -1 when killed */
    struct walls_report spawned; /* the launcher's report */
    char output[8192];           /* what the room printed */
};

/* Build the world, start the two rooms by `self --hostile` and `self --idle`
 * with mode and without the walls of forbid, let it play, and tear everything
 * down. False, with a message printed, when the world could not be built. */
bool hostile_run(enum walls_mode mode, unsigned forbid,
                 struct hostile_result *result);

#endif
