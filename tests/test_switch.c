/* Members of the families exchanged in the middle of the talks. */
#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const design[FAMILY_COUNT] = {"shuttle", "gist", "caveats",
                                                 "blind"};

/* Scripts in three rooms with something for every family to decide. */
static struct corridor *talks_in(struct play *p)
{
    struct line *line;
    struct corridor *c;

    p->rounds[0].limit_us = 120 * MIN;
    for (uint8_t r = 0; r < 3; r++) {
        line = play_line(p, r, 0, "early", MOVE_SAY);
        line->text = "Plain words.";
        line->gist = "Plainer words.";
        line = play_line(p, r, 0, "held", MOVE_OFFER);
        line->package = package_of(r, ANY);
        line->caveat_bits = CAVEAT_IF_ASKED;
        line = play_line(p, r, 0, "asks", MOVE_QUESTION);
        line->about = 1;
        line->at_us = 40 * MIN;
        line = play_line(p, r, 0, "late", MOVE_SAY);
        line->text = "Late words.";
        line->at_us = (50 + r) * MIN;
    }
    line = play_line(p, FROM_MEDIATOR, 0, "bridge", MOVE_BLIND_PROPOSAL);
    line->package = package_of(PAUSE_IT, WAIVERS);
    line->answer_us = 10 * MIN;
    line->at_us = 60 * MIN;
    c = corridor_new(p, 6, false);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static struct corridor *talks(const char *const as[FAMILY_COUNT])
{
    struct play *p = play_new(3, 1);

    for (int f = 0; f < FAMILY_COUNT; f++)
        play_choose(p, (enum family)f, as[f], NULL);
    return talks_in(p);
}

static struct corridor *talks_with(const struct choice *walk)
{
    struct play *p = play_new(3, 1);

