/* Members that ask a person or a program before they decide: what is open
 * meanwhile, and that release judges again when the answer comes. */
#include "shuttle/carry.h"
#include "shuttle/hold.h"
#include "shuttle/table.h"
#include "shuttle/walk.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* One ask, then whatever the answer says for good. */
struct asker {
    uint32_t ask;
    bool answered;
    bool yes;
    char question[32];
};

static void observe(void *state, const struct choice *p, const struct board *b,
                    const struct board_event *e)
{
    struct asker *s = state;

    (void)p;
    if (e->kind != BOARD_ANSWER || b->answered.ask != s->ask)
        return;
    s->answered = true;
    s->yes = bytes_equal(b->answered.bytes, bytes_of("yes"));
}

/* True when it has to ask first. */
static bool asks(struct asker *s, struct asking *ask)
{
    if (s->answered)
        return false;
    s->ask = asking_next(ask);
    (void)snprintf(s->question, sizeof s->question, "{\"may I\":%u}", s->ask);
    ask->question = bytes_of(s->question);
    return true;
}

/* A reason far too long for a note, of characters of two bytes. */
static const char *at_length(void)
{
    static char text[4001];

    for (size_t n = 0; n + 1 < sizeof text; n += 2)
        memcpy(text + n, "\xc3\xa9", 2);
    return text;
}

static void decide_hold(void *s, const struct choice *p, const struct board *b,
                        const struct crossing *crossing, struct asking *ask,
                        struct hold_decision *out)
{
    (void)p, (void)b, (void)crossing;
    out->rule = RULE_DESIGN;
    out->reason = at_length();
    out->until = INSTANT_NEVER;
    if (asks(s, ask))
        out->verdict = HOLD_PENDING;
    else
        out->verdict = ((struct asker *)s)->yes ? HOLD_TELL : HOLD_WITHHOLD;
}

static void decide_carry(void *s, const struct choice *p, const struct board *b,
                         const struct crossing *crossing, struct asking *ask,
                         struct carry_decision *out)
{
    (void)p, (void)b;
    out->form = FORM_VERBATIM;
    out->text = crossing->item->text;
    if (asks(s, ask))
        out->verdict = CARRY_PENDING;
    else
        out->verdict = ((struct asker *)s)->yes ? CARRY_WORDS : CARRY_NO_WORDS;
}

static bool makes(enum move move)
{
    return move == MOVE_PRESS;
}

static void decide_table(void *s, const struct choice *p, const struct board *b,
                         struct asking *ask, struct table_decision *out)
{
    (void)p;
    table_next(b, makes, out);
    if (out->act != TABLE_PUT)
        return;
    if (asks(s, ask))
        out->act = TABLE_PENDING;
    else if (!((struct asker *)s)->yes)
        out->act = TABLE_DROP;
}

static uint8_t one(const struct choice *p)
{
    (void)p;
    return 1;
}

static uint8_t first(const struct choice *p, const struct board *b, uint8_t c)
{
    (void)p, (void)b, (void)c;
    return US;
}

/* Takes what lies there, then asks whether to go to iran. */
static void decide_walk(void *s, const struct choice *p, const struct board *b,
                        uint8_t carrier, struct asking *ask,
                        struct walk_decision *out)
{
    (void)p;
    *out = (struct walk_decision){.act = WALK_STAY, .until = INSTANT_NEVER};
    if (b->carrier[carrier].room == IRAN)
        return;
    if (b->room[US].tray > 0)
        *out = (struct walk_decision){.act = WALK_TAKE, .until = b->now};
    else if (b->room[IRAN].deliverable > 0 && asks(s, ask))
        out->act = WALK_PENDING;
    else if (((struct asker *)s)->yes)
        *out = (struct walk_decision){
            .act = WALK_GO, .room = IRAN, .until = instant_after(b->now, MIN)};
}

static const struct param_spec none[] = {{0}};
#define ASKER                                                                  \
    {                                                                          \
        .name = "asker", .help = "", .params = none,                           \
        .state_size = sizeof(struct asker), .observe = observe                 \
    }
static const struct hold hold = {.member = ASKER, .decide = decide_hold};
static const struct carry carry = {.member = ASKER, .decide = decide_carry};
static const struct table table = {
    .member = ASKER, .makes = makes, .decide = decide_table};
static const struct walk walk = {
    .member = ASKER, .carriers = one, .start = first, .decide = decide_walk};
static const struct member *const walks[] = {&walk.member, NULL};
static const struct member *const carries[] = {&carry.member, NULL};
static const struct member *const holds[] = {&hold.member, NULL};
static const struct member *const tables[] = {&table.member, NULL};
const struct member *const *const relay_extra[FAMILY_COUNT] = {walks, carries,
                                                               holds, tables};

static struct corridor *asking(enum family f, bool live)
{
    struct play *p = play_new(2, 1);
    struct line *line;
    struct corridor *c;

    play_choose(p, f, "asker", NULL);
    if (f == FAMILY_TABLE) {
        line = play_line(p, FROM_MEDIATOR, 0, "press", MOVE_PRESS);
        line->text = "Time is short.";
        line->at_us = MIN;
    }
    c = corridor_new(p, 0, live);
    c->play = p;
    corridor_run(c, 0);
    return c;
}

static void say(struct corridor *c, uint16_t bits)
{
    struct message_item item = item_saying(MOVE_SAY, "CANARY");

    item.caveats.bits = bits;
    item.caveats.expires = (struct instant){10 * MIN};
    corridor_hand(c, US, &item);
}

static void answer(struct corridor *c, const char *words)
{
    keeper_answer(c->keeper, c->ask, bytes_of(words));
    corridor_pump(c);
}

