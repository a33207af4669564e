/* Every scenario that comes with the program, read and split as for a run, and
 * played under every design: they end, the order of arrivals does not matter,
 * and no room is sent a word that was not for it. */
#include "sim/scenario/scenario_file.h"
#include "tests/rig/corridor.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DESIGNS 24u

struct house {
    struct arena arena;
    struct scenario *whole;
    struct scenario mediator;
    struct scenario rooms[PLAY_ROOMS];
};

static struct scenario split(struct house *h, enum brief_role role,
                             uint8_t self)
{
    struct brief who = {.role = role, .self = self};
    struct scenario *out;

    brief_keys(&who, h->whole);
    assert_int_equal(scenario_split(h->whole, &who, &h->arena, &out), ERR_OK);
    return *out;
}

static void house_init(struct house *h, const char *path)
{
    struct diags diags;
    struct diag diag;

    arena_init(&h->arena, 0);
    diags_init(&diags);
    assert_int_equal(
        scenario_load(path, &h->arena, &h->whole, &diags, NULL, &diag), ERR_OK);
    diags_fini(&diags);
    h->mediator = split(h, BRIEF_MEDIATOR, 0);
    for (uint8_t r = 0; r < h->whole->room_count; r++) {
        h->rooms[r] = split(h, BRIEF_ROOM, r);
        h->rooms[r].rooms[r].seat = "script";
    }
}

/* The design of the file (0), or one of all there are. */
static void choose(struct house *h, unsigned n)
{
    struct relay *relay = &h->mediator.mediators[0].relay;
    static const char *const services[] = {"gated", "exhaustive"};

    if (n == 0)
        return;
    memset(relay, 0, sizeof *relay);
    relay->walk.as = n % 3 ? "shuttle" : "switchboard";
    if (n % 3) {
        relay->walk.param[0].key = "service";
        relay->walk.param[0].value = services[n % 3 - 1];
        relay->walk.param_count = 1;
    }
    relay->carry.as = n / 3 % 2 ? "gist" : "verbatim";
    relay->hold.as = n / 6 % 2 ? "forward" : "caveats";
    relay->table.as = n / 12 % 2 ? "blind" : "nothing";
}

static struct corridor *played(const struct house *h, struct chance *chaos)
{
    struct corridor *c = corridor_open(&h->mediator, h->rooms, 0xffff);

    c->chaos = chaos;
    c->reply = "{\"failed\":\"nobody plays it\"}";
    corridor_end(c);
    assert_true(c->finished);
    assert_int_not_equal(c->outcome, OUTCOME_RUNAWAY);
    assert_int_not_equal(c->outcome, OUTCOME_BROKEN_OFF);
    return c;
}

static void assert_unheard(const struct corridor *c, uint8_t room,
                           const char *text)
{
    /* Short words may stand elsewhere too. */
    if (!text || strlen(text) < 16)
        return;
    if (corridor_leaked(c, room, text))
        print_message("room %u heard: %s\n", room, text);
    assert_false(corridor_leaked(c, room, text));
}

/* An exchange, or a proposal, has come to a yes in this room. */
static bool was_opened(const struct corridor *c, uint8_t room)
{
    struct message m;

    for (size_t n = 0; corridor_told(c, room, MOVE_RESULT, n, &m, NULL); n++)
        if (m.as.told.answer == ANSWER_ACCEPT)
            return true;
    return false;
}

/* What no other room may read of a line, whatever happens; but a mediator who
 * meets all rooms at once opens what is sealed himself. */
static void look_for(const struct corridor *c, const struct line *line,
                     uint8_t owner, bool meets)
{
    uint16_t always =
        CAVEAT_MEDIATOR_ONLY | CAVEAT_FOR_JUDGEMENT | CAVEAT_HYPOTHETICAL;
    uint16_t reworded = CAVEAT_GIST | CAVEAT_AS_MEDIATOR_IDEA;

    for (uint8_t r = 0; r < c->count; r++) {
        uint16_t never = always;

        if (r == owner)
            continue;
        if (!meets && !was_opened(c, r))
            never |= CAVEAT_SIMULTANEOUS;
        if (line->caveat_bits & (never | reworded)) {
            assert_unheard(c, r, line->text);
            assert_unheard(c, r, line->gloss);
        }
        if (line->caveat_bits & never)
            assert_unheard(c, r, line->gist);
        if (line->to != 0 && !(line->to >> r & 1))
            assert_unheard(c, r, line->text);
    }
}

/* The scenario itself lets its words become public. */
static bool leaks(const struct scenario *whole, uint8_t round, uint8_t owner,
                  uint16_t line)
{
    for (uint8_t n = 0; n < whole->event_count; n++) {
        const struct event *e = &whole->events[n];
        if (e->share == SHARE_CONTENT && !e->text && e->of.round == round &&
            e->of.owner == owner && e->of.line == line)
            return true;
    }
    return false;
}

static void look_for_all(const struct corridor *c, const struct house *h)
{
    const struct scenario *whole = h->whole;
    const char *walk = h->mediator.mediators[0].relay.walk.as;
    bool meets = walk && strcmp(walk, "exchange") == 0;

    for (uint8_t n = 0; n < whole->round_count; n++)
        for (uint8_t r = 0; r < whole->room_count; r++)
            for (uint16_t i = 0; i < whole->rounds[n].room[r].count; i++)
                if (!leaks(whole, n, r, i))
                    look_for(c, &whole->rounds[n].room[r].line[i], r, meets);
    for (uint8_t r = 0; r < whole->room_count; r++)
        if (whole->rooms[r].own)
            for (uint8_t other = 0; other < whole->room_count; other++)
                assert_unheard(c, other, whole->rooms[r].own->brief);
}

static void play_file(const char *path)
{
    for (unsigned n = 0; n <= DESIGNS; n++) {
        struct house h;
        struct corridor *first;
        struct digest want;

        house_init(&h, path);
        if (h.whole->mediator_count > 1) { /* the corridor has one */
            arena_fini(&h.arena);
            return;
        }
        choose(&h, n);
        first = played(&h, NULL);
        want = hash_peek(first->doings);
        look_for_all(first, &h);
        const uint8_t seeds = n == 0 ? 6 : 1;
        for (uint8_t seed = 0; seed < seeds; seed++) {
            struct chance chaos;
            struct corridor *c;
            struct digest got;

            chance_seed(&chaos, (struct bytes){&seed, 1}, "corridor", "talks");
            c = played(&h, &chaos);
            got = hash_peek(c->doings);
            assert_true(digest_equal(&got, &want));
            corridor_free(c);
        }
        corridor_free(first);
        arena_fini(&h.arena);
    }
}

static void play_files(const char *pattern)
{
    glob_t found;

    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    for (size_t n = 0; n < found.gl_pathc; n++)
        play_file(found.gl_pathv[n]);
    globfree(&found);
}

static void
library__under_every_design__ends_and_tells_nothing_else(void **state)
{
    (void)state;
    play_files("scenarios/*.yaml");
}

static void plays__under_every_design__end_and_tell_nothing_else(void **state)
{
    (void)state;
    play_files("tests/scenarios/play/*.yaml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            library__under_every_design__ends_and_tells_nothing_else),
        cmocka_unit_test(plays__under_every_design__end_and_tell_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
