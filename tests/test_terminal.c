/* What a person types, and what the room makes of it. */
#include "tests/rig/seated.h"

#include "sim/scenario/scenario_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check_text(struct bytes text, const char *wanted)
{
    assert_true(bytes_equal(text, bytes_of(wanted)));
}

static void parse__offer__package_and_words(void **state)
{
    struct seated s;
    struct package wanted = talks_package(1, 1);

    (void)state;
    seated_begin(&s);
    s.own.authority.own[1] = 3;
    seated_again(&s);
    struct message_item *i = seated_parse(
        &s, "offer militias=pause relief=waivers \"Both, or \\\"none\\\"\"");

    assert_int_equal(s.order.command, COMMAND_ITEM);
    assert_int_equal(i->move, MOVE_OFFER);
    assert_int_equal(i->caveats.bits, 0);
    assert_true(package_equal(&i->package, &wanted));
    check_text(i->text, "Both, or \"none\"");
    seated_end(&s);
}

static void parse__offer__words_of_a_free_issue(void **state)
{
    static struct issue issues[3];
    struct agenda agenda;
    struct seated s;

    (void)state;
    seated_begin(&s);
    agenda = s.brief.agenda;
    memcpy(issues, agenda.issues, 2 * sizeof(issues[0]));
    issues[2] = (struct issue){.id = "preamble", .free = true};
    s.brief.agenda = (struct agenda){issues, 3};
    struct message_item *i = seated_parse(
        &s, "offer preamble=\"Both, or \\\"none\\\"\" militias=pause \"So.\"");

    assert_int_equal(i->package.option[0], 1);
    assert_int_equal(i->package.option[2], OPTION_WORDS);
    check_text(package_words(&i->package, 2), "Both, or \"none\"");
    check_text(i->text, "So.");
    assert_int_equal(terminal_parse(s.terminal,
                                    bytes_of("offer preamble=a preamble=b"),
                                    &s.order, &s.diag),
                     ERR_MALFORMED);
    assert_non_null(strstr(s.diag.message, "two texts"));
    terminal_show(s.terminal, COMMAND_AGENDA, &s.out);
    assert_non_null(strstr(page_string(&s.out), "preamble\n    settled by"));
    seated_end(&s);
}

static void parse__confide__caveats(void **state)
{
    struct seated s;

    (void)state;
    seated_begin(&s);
    s.own.authority.own[1] = 3;
    seated_again(&s);
    s.talks.minute = 10;
    seated_told(&s, 5, MOVE_SAY, "x");
    struct message_item *i = seated_parse(
        &s, "confide \"Waivers are possible.\" relief=waivers "
            "if_they_move_first \"offered(iran, militias) >= 'pause'\" "
            "expires 30m to iran");

    assert_int_equal(i->caveats.bits,
                     CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_EXPIRES);
    check_text(i->caveats.condition, "offered(iran, militias) >= 'pause'");
    assert_true(i->caveats.expires.us == 40 * MINUTE);
    assert_int_equal(i->to, 2);
    i = seated_parse(&s, "confide \"We will stay.\"");
    assert_int_equal(i->caveats.bits, CAVEAT_MEDIATOR_ONLY);
    i = seated_parse(&s, "say \"Hard words.\" gist \"Soft words.\"");
    assert_int_equal(i->caveats.bits, CAVEAT_GIST);
    check_text(i->gist, "Soft words.");
    seated_end(&s);
}

static void parse__other_commands__their_orders(void **state)
{
    struct seated s;

    (void)state;
    seated_begin(&s);
    s.talks.minute = 5;
    seated_told(&s, 0xABCD, MOVE_OFFER, "x");
    assert_int_equal(seated_parse(&s, "reply accept 1 \"Yes.\"")->re, 0xABCD);
    assert_int_equal(s.order.item.answer, ANSWER_ACCEPT);
    assert_int_equal(seated_parse(&s, "reply 1 reject")->answer, ANSWER_REJECT);
    assert_int_equal(
        seated_parse(&s, "ask \"What is it?\" about relief")->about, 2);
    check_text(seated_parse(&s, "say Good morning, all = well")->text,
               "Good morning, all = well");
    check_text(seated_parse(&s, "say \xc2\xab\xd9\x85\xd8\xa7\xc2\xbb")->text,
               "\xd9\x85\xd8\xa7");
    assert_int_equal(seated_parse(&s, "reply accept [1]")->re, 0xABCD);
    check_text(
        seated_parse(&s, "say \xe2\x80\x9eGut.\xe2\x80\x9c verbatim")->text,
        "Gut.");
    seated_parse(&s, "?");
    assert_int_equal(s.order.command, COMMAND_HELP);
    seated_parse(&s, "wait 10m");
    assert_int_equal(s.order.command, COMMAND_WAIT);
    assert_true(s.order.until.us == 15 * MINUTE);
    seated_parse(&s, "wait");
    assert_true(instant_is_never(s.order.until));
    seated_parse(&s, "leave \"Goodbye.\"");
    assert_int_equal(s.order.command, COMMAND_LEAVE);
    check_text(s.order.text, "Goodbye.");
    seated_parse(&s, "  ");
    assert_int_equal(s.order.command, COMMAND_NONE);
    seated_parse(&s, "help");
    assert_int_equal(s.order.command, COMMAND_HELP);
    seated_end(&s);
}

