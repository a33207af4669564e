/* The room and the script that sits in it: its order, its authority, what it
 * stands by, and what it makes of a mediator that lies. */
#include "shuttle/room.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* us is a script, iran a puppet. */
static struct corridor *seated(struct play *p)
{
    struct corridor *c = corridor_new(p, 1u << US, false);

    c->play = p;
    corridor_run(c, 0);
    return c;
}

/* What became of us's lines: "ask:1@0 ..." with the states of LINE notes and
 * the minute. */
static void lines_of(const struct corridor *c, char *out, size_t size)
{
    const struct corridor_room *r = &c->room[US];
    size_t used = 0;

    out[0] = '\0';
    for (size_t n = 0; n < r->note_count; n++) {
        struct message m;

        if (r->notes[n].kind != MESSAGE_LINE)
            continue;
        assert_int_equal(
            message_decode(MESSAGE_LINE,
                           (struct bytes){r->notes[n].bytes, r->notes[n].size},
                           &m),
            ERR_OK);
        used += (size_t)snprintf(
            out + used, size - used, "%s%.*s:%u@%lld", used ? " " : "",
            (int)m.as.line.id.size, (const char *)m.as.line.id.data,
            m.as.line.state, (long long)(r->notes[n].time.us / MIN));
    }
}

static void assert_lines(const struct corridor *c, const char *want)
{
    char got[512];

    lines_of(c, got, sizeof got);
    assert_string_equal(got, want);
}

static void script__lines_without_conditions__in_the_files_order(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;
    struct message m;

    (void)state;
    play_line(p, US, 0, "a", MOVE_SAY)->text = "one";
    play_line(p, US, 0, "b", MOVE_SAY)->text = "two";
    play_line(p, US, 0, "c", MOVE_SAY)->text = "three";
    c = seated(p);
    assert_lines(c, "a:1@0 b:1@0 c:1@0");
    assert_true(corridor_told(c, IRAN, MOVE_SAY, 2, &m, NULL));
    assert_true(bytes_equal(m.as.told.text, bytes_of("three")));
    corridor_free(c);
}

static void script__at_after_within_when_if__each_in_its_turn(void **state)
{
    struct play *p = play_new(2, 1);
    struct message_item item = item_offering(PAUSE_IT, ANY);
    struct line *line;
    struct corridor *c;

    (void)state;
    line = play_line(p, US, 0, "after", MOVE_SAY);
    line->after = (struct ref){.kind = REF_OWN, .line = 1};
    line = play_line(p, US, 0, "at", MOVE_SAY);
    line->at_us = 2 * MIN;
    line = play_line(p, US, 0, "late", MOVE_SAY);
    line->after = (struct ref){.kind = REF_HANDLE, .handle = 0x77};
    line->within_us = 4 * MIN;
    line = play_line(p, US, 0, "when", MOVE_SAY);
    line->when_text = "offered(iran, militias) >= 'pause'";
    line->when = play_condition(p, line->when_text, 'R');
    line = play_line(p, US, 0, "if", MOVE_SAY);
    line->if_text = "asked(iran, relief)";
    line->only_if = play_condition(p, line->if_text, 'R');
    line = play_line(p, US, 0, "told", MOVE_SAY);
    line->after = (struct ref){.kind = REF_HANDLE, .handle = 0x55};
    line = play_line(p, US, 0, "elapsed", MOVE_SAY);
    line->when_text = "elapsed() >= 3m";
    line->when = play_condition(p, line->when_text, 'R');
    c = seated(p);
    assert_lines(c, "if:2@0");
    corridor_run(c, 5 * MIN);
    assert_lines(c, "if:2@0 at:1@2 after:1@2 elapsed:1@3");
    item.handles.count = 1;
    item.handles.entry[0].room = US;
    item.handles.entry[0].handle = 0x55;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, 6 * MIN);
    assert_lines(c, "if:2@0 at:1@2 after:1@2 elapsed:1@3 late:3@5 when:1@5 "
                    "told:1@5");
    corridor_free(c);
}

/* He is away, so that no frame gives the script another turn. */
static void
script__line_before_what_it_waits_for__goes_in_the_same_turn(void **state)
{
    struct play *p = play_new(2, 1);
    struct corridor *c;

    (void)state;
    play_choose(p, FAMILY_WALK, "shuttle", "time", "9m", "start", "2", NULL);
    play_line(p, US, 0, "then", MOVE_SAY)->after =
        (struct ref){.kind = REF_OWN, .line = 1};
    play_line(p, US, 0, "at", MOVE_SAY)->at_us = 2 * MIN;
    c = seated(p);
    corridor_run(c, 30 * MIN);
    assert_lines(c, "at:1@2 then:1@2");
    corridor_free(c);
}

