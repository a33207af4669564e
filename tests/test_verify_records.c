#include "sim/report/verify.h"

#include "tests/rig/small_story.h"

#include <fcntl.h>
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct small_run run;
static struct run_folder folder;

static void judge(enum plant plant, struct verify_result *result)
{
    struct diag diag = {0};

    small_story(&run, plant);
    folder = small_folder(&run);
    assert_int_equal(verify_run(&folder, small_scenario(), result, &diag),
                     ERR_OK);
}

static void done(struct verify_result *r)
{
    verify_fini(r);
    small_fini(&run);
}

static void check_only(const struct verify_result *r, enum verify_kind kind)
{
    if (r->finding_count != 1)
        verify_print(r, stdout);
    assert_int_equal(r->finding_count, 1);
    assert_int_equal(r->findings[0].kind, kind);
}

static void verify__mediator_records_another_frame__caught(void **state)
{
    struct verify_result r;

    (void)state;
    judge(PLANT_FORGED, &r);
    check_only(&r, VERIFY_TRANSCRIPT);
    assert_int_equal(r.findings[0].room, US);
    assert_int_equal(r.findings[0].item, 3);
    assert_true(
        bytes_equal(r.findings[0].said, bytes_of("No more than that.")));
    assert_true(
        bytes_equal(r.findings[0].heard, bytes_of("Somewhat more than that.")));
    assert_int_equal(verify_verdict(&r), VERIFY_FAILS);
    done(&r);
}

static void verify__mediator_denies_a_frame__caught(void **state)
{
    struct verify_result r;

    (void)state;
    judge(PLANT_DENIED, &r);
    check_only(&r, VERIFY_TRANSCRIPT);
    assert_int_equal(r.findings[0].room, US);
    assert_int_equal(r.findings[0].item, 3);
    assert_non_null(strstr(r.findings[0].message, "denies"));
    done(&r);
}

static void verify__mediator_denies_a_telling__caught(void **state)
{
    struct verify_result r;

    (void)state;
    judge(PLANT_DENIED_TELLING, &r);
    check_only(&r, VERIFY_TRANSCRIPT);
    assert_int_equal(r.findings[0].to, IRAN);
    assert_true(
        bytes_equal(r.findings[0].heard, bytes_of("Attacks have to stop.")));
    done(&r);
}

static void verify__no_closing_entry__interrupted_not_complete(void **state)
{
    static const enum plant plants[] = {PLANT_UNCLOSED_ROOM,
                                        PLANT_UNCLOSED_MEDIATOR};
    static const char *const files[] = {"room-iran.rec", "mediator.rec"};
    struct verify_result r;
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        judge(plants[i], &r);
        check_only(&r, VERIFY_INTERRUPTED);
        assert_non_null(strstr(r.findings[0].message, files[i]));
        assert_int_equal(verify_verdict(&r), VERIFY_UNJUDGED);
        done(&r);
    }
}

/* The mediator is killed having written that it told the item and not sent it;
 * whether the room has read a later frame says which of the two it was. */
static void judge_killed(bool later, struct verify_result *result)
{
    struct message item = small_item(US, 1, MOVE_SAY, IRAN, "Well?");
    struct message told = small_told(&item, US, FORM_VERBATIM);
    struct message wake = {.kind = MESSAGE_WAKE};
    struct diag diag = {0};

    small_begin(&run);
    small_hand(&run, US, &item);
    run.no_send = true;
    small_tell(&run, IRAN, US, 1, &told);
    small_dispose(&run, US, 1, IRAN, DISPOSITION_TOLD_VERBATIM, RULE_PLAIN);
    if (later)
        small_serve(&run, IRAN, &wake);
    for (uint8_t room = 0; room < SMALL_ROOMS; room++)
        assert_int_equal(record_close(run.room[room], run.now, 1), ERR_OK);
    folder = small_folder(&run);
    assert_int_equal(verify_run(&folder, small_scenario(), result, &diag),
                     ERR_OK);
}

static void
verify__mediator_killed_before_it_sent__interrupted_only(void **state)
{
    struct verify_result r;

    (void)state;
    judge_killed(false, &r);
    check_only(&r, VERIFY_INTERRUPTED);
    done(&r);
    judge_killed(true, &r);
    assert_int_equal(r.count[VERIFY_LOST], 1);
    done(&r);
}

