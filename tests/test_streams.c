#include "sim/runtime/streams.h"
#include "tests/rig/small_record.h"

#include "shuttle/memory.h"
#include "shuttle/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Records that are written into the streams at once. */
struct written {
    struct streams streams;
    struct record *record[MEDIATORS_MAX];
    struct sink {
        struct written *all;
        uint8_t mediator;
    } sink[MEDIATORS_MAX];
};

static enum err pour(void *arg, struct bytes bytes)
{
    struct sink *s = arg;

    /* Byte by byte, so that entries are torn everywhere. */
    for (size_t n = 0; n < bytes.size; n++)
        streams_add(&s->all->streams, s->mediator,
                    (struct bytes){bytes.data + n, 1});
    return ERR_OK;
}

static void begin(struct written *w, uint8_t count)
{
    struct record_head head = small_head("shuttle");

    *w = (struct written){.streams = {.count = count}};
    for (uint8_t m = 0; m < count; m++) {
        w->sink[m] = (struct sink){w, m};
        w->record[m] = record_new(RECORD_CHAINED, &head, pour, &w->sink[m]);
        assert_non_null(w->record[m]);
    }
}

static void end(struct written *w)
{
    for (uint8_t m = 0; m < w->streams.count; m++)
        record_free(w->record[m]);
    streams_fini(&w->streams);
}

/* A deadline, which stands for anything, at this second. */
static void write_at(struct written *w, uint8_t mediator, int64_t second)
{
    struct input in = {.kind = INPUT_DEADLINE,
                       .now = {second * 1000000},
                       .id = (uint32_t)second};

    assert_int_equal(record_input(w->record[mediator], &in), ERR_OK);
}

/* What a mediator writes of the end; told: it ended through another. */
static void write_end(struct written *w, uint8_t mediator, int64_t second,
                      bool told)
{
    struct instant now = {second * 1000000};
    struct input in = {.kind = INPUT_KEEPER, .now = now, .id = MESSAGE_OUTCOME};
    struct effect note = {.kind = EFFECT_RECORD, .id = MESSAGE_CONCLUDED};

    if (told)
        assert_int_equal(record_input(w->record[mediator], &in), ERR_OK);
    assert_int_equal(record_effect(w->record[mediator], now, &note), ERR_OK);
}

/* "0@3 1@3" for all that comes: the mediator and the second; ! for the end. */
static const char *come(struct written *w, bool at_once)
{
    static char text[256];
    struct record_entry e;
    uint8_t mediator;
    size_t used = 0;

    text[0] = '\0';
    while (streams_next(&w->streams, at_once, &mediator, &e))
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u@%d%s",
                                 used ? " " : "", (unsigned)mediator,
                                 (int)(e.time.us / 1000000),
                                 e.kind == RECORD_EFFECT_RECORD ? "!" : "");
    return text;
}

static void streams__one_mediator__as_it_is_written(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 1);
    write_at(&w, 0, 1);
    assert_string_equal(come(&w, false), "0@1");
    write_end(&w, 0, 2, false);
    assert_string_equal(come(&w, false), "0@2!");
    assert_string_equal(come(&w, true), "");
    end(&w);
}

static void streams__several__by_time_then_by_mediator(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 3);
    write_at(&w, 2, 1);
    write_at(&w, 1, 1);
    assert_string_equal(come(&w, false), ""); /* the first may write of 1 */
    write_at(&w, 0, 2);
    /* Of 1 the second may write more, which stands before the third's. */
    assert_string_equal(come(&w, false), "1@1");
    write_at(&w, 1, 1);
    write_at(&w, 1, 2);
    assert_string_equal(come(&w, false), "1@1 2@1");
    write_at(&w, 2, 9);
    write_at(&w, 0, 3);
    assert_string_equal(come(&w, false), "0@2 1@2");
    end(&w);
}

static void streams__silent_one__waited_for_until_it_ends(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 2);
    write_at(&w, 1, 5);
    write_at(&w, 1, 6);
    assert_string_equal(come(&w, false), "");
    streams_end(&w.streams, 0);
    assert_string_equal(come(&w, false), "1@5 1@6");
    end(&w);
}

static void streams__at_once__nobody_waited_for(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 2);
    write_at(&w, 1, 5);
    write_at(&w, 0, 4);
    write_at(&w, 1, 6);
    assert_string_equal(come(&w, true), "0@4 1@5 1@6");
    write_at(&w, 0, 5); /* late, and shown all the same */
    assert_string_equal(come(&w, true), "0@5");
    end(&w);
}

static void streams__the_end__through_whom_it_was_and_last(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 3);
    write_at(&w, 0, 7);
    write_end(&w, 0, 8, true); /* told of it by the keeper */
    write_end(&w, 2, 8, false);
    assert_string_equal(come(&w, false), "");
    write_at(&w, 1, 8);
    /* That it was told is a thing of the talks, how they ended is not. */
    assert_string_equal(come(&w, false), "0@7 0@8 1@8");
    write_end(&w, 1, 9, true);
    assert_string_equal(come(&w, false), "1@9 2@8!");
    streams_end(&w.streams, 2);
    assert_string_equal(come(&w, false), "0@8!");
    streams_end(&w.streams, 0);
    assert_string_equal(come(&w, false), "1@9!");
    end(&w);
}

static void streams__bytes_of_no_record__hold_nobody_up(void **state)
{
    struct written w;

    (void)state;
    begin(&w, 2);
    write_at(&w, 1, 1);
    pour(&w.sink[0], bytes_of("after the head comes nothing that one can read, "
                              "and so much of it that it would be an entry; "
                              "and so on, and so on, and so on, and so on"));
    assert_string_equal(come(&w, false), "1@1");
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams__one_mediator__as_it_is_written),
        cmocka_unit_test(streams__several__by_time_then_by_mediator),
        cmocka_unit_test(streams__silent_one__waited_for_until_it_ends),
        cmocka_unit_test(streams__at_once__nobody_waited_for),
        cmocka_unit_test(streams__the_end__through_whom_it_was_and_last),
        cmocka_unit_test(streams__bytes_of_no_record__hold_nobody_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