/* An ask of each family: the simulated clock stands still until the answer. */
static void ask__of_each_family__holds_the_clock_until_answered(void **state)
{
    (void)state;
    for (int f = 0; f < FAMILY_COUNT; f++)
        for (int yes = 0; yes < 2; yes++) {
            struct corridor *c = asking((enum family)f, false);
            enum move move = f == FAMILY_TABLE ? MOVE_PRESS : MOVE_SAY;
            int64_t asked = f == FAMILY_TABLE ? MIN : 0;
            struct message m;

            if (f != FAMILY_TABLE)
                say(c, 0);
            corridor_run(c, 20 * MIN);
            assert_int_equal(c->ask, 1);
            assert_string_equal(c->question, "{\"may I\":1}");
            assert_int_equal(keeper_now(c->keeper).us, asked);
            assert_int_equal(corridor_told_count(c, IRAN, move), 0);
            answer(c, yes ? "yes" : "no");
            assert_int_equal(keeper_now(c->keeper).us, 20 * MIN);
            assert_int_equal(corridor_told_count(c, IRAN, move), yes);
            assert_int_equal(c->ask, 1); /* it is asked once */
            if (f == FAMILY_HOLD && !yes) {
                assert_true(corridor_note(c, MESSAGE_JUDGED, 0, &m, NULL));
                assert_true(m.as.judged.reason.size > 200);
            }
            corridor_free(c);
        }
}

static void answer__twice_or_to_another_ask__counts_once(void **state)
{
    struct corridor *c = asking(FAMILY_HOLD, false);

    (void)state;
    say(c, 0);
    corridor_run(c, MIN);
    keeper_answer(c->keeper, 7, bytes_of("yes"));
    corridor_pump(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 0);
    keeper_answer(c->keeper, 1, bytes_of("no"));
    keeper_answer(c->keeper, 1, bytes_of("yes"));
    corridor_pump(c);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 0);
    corridor_free(c);
}

/* The live clock goes on; the item expires while the answer is awaited. */
static void answer__after_the_item_expired__is_too_late(void **state)
{
    static const enum family families[] = {FAMILY_HOLD, FAMILY_CARRY};

    (void)state;
    for (int n = 0; n < 2; n++)
        for (int late = 0; late < 2; late++) {
            struct corridor *c = asking(families[n], true);
            unsigned long steps;

            say(c, CAVEAT_EXPIRES);
            corridor_run(c, 60 * MIN);
            assert_int_equal(c->ask, 1);
            c->live_now = (struct instant){(late ? 10 : 9) * MIN};
            steps = c->steps;
            corridor_pump(c);
            /* An open ask does not keep the mediator busy. */
            assert_true(c->steps - steps < 5);
            answer(c, "yes");
            assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), !late);
            if (late)
                assert_false(corridor_leaked(c, IRAN, "CANARY"));
            corridor_free(c);
        }
}

static void answer__after_the_item_was_recalled__changes_nothing(void **state)
{
    static const enum family families[] = {FAMILY_HOLD, FAMILY_CARRY};

    (void)state;
    for (int n = 0; n < 2; n++) {
        struct corridor *c = asking(families[n], true);
        struct message_item recall = item_saying(MOVE_WITHDRAWAL, "");

        say(c, 0);
        corridor_run(c, 60 * MIN);
        recall.own = 1;
        corridor_hand(c, US, &recall);
        corridor_pump(c);
        assert_int_equal(corridor_receipt(c, US, 1), RECEIPT_WITHDRAWN);
        answer(c, "yes");
        assert_false(corridor_leaked(c, IRAN, "CANARY"));
        corridor_free(c);
    }
}

/* What the caveats forbid stays forbidden when a person says yes. */
static void answer__yes_to_what_may_not_be_told__release_refuses(void **state)
{
    struct corridor *c = asking(FAMILY_HOLD, false);

    (void)state;
    say(c, CAVEAT_HYPOTHETICAL);
    corridor_run(c, MIN);
    answer(c, "yes");
    assert_false(corridor_leaked(c, IRAN, "CANARY"));
    corridor_free(c);
}

static void end__with_an_ask_open__the_goodbyes_are_read(void **state)
{
    struct corridor *c = asking(FAMILY_HOLD, false);

    (void)state;
    say(c, 0);
    corridor_run(c, MIN);
    keeper_stop(c->keeper);
    corridor_pump(c);
    assert_true(c->finished);
    assert_int_equal(c->outcome, OUTCOME_STOPPED);
    corridor_free(c);
}

static void member__that_asked__exchanged_before_the_answer(void **state)
{
    static const struct choice caveats = {.as = "caveats"};
    struct corridor *c = asking(FAMILY_HOLD, false);

    (void)state;
    say(c, 0);
    corridor_run(c, MIN);
    assert_int_equal(corridor_switch(c, FAMILY_HOLD, &caveats), ERR_OK);
    /* The new member decides by itself. */
    corridor_pump(c);
    answer(c, "no");
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_SAY), 1);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ask__of_each_family__holds_the_clock_until_answered),
        cmocka_unit_test(answer__twice_or_to_another_ask__counts_once),
        cmocka_unit_test(answer__after_the_item_expired__is_too_late),
        cmocka_unit_test(answer__after_the_item_was_recalled__changes_nothing),
        cmocka_unit_test(answer__yes_to_what_may_not_be_told__release_refuses),
        cmocka_unit_test(end__with_an_ask_open__the_goodbyes_are_read),
        cmocka_unit_test(member__that_asked__exchanged_before_the_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
