/* How an implementation went, counted by hand from records made here. */
#include "sim/report/carried.h"
#include "tests/rig/talks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Round 0 talks; round 1: us one step, iran a choice of a step and a
 * complaint; round 2: us one step; round 3: nobody any. */
struct game {
    struct scenario whole;
    struct round rounds[4];
    struct line us[2], iran[2], later[1];
    struct carried carried;
};

static void take(void *arg, const struct record_entry *e)
{
    carried_entry(&((struct game *)arg)->carried, e);
}

static struct talks begin(struct game *g)
{
    *g = (struct game){.whole = *talks_scenario()};
    for (int n = 1; n < 4; n++)
        g->rounds[n].phase = PHASE_IMPLEMENTATION;
    g->us[0].move = MOVE_DEPOSIT;
    g->us[1].move = MOVE_STEP;
    g->iran[0].move = MOVE_STEP;
    g->iran[1].move = MOVE_COMPLAINT;
    g->iran[0].group = g->iran[1].group = 1;
    g->later[0].move = MOVE_STEP;
    g->rounds[1].room[0] = (struct lines){g->us, 2};
    g->rounds[1].room[1] = (struct lines){g->iran, 2};
    g->rounds[2].room[0] = (struct lines){g->later, 1};
    g->whole.rounds = g->rounds;
    g->whole.round_count = 4;
    carried_init(&g->carried, &g->whole);
    return (struct talks){.take = take, .arg = g};
}

static void round_says(struct talks *t, uint8_t round, enum round_state state)
{
    struct message m = {.kind = MESSAGE_ROUND};

    m.as.round.round = round;
    m.as.round.state = (uint8_t)state;
    m.as.round.limit = INSTANT_NEVER;
    for (uint16_t r = 0; r < 2; r++)
        talks_frame(t, RECORD_EFFECT_SEND, r, &m);
}

static void note(struct talks *t, enum message_kind kind)
{
    struct message m = {.kind = kind};

    if (kind == MESSAGE_CONCLUDED)
        package_clear(&m.as.concluded.package);
    if (kind == MESSAGE_REACHED)
        package_clear(&m.as.reached.package);
    talks_note(t, &m);
}

static void hand(struct talks *t, uint8_t room, uint32_t number, enum move move)
{
    talks_say(t, room, number, move, "words");
}

static void taken(struct talks *t, uint8_t room, uint32_t number)
{
    struct message m = {.kind = MESSAGE_TAKEN};

    m.as.taken.room = room;
    m.as.taken.item = number;
    talks_note(t, &m);
}

/* Agreed, and round 1 runs. */
static struct talks reached(struct game *g)
{
    struct talks t = begin(g);

    round_says(&t, 0, ROUND_BEGAN);
    hand(&t, 0, 1, MOVE_STEP); /* before agreement: none of it */
    taken(&t, 0, 1);
    t.minute = 5;
    note(&t, MESSAGE_REACHED);
    round_says(&t, 0, ROUND_ENDED);
    hand(&t, 0, 2, MOVE_SAY);
    round_says(&t, 1, ROUND_BEGAN);
    return t;
}

static void carried__no_agreement__is_none(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    struct page p = {0};

    (void)state;
    round_says(&t, 0, ROUND_BEGAN);
    round_says(&t, 0, ROUND_ENDED);
    note(&t, MESSAGE_CONCLUDED);
    assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_NONE);
    carried_words(&p, &g.carried);
    assert_int_equal(p.size, 0);
    page_fini(&p);
}

