/* Free issues beside others: what the mediator does with their words, and what
 * counts packages, which leaves them out. */
#include "sim/report/deals.h"
#include "sim/scenario/scenario_file.h"
#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* By hand: bridge times toll are 6 packages, worth (0 5) (4 3) (8 0) to north
 * with the bridge shut and 10 more with it open; to south (0 2 9), and 6 more.
 * No deal: 12 and 7. In the zone are open with the second toll, 14 and 8, and
 * with the third, 18 and 15, which is better for both. */
static struct option bridge[] = {{"shut", NULL}, {"open", NULL}};
static struct option toll[] = {{"low", NULL}, {"mid", NULL}, {"high", NULL}};
static struct issue issues[] = {
    {.id = "title", .free = true},
    {.id = "bridge", .options = bridge, .option_count = 2},
    {.id = "preamble", .free = true},
    {.id = "toll", .options = toll, .option_count = 3},
};
static struct own own[] = {
    {.has_values = true, .values = {12, {[1] = {0, 10}, [3] = {0, 4, 8}}}},
    {.has_values = true, .values = {7, {[1] = {0, 6}, [3] = {0, 2, 9}}}}};
static struct room_entry rooms[] = {{.id = "north", .own = &own[0]},
                                    {.id = "south", .own = &own[1]}};
static struct mediator_entry mediator = {.id = "envoy"};
static const struct scenario whole = {.title = "Words",
                                      .rooms = rooms,
                                      .room_count = 2,
                                      .mediators = &mediator,
                                      .mediator_count = 1,
                                      .agenda = {issues, 4}};

static void deals__beside_free_issues__weighed_by_hand(void **state)
{
    struct deals_input in = {.whole = &whole};
    struct deals d;
    struct page out = {0};

    (void)state;
    assert_int_equal(deals_make(&d, &in), ERR_OK);
    assert_true(d.enumerated);
    assert_int_equal(d.packages, 6);
    assert_int_equal(d.zone, 2);
    assert_int_equal(d.efficient, 1);
    assert_int_equal(d.nash.value[0], 18);
    assert_int_equal(d.nash.value[1], 15);
    assert_int_equal(d.nash.package.option[0], OPTION_NONE);
    assert_int_equal(d.nash.package.option[1], 1);
    assert_int_equal(d.nash.package.option[2], OPTION_NONE);
    assert_int_equal(d.nash.package.option[3], 2);
    deals_text(&out, &d, &in, 80);
    assert_non_null(strstr(page_string(&out),
                           "Counted without title, preamble: settled by "
                           "words, which are worth nothing.\n"));
    page_clear(&out);
    deals_json(&out, &d, &in);
    assert_non_null(strstr(page_string(&out), "\"settled_by_words\": [\n"));
    page_fini(&out);
    deals_fini(&d);
}

static void score__words_agreed__worth_the_options_alone(void **state)
{
    static uint8_t first[16], both[32];
    struct score_input in = {.whole = &whole, .outcome = OUTCOME_AGREED};
    struct score score;

    (void)state;
    package_clear(&in.package);
    in.package.option[1] = 1;
    in.package.option[3] = 1;
    assert_true(package_put_words(&in.package, 0, bytes_of("Pact"), first));
    assert_true(package_put_words(&in.package, 2, bytes_of("We agree"), both));
    assert_true(package_is_whole(&in.package, &whole.agenda));
    score_make(&in, &score);
    assert_true(score.enumerated);
    assert_int_equal(score.packages, 6);
    assert_int_equal(score.room[0].value, 14);
    assert_int_equal(score.room[1].value, 8);
    assert_int_equal(score.zone, 2);
    assert_int_equal(score.better_for_all, 1);
    assert_int_equal(score.left, 4);
    assert_int_equal(score.best_nash_package.option[0], OPTION_NONE);
    assert_int_equal(score.best_nash_package.option[3], 2);
}

static void score__words_alone__no_packages(void **state)
{
    struct scenario words = whole;
    struct score_input in = {.whole = &words, .outcome = OUTCOME_NO_AGREEMENT};
    struct score score;
    struct deals_input deals = {.whole = &words};
    struct deals d;

    (void)state;
    words.agenda.issue_count = 1;
    score_make(&in, &score);
    assert_int_equal(score.packages, 0);
    assert_false(score.enumerated);
    assert_int_equal(deals_make(&d, &deals), ERR_OK);
    assert_int_equal(d.packages, 0);
    assert_false(d.enumerated);
    deals_fini(&d);
}

