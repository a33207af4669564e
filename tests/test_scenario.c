/* Good files: what is read, and that printing keeps it. Runs at the top of the
 * tree. */
#include "sim/scenario/scenario_file.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MUSCAT "tests/scenarios/good/muscat.yaml"
#define MINUTE ((int64_t)60000000)

static struct arena arena;

static struct scenario *load(const char *path)
{
    struct diags diags;
    struct scenario *s = NULL;
    struct bytes text = BYTES_NONE;
    struct diag diag = {.message = ""};
    diags_init(&diags);
    enum err e = scenario_load(path, &arena, &s, &diags, &text, &diag);
    if (e) {
        diags_print(&diags, path, text, stderr);
        fail_msg("%s: %s %s", path, err_name(e), diag.message);
    }
    assert_int_equal(diags.count, 0);
    diags_fini(&diags);
    return s;
}

static struct scenario *read_text(const char *text)
{
    struct diags diags;
    struct scenario *s = NULL;
    diags_init(&diags);
    enum err e = scenario_read(bytes_of(text), NULL, &arena, &s, &diags);
    if (e) {
        diags_print(&diags, "text", bytes_of(text), stderr);
        fail_msg("%s", err_name(e));
    }
    diags_fini(&diags);
    return s;
}

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

static void scenario__first__has_its_values(void **state)
{
    (void)state;
    struct scenario *s = load("scenarios/first.yaml");
    assert_string_equal(s->title, "A first scenario");
    assert_int_equal(s->seed, 1);
    assert_int_equal(s->room_count, 2);
    assert_string_equal(s->rooms[0].id, "north");
    assert_string_equal(s->rooms[0].title, "north");
    assert_string_equal(s->rooms[0].language, "en");
    assert_string_equal(s->rooms[0].seat, "script");
    assert_int_equal(s->rooms[0].people, 1);
    assert_null(s->rooms[0].own);
    assert_int_equal(s->mediator_count, 1);
    assert_string_equal(s->mediators[0].relay.walk.as, "switchboard");
    assert_string_equal(s->mediators[0].relay.carry.as, "verbatim");
    assert_string_equal(s->mediators[0].relay.hold.as, "caveats");
    assert_string_equal(s->mediators[0].relay.table.as, "nothing");
    assert_int_equal(s->agenda.issue_count, 0);
    assert_int_equal(s->round_count, 1);
    assert_string_equal(s->rounds[0].id, "round1");
    assert_int_equal(s->rounds[0].limit_us, 10 * MINUTE);
    assert_int_equal(s->rounds[0].pause_us, 0);
    assert_int_equal(s->rounds[0].at_limit, ROUND_NEXT);
    assert_int_equal(s->rounds[0].room[1].count, 1);
    const struct line *answer = &s->rounds[0].room[1].line[0];
    assert_string_equal(answer->id, "answer");
    assert_int_equal(answer->move, MOVE_SAY);
    assert_string_equal(answer->text, "So would we.");
    assert_int_equal(answer->to, 0);
    assert_int_equal(answer->at_us, -1);
    assert_int_equal(answer->after.kind, REF_OTHER);
    assert_int_equal(answer->after.owner, 0);
    assert_int_equal(answer->after.round, 0);
    assert_int_equal(answer->after.line, 0);
    assert_int_equal(s->brief.role, BRIEF_WHOLE);
}

static void scenario__muscat__has_its_parts(void **state)
{
    (void)state;
    struct scenario *s = load(MUSCAT);
    assert_int_equal(s->seed, 412);
    assert_string_equal(s->rooms[0].seat, "person");
    assert_int_equal(s->rooms[0].people, 3);
    assert_string_equal(s->rooms[1].language, "fa");

    const struct choice *walk = &s->mediators[0].relay.walk;
    assert_string_equal(walk->as, "shuttle");
    assert_int_equal(walk->param_count, 3);
    assert_string_equal(walk->param[2].key, "times.us-iran");
    assert_string_equal(walk->param[2].value, "5m");
    const struct choice *carry = &s->mediators[0].relay.carry;
    assert_string_equal(carry->param[0].key, "replace.have to");
    assert_string_equal(carry->param[0].value, "should");

    assert_int_equal(s->agenda.issue_count, 3);
    assert_int_equal(s->agenda.issues[0].option_count, 3);
    assert_string_equal(s->agenda.issues[0].options[2].id, "end");
    assert_null(s->agenda.issues[0].options[2].title);
    assert_string_equal(s->agenda.issues[1].options[1].title, "Waivers");
    assert_false(s->agenda.issues[1].unordered);
    assert_true(s->agenda.issues[2].unordered);

    assert_int_equal(s->event_count, 2);
    assert_int_equal(s->events[0].round, 1);
    assert_int_equal(s->events[0].at_us, 10 * MINUTE);
    assert_int_equal(s->events[0].to, 3);
    assert_int_equal(s->events[1].round, -1);
    assert_int_equal(s->events[1].at_us, -1);
    /* offered, option, >=, elapsed, duration, >, and */
    assert_int_equal(s->events[1].when.count, 7);
}

