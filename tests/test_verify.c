#include "sim/report/verify.h"

#include "tests/rig/small_story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* What a planted fault must give: this finding, and no other of any kind. */
struct expected {
    enum plant plant;
    enum verify_kind kind;
    uint32_t item;
    uint8_t room; /* author named */
    uint8_t to;
    const char *words; /* in the message */
};

static void judge(enum plant plant, struct small_run *run,
                  struct run_folder *folder, struct verify_result *result)
{
    struct diag diag = {0};

    small_story(run, plant);
    *folder = small_folder(run);
    assert_int_equal(verify_run(folder, small_scenario(), result, &diag),
                     ERR_OK);
}

static void show(const struct verify_result *r)
{
    verify_print(r, stdout);
}

static void check_caught(const struct expected *e)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;
    const struct verify_finding *f;
    size_t kind;

    judge(e->plant, &run, &folder, &r);
    if (r.finding_count != 1 || r.count[e->kind] != 1)
        show(&r);
    for (kind = 0; kind < VERIFY_KINDS; kind++)
        assert_int_equal(r.count[kind], kind == e->kind);
    assert_int_equal(r.finding_count, 1);
    f = &r.findings[0];
    assert_int_equal(f->kind, e->kind);
    assert_int_equal(f->room, e->room);
    assert_int_equal(f->item, e->item);
    assert_int_equal(f->to, e->to);
    if (!strstr(f->message, e->words))
        fail_msg("\"%s\" is not in \"%s\"", e->words, f->message);
    assert_int_equal(verify_verdict(&r), e->kind == VERIFY_INTERRUPTED
                                             ? VERIFY_UNJUDGED
                                             : VERIFY_FAILS);
    verify_fini(&r);
    small_fini(&run);
}

static void check_all(const struct expected *e, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++)
        check_caught(&e[i]);
}

static void verify__honest_run__holds(void **state)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;
    size_t kind;

    (void)state;
    judge(PLANT_NOTHING, &run, &folder, &r);
    if (r.finding_count > 0)
        show(&r);
    for (kind = 0; kind < VERIFY_KINDS; kind++)
        assert_int_equal(r.count[kind], 0);
    assert_int_equal(verify_verdict(&r), VERIFY_HOLDS);
    /* us 1 to 9, iran 1 to 7, qatar 1 and 2 */
    assert_int_equal(r.item_count, 18);
    assert_int_equal(r.fate[DISPOSITION_TOLD_VERBATIM], 6);
    assert_int_equal(r.fate[DISPOSITION_TOLD_GIST], 2);
    assert_int_equal(r.fate[DISPOSITION_TOLD_OWN_IDEA], 1);
    assert_int_equal(r.fate[DISPOSITION_EXPIRED], 1);
    assert_int_equal(r.fate[DISPOSITION_HEARD], 5);
    assert_int_equal(r.fate[DISPOSITION_SEALED], 3);
    assert_int_equal(r.fate[DISPOSITION_HELD], 0);
    assert_int_equal(r.outcome, OUTCOME_AGREED);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__honest_run__says_who_was_told_what(void **state)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;
    const struct verify_telling *t;

    (void)state;
    judge(PLANT_NOTHING, &run, &folder, &r);
    assert_int_equal(r.items[0].room, US);
    assert_int_equal(r.items[0].number, 1);
    assert_int_equal(r.items[0].handed.us, 60000000);
    assert_int_equal(r.items[0].taken.us, 60000000);
    assert_int_equal(r.items[0].passage[IRAN].disposition,
                     DISPOSITION_TOLD_VERBATIM);
    t = &r.tellings[r.items[0].passage[IRAN].telling];
    assert_int_equal(t->told.us, 120000000);
    assert_int_equal(t->item, 0);
    assert_true(t->released);
    /* us 6, told under a fresh handle as the mediator's own */
    t = &r.tellings[r.items[5].passage[IRAN].telling];
    assert_int_equal(t->message->from, FROM_MEDIATOR);
    assert_int_equal(t->author, US);
    assert_int_equal(r.items[6].passage[IRAN].telling, VERIFY_NONE);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__moved_back_but_not_taken__holds(void **state)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;

    (void)state;
    judge(PLANT_NOTHING_TOO, &run, &folder, &r);
    if (r.finding_count > 0)
        show(&r);
    assert_int_equal(verify_verdict(&r), VERIFY_HOLDS);
    assert_int_equal(r.fate[DISPOSITION_UNTAKEN], 1);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__lost__caught(void **state)
{
    static const struct expected e[] = {
        {PLANT_LOST_SAID_TOLD, VERIFY_LOST, 1, US, IRAN, "said to be told"},
        {PLANT_LOST_NO_END, VERIFY_LOST, 1, US, IRAN, "nothing says"},
        {PLANT_LOST_HELD, VERIFY_LOST, 1, US, IRAN, "later item 2"},
        {PLANT_LOST_EXPIRED, VERIFY_LOST, 1, US, IRAN, "set no time"},
        {PLANT_LOST_WITHDRAWN, VERIFY_LOST, 1, US, IRAN, "did not recall"},
    };

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
}