static void script__line_after_one_that_was_dropped__never_comes(void **state)
{
    struct play *p = play_new(2, 1);
    struct line *line = play_line(p, US, 0, "if", MOVE_SAY);
    struct corridor *c;

    (void)state;
    line->if_text = "accepted(iran)";
    line->only_if = play_condition(p, line->if_text, 'R');
    play_line(p, US, 0, "then", MOVE_SAY)->after =
        (struct ref){.kind = REF_OWN};
    c = seated(p);
    corridor_end(c);
    assert_lines(c, "if:2@0");
    corridor_free(c);
}

static void script__lines_of_a_later_round__wait_for_it(void **state)
{
    struct play *p = play_new(2, 2);
    struct corridor *c;

    (void)state;
    p->rounds[0].limit_us = 5 * MIN;
    p->rounds[1].pause_us = 5 * MIN;
    play_line(p, US, 0, "first", MOVE_SAY);
    play_line(p, US, 0, "missed", MOVE_SAY)->at_us = 6 * MIN;
    play_line(p, US, 1, "second", MOVE_SAY)->at_us = MIN;
    c = seated(p);
    corridor_end(c);
    assert_lines(c, "first:1@0 second:1@11");
    corridor_free(c);
}

static struct play *bound(void)
{
    struct play *p = play_new(2, 1);
    struct own *own = &p->own[US];

    /* waivers by itself, funds with its capital, in half an hour; an end of
     * the militias' attacks never. */
    own->has_authority = true;
    own->authority.own[0] = 1u << CONTINUE | 1u << PAUSE_IT;
    own->authority.never[0] = 1u << END_IT;
    own->authority.own[1] = 1u << NO_RELIEF | 1u << WAIVERS;
    own->authority.capital[1] = 1u << FUNDS;
    own->authority.latency_us = 30 * MIN;
    return p;
}

static void authority__own_options__handed_over_at_once(void **state)
{
    struct play *p = bound();
    struct corridor *c;

    (void)state;
    play_line(p, US, 0, "own", MOVE_OFFER)->package =
        package_of(PAUSE_IT, WAIVERS);
    c = seated(p);
    assert_lines(c, "own:1@0");
    corridor_free(c);
}

static void authority__of_the_capital__only_once_instructions_came(void **state)
{
    struct play *p = bound();
    struct corridor *c;
    struct message m;
    struct instant at;

    (void)state;
    play_line(p, US, 0, "before", MOVE_OFFER)->package = package_of(ANY, FUNDS);
    play_line(p, US, 0, "ask", MOVE_NONE)->request = package_of(ANY, FUNDS);
    play_line(p, US, 0, "offer", MOVE_OFFER)->package = package_of(ANY, FUNDS);
    c = seated(p);
    assert_lines(c, "before:4@0 ask:1@0");
    corridor_end(c);
    assert_lines(c, "before:4@0 ask:1@0 offer:1@30");
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, &at));
    assert_int_equal(at.us, 30 * MIN);
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 1);
    /* Nobody else learns that the capital was asked. */
    assert_int_equal(corridor_count(c, IRAN, MESSAGE_TOLD), 1);
    corridor_free(c);
}

static void authority__never__not_even_with_instructions(void **state)
{
    struct play *p = bound();
    struct corridor *c;

    (void)state;
    play_line(p, US, 0, "ask", MOVE_NONE)->request = package_of(END_IT, ANY);
    play_line(p, US, 0, "offer", MOVE_OFFER)->package = package_of(END_IT, ANY);
    c = seated(p);
    corridor_end(c);
    assert_lines(c, "ask:1@0 offer:4@30");
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_OFFER), 0);
    corridor_free(c);
}

static void authority__over_what_a_yes_commits_to__is_asked_too(void **state)
{
    struct play *p = bound();
    struct line *line = play_line(p, US, 0, "yes", MOVE_REPLY);
    struct message_item item = item_offering(END_IT, WAIVERS);
    struct corridor *c;

    (void)state;
    line->answer = ANSWER_ACCEPT;
    line->re = (struct ref){.kind = REF_HANDLE, .handle = 0x55};
    c = seated(p);
    item.handles.count = 1;
    item.handles.entry[0].room = US;
    item.handles.entry[0].handle = 0x55;
    corridor_hand(c, IRAN, &item);
    corridor_run(c, MIN);
    assert_lines(c, "yes:4@0");
    assert_int_equal(corridor_told_count(c, IRAN, MOVE_REPLY), 0);
    corridor_free(c);
}