static void scenario__muscat__has_its_private_parts(void **state)
{
    (void)state;
    struct scenario *s = load(MUSCAT);
    const struct own *us = s->rooms[0].own;
    assert_string_equal(
        us->brief, "You want the attacks to stop.\nSay \"no\" to funds.\n");
    assert_true(us->has_values);
    assert_int_equal(us->values.no_deal, 40);
    assert_int_equal(us->values.value[0][1], 35);
    assert_int_equal(us->values.value[1][2], -5);
    assert_true(us->has_authority);
    assert_int_equal(us->authority.own[0], 7);
    assert_int_equal(us->authority.own[1], 3);
    assert_int_equal(us->authority.capital[1], 4);
    assert_int_equal(us->authority.never[1], 0);
    assert_int_equal(us->authority.own[2], 3);
    assert_int_equal(us->authority.latency_us, 120 * MINUTE);
    assert_int_equal(us->shift_count, 1);
    assert_int_equal(us->shifts[0].event, 0);
    assert_true(us->shifts[0].has_no_deal);
    assert_int_equal(us->shifts[0].no_deal, 54);
    assert_int_equal(us->shifts[0].delta.value[1][2], -8);
    assert_true(us->shifts[0].has_authority);
    assert_int_equal(us->shifts[0].authority.never[1], 4);
    assert_int_equal(us->shifts[0].authority.own[1], 3);
    assert_int_equal(us->shifts[0].authority.latency_us, 120 * MINUTE);
    assert_false(s->rooms[1].own->has_authority);
}

static void scenario__muscat__has_its_lines(void **state)
{
    (void)state;
    struct scenario *s = load(MUSCAT);
    const struct line *us = s->rounds[0].room[0].line;
    assert_int_equal(s->rounds[0].room[0].count, 7);
    assert_int_equal(us[0].move, MOVE_OFFER);
    assert_string_equal(us[0].text, "Attacks have to stop.");
    assert_int_equal(us[0].package.option[0], 2);
    assert_int_equal(us[0].package.option[1], 0);
    assert_int_equal(us[0].package.option[2], OPTION_NONE);
    assert_int_equal(us[0].caveat_bits, CAVEAT_VERBATIM);
    assert_int_equal(us[1].move, MOVE_CONFIDENCE);
    assert_int_equal(us[1].caveat_bits, CAVEAT_IF_THEY_MOVE_FIRST |
                                            CAVEAT_NOT_BEFORE | CAVEAT_EXPIRES);
    assert_string_equal(us[1].caveat_condition,
                        "offered(iran, militias) >= 'pause'");
    assert_int_equal(us[1].not_before_us, 5 * MINUTE);
    assert_int_equal(us[1].expires_us, 40 * MINUTE);
    assert_int_equal(us[2].move, MOVE_QUESTION);
    assert_int_equal(us[2].about, 1);
    assert_int_equal(us[2].only_if.count, 3);
    assert_int_equal(us[2].when.count, 0);
    assert_int_equal(us[3].move, MOVE_WITHDRAWAL);
    assert_string_equal(us[3].id, "round1.us.4");
    assert_int_equal(us[3].re.kind, REF_OWN);
    assert_int_equal(us[3].re.line, 1);
    assert_int_equal(us[3].within_us, 30 * MINUTE);
    assert_int_equal(us[4].move, MOVE_NONE);
    assert_int_equal(us[4].request.option[1], 2);
    assert_int_equal(us[5].caveat_bits, CAVEAT_FOR_JUDGEMENT);
    assert_int_equal(us[6].move, MOVE_RED_LINE);
    assert_string_equal(us[6].gist, "They are reluctant about funds.");

    const struct line *iran = s->rounds[0].room[1].line;
    assert_string_equal(iran[0].gloss, "We want a written proposal.");
    assert_int_equal(iran[1].caveat_bits, CAVEAT_MEDIATOR_ONLY);
    const struct line *oman = s->rounds[0].mediator.line;
    assert_int_equal(oman[0].move, MOVE_GROUND_RULES);
    assert_int_equal(oman[1].move, MOVE_BLIND_PROPOSAL);
    assert_int_equal(oman[1].answer_us, 30 * MINUTE);
    assert_int_equal(oman[1].after.kind, REF_OTHER);
    assert_int_equal(oman[1].after.line, 2);

    const struct line *second = s->rounds[1].room[0].line;
    assert_int_equal(second[0].move, MOVE_REPLY);
    assert_int_equal(second[0].answer, ANSWER_ACCEPT);
    assert_int_equal(second[0].re.owner, FROM_MEDIATOR);
    assert_int_equal(second[0].re.round, 0);
    assert_int_equal(second[0].re.line, 1);
    assert_int_equal(second[1].move, MOVE_NON_PAPER);
    assert_int_equal(second[1].to, 2);
    assert_int_equal(second[1].after.kind, REF_EVENT);
    assert_int_equal(second[1].after.line, 0);
    assert_int_equal(s->rounds[1].pause_us, 720 * MINUTE);
    assert_int_equal(s->rounds[1].at_limit, ROUND_END);
}