static void carried__every_step_taken__is_implemented(void **state)
{
    struct game g;
    struct talks t = reached(&g);
    struct page p = {0};

    (void)state;
    assert_int_equal(carried_steps(&g.carried), 3);
    assert_int_equal(g.carried.when.us, 5 * MINUTE);
    hand(&t, 0, 3, MOVE_STEP);
    hand(&t, 1, 1, MOVE_STEP);
    taken(&t, 1, 1);
    taken(&t, 0, 3);
    round_says(&t, 1, ROUND_ENDED);
    round_says(&t, 2, ROUND_BEGAN);
    hand(&t, 0, 4, MOVE_STEP); /* refused: never taken */
    assert_int_equal(g.carried.done, 2);
    hand(&t, 0, 5, MOVE_STEP);
    taken(&t, 0, 5);
    note(&t, MESSAGE_CONCLUDED);
    assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_DONE);
    carried_words(&p, &g.carried);
    assert_string_equal(page_string(&p), "implemented: 3 of 3 steps taken");
    page_fini(&p);
}

/* What the talks have gone past, or never will come to, does not count. */
static void carried__rounds_passed_over__do_not_count(void **state)
{
    struct game g;
    struct talks t = reached(&g);

    (void)state;
    hand(&t, 0, 3, MOVE_STEP);
    taken(&t, 0, 3);
    hand(&t, 1, 1, MOVE_STEP);
    taken(&t, 1, 1);
    round_says(&t, 1, ROUND_ENDED);
    assert_int_equal(carried_steps(&g.carried), 3);
    round_says(&t, 3, ROUND_BEGAN);
    assert_int_equal(carried_steps(&g.carried), 2);
    hand(&t, 0, 9, MOVE_SAY);
    round_says(&t, 3, ROUND_ENDED);
    note(&t, MESSAGE_CONCLUDED);
    assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_DONE);

    t = reached(&g);
    round_says(&t, 1, ROUND_ENDED);
    note(&t, MESSAGE_CONCLUDED); /* an ending of its own: no round 2 */
    assert_int_equal(carried_steps(&g.carried), 2);

    t = reached(&g);
    round_says(&t, 1, ROUND_ENDED);
    hand(&t, 0, 3, MOVE_SAY);
    note(&t, MESSAGE_CONCLUDED); /* cut off before round 2 */
    assert_int_equal(carried_steps(&g.carried), 3);
}

static void carried__steps_missing__is_unfinished_or_suspended(void **state)
{
    static const enum move halts[] = {MOVE_COMPLAINT, MOVE_SUSPENSION,
                                      MOVE_WALK_OUT};
    struct game g;
    struct talks t = reached(&g);
    struct page p = {0};

    (void)state;
    hand(&t, 0, 3, MOVE_STEP);
    taken(&t, 0, 3);
    note(&t, MESSAGE_CONCLUDED);
    assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_UNFINISHED);
    for (int n = 0; n < 3; n++) {
        t = reached(&g);
        hand(&t, 1, 1, halts[n]);
        taken(&t, 1, 1);
        note(&t, MESSAGE_CONCLUDED);
        assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_SUSPENDED);
    }
    carried_words(&p, &g.carried);
    assert_string_equal(page_string(&p),
                        "implementation suspended: 0 of 3 steps taken");
    page_fini(&p);
}

/* A complaint that all the same is met leaves nothing undone. */
static void carried__complaint_and_then_every_step__is_implemented(void **state)
{
    struct game g;
    struct talks t = reached(&g);

    (void)state;
    hand(&t, 1, 1, MOVE_COMPLAINT);
    taken(&t, 1, 1);
    for (uint32_t n = 3; n < 6; n++) {
        hand(&t, 0, n, MOVE_STEP);
        taken(&t, 0, n);
    }
    note(&t, MESSAGE_CONCLUDED);
    assert_int_equal(carried_state(&g.carried), IMPLEMENTATION_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carried__no_agreement__is_none),
        cmocka_unit_test(carried__every_step_taken__is_implemented),
        cmocka_unit_test(carried__rounds_passed_over__do_not_count),
        cmocka_unit_test(carried__steps_missing__is_unfinished_or_suspended),
        cmocka_unit_test(
            carried__complaint_and_then_every_step__is_implemented),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
