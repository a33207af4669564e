/* Rounds, events of the world, and the mediator's own lines. */
#include "shuttle/mediator.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void rounds__with_limits_and_pauses__begin_and_end_on_time(void **state)
{
    struct play *p = play_new(2, 3);
    struct corridor *c;
    struct message m;
    struct instant at;
    /* first 0..10m, pause 5m, second 15..20m, third at once, ends at 21m */
    static const int64_t times[] = {0, 10, 15, 20, 20, 21};

    (void)state;
    p->rounds[0].limit_us = 10 * MIN;
    p->rounds[1].pause_us = 5 * MIN;
    p->rounds[1].limit_us = 5 * MIN;
    p->rounds[2].limit_us = MIN;
    c = corridor_new(p, 0, false);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_NO_AGREEMENT);
    for (size_t n = 0; n < 6; n++) {
        assert_true(corridor_heard(c, IRAN, MESSAGE_ROUND, n, &m, &at));
        assert_int_equal(m.as.round.round, n / 2);
        assert_int_equal(m.as.round.state, n % 2 + 1);
        assert_int_equal(at.us, times[n] * MIN);
    }
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_ROUND), 6);
    corridor_free(c);
    free(p);
}

static void round__without_limit__ends_when_all_wait(void **state)
{
    struct play *p = play_new(2, 2);
    struct corridor *c = corridor_new(p, 0, false);

    (void)state;
    corridor_end(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_ROUND), 3);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
    p->rounds[0].at_limit = ROUND_END;
    c = corridor_new(p, 0, false);
    corridor_end(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_ROUND), 1);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    corridor_free(c);
    free(p);
}

static void round__that_ends_the_talks_at_its_limit__ends_them(void **state)
{
    struct play *p = play_new(2, 2);
    struct corridor *c;

    (void)state;
    p->rounds[0].limit_us = MIN;
    p->rounds[0].at_limit = ROUND_END;
    c = corridor_new(p, 0, false);
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_NO_AGREEMENT);
    assert_int_equal(keeper_now(c->keeper).us, MIN);
    corridor_free(c);
    free(p);
}

static void event__at_its_time__is_news_to_those_it_is_for(void **state)
{
    struct play *p = play_new(2, 2);
    struct event *leak = play_event(p, "leak", "It is in the papers.");
    struct event *quiet = play_event(p, "quiet", "A word to one room.");
    struct event *late = play_event(p, "late", "Much later.");
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    p->rounds[0].limit_us = 10 * MIN;
    p->rounds[1].limit_us = 10 * MIN;
    leak->round = 1;
    leak->at_us = 2 * MIN;
    quiet->at_us = 3 * MIN;
    quiet->to = 1u << IRAN;
    late->when_text = "elapsed() > 4m and happened(quiet)";
    late->when = play_condition(p, late->when_text, 'M');
    c = corridor_new(p, 0, false);
    corridor_end(c);
    assert_true(corridor_told(c, IRAN, MOVE_NEWS, 0, &m, &at));
    assert_true(bytes_equal(m.as.told.label, bytes_of("quiet")));
    assert_int_equal(at.us, 3 * MIN);
    assert_int_equal(m.as.told.from, FROM_WORLD);
    assert_true(corridor_told(c, IRAN, MOVE_NEWS, 1, &m, &at));
    assert_true(bytes_equal(m.as.told.label, bytes_of("late")));
    assert_int_equal(at.us, 4 * MIN + 1);
    assert_true(corridor_told(c, US, MOVE_NEWS, 1, &m, &at));
    assert_true(bytes_equal(m.as.told.label, bytes_of("leak")));
    assert_int_equal(at.us, 12 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_NEWS), 2);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_NEWS), 3);
    assert_false(corridor_leaked(c, US, "A word to one room."));
    corridor_free(c);
    free(p);
}

/* A line of the mediator that waits for a room's line. */
static struct corridor *ruled(uint16_t caveats)
{
    struct play *p = play_new(2, 1);
    struct line *after =
        play_line(p, FROM_MEDIATOR, 0, "rules", MOVE_GROUND_RULES);
    struct line *give = play_line(p, US, 0, "give", MOVE_CONFIDENCE);
    struct corridor *c;

    give->caveat_bits = caveats;
    give->text = "A secret.";
    play_known(give, 1u << IRAN);
    after->after = play_ref(give, IRAN);
    after->text = "The rules of the house.";
    play_choose(p, FAMILY_TABLE, "blind", NULL);
    c = corridor_new(p, 3, false);
    c->play = p;
    corridor_end(c);
    return c;
}

static void
line_of_the_mediator__after_a_rooms_line__waits_for_its_taking(void **state)
{
    struct corridor *c = ruled(CAVEAT_FOR_JUDGEMENT);

    (void)state;
    assert_true(corridor_leaked(c, IRAN, "The rules of the house."));
    assert_true(corridor_leaked(c, US, "The rules of the house."));
    assert_false(corridor_leaked(c, IRAN, "A secret."));
    corridor_free(c);
}

static void
line_of_the_mediator__after_what_is_for_it_alone__never_comes(void **state)
{
    struct corridor *c = ruled(CAVEAT_MEDIATOR_ONLY);

    (void)state;
    assert_false(corridor_leaked(c, IRAN, "The rules of the house."));
    corridor_free(c);
}

static struct corridor *with_walk(const char *idle, uint8_t rounds)
{
    struct play *p = play_new(2, rounds);
    struct corridor *c;

    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", "idle", idle, NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    return c;
}

