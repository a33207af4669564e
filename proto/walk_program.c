/* An outside program says where the mediator goes and when he takes. As many
 * carry, and begin where, as its default says. */
#include "program.h"

#include "proto/walk_route.h"
#include "proto/walk_times.h"

static const struct param_spec params[] = {
    PROGRAM_PARAMS("shuttle"),
    WALK_TIME_PARAMS("4m"),
    WALK_ROUTE_PARAMS("cyclic"),
    {"start", PARAM_TEXT, NULL, NULL, "where he starts, as for the default"},
    {0},
};

struct walk_program_state {
    struct program_own own;
    struct walk_times times;
    max_align_t behind[MEMBER_STATE_MAX / sizeof(max_align_t)];
};

static const struct walk *fallback(const struct program_own *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct walk *)(const void *)own->fallback;
}

/* The default, before there is a state. */
static const struct walk *named(const struct choice *c)
{
    struct program_own own = {.fallback =
                                  program_default(FAMILY_WALK, params, c)};

    return fallback(&own);
}

static uint8_t carriers(const struct choice *c)
{
    return named(c)->carriers(c);
}

static uint8_t start(const struct choice *c, const struct board *b,
                     uint8_t carrier)
{
    return named(c)->start(c, b, carrier);
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct walk_program_state *s = state;

    walk_times_adopt(&s->times, c, params, b);
    program_adopt(&s->own, s->behind, FAMILY_WALK, params, c, b);
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const uint8_t *carrier = about;
    uint16_t ready = board_ready(b, *carrier);

    json_number(j, "carrier", *carrier);
    program_rooms(j, b);
    program_carriers(j, b);
    json_number(j, "hand", board_hand(b, *carrier));
    json_key(j, "ready");
    json_open(j, '[');
    for (uint8_t r = 0; r < b->room_count; r++)
        if (ready >> r & 1)
            json_text(j, NULL, program_author(b, r));
    json_close(j, ']');
}

/* now and `for_us`, or what the parameters say. */
static bool read_until(const struct board *b, int64_t or_us,
                       struct instant *until)
{
    bool ok = true;
    struct instant span = program_time(b, "for_us", &ok);

    *until = instant_after(b->now, instant_is_never(span) ? or_us : span.us);
    return ok;
}

static bool read_take(const struct walk_times *times, const struct board *b,
                      uint8_t room, struct walk_decision *out)
{
    const struct item *next;

    if (room == ROOM_HOME || !(next = board_next(b, room)))
        return false;
    out->act = WALK_TAKE;
    return read_until(b, walk_times_item(times, room, next), &out->until);
}

static bool read_go(const struct walk_times *times, const struct board *b,
                    uint8_t carrier, struct walk_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "room");
    uint8_t from = b->carrier[carrier].room;
    uint8_t to = ROOM_HOME;

    for (uint8_t r = 0; r < b->room_count; r++)
        if (json_is_word(&v, b->brief->rooms[r].id))
            to = r;
    if (to == from || to == ROOM_HOME || !b->room[to].here)
        return false;
    out->act = WALK_GO;
    out->room = to;
    return read_until(b, walk_times_leg(times, b, carrier, from, to),
                      &out->until);
}

/* Read the answer; false when it is none of this family's. */
static bool read_answer(const struct walk_times *times, const struct board *b,
                        uint8_t carrier, struct walk_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "act");
    bool ok = true;

    if (json_is_word(&v, "take"))
        return read_take(times, b, b->carrier[carrier].room, out);
    if (json_is_word(&v, "go"))
        return read_go(times, b, carrier, out);
    out->act = WALK_STAY;
    out->until = program_time(b, "until_us", &ok);
    return json_is_word(&v, "stay") && ok && out->until.us > b->now.us;
}

/* What he does while the program is not asked; true when that is all. */
static bool waits(const struct program_own *own, const struct board *b,
                  uint8_t carrier, struct walk_decision *out)
{
    out->act = WALK_STAY;
    out->until = own->rest[carrier].until;
    if (program_rests(own, b, carrier))
        return true;
    /* The rooms have this instant to answer what they were told. */
    out->until = b->now;
    return b->fresh;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   uint8_t carrier, struct asking *ask,
                   struct walk_decision *out)
{
    struct walk_program_state *s = state;
    struct program_own *own = &s->own;
    struct walk_decision answer = {.until = INSTANT_NEVER};

    if (!own->given_up && !(b->answered.carrier == carrier &&
                            program_answered(own, b, FAMILY_WALK))) {
        if (waits(own, b, carrier, out))
            return;
        out->act = WALK_PENDING;
        program_ask(ask, FAMILY_WALK, b, write_question, &carrier);
        return;
    }
    if (!own->given_up && !program_failed(own, FAMILY_WALK, b, ask)) {
        if (read_answer(&s->times, b, carrier, &answer)) {
            *out = answer;
            if (answer.act == WALK_STAY)
                program_rest(own, carrier, answer.until);
            return;
        }
        program_nonsense(own, FAMILY_WALK,
                         "it answered neither stay until a later time, take "
                         "from a tray that is not empty, nor go to another "
                         "room",
                         ask);
    }
    fallback(own)->decide(own->behind, c, b, carrier, ask, out);
    if (!own->given_up && out->act == WALK_STAY)
        program_rest(own, carrier, out->until);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return program_fits(FAMILY_WALK, params, c, s, diag);
}

const struct walk walk_program = {
    .member = {.name = "program",
               .help = "an outside program says where he goes",
               .params = params,
               .state_size = sizeof(struct walk_program_state),
               .fits = fits,
               .adopt = adopt,
               .observe = program_observe},
    .carriers = carriers,
    .start = start,
    .decide = decide,
};
