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
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