/* Every 41st bit of every record; tests/test_record.c walks all of one. */
static void verify__one_bit_flipped__found_and_located(void **state)
{
    struct small_bytes *records[SMALL_ROOMS + 1];
    struct verify_result r;
    struct diag diag = {0};
    size_t record;
    size_t bit;

    (void)state;
    small_story(&run, PLANT_NOTHING);
    for (record = 0; record < SMALL_ROOMS; record++)
        records[record] = &run.room_bytes[record];
    records[SMALL_ROOMS] = &run.mediator_bytes;
    folder = small_folder(&run);
    for (record = 0; record <= SMALL_ROOMS; record++)
        for (bit = 0; bit < records[record]->size * 8; bit += 41) {
            uint8_t *byte = &records[record]->data[bit / 8];

            *byte ^= (uint8_t)(1u << bit % 8);
            assert_int_equal(verify_run(&folder, small_scenario(), &r, &diag),
                             ERR_OK);
            check_only(&r, VERIFY_BROKEN);
            assert_non_null(strstr(r.findings[0].message, "offset "));
            assert_int_equal(verify_verdict(&r), VERIFY_FAILS);
            verify_fini(&r);
            *byte ^= (uint8_t)(1u << bit % 8);
        }
    small_fini(&run);
}

static uint32_t count_without_mediator(enum plant plant, enum verify_kind kind)
{
    struct verify_result r;
    struct diag diag = {0};
    uint32_t count;

    small_story(&run, plant);
    folder = small_folder(&run);
    folder.mediator = (struct run_file){0};
    assert_int_equal(verify_run(&folder, small_scenario(), &r, &diag), ERR_OK);
    count = r.count[kind];
    assert_int_equal(r.finding_count, count);
    assert_int_equal(verify_verdict(&r),
                     count > 0 ? VERIFY_FAILS : VERIFY_UNJUDGED);
    done(&r);
    return count;
}

static void verify__rooms_records_alone__catch_most(void **state)
{
    (void)state;
    assert_int_equal(count_without_mediator(PLANT_NOTHING, VERIFY_LOST), 0);
    assert_int_equal(count_without_mediator(PLANT_LOST_HELD, VERIFY_LOST), 1);
    assert_int_equal(
        count_without_mediator(PLANT_DUPLICATED, VERIFY_DUPLICATED), 1);
    assert_int_equal(count_without_mediator(PLANT_REORDERED, VERIFY_REORDERED),
                     1);
    assert_int_equal(
        count_without_mediator(PLANT_MEDIATOR_ONLY, VERIFY_WITHOUT_LEAVE), 1);
    assert_int_equal(
        count_without_mediator(PLANT_IF_MOVED, VERIFY_WITHOUT_LEAVE), 1);
    assert_int_equal(count_without_mediator(PLANT_WORDS, VERIFY_WITHOUT_LEAVE),
                     1);
    assert_int_equal(
        count_without_mediator(PLANT_ALTERED_WORDS, VERIFY_ALTERED), 1);
    assert_int_equal(
        count_without_mediator(PLANT_UNCONFIRMED, VERIFY_AGREEMENT), 1);
}

static void verify__no_scenario__conditions_unjudged(void **state)
{
    struct verify_result r;
    struct diag diag = {0};

    (void)state;
    small_story(&run, PLANT_NOTHING);
    folder = small_folder(&run);
    assert_int_equal(verify_run(&folder, NULL, &r, &diag), ERR_OK);
    assert_int_equal(r.finding_count, 0);
    assert_int_equal(r.unjudged, 1);
    assert_int_equal(verify_verdict(&r), VERIFY_UNJUDGED);
    done(&r);
}

static void verify__room_missing__not_judged(void **state)
{
    struct verify_result r;
    struct diag diag = {0};

    (void)state;
    small_story(&run, PLANT_NOTHING);
    folder = small_folder(&run);
    folder.room[US] = folder.room[QATAR];
    folder.room_count = 2;
    assert_int_equal(verify_run(&folder, small_scenario(), &r, &diag),
                     ERR_MISMATCH);
    assert_string_equal(diag.message, "run: the record of room us is missing");
    done(&r);
}

/* Nothing points at the last room's record but what the others were told when
 * they were admitted: that there are three rooms. */
static void verify__last_room_missing__not_judged(void **state)
{
    struct verify_result r;
    struct diag diag = {0};

    (void)state;
    small_story(&run, PLANT_NOTHING);
    folder = small_folder(&run);
    folder.room_count = 2;
    assert_int_equal(verify_run(&folder, NULL, &r, &diag), ERR_MISMATCH);
    assert_string_equal(diag.message,
                        "run: the record of room 3 of 3 is missing");
    done(&r);
}

static char *printed(const struct verify_result *r, bool json)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    if (json)
        assert_int_equal(verify_json(r, out), ERR_OK);
    else
        verify_print(r, out);
    fclose(out);
    return text;
}

