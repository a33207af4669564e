#include "sim/report/columns.h"
#include "sim/report/wrap.h"
#include "tests/rig/talks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct shown {
    struct columns *columns;
    struct page out;
};

static void take(void *arg, const struct record_entry *e)
{
    struct shown *s = arg;

    columns_entry(s->columns, e, &s->out);
}

static struct talks begin(struct shown *s, const struct scenario *whole,
                          unsigned width, bool colour)
{
    struct columns_options o = {
        .whole = whole, .rooms = 2, .width = width, .colour = colour};

    *s = (struct shown){.columns = columns_new(&o)};
    assert_non_null(s->columns);
    return (struct talks){.take = take, .arg = s};
}

static void end(struct shown *s)
{
    columns_free(s->columns);
    page_fini(&s->out);
}

static void check_golden(const struct page *page, const char *name)
{
    char path[128];
    static char wanted[65536];

    snprintf(path, sizeof(path), "tests/goldens/%s", name);
    if (getenv("UPDATE_GOLDENS") != NULL) {
        FILE *f = fopen(path, "wb");

        assert_non_null(f);
        fwrite(page->data, 1, page->size, f);
        assert_int_equal(fclose(f), 0);
        return;
    }
    FILE *f = fopen(path, "rb");

    assert_non_null(f);
    size_t size = fread(wanted, 1, sizeof(wanted) - 1, f);

    fclose(f);
    wanted[size] = '\0';
    assert_string_equal(page_string(page), wanted);
}

static void check_widths(const struct page *page, size_t width)
{
    const char *line = page_string(page);

    while (*line != '\0') {
        const char *lf = strchr(line, '\n');

        assert_non_null(lf);
        struct bytes b = {(const uint8_t *)line, (size_t)(lf - line)};

        assert_true(wrap_width(b) <= width);
        line = lf + 1;
    }
}

static void play_golden(unsigned width, const char *name)
{
    struct shown s;
    struct talks sample = begin(&s, talks_scenario(), width, false);

    talks_play(&sample);
    check_widths(&s.out, width);
    check_golden(&s.out, name);
    end(&s);
}

static void columns__120_wide__three_columns(void **state)
{
    (void)state;
    play_golden(120, "columns-120.txt");
}

static void columns__200_wide__three_columns(void **state)
{
    (void)state;
    play_golden(200, "columns-200.txt");
}

static void columns__80_wide__three_columns(void **state)
{
    (void)state;
    play_golden(80, "columns-80.txt");
}

static void columns__60_wide__folded(void **state)
{
    (void)state;
    play_golden(60, "columns-60.txt");
}

static void columns__no_scenario__named_by_number(void **state)
{
    struct shown s;
    struct talks sample = begin(&s, NULL, 100, false);

    (void)state;
    talks_play(&sample);
    assert_non_null(strstr(page_string(&s.out), "room 1 1"));
    assert_non_null(strstr(page_string(&s.out), "issue 1: option 3"));
    end(&s);
}

static void columns__colour__only_adds_escapes(void **state)
{
    struct shown plain;
    struct shown colour;
    struct talks a = begin(&plain, talks_scenario(), 120, false);
    struct talks b = begin(&colour, talks_scenario(), 120, true);
    struct page stripped = {0};

    (void)state;
    talks_play(&a);
    talks_play(&b);
    for (const char *c = page_string(&colour.out); *c != '\0'; c++) {
        if (*c == '\x1b')
            c += strcspn(c, "m");
        else
            page_format(&stripped, "%c", *c);
    }
    assert_string_not_equal(page_string(&colour.out), page_string(&plain.out));
    assert_string_equal(page_string(&stripped), page_string(&plain.out));
    page_fini(&stripped);
    end(&plain);
    end(&colour);
}

static void columns__sealed_answer__never_shown(void **state)
{
    struct shown s;
    struct talks sample = begin(&s, talks_scenario(), 120, false);

    (void)state;
    talks_play(&sample);
    assert_non_null(strstr(page_string(&s.out), "reply to oman 1, sealed"));
    assert_null(strstr(page_string(&s.out), "SECRET"));
    assert_null(strstr(page_string(&s.out), "reply to oman 1: accept"));
    end(&s);
}

