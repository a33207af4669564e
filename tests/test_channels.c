/* A room with two mediators, and what each process of such talks is told of
 * them. */
#include "shuttle/room.h"
#include "shuttle/seat.h"

#include "sim/scenario/scenario_file.h"
#include "sim/seat/seats.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char source[] =
    "scenario: 1\n"
    "rooms: { us: {}, iran: {}, eu: { channels: oman } }\n"
    "mediators:\n"
    "  oman: { relay: { walk: { as: shuttle, time: 77m }, table: words } }\n"
    "  swiss: { relay: { table: words } }\n"
    "agenda: { funds: { options: [held, freed] } }\n"
    "events: { storm: { at: 5m, say: \"OX storm\" } }\n"
    "endings: { calm: { text: \"OX calm\" } }\n"
    "rounds:\n"
    "- next: [{ ending: calm }]\n"
    "  relays:\n"
    "    oman: { walk: { as: shuttle, time: 66m } }\n"
    "    swiss: { walk: { as: shuttle, time: 55m } }\n"
    "  us:\n"
    "  - { id: a, say: \"UX one\" }\n"
    "  - { id: b, via: swiss, say: \"UX two\" }\n"
    "  oman: [{ say: \"OX three\" }]\n"
    "  swiss: [{ after: b, say: \"SX four\" }]\n";

static struct arena arena;
static struct scenario *whole;

static int setup(void **state)
{
    struct diags diags;

    (void)state;
    arena_init(&arena, 0);
    diags_init(&diags);
    assert_int_equal(
        scenario_read(bytes_of(source), NULL, &arena, &whole, &diags), ERR_OK);
    diags_fini(&diags);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_fini(&arena);
    return 0;
}

static struct scenario *split(enum brief_role role, uint8_t self)
{
    struct brief who = {.role = role, .self = self};
    struct scenario *out;

    brief_keys(&who, whole);
    assert_int_equal(scenario_split(whole, &who, &arena, &out), ERR_OK);
    return out;
}

/* The brief as it is handed to a process. */
static bool has(enum brief_role role, uint8_t self, const char *words)
{
    struct buffer text;
    bool found;

    buffer_init(&text);
    assert_true(scenario_print(split(role, self), &text));
    buffer_slice(&text, (struct bytes){(const uint8_t *)"", 1});
    found = strstr((const char *)text.data, words) != NULL;
    buffer_fini(&text);
    return found;
}

static void brief__of_another_mediator__has_nothing_of_the_first(void **state)
{
    (void)state;
    assert_true(has(BRIEF_MEDIATOR, 0, "OX three"));
    assert_true(has(BRIEF_MEDIATOR, 0, "OX storm"));
    assert_false(has(BRIEF_MEDIATOR, 0, "SX"));
    assert_true(has(BRIEF_MEDIATOR, 1, "SX four"));
    assert_false(has(BRIEF_MEDIATOR, 1, "OX"));
    assert_false(has(BRIEF_MEDIATOR, 1, "UX"));
    assert_false(has(BRIEF_MEDIATOR, 1, "77m"));
    assert_true(has(BRIEF_MEDIATOR, 0, "66m"));
    assert_false(has(BRIEF_MEDIATOR, 0, "55m"));
    assert_true(has(BRIEF_MEDIATOR, 1, "55m"));
    assert_false(has(BRIEF_MEDIATOR, 1, "66m"));
    assert_false(has(BRIEF_MEDIATOR, 1, "storm"));
    assert_false(has(BRIEF_MEDIATOR, 1, "calm"));
}

static void brief__of_a_room__names_its_own_mediators_only(void **state)
{
    (void)state;
    assert_true(has(BRIEF_ROOM, 0, "swiss"));
    assert_true(has(BRIEF_ROOM, 1, "swiss"));
    assert_false(has(BRIEF_ROOM, 2, "swiss"));
    assert_true(has(BRIEF_ROOM, 2, "oman"));
    assert_false(has(BRIEF_ROOM, 0, "SX"));
    assert_false(has(BRIEF_ROOM, 0, "relay"));
}

/* The us room and its two mediators' ends of the sessions. */
struct rig {
    struct room *room;
    struct session at[2];
    struct effects out;
    uint64_t waits[2]; /* on each channel */
    bool finished;
};