/* By hand: a visit every four minutes, the first at 0, one more than a thousand
 * of them in vain in each of the two rounds. */
static void idle_walk__in_rounds_without_limit__ends_as_stalled(void **state)
{
    struct corridor *c = with_walk("walk", 2);
    struct message m;
    struct instant at;

    (void)state;
    corridor_end(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STALLED);
    assert_true(corridor_heard(c, IRAN, MESSAGE_ROUND, 1, &m, &at));
    assert_int_equal(m.as.round.state, 2);
    assert_int_equal(at.us, VAIN_VISITS_MAX * 4 * MIN);
    assert_int_equal(keeper_now(c->keeper).us,
                     (2 * VAIN_VISITS_MAX + 1) * 4 * MIN);
    corridor_free(c);
}

/* What is awaited still comes, however long he walks. */
static void idle_walk__with_a_time_awaited__goes_on(void **state)
{
    struct corridor *c = with_walk("walk", 1);
    struct message_item item = item_saying(MOVE_SAY, "late");

    (void)state;
    corridor_run(c, 0);
    item.caveats.bits = CAVEAT_NOT_BEFORE;
    item.caveats.not_before = (struct instant){2000 * 4 * MIN};
    corridor_hand(c, US, &item);
    corridor_run(c, 2002 * 4 * MIN);
    assert_false(c->finished);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_free(c);
}

static void say(struct corridor *c, uint8_t room, enum move move)
{
    struct message_item item = item_saying(move, "words");

    corridor_hand(c, room, &item);
}

static void suspended__until_it_speaks__is_told_nothing(void **state)
{
    struct corridor *c = corridor_admit(2, false);

    (void)state;
    say(c, US, MOVE_SUSPENSION);
    say(c, IRAN, MOVE_SAY);
    corridor_run(c, MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SUSPENSION), 1);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 0);
    say(c, US, MOVE_SAY);
    corridor_run(c, 2 * MIN);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 1);
    corridor_free(c);
}

static void suspended__until_the_next_round__is_told_then(void **state)
{
    struct play *p = play_new(2, 2);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    p->rounds[0].limit_us = 10 * MIN;
    p->rounds[1].pause_us = 5 * MIN;
    c = corridor_new(p, 0, false);
    corridor_run(c, 0);
    say(c, US, MOVE_SUSPENSION);
    say(c, IRAN, MOVE_SAY);
    corridor_end(c);
    assert_true(corridor_told(c, US, MOVE_SAY, 0, &m, &at));
    assert_int_equal(at.us, 15 * MIN);
    corridor_free(c);
    free(p);
}

/* He comes for what the room has, and for nothing else. */
static void suspended__with_a_shuttle__visited_only_to_hear(void **state)
{
    struct corridor *c = with_walk("park", 1);
    size_t visits;

    (void)state;
    corridor_run(c, 0);
    say(c, US, MOVE_SUSPENSION);
    corridor_run(c, 10 * MIN);
    visits = corridor_count(c, US, MESSAGE_VISIT);
    say(c, IRAN, MOVE_SAY);
    say(c, IRAN, MOVE_SAY);
    corridor_run(c, 60 * MIN);
    assert_int_equal(corridor_count(c, US, MESSAGE_VISIT), visits);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 0);
    say(c, US, MOVE_SAY);
    corridor_run(c, 120 * MIN);
    assert_true(corridor_count(c, US, MESSAGE_VISIT) > visits);
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 2);
    corridor_free(c);
}

/* What is for the mediator alone cannot leak, whatever a brief asks for. */
static void leak__of_what_is_mediator_only__never_comes(void **state)
{
    for (int alone = 0; alone < 2; alone++) {
        struct play *p = play_new(2, 1);
        struct line *secret = play_line(p, US, 0, "secret", MOVE_CONFIDENCE);
        struct event *leak = play_event(p, "paper", NULL);
        struct corridor *c;

        (void)state;
        secret->text = "CANARY";
        secret->caveat_bits =
            alone ? CAVEAT_MEDIATOR_ONLY : CAVEAT_FOR_JUDGEMENT;
        play_known(secret, 1u << IRAN);
        leak->share = SHARE_CONTENT;
        leak->of = play_ref(secret, IRAN);
        p->rounds[0].limit_us = 10 * MIN;
        c = corridor_new(p, 1u << US, false);
        corridor_end(c);
        assert_int_equal(corridor_leaked(c, IRAN, "CANARY"), !alone);
        corridor_free(c);
        free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds__with_limits_and_pauses__begin_and_end_on_time),
        cmocka_unit_test(round__without_limit__ends_when_all_wait),
        cmocka_unit_test(round__that_ends_the_talks_at_its_limit__ends_them),
        cmocka_unit_test(event__at_its_time__is_news_to_those_it_is_for),
        cmocka_unit_test(
            line_of_the_mediator__after_a_rooms_line__waits_for_its_taking),
        cmocka_unit_test(
            line_of_the_mediator__after_what_is_for_it_alone__never_comes),
        cmocka_unit_test(idle_walk__in_rounds_without_limit__ends_as_stalled),
        cmocka_unit_test(idle_walk__with_a_time_awaited__goes_on),
        cmocka_unit_test(suspended__until_it_speaks__is_told_nothing),
        cmocka_unit_test(suspended__until_the_next_round__is_told_then),
        cmocka_unit_test(suspended__with_a_shuttle__visited_only_to_hear),
        cmocka_unit_test(leak__of_what_is_mediator_only__never_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
