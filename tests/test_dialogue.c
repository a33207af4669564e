/* What an outside program says, judged by the clock that the test sets. */
#include "sim/runtime/dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000)

struct talk {
    struct dialogue d;
    char answers[64][128]; /* "ID LINE", cut */
    size_t count;
    char notes[8][128];
    size_t noted;
};

static void take_answer(void *arg, uint32_t ask, struct bytes line)
{
    struct talk *t = arg;

    if (t->count < 64)
        (void)snprintf(t->answers[t->count], sizeof t->answers[0], "%u %.*s",
                       ask, (int)line.size, (const char *)line.data);
    t->count++;
}

static void take_note(void *arg, const char *line)
{
    struct talk *t = arg;

    if (t->noted < 8)
        (void)snprintf(t->notes[t->noted], sizeof t->notes[0], "%s", line);
    t->noted++;
}

static const struct dialogue_ops ops = {take_answer, take_note};

static struct talk *begin(bool hello)
{
    struct talk *t = calloc(1, sizeof *t);

    assert_non_null(t);
    dialogue_init(&t->d, &ops, t, 2 * SECOND, 0);
    if (hello)
        dialogue_hear(&t->d, bytes_of("{\"program\":\"x\",\"version\":1}\n"),
                      0);
    return t;
}

static void end(struct talk *t)
{
    dialogue_fini(&t->d);
    free(t);
}

static void hear(struct talk *t, const char *text, int64_t now_us)
{
    dialogue_hear(&t->d, bytes_of(text), now_us);
}

static void ask(struct talk *t, uint32_t id, int64_t now_us)
{
    dialogue_ask(&t->d, id, bytes_of("{}"), now_us);
}

static void line__in_pieces__is_one_answer(void **state)
{
    struct talk *t = begin(true);

    (void)state;
    ask(t, 1, 0);
    ask(t, 2, 0);
    hear(t, "{\"answer\"", 1);
    hear(t, ":2}", 2);
    assert_int_equal(t->count, 0);
    hear(t, "\n{\"answer\":1}\n{\"ans", 3);
    assert_int_equal(t->count, 2);
    assert_string_equal(t->answers[0], "2 {\"answer\":2}");
    assert_string_equal(t->answers[1], "1 {\"answer\":1}");
    assert_int_equal(t->d.out_size, 6);
    end(t);
}

/* The limit runs from the ask, or from the answer before it. */
static void answer__late__fails_the_oldest_and_three_end_it(void **state)
{
    struct talk *t = begin(true);

    (void)state;
    assert_true(dialogue_due(&t->d) == INT64_MAX);
    for (uint32_t id = 1; id <= 5; id++)
        ask(t, id, SECOND);
    assert_true(dialogue_due(&t->d) == 3 * SECOND);
    hear(t, "{\"answer\":1}\n", 2 * SECOND);
    assert_true(dialogue_due(&t->d) == 4 * SECOND);
    dialogue_time(&t->d, 4 * SECOND - 1);
    assert_int_equal(t->count, 1);
    dialogue_time(&t->d, 4 * SECOND);
    assert_string_equal(t->answers[1],
                        "2 {\"failed\":\"no answer within 2000 ms\"}");
    hear(t, "{\"answer\":2}\n", 5 * SECOND); /* too late */
    assert_int_equal(t->count, 2);
    dialogue_time(&t->d, 6 * SECOND);
    assert_int_equal(t->count, 3);
    dialogue_time(&t->d, 8 * SECOND);
    assert_int_equal(t->count, 5);
    assert_string_equal(
        t->answers[4],
        "5 {\"failed\":\"no answer within 2000 ms\",\"final\":true}");
    assert_int_equal(t->d.state, DIALOGUE_OVER);
    ask(t, 6, 9 * SECOND); /* answered at once */
    assert_int_equal(t->count, 6);
    assert_true(dialogue_due(&t->d) == INT64_MAX);
    end(t);
}

