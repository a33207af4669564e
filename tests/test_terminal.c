#include "sim/seat/terminal.h"
#include "tests/rig/talks.h"

#include "shuttle/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct seated {
    struct scenario brief;
    struct room_entry rooms[2];
    struct own own;
    struct shift shift;
    struct terminal *terminal;
    struct talks talks;
    struct page out;
    struct order order;
    struct diag diag;
};

static void take(void *arg, const struct record_entry *e)
{
    struct seated *s = arg;

    terminal_entry(s->terminal, e, &s->out);
}

/* A person in the room of the first party; funds are never its to give. */
static void begin(struct seated *s)
{
    struct terminal_options o = {.brief = &s->brief, .width = 70};

    memset(s, 0, sizeof(*s));
    s->brief = *talks_scenario();
    s->brief.brief.role = BRIEF_ROOM;
    memcpy(s->rooms, s->brief.rooms, sizeof(s->rooms));
    s->brief.rooms = s->rooms;
    s->rooms[0].own = &s->own;
    s->own.brief = "Below 40 points, thank the hosts and go home.";
    s->own.has_values = true;
    s->own.values.no_deal = 40;
    s->own.values.value[0][1] = 35;
    s->own.has_authority = true;
    s->own.authority.own[0] = 7;
    s->own.authority.own[1] = 1;
    s->own.authority.capital[1] = 2;
    s->own.authority.never[1] = 4;
    s->shift.has_no_deal = true;
    s->shift.no_deal = 54;
    s->own.shifts = &s->shift;
    s->own.shift_count = 1;
    s->terminal = terminal_new(&o);
    assert_non_null(s->terminal);
    s->talks = (struct talks){.take = take, .arg = s};
}

/* Sit down again: the brief has changed. */
static void again(struct seated *s)
{
    struct terminal_options o = {.brief = &s->brief, .width = 70};

    terminal_free(s->terminal);
    s->terminal = terminal_new(&o);
    assert_non_null(s->terminal);
}

static void end(struct seated *s)
{
    terminal_free(s->terminal);
    page_fini(&s->out);
}

static void receive(struct seated *s, const struct message *m)
{
    talks_frame(&s->talks, RECORD_INPUT_MESSAGE, 0, m);
}

static void told(struct seated *s, uint64_t handle, enum move move,
                 const char *text)
{
    struct message m = {.kind = MESSAGE_TOLD,
                        .as.told = {.handle = handle,
                                    .move = (uint8_t)move,
                                    .from = 1,
                                    .form = FORM_VERBATIM,
                                    .due = INSTANT_NEVER,
                                    .text = bytes_of(text)}};

    package_clear(&m.as.told.package);
    if (move == MOVE_NEWS) {
        m.as.told.from = FROM_WORLD;
        m.as.told.form = FORM_NEWS;
        m.as.told.label = bytes_of("leak");
    }
    receive(s, &m);
}

static struct message_item *parse(struct seated *s, const char *line)
{
    enum err e =
        terminal_parse(s->terminal, bytes_of(line), &s->order, &s->diag);

    if (e != ERR_OK)
        fail_msg("%s: %s", line, s->diag.message);
    return &s->order.item;
}

static void check_text(struct bytes text, const char *wanted)
{
    assert_true(bytes_equal(text, bytes_of(wanted)));
}

static void parse__offer__package_and_words(void **state)
{
    struct seated s;
    struct package wanted = talks_package(1, 1);

    (void)state;
    begin(&s);
    s.own.authority.own[1] = 3;
    again(&s);
    struct message_item *i = parse(
        &s, "offer militias=pause relief=waivers \"Both, or \\\"none\\\"\"");

    assert_int_equal(s.order.command, COMMAND_ITEM);
    assert_int_equal(i->move, MOVE_OFFER);
    assert_int_equal(i->caveats.bits, 0);
    assert_true(package_equal(&i->package, &wanted));
    check_text(i->text, "Both, or \"none\"");
    end(&s);
}