/* As in a script, in exactly these words unless a caveat says otherwise. */
static void parse__step__rests_on_a_certificate(void **state)
{
    struct seated s;
    struct diag diag;
    const struct message_item *i;

    (void)state;
    seated_begin(&s);
    seated_told(&s, 0xABCD, MOVE_CERTIFICATE, "It is in.");
    seated_told(&s, 0xABCE, MOVE_SAY, "It is in.");
    i = seated_parse(&s, "step 1 \"They leave.\"");
    assert_int_equal(i->move, MOVE_STEP);
    assert_int_equal(i->re, 0xABCD);
    assert_int_equal(i->caveats.bits, CAVEAT_VERBATIM);
    assert_int_equal(seated_parse(&s, "step \"They leave.\"")->re, 0);
    assert_int_equal(terminal_parse(s.terminal,
                                    bytes_of("step 2 \"They leave.\""),
                                    &s.order, &diag),
                     ERR_MALFORMED);
    assert_non_null(strstr(diag.message, "[2] is no certificate"));
    i = seated_parse(&s, "deposit \"Gold.\" for_judgement");
    assert_int_equal(i->move, MOVE_DEPOSIT);
    assert_int_equal(i->caveats.bits, CAVEAT_FOR_JUDGEMENT);
    assert_int_equal(seated_parse(&s, "complain Not kept.")->move,
                     MOVE_COMPLAINT);
    assert_int_equal(seated_parse(&s, "letter \"We adhere.\"")->move,
                     MOVE_LETTER);
    seated_end(&s);
}

static void parse__withdraw__own_items_only(void **state)
{
    struct seated s;
    struct message m = {
        .kind = MESSAGE_ITEM,
        .as.item = {.item = 2, .move = MOVE_SAY, .text = bytes_of("x")}};

    (void)state;
    seated_begin(&s);
    package_clear(&m.as.item.package);
    talks_frame(&s.talks, RECORD_EFFECT_SEND, 0, &m);
    assert_int_equal(seated_parse(&s, "withdraw 2")->own, 2);
    assert_int_equal(
        terminal_parse(s.terminal, bytes_of("withdraw 3"), &s.order, &s.diag),
        ERR_MALFORMED);
    seated_end(&s);
}

/* A line and what its error says. */
static const struct {
    const char *line;
    const char *says;
} mistakes[] = {
    {"ofer militias=pause", "did you mean 'offer'"},
    {"offer militia=pause", "did you mean 'militias'"},
    {"offer militias=puase", "did you mean 'pause'"},
    {"offer militias=pause militias=end", "two options"},
    {"offer relief=funds", "never agree"},
    {"offer relief=waivers", "type `instructions relief=waivers`"},
    {"confide \"a\" relief=waivers", "needs your capital's leave"},
    {"instructions relief=funds", "never agree"},
    {"instructions", "name an option"},
    {"instructions relief=waivers \"please\"", "takes no words"},
    {"letter", "in quotation marks"},
    {"offer", "name an option"},
    {"offer \"words\"", "name an option"},
    {"offer militias = pause", "without spaces"},
    {"say", "in quotation marks"},
    {"say \"no end", "quotation mark is missing"},
    {"say \"a\" \"b\"", "one pair"},
    {"say \"a\" militias=pause", "takes no options"},
    {"say \"a\" to irn", "did you mean 'iran'"},
    {"say \"a\" to us", "your own room"},
    {"say \"a\" verbtim", "did you mean 'verbatim'"},
    {"say \"a\" verbatim gist", "exclude"},
    {"say \"a\" to", "comes the id of a room"},
    {"confide we may yield", "Put your words in quotation marks"},
    {"confide \"a\" if_they_move_first", "condition in quotation marks"},
    {"confide \"a\" if_they_move_first \"offred(iran, militias)\"", "offered"},
    {"confide \"a\" if_they_move_first \"value() > 3\"", "in the condition"},
    {"confide \"a\" if_they_move_first \"\"", "condition"},
    {"say \"a\" not_before soon", "not a time"},
    {"ask \"a\" about releif", "did you mean 'relief'"},
    {"reply accept", "the number"},
    {"reply 1", "an answer"},
    {"reply accept 9", "told nothing as [9]"},
    {"reply acept 1", "did you mean 'accept'"},
    {"reply accept 2", "is news"},
    {"reply accept 99999999999999999999999", "told nothing"},
    {"withdraw", "withdraw 2"},
    {"withdraw 1", "handed over nothing as 1"},
    {"wait a while", "not a time"},
    {"wait 10m now", "nothing more"},
    {"leave goodbye", "quotation marks"},
    {"reply accept 3", "[3], message, asks for no yes or no: reply comment 3"},
    {"reply confirm 1", "[1] was not read back to you: reply accept"},
    {"reply confirm 3", "read back to you: reply comment \"...\""},
    {"reply accept 4", "reply confirm 4, or reply reject 4"},
    {"reply yes 1", "choose one of accept, reject"},
    {"reply accept [9]", "told nothing as [9]"},
    {"accept 1", "type `reply accept` and the number"},
    {"quit", "type `leave`"},
    {"say \"  \"", "in quotation marks"},
    {"say \xe2\x80\x9eno end", "quotation mark is missing"},
    {"\"hello\"", "there is no command"},
    {"say \xff", "UTF-8"},
};

