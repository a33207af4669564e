/* An outside program says where the mediator goes and when he takes. As many
 * carry, and begin where, as its default says. */
#include "program.h"

#include "shuttle/walk.h"

static const struct param_spec params[] = {
    PROGRAM_PARAMS("shuttle"),
    {"time", PARAM_DURATION, "4m", NULL,
     "walking time where the program names none"},
    {0},
};

static const struct walk *fallback(const struct program_own *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct walk *)(const void *)own->fallback;
}

/* The default, before there is a state. */
static const struct walk *named(const struct choice *c)
{
    struct program_own own;

    program_adopt(&own, FAMILY_WALK, params, c);
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
    struct program_own *own = state;

    program_adopt(own, FAMILY_WALK, params, c);
    fallback(own)->adopt(own->fallback_state, c, b);
}

static void observe(void *state, const struct choice *c, const struct board *b,
                    const struct board_event *e)
{
    struct program_own *own = state;

    program_observe(own, e);
    fallback(own)->observe(own->fallback_state, c, b, e);
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const uint8_t *carrier = about;

    json_number(j, "carrier", *carrier);
    json_text(j, "room", program_author(b, b->carrier[*carrier].room));
    program_rooms(j, b);
    program_carriers(j, b);
}

/* now and `for_us`, or the fallback of it. */
static bool read_until(const struct board *b, int64_t or_us,
                       struct instant *until)
{
    bool ok = true;
    struct instant span = program_time(b, "for_us", &ok);

    *until = instant_after(b->now, instant_is_never(span) ? or_us : span.us);
    return ok;
}

static int read_room(const struct board *b)
{
    struct json_value v = json_get(b->answered.bytes, "room");

    for (uint8_t r = 0; r < b->room_count; r++)
        if (json_is_word(&v, b->brief->rooms[r].id))
            return r;
    return -1;
}

/* Read the answer; false when it is none of this family's. */
static bool read_answer(const struct choice *c, const struct board *b,
                        uint8_t room, struct walk_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "act");
    bool ok = true;

    if (json_is_word(&v, "stay")) {
        out->act = WALK_STAY;
        out->until = program_time(b, "until_us", &ok);
        return ok && out->until.us > b->now.us;
    }
    if (json_is_word(&v, "take")) {
        out->act = WALK_TAKE;
        return read_until(b, 0, &out->until) && b->room[room].tray > 0;
    }
    if (json_is_word(&v, "go")) {
        int to = read_room(b);
        out->act = WALK_GO;
        out->room = (uint8_t)to;
        return to >= 0 && to != room && b->room[to].here &&
               read_until(b, param_us(c, params, "time"), &out->until);
    }
    return false;
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
    struct program_own *own = state;
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
        if (read_answer(c, b, b->carrier[carrier].room, &answer)) {
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
    fallback(own)->decide(own->fallback_state, c, b, carrier, ask, out);
    if (!own->given_up && out->act == WALK_STAY)
        program_rest(own, carrier, out->until);
}

const struct walk walk_program = {
    .member = {"program", "an outside program says where he goes", params,
               PROGRAM_STATE_SIZE},
    .carriers = carriers,
    .start = start,
    .adopt = adopt,
    .observe = observe,
    .decide = decide,
};
