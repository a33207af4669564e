/* One clock for several mediators: what is granted, to whom, in which order. */
#include "shuttle/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000)

/* Two rooms that both speak through two or three mediators. */
struct rig {
    struct scenario brief;
    struct room_entry rooms[2];
    struct mediator_entry mediators[3];
    struct clock *clock;
    struct request at[3];
    struct grant grant; /* the last */
    uint8_t to;
};

static void rig_init(struct rig *g, uint8_t mediators, bool live)
{
    *g = (struct rig){.rooms = {{.id = "us"}, {.id = "iran"}}};
    g->brief = (struct scenario){.rooms = g->rooms,
                                 .room_count = 2,
                                 .mediators = g->mediators,
                                 .mediator_count = mediators,
                                 .brief = {.live = live}};
    g->clock = clock_new(&g->brief);
    assert_non_null(g->clock);
    for (uint8_t m = 0; m < mediators; m++) {
        g->at[m].room_count = 2;
        g->at[m].due = INSTANT_NEVER;
    }
}

/* Everybody has said hello to everybody. */
static void all_here(struct rig *g)
{
    for (uint8_t m = 0; m < g->brief.mediator_count; m++)
        for (uint8_t r = 0; r < 2; r++)
            g->at[m].room[r].waits = true;
}

static void tell(struct rig *g, uint8_t mediator)
{
    clock_request(g->clock, mediator, &g->at[mediator]);
}

static void tell_all(struct rig *g)
{
    for (uint8_t m = 0; m < g->brief.mediator_count; m++)
        tell(g, m);
}

static bool next(struct rig *g)
{
    return clock_next(g->clock, &g->to, &g->grant);
}

/* The last grant was carried out. */
static void carried_out(struct rig *g)
{
    g->at[g->to].done = g->grant.number;
    tell(g, g->to);
}

/* One word for each grant until none comes: the mediator, and what. */
static void grants(struct rig *g, char *out)
{
    static const char letters[] = ".tdsrREO";

    while (next(g)) {
        *out++ = (char)('0' + g->to);
        *out++ = letters[g->grant.kind];
        if (g->grant.kind == GRANT_TAKE)
            g->at[g->to].queued = false;
        if (g->grant.kind == GRANT_DUE)
            g->at[g->to].due = INSTANT_NEVER;
        carried_out(g);
    }
    *out = '\0';
}

static void mediators__not_all_heard__nothing_is_granted(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].queued = true;
    tell(&g, 0);
    assert_false(next(&g));
    g.at[1].room[1].waits = false;
    tell(&g, 1);
    assert_false(next(&g));
    g.at[1].room[1].waits = true;
    tell(&g, 1);
    assert_true(next(&g));
    clock_free(g.clock);
}

static void frame__unread_on_another_channel__holds_the_time(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].due = (struct instant){SECOND};
    g.at[1].room[0].sent = 3;
    g.at[1].room[0].reads[1] = 3; /* it has said so to the second, */
    tell_all(&g);
    assert_false(next(&g)); /* but not yet to the first */
    g.at[0].room[0].reads[1] = 2;
    tell(&g, 0);
    assert_false(next(&g));
    g.at[0].room[0].reads[1] = 3;
    tell(&g, 0);
    assert_true(next(&g));
    assert_int_equal(g.grant.kind, GRANT_DUE);
    assert_int_equal(g.grant.now.us, SECOND);
    clock_free(g.clock);
}

static void room__that_said_goodbye__holds_nothing(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].due = (struct instant){SECOND};
    g.at[1].room[0].sent = 3;
    g.at[1].room[0].reads[1] = 3;
    g.at[0].room[0].gone = true;
    tell_all(&g);
    assert_true(next(&g));
    clock_free(g.clock);
}

static void channel__that_is_not_there__is_not_waited_for(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 3, false);
    g.rooms[1].channels = 5; /* the first and the third */
    all_here(&g);
    for (uint8_t m = 0; m < 3; m++)
        g.at[m].room[1].gone = m == 1;
    g.at[2].room[1].sent = 1;
    g.at[0].room[1].reads[1] = g.at[2].room[1].reads[1] = 1;
    g.at[0].queued = true;
    tell_all(&g);
    assert_true(next(&g));
    clock_free(g.clock);
}

static void frames__at_the_start__the_first_mediator_is_last(void **state)
{
    struct rig g;
    char seen[64];

    (void)state;
    rig_init(&g, 3, false);
    all_here(&g);
    for (uint8_t m = 0; m < 3; m++)
        g.at[m].queued = true;
    tell_all(&g);
    grants(&g, seen);
    assert_string_equal(seen, "1t2t0t0s");
    clock_free(g.clock);
}