static void parse__mistakes__one_clear_line_each(void **state)
{
    struct seated s;

    (void)state;
    seated_begin(&s);
    seated_told(&s, 1, MOVE_OFFER, "x");
    seated_told(&s, 2, MOVE_NEWS, "y");
    seated_told(&s, 3, MOVE_SAY, "z");
    seated_told(&s, 4, MOVE_READ_BACK, "");
    for (size_t n = 0; n < sizeof(mistakes) / sizeof(mistakes[0]); n++) {
        enum err e = terminal_parse(s.terminal, bytes_of(mistakes[n].line),
                                    &s.order, &s.diag);

        if (e != ERR_MALFORMED ||
            strstr(s.diag.message, mistakes[n].says) == NULL ||
            strchr(s.diag.message, '\n') != NULL)
            fail_msg("%s: %s", mistakes[n].line, s.diag.message);
    }
    seated_end(&s);
}

/* A terminal hands over 4095 bytes of a line and drops the rest. */
static void parse__line_cut_by_the_terminal__says_so(void **state)
{
    struct seated s;
    static char line[4095];

    (void)state;
    seated_begin(&s);
    memset(line, 'x', sizeof(line));
    memcpy(line, "say \"", 5);
    assert_int_equal(
        terminal_parse(s.terminal,
                       (struct bytes){(const uint8_t *)line, sizeof(line)},
                       &s.order, &s.diag),
        ERR_MALFORMED);
    assert_non_null(strstr(s.diag.message, "too long for a terminal"));
    seated_end(&s);
}

static void parse__after_leaving__nothing_is_handed_over(void **state)
{
    struct seated s;

    (void)state;
    seated_begin(&s);
    seated_parse(&s, "leave \"Goodbye.\"");
    assert_int_equal(
        terminal_parse(s.terminal, bytes_of("say \"And\""), &s.order, &s.diag),
        ERR_MALFORMED);
    assert_non_null(strstr(s.diag.message, "you have left"));
    seated_parse(&s, "agenda");
    seated_end(&s);
}

static void answer__orders__as_the_room_reads_them(void **state)
{
    struct seated s;
    uint8_t out[512];
    struct message m;

    (void)state;
    seated_begin(&s);
    seated_parse(&s, "offer militias=end \"Stop.\" verbatim");
    size_t size = terminal_answer(&s.order, out, sizeof(out));

    assert_int_equal(out[0], ANSWER_ITEM);
    assert_int_equal(
        message_decode(MESSAGE_ITEM, (struct bytes){out + 1, size - 1}, &m),
        ERR_OK);
    assert_int_equal(m.as.item.package.option[0], 2);
    check_text(m.as.item.text, "Stop.");
    seated_parse(&s, "wait 1m");
    size = terminal_answer(&s.order, out, sizeof(out));
    assert_int_equal(size, 9);
    assert_memory_equal(out, "w\0\0\0\0\x03\x93\x87\0", 9);
    seated_parse(&s, "leave \"Bye.\"");
    size = terminal_answer(&s.order, out, sizeof(out));
    assert_int_equal(size, 5);
    assert_memory_equal(out, "lBye.", 5);
    assert_int_equal(terminal_answer(&s.order, out, 4), SIZE_MAX);
    seated_end(&s);
}