static void package__written_out__without_words(void **state)
{
    struct package p;
    struct diag diag;

    (void)state;
    assert_int_equal(
        deals_package(&whole.agenda, "bridge=open, toll=low", &p, &diag),
        ERR_OK);
    assert_int_equal(p.option[0], OPTION_NONE);
    assert_int_equal(deals_package(&whole.agenda,
                                   "title=x, bridge=open, toll=low", &p, &diag),
                     ERR_MALFORMED);
    assert_non_null(strstr(diag.message, "leave it out"));
}

static void reply(struct corridor *c, uint8_t room, const struct message *told,
                  enum answer answer)
{
    struct message_item item = item_saying(MOVE_REPLY, "");

    item.answer = (uint8_t)answer;
    item.re = told->as.told.handle;
    if (answer == ANSWER_CONFIRM)
        item.digest = told->as.told.digest;
    corridor_hand(c, room, &item);
}

/* The last issue is settled by words. */
static struct corridor *with_words(void)
{
    static struct issue beside[3];
    struct corridor *c = corridor_admit(2, false);

    memcpy(beside, c->brief.agenda.issues, 2 * sizeof(beside[0]));
    beside[2] = (struct issue){.id = "preamble", .free = true};
    c->brief.agenda = (struct agenda){beside, 3};
    return c;
}

/* us offers this, iran says yes. */
static void offer_and_accept(struct corridor *c, struct message_item *offer)
{
    struct message m;

    corridor_hand(c, US, offer);
    corridor_run(c, MIN);
    assert_true(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    assert_true(package_equal(&m.as.told.package, &offer->package));
    reply(c, IRAN, &m, ANSWER_ACCEPT);
    corridor_run(c, 2 * MIN);
}

static void offer__with_words__agreed_in_these_words(void **state)
{
    struct corridor *c = with_words();
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message read, m;
    uint8_t kept[16];

    (void)state;
    assert_true(
        package_put_words(&offer.package, 2, bytes_of("One river."), kept));
    offer_and_accept(c, &offer);
    for (uint8_t r = 0; r < 2; r++) {
        assert_true(corridor_told(c, r, MOVE_READ_BACK, 0, &read, NULL));
        assert_true(bytes_equal(package_words(&read.as.told.package, 2),
                                bytes_of("One river.")));
        reply(c, r, &read, ANSWER_CONFIRM);
    }
    corridor_end(c);
    assert_int_equal(c->outcome, OUTCOME_AGREED);
    assert_true(corridor_heard(c, IRAN, MESSAGE_OUTCOME, 0, &m, NULL));
    assert_true(package_equal(&m.as.outcome.package, &read.as.told.package));
    corridor_free(c);
}

static void offer__without_its_words__is_not_read_back(void **state)
{
    struct corridor *c = with_words();
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;

    (void)state;
    offer_and_accept(c, &offer);
    assert_false(corridor_told(c, IRAN, MOVE_READ_BACK, 0, &m, NULL));
    corridor_free(c);
}

static void words__for_an_issue_with_options__refused(void **state)
{
    struct corridor *c = with_words();
    struct message_item offer = item_offering(PAUSE_IT, WAIVERS);
    struct message m;
    uint8_t kept[16];

    (void)state;
    assert_true(package_put_words(&offer.package, 1, bytes_of("None"), kept));
    corridor_hand(c, US, &offer);
    corridor_run(c, MIN);
    assert_false(corridor_told(c, IRAN, MOVE_OFFER, 0, &m, NULL));
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deals__beside_free_issues__weighed_by_hand),
        cmocka_unit_test(score__words_agreed__worth_the_options_alone),
        cmocka_unit_test(score__words_alone__no_packages),
        cmocka_unit_test(package__written_out__without_words),
        cmocka_unit_test(offer__with_words__agreed_in_these_words),
        cmocka_unit_test(offer__without_its_words__is_not_read_back),
        cmocka_unit_test(words__for_an_issue_with_options__refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