/* Three options are bits 1, 2, 4; the script offers, once the event has widened
 * its authority, what it could not before: that is no mistake. */
static void authority__of_what_no_list_names__is_settled(void **state)
{
    (void)state;
    struct scenario *s = read_text(
        "scenario: 1\nrooms: { us: {}, iran: {} }\nmediators: { oman: {} }\n"
        "agenda: { a: { options: [x, y, z] }, b: { options: [x, y, z] },\n"
        "          c: { options: [x, y, z] } }\n"
        "events: { leak: { at: 5m } }\n"
        "private: { us: { authority: { own: { a: [x], c: any },\n"
        "    capital: { a: [y], b: [z], c: [y] }, never: { c: [z] } },\n"
        "    on: { leak: { authority: { never: { b: [x] } } } } } }\n"
        "rounds: [{ us: [{ after: leak, offer: { a: z, b: z } }] }]\n");
    const struct authority *a = &s->rooms[0].own->authority;
    assert_int_equal(a->own[0], 1);
    assert_int_equal(a->capital[0], 2);
    assert_int_equal(a->never[0], 4);
    assert_int_equal(a->own[1], 3);
    assert_int_equal(a->capital[1], 4);
    assert_int_equal(a->never[1], 0);
    assert_int_equal(a->own[2], 1);
    assert_int_equal(a->capital[2], 2);
    assert_int_equal(a->never[2], 4);
    a = &s->rooms[0].own->shifts[0].authority;
    assert_int_equal(a->own[0], 7);
    assert_int_equal(a->own[1], 6);
    assert_int_equal(a->never[1], 1);
}

static void print(const struct scenario *s, struct buffer *out)
{
    buffer_init(out);
    assert_true(scenario_print(s, out));
    buffer_add(out, "%"); /* so that the size is not 0, and text can follow */
    out->size--;
}

static void same_again(const char *path)
{
    struct buffer once, twice;
    struct diags diags;
    struct scenario *s = NULL;
    print(load(path), &once);
    diags_init(&diags);
    enum err e = scenario_read(buffer_bytes(&once), NULL, &arena, &s, &diags);
    if (e) {
        diags_print(&diags, path, buffer_bytes(&once), stderr);
        fail_msg("%s: what is printed cannot be read", path);
    }
    print(s, &twice);
    assert_true(bytes_equal(buffer_bytes(&once), buffer_bytes(&twice)));
    buffer_fini(&once);
    buffer_fini(&twice);
    diags_fini(&diags);
}

static void same_again_all(const char *folder)
{
    char path[512];
    unsigned int files = 0;
    struct dirent *entry;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".yaml") != 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        same_again(path);
        files++;
    }
    closedir(dir);
    assert_true(files > 0);
}

static void print__read_and_printed__is_the_same(void **state)
{
    (void)state;
    same_again_all("scenarios");
    same_again_all("tests/scenarios/good");
}

/* What YAML and JSON say alike is the same scenario. */
static void json__read__is_the_same_scenario(void **state)
{
    static const char yaml[] = "scenario: 1\n"
                               "title: \"Two \\\"words\\\"\"\n"
                               "rooms: { us: {}, iran: { language: fa } }\n"
                               "mediators: { oman: {} }\n"
                               "rounds:\n"
                               "  - us:\n"
                               "      - say: |-\n"
                               "          One.\n"
                               "          Two.\n"
                               "        at: 4m\n";
    static const char json[] =
        "{\"scenario\":1,\"title\":\"Two \\\"words\\\"\",\"rooms\":{\"us\":{},"
        "\"iran\":{\"language\":\"fa\"}},\"mediators\":{\"oman\":{}},"
        "\"rounds\":[{\"us\":[{\"say\":\"One.\\nTwo.\",\"at\":\"4m\"}]}]}";
    struct buffer a, b;
    (void)state;
    print(read_text(yaml), &a);
    print(read_text(json), &b);
    assert_true(bytes_equal(buffer_bytes(&a), buffer_bytes(&b)));
    buffer_fini(&a);
    buffer_fini(&b);
}