static void verify__duplicated_or_reordered__caught(void **state)
{
    static const struct expected e[] = {
        {PLANT_DUPLICATED, VERIFY_DUPLICATED, 1, US, IRAN, "second time"},
        {PLANT_DUPLICATED_FRESH, VERIFY_DUPLICATED, 1, US, IRAN, "second"},
        {PLANT_REORDERED, VERIFY_REORDERED, 2, US, IRAN, "after item 3"},
    };

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
}

static void verify__told_against_a_caveat__caught(void **state)
{
    static const struct expected e[] = {
        {PLANT_MEDIATOR_ONLY, VERIFY_WITHOUT_LEAVE, 5, IRAN, US,
         "mediator_only"},
        {PLANT_FOR_JUDGEMENT, VERIFY_WITHOUT_LEAVE, 2, IRAN, US,
         "for_judgement"},
        {PLANT_ADDRESSEE, VERIFY_WITHOUT_LEAVE, 3, US, QATAR, "addressee"},
        {PLANT_NOT_BEFORE, VERIFY_WITHOUT_LEAVE, 4, IRAN, US, "not_before"},
        {PLANT_EXPIRES, VERIFY_WITHOUT_LEAVE, 7, US, IRAN, "expires"},
        {PLANT_IF_ASKED, VERIFY_WITHOUT_LEAVE, 4, US, IRAN, "if_asked"},
        {PLANT_IF_MOVED, VERIFY_WITHOUT_LEAVE, 5, US, IRAN,
         "if_they_move_first"},
        {PLANT_IF_TAKEN, VERIFY_WITHOUT_LEAVE, 5, US, IRAN,
         "if_they_move_first"},
        {PLANT_SEALED, VERIFY_WITHOUT_LEAVE, 8, US, IRAN, "sealed"},
        {PLANT_WORDS, VERIFY_WITHOUT_LEAVE, 5, IRAN, US,
         "stand in another telling"},
        {PLANT_GIST_VERBATIM, VERIFY_WITHOUT_LEAVE, 3, IRAN, US, "gist"},
        {PLANT_IDEA_NAMED, VERIFY_WITHOUT_LEAVE, 6, US, IRAN,
         "as_mediator_idea"},
        {PLANT_VERBATIM_GIST, VERIFY_WITHOUT_LEAVE, 3, US, IRAN, "verbatim"},
    };

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
}

static void verify__told_without_any_ground__caught(void **state)
{
    static const struct expected e[] = {
        {PLANT_OTHER_NAME, VERIFY_WITHOUT_LEAVE, 1, US, IRAN, "another name"},
        {PLANT_OTHER_OPTION, VERIFY_WITHOUT_LEAVE, 6, US, IRAN,
         "options that its author did not name"},
        {PLANT_INVENTED, VERIFY_WITHOUT_LEAVE, 0, FROM_NOBODY, US, "no room"},
        {PLANT_NO_NOTE, VERIFY_WITHOUT_LEAVE, 0, FROM_NOBODY, US,
         "does not say why"},
    };

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
}