static void hello__awaited__has_its_own_limit(void **state)
{
    struct talk *t = begin(false);
    int64_t limit = PROGRAM_START_LIMIT_MS * INT64_C(1000);

    (void)state;
    ask(t, 1, 0);
    dialogue_time(&t->d, limit - 1);
    assert_int_equal(t->count, 0);
    dialogue_time(&t->d, limit);
    assert_int_equal(t->count, 1);
    assert_int_equal(t->d.state, DIALOGUE_OVER);
    end(t);
}

/* An ask put before the first line is answered within its limit after it. */
static void ask__before_hello__is_timed_from_hello(void **state)
{
    struct talk *t = begin(false);

    (void)state;
    ask(t, 1, 0);
    hear(t, "{\"program\":\"x\",\"version\":1}\n", 5 * SECOND);
    assert_true(dialogue_due(&t->d) == 7 * SECOND);
    end(t);
}

static void hello__wrong__ends_it(void **state)
{
    static const char long_name[] =
        "{\"version\":1,\"program\":\""
        "0123456789012345678901234567890123456789012345678901234567890123\"}\n";
    static const char *const bad[] = {
        "\n",
        "{}\n",
        "{\"program\":\"x\"}\n",
        "{\"program\":\"x\",\"version\":2}\n",
        "{\"program\":\"x\",\"version\":\"1\"}\n",
        "{\"program\":7,\"version\":1}\n",
        "{\"answer\":1}\n",
        long_name,
    };

    (void)state;
    for (size_t n = 0; n < sizeof bad / sizeof *bad; n++) {
        struct talk *t = begin(false);
        ask(t, 1, 0);
        hear(t, bad[n], 1);
        assert_int_equal(t->d.state, DIALOGUE_OVER);
        assert_int_equal(t->count, 1);
        end(t);
    }
}

static void lines__that_answer_nothing__are_ignored_until_too_many(void **state)
{
    struct talk *t = begin(true);

    (void)state;
    ask(t, 1, 0);
    for (unsigned n = 0; n < PROGRAM_STRAY_MAX; n++)
        hear(t, n % 2 ? "{\"answer\":9}\n" : "{}\n", 1);
    assert_int_equal(t->count, 0);
    assert_int_equal(t->noted, 4); /* the first three, and its name */
    hear(t, "{\"answer\":9}\n", 1);
    assert_int_equal(t->count, 1);
    assert_int_equal(t->d.state, DIALOGUE_OVER);
    end(t);
}

static void line__too_long__ends_it_in_bounded_memory(void **state)
{
    struct talk *t = begin(true);
    static uint8_t chunk[65536];

    (void)state;
    memset(chunk, 'x', sizeof chunk);
    ask(t, 1, 0);
    for (int n = 0; n < 64; n++)
        dialogue_hear(&t->d, (struct bytes){chunk, sizeof chunk}, 1);
    assert_int_equal(t->d.state, DIALOGUE_OVER);
    assert_true(t->d.in_capacity <= PROGRAM_LINE_MAX);
    end(t);
}

static void queue__not_read__ends_it(void **state)
{
    struct talk *t = begin(true);
    static uint8_t line[65535];

    (void)state;
    memset(line, 'x', sizeof line);
    ask(t, 1, 0);
    for (unsigned n = 0; n < 200; n++)
        dialogue_tell(&t->d, (struct bytes){line, sizeof line});
    assert_int_equal(t->d.state, DIALOGUE_OVER);
    assert_int_equal(t->count, 1);
    assert_true(t->d.out_capacity <= 2 * PROGRAM_QUEUE_MAX);
    end(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line__in_pieces__is_one_answer),
        cmocka_unit_test(answer__late__fails_the_oldest_and_three_end_it),
        cmocka_unit_test(hello__awaited__has_its_own_limit),
        cmocka_unit_test(ask__before_hello__is_timed_from_hello),
        cmocka_unit_test(hello__wrong__ends_it),
        cmocka_unit_test(
            lines__that_answer_nothing__are_ignored_until_too_many),
        cmocka_unit_test(line__too_long__ends_it_in_bounded_memory),
        cmocka_unit_test(queue__not_read__ends_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
