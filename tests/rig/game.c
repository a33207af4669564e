#include "tests/rig/game.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Issues A to F, points of the first room and of the second. */
static const int points[6][2][5] = {
    {{0, 10, 17, 23}, {8, 7, 5, 1}},
    {{0, 6, 10, 21}, {16, 13, 10, 2}},
    {{0, 4, 12, 20, 23}, {22, 19, 13, 7, -16}},
    {{16, 12, 10, 3, -14}, {0, 5, 13, 25, 30}},
    {{9, 8, 5, -10}, {0, 6, 10, 16}},
    {{2, 5, 8, 0}, {4, 6, 8, 2}},
};
static const uint8_t counts[6] = {4, 4, 5, 5, 4, 4};

struct game game;

void game_published(int32_t first_no_deal, int32_t second_no_deal)
{
    game = (struct game){.event = {.id = "event"}};
    for (unsigned o = 0; o < 5; o++)
        game.option_ids[o][0] = (char)('0' + (int)o);
    for (unsigned i = 0; i < 6; i++) {
        game.ids[i][0] = (char)('A' + (int)i);
        game.issues[i] = (struct issue){.id = game.ids[i],
                                        .options = game.options[i],
                                        .option_count = counts[i]};
        for (unsigned o = 0; o < counts[i]; o++) {
            game.options[i][o].id = game.option_ids[o];
            game.own[0].values.value[i][o] = points[i][0][o];
            game.own[1].values.value[i][o] = points[i][1][o];
        }
    }
    game.own[0].values.no_deal = first_no_deal;
    game.own[1].values.no_deal = second_no_deal;
    for (unsigned r = 0; r < 2; r++) {
        game.own[r].has_values = true;
        game.own[r].shifts = &game.shifts[r];
        game.own[r].shift_count = 1;
        game.rooms[r] = (struct room_entry){.id = r ? "second" : "first",
                                            .own = &game.own[r]};
    }
    game.whole = (struct scenario){.title = "Game",
                                   .rooms = game.rooms,
                                   .room_count = 2,
                                   .events = &game.event,
                                   .event_count = 1,
                                   .agenda = {game.issues, 6}};
}

struct deals game_weigh(bool event)
{
    struct deals d;
    struct deals_input in = {.whole = &game.whole, .happened_count = event};

    assert_int_equal(deals_make(&d, &in), ERR_OK);
    assert_true(d.enumerated);
    assert_true(d.counted);
    return d;
}