    p->mediator.relay.walk = *walk;
    play_choose(p, FAMILY_CARRY, "gist", NULL);
    return talks_in(p);
}

/* What a room was told from a time on: every frame but the wakings of us, the
 * puppet that the test stops the clock with. */
static bool same_from(const struct corridor *a, const struct corridor *b,
                      int64_t from_us)
{
    for (uint8_t r = IRAN; r <= QATAR; r++) {
        const struct corridor_room *x = &a->room[r], *y = &b->room[r];
        size_t i = 0, j = 0;

        while (i < x->heard_count && x->heard[i].time.us < from_us)
            i++;
        while (j < y->heard_count && y->heard[j].time.us < from_us)
            j++;
        if (x->heard_count - i != y->heard_count - j || i == x->heard_count)
            return false;
        /* A BYE has a digest of all that was said before it. */
        for (; i + (from_us > 0) < x->heard_count; i++, j++)
            if (x->heard[i].time.us != y->heard[j].time.us ||
                x->heard[i].size != y->heard[j].size ||
                memcmp(x->heard[i].bytes, y->heard[j].bytes,
                       x->heard[i].size) != 0)
                return false;
    }
    return true;
}

/* Each member is exchanged for itself at every minute: what a fresh one adopts
 * from the board is what the other had observed. */
static void itself__at_any_minute__the_same_decisions(void **state)
{
    (void)state;
    for (int f = 0; f < FAMILY_COUNT; f++)
        for (int64_t at = 1; at < 70; at++) {
            struct choice choice = {.as = design[f]};
            struct corridor *a = talks(design), *b = talks(design);

            corridor_run(a, at * MIN);
            corridor_run(b, at * MIN);
            assert_int_equal(corridor_switch(b, (enum family)f, &choice),
                             ERR_OK);
            corridor_end(a);
            corridor_end(b);
            if (!same_from(a, b, 0))
                print_message("%s at minute %lld\n", family_key((enum family)f),
                              (long long)at);
            assert_true(same_from(a, b, 0));
            corridor_free(a);
            corridor_free(b);
        }
}

/* The same of a walk in all its ways: gates half open, stops of a table, hands
 * full, times drawn. */
static void walk__for_itself_at_any_minute__the_same_decisions(void **state)
{
    static const struct choice walks[] = {
        {"shuttle", {{"item", "3m"}, {"stay", "2m"}, {"idle", "walk"}}, 3},
        {"shuttle", {{"item", "3m"}, {"service", "exhaustive"}}, 2},
        {"shuttle",
         {{"item", "3m"}, {"service", "limited"}, {"limit", "2"}},
         3},
        {"shuttle",
         {{"route", "us iran us qatar"}, {"idle", "walk"}, {"item", "1m"}},
         3},
        {"shuttle", {{"carriers", "2"}, {"item", "2m"}}, 2},
        {"shuttle", {{"route", "on_call"}, {"carriers", "2"}}, 2},
        {"shuttle", {{"capacity", "1"}, {"item", "1m"}}, 2},
        {"shuttle", {{"wait", "9m"}}, 1},
        {"shuttle", {{"until_items", "3"}, {"until_time", "7m"}}, 2},
        {"shuttle",
         {{"time_as", "exponential"},
          {"item", "2m"},
          {"item_as", "erlang"},
          {"idle", "walk"}},
         4},
        {"capitals", {{"time", "7m"}, {"home_time", "5m"}, {"stay", "3m"}}, 3},
    };

    (void)state;
    for (size_t n = 0; n < sizeof walks / sizeof walks[0]; n++)
        for (int64_t at = 1; at < 70; at++) {
            struct corridor *a = talks_with(&walks[n]);
            struct corridor *b = talks_with(&walks[n]);
            bool same;

            corridor_run(a, at * MIN);
            corridor_run(b, at * MIN);
            assert_int_equal(corridor_switch(b, FAMILY_WALK, &walks[n]),
                             ERR_OK);
            corridor_end(a);
            corridor_end(b);
            same = same_from(a, b, 0);
            if (!same)
                print_message("walk %zu at minute %lld\n", n, (long long)at);
            assert_true(same);
            corridor_free(a);
            corridor_free(b);
        }
}

/* Another member first, exchanged before anything hung on it. */
static void another__before_it_mattered__the_same_decisions(void **state)
{
    static const char *const others[FAMILY_COUNT] = {"shuttle", "verbatim",
                                                     "forward", "nothing"};

    (void)state;
    for (int f = FAMILY_CARRY; f < FAMILY_COUNT; f++) {
        const char *as[FAMILY_COUNT];
        struct choice choice = {.as = design[f]};
        struct corridor *a, *b;

        /* A shuttle would walk for what forward lets go and release keeps. */
        memcpy(as, design, sizeof as);
        as[FAMILY_WALK] = "switchboard";
        a = talks(as);
        as[f] = others[f];
        b = talks(as);
        /* At 39 minutes all early words are told, nobody has asked, and no
         * proposal is due. */
        corridor_run(a, 39 * MIN);
        corridor_run(b, 39 * MIN);
        assert_int_equal(corridor_switch(b, (enum family)f, &choice), ERR_OK);
        corridor_end(a);
        corridor_end(b);
        assert_true(same_from(a, b, 40 * MIN));
        corridor_free(a);
        corridor_free(b);
    }
}

static void unknown_member__of_any_family__changes_nothing(void **state)
{
    struct choice choice = {.as = "nobody"};
    struct corridor *c = talks(design);
    size_t notes = c->note_count;

    (void)state;
    for (int f = 0; f < FAMILY_COUNT; f++)
        assert_int_equal(corridor_switch(c, (enum family)f, &choice),
                         ERR_UNKNOWN);
    assert_int_equal(c->note_count, notes);
    corridor_free(c);
}

static void exchange__of_any_member__is_noted(void **state)
{
    struct choice choice = {.as = "verbatim"};
    struct corridor *c = talks(design);
    struct message m;

    (void)state;
    assert_int_equal(corridor_switch(c, FAMILY_CARRY, &choice), ERR_OK);
    assert_true(corridor_note(c, MESSAGE_SWITCHED, 0, &m, NULL));
    assert_true(bytes_equal(m.as.switched.family, bytes_of("carry")));
    assert_true(bytes_equal(m.as.switched.member, bytes_of("verbatim")));
    corridor_free(c);
}

static void say(struct corridor *c, uint8_t room)
{
    struct message_item item = item_saying(MOVE_SAY, "words");

    corridor_hand(c, room, &item);
}

static void
walk__from_everywhere_to_a_shuttle__comes_in_and_goes_on(void **state)
{
    static const struct choice shuttle = {
        .as = "shuttle", .param = {{"time", "4m"}}, .param_count = 1};
    struct corridor *c = corridor_admit(2, false);
    struct message m;
    struct instant at;

    (void)state;
    corridor_run(c, 10 * MIN);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &shuttle), ERR_OK);
    say(c, IRAN);
    corridor_end(c);
    assert_true(corridor_heard(c, US, MESSAGE_VISIT, 0, &m, &at));
    assert_int_equal(at.us, 10 * MIN);
    assert_int_equal(m.as.visit.state, 1);
    assert_true(corridor_heard(c, IRAN, MESSAGE_VISIT, 0, &m, &at));
    assert_int_equal(at.us, 14 * MIN);
    assert_true(corridor_told(c, US, MOVE_SAY, 0, &m, &at));
    assert_int_equal(at.us, 18 * MIN);
    corridor_free(c);
}

