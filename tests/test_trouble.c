/* The slips of people who write their first scenario, and the one message that
 * each of them is given: where, and in which words. */
#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                   \
    "scenario: 1\n"                                                            \
    "rooms: { us: {}, iran: {} }\n"                                            \
    "mediators: { oman: {} }\n"                                                \
    "rounds:\n"

struct slip {
    const char *text; /* after HEAD, from line 5 on */
    const char *told; /* "" when nothing is wrong */
};

static void check_slips(const struct slip *slips, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena arena;
        struct diags diags;
        struct scenario *s;
        char text[1024], told[1024] = "";
        size_t at = 0;
        arena_init(&arena, 0);
        diags_init(&diags);
        snprintf(text, sizeof(text), HEAD "%s", slips[i].text);
        enum err e = scenario_read(bytes_of(text), "f", &arena, &s, &diags);
        for (uint32_t n = 0; n < diags.count; n++)
            at += (size_t)snprintf(
                told + at, sizeof(told) - at, "%u:%u S%03d %s\n",
                diags.list[n].place.line, diags.list[n].place.column,
                (int)diags.list[n].code, diags.list[n].message);
        assert_string_equal(told, slips[i].told);
        assert_int_equal(e == ERR_OK, slips[i].told[0] == '\0');
        diags_fini(&diags);
        arena_fini(&arena);
    }
}
#define SLIPS(list) check_slips(list, sizeof(list) / sizeof((list)[0]))

