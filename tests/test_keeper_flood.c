/* The keeper of the clock, when a room says more than the talks have a use for.
 */
#include "shuttle/keeper.h"

#include "tests/rig/corridor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Hand over without ever waiting, until the session ends or enough was said.
 * Returns how often; *bytes is the size of what was let in. */
static unsigned flood(struct corridor *c, const char *text, unsigned most,
                      size_t *bytes, enum reason *why)
{
    uint8_t frame[FRAME_SIZE_MAX];
    const struct instant now = mediator_session(c->mediator, 0)->time;
    struct session room;
    unsigned said = 0;

    *bytes = 0;
    *why = REASON_NONE;
    assert_int_equal(session_init(&room, SESSION_ROOM,
                                  mediator_session(c->mediator, 0)->talk, 0),
                     ERR_OK);
    room.sent = mediator_session(c->mediator, 0)->received;
    room.taken = mediator_session(c->mediator, 0)->sent;
    while (said < most) {
        struct message m = {.kind = MESSAGE_ITEM};
        size_t size;

        m.as.item = item_saying(MOVE_SAY, text);
        m.as.item.item = said + 1;
        size = session_seal(&room, now, &m, frame, sizeof(frame));
        assert_int_not_equal(size, 0);
        *why = keeper_arrive(c->keeper, 0, (struct bytes){frame, size});
        if (*why)
            break;
        *bytes += size;
        said++;
    }
    session_fini(&room);
    return said;
}

static void room__that_floods_with_long_items__is_stopped_by_bytes(void **state)
{
    static char text[TEXT_MAX + 1];
    struct corridor *c = corridor_admit(2, false);
    enum reason why;
    size_t bytes;
    unsigned said;

    (void)state;
    memset(text, 'x', TEXT_MAX);
    said = flood(c, text, 1000, &bytes, &why);
    assert_int_equal(why, REASON_LIMIT);
    assert_in_range(bytes, 4194304 - 2 * TEXT_MAX, 4194304);
    assert_in_range(said, 240, 256); /* of 16384 bytes and a little more */
    corridor_free(c);
}

static void
room__that_floods_with_short_items__is_stopped_by_count(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    enum reason why;
    size_t bytes;
    unsigned said;

    (void)state;
    said = flood(c, "x", 5000, &bytes, &why);
    assert_int_equal(why, REASON_LIMIT);
    assert_in_range(said, 4000, 4096);
    corridor_free(c);
}

/* Read this far, and nothing more to say. */
static enum reason wait_at(struct corridor *c, struct session *room,
                           uint64_t read)
{
    uint8_t frame[FRAME_HEADER_SIZE + 32];
    const struct instant now = mediator_session(c->mediator, 0)->time;
    struct message m = {.kind = MESSAGE_WAIT};
    size_t size;

    m.as.wait.until = INSTANT_NEVER;
    m.as.wait.reads.count = 1;
    m.as.wait.reads.entry[0].number = read;
    size = session_seal(room, now, &m, frame, sizeof(frame));
    assert_int_not_equal(size, 0);
    return keeper_arrive(c->keeper, 0, (struct bytes){frame, size});
}

/* Others can make a room answer more than it may say of its own: that is no
 * fault of its. */
static void room__that_is_told_much__may_answer_all_of_it(void **state)
{
    struct corridor *c = corridor_admit(2, false);
    const struct session *s = mediator_session(c->mediator, 0);
    struct message_item say = item_saying(MOVE_SAY, "x");
    struct message wait = {.kind = MESSAGE_WAIT};
    struct session room;
    uint64_t before;

    (void)state;
    for (unsigned n = 0; n < 4000; n++)
        corridor_hand(c, 0, &say);
    before = s->sent;
    wait.as.wait.until = INSTANT_NEVER;
    wait.as.wait.reads.count = 1;
    for (uint8_t r = 0; r < 2; r++) {
        wait.as.wait.reads.entry[0].number =
            mediator_session(c->mediator, r)->sent;
        corridor_send(c, r, &wait);
        c->room[r].owes = false;
        c->room[r].awake = true;
    }
    corridor_pump(c);
    assert_in_range(s->sent - before, 8000, 8010); /* the receipts */
    assert_int_equal(session_init(&room, SESSION_ROOM, s->talk, 0), ERR_OK);
    room.sent = s->received;
    room.taken = s->sent;
    for (uint64_t n = before + 1; n <= s->sent; n++)
        assert_int_equal(wait_at(c, &room, n), REASON_NONE);
    /* Those that answer nothing are its own. */
    for (unsigned n = 0; n < 4096; n++)
        assert_int_equal(wait_at(c, &room, s->sent), REASON_NONE);
    assert_int_equal(wait_at(c, &room, s->sent), REASON_LIMIT);
    session_fini(&room);
    corridor_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            room__that_floods_with_long_items__is_stopped_by_bytes),
        cmocka_unit_test(
            room__that_floods_with_short_items__is_stopped_by_count),
        cmocka_unit_test(room__that_is_told_much__may_answer_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
