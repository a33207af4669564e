/* The judge of what may be told: a board made by hand, one item of room us, and
 * what each caveat and some of their combinations make of it for room iran. */
#include "shuttle/caveat.h"

#include "shuttle/board.h"
#include "tests/rig/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define V  CAVEAT_VERBATIM
#define G  CAVEAT_GIST
#define AI CAVEAT_AS_MEDIATOR_IDEA
#define HY CAVEAT_HYPOTHETICAL
#define IA CAVEAT_IF_ASKED
#define IM CAVEAT_IF_THEY_MOVE_FIRST
#define SI CAVEAT_SIMULTANEOUS
#define NB CAVEAT_NOT_BEFORE
#define EX CAVEAT_EXPIRES
#define FJ CAVEAT_FOR_JUDGEMENT
#define MO CAVEAT_MEDIATOR_ONLY

#define YES   CAVEAT_ALLOWS
#define NOT   CAVEAT_NOT_YET
#define NO    CAVEAT_FORBIDS
#define NEVER INT64_MAX

struct hand {
    struct play *play;
    struct board board;
    struct board_room rooms[3];
    struct item *item;
    struct condition condition;
};

static void hand_init(struct hand *h)
{
    memset(h, 0, sizeof *h);
    h->play = play_new(3, 1);
    h->board.brief = &h->play->whole;
    h->board.room = h->rooms;
    h->board.room_count = 3;
    for (int r = 0; r < 3; r++)
        position_clear(&h->rooms[r].position);
    h->item = calloc(1, sizeof *h->item + 3 * sizeof(struct passage));
    assert_non_null(h->item);
    h->item->condition = &h->condition;
    h->item->room = US;
    h->item->to = 6;
    h->item->about = 1;
    package_clear(&h->item->package);
}

static void hand_fini(struct hand *h)
{
    free(h->item);
    free(h->play);
}

/* The item is about issue 1; it is not told before 100 and not from 200 on; its
 * condition wants iran to offer at least a pause. */
struct expectation {
    uint16_t bits;
    int64_t now;
    bool asked, moved;
    enum caveat_verdict verdict;
    enum rule rule;
    int64_t until;
};

static const struct expectation table[] = {
    {0, 0, 0, 0, YES, RULE_PLAIN, NEVER},
    {V, 0, 0, 0, YES, RULE_VERBATIM, NEVER},
    {G, 0, 0, 0, YES, RULE_GIST, NEVER},
    {AI, 0, 0, 0, YES, RULE_OWN_IDEA, NEVER},
    {V | G | AI, 0, 0, 0, YES, RULE_OWN_IDEA, NEVER},
    {V | G, 0, 0, 0, YES, RULE_GIST, NEVER},
    /* Never told, whatever else is said. */
    {MO, 0, 1, 1, NO, RULE_MEDIATOR_ONLY, NEVER},
    {MO | V | IA | IM, 150, 1, 1, NO, RULE_MEDIATOR_ONLY, NEVER},
    {FJ, 0, 1, 1, NO, RULE_FOR_JUDGEMENT, NEVER},
    {FJ | AI, 0, 1, 1, NO, RULE_FOR_JUDGEMENT, NEVER},
    {MO | FJ, 0, 1, 1, NO, RULE_MEDIATOR_ONLY, NEVER},
    {HY, 0, 1, 1, NO, RULE_HYPOTHETICAL, NEVER},
    /* Sealed, whatever else has come. */
    {SI, 0, 1, 1, NOT, RULE_SIMULTANEOUS, NEVER},
    {SI | NB, 99, 0, 0, NOT, RULE_SIMULTANEOUS, NEVER},
    {SI | EX, 199, 0, 0, NOT, RULE_SIMULTANEOUS, 200},
    {SI | EX, 200, 0, 0, NO, RULE_EXPIRES, NEVER},
    /* Time: at its instant not_before is over and expires has come. */
    {NB, 99, 0, 0, NOT, RULE_NOT_BEFORE, 100},
    {NB, 100, 0, 0, YES, RULE_PLAIN, NEVER},
    {EX, 199, 0, 0, YES, RULE_PLAIN, 200},
    {EX, 200, 0, 0, NO, RULE_EXPIRES, NEVER},
    {EX, 201, 1, 1, NO, RULE_EXPIRES, NEVER},
    {NB | EX, 99, 0, 0, NOT, RULE_NOT_BEFORE, 100},
    {NB | EX, 100, 0, 0, YES, RULE_PLAIN, 200},
    {NB | EX, 200, 0, 0, NO, RULE_EXPIRES, NEVER},
    /* Questions. */
    {IA, 0, 0, 0, NOT, RULE_IF_ASKED, NEVER},
    {IA, 0, 1, 0, YES, RULE_IF_ASKED, NEVER},
    {IA | EX, 0, 0, 0, NOT, RULE_IF_ASKED, 200},
    {IA | EX, 0, 1, 0, YES, RULE_IF_ASKED, 200},
    {IA | NB, 0, 1, 0, NOT, RULE_NOT_BEFORE, 100},
    {IA | NB, 100, 0, 0, NOT, RULE_IF_ASKED, NEVER},
    {IA | G, 0, 1, 0, YES, RULE_IF_ASKED, NEVER},
    /* Moves. */
    {IM, 0, 0, 0, NOT, RULE_IF_MOVED, NEVER},
    {IM, 0, 0, 1, YES, RULE_IF_MOVED, NEVER},
    {IM | IA, 0, 1, 0, NOT, RULE_IF_MOVED, NEVER},
    {IM | IA, 0, 0, 1, NOT, RULE_IF_ASKED, NEVER},
    {IM | IA, 0, 1, 1, YES, RULE_IF_MOVED, NEVER},
    {IM | EX, 0, 0, 0, NOT, RULE_IF_MOVED, 200},
    {IM | EX, 200, 0, 1, NO, RULE_EXPIRES, NEVER},
    {IM | NB | EX, 150, 0, 1, YES, RULE_IF_MOVED, 200},
};