static void frames__while_one_is_at_work__nobody_else_is(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].queued = g.at[1].queued = true;
    tell_all(&g);
    assert_true(next(&g));
    assert_int_equal(g.to, 1);
    assert_false(next(&g));
    /* It sent something, and the room has not read it yet. */
    g.at[1].room[0].sent = 1;
    g.at[1].queued = false;
    carried_out(&g);
    assert_false(next(&g));
    for (uint8_t m = 0; m < 2; m++)
        g.at[m].room[0].reads[1] = 1;
    tell_all(&g);
    assert_true(next(&g));
    assert_int_equal(g.to, 0);
    clock_free(g.clock);
}

static void time__due_for_two__both_by_number_then_it_moves_on(void **state)
{
    struct rig g;
    char seen[64];

    (void)state;
    rig_init(&g, 3, false);
    all_here(&g);
    g.at[2].due = (struct instant){SECOND};
    g.at[1].due = (struct instant){SECOND};
    g.at[0].due = (struct instant){2 * SECOND};
    tell_all(&g);
    assert_true(next(&g));
    assert_int_equal(g.to, 1);
    assert_int_equal(g.grant.now.us, SECOND);
    /* What comes at this instant goes before what else is due. */
    g.at[1].due = INSTANT_NEVER;
    g.at[0].queued = true;
    tell(&g, 0);
    carried_out(&g);
    grants(&g, seen);
    assert_string_equal(seen, "0t2d0d0s");
    assert_int_equal(g.grant.now.us, 2 * SECOND);
    clock_free(g.clock);
}

static void round__of_the_first__goes_to_the_others_before_frames(void **state)
{
    struct rig g;
    char seen[64];

    (void)state;
    rig_init(&g, 3, false);
    all_here(&g);
    for (uint8_t m = 0; m < 3; m++)
        g.at[m].begun = true;
    g.at[0].has_round = true;
    g.at[0].round = (struct message_round){.round = 1, .state = ROUND_BEGAN};
    g.at[1].queued = true;
    tell_all(&g);
    grants(&g, seen);
    assert_string_equal(seen, "1R2R1t0s");
    g.at[0].round.limit = (struct instant){SECOND}; /* no news to them */
    tell(&g, 0);
    assert_false(next(&g));
    g.at[0].round.state = ROUND_ENDED;
    tell(&g, 0);
    assert_true(next(&g));
    assert_int_equal(g.grant.round.state, ROUND_ENDED);
    clock_free(g.clock);
}

static void end__through_one__is_told_to_the_others_first(void **state)
{
    struct rig g;
    char seen[64];

    (void)state;
    rig_init(&g, 3, false);
    all_here(&g);
    g.at[0].has_round = true;
    g.at[0].queued = true;
    g.at[1].outcome = OUTCOME_AGREED;
    tell_all(&g);
    assert_true(next(&g));
    assert_int_equal(g.to, 0);
    assert_int_equal(g.grant.kind, GRANT_END);
    assert_int_equal(g.grant.outcome, OUTCOME_AGREED);
    carried_out(&g);
    grants(&g, seen);
    assert_string_equal(seen, "2E0t0s");
    clock_free(g.clock);
}

static void mediator__lost__breaks_off_without_waiting(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].room[0].waits = false;
    tell_all(&g);
    assert_false(next(&g));
    clock_lose(g.clock, 1);
    assert_true(next(&g));
    assert_int_equal(g.to, 0);
    assert_int_equal(g.grant.kind, GRANT_END);
    assert_int_equal(g.grant.outcome, OUTCOME_BROKEN_OFF);
    assert_false(clock_finished(g.clock));
    g.at[0].finished = true;
    carried_out(&g);
    assert_true(clock_finished(g.clock));
    clock_free(g.clock);
}

static void steps__too_many_at_one_instant__the_first_is_told_once(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    g.at[0].given = INSTANT_STEPS_MAX / 2;
    g.at[1].given = INSTANT_STEPS_MAX / 2 + 1;
    g.at[1].queued = true;
    tell_all(&g);
    assert_true(next(&g));
    assert_int_equal(g.grant.kind, GRANT_RUNAWAY);
    assert_int_equal(g.to, 0);
    carried_out(&g);
    assert_true(next(&g));
    assert_int_equal(g.grant.kind, GRANT_TAKE);
    clock_free(g.clock);
}

static void live__the_first_opens_when_the_others_have(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, true);
    tell_all(&g);
    assert_false(next(&g));
    g.at[1].begun = true;
    tell(&g, 1);
    assert_true(next(&g));
    assert_int_equal(g.to, 0);
    assert_int_equal(g.grant.kind, GRANT_OPEN);
    carried_out(&g);
    g.at[0].has_round = g.at[0].begun = true;
    tell(&g, 0);
    assert_true(next(&g));
    assert_int_equal(g.to, 1);
    assert_int_equal(g.grant.kind, GRANT_ROUND);
    clock_free(g.clock);
}

static void request__of_the_future_or_of_other_rooms__is_not_heard(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g, 2, false);
    all_here(&g);
    tell(&g, 0);
    g.at[1].done = 1; /* nothing was granted */
    tell(&g, 1);
    assert_false(next(&g));
    g.at[1].done = 0;
    g.at[1].room_count = 3;
    tell(&g, 1);
    assert_false(next(&g));
    clock_request(g.clock, 2, &g.at[0]);
    clock_lose(g.clock, 3);
    g.at[1].room_count = 2;
    tell(&g, 1);
    assert_true(next(&g));
    clock_free(g.clock);
}