static void verify_print__altered__names_item_times_and_both_texts(void **state)
{
    struct verify_result r;
    char *text;

    (void)state;
    judge(PLANT_ALTERED_WORDS, &r);
    text = printed(&r, false);
    assert_non_null(
        strstr(text, "\n  told verbatim                            6\n"));
    assert_non_null(strstr(
        text, "  altered: item 1 of us to iran, handed "
              "over at 01m00s, told at 02m00s: marked verbatim: other words\n"
              "      said: Attacks have to stop.\n"
              "      told: Attacks may go on.\n"));
    assert_non_null(strstr(text, "The run does not hold.\n"));
    free(text);
    done(&r);
}

static void verify_json__altered__is_json_with_the_same(void **state)
{
    struct verify_result r;
    json_t *json;
    json_t *finding;
    char *text;

    (void)state;
    judge(PLANT_ALTERED_WORDS, &r);
    text = printed(&r, true);
    json = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(json);
    assert_string_equal(json_string_value(json_object_get(json, "verdict")),
                        "fails");
    assert_int_equal(json_integer_value(json_object_get(
                         json_object_get(json, "must_be_0"), "altered")),
                     1);
    finding = json_array_get(json_object_get(json, "findings"), 0);
    assert_string_equal(json_string_value(json_object_get(finding, "told")),
                        "Attacks may go on.");
    json_decref(json);
    free(text);
    done(&r);
}

static char dir[] = "/tmp/test_verify.XXXXXX";

static void put(const char *name, const void *data, size_t size)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", dir, name);
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, size, f), size);
    fclose(f);
}

static enum err open_error(const char *path, const char *words)
{
    struct run_folder f;
    struct diag diag = {0};
    enum err err = run_folder_open(&f, path, &diag);

    if (err && !strstr(diag.message, words))
        fail_msg("\"%s\" is not in \"%s\"", words, diag.message);
    run_folder_fini(&f);
    return err;
}

static void run_folder__files_as_a_run_leaves_them__judged(void **state)
{
    static const char *const names[] = {"room-us.rec", "room-iran.rec",
                                        "room-qatar.rec", "mediator.rec",
                                        "scenario.yaml"};
    struct run_folder f;
    struct verify_result r;
    struct diag diag = {0};
    char path[128];
    size_t i;

    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(open_error("/nowhere/at/all", "/nowhere/at/all: No such"),
                     ERR_SYSTEM);
    assert_int_equal(open_error(dir, "no room's record"), ERR_UNKNOWN);
    put("room-us.rec", "", 0);
    assert_int_equal(open_error(dir, "room-us.rec: is empty"), ERR_MALFORMED);
    put("room-us.rec", "GIF89a and so on", 16);
    assert_int_equal(open_error(dir, "room-us.rec: is not a record"),
                     ERR_MALFORMED);
    small_story(&run, PLANT_NOTHING);
    put("room-us.rec", run.room_bytes[US].data, run.room_bytes[US].size);
    put("room-iran.rec", run.room_bytes[IRAN].data, run.room_bytes[IRAN].size);
    put("room-qatar.rec", run.room_bytes[QATAR].data,
        run.room_bytes[QATAR].size);
    put("mediator.rec", run.mediator_bytes.data, run.mediator_bytes.size);
    put("scenario.yaml", "scenario: 1\n", 12);
    assert_int_equal(run_folder_open(&f, dir, &diag), ERR_OK);
    assert_int_equal(f.room_count, SMALL_ROOMS);
    assert_string_equal(f.room[0].name, "room-iran.rec");
    assert_int_equal(f.scenario.bytes.size, 12);
    assert_null(f.outcome.name);
    assert_int_equal(verify_run(&f, small_scenario(), &r, &diag), ERR_OK);
    assert_int_equal(verify_verdict(&r), VERIFY_HOLDS);
    verify_fini(&r);
    run_folder_fini(&f);
    small_fini(&run);
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verify__mediator_records_another_frame__caught),
        cmocka_unit_test(verify__mediator_denies_a_frame__caught),
        cmocka_unit_test(verify__mediator_denies_a_telling__caught),
        cmocka_unit_test(verify__no_closing_entry__interrupted_not_complete),
        cmocka_unit_test(
            verify__mediator_killed_before_it_sent__interrupted_only),
        cmocka_unit_test(verify__one_bit_flipped__found_and_located),
        cmocka_unit_test(verify__rooms_records_alone__catch_most),
        cmocka_unit_test(verify__no_scenario__conditions_unjudged),
        cmocka_unit_test(verify__room_missing__not_judged),
        cmocka_unit_test(verify__last_room_missing__not_judged),
        cmocka_unit_test(
            verify_print__altered__names_item_times_and_both_texts),
        cmocka_unit_test(verify_json__altered__is_json_with_the_same),
        cmocka_unit_test(run_folder__files_as_a_run_leaves_them__judged),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