static void judgement__of_each_caveat__as_in_the_table(void **state)
{
    struct hand h;

    (void)state;
    hand_init(&h);
    h.condition =
        play_condition(h.play, "offered(iran, militias) >= 'pause'", 'M');
    h.item->caveats.not_before = (struct instant){100};
    h.item->caveats.expires = (struct instant){200};
    for (size_t n = 0; n < sizeof table / sizeof table[0]; n++) {
        const struct expectation *e = &table[n];
        struct caveat_judgement j;

        h.item->caveats.bits = e->bits;
        h.board.now = (struct instant){e->now};
        h.rooms[IRAN].asked = e->asked ? 1 : 0;
        h.rooms[IRAN].position.option[0] = e->moved ? PAUSE_IT : OPTION_NONE;
        j = caveat_judge(&h.board, h.item, IRAN);
        if (j.verdict != e->verdict || j.rule != e->rule ||
            j.until.us != e->until)
            print_message("row %zu: verdict %d rule %s until %lld\n", n,
                          j.verdict, rule_key(j.rule), (long long)j.until.us);
        assert_int_equal(j.verdict, e->verdict);
        assert_int_equal(j.rule, e->rule);
        assert_int_equal(j.until.us, e->until);
    }
    hand_fini(&h);
}

static void judgement__for_a_room_it_is_not_for__forbids(void **state)
{
    struct hand h;

    (void)state;
    hand_init(&h);
    h.item->to = 1u << IRAN;
    assert_int_equal(caveat_judge(&h.board, h.item, QATAR).rule,
                     RULE_ADDRESSEE);
    assert_int_equal(caveat_judge(&h.board, h.item, US).verdict,
                     CAVEAT_FORBIDS);
    h.item->to = 7; /* not even then */
    assert_int_equal(caveat_judge(&h.board, h.item, US).rule, RULE_ADDRESSEE);
    hand_fini(&h);
}

static void judgement__of_what_was_withdrawn__forbids(void **state)
{
    struct hand h;

    (void)state;
    hand_init(&h);
    h.item->withdrawn = true;
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict,
                     CAVEAT_FORBIDS);
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).rule, RULE_WITHDRAWN);
    hand_fini(&h);
}

