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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            room__that_floods_with_long_items__is_stopped_by_bytes),
        cmocka_unit_test(
            room__that_floods_with_short_items__is_stopped_by_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
