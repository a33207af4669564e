/* What a person in a room is shown, and what its capital binds it to. */
#include "tests/rig/seated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    seated_begin(&s);
    m.as.told.package = talks_package(1, 1);
    seated_receive(&s, &m);
    /* pause 35, waivers 0 */
    assert_non_null(
        strstr(page_string(&s.out), "worth 35 to you; no deal is worth 40"));
    assert_non_null(strstr(page_string(&s.out), "answer by 0:30"));
    page_clear(&s.out);
    m.as.told.package = talks_package(1, OPTION_NONE);
    seated_receive(&s, &m);
    assert_null(strstr(page_string(&s.out), "worth"));
    m.as.told.move = MOVE_ANNOUNCEMENT;
    seated_receive(&s, &m);
    assert_non_null(strstr(page_string(&s.out), "public from 0:30"));
    m.as.told.move = MOVE_PAUSE;
    seated_receive(&s, &m);
    assert_non_null(strstr(page_string(&s.out), "until 0:30"));
    seated_end(&s);
}

static void play(struct seated *s)
{
    struct message m = {.kind = MESSAGE_WELCOME, .as.welcome = {.rooms = 2}};

    seated_receive(s, &m);
    m = (struct message){.kind = MESSAGE_ROUND,
                         .as.round = {.state = ROUND_BEGAN,
                                      .limit = {40 * MINUTE},
                                      .title = bytes_of("The first evening")}};
    seated_receive(s, &m);
    m = (struct message){.kind = MESSAGE_ITEM};
    m.as.item.item = 1;
    m.as.item.move = MOVE_OFFER;
    m.as.item.package = talks_package(2, OPTION_NONE);
    m.as.item.text = bytes_of("Attacks have to stop.");
    talks_frame(&s->talks, RECORD_EFFECT_SEND, 0, &m);
    m = (struct message){.kind = MESSAGE_RECEIPT,
                         .as.receipt = {.item = 1, .status = RECEIPT_TAKEN}};
    seated_receive(s, &m);
    s->talks.minute = 8;
    m = (struct message){.kind = MESSAGE_VISIT, .as.visit.state = 1};
    seated_receive(s, &m);
    seated_told(
        s, 0x51, MOVE_SAY,
        "\xd9\x85\xd8\xa7 \xd9\xbe\xdb\x8c\xd8\xb4\xd9\x86\xd9\x87\xd8\xa7"
        "\xd8\xaf \xda\xa9\xd8\xaa\xd8\xa8\xdb\x8c "
        "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xdb\x8c"
        "\xd9\x85.");
    seated_told(s, 0x52, MOVE_NEWS,
                "A news site names both delegations.\x1b[2J");
    s->talks.minute = 35;
    m = (struct message){.kind = MESSAGE_OUTCOME,
                         .as.outcome.outcome = OUTCOME_AGREED};
    m.as.outcome.package = talks_package(1, 1);
    seated_receive(s, &m);
}

static void view__agreement__before_it_is_carried_out(void **state)
{
    struct message m = {.kind = MESSAGE_AGREED};
    struct seated s;

    (void)state;
    seated_begin(&s);
    m.as.agreed.package = talks_package(1, 1);
    seated_receive(&s, &m);
    assert_non_null(
        strstr(page_string(&s.out), "agreed: now it is carried out"));
    assert_non_null(strstr(page_string(&s.out), "Sanctions relief"));
    seated_end(&s);
}

static void view__no_agreement__what_that_is_worth(void **state)
{
    struct message m = {.kind = MESSAGE_OUTCOME,
                        .as.outcome.outcome = OUTCOME_STALLED};
    struct seated s;

    (void)state;
    seated_begin(&s);
    package_clear(&m.as.outcome.package);
    seated_receive(&s, &m);
    assert_non_null(strstr(page_string(&s.out), "no deal is worth 40 to you"));
    seated_end(&s);
}

static void view__own_record__golden(void **state)
{
    static const char path[] = "tests/goldens/terminal.txt";
    static char wanted[16384];
    struct seated s;

    (void)state;
    seated_begin(&s);
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
    seated_end(&s);
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
    seated_begin(&s);
    seated_told(&s, 7, MOVE_OFFER, "x");
    s.shift.has_authority = true;
    s.shift.authority = s.own.authority;
    seated_parse(&s, "instructions relief=waivers");
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
    seated_parse(&s, "offer relief=waivers");
    capital(&s, 2, talks_package(OPTION_NONE, 2));
    assert_non_null(strstr(page_string(&s.out), "does not agree to all of"));
    refused(&s, "offer relief=funds", "never agree");
    seated_told(&s, 8, MOVE_NEWS, "y");
    refused(&s, "offer relief=waivers", "needs your capital's leave");
    seated_end(&s);
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
    seated_begin(&s);
    m.as.told.package = talks_package(1, 1);
    seated_receive(&s, &m);
    refused(&s, "reply accept 1", "type `instructions relief=waivers`");
    m.as.told.move = MOVE_READ_BACK;
    m.as.told.from = FROM_MEDIATOR;
    seated_receive(&s, &m);
    refused(&s, "reply confirm 2", "needs your capital's leave");
    seated_parse(&s, "reply reject 1");
    seated_parse(&s, "reply ad_referendum 1");
    capital(&s, 2, talks_package(OPTION_NONE, 1));
    assert_int_equal(seated_parse(&s, "reply accept 1")->answer, ANSWER_ACCEPT);
    seated_end(&s);
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
    seated_begin(&s);
    m.as.told.package = talks_package(1, OPTION_NONE);
    seated_receive(&s, &m);
    m.as.told.handle = 4;
    m.as.told.draft = 8;
    m.as.told.brackets = 0;
    m.as.told.package = talks_package(1, 0);
    seated_receive(&s, &m);
    shows(&s, "[1] draft 7 from oman");
    shows(&s, "militias: pause, [relief]");
    shows(&s, "reply comment 1 \"...\"");
    shows(&s, "[2] draft 8 from oman");
    shows(&s, "militias: pause, relief: none");
    shows(&s, "a final text: reply accept 2 or reply reject 2");
    assert_int_equal(seated_parse(&s, "reply accept 2")->re, 4);
    seated_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(view__whole_package__its_worth_to_this_room),
        cmocka_unit_test(view__agreement__before_it_is_carried_out),
        cmocka_unit_test(view__no_agreement__what_that_is_worth),
        cmocka_unit_test(view__own_record__golden),
        cmocka_unit_test(authority__of_the_capital__binds_a_person),
        cmocka_unit_test(authority__over_what_a_yes_commits_to__binds_too),
        cmocka_unit_test(draft__told__number_brackets_and_how_to_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