static void event__with_a_shift__changes_values_and_authority(void **state)
{
    struct play *p = bound();
    struct event *leak = play_event(p, "leak", "It is in the papers.");
    struct shift *shift = &p->shifts[US][0];
    struct message_item item = item_offering(PAUSE_IT, WAIVERS);
    struct line *line;
    struct corridor *c;

    (void)state;
    leak->at_us = 10 * MIN;
    p->own[US].shift_count = 1;
    p->own[US].values.no_deal = 40;
    p->own[US].values.value[0][PAUSE_IT] = 30;
    p->own[US].values.value[1][WAIVERS] = 12;
    shift->has_no_deal = true;
    shift->no_deal = 54;
    shift->delta.value[1][WAIVERS] = -8;
    shift->has_authority = true;
    shift->authority = p->own[US].authority;
    shift->authority.own[0] |= 1u << END_IT;
    line = play_line(p, US, 0, "worth", MOVE_SAY);
    line->when_text = "value() == 42 and no_deal() == 40";
    line->when = play_condition(p, line->when_text, 'R');
    line = play_line(p, US, 0, "less", MOVE_SAY);
    line->when_text = "value() == 34 and no_deal() == 54 and happened(leak)";
    line->when = play_condition(p, line->when_text, 'R');
    line = play_line(p, US, 0, "end", MOVE_OFFER);
    line->after = (struct ref){.kind = REF_EVENT};
    line->package = package_of(END_IT, ANY);
    c = seated(p);
    corridor_hand(c, IRAN, &item);
    corridor_end(c);
    assert_lines(c, "worth:1@0 less:1@10 end:1@10");
    corridor_free(c);
}

/* iran offers this and us's script says yes; what does it say to the reading?
 */
static uint8_t reading_of(unsigned militias, unsigned relief, bool offered)
{
    struct play *p = play_new(2, 1);
    struct line *line =
        play_line(p, US, 0, "yes", offered ? MOVE_OFFER : MOVE_REPLY);
    struct message_item item = item_offering(militias, relief);
    struct corridor *c;
    struct message m;

    if (offered) {
        line->package = package_of(militias, relief);
    } else {
        line->answer = ANSWER_ACCEPT;
        line->re = (struct ref){.kind = REF_HANDLE, .handle = 0x55};
    }
    c = seated(p);
    item.handles.count = 1;
    item.handles.entry[0].room = US;
    item.handles.entry[0].handle = 0x55;
    if (offered) {
        assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
        item = item_saying(MOVE_REPLY, "yes");
        item.answer = ANSWER_ACCEPT;
        item.re = m.as.told.handle;
    }
    corridor_hand(c, IRAN, &item);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &m, NULL));
    item = item_saying(MOVE_REPLY, "");
    item.answer = ANSWER_CONFIRM;
    item.re = m.as.told.handle;
    item.digest = m.as.told.digest;
    corridor_hand(c, IRAN, &item);
    corridor_end(c);
    if (c->outcome == OUTCOME_AGREED)
        assert_int_equal(c->room[US].finished, OUTCOME_AGREED);
    m.kind = (enum message_kind)c->outcome;
    corridor_free(c);
    return (uint8_t)m.kind;
}

static void read_back__of_what_it_offered_or_accepted__confirmed(void **state)
{
    (void)state;
    assert_int_equal(reading_of(PAUSE_IT, WAIVERS, true), OUTCOME_AGREED);
    assert_int_equal(reading_of(END_IT, FUNDS, false), OUTCOME_AGREED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(script__lines_without_conditions__in_the_files_order),
        cmocka_unit_test(script__at_after_within_when_if__each_in_its_turn),
        cmocka_unit_test(
            script__line_before_what_it_waits_for__goes_in_the_same_turn),
        cmocka_unit_test(script__line_after_one_that_was_dropped__never_comes),
        cmocka_unit_test(script__lines_of_a_later_round__wait_for_it),
        cmocka_unit_test(authority__own_options__handed_over_at_once),
        cmocka_unit_test(
            authority__of_the_capital__only_once_instructions_came),
        cmocka_unit_test(authority__never__not_even_with_instructions),
        cmocka_unit_test(authority__over_what_a_yes_commits_to__is_asked_too),
        cmocka_unit_test(event__with_a_shift__changes_values_and_authority),
        cmocka_unit_test(read_back__of_what_it_offered_or_accepted__confirmed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