static void wire__request__comes_back_whole_or_not_at_all(void **state)
{
    struct request r = {.done = 7,
                        .given = 9,
                        .due = INSTANT_NEVER,
                        .outcome = OUTCOME_STOPPED,
                        .begun = true,
                        .asking = true,
                        .has_round = true,
                        .round = {.round = 3, .state = 2},
                        .room_count = 2};
    struct request back;
    uint8_t bytes[REQUEST_SIZE_MAX];
    size_t size;

    (void)state;
    r.room[1].waits = true;
    r.room[1].sent = 0x0102030405060708;
    r.room[1].reads[3] = 42;
    size = request_encode(&r, bytes, sizeof(bytes));
    /* 8 + 4 + 8 + 1 + 1 + (1 + 1 + 8) + 1, and 1 + 8 + 4 * 8 a room. */
    assert_int_equal(size, 33 + 2 * 41);
    assert_int_equal(request_decode((struct bytes){bytes, size}, &back),
                     ERR_OK);
    assert_int_equal(back.done, 7);
    assert_int_equal(back.given, 9);
    assert_true(instant_is_never(back.due));
    assert_int_equal(back.outcome, OUTCOME_STOPPED);
    assert_true(back.begun && back.asking && back.has_round);
    assert_false(back.finished || back.queued || back.room[1].gone);
    assert_int_equal(back.round.round, 3);
    assert_true(back.room[1].waits);
    assert_true(back.room[1].sent == 0x0102030405060708);
    assert_int_equal(back.room[1].reads[3], 42);
    for (size_t n = 0; n < size; n++)
        assert_int_equal(request_decode((struct bytes){bytes, n}, &back),
                         ERR_MALFORMED);
    bytes[24] ^= 0x80; /* the limit of the round is before the talks */
    assert_int_equal(request_decode((struct bytes){bytes, size}, &back),
                     ERR_MALFORMED);
    bytes[24] ^= 0x80;
    bytes[32] = ROOMS_MAX + 1;
    assert_int_equal(request_decode((struct bytes){bytes, size}, &back),
                     ERR_MALFORMED);
}

static void wire__grant__comes_back_whole_or_not_at_all(void **state)
{
    struct grant g = {.number = 5,
                      .kind = GRANT_END,
                      .now = {7 * SECOND},
                      .round = {.round = 1, .state = 1},
                      .outcome = OUTCOME_AGREED};
    struct grant back;
    uint8_t bytes[GRANT_SIZE_MAX];
    size_t size = grant_encode(&g, bytes, sizeof(bytes));

    (void)state;
    assert_int_equal(size, 8 + 1 + 8 + 10 + 1);
    assert_int_equal(grant_decode((struct bytes){bytes, size}, &back), ERR_OK);
    assert_int_equal(back.number, 5);
    assert_int_equal(back.kind, GRANT_END);
    assert_int_equal(back.now.us, 7 * SECOND);
    assert_int_equal(back.outcome, OUTCOME_AGREED);
    for (size_t n = 0; n < size; n++)
        assert_int_equal(grant_decode((struct bytes){bytes, n}, &back),
                         ERR_MALFORMED);
    bytes[19] ^= 0x80; /* the limit of the round is before the talks */
    assert_int_equal(grant_decode((struct bytes){bytes, size}, &back),
                     ERR_MALFORMED);
    bytes[19] ^= 0x80;
    bytes[8] = GRANT_OPEN + 1;
    assert_int_equal(grant_decode((struct bytes){bytes, size}, &back),
                     ERR_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mediators__not_all_heard__nothing_is_granted),
        cmocka_unit_test(frame__unread_on_another_channel__holds_the_time),
        cmocka_unit_test(room__that_said_goodbye__holds_nothing),
        cmocka_unit_test(channel__that_is_not_there__is_not_waited_for),
        cmocka_unit_test(frames__at_the_start__the_first_mediator_is_last),
        cmocka_unit_test(frames__while_one_is_at_work__nobody_else_is),
        cmocka_unit_test(time__due_for_two__both_by_number_then_it_moves_on),
        cmocka_unit_test(round__of_the_first__goes_to_the_others_before_frames),
        cmocka_unit_test(end__through_one__is_told_to_the_others_first),
        cmocka_unit_test(mediator__lost__breaks_off_without_waiting),
        cmocka_unit_test(
            steps__too_many_at_one_instant__the_first_is_told_once),
        cmocka_unit_test(live__the_first_opens_when_the_others_have),
        cmocka_unit_test(
            request__of_the_future_or_of_other_rooms__is_not_heard),
        cmocka_unit_test(wire__request__comes_back_whole_or_not_at_all),
        cmocka_unit_test(wire__grant__comes_back_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