static void step(struct rig *g, struct input in)
{
    struct actor a = room_actor(g->room);

    effects_reset(&g->out);
    a.step(a.self, &in, &g->out);
    for (size_t n = 0; n < g->out.count; n++) {
        const struct effect *e = &g->out.list[n];
        struct frame f;
        struct message m;
        if (e->kind == EFFECT_FINISH)
            g->finished = true;
        if (e->kind != EFFECT_SEND)
            continue;
        assert_int_equal(session_open(&g->at[e->peer], e->bytes, &f, &m),
                         REASON_NONE);
        if (m.kind != MESSAGE_WAIT)
            continue;
        g->waits[e->peer]++;
        assert_int_equal(m.as.wait.reads.count, 2);
        for (uint8_t c = 0; c < 2; c++)
            assert_int_equal(m.as.wait.reads.entry[c].number, g->at[c].sent);
    }
}

static void tell(struct rig *g, uint16_t channel, const struct message *m)
{
    uint8_t frame[FRAME_SIZE_MAX];
    size_t size =
        session_seal(&g->at[channel], INSTANT_ZERO, m, frame, sizeof(frame));

    step(g, (struct input){.kind = INPUT_MESSAGE,
                           .peer = channel,
                           .bytes = {frame, size}});
}

static void welcome(struct rig *g, uint16_t channel)
{
    struct message m = {.kind = MESSAGE_WELCOME};

    m.as.welcome.version = FRAME_VERSION;
    m.as.welcome.semantics = SEMANTICS_VERSION;
    m.as.welcome.rooms = 3;
    tell(g, channel, &m);
}

static void rig_init(struct rig *g)
{
    const struct scenario *brief = split(BRIEF_ROOM, 0);

    *g = (struct rig){.room = room_new(brief, seat_member("script"))};
    assert_non_null(g->room);
    effects_init(&g->out);
    for (uint16_t c = 0; c < 2; c++)
        assert_int_equal(
            session_init(&g->at[c], SESSION_MEDIATOR, brief->brief.talk, c),
            ERR_OK);
    step(g, (struct input){.kind = INPUT_START});
    assert_int_equal(g->at[0].received, 1); /* HELLO to each */
    assert_int_equal(g->at[1].received, 1);
    welcome(g, 1);
    welcome(g, 0);
}

static void rig_fini(struct rig *g)
{
    room_free(g->room);
    effects_fini(&g->out);
    session_fini(&g->at[0]);
    session_fini(&g->at[1]);
}

static struct message round_begins(void)
{
    struct message m = {.kind = MESSAGE_ROUND};

    m.as.round.state = ROUND_BEGAN;
    m.as.round.limit = INSTANT_NEVER;
    return m;
}

static void room__after_each_frame__waits_on_every_channel(void **state)
{
    struct rig g;
    struct message m = round_begins();

    (void)state;
    rig_init(&g);
    assert_int_equal(g.waits[0], 2);
    assert_int_equal(g.waits[1], 2);
    tell(&g, 0, &m);
    assert_int_equal(g.waits[0], 3);
    assert_int_equal(g.waits[1], 3);
    /* HELLO, the item, three WAITs on each: lines went by their channels. */
    assert_int_equal(g.at[0].received, 5);
    assert_int_equal(g.at[1].received, 5);
    rig_fini(&g);
}

static void round__by_another_than_the_first__is_not_believed(void **state)
{
    struct rig g;
    struct message m = round_begins();

    (void)state;
    rig_init(&g);
    tell(&g, 1, &m);
    assert_int_equal(room_failed(g.room), REASON_FORM);
    rig_fini(&g);
}

static void agreement__never_confirmed__is_not_believed_by_any_way(void **state)
{
    struct message m = {.kind = MESSAGE_OUTCOME};

    (void)state;
    m.as.outcome.outcome = OUTCOME_AGREED;
    package_clear(&m.as.outcome.package);
    for (uint16_t c = 0; c < 2; c++) {
        struct rig g;
        rig_init(&g);
        tell(&g, c, &m);
        assert_int_equal(room_failed(g.room), REASON_FORM);
        rig_fini(&g);
    }
}

static void mediator__that_is_lost__leaves_the_room_with_the_first(void **state)
{
    struct rig g;

    (void)state;
    rig_init(&g);
    step(&g, (struct input){.kind = INPUT_GONE, .peer = 1, .id = REASON_GONE});
    assert_false(g.finished);
    assert_int_equal(g.waits[0], 3);
    assert_int_equal(g.waits[1], 2);
    step(&g, (struct input){.kind = INPUT_GONE, .id = REASON_GONE});
    assert_true(g.finished);
    rig_fini(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brief__of_another_mediator__has_nothing_of_the_first),
        cmocka_unit_test(brief__of_a_room__names_its_own_mediators_only),
        cmocka_unit_test(room__after_each_frame__waits_on_every_channel),
        cmocka_unit_test(round__by_another_than_the_first__is_not_believed),
        cmocka_unit_test(
            agreement__never_confirmed__is_not_believed_by_any_way),
        cmocka_unit_test(
            mediator__that_is_lost__leaves_the_room_with_the_first),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