static void text__with_mark_and_line_ends_of_windows__is_read(void **state)
{
    (void)state;
    struct scenario *s =
        read_text("\xef\xbb\xbfscenario: 1\r\nrooms: { us: {}, iran: {} }\r\n"
                  "mediators: { oman: {} }\r\nrounds:\r\n  - us:\r\n"
                  "      - say: |\r\n          One.\r\n          Two.\r\n");
    assert_string_equal(s->rounds[0].room[0].line[0].text, "One.\nTwo.\n");
    assert_int_equal(s->rounds[0].room[0].line[0].place.line, 6);
    assert_int_equal(s->rounds[0].room[0].line[0].place.column, 9);
}

static void load__of_nothing__says_why(void **state)
{
    struct diags diags;
    struct scenario *s;
    struct diag diag = {.message = ""};
    (void)state;
    diags_init(&diags);
    assert_int_equal(scenario_load("tests/scenarios/none.yaml", &arena, &s,
                                   &diags, NULL, &diag),
                     ERR_SYSTEM);
    assert_non_null(strstr(diag.message, "none.yaml"));
    assert_int_equal(
        scenario_load("tests/scenarios", &arena, &s, &diags, NULL, &diag),
        ERR_SYSTEM);
    diags_fini(&diags);
}

static void caret__under_text__stands_where_the_mistake_is(void **state)
{
    static const char text[] =
        "scenario: 1\nrooms: { us: , iran: }\n"
        "mediators: { oman: {} }\nrounds:\n"
        "- us: [{ say: \"\xc3\xa9\", to: irn }]\n"
        "- us: [{ say: \"\xd9\x85\xd8\xa7\", to: irn }]\n";
    static const char wanted[] =
        "f:5:24: error[S041]: there is no room 'irn' (did you mean 'iran'?)\n"
        "    - us: [{ say: \"\xc3\xa9\", to: irn }]\n"
        "                           ^\n"
        "    help: name a room of `rooms`\n"
        "f:6:25: error[S041]: there is no room 'irn' (did you mean 'iran'?)\n"
        "    - us: [{ say: \"\xd9\x85\xd8\xa7\", to: irn }]\n"
        "    help: name a room of `rooms`\n";
    struct diags diags;
    struct scenario *s;
    char *out = NULL;
    size_t size = 0;
    (void)state;
    diags_init(&diags);
    assert_int_equal(scenario_read(bytes_of(text), "f", &arena, &s, &diags),
                     ERR_SCENARIO);
    FILE *f = open_memstream(&out, &size);
    diags_print(&diags, "f", bytes_of(text), f);
    fclose(f);
    assert_string_equal(out, wanted);
    free(out);
    diags_fini(&diags);
}

/* Whichever allocation fails, reading ends with ERR_MEMORY and leaks nothing.
 */
static void memory__out__ends_reading(void **state)
{
    struct buffer text;
    (void)state;
    print(load(MUSCAT), &text);
    enum err e = ERR_MEMORY;
    for (unsigned long nth = 1; e && nth < 2000; nth++) {
        struct arena own;
        struct diags diags;
        struct scenario *s;
        arena_init(&own, 0);
        diags_init(&diags);
        memory_fail_at(nth);
        e = scenario_read(buffer_bytes(&text), NULL, &own, &s, &diags);
        memory_fail_at(0);
        if (e)
            assert_int_equal(e, ERR_MEMORY);
        assert_int_equal(diags.count, 0);
        diags_fini(&diags);
        arena_fini(&own);
    }
    assert_int_equal(e, ERR_OK);
    buffer_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenario__first__has_its_values),
        cmocka_unit_test(scenario__muscat__has_its_parts),
        cmocka_unit_test(scenario__muscat__has_its_private_parts),
        cmocka_unit_test(scenario__muscat__has_its_lines),
        cmocka_unit_test(authority__of_what_no_list_names__is_settled),
        cmocka_unit_test(print__read_and_printed__is_the_same),
        cmocka_unit_test(json__read__is_the_same_scenario),
        cmocka_unit_test(text__with_mark_and_line_ends_of_windows__is_read),
        cmocka_unit_test(load__of_nothing__says_why),
        cmocka_unit_test(caret__under_text__stands_where_the_mistake_is),
        cmocka_unit_test(memory__out__ends_reading),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
