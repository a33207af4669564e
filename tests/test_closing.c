#include "sim/report/closing.h"
#include "sim/report/outcome.h"
#include "sim/report/transcript.h"
#include "tests/rig/talks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

/*
 * The rig's agenda with values. militias: continue, pause, end; relief: none,
 * waivers, funds. By hand: (pause, waivers) is worth 60 and 60; of the nine
 * packages these are worth 40 or more to both: (pause, none) 75,30 no;
 * (pause, waivers) 60,60 yes; (pause, funds) 35,85 no; (end, none) 100,0 no;
 * (end, waivers) 85,30 no; (end, funds) 60,55 yes; (continue, none) 40,45 yes;
 * (continue, waivers) 25 no; (continue, funds) 0 no. So the zone has 3.
 */
static const int us[2][3] = {{0, 35, 60}, {40, 25, 0}};
static const int iran[2][3] = {{45, 30, 0}, {0, 30, 55}};

struct game {
    struct scenario whole;
    struct room_entry rooms[2];
    struct own own[2];
    struct tally tally;
    struct page lines; /* JSON */
};

static void take(void *arg, const struct record_entry *e)
{
    struct game *g = arg;

    tally_entry(&g->tally, e);
    transcript_json(&g->lines, e, NULL);
}

static struct talks begin(struct game *g)
{
    *g = (struct game){.whole = *talks_scenario()};
    for (unsigned r = 0; r < 2; r++) {
        g->rooms[r] = g->whole.rooms[r];
        g->rooms[r].own = &g->own[r];
        g->own[r].has_values = true;
        g->own[r].values.no_deal = 40;
        for (unsigned i = 0; i < 2; i++)
            for (unsigned o = 0; o < 3; o++)
                g->own[r].values.value[i][o] = r == 0 ? us[i][o] : iran[i][o];
    }
    g->whole.rooms = g->rooms;
    tally_init(&g->tally, &g->whole);
    return (struct talks){.take = take, .arg = g};
}

static void end(struct game *g)
{
    tally_fini(&g->tally);
    page_fini(&g->lines);
}

static void conclude(struct talks *t, enum outcome outcome)
{
    struct message m = {.kind = MESSAGE_CONCLUDED,
                        .as.concluded.outcome = (uint8_t)outcome};

    package_clear(&m.as.concluded.package);
    if (outcome == OUTCOME_AGREED)
        m.as.concluded.package = talks_package(1, 1);
    talks_note(t, &m);
}

static void closing__agreed__values_and_comparison(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0};
    struct closing_options o = {.width = 80, .folder = "runs/x"};

    (void)state;
    t.minute = 35;
    conclude(&t, OUTCOME_AGREED);
    score_make(&g.tally.score, &score);
    closing_print(&out, &g.tally, &score, &o);
    assert_string_equal(
        page_string(&out),
        "agreed: all rooms accepted one package, after 0:35 hours\n"
        "\n"
        "                        value   no deal    gained\n"
        "  United States room       60        40       +20\n"
        "  Iran room                60        40       +20\n"
        "\n"
        "Gained together: 40 of at most 40 (100.0 %). Product of the gains: "
        "400 of at\n"
        "most 400 (100.0 %).\n"
        "No other package is better for one room and worse for none.\n"
        "3 of 9 packages are worth no deal or more to every room.\n"
        "\n"
        "run folder: runs/x\n");
    page_fini(&out);
    end(&g);
}

/* From a day on the time is in days: 1632 hours are 68 days. */
static void closing__named_ending__leads_and_days(void **state)
{
    static struct ending endings[] = {
        {.id = "freed", .title = "20 January 1981"}};
    struct message m = {.kind = MESSAGE_ENDING,
                        .as.ending.id = bytes_of("freed")};
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0};
    struct closing_options o = {.width = 80};

    (void)state;
    g.whole.endings = endings;
    g.whole.ending_count = 1;
    t.minute = 1632 * 60 + 5;
    talks_note(&t, &m);
    conclude(&t, OUTCOME_NO_AGREEMENT);
    score_make(&g.tally.score, &score);
    closing_print(&out, &g.tally, &score, &o);
    assert_memory_equal(page_string(&out),
                        "20 January 1981\n"
                        "no agreement: the last round ended without one, "
                        "after 68d 00:05\n",
                        80);
    page_fini(&out);
    end(&g);
}

/* Two rounds, the second the implementation with one step, which is taken. */
static void closing__carried_out__says_how_far(void **state)
{
    static struct line step = {.move = MOVE_STEP};
    static struct round rounds[2];
    struct message m = {.kind = MESSAGE_REACHED};
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0}, json = {0};
    struct closing_options o = {.width = 80};
    struct outcome_facts facts = {.tally = &g.tally, .score = &score};

    (void)state;
    rounds[1].phase = PHASE_IMPLEMENTATION;
    rounds[1].room[0] = (struct lines){&step, 1};
    g.whole.rounds = rounds;
    g.whole.round_count = 2;
    t.minute = 35;
    m.as.reached.package = talks_package(1, 1);
    talks_note(&t, &m);
    t.minute = 90;
    talks_say(&t, 0, 1, MOVE_STEP, "Done.");
    m = (struct message){.kind = MESSAGE_TAKEN};
    m.as.taken.item = 1;
    talks_note(&t, &m);
    conclude(&t, OUTCOME_AGREED);
    score_make(&g.tally.score, &score);
    closing_print(&out, &g.tally, &score, &o);
    assert_memory_equal(page_string(&out),
                        "agreed: all rooms accepted one package, after 1:30 "
                        "hours\n"
                        "implemented: 1 of 1 step taken; agreed at 0:35\n",
                        104);
    assert_true(outcome_print(&json, &facts));
    assert_non_null(strstr(page_string(&json),
                           "\"implementation\": {\n"
                           "    \"state\": \"implemented\",\n"
                           "    \"steps_taken\": 1,\n"
                           "    \"steps\": 1,\n"
                           "    \"agreed_us\": 2100000000\n"
                           "  }"));
    page_fini(&json);
    page_fini(&out);
    end(&g);
}

