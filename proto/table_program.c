/* An outside program says which of the mediator's lines is put forward, and
 * when. A line whose time has passed, or whose `if` does not hold when its time
 * comes, is dropped unasked. */
#include "program.h"

#include "shuttle/table.h"

static const struct param_spec params[] = {
    PROGRAM_PARAMS("blind"),
    {"answer_within", PARAM_DURATION, "30m", NULL,
     "when the result of a proposal leaves, counted from putting, where the "
     "line says nothing"},
    {0},
};

static const struct table *fallback(const struct program_own *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct table *)(const void *)own->fallback;
}

static bool makes(enum move move)
{
    return move == MOVE_BLIND_PROPOSAL || move == MOVE_DRAFT ||
           table_says(move);
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct program_state *s = state;

    program_adopt(&s->own, s->behind, FAMILY_TABLE, params, c, b);
}

static const struct lines *lines_now(const struct board *b)
{
    return b->round < 0 || !b->round_open
               ? NULL
               : &b->brief->rounds[b->round].mediator;
}

/* A line of this round that may still be put forward. */
static bool may_put(const struct board *b, const struct lines *lines,
                    uint16_t n)
{
    return makes(lines->line[n].move) && board_grounded(b, &lines->line[n]) &&
           !board_settled(b, board_line(b, (uint8_t)b->round, n)) &&
           !(lines->line[n].move == MOVE_BLIND_PROPOSAL && b->proposal.open);
}

static void write_brackets(struct json *j, const struct board *b,
                           uint32_t brackets)
{
    json_key(j, "brackets");
    json_open(j, '[');
    for (uint8_t i = 0; i < b->brief->agenda.issue_count; i++)
        if (brackets >> i & 1)
            json_text(j, NULL, bytes_of(b->brief->agenda.issues[i].id));
    json_close(j, ']');
}

/* The current draft, and what each room has said of it. */
static void write_drafting(struct json *j, const struct board *b)
{
    if (b->drafting.number == 0)
        return;
    json_key(j, "draft");
    json_open(j, '{');
    json_number(j, "number", b->drafting.number);
    json_key(j, "answered");
    json_open(j, '[');
    for (uint8_t r = 0; r < b->room_count; r++)
        if (b->room[r].answered)
            json_text(j, NULL, program_author(b, r));
    json_close(j, ']');
    json_close(j, '}');
}

/* `due`: the script would put it now. */
static void write_line(struct json *j, const struct board *b,
                       const struct line *line, bool due)
{
    json_open(j, '{');
    json_text(j, "id", bytes_of(line->id));
    json_text(j, "move", bytes_of(move_key(line->move)));
    json_bool(j, "due", due);
    if (line->text)
        json_text(j, "text", bytes_of(line->text));
    program_package(j, "options", b, &line->package);
    if (line->move == MOVE_DRAFT)
        write_brackets(j, b, line->brackets);
    json_close(j, '}');
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const struct table_decision *next = about;
    const struct lines *lines = lines_now(b);

    json_key(j, "lines");
    json_open(j, '[');
    for (uint16_t n = 0; lines && n < lines->count; n++)
        if (may_put(b, lines, n))
            write_line(j, b, &lines->line[n],
                       next->act == TABLE_PUT && next->line == &lines->line[n]);
    json_close(j, ']');
    write_drafting(j, b);
    program_rooms(j, b);
}

static const struct line *read_line(const struct board *b)
{
    const struct lines *lines = lines_now(b);
    struct json_value v = json_get(b->answered.bytes, "line");

    for (uint16_t n = 0; lines && n < lines->count; n++)
        if (json_is_word(&v, lines->line[n].id) && may_put(b, lines, n))
            return &lines->line[n];
    return NULL;
}

/* Read the answer; false when it is none of this family's. */
static bool read_answer(const struct choice *c, const struct board *b,
                        struct table_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "act");
    bool ok = true;

    if (json_is_word(&v, "nothing")) {
        out->act = TABLE_NOTHING;
        out->until = program_time(b, "until_us", &ok);
        return ok && out->until.us > b->now.us;
    }
    if (!json_is_word(&v, "put") && !json_is_word(&v, "drop"))
        return false;
    out->act = json_is_word(&v, "put") ? TABLE_PUT : TABLE_DROP;
    out->line = read_line(b);
    if (!out->line)
        return false;
    if (out->line->move == MOVE_BLIND_PROPOSAL)
        out->due =
            instant_after(b->now, out->line->answer_us >= 0
                                      ? out->line->answer_us
                                      : param_us(c, params, "answer_within"));
    return true;
}

static bool has_lines(const struct board *b)
{
    const struct lines *lines = lines_now(b);

    for (uint16_t n = 0; lines && n < lines->count; n++)
        if (may_put(b, lines, n))
            return true;
    return false;
}

/* What stands without asking the program: no line is left, one is dropped, or
 * it waits. */
static bool stands(const struct program_own *own, const struct board *b,
                   struct table_decision *out)
{
    if (out->act == TABLE_DROP)
        return true;
    if (!has_lines(b)) {
        out->act = TABLE_NOTHING;
        return true;
    }
    if (!program_rests(own, b, 0))
        return false;
    out->act = TABLE_NOTHING;
    out->until = own->rest[0].until;
    return true;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   struct asking *ask, struct table_decision *out)
{
    struct program_own *own = state;
    struct table_decision next, answer;

    table_next(b, makes, &next);
    answer =
        (struct table_decision){.until = INSTANT_NEVER, .due = INSTANT_NEVER};
    if (!own->given_up && !program_answered(own, b, FAMILY_TABLE)) {
        *out = next;
        if (stands(own, b, out))
            return;
        out->act = TABLE_PENDING;
        program_ask(ask, FAMILY_TABLE, b, write_question, &next);
        return;
    }
    if (!own->given_up && !program_failed(own, FAMILY_TABLE, b, ask)) {
        if (read_answer(c, b, &answer)) {
            *out = answer;
            if (answer.act == TABLE_NOTHING) {
                if (next.act == TABLE_NOTHING)
                    out->until = instant_min(answer.until, next.until);
                program_rest(own, 0, out->until);
            }
            return;
        }
        program_nonsense(own, FAMILY_TABLE,
                         "it answered neither nothing until a later time, nor "
                         "put or drop with a line that is left",
                         ask);
    }
    fallback(own)->decide(own->behind, c, b, ask, out);
    if (!own->given_up && out->act == TABLE_NOTHING)
        program_rest(own, 0, out->until);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return program_fits(FAMILY_TABLE, params, c, s, diag);
}

const struct table table_program = {
    .member = {.name = "program",
               .help = "an outside program picks what is put",
               .params = params,
               .state_size = sizeof(struct program_state),
               .fits = fits,
               .adopt = adopt,
               .observe = program_observe},
    .makes = makes,
    .decide = decide,
};
