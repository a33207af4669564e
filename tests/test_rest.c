/*
 * Talks come to rest: nobody waits for a time that has passed, and with several
 * mediators one who walks in vain ends nothing that another waits for.
 */
#include "tests/rig/moves.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "scenario: 1\ntitle: \"Rest\"\nrooms: { us: {}, iran: {} }\n"

/* At 30:00 the complaint has waited long enough, and there is nowhere to take
 * it: the only other room has left the round. */
static void until_time__passed_with_nowhere_to_go__time_goes_on(void **state)
{
    struct moves *m = moves_play(
        HEAD "mediators:\n"
             "  oman: { relay: { walk: { as: shuttle, until_time: 10m } } }\n"
             "rounds:\n"
             "  - limit: 60m\n"
             "    us: [{ complain: \"A breach.\", at: 20m }]\n"
             "    iran: [{ suspend: \"We leave.\" }]\n");

    (void)state;
    moves_has(m, "us", " 3600 outcome no_agreement\n");
    moves_free(m);
}

/* Home is where he goes then, all the same. */
static void until_time__passed_at_a_capital__goes_home(void **state)
{
    struct moves *m = moves_play(
        HEAD "mediators:\n"
             "  oman:\n"
             "    relay:\n"
             "      walk: { as: capitals, until_time: 10m, carriers: 2 }\n"
             "rounds:\n"
             "  - limit: 9d\n"
             "    iran: [{ complain: \"A breach.\" }]\n");

    (void)state;
    moves_has(m, "us", " 777600 outcome no_agreement\n");
    moves_has(m, "us", "told complain by iran");
    moves_free(m);
}

/* The rounds are the first one's, and so is their end. */
static void idle_walk__of_another_mediator__ends_no_round(void **state)
{
    struct moves *m = moves_play(
        HEAD "mediators:\n"
             "  oman: {}\n"
             "  swiss: { relay: { walk: { as: shuttle, idle: walk } } }\n"
             "events: { storm: { at: 9d, say: \"A storm.\" } }\n"
             "rounds: [{}, {}]\n");

    (void)state;
    moves_has(m, "us", "told news by world");
    moves_has(m, "us", "round 1 began");
    moves_has(m, "us", "outcome stalled\n");
    moves_has(m, "iran", "outcome stalled\n");
    moves_free(m);
}

static void idle_walk__with_a_time_awaited_elsewhere__ends_nothing(void **state)
{
    struct moves *m = moves_play(
        HEAD "mediators:\n"
             "  oman: { relay: { walk: { as: shuttle, idle: walk } } }\n"
             "  swiss: { relay: { table: words } }\n"
             "rounds: [{ swiss: [{ at: 9d, press: \"Nine days.\" }] }]\n");

    (void)state;
    moves_has(m, "us", " 777600 told press by mediator");
    moves_has(m, "us", "outcome stalled\n");
    moves_free(m);
}

/* Words that are read back to their author go out when their time comes, and
 * not when something else happens. */
static void read_back__whose_time_comes__put_and_told_at_once(void **state)
{
    struct moves *m = moves_play(
        HEAD "mediators:\n"
             "  oman: { relay: { carry: { as: gist, read_back: true } } }\n"
             "rounds:\n"
             "  - limit: 60m\n"
             "    us: [{ say: \"No!\", gist: \"Not yet.\",\n"
             "           caveat: { not_before: 30m } }]\n");

    (void)state;
    moves_has(m, "us", " 1800 told read_back by mediator");
    moves_has(m, "iran", " 1800 told say by us gist \"Not yet.\"\n");
    moves_free(m);
}

/* At 5:00 he would leave Iran, whose room wakes then and has something to say.
 * It is taken, whatever Qatar is told at that instant. */
static void news__for_another_room__changes_no_order_here(void **state)
{
    static const char play[] =
        "scenario: 1\ntitle: \"Rest\"\n"
        "rooms: { us: {}, iran: {}, qatar: {} }\n"
        "mediators:\n"
        "  oman:\n"
        "    relay:\n"
        "      walk: { as: shuttle, idle: walk, stay: 1m, time: 3m }\n"
        "events: { storm: { to: qatar, %s, say: \"A storm.\" } }\n"
        "rounds:\n"
        "  - limit: 60m\n"
        "    iran: [{ at: 5m, say: \"Wait.\" }]\n";
    struct moves *m = moves_play(play, "at: 5m");
    struct moves *other = moves_play(play, "when: \"elapsed() > 9d\"");

    (void)state;
    moves_has(m, "qatar", " 300 told news by world");
    moves_has(other, "iran", " 300 receipt 1 taken\n");
    moves_same(m, other, "iran");
    moves_same(m, other, "us");
    moves_free(other);
    moves_free(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(until_time__passed_with_nowhere_to_go__time_goes_on),
        cmocka_unit_test(until_time__passed_at_a_capital__goes_home),
        cmocka_unit_test(idle_walk__of_another_mediator__ends_no_round),
        cmocka_unit_test(
            idle_walk__with_a_time_awaited_elsewhere__ends_nothing),
        cmocka_unit_test(read_back__whose_time_comes__put_and_told_at_once),
        cmocka_unit_test(news__for_another_room__changes_no_order_here),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