static void
walk__from_a_shuttle_to_everywhere__trays_and_receipts_at_hand(void **state)
{
    static const struct choice everywhere = {.as = "switchboard"};
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "4m", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    say(c, US);
    corridor_run(c, 4 * MIN); /* told in iran; us has no receipt yet */
    say(c, US);
    corridor_run(c, 5 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TAKEN);
    assert_int_equal(corridor_receipt(c, US, 2), 0);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &everywhere), ERR_OK);
    corridor_run(c, 6 * MIN);
    assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_TOLD);
    assert_int_equal(corridor_receipt(c, US, 2), RECEIPT_TOLD);
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 1, &m, &at));
    assert_int_equal(at.us, 5 * MIN);
    corridor_free(c);
}

/* The member before would have sat for an hour. */
static void exchange__with_something_due_at_once__arms_for_it(void **state)
{
    static const struct choice brisk = {
        .as = "shuttle", .param = {{"time", "4m"}}, .param_count = 1};
    struct play *p = play_new(2, 1);
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "stay", "1h", NULL);
    c = corridor_new(p, 0, false);
    c->play = p;
    corridor_run(c, 0);
    say(c, US);
    corridor_run(c, 10 * MIN);
    assert_int_equal(c->armed.us, 60 * MIN);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &brisk), ERR_OK);
    assert_true(c->armed.us <= 14 * MIN);
    corridor_free(c);
}

static void exchange__before_the_talks_begin__they_begin_so(void **state)
{
    static const struct choice everywhere = {.as = "switchboard"};
    static const struct choice shuttle = {.as = "shuttle"};
    struct play *p = play_new(2, 1);
    struct corridor *c = corridor_new(p, 0, false);

    (void)state;
    c->play = p;
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &shuttle), ERR_OK);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &everywhere), ERR_OK);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &shuttle), ERR_OK);
    corridor_run(c, 0);
    assert_int_equal(corridor_count(c, US, MESSAGE_VISIT), 1);
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_VISIT), 0);
    corridor_free(c);
}

static void exchange__after_the_end__says_nothing_to_the_rooms(void **state)
{
    static const struct choice shuttle = {.as = "shuttle"};
    static const struct choice everywhere = {.as = "switchboard"};
    struct corridor *c = corridor_admit(2, false);
    size_t heard;

    (void)state;
    corridor_end(c);
    heard = c->room[US].heard_count;
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &shuttle), ERR_OK);
    assert_int_equal(corridor_switch(c, FAMILY_WALK, &everywhere), ERR_OK);
    assert_int_equal(c->room[US].heard_count, heard);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(itself__at_any_minute__the_same_decisions),
        cmocka_unit_test(walk__for_itself_at_any_minute__the_same_decisions),
        cmocka_unit_test(another__before_it_mattered__the_same_decisions),
        cmocka_unit_test(unknown_member__of_any_family__changes_nothing),
        cmocka_unit_test(exchange__of_any_member__is_noted),
        cmocka_unit_test(
            walk__from_everywhere_to_a_shuttle__comes_in_and_goes_on),
        cmocka_unit_test(
            walk__from_a_shuttle_to_everywhere__trays_and_receipts_at_hand),
        cmocka_unit_test(exchange__with_something_due_at_once__arms_for_it),
        cmocka_unit_test(exchange__before_the_talks_begin__they_begin_so),
        cmocka_unit_test(exchange__after_the_end__says_nothing_to_the_rooms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