static void slip__of_dashes_and_colons__is_named_at_its_line(void **state)
{
    static const struct slip slips[] = {
        {"  -limit: 1m\n    us: [{ say: \"x\" }]\n",
         "5:3 S006 a blank is missing after '-'\n"},
        {"  -{ limit: 1m, us: [{ say: \"x\" }] }\n",
         "5:3 S006 a blank is missing after '-'\n"},
        {"  - us: [{ say: \"x\" }]\nagenda:\n  price: { options: [low] }\n"
         "   toll: { options: [low] }\n",
         "8:4 S006 this is indented by 3, like no line it could belong to: "
         "line 7 is by 2\n"},
        {"  \xe2\x80\x93 limit: 1m\n    us: [{ say: \"x\" }]\n",
         "5:3 S006 a line of a list begins with '-' and a blank, not with "
         "this\n"},
        {"  * limit: 1m\n    us: [{ say: \"x\" }]\n",
         "5:3 S006 a line of a list begins with '-' and a blank, not with "
         "this\n"},
        {"  - limit:1m\n    us: [{ say: \"x\" }]\n",
         "5:10 S006 a blank is missing after this ':'\n"},
        {"```\n  - limit: 1m\n",
         "5:1 S006 this belongs to the page it was copied from: delete the "
         "line\n"},
        {"  - us:\n    - say: \"x\"\n   iran: []\n",
         "7:4 S006 expected '-' here, or other indentation: the list begins on "
         "line 5\n"},
        {"  - limit: 1m\n     us: []\n",
         "6:8 S006 no key can stand here: the line above is not finished, or "
         "this one is indented too far\n"},
        {"  - limit: 1m\n    title: We: two\n",
         "6:14 S006 a second ':' on this line: put the text in quotes\n"},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__within_brackets__is_named_where_it_begins(void **state)
{
    static const struct slip slips[] = {
        {"  - us: [{ say: \"x }]\n    iran: [{ say: \"y\" }]\n",
         "5:17 S007 the quote that begins here is not closed on its line\n"},
        {"  - us: [{ say: We are #1 }]\n    iran: []\n",
         "5:24 S025 all from ' #' on is a comment, the closing bracket too\n"},
        {"  - us: [{ say: 'It's' }]\n",
         "5:21 S006 the text has ended before this, at the ' : put a text with "
         "an apostrophe in double quotes\n"},
        {"  - us: [{ say: \"A \"b\" c\" }]\n",
         "5:21 S006 the text has ended before this, at the \" : inside double "
         "quotes write \\\" for a quote\n"},
        {"  - us: [{ id: a say: \"x\" }]\n",
         "5:21 S006 a ':' too many: a comma is missing before its key, or a "
         "text needs quotes\n"},
        {"  - us: [{ say: \"x\" ]\n",
         "5:21 S006 a ',' is missing before this, or a '}' that closes the '{' "
         "of line 5\n"},
        {"  - us: [ # who begins\n      { say: \"x\" } ]\n", ""},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__of_quotes__says_which_are_meant(void **state)
{
    static const struct slip slips[] = {
        {"  - us: [{ say: \xe2\x80\x9cWe do.\xe2\x80\x9d }]\n",
         "5:17 S025 these quotation marks are letters: a text needs straight "
         "ones, \"...\"\n"},
        {"  - us: [{ say: \xc2\xab Oui, oui \xc2\xbb }]\n",
         "5:17 S025 this ends at the comma, for its quotation marks are "
         "letters: type straight ones, \"...\"\n"},
        {"  - us: [{ say: \"x\"\xd8\x8c id: a }]\n",
         "5:20 S006 this is no comma of the file's: type a plain one, ','\n"},
        {"  - us: [{ id: \xe2\x80\x98"
         "a\xe2\x80\x99, say: \"x\" }]\n    iran: [{ after: a, say: \"y\" }]\n",
         "5:16 S030 '\xe2\x80\x98"
         "a\xe2\x80\x99' is not an id: its quotation marks are letters\n"},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__of_times__suggests_the_duration(void **state)
{
    static const struct slip slips[] = {
        {"  - limit: 10 minutes\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '10 minutes' is not a duration (did you mean '10m'?)\n"},
        {"  - limit: 1.5h\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '1.5h' is not a duration (did you mean '1h30m'?)\n"},
        {"  - limit: 1 hour and 5 min\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '1 hour and 5 min' is not a duration (did you mean "
         "'1h5m'?)\n"},
        {"  - limit: 2 weeks\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '2 weeks' is not a duration (did you mean '14d'?)\n"},
        {"  - limit: 90\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '90' is not a duration: it has no unit, such as the m of "
         "4m\n"},
        {"  - limit: 12:30\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '12:30' is not a duration\n"},
        {"  - limit: \xdb\xb2h\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 '\xdb\xb2h' is not a duration: its digits must be 0 to "
         "9\n"},
        {"  - limit: soon\n    us: [{ say: \"x\" }]\n",
         "5:12 S026 'soon' is not a duration\n"},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__of_caveats__suggests_what_is_meant(void **state)
{
    static const struct slip slips[] = {
        /* A caveat that is not known is not the lack of one: no S057. */
        {"  - us: [{ id: a, confide: \"x\", gist: \"y\", caveat: gists }]\n"
         "    iran: [{ after: a, say: \"z\" }]\n",
         "5:52 S029 there is no caveat 'gists' (did you mean 'gist'?)\n"},
        {"  - us: [{ id: a, confide: \"x\", caveat: not_before }]\n"
         "    iran: [{ after: a, say: \"z\" }]\n",
         "5:41 S056 'not_before' needs a value: write caveat: { not_before: "
         "... }\n"},
        {"  - us: [{ id: a, confide: \"x\", caveat: { not_before: soon } }]\n"
         "    iran: [{ after: a, say: \"z\" }]\n",
         "5:55 S026 'soon' is not a duration\n"},
        {"  - us:\n      - say: \"x\"\n        caveat: gist, urgent\n",
         "7:17 S029 there is no caveat 'gist, urgent': several stand in "
         "brackets, as in [gist, if_asked]\n"},
        {"  - us: [{ say: \"x\", caveat: secret }]\n",
         "5:30 S029 there is no caveat 'secret'; choose one of verbatim, gist, "
         "as_mediator_idea, hypothetical, if_asked, if_they_move_first, "
         "simultaneous, not_before, expires, for_judgement, mediator_only, "
         "urgent, attributed, void_if_public\n"},
        /* A confidence that says nothing of it is for the mediator alone. */
        {"  - us: [{ id: a, confide: \"x\" }]\n"
         "    iran: [{ after: a, say: \"z\" }]\n",
         "6:21 S057 iran will not recognise 'a', which is mediator_only, as it "
         "has no caveat: nobody else ever hears of it\n"},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__of_names__suggests_what_is_meant(void **state)
{
    static const struct slip slips[] = {
        {"  - us: [{ say: \"x\", to: [qatar] }]\n",
         "5:27 S041 there is no room 'qatar'; choose one of us, iran\n"},
        {"  - us: [{ say: \"x\", caveat: { if_they_move: \"true\" } }]\n",
         "5:32 S020 a caveat has no key 'if_they_move' (did you mean "
         "'if_they_move_first'?)\n"},
        {"  - us: [{ say: \"x\", caveat: { if_they_move_first: "
         "\"asked(us, price)\" } }]\n"
         "agenda: { price: { options: [low, high] } }\n",
         "5:52 S068 this is about nobody but us itself, and 'they' are the "
         "other rooms\n"},
        {"  - us: [{ say: \"x\" }]\n    relay: { walk: { time: 4m } }\n",
         "6:14 S021 'walk' needs `as` and a name, as in walk: { as: shuttle "
         "}\n"},
        {"  - us: [{ id: a, say: \"x\" }]\n    iran: [{ accept: a }]\n",
         "6:14 S020 a line has no key 'accept'; write reply: accept, and re: "
         "what it answers\n"},
        {"  - us: [{ say: \"x\" }]\n    next: [{ ending: parting }]\n"
         "endings: { parting: { text: \"Well.\" } }\n"
         "expect: [{ never: [parting] }]\n",
         "8:20 S044 'parting' is an ending, not a line or an event: a "
         "rehearsal names it as ending: parting\n"},
        {"  - us: [{ say: \"x\" }]\nagenda: { text: { free: yes } }\n",
         "6:25 S028 expected true or false, not 'yes'\n"},
        {"  - us: [{ say: \"x\" }]\n    castle: [{ say: \"y\" }]\n",
         "6:5 S020 a round has no key 'castle', and there is no room or "
         "mediator of that name: there are us, iran, oman\n"},
        {"  - us: [{ say: \"x\" }]\n    oman: [{ say: \"y\" }]\n",
         "6:12 S072 the mediator's table 'nothing' does not make the move "
         "'say'; `table: words` does\n"},
        {"  - us: [{ say: \"x\" }]\n    oman: [{ draft: {}, say: \"y\" }]\n"
         "    relay: { table: blind }\n",
         "6:12 S072 the mediator's table 'blind' does not make the move "
         "'draft'; `table: all` does\n"},
        {"  - next: parting\n    us: [{ say: \"x\" }]\n"
         "endings: { parting: { text: \"Well.\" } }\n",
         "5:11 S046 'parting' is an ending, not a round: write next: [{ "
         "ending: parting }]\n"},
        {"  - at_limit: stop\n    us: [{ say: \"x\" }]\n",
         "5:15 S029 'at_limit' is one of next, end, not 'stop'\n"},
        {"  - us: [\"x\"]\n",
         "5:10 S023 expected a line as a map of keys and values, such as { "
         "say: \"...\" }, not a single value\n"},
        /* What could not be read may well have been right to answer. */
        {"  - us: [{ id: a, offer: { price: low } }]\n"
         "    iran: [{ reply: accept, re: a }]\n"
         "agenda:\n  - price: [low, high]\n",
         "8:3 S023 expected a map of issues, such as { price: { options: [low, "
         "high] } }, not a list\n"},
    };
    (void)state;
    SLIPS(slips);
}

static void slip__of_encoding__is_named(void **state)
{
    static const uint8_t wide[] = {0xff, 0xfe, 's', 0, 'c', 0};
    struct arena arena;
    struct diags diags;
    struct scenario *s;
    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    assert_int_equal(scenario_read((struct bytes){wide, sizeof(wide)}, "f",
                                   &arena, &s, &diags),
                     ERR_SCENARIO);
    assert_int_equal(diags.count, 1);
    assert_string_equal(
        diags.list[0].message,
        "this is UTF-16, not UTF-8: choose UTF-8 when you save it");
    diags_fini(&diags);
    arena_fini(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slip__of_dashes_and_colons__is_named_at_its_line),
        cmocka_unit_test(slip__within_brackets__is_named_where_it_begins),
        cmocka_unit_test(slip__of_quotes__says_which_are_meant),
        cmocka_unit_test(slip__of_times__suggests_the_duration),
        cmocka_unit_test(slip__of_caveats__suggests_what_is_meant),
        cmocka_unit_test(slip__of_names__suggests_what_is_meant),
        cmocka_unit_test(slip__of_encoding__is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