static void columns__altered_words_marked_verbatim__says_so(void **state)
{
    struct shown s;
    struct talks sample = begin(&s, talks_scenario(), 120, false);
    struct message_released why = {
        .room = 0, .item = 1, .to = 1, .rule = RULE_PLAIN};
    struct message_told told = {.handle = 5,
                                .move = MOVE_SAY,
                                .from = 0,
                                .form = FORM_VERBATIM,
                                .due = INSTANT_NEVER,
                                .text = bytes_of("We may pay.")};

    (void)state;
    package_clear(&told.package);
    talks_say(&sample, 0, 1, MOVE_SAY, "We will not pay.");
    talks_tell(&sample, &why, &told);
    columns_flush(s.columns, &s.out);
    assert_non_null(strstr(page_string(&s.out), "ALTERED"));
    assert_non_null(strstr(page_string(&s.out), "We may pay."));
    end(&s);
}

/* No byte of the output is a control character but LF, and no character turns
 * the direction but the isolates that the program puts in pairs on a line. */
static void check_harmless(const struct page *page)
{
    int open = 0;

    for (size_t i = 0; i < page->size; i++) {
        unsigned char c = (unsigned char)page->data[i];
        const char *at = page->data + i;

        assert_true(c >= 0x20 || c == '\n');
        assert_true(c != 0x7F);
        assert_false(c == 0xC2 && (unsigned char)at[1] < 0xA0);
        if (c == '\n')
            assert_int_equal(open, 0);
        if (memcmp(at, "\xe2\x81", 2) == 0) {
            assert_true((unsigned char)at[2] != 0xA6);
            assert_true((unsigned char)at[2] != 0xA7);
            open += (unsigned char)at[2] == 0xA8;
            open -= (unsigned char)at[2] == 0xA9;
            assert_in_range(open, 0, 1);
        }
        if (memcmp(at, "\xe2\x80", 2) == 0)
            assert_false((unsigned char)at[2] >= 0xA8 &&
                         (unsigned char)at[2] <= 0xAE);
    }
}

static void hostile(unsigned width)
{
    static const char *const texts[] = {
        "\x1b[2J\x1b[1;1Hyou have been cleared",
        "a line\r  0:99 oman forged",
        "a line\n  0:99 oman forged\n\n\nend",
        "\xc2\x9b"
        "31mred",
        "\xe2\x80\xae"
        "desrever \xe2\x81\xa9 out \xe2\x81\xa6 in",
        "\x7f\x08\x08\x08\x0b\x0c\x07 bell",
        "\xe2\x80\xa8line\xe2\x80\xa9paragraph",
        "\xd9\x85\xd8\xa7 \xe2\x81\xa9\xe2\x81\xa8 \xd9\x85\xd8\xa7",
        "\xcc\x81\xcc\x81\xcc\x81 only marks",
    };
    struct shown s;
    struct talks sample = begin(&s, talks_scenario(), width, false);

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        talks_say(&sample, (uint16_t)(i % 2), (uint32_t)i + 1, MOVE_SAY,
                  texts[i]);
    columns_flush(s.columns, &s.out);
    check_harmless(&s.out);
    check_widths(&s.out, width);
    assert_non_null(strstr(page_string(&s.out), "\\x1b[2J"));
    assert_non_null(strstr(page_string(&s.out), "\\x9b"));
    /* A line of the text stands in its column, never at the left edge. */
    assert_null(strstr(page_string(&s.out), "\n  0:99"));
    end(&s);
}

static void columns__hostile_texts__harmless_at_every_width(void **state)
{
    (void)state;
    for (unsigned width = 24; width <= 130; width++)
        hostile(width);
}