static void parse__offer__words_of_a_free_issue(void **state)
{
    static struct issue issues[3];
    struct agenda agenda;
    struct seated s;

    (void)state;
    begin(&s);
    agenda = s.brief.agenda;
    memcpy(issues, agenda.issues, 2 * sizeof(issues[0]));
    issues[2] = (struct issue){.id = "preamble", .free = true};
    s.brief.agenda = (struct agenda){issues, 3};
    struct message_item *i = parse(
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
    end(&s);
}

static void parse__confide__caveats(void **state)
{
    struct seated s;

    (void)state;
    begin(&s);
    s.own.authority.own[1] = 3;
    again(&s);
    s.talks.minute = 10;
    told(&s, 5, MOVE_SAY, "x");
    struct message_item *i =
        parse(&s, "confide \"Waivers are possible.\" relief=waivers "
                  "if_they_move_first \"offered(iran, militias) >= 'pause'\" "
                  "expires 30m to iran");

    assert_int_equal(i->caveats.bits,
                     CAVEAT_IF_THEY_MOVE_FIRST | CAVEAT_EXPIRES);
    check_text(i->caveats.condition, "offered(iran, militias) >= 'pause'");
    assert_true(i->caveats.expires.us == 40 * MINUTE);
    assert_int_equal(i->to, 2);
    i = parse(&s, "confide \"We will stay.\"");
    assert_int_equal(i->caveats.bits, CAVEAT_MEDIATOR_ONLY);
    i = parse(&s, "say \"Hard words.\" gist \"Soft words.\"");
    assert_int_equal(i->caveats.bits, CAVEAT_GIST);
    check_text(i->gist, "Soft words.");
    end(&s);
}

static void parse__other_commands__their_orders(void **state)
{
    struct seated s;

    (void)state;
    begin(&s);
    s.talks.minute = 5;
    told(&s, 0xABCD, MOVE_OFFER, "x");
    assert_int_equal(parse(&s, "reply accept 1 \"Yes.\"")->re, 0xABCD);
    assert_int_equal(s.order.item.answer, ANSWER_ACCEPT);
    assert_int_equal(parse(&s, "reply 1 reject")->answer, ANSWER_REJECT);
    assert_int_equal(parse(&s, "ask \"What is it?\" about relief")->about, 2);
    check_text(parse(&s, "say Good morning, all = well")->text,
               "Good morning, all = well");
    check_text(parse(&s, "say \xc2\xab\xd9\x85\xd8\xa7\xc2\xbb")->text,
               "\xd9\x85\xd8\xa7");
    parse(&s, "wait 10m");
    assert_int_equal(s.order.command, COMMAND_WAIT);
    assert_true(s.order.until.us == 15 * MINUTE);
    parse(&s, "wait");
    assert_true(instant_is_never(s.order.until));
    parse(&s, "leave \"Goodbye.\"");
    assert_int_equal(s.order.command, COMMAND_LEAVE);
    check_text(s.order.text, "Goodbye.");
    parse(&s, "  ");
    assert_int_equal(s.order.command, COMMAND_NONE);
    parse(&s, "help");
    assert_int_equal(s.order.command, COMMAND_HELP);
    end(&s);
}

/* As in a script, in exactly these words unless a caveat says otherwise. */
static void parse__step__rests_on_a_certificate(void **state)
{
    struct seated s;
    struct diag diag;
    const struct message_item *i;

    (void)state;
    begin(&s);
    told(&s, 0xABCD, MOVE_CERTIFICATE, "It is in.");
    told(&s, 0xABCE, MOVE_SAY, "It is in.");
    i = parse(&s, "step 1 \"They leave.\"");
    assert_int_equal(i->move, MOVE_STEP);
    assert_int_equal(i->re, 0xABCD);
    assert_int_equal(i->caveats.bits, CAVEAT_VERBATIM);
    assert_int_equal(parse(&s, "step \"They leave.\"")->re, 0);
    assert_int_equal(terminal_parse(s.terminal,
                                    bytes_of("step 2 \"They leave.\""),
                                    &s.order, &diag),
                     ERR_MALFORMED);
    assert_non_null(strstr(diag.message, "[2] is no certificate"));
    i = parse(&s, "deposit \"Gold.\" for_judgement");
    assert_int_equal(i->move, MOVE_DEPOSIT);
    assert_int_equal(i->caveats.bits, CAVEAT_FOR_JUDGEMENT);
    assert_int_equal(parse(&s, "complain Not kept.")->move, MOVE_COMPLAINT);
    assert_int_equal(parse(&s, "letter \"We adhere.\"")->move, MOVE_LETTER);
    end(&s);
}

static void parse__withdraw__own_items_only(void **state)
{
    struct seated s;
    struct message m = {
        .kind = MESSAGE_ITEM,
        .as.item = {.item = 2, .move = MOVE_SAY, .text = bytes_of("x")}};

    (void)state;
    begin(&s);
    package_clear(&m.as.item.package);
    talks_frame(&s.talks, RECORD_EFFECT_SEND, 0, &m);
    assert_int_equal(parse(&s, "withdraw 2")->own, 2);
    assert_int_equal(
        terminal_parse(s.terminal, bytes_of("withdraw 3"), &s.order, &s.diag),
        ERR_MALFORMED);
    end(&s);
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
    {"\"hello\"", "there is no command"},
    {"say \xff", "UTF-8"},
};

static void view__whole_package__its_worth_to_this_room(void **state)
{
    struct seated s;
    struct message m = {.kind = MESSAGE_TOLD,
                        .as.told = {.handle = 3,
                                    .move = MOVE_BLIND_PROPOSAL,
                                    .from = FROM_MEDIATOR,
                                    .form = FORM_MEDIATOR,
                                    .due = {30 * MINUTE}}};

    (void)state;
    begin(&s);
    m.as.told.package = talks_package(1, 1);
    receive(&s, &m);
    /* pause 35, waivers 0 */
    assert_non_null(
        strstr(page_string(&s.out), "worth 35 to you; no deal is worth 40"));
    assert_non_null(strstr(page_string(&s.out), "answer by 0:30"));
    page_clear(&s.out);
    m.as.told.package = talks_package(1, OPTION_NONE);
    receive(&s, &m);
    assert_null(strstr(page_string(&s.out), "worth"));
    end(&s);
}

static void parse__mistakes__one_clear_line_each(void **state)
{
    struct seated s;

    (void)state;
    begin(&s);
    told(&s, 1, MOVE_OFFER, "x");
    told(&s, 2, MOVE_NEWS, "y");
    for (size_t n = 0; n < sizeof(mistakes) / sizeof(mistakes[0]); n++) {
        enum err e = terminal_parse(s.terminal, bytes_of(mistakes[n].line),
                                    &s.order, &s.diag);

        if (e != ERR_MALFORMED ||
            strstr(s.diag.message, mistakes[n].says) == NULL ||
            strchr(s.diag.message, '\n') != NULL)
            fail_msg("%s: %s", mistakes[n].line, s.diag.message);
    }
    end(&s);
}

static void answer__orders__as_the_room_reads_them(void **state)
{
    struct seated s;
    uint8_t out[512];
    struct message m;

    (void)state;
    begin(&s);
    parse(&s, "offer militias=end \"Stop.\" verbatim");
    size_t size = terminal_answer(&s.order, out, sizeof(out));

    assert_int_equal(out[0], ANSWER_ITEM);
    assert_int_equal(
        message_decode(MESSAGE_ITEM, (struct bytes){out + 1, size - 1}, &m),
        ERR_OK);
    assert_int_equal(m.as.item.package.option[0], 2);
    check_text(m.as.item.text, "Stop.");
    parse(&s, "wait 1m");
    size = terminal_answer(&s.order, out, sizeof(out));
    assert_int_equal(size, 9);
    assert_memory_equal(out, "w\0\0\0\0\x03\x93\x87\0", 9);
    parse(&s, "leave \"Bye.\"");
    size = terminal_answer(&s.order, out, sizeof(out));
    assert_int_equal(size, 5);
    assert_memory_equal(out, "lBye.", 5);
    assert_int_equal(terminal_answer(&s.order, out, 4), SIZE_MAX);
    end(&s);
}

static void play(struct seated *s)
{
    struct message m = {.kind = MESSAGE_WELCOME, .as.welcome = {.rooms = 2}};

    receive(s, &m);
    m = (struct message){.kind = MESSAGE_ROUND,
                         .as.round = {.state = ROUND_BEGAN,
                                      .limit = {40 * MINUTE},
                                      .title = bytes_of("The first evening")}};
    receive(s, &m);
    m = (struct message){.kind = MESSAGE_ITEM};
    m.as.item.item = 1;
    m.as.item.move = MOVE_OFFER;
    m.as.item.package = talks_package(2, OPTION_NONE);
    m.as.item.text = bytes_of("Attacks have to stop.");
    talks_frame(&s->talks, RECORD_EFFECT_SEND, 0, &m);
    m = (struct message){.kind = MESSAGE_RECEIPT,
                         .as.receipt = {.item = 1, .status = RECEIPT_TAKEN}};
    receive(s, &m);
    s->talks.minute = 8;
    m = (struct message){.kind = MESSAGE_VISIT, .as.visit.state = 1};
    receive(s, &m);
    told(s, 0x51, MOVE_SAY,
         "\xd9\x85\xd8\xa7 \xd9\xbe\xdb\x8c\xd8\xb4\xd9\x86\xd9\x87\xd8\xa7"
         "\xd8\xaf \xda\xa9\xd8\xaa\xd8\xa8\xdb\x8c "
         "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xdb\x8c"
         "\xd9\x85.");
    told(s, 0x52, MOVE_NEWS, "A news site names both delegations.\x1b[2J");
    s->talks.minute = 35;
    m = (struct message){.kind = MESSAGE_OUTCOME,
                         .as.outcome.outcome = OUTCOME_AGREED};
    m.as.outcome.package = talks_package(1, 1);
    receive(s, &m);
}

static void view__agreement__before_it_is_carried_out(void **state)
{
    struct message m = {.kind = MESSAGE_AGREED};
    struct seated s;

    (void)state;
    begin(&s);
    m.as.agreed.package = talks_package(1, 1);
    receive(&s, &m);
    assert_non_null(
        strstr(page_string(&s.out), "agreed: now it is carried out"));
    assert_non_null(strstr(page_string(&s.out), "Sanctions relief"));
    end(&s);
}

static void view__own_record__golden(void **state)
{
    static const char path[] = "tests/goldens/terminal.txt";
    static char wanted[16384];
    struct seated s;

    (void)state;
    begin(&s);
    play(&s);
    terminal_prompt(s.terminal, &s.out);
    page_text(&s.out, "\n");
    terminal_show(s.terminal, COMMAND_AGENDA, &s.out);
    terminal_show(s.terminal, COMMAND_VALUES, &s.out);
    terminal_show(s.terminal, COMMAND_BRIEF, &s.out);
    assert_null(strchr(page_string(&s.out), '\x1b'));
    /* The event has moved the worth of no deal. */
    assert_non_null(strstr(page_string(&s.out), "No deal is worth 54"));
    if (getenv("UPDATE_GOLDENS") != NULL) {
        FILE *f = fopen(path, "wb");

        assert_non_null(f);
        fwrite(s.out.data, 1, s.out.size, f);
        fclose(f);
    }
    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    size_t size = fread(wanted, 1, sizeof(wanted) - 1, f);

    fclose(f);
    wanted[size] = '\0';
    assert_string_equal(page_string(&s.out), wanted);
    end(&s);
}

static void refused(struct seated *s, const char *line, const char *says)
{
    enum err e =
        terminal_parse(s->terminal, bytes_of(line), &s->order, &s->diag);

    if (e != ERR_MALFORMED || strstr(s->diag.message, says) == NULL)
        fail_msg("%s: %s", line, s->diag.message);
}

static void capital(struct seated *s, uint8_t state, struct package package)
{
    struct message m = {.kind = MESSAGE_CAPITAL,
                        .as.capital = {.state = state, .package = package}};

    talks_note(&s->talks, &m);
}

/* Waivers need the capital: asked for, received, settled; until an event takes
 * them back. */
static void authority__of_the_capital__binds_a_person(void **state)
{
    struct seated s;
    uint8_t out[512];
    struct message m;
    size_t size;

    (void)state;
    begin(&s);
    told(&s, 7, MOVE_OFFER, "x");
    s.shift.has_authority = true;
    s.shift.authority = s.own.authority;
    parse(&s, "instructions relief=waivers");
    assert_int_equal(s.order.command, COMMAND_CAPITAL);
    size = terminal_answer(&s.order, out, sizeof(out));
    assert_int_equal(out[0], 'c');
    assert_int_equal(
        message_decode(MESSAGE_ITEM, (struct bytes){out + 1, size - 1}, &m),
        ERR_OK);
    assert_int_equal(m.as.item.package.option[1], 1);
    capital(&s, 1, s.order.item.package);
    refused(&s, "offer relief=waivers", "needs your capital's leave");
    capital(&s, 2, talks_package(OPTION_NONE, 1));
    assert_non_null(strstr(page_string(&s.out), "your capital agrees to"));
    parse(&s, "offer relief=waivers");
    capital(&s, 2, talks_package(OPTION_NONE, 2));
    assert_non_null(strstr(page_string(&s.out), "does not agree to all of"));
    refused(&s, "offer relief=funds", "never agree");
    told(&s, 8, MOVE_NEWS, "y");
    refused(&s, "offer relief=waivers", "needs your capital's leave");
    end(&s);
}

/* A yes commits to what was told; a no, a comment and ad referendum do not. */
static void authority__over_what_a_yes_commits_to__binds_too(void **state)
{
    struct seated s;
    struct message m = {.kind = MESSAGE_TOLD,
                        .as.told = {.handle = 3,
                                    .move = MOVE_OFFER,
                                    .from = 1,
                                    .form = FORM_VERBATIM,
                                    .due = INSTANT_NEVER}};

    (void)state;
    begin(&s);
    m.as.told.package = talks_package(1, 1);
    receive(&s, &m);
    refused(&s, "reply accept 1", "type `instructions relief=waivers`");
    refused(&s, "reply confirm 1", "needs your capital's leave");
    parse(&s, "reply reject 1");
    parse(&s, "reply ad_referendum 1");
    capital(&s, 2, talks_package(OPTION_NONE, 1));
    assert_int_equal(parse(&s, "reply accept 1")->answer, ANSWER_ACCEPT);
    end(&s);
}

static void shows(struct seated *s, const char *what)
{
    if (!strstr(page_string(&s->out), what))
        fail_msg("not shown: %s\n%s", what, page_string(&s->out));
}

static void draft__told__number_brackets_and_how_to_answer(void **state)
{
    struct seated s;
    struct message m = {.kind = MESSAGE_TOLD,
                        .as.told = {.handle = 3,
                                    .move = MOVE_DRAFT,
                                    .from = FROM_MEDIATOR,
                                    .form = FORM_MEDIATOR,
                                    .due = INSTANT_NEVER,
                                    .draft = 7,
                                    .brackets = 2,
                                    .text = bytes_of("A pause. [...]")}};

    (void)state;
    begin(&s);
    m.as.told.package = talks_package(1, OPTION_NONE);
    receive(&s, &m);
    m.as.told.handle = 4;
    m.as.told.draft = 8;
    m.as.told.brackets = 0;
    m.as.told.package = talks_package(1, 0);
    receive(&s, &m);
    shows(&s, "[1] draft 7 from oman");
    shows(&s, "militias: pause, [relief]");
    shows(&s, "reply comment 1 \"...\"");
    shows(&s, "[2] draft 8 from oman");
    shows(&s, "militias: pause, relief: none");
    shows(&s, "a final text: reply accept 2 or reply reject 2");
    assert_int_equal(parse(&s, "reply accept 2")->re, 4);
    end(&s);
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
    begin(&s);
    told(&s, 1, MOVE_SAY, "x");
    told(&s, 2, MOVE_CERTIFICATE, "x");
    for (size_t n = 0; n < sizeof(moves) / sizeof(moves[0]); n++) {
        assert_int_equal(parse(&s, moves[n].line)->move, moves[n].move);
        assert_int_equal(s.order.item.caveats.bits & CAVEAT_VERBATIM,
                         moves[n].move >= MOVE_LETTER ? CAVEAT_VERBATIM : 0);
    }
    assert_int_equal(parse(&s, "step \"x\" 2")->re, 2);
    parse(&s, "walk_out \"Goodbye.\"");
    assert_int_equal(s.order.command, COMMAND_LEAVE);
    terminal_show(s.terminal, COMMAND_HELP, &s.out);
    assert_non_null(strstr(page_string(&s.out), "instructions ISSUE=OPTION"));
    end(&s);
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
        cmocka_unit_test(answer__orders__as_the_room_reads_them),
        cmocka_unit_test(view__whole_package__its_worth_to_this_room),
        cmocka_unit_test(view__agreement__before_it_is_carried_out),
        cmocka_unit_test(view__own_record__golden),
        cmocka_unit_test(authority__of_the_capital__binds_a_person),
        cmocka_unit_test(authority__over_what_a_yes_commits_to__binds_too),
        cmocka_unit_test(draft__told__number_brackets_and_how_to_answer),
        cmocka_unit_test(parse__every_move_of_a_party__its_item),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
