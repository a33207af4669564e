/* When a room says WAIT: after every frame with the simulated clock, and with a
 * live one when the time at which it wants to be woken changes. */
#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* The US room is the real actor and says something ten minutes into the round,
 * or every ten minutes; the other one is a puppet. */
static struct corridor *begin(bool live, int lines)
{
    static const char *const id[] = {"late", "later"};
    struct play *p = play_new(2, 1);
    struct corridor *c;

    for (int n = 0; n < lines; n++) {
        struct line *line = play_line(p, US, 0, id[n], MOVE_SAY);
        line->text = "It is late.";
        line->at_us = (n + 1) * 10 * MIN;
    }
    c = corridor_new(p, 1u << US, live);
    c->play = p;
    corridor_pump(c);
    return c;
}

static size_t said(const struct corridor *c, enum message_kind kind)
{
    const struct corridor_room *r = &c->room[US];
    size_t count = 0;

    for (size_t n = 0; n < r->out_count; n++) {
        struct frame f;
        size_t used;
        struct bytes bytes = {r->out[n].bytes, r->out[n].size};
        assert_int_equal(frame_decode(bytes, &f, &used), ERR_OK);
        count += f.kind == kind;
    }
    return count;
}

static void tell(struct corridor *c, unsigned times)
{
    for (unsigned n = 0; n < times; n++) {
        struct message_item item = item_saying(MOVE_SAY, "Well?");
        corridor_hand(c, IRAN, &item);
        corridor_pump(c);
    }
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), times);
}

static void live__wish_unchanged__said_once(void **state)
{
    struct corridor *c = begin(true, 1);

    (void)state;
    assert_int_equal(said(c, MESSAGE_WAIT), 1); /* wake me at ten minutes */
    tell(c, 3);
    assert_int_equal(said(c, MESSAGE_WAIT), 1);
    c->live_now = (struct instant){10 * MIN};
    corridor_pump(c);
    assert_int_equal(corridor_count(c, US, MESSAGE_WAKE), 1);
    assert_int_equal(said(c, MESSAGE_ITEM), 1);
    /* Woken, it has no wish left, and none is what stands. */
    assert_int_equal(said(c, MESSAGE_WAIT), 1);
    corridor_free(c);
}

static void live__after_waking__a_new_wish_is_said(void **state)
{
    struct corridor *c = begin(true, 2);

    (void)state;
    c->live_now = (struct instant){10 * MIN};
    corridor_pump(c);
    assert_int_equal(said(c, MESSAGE_WAIT), 2);
    c->live_now = (struct instant){20 * MIN};
    corridor_pump(c);
    assert_int_equal(said(c, MESSAGE_ITEM), 2);
    assert_int_equal(said(c, MESSAGE_WAIT), 2);
    corridor_free(c);
}

static void simulated__every_frame__answered(void **state)
{
    struct corridor *c = begin(false, 1);
    size_t before;

    (void)state;
    corridor_run(c, SECOND);
    before = said(c, MESSAGE_WAIT);
    for (int n = 0; n < 3; n++) {
        struct message_item item = item_saying(MOVE_SAY, "Well?");
        corridor_hand(c, IRAN, &item);
        corridor_run(c, (n + 2) * SECOND);
    }
    assert_int_equal(corridor_told_count(c, US, MOVE_SAY), 3);
    assert_int_equal(said(c, MESSAGE_WAIT), before + 3);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(live__wish_unchanged__said_once),
        cmocka_unit_test(live__after_waking__a_new_wish_is_said),
        cmocka_unit_test(simulated__every_frame__answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