/* Hundreds of entries at one instant: more than a block can hold. */
static void columns__many_at_one_instant__none_lost(void **state)
{
    struct shown s;
    struct talks talks = begin(&s, talks_scenario(), 120, false);
    char name[32];

    (void)state;
    for (uint32_t n = 1; n <= 300; n++) {
        struct message taken = {.kind = MESSAGE_TAKEN,
                                .as.taken = {.room = 0, .item = n}};
        struct message held = {.kind = MESSAGE_JUDGED,
                               .as.judged = {.room = 0,
                                             .item = n,
                                             .to = 1,
                                             .verdict = 2,
                                             .rule = RULE_IF_ASKED,
                                             .until = INSTANT_NEVER}};

        talks_say(&talks, 0, n, MOVE_SAY, "x");
        talks_note(&talks, &taken);
        talks_note(&talks, &held);
    }
    for (uint32_t n = 301; n <= 400; n++) {
        struct message taken = {.kind = MESSAGE_TAKEN,
                                .as.taken = {.room = 1, .item = n}};
        struct message held = {.kind = MESSAGE_JUDGED,
                               .as.judged = {.room = 1,
                                             .item = n,
                                             .to = 0,
                                             .verdict = 2,
                                             .rule = RULE_IF_ASKED,
                                             .until = INSTANT_NEVER}};

        talks_note(&talks, &taken);
        talks_note(&talks, &held);
    }
    columns_flush(s.columns, &s.out);
    check_widths(&s.out, 120);
    for (uint32_t n = 1; n <= 400; n++) {
        snprintf(name, sizeof(name), "holds %s %u ", n <= 300 ? "us" : "iran",
                 (unsigned)n);
        assert_non_null(strstr(page_string(&s.out), name));
    }
    end(&s);
}

/* The place of the first bar in the line that has this text; it must be there.
 */
static size_t bar_of(const struct page *page, const char *text)
{
    const char *at = strstr(page_string(page), text), *line = at;

    assert_non_null(at);
    while (line > page->data && line[-1] != '\n')
        line--;
    const char *bar = strstr(line, "\xe2\x94\x82");

    assert_non_null(bar);
    return wrap_width(
        (struct bytes){(const uint8_t *)line, (size_t)(bar - line)});
}

/* Talks of 120 days: times in days, and all columns where they were. Without a
 * scenario nobody knows how long they last: the time has a line to itself. */
static void columns__days__no_column_moves(void **state)
{
    static struct round rounds[1] = {
        {.id = "long", .limit_us = INT64_C(120) * 86400 * 1000000}};
    struct scenario whole = *talks_scenario();

    (void)state;
    whole.rounds = rounds;
    whole.round_count = 1;
    for (unsigned known = 0; known < 2; known++) {
        struct shown s;
        struct talks t = begin(&s, known ? &whole : NULL, 120, false);

        talks_say(&t, 0, 1, MOVE_SAY, "At the start.");
        t.minute = 999 * 60 + 59;
        talks_say(&t, 0, 2, MOVE_SAY, "The last of three digits.");
        t.minute = 2880 * 60 + 7;
        talks_say(&t, 0, 3, MOVE_SAY, "After 120 days.");
        columns_flush(s.columns, &s.out);
        check_widths(&s.out, 120);
        assert_non_null(strstr(page_string(&s.out),
                               known ? "\n 41d 15:59 us 2" : "\n41d 15:59\n"));
        assert_non_null(strstr(page_string(&s.out),
                               known ? "\n120d 00:07 us 3" : "\n120d 00:07\n"));
        size_t bar = bar_of(&s.out, "At the start.");

        assert_int_equal(bar_of(&s.out, "The last of"), bar);
        assert_int_equal(bar_of(&s.out, known ? "us 3" : "room 1 3"), bar);
        end(&s);
    }
}

/* The banner at the end has the ending's name, and then the outcome. */
static void columns__named_ending__leads(void **state)
{
    static struct ending endings[] = {{.id = "dusk", .title = "Dusk"}};
    struct scenario whole = *talks_scenario();
    struct message ending = {.kind = MESSAGE_ENDING,
                             .as.ending.id = bytes_of("dusk")};
    struct message over = {.kind = MESSAGE_CONCLUDED,
                           .as.concluded.outcome = OUTCOME_NO_AGREEMENT};
    struct shown s;

    (void)state;
    whole.endings = endings;
    whole.ending_count = 1;
    package_clear(&over.as.concluded.package);
    struct talks t = begin(&s, &whole, 60, false);

    talks_note(&t, &ending);
    talks_note(&t, &over);
    columns_flush(s.columns, &s.out);
    assert_non_null(strstr(page_string(&s.out), "to the ending Dusk\n"));
    const char *banner = strstr(page_string(&s.out), "\xe2\x95\x90 Dusk ");

    assert_non_null(banner);
    assert_non_null(strstr(banner, "\n       no agreement: "));
    end(&s);
}

