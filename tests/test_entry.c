#include "sim/report/entry.h"

#include "tests/rig/small_record.h"
#include "tests/rig/small_story.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put_steps(struct pile *p, const char *program, bool circumstances,
                      bool closed)
{
    struct record_head head = small_head(program);
    struct record *r;

    memset(p, 0, sizeof *p);
    r = record_new(RECORD_CHAINED, &head, pile_sink, p);
    assert_non_null(r);
    small_steps(r, circumstances);
    if (closed)
        assert_int_equal(record_close(r, (struct instant){2000000}, 7), ERR_OK);
    record_free(r);
}

static void parity__other_build_and_circumstances__same(void **state)
{
    struct pile a;
    struct pile b;
    struct parity p;
    struct diag diag = {0};

    (void)state;
    put_steps(&a, "one build", true, true);
    put_steps(&b, "another", false, true);
    assert_int_equal(parity_compare(pile_bytes(&a), pile_bytes(&b), &p, &diag),
                     ERR_OK);
    assert_true(p.same);
    assert_int_equal(p.index, 5);
}

static void parity__one_interrupted__differs_where_it_ends(void **state)
{
    struct pile a;
    struct pile b;
    struct parity p;
    struct diag diag = {0};

    (void)state;
    put_steps(&a, "build", true, true);
    put_steps(&b, "build", true, false);
    assert_int_equal(parity_compare(pile_bytes(&a), pile_bytes(&b), &p, &diag),
                     ERR_OK);
    assert_false(p.same);
    assert_int_equal(p.index, 4);
    assert_true(p.has[0]);
    assert_false(p.has[1]);
    assert_int_equal(p.entry[0].kind, RECORD_CLOSE_CANONICAL);
}

static void parity__another_telling__first_difference_named(void **state)
{
    static struct small_run a;
    static struct small_run b;
    struct parity p;
    struct diag diag = {0};

    (void)state;
    small_story(&a, PLANT_NOTHING);
    small_story(&b, PLANT_ALTERED_WORDS);
    assert_int_equal(
        parity_compare(
            (struct bytes){a.room_bytes[IRAN].data, a.room_bytes[IRAN].size},
            (struct bytes){b.room_bytes[IRAN].data, b.room_bytes[IRAN].size},
            &p, &diag),
        ERR_OK);
    assert_false(p.same);
    /* start, HELLO, WELCOME, ROUND, then the telling */
    assert_int_equal(p.index, 4);
    assert_true(p.has[0] && p.has[1]);
    assert_int_equal(
        parity_compare(
            (struct bytes){a.room_bytes[US].data, a.room_bytes[US].size},
            (struct bytes){b.room_bytes[US].data, b.room_bytes[US].size}, &p,
            &diag),
        ERR_OK);
    assert_true(p.same);
    small_fini(&a);
    small_fini(&b);
}

static void parity__other_room__heads_differ(void **state)
{
    static struct small_run a;
    struct parity p;
    struct diag diag = {0};

    (void)state;
    small_story(&a, PLANT_NOTHING);
    assert_int_equal(
        parity_compare(
            (struct bytes){a.room_bytes[IRAN].data, a.room_bytes[IRAN].size},
            (struct bytes){a.room_bytes[US].data, a.room_bytes[US].size}, &p,
            &diag),
        ERR_OK);
    assert_true(p.other_head);
    assert_false(p.same);
    small_fini(&a);
}

/* Every entry of a whole run, as JSON; the members of the nth are checked. */
static json_t *nth_json(struct bytes record, size_t nth, size_t *count)
{
    struct record_reader r;
    struct record_entry e;
    struct diag diag = {0};
    json_t *found = NULL;

    assert_int_equal(record_open(&r, record, &diag), ERR_OK);
    for (*count = 0; record_next(&r, &e, &diag) == ERR_OK; ++*count) {
        char *text = NULL;
        size_t size = 0;
        FILE *out = open_memstream(&text, &size);
        json_t *json;

        assert_non_null(out);
        assert_int_equal(entry_print(&e, true, out), ERR_OK);
        fclose(out);
        assert_ptr_equal(strchr(text, '\n'), text + size - 1);
        json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(json);
        if (*count == nth)
            found = json_incref(json);
        json_decref(json);
        free(text);
    }
    return found;
}

static void entry_print__whole_run__one_json_object_a_line(void **state)
{
    static struct small_run run;
    struct bytes record;
    json_t *json;
    size_t count;

    (void)state;
    small_story(&run, PLANT_NOTHING);
    record =
        (struct bytes){run.room_bytes[IRAN].data, run.room_bytes[IRAN].size};
    json = nth_json(record, 4, &count);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "entry")),
                        "input_message");
    assert_int_equal(json_integer_value(json_object_get(json, "time_us")),
                     120000000);
    assert_string_equal(json_string_value(json_object_get(
                            json_object_get(json, "message"), "text")),
                        "Attacks have to stop.");
    json_decref(json);
    json = nth_json(record, count - 1, &count);
    assert_string_equal(json_string_value(json_object_get(json, "entry")),
                        "close");
    json_decref(json);
    small_fini(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parity__other_build_and_circumstances__same),
        cmocka_unit_test(parity__one_interrupted__differs_where_it_ends),
        cmocka_unit_test(parity__another_telling__first_difference_named),
        cmocka_unit_test(parity__other_room__heads_differ),
        cmocka_unit_test(entry_print__whole_run__one_json_object_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
