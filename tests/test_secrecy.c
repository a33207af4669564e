/* Secrecy, from outside: the bytes each room was sent, searched for what it may
 * not know, and compared between worlds that differ in it alone. */
#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All designs there are today, with the two ways of serving and of idling. */
struct design {
    const char *walk, *service, *idle, *carry, *hold, *table;
};

#define DESIGNS 40u

static struct design design(unsigned n)
{
    static const char *const walks[5][3] = {{"switchboard", NULL, NULL},
                                            {"shuttle", "gated", "park"},
                                            {"shuttle", "gated", "walk"},
                                            {"shuttle", "exhaustive", "park"},
                                            {"shuttle", "exhaustive", "walk"}};
    const char *const *walk = walks[n % 5];

    return (struct design){walk[0],
                           walk[1],
                           walk[2],
                           n / 5 % 2 ? "gist" : "verbatim",
                           n / 10 % 2 ? "forward" : "caveats",
                           n / 20 % 2 ? "blind" : "nothing"};
}

static void choose(struct play *p, const struct design *d)
{
    if (d->service)
        play_choose(p, FAMILY_WALK, d->walk, "time", "3m", "item", "20s",
                    "stay", "1m", "service", d->service, "idle", d->idle, NULL);
    else
        play_choose(p, FAMILY_WALK, d->walk, NULL);
    play_choose(p, FAMILY_CARRY, d->carry, NULL);
    play_choose(p, FAMILY_HOLD, d->hold, NULL);
    play_choose(p, FAMILY_TABLE, d->table, NULL);
}

/* The secret that us hands to the mediator. */
struct secret {
    uint16_t caveats;
    enum move move;
    const char *text, *gist, *gloss;
    unsigned militias, relief;
    uint8_t about;
};

static struct line *offer(struct play *p, uint8_t room, const char *id,
                          unsigned militias, unsigned relief)
{
    struct line *line = play_line(p, room, 0, id, MOVE_OFFER);

    line->package = package_of(militias, relief);
    line->text = "An offer.";
    return line;
}

/* Lively talks around the secret: others wait for moves and questions, and so
 * does the mediator. */
static struct play *world(const struct design *d, const struct secret *s)
{
    struct play *p = play_new(3, 1);
    struct line *secret, *line, *put;

    choose(p, d);
    p->rounds[0].limit_us = 90 * MIN;
    offer(p, US, "open", CONTINUE, NO_RELIEF)->at_us = MIN;
    secret = play_line(p, US, 0, "secret", s->move);
    secret->at_us = 2 * MIN;
    secret->caveat_bits = s->caveats;
    secret->text = s->text;
    secret->gist = s->gist;
    secret->gloss = s->gloss;
    secret->package = package_of(s->militias, s->relief);
    secret->about = s->about;
    play_known(secret, 6);
    play_line(p, US, 0, "after", MOVE_SAY)->at_us = 20 * MIN;
    line = offer(p, IRAN, "if-moved", PAUSE_IT, ANY);
    line->caveat_bits = CAVEAT_IF_THEY_MOVE_FIRST;
    line->caveat_condition = "offered(us, relief) >= 'waivers'";
    line = offer(p, IRAN, "if-asked", ANY, WAIVERS);
    line->caveat_bits = CAVEAT_IF_ASKED;
    line = offer(p, QATAR, "whole", PAUSE_IT, WAIVERS);
    line->at_us = 30 * MIN;
    put = play_line(p, FROM_MEDIATOR, 0, "bridge", MOVE_BLIND_PROPOSAL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->answer_us = 10 * MIN;
    put->when_text = "offered(us, relief) >= 'waivers'";
    put->when = play_condition(p, put->when_text, 'M');
    line = play_line(p, FROM_MEDIATOR, 0, "press", MOVE_PRESS);
    line->after = play_ref(secret, IRAN);
    line->text = "The mediator has heard something.";
    return p;
}

static struct corridor *played(const struct design *d, const struct secret *s)
{
    struct play *p = world(d, s);
    struct corridor *c = corridor_new(p, 7, false);