static void parse__every_move_of_a_party__its_item(void **state)
{
    static const struct {
        const char *line;
        enum move move;
    } moves[] = {
        {"say \"x\"", MOVE_SAY},
        {"non_paper \"x\"", MOVE_NON_PAPER},
        {"aide_memoire \"x\"", MOVE_AIDE_MEMOIRE},
        {"ask \"x\"", MOVE_QUESTION},
        {"offer militias=end", MOVE_OFFER},
        {"confide \"x\"", MOVE_CONFIDENCE},
        {"red_line \"x\"", MOVE_RED_LINE},
        {"reply comment 1 \"x\"", MOVE_REPLY},
        {"suspend \"x\"", MOVE_SUSPENSION},
        {"letter \"x\"", MOVE_LETTER},
        {"deposit \"x\"", MOVE_DEPOSIT},
        {"step \"x\"", MOVE_STEP},
        {"step \"x\" 2", MOVE_STEP},
        {"complain \"x\"", MOVE_COMPLAINT},
    };
    struct seated s;

    (void)state;
    seated_begin(&s);
    seated_told(&s, 1, MOVE_SAY, "x");
    seated_told(&s, 2, MOVE_CERTIFICATE, "x");
    for (size_t n = 0; n < sizeof(moves) / sizeof(moves[0]); n++) {
        assert_int_equal(seated_parse(&s, moves[n].line)->move, moves[n].move);
        assert_int_equal(s.order.item.caveats.bits & CAVEAT_VERBATIM,
                         moves[n].move >= MOVE_LETTER ? CAVEAT_VERBATIM : 0);
    }
    assert_int_equal(seated_parse(&s, "step \"x\" 2")->re, 2);
    seated_parse(&s, "walk_out \"Goodbye.\"");
    assert_int_equal(s.order.command, COMMAND_LEAVE);
    terminal_show(s.terminal, COMMAND_HELP, &s.out);
    assert_non_null(strstr(page_string(&s.out), "instructions ISSUE=OPTION"));
    seated_end(&s);
}

/* What the room `us` of a scenario is told that it may type. */
static const char *help_of(const char *text, struct arena *arena,
                           struct page *out)
{
    struct brief us = {.role = BRIEF_ROOM};
    struct scenario *whole, *brief;
    struct diags diags;

    diags_init(&diags);
    assert_int_equal(
        scenario_read(bytes_of(text), "help", arena, &whole, &diags), ERR_OK);
    assert_int_equal(scenario_split(whole, &us, arena, &brief), ERR_OK);
    diags_fini(&diags);
    page_clear(out);
    terminal_help_of(brief, out);
    return page_string(out);
}

static void help_of__room__only_what_it_has_a_use_for(void **state)
{
    static const char plain[] =
        "scenario: 1\nrooms: { us: {}, iran: {} }\nmediators: { oman: {} }\n"
        "rounds: [{ us: [{ say: \"Well.\" }] }]\n";
    static const char rich[] =
        "scenario: 1\nrooms: { us: {}, iran: { language: fa }, iraq: {} }\n"
        "mediators: { oman: {} }\n"
        "agenda: { name: { free: true }, relief: { options: [none, funds] } }\n"
        "private: { us: { brief: \"Hush.\", authority: { own: { relief: [none] "
        "}, capital: { relief: [funds] } } } }\n"
        "rounds: [{ limit: 1h, us: [{ letter: \"We adhere.\" }, { re: open, "
        "reply: accept }], iran: [{ id: open, offer: { relief: none } }], "
        "iraq: [{ re: open, reply: accept }] },\n"
        "  { phase: implementation, limit: 1h, us: [{ step: \"So.\" }] }]\n";
    /* Words of lines that only one of the two has. */
    static const char *const of_rich[] = {"offer ISSUE=OPTION",
                                          "offer ISSUE=\"words\"",
                                          "about ISSUE",
                                          "ad_referendum",
                                          "letter, deposit",
                                          "step \"words\"",
                                          "instructions",
                                          "agenda",
                                          "brief  ",
                                          "to ROOM",
                                          "gloss",
                                          "if_asked",
                                          "simultaneous",
                                          "if_they_move_first"};
    struct arena arena;
    struct page out = {0};

    (void)state;
    arena_init(&arena, 0);
    const char *text = help_of(plain, &arena, &out);
    for (size_t n = 0; n < sizeof(of_rich) / sizeof(of_rich[0]); n++)
        if (strstr(text, of_rich[n]))
            fail_msg("'%s' is of no use:\n%s", of_rich[n], text);
    assert_non_null(strstr(text, "  ask \"words\"        "));
    assert_non_null(strstr(text, "comment;"));
    text = help_of(rich, &arena, &out);
    for (size_t n = 0; n < sizeof(of_rich) / sizeof(of_rich[0]); n++)
        if (!strstr(text, of_rich[n]))
            fail_msg("'%s' is needed:\n%s", of_rich[n], text);
    assert_null(strstr(text, "comment;"));
    assert_null(strstr(text, "values  ")); /* the room has none */
    page_fini(&out);
    arena_fini(&arena);
}