static void closing__no_agreement__what_was_left(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0};
    struct closing_options o = {.width = 80};

    (void)state;
    conclude(&t, OUTCOME_NO_AGREEMENT);
    score_make(&g.tally.score, &score);
    closing_print(&out, &g.tally, &score, &o);
    assert_non_null(strstr(page_string(&out),
                           "every room could have had 20 more than no deal"));
    page_fini(&out);
    end(&g);
}

static void closing__no_zone__nothing_to_agree_on(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0};
    struct closing_options o = {.width = 200};

    (void)state;
    g.own[0].values.no_deal = 90;
    conclude(&t, OUTCOME_WALKED_OUT);
    score_make(&g.tally.score, &score);
    closing_print(&out, &g.tally, &score, &o);
    assert_non_null(strstr(page_string(&out), "nothing to agree on"));
    page_fini(&out);
    end(&g);
}

static void check_integer(const json_t *root, const char *key,
                          json_int_t wanted)
{
    const json_t *value = json_object_get(root, key);

    assert_true(json_is_integer(value));
    assert_int_equal(json_integer_value(value), wanted);
}

static void outcome_print__played_talks__as_json(void **state)
{
    static const char *const walls[] = {"net stands", "a \"wall\"\x1b"};
    struct game g;
    struct talks t = begin(&g);
    struct score score;
    struct page out = {0};
    struct outcome_facts f = {.tally = &g.tally,
                              .score = &score,
                              .wall_us = 120000,
                              .walls = walls,
                              .wall_count = 2};

    (void)state;
    talks_play(&t);
    score_make(&g.tally.score, &score);
    assert_true(outcome_print(&out, &f));
    json_t *root = json_loads(page_string(&out), JSON_REJECT_DUPLICATES, NULL);

    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "outcome")),
                        "agreed");
    json_t *package = json_object_get(root, "package");

    assert_string_equal(json_string_value(json_object_get(package, "militias")),
                        "pause");
    json_t *iran_room = json_object_get(json_object_get(root, "rooms"), "iran");

    check_integer(iran_room, "value", 60);
    check_integer(iran_room, "surplus", 20);
    json_t *items = json_object_get(root, "items");

    /* us 1, 2, 3 and iran 1, 2, 3, 4 */
    check_integer(items, "handed_over", 7);
    check_integer(items, "withheld", 0);
    check_integer(json_object_get(root, "comparison"), "zone", 3);
    check_integer(root, "virtual_us", 35 * MINUTE);
    check_integer(root, "wall_us", 120000);
    assert_int_equal(json_array_size(json_object_get(root, "walls")), 2);
    json_decref(root);
    page_fini(&out);
    end(&g);
}

static void tally__event_happened__shifts_values(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    struct shift shift = {.event = 0, .has_no_deal = true, .no_deal = 70};
    struct score score;

    (void)state;
    g.own[0].shifts = &shift;
    g.own[0].shift_count = 1;
    talks_play(&t);
    score_make(&g.tally.score, &score);
    assert_int_equal(score.room[0].no_deal, 70);
    assert_int_equal(score.room[0].surplus, -10);
    end(&g);
}

static void transcript_json__every_entry__one_object_a_line(void **state)
{
    struct game g;
    struct talks t = begin(&g);
    unsigned lines = 0;

    (void)state;
    talks_play(&t);
    for (char *line = g.lines.data; *line != '\0'; lines++) {
        char *lf = strchr(line, '\n');

        assert_non_null(lf);
        *lf = '\0';
        json_t *root = json_loads(line, JSON_REJECT_DUPLICATES, NULL);

        assert_non_null(root);
        check_integer(root, "index", lines);
        assert_null(json_object_get(root, "unreadable"));
        json_decref(root);
        line = lf + 1;
    }
    assert_int_equal(lines, t.index);
    end(&g);
}

static void transcript_json__hostile_bytes__escaped(void **state)
{
    struct page out = {0};
    struct record_entry e = {.chain = RECORD_CIRCUMSTANCE,
                             .kind = RECORD_LINK,
                             .body = bytes_of("a\"b\\c\x1b[2J\nd\xff")};
    struct record_entry torn = {.kind = RECORD_EFFECT_SEND,
                                .body = bytes_of("torn")};

    (void)state;
    transcript_json(&out, &e, NULL);
    json_t *root = json_loads(page_string(&out), JSON_REJECT_DUPLICATES, NULL);

    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "text")),
                        "a\"b\\c\\x1b[2J d\\xff");
    json_decref(root);
    page_clear(&out);
    transcript_json(&out, &torn, NULL);
    assert_non_null(strstr(page_string(&out), "\"unreadable\":true"));
    page_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closing__agreed__values_and_comparison),
        cmocka_unit_test(closing__named_ending__leads_and_days),
        cmocka_unit_test(closing__carried_out__says_how_far),
        cmocka_unit_test(closing__no_agreement__what_was_left),
        cmocka_unit_test(closing__no_zone__nothing_to_agree_on),
        cmocka_unit_test(outcome_print__played_talks__as_json),
        cmocka_unit_test(tally__event_happened__shifts_values),
        cmocka_unit_test(transcript_json__every_entry__one_object_a_line),
        cmocka_unit_test(transcript_json__hostile_bytes__escaped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