    c->play = p;
    corridor_end(c);
    assert_true(c->finished);
    return c;
}

static const struct secret plain = {CAVEAT_MEDIATOR_ONLY,
                                    MOVE_CONFIDENCE,
                                    "We could live with more.",
                                    "CANARY gist",
                                    "CANARY gloss",
                                    ANY,
                                    NO_RELIEF,
                                    0};

/* Worlds that differ in the content of what is for the mediator alone. */
static void assert_inert(const struct secret *other)
{
    for (unsigned n = 0; n < DESIGNS; n++) {
        struct design d = design(n);
        struct corridor *a = played(&d, &plain), *b = played(&d, other);

        /* us itself reads a BYE with a digest of what it said. */
        for (uint8_t r = IRAN; r <= QATAR; r++) {
            assert_true(a->room[r].heard_count > 5);
            if (!corridor_same(a, b, r))
                print_message("design %u, room %u\n", n, r);
            assert_true(corridor_same(a, b, r));
        }
        corridor_free(a);
        corridor_free(b);
    }
}

static void
mediator_only__of_other_words__the_same_bytes_and_times(void **state)
{
    struct secret s = plain;

    (void)state;
    s.text = "There will be no more!!!";
    s.gist = "CANARY tsig";
    s.gloss = "CANARY ssolg";
    assert_inert(&s);
}

static void
mediator_only__of_other_options__the_same_bytes_and_times(void **state)
{
    struct secret s = plain;

    (void)state;
    s.relief = WAIVERS;
    assert_inert(&s);
    s.relief = FUNDS;
    s.militias = END_IT;
    assert_inert(&s);
}

static void mediator_only__a_question__the_same_bytes_and_times(void **state)
{
    struct secret s = plain;

    (void)state;
    s.move = MOVE_QUESTION;
    s.about = 2;
    assert_inert(&s);
    s.move = MOVE_OFFER;
    assert_inert(&s);
    s.caveats |= CAVEAT_FOR_JUDGEMENT;
    assert_inert(&s);
}

/* Pairs for for_judgement: its words show nowhere; its options are a position,
 * and what others made to hang on such a position shows. */
static bool judgement_shows(const struct secret *a, const struct secret *b)
{
    bool shows = false;

    for (unsigned n = 0; n < DESIGNS; n++) {
        struct design d = design(n);
        struct corridor *x = played(&d, a), *y = played(&d, b);

        for (uint8_t r = IRAN; r <= QATAR; r++)
            shows |= !corridor_same(x, y, r);
        corridor_free(x);
        corridor_free(y);
    }
    return shows;
}

static void for_judgement__of_other_words__shows_nowhere(void **state)
{
    struct secret a = plain, b;

    (void)state;
    a.caveats = CAVEAT_FOR_JUDGEMENT;
    b = a;
    b.text = "There will be no more!!!";
    assert_false(judgement_shows(&a, &b));
}

static void
for_judgement__of_other_options__shows_by_conditions_alone(void **state)
{
    struct secret a = plain, b;

    (void)state;
    a.caveats = CAVEAT_FOR_JUDGEMENT;
    a.militias = CONTINUE; /* what no condition asks about */
    b = a;
    b.militias = END_IT;
    assert_false(judgement_shows(&a, &b));
    b = a;
    b.relief = WAIVERS; /* what two conditions wait for */
    assert_true(judgement_shows(&a, &b));
}

/* Everything a room keeps from others, each with its canary. */
static struct play *canaries(const struct design *d)
{
    static const uint16_t untold[] = {
        CAVEAT_MEDIATOR_ONLY, CAVEAT_FOR_JUDGEMENT, CAVEAT_HYPOTHETICAL,
        CAVEAT_SIMULTANEOUS,  CAVEAT_IF_ASKED,      CAVEAT_IF_THEY_MOVE_FIRST,
        CAVEAT_EXPIRES,       CAVEAT_GIST};
    static char ids[8][32];
    struct play *p = play_new(3, 2);
    struct line *line;