/* Two mediators, of whom the room knows; each counts what it is handed. */
static void parse__via__one_of_several_mediators(void **state)
{
    static const struct {
        const char *line;
        const char *says;
    } refused[] = {
        {"say \"x\" via swis",
         "your room has no mediator 'swis' (did you mean 'swiss'?)"},
        {"say \"x\" via turkey", "your room has no mediator 'turkey'"},
        {"say \"x\" via", "the id of a mediator"},
        {"withdraw 1", "you have handed over nothing as 1 by oman"},
        {"withdraw 2 via swiss", "you have handed over nothing as 2 by swiss"},
        {"reply comment 1 \"x\" via oman", "[1] came by swiss"},
        {"leave via swiss", "'leave' takes no mediator"},
        {"instructions militias=end via swiss", "takes no mediator"},
    };
    struct mediator_entry mediators[2];
    struct message item = {.kind = MESSAGE_ITEM};
    uint8_t out[1024];
    struct seated s;

    (void)state;
    seated_begin(&s);
    mediators[0] = s.brief.mediators[0];
    mediators[1] = (struct mediator_entry){.id = "swiss"};
    s.brief.mediators = mediators;
    s.brief.mediator_count = 2;
    seated_again(&s);
    s.peer = 1;
    seated_told(&s, 5, MOVE_SAY, "By the Swiss.");
    assert_non_null(
        strstr(page_string(&s.out), "from iran, verbatim, by swiss"));
    item.as.item.item = 1;
    item.as.item.move = MOVE_SAY;
    package_clear(&item.as.item.package);
    talks_frame(&s.talks, RECORD_EFFECT_SEND, 1, &item);
    terminal_prompt(s.terminal, &s.out);
    assert_non_null(strstr(page_string(&s.out), "your 1 by swiss: message"));
    for (size_t n = 0; n < sizeof(refused) / sizeof(refused[0]); n++) {
        assert_int_equal(terminal_parse(s.terminal, bytes_of(refused[n].line),
                                        &s.order, &s.diag),
                         ERR_MALFORMED);
        if (!strstr(s.diag.message, refused[n].says))
            fail_msg("%s: %s", refused[n].line, s.diag.message);
    }
    seated_parse(&s, "say \"x\"");
    assert_int_equal(s.order.channel, 0);
    assert_int_not_equal(terminal_answer(&s.order, out, sizeof out), SIZE_MAX);
    assert_int_equal(out[0], ANSWER_ITEM);
    check_text(seated_parse(&s, "ask via swiss \"Well?\"")->text, "Well?");
    assert_int_equal(s.order.channel, 1);
    assert_int_not_equal(terminal_answer(&s.order, out, sizeof out), SIZE_MAX);
    assert_int_equal(out[0], ANSWER_ITEM_BY);
    assert_int_equal(out[1], 1);
    assert_int_equal(seated_parse(&s, "withdraw 1 via swiss")->own, 1);
    /* An answer goes back by whom it came, said or not. */
    seated_parse(&s, "reply comment 1 \"So it is.\"");
    assert_int_equal(s.order.channel, 1);
    seated_parse(&s, "reply comment 1 \"So it is.\" via swiss");
    assert_int_equal(s.order.channel, 1);
    seated_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse__offer__package_and_words),
        cmocka_unit_test(parse__offer__words_of_a_free_issue),
        cmocka_unit_test(parse__confide__caveats),
        cmocka_unit_test(parse__other_commands__their_orders),
        cmocka_unit_test(parse__step__rests_on_a_certificate),
        cmocka_unit_test(parse__withdraw__own_items_only),
        cmocka_unit_test(parse__mistakes__one_clear_line_each),
        cmocka_unit_test(parse__line_cut_by_the_terminal__says_so),
        cmocka_unit_test(parse__after_leaving__nothing_is_handed_over),
        cmocka_unit_test(answer__orders__as_the_room_reads_them),
        cmocka_unit_test(parse__every_move_of_a_party__its_item),
        cmocka_unit_test(parse__via__one_of_several_mediators),
        cmocka_unit_test(help_of__room__only_what_it_has_a_use_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
