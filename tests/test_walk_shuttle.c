/* The mediator who walks: what he does with papers that come while he stands
 * in a room. The board is made by hand; times are minutes. */
#include "shuttle/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE INT64_C(60000000)
#define ROOMS  2

struct stand {
    struct room_entry entry[ROOMS];
    struct scenario brief;
    struct board_room room[ROOMS];
    struct board board;
    struct choice design;
    const struct walk *walk;
    uint64_t state[MEMBER_STATE_MAX / 8];
    struct walk_decision d;
};

static void set(struct stand *s, const char *key, const char *value)
{
    size_t n = s->design.param_count++;

    s->design.param[n].key = key;
    s->design.param[n].value = value;
}

/* He came into room 0 at minute 0, walks 6 minutes, sits 10, takes in 2. */
static void stand_init(struct stand *s)
{
    memset(s, 0, sizeof(*s));
    s->entry[0].id = "us";
    s->entry[1].id = "iran";
    s->brief.rooms = s->entry;
    s->brief.room_count = ROOMS;
    s->board.brief = &s->brief;
    s->board.room = s->room;
    s->board.room_count = ROOMS;
    s->board.carrier_count = 1;
    s->board.carrier[0].began = INSTANT_NEVER;
    s->room[0].here = s->room[1].here = true;
    s->design.as = "shuttle";
    set(s, "time", "6m");
    set(s, "stay", "10m");
    set(s, "item", "2m");
    s->walk = (const struct walk *)relay_member(FAMILY_WALK, "shuttle");
    assert_non_null(s->walk);
    s->walk->member.adopt(s->state, &s->design, &s->board);
}

static void decide(struct stand *s, int64_t minute, bool fresh)
{
    struct asking ask = {0};

    s->board.now.us = minute * MINUTE;
    s->board.fresh = fresh;
    s->d = (struct walk_decision){.until = INSTANT_NEVER};
    s->walk->decide(s->state, &s->design, &s->board, 0, &ask, &s->d);
}

static void expect(const struct stand *s, enum walk_act act, int64_t minute)
{
    assert_int_equal(s->d.act, act);
    assert_int_equal(s->d.until.us, minute * MINUTE);
}

/* An item of room 0 goes from the tray into his hands. */
static void taken(struct stand *s)
{
    s->room[0].tray--;
    s->walk->member.observe(s->state, &s->design, &s->board,
                            &(struct board_event){.kind = BOARD_TAKEN});
}

static void visit__two_papers_at_the_gate__both_taken_then_parked(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    s.room[0].tray = 2;
    decide(&s, 0, true);
    expect(&s, WALK_STAY, 10);
    decide(&s, 10, false);
    expect(&s, WALK_TAKE, 12);
    taken(&s);
    decide(&s, 12, true);
    expect(&s, WALK_TAKE, 14);
    taken(&s);
    decide(&s, 14, true);
    assert_int_equal(s.d.act, WALK_STAY);
    assert_true(instant_is_never(s.d.until));
}

static void
visit__a_paper_after_the_gate__left_for_the_next_visit(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    s.room[0].tray = 1;
    decide(&s, 10, false);
    expect(&s, WALK_TAKE, 12);
    s.room[0].tray = 2;
    taken(&s);
    s.room[1].deliverable = 1;
    decide(&s, 12, false);
    expect(&s, WALK_GO, 18);
    assert_int_equal(s.d.room, 1);
}

static void
visit__a_paper_after_the_gate__taken_if_nobody_else_waits(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    s.room[0].tray = 1;
    decide(&s, 10, false);
    s.room[0].tray = 2;
    taken(&s);
    decide(&s, 12, true);
    expect(&s, WALK_STAY, 12);
    decide(&s, 12, false);
    expect(&s, WALK_TAKE, 14);
}

static void
parked__papers_here_and_elsewhere__takes_those_here_first(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    decide(&s, 10, false);
    assert_int_equal(s.d.act, WALK_STAY);
    s.room[0].tray = 1;
    s.room[1].tray = 1;
    decide(&s, 20, true);
    expect(&s, WALK_STAY, 20); /* not while the rooms are still speaking */
    decide(&s, 20, false);
    expect(&s, WALK_TAKE, 22);
    s.room[0].tray = 2; /* too late for this gate */
    taken(&s);
    decide(&s, 22, false);
    expect(&s, WALK_GO, 28);
    assert_int_equal(s.d.room, 1);
}

static void
parked__a_paper_elsewhere__goes_when_the_instant_is_over(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    decide(&s, 10, false);
    s.room[1].tray = 1;
    decide(&s, 20, true);
    expect(&s, WALK_STAY, 20);
    decide(&s, 20, false);
    expect(&s, WALK_GO, 26);
}

static void idle_walk__nothing_waits__keeps_walking(void **unused)
{
    struct stand s;

    (void)unused;
    stand_init(&s);
    set(&s, "idle", "walk");
    s.walk->member.adopt(s.state, &s.design, &s.board);
    decide(&s, 10, false);
    expect(&s, WALK_GO, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visit__two_papers_at_the_gate__both_taken_then_parked),
        cmocka_unit_test(
            visit__a_paper_after_the_gate__left_for_the_next_visit),
        cmocka_unit_test(
            visit__a_paper_after_the_gate__taken_if_nobody_else_waits),
        cmocka_unit_test(
            parked__papers_here_and_elsewhere__takes_those_here_first),
        cmocka_unit_test(
            parked__a_paper_elsewhere__goes_when_the_instant_is_over),
        cmocka_unit_test(idle_walk__nothing_waits__keeps_walking),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