    choose(p, d);
    p->rounds[0].limit_us = p->rounds[1].limit_us = 60 * MIN;
    p->rounds[0].id = "CANARY round";
    p->rooms[US].title = "CANARY title";
    p->own[US].brief = "CANARY brief";
    play_event(p, "leak", "It is in the papers.")->title = "CANARY event";
    p->events[0].when_text = "CANARY when";
    for (unsigned n = 0; n < 8; n++) {
        uint8_t round = n >= 4;

        (void)snprintf(ids[n], sizeof ids[n], "CANARY id %u", n);
        line = play_line(p, US, round, ids[n], n % 2 ? MOVE_OFFER : MOVE_SAY);
        line->caveat_bits = untold[n];
        line->text = "CANARY text";
        line->gloss = "CANARY gloss";
        if (!(untold[n] & CAVEAT_GIST))
            line->gist = "CANARY gist";
        line->caveat_condition = "happened(leak) and asked(iran, relief)";
        line->expires_us = 1;
        line->at_us = MIN;
        line->about = 2;
        line->if_text = "CANARY if";
        if (n % 2)
            line->package = package_of(ANY, WAIVERS);
    }
    line = play_line(p, US, 0, "CANARY capital", MOVE_NONE);
    line->request = package_of(ANY, FUNDS);
    line = play_line(p, US, 1, "CANARY idea", MOVE_OFFER);
    line->text = "CANARY text";
    line->gist = "Suppose there were waivers.";
    line->gloss = "CANARY gloss";
    line->caveat_bits = CAVEAT_AS_MEDIATOR_IDEA;
    line->package = package_of(ANY, WAIVERS);
    line = play_line(p, US, 1, "CANARY leave", MOVE_WALK_OUT);
    line->text = "CANARY walk-out";
    line->at_us = 50 * MIN;
    return p;
}

static void canaries__in_every_private_place__in_no_other_room(void **state)
{
    (void)state;
    for (unsigned n = 0; n < DESIGNS; n++) {
        struct design d = design(n);
        struct play *p = canaries(&d);
        struct corridor *c = corridor_new(p, 7, false);

        c->play = p;
        corridor_end(c);
        assert_int_equal(c->outcome, OUTCOME_WALKED_OUT);
        for (uint8_t r = 0; r < 3; r++)
            assert_false(corridor_leaked(c, r, "CANARY"));
        assert_true(corridor_leaked(c, IRAN, "Suppose there were waivers."));
        assert_true(corridor_leaked(c, QATAR, "It is in the papers."));
        for (uint8_t r = 0; r < 3; r++)
            for (uint8_t other = 0; other < 3; other++)
                assert_false(corridor_leaked(c, r, c->brief.rooms[other].id));
        corridor_free(c);
    }
}

/* The search finds what is there: the same words without a caveat. */
static void canaries__without_a_caveat__are_found(void **state)
{
    struct design d = design(0);
    struct play *p = canaries(&d);
    struct corridor *c;

    (void)state;
    p->rounds[0].room[US].line[0].caveat_bits = 0;
    c = corridor_new(p, 7, false);
    c->play = p;
    corridor_end(c);
    assert_true(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

/* Blind answers between scripts: iran's answer is a line of its own. */
static struct corridor *blind(const struct design *d, enum answer answer)
{
    struct play *p = play_new(3, 1);
    struct line *put, *yes;
    struct corridor *c;

    choose(p, d);
    p->rounds[0].limit_us = 90 * MIN;
    put = play_line(p, FROM_MEDIATOR, 0, "bridge", MOVE_BLIND_PROPOSAL);
    put->package = package_of(PAUSE_IT, WAIVERS);
    put->answer_us = 40 * MIN;
    play_known(put, 7);
    for (uint8_t r = 0; r < 3; r++) {
        if (r == IRAN && answer == ANSWER_NONE)
            continue;
        yes = play_line(p, r, 0, "yes", MOVE_REPLY);
        yes->answer = r == IRAN ? answer : ANSWER_ACCEPT;
        yes->re = play_ref(put, r);
        yes->text = "CANARY";
        play_line(p, r, 0, "then", MOVE_SAY)->after =
            (struct ref){.kind = REF_OWN, .owner = r};
    }
    c = corridor_new(p, 7, false);
    c->play = p;
    corridor_end(c);
    return c;
}

static void sealed__answers_of_one_room__the_others_read_the_same(void **state)
{
    (void)state;
    for (unsigned n = 20; n < DESIGNS; n++) {
        struct design d = design(n);
        struct corridor *no = blind(&d, ANSWER_REJECT);
        struct corridor *later = blind(&d, ANSWER_AD_REFERENDUM);

        for (uint8_t r = 0; r < 3; r++) {
            assert_true(corridor_told_count(no, r, MOVE_RESULT) == 1);
            assert_true(r == IRAN || corridor_same(no, later, r));
            assert_false(corridor_leaked(no, r, "CANARY"));
        }
        corridor_free(no);
        corridor_free(later);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            mediator_only__of_other_words__the_same_bytes_and_times),
        cmocka_unit_test(
            mediator_only__of_other_options__the_same_bytes_and_times),
        cmocka_unit_test(mediator_only__a_question__the_same_bytes_and_times),
        cmocka_unit_test(for_judgement__of_other_words__shows_nowhere),
        cmocka_unit_test(
            for_judgement__of_other_options__shows_by_conditions_alone),
        cmocka_unit_test(canaries__in_every_private_place__in_no_other_room),
        cmocka_unit_test(canaries__without_a_caveat__are_found),
        cmocka_unit_test(sealed__answers_of_one_room__the_others_read_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