/* Titles from 30 cells a column on: two bars of 3 and a time of 7 leave three
 * columns of 30 at 103, and of 29 at 102. */
static void columns__titles__where_there_is_room(void **state)
{
    (void)state;
    for (unsigned width = 102; width <= 103; width++) {
        struct shown s;
        struct talks sample = begin(&s, talks_scenario(), width, false);

        talks_play(&sample);
        bool has_id = strstr(page_string(&s.out), "militias: end") != NULL;
        bool has_title =
            strstr(page_string(&s.out), "Attacks by partner groups:") != NULL;

        assert_int_equal(has_id, width == 102);
        /* At the end, across all columns, there are titles in any case. */
        assert_true(has_title);
        end(&s);
    }
}

static void columns__three_rooms__a_column_each(void **state)
{
    struct columns_options o = {.rooms = 3, .width = 120};
    struct shown s = {.columns = columns_new(&o)};
    struct talks talks = {.take = take, .arg = &s};
    struct message_released why = {
        .room = 0, .item = 1, .to = 2, .rule = RULE_PLAIN};
    struct message_told told = {.handle = 5,
                                .move = MOVE_SAY,
                                .from = 0,
                                .form = FORM_VERBATIM,
                                .due = INSTANT_NEVER,
                                .text = bytes_of("Good day.")};

    (void)state;
    package_clear(&told.package);
    talks_say(&talks, 0, 1, MOVE_SAY, "Good day.");
    talks_tell(&talks, &why, &told);
    columns_flush(s.columns, &s.out);
    check_widths(&s.out, 120);
    /* The fourth column starts after the time, three columns of 26 and three
     * bars of 3. */
    const char *heard = strstr(page_string(&s.out), "hears from room 1");

    assert_non_null(heard);
    const char *line = heard;

    while (line > s.out.data && line[-1] != '\n')
        line--;
    struct bytes before = {(const uint8_t *)line, (size_t)(heard - line)};

    assert_int_equal(wrap_width(before), 7 + 3 * 26 + 3 * 3);
    assert_non_null(strstr(page_string(&s.out), "room 1 1 to room 3"));
    end(&s);
}

static void columns__torn_frame__said_to_be_unreadable(void **state)
{
    struct shown s;
    struct talks sample = begin(&s, talks_scenario(), 100, false);
    struct record_entry e = {.kind = RECORD_INPUT_MESSAGE,
                             .index = 9,
                             .body = bytes_of("not a frame")};

    (void)state;
    sample.take(sample.arg, &e);
    columns_flush(s.columns, &s.out);
    assert_non_null(strstr(page_string(&s.out), "entry 9"));
    end(&s);
}

static void columns_colour__environment__as_agreed(void **state)
{
    (void)state;
    assert_true(columns_colour(true, NULL, "xterm"));
    assert_true(columns_colour(true, "", "xterm"));
    assert_false(columns_colour(false, NULL, "xterm"));
    assert_false(columns_colour(true, "1", "xterm"));
    assert_false(columns_colour(true, NULL, "dumb"));
    assert_false(columns_colour(true, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns__120_wide__three_columns),
        cmocka_unit_test(columns__200_wide__three_columns),
        cmocka_unit_test(columns__80_wide__three_columns),
        cmocka_unit_test(columns__60_wide__folded),
        cmocka_unit_test(columns__no_scenario__named_by_number),
        cmocka_unit_test(columns__colour__only_adds_escapes),
        cmocka_unit_test(columns__sealed_answer__never_shown),
        cmocka_unit_test(columns__altered_words_marked_verbatim__says_so),
        cmocka_unit_test(columns__hostile_texts__harmless_at_every_width),
        cmocka_unit_test(columns__many_at_one_instant__none_lost),
        cmocka_unit_test(columns__days__no_column_moves),
        cmocka_unit_test(columns__named_ending__leads),
        cmocka_unit_test(columns__titles__where_there_is_room),
        cmocka_unit_test(columns__three_rooms__a_column_each),
        cmocka_unit_test(columns__torn_frame__said_to_be_unreadable),
        cmocka_unit_test(columns_colour__environment__as_agreed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
