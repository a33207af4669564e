/* What is not doubted: near misses of the warnings, whose own files are in
 * tests/scenarios/bad. */
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                   \
    "scenario: 1\n"                                                            \
    "rooms: { us: {}, iran: {} }\n"                                            \
    "mediators: { oman: { relay: { table: blind } } }\n"                       \
    "agenda:\n"                                                                \
    "  militias: { options: { continue: \"On\", end: \"An end of it\" } }\n"   \
    "  relief: { options: [none, funds] }\n"

/* What is warned of in a scenario without mistakes: "S080 S081". */
static const char *doubts(const char *body)
{
    static char found[256];
    char text[4096];
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    size_t used = 0;
    arena_init(&arena, 0);
    diags_init(&diags);
    diags.doubt = true;
    snprintf(text, sizeof(text), "%s%s", HEAD, body);
    enum err e = scenario_read(bytes_of(text), NULL, &arena, &s, &diags);
    if (e)
        fail_msg("%s: %s", err_name(e),
                 diags.count ? diags.list[0].message : "");
    found[0] = '\0';
    for (uint32_t i = 0; i < diags.count; i++)
        used += (size_t)snprintf(found + used, sizeof(found) - used, "S%03d ",
                                 (int)diags.list[i].code);
    assert_int_equal(diags.count, diags.doubts);
    diags_fini(&diags);
    arena_fini(&arena);
    return found;
}

#define ROUNDS "rounds: [{ us: [{ say: \"Well.\" }] }]\n"

/* A range that outweighs the other issue, but nothing of it is hopeless. */
static void issue__large_but_never_hopeless__is_not_doubted(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("private:\n"
               "  us: { no_deal: 5, values: { militias: { continue: 5, end: 60 "
               "}, relief: { none: 10, funds: 0 } } }\n" ROUNDS),
        "");
    assert_string_equal(
        doubts("private:\n"
               "  us: { no_deal: 6, values: { militias: { continue: 5, end: 60 "
               "}, relief: { none: 0, funds: 0 } } }\n" ROUNDS),
        "S081 ");
}

/* Each room gives up what is worth less to it: both gain by trading. */
static void values__weighed_differently__are_not_opposed(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("private:\n"
               "  us: { no_deal: 8, values: { militias: { continue: 0, end: 9 "
               "}, relief: { none: 8, funds: 0 } } }\n"
               "  iran: { no_deal: 8, values: { militias: { continue: 8, end: "
               "0 }, relief: { none: 0, funds: 9 } } }\n" ROUNDS),
        "");
}

/* There is no zone at first, but the event opens one. */
static void zone__opened_by_an_event__is_not_doubted(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("private:\n"
               "  us: { no_deal: 12, on: { leak: { no_deal: 8 } }, values: { "
               "militias: { continue: 0, end: 9 }, relief: { none: 8, funds: 0 "
               "} } }\n"
               "  iran: { no_deal: 8, values: { militias: { continue: 8, end: "
               "0 }, relief: { none: 0, funds: 9 } } }\n"
               "events: { leak: { at: 1m, say: \"A leak.\" } }\n" ROUNDS),
        "");
}

/* Said later, or in answer to something: its author means it. */
static void words__said_later__are_not_doubted(void **state)
{
    (void)state;
    assert_string_equal(
        doubts(
            "rounds:\n"
            "  - limit: 1h\n"
            "    iran: [{ id: ask, say: \"What will you do?\" }]\n"
            "    us:\n"
            "      - { id: hide, confide: \"We leave on Friday.\" }\n"
            "      - { say: \"We leave on Friday.\", reply: comment, re: ask "
            "}\n"
            "      - { say: \"We leave on Friday.\", after: hide }\n"
            "      - { say: \"We leave on Friday.\", at: 30m }\n"
            "      - { say: \"We leave on Friday.\", when: \"elapsed() > 9m\" "
            "}\n"
            "  - us: [{ say: \"We leave on Friday.\" }]\n"),
        "");
}

static void options__offered_later_or_by_others__are_not_doubted(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("rounds:\n"
               "  - iran: [{ say: \"An end of it?\", offer: { militias: end } "
               "}]\n"
               "    us: [{ confide: \"Well.\", offer: { militias: end } }]\n"
               "  - us: [{ offer: { militias: end } }]\n"),
        "");
}

/* A choice between two answers is one thing to say. */
static void room__with_one_choice__is_not_silent(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("rounds:\n"
               "  - limit: 1h\n"
               "    oman: [{ id: paper, propose: { relief: funds }, when: "
               "\"elapsed() > 9m\" }]\n"
               "    us: [{ after: paper, choose: [{ if: \"elapsed() > 20m\", "
               "say: \"Yes.\" }, { say: \"No.\" }] }]\n"
               "    iran: [{ say: \"Well.\" }, { after: paper, say: \"Oh.\" "
               "}]\n"),
        "");
}

/* Titles inside longer words are not found; short names are not looked for. */
static void idea__with_the_name_in_a_word__names_nobody(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("rounds:\n"
               "  - us: [{ confide: \"Well.\", caveat: as_mediator_idea, gist: "
               "\"A word from us.\" }]\n"
               "    iran: [{ confide: \"Well.\", caveat: as_mediator_idea, "
               "gist: \"An iranian dish.\" }]\n"),
        "");
}

/* The other room has named the option for everybody. */
static void option__known_from_others__is_not_let_slip(void **state)
{
    (void)state;
    assert_string_equal(
        doubts("rounds:\n"
               "  - us: [{ confide: \"Well.\", offer: { relief: funds } }]\n"
               "    iran: [{ offer: { relief: funds } }]\n"
               "    oman: [{ propose: { relief: funds, militias: end } }]\n"),
        "");
}

/* A brief is not doubted, nor what was not asked for. */
static void doubts__not_asked_for__are_not_given(void **state)
{
    static const char text[] =
        "scenario: 1\n"
        "rooms: { us: {}, iran: {} }\n"
        "mediators: { oman: { relay: { walk: { as: shuttle, idle: walk } } "
        "} }\n"
        "rounds: [{ us: [{ say: \"Well.\" }] }]\n";
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    (void)state;
    for (int asked = 0; asked < 2; asked++) {
        arena_init(&arena, 0);
        diags_init(&diags);
        diags.doubt = asked;
        assert_int_equal(
            scenario_read(bytes_of(text), NULL, &arena, &s, &diags), ERR_OK);
        assert_int_equal(diags.count, asked);
        assert_non_null(s);
        diags_fini(&diags);
        arena_fini(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(issue__large_but_never_hopeless__is_not_doubted),
        cmocka_unit_test(values__weighed_differently__are_not_opposed),
        cmocka_unit_test(zone__opened_by_an_event__is_not_doubted),
        cmocka_unit_test(words__said_later__are_not_doubted),
        cmocka_unit_test(options__offered_later_or_by_others__are_not_doubted),
        cmocka_unit_test(room__with_one_choice__is_not_silent),
        cmocka_unit_test(idea__with_the_name_in_a_word__names_nobody),
        cmocka_unit_test(option__known_from_others__is_not_let_slip),
        cmocka_unit_test(doubts__not_asked_for__are_not_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
