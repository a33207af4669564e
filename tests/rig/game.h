/* A game of two rooms and six issues whose deals were weighed by brute force
 * with two other programs and published with its values. */
#ifndef RIG_GAME_H
#define RIG_GAME_H

#include "sim/report/deals.h"
#include "sim/scenario/scenario_file.h"

/* One room more than the published game has, for games of three. */
struct game {
    struct scenario whole;
    struct option options[6][5];
    struct issue issues[6];
    struct room_entry rooms[3];
    struct own own[3];
    struct shift shifts[2];
    struct event event;
    char ids[6][2];
    char option_ids[5][2];
};

extern struct game game;

/* Set it up anew, with these worths of no deal. */
void game_published(int32_t first_no_deal, int32_t second_no_deal);
/* Its deals, before the event or after it. The caller calls deals_fini. */
struct deals game_weigh(bool event);

#endif