static void if_asked__about_or_options_of_the_issue__open_it(void **state)
{
    struct hand h;

    (void)state;
    hand_init(&h);
    h.item->caveats.bits = IA;
    h.item->about = 0;
    h.rooms[IRAN].asked = 3;
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict, NOT);
    h.item->package.option[1] = WAIVERS;
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict, YES);
    h.rooms[IRAN].asked = 1; /* about the other issue */
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict, NOT);
    h.item->about = 1;
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict, YES);
    /* What another room asked does not count, nor what the author asked. */
    h.rooms[IRAN].asked = 0;
    h.rooms[QATAR].asked = h.rooms[US].asked = 3;
    assert_int_equal(caveat_judge(&h.board, h.item, IRAN).verdict, NOT);
    hand_fini(&h);
}

static enum caveat_verdict under(struct hand *h, const char *condition)
{
    h->item->caveats.bits = IM;
    h->condition = play_condition(h->play, condition, 'M');
    return caveat_judge(&h->board, h->item, IRAN).verdict;
}

static void if_they_move_first__each_function__looks_at_the_board(void **state)
{
    struct hand h;

    (void)state;
    hand_init(&h);
    play_event(h.play, "leak", "");
    assert_int_equal(under(&h, "offered(iran, relief) == 'none'"), NOT);
    assert_int_equal(under(&h, "offered(iran, relief) != 'none'"), NOT);
    h.rooms[IRAN].position.option[1] = WAIVERS;
    assert_int_equal(under(&h, "offered(iran, relief) != 'none'"), YES);
    assert_int_equal(under(&h, "offered(iran, relief) < 'funds'"), YES);
    assert_int_equal(under(&h, "offered(iran, militias) >= 'continue'"), NOT);
    assert_int_equal(under(&h, "asked(qatar, relief)"), NOT);
    h.rooms[QATAR].asked = 2;
    assert_int_equal(under(&h, "asked(qatar, relief)"), YES);
    assert_int_equal(under(&h, "asked(qatar, militias)"), NOT);
    assert_int_equal(under(&h, "accepted(iran)"), NOT);
    h.rooms[IRAN].accepted = true;
    assert_int_equal(under(&h, "accepted(iran)"), YES);
    assert_int_equal(under(&h, "happened(leak)"), NOT);
    h.board.happened = 1;
    assert_int_equal(under(&h, "happened(leak)"), YES);
    assert_int_equal(under(&h, "visits(iran) >= 2"), NOT);
    h.rooms[IRAN].visits = 2;
    assert_int_equal(under(&h, "visits(iran) >= 2"), YES);
    h.board.round = 0;
    assert_int_equal(under(&h, "round() == 2"), NOT);
    h.board.round = 1;
    assert_int_equal(under(&h, "round() == 2"), YES);
    hand_fini(&h);
}

static void if_they_move_first__elapsed__says_when_to_look_again(void **state)
{
    struct hand h;
    struct caveat_judgement j;

    (void)state;
    hand_init(&h);
    assert_int_equal(under(&h, "elapsed() >= 5m"), NOT);
    j = caveat_judge(&h.board, h.item, IRAN);
    assert_int_equal(j.until.us, 5 * MIN);
    h.board.now = j.until;
    assert_int_equal(under(&h, "elapsed() >= 5m"), YES);
    assert_int_equal(under(&h, "elapsed() > 5m"), NOT);
    j = caveat_judge(&h.board, h.item, IRAN);
    assert_int_equal(j.until.us, 5 * MIN + 1);
    hand_fini(&h);
}

static void form__of_each_caveat__the_strictest_is_demanded(void **state)
{
    (void)state;
    assert_int_equal(caveat_form(0), FORM_NONE);
    assert_int_equal(caveat_form(V), FORM_VERBATIM);
    assert_int_equal(caveat_form(G), FORM_GIST);
    assert_int_equal(caveat_form(V | G), FORM_GIST);
    assert_int_equal(caveat_form(AI | G | V), FORM_OWN_IDEA);
    assert_int_equal(caveat_form(MO | EX), FORM_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judgement__of_each_caveat__as_in_the_table),
        cmocka_unit_test(judgement__for_a_room_it_is_not_for__forbids),
        cmocka_unit_test(judgement__of_what_was_withdrawn__forbids),
        cmocka_unit_test(if_asked__about_or_options_of_the_issue__open_it),
        cmocka_unit_test(if_they_move_first__each_function__looks_at_the_board),
        cmocka_unit_test(if_they_move_first__elapsed__says_when_to_look_again),
        cmocka_unit_test(form__of_each_caveat__the_strictest_is_demanded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