static void verify__altered_while_verbatim__caught_with_both_texts(void **state)
{
    static const struct expected e[] = {
        {PLANT_ALTERED_WORDS, VERIFY_ALTERED, 1, US, IRAN, "other words"},
        {PLANT_ALTERED_OPTION, VERIFY_ALTERED, 5, US, IRAN, "other options"},
    };
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
    judge(PLANT_ALTERED_WORDS, &run, &folder, &r);
    assert_true(
        bytes_equal(r.findings[0].said, bytes_of("Attacks have to stop.")));
    assert_true(
        bytes_equal(r.findings[0].heard, bytes_of("Attacks may go on.")));
    assert_int_equal(r.findings[0].handed.us, 60000000);
    assert_int_equal(r.findings[0].told.us, 120000000);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__gist_marked_verbatim__altered_and_without_leave(void **st)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;

    (void)st;
    judge(PLANT_GIST_AS_VERBATIM, &run, &folder, &r);
    assert_int_equal(r.count[VERIFY_ALTERED], 1);
    assert_int_equal(r.count[VERIFY_WITHOUT_LEAVE], 1);
    assert_int_equal(r.finding_count, 2);
    assert_int_equal(r.findings[0].room, IRAN);
    assert_int_equal(r.findings[0].item, 3);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__agreement_or_outcome__caught(void **state)
{
    static const struct expected e[] = {
        {PLANT_UNCONFIRMED, VERIFY_AGREEMENT, 0, FROM_NOBODY, IRAN,
         "did not confirm"},
        {PLANT_OTHER_OUTCOME, VERIFY_AGREEMENT, 0, FROM_NOBODY, QATAR,
         "another outcome"},
    };

    (void)state;
    check_all(e, sizeof e / sizeof e[0]);
}

/* What is told in every room is found in every room. */
static void check_result(enum plant plant, enum verify_kind kind, uint8_t to)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;

    judge(plant, &run, &folder, &r);
    assert_int_equal(r.count[kind], SMALL_ROOMS);
    assert_int_equal(r.finding_count, SMALL_ROOMS);
    assert_int_equal(r.findings[1].to, to);
    verify_fini(&r);
    small_fini(&run);
}

static void verify__result_too_early_or_false__caught_in_every_room(void **st)
{
    (void)st;
    check_result(PLANT_EARLY_RESULT, VERIFY_WITHOUT_LEAVE, IRAN);
    check_result(PLANT_FALSE_RESULT, VERIFY_AGREEMENT, IRAN);
}

static void verify__agreement_carried_out__holds_unless_undone(void **state)
{
    static struct small_run run;
    struct run_folder folder;
    struct verify_result r;

    (void)state;
    judge(PLANT_REACHED, &run, &folder, &r);
    assert_int_equal(r.finding_count, 0);
    assert_int_equal(r.outcome, OUTCOME_AGREED);
    verify_fini(&r);
    small_fini(&run);
    check_result(PLANT_UNDONE, VERIFY_AGREEMENT, IRAN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verify__honest_run__holds),
        cmocka_unit_test(verify__agreement_carried_out__holds_unless_undone),
        cmocka_unit_test(verify__honest_run__says_who_was_told_what),
        cmocka_unit_test(verify__moved_back_but_not_taken__holds),
        cmocka_unit_test(verify__lost__caught),
        cmocka_unit_test(verify__duplicated_or_reordered__caught),
        cmocka_unit_test(verify__told_against_a_caveat__caught),
        cmocka_unit_test(verify__told_without_any_ground__caught),
        cmocka_unit_test(
            verify__altered_while_verbatim__caught_with_both_texts),
        cmocka_unit_test(
            verify__gist_marked_verbatim__altered_and_without_leave),
        cmocka_unit_test(verify__agreement_or_outcome__caught),
        cmocka_unit_test(
            verify__result_too_early_or_false__caught_in_every_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
