#include "program.h"

#include <assert.h>
#include <stdio.h>

#define FAULT_SIZE 512u

const struct member *program_default(enum family f,
                                     const struct param_spec *specs,
                                     const struct choice *c)
{
    const struct member *m = relay_member(f, param_text(c, specs, "default"));

    if (!m || member_is_program(m))
        m = relay_member(f, relay_default(f)->as);
    assert(m);
    return m;
}

/* The default is a choice of its own, with none of the program's parameters. */
static enum err default_fits(enum family f, const char *name,
                             const struct choice *c, const struct scenario *s,
                             struct diag *diag)
{
    const struct member *m = relay_member(f, name);

    if (!m)
        return diag_set(diag, ERR_UNKNOWN,
                        "'default': there is no member '%s' of %s", name,
                        family_key(f));
    if (member_is_program(m))
        return diag_set(diag, ERR_MALFORMED,
                        "'default': when a program fails, no program can "
                        "decide; name another member of %s",
                        family_key(f));
    return m->fits ? m->fits(c, s, diag) : ERR_OK;
}

enum err program_fits(enum family f, const struct param_spec *specs,
                      const struct choice *c, const struct scenario *s,
                      struct diag *diag)
{
    const char *run = param_text(c, specs, "run");

    if (!run || !*run)
        return diag_set(diag, ERR_MALFORMED,
                        "'%s' needs 'run', the program and its arguments, "
                        "such as run: [python3, programs/x.py]",
                        c->as);
    if (param_us(c, specs, "timeout") < 1000)
        return diag_set(diag, ERR_MALFORMED,
                        "'timeout' must be at least 1ms, not '%s'",
                        param_text(c, specs, "timeout"));
    return default_fits(f, param_text(c, specs, "default"), c, s, diag);
}

void program_adopt(struct program_own *own, void *behind, enum family f,
                   const struct param_spec *specs, const struct choice *c,
                   const struct board *b)
{
    own->behind = behind;
    own->fallback = program_default(f, specs, c);
    member_adopt(own->fallback, behind, c, b);
}

void program_observe(void *state, const struct choice *c, const struct board *b,
                     const struct board_event *e)
{
    struct program_own *own = state;

    if (e->kind != BOARD_ANSWER)
        own->happened++;
    member_observe(own->fallback, own->behind, c, b, e);
}

bool program_answered(struct program_own *own, const struct board *b,
                      enum family f)
{
    if (b->answered.ask == 0 || b->answered.ask == own->used ||
        b->answered.family != f)
        return false;
    own->used = b->answered.ask;
    return true;
}

bool program_answered_about(struct program_own *own, const struct board *b,
                            enum family f, const struct crossing *crossing)
{
    return b->answered.item == crossing->item &&
           b->answered.to == crossing->to && program_answered(own, b, f);
}

bool program_rests(const struct program_own *own, const struct board *b,
                   uint8_t carrier)
{
    return own->rest[carrier].set &&
           own->rest[carrier].happened == own->happened &&
           !instant_reached(own->rest[carrier].until, b->now);
}

void program_rest(struct program_own *own, uint8_t carrier,
                  struct instant until)
{
    own->rest[carrier].set = true;
    own->rest[carrier].happened = own->happened;
    own->rest[carrier].until = until;
}

/* Note that the program failed and who decides instead; count it. */
static void fail(struct program_own *own, enum family f, const char *what,
                 bool final, struct asking *ask)
{
    char *text = arena_alloc(ask->arena, FAULT_SIZE);

    assert(text); /* a step completes or the process ends */
    own->failures++;
    own->given_up = final || own->failures >= PROGRAM_FAILURES_MAX;
    (void)snprintf(text, FAULT_SIZE,
                   "the program of %s failed: %.200s; '%s' decides%s",
                   family_key(f), what, own->fallback->name,
                   own->given_up ? " from now on" : "");
    ask->fault = text;
}

void program_nonsense(struct program_own *own, enum family f, const char *what,
                      struct asking *ask)
{
    fail(own, f, what, false, ask);
}

/* A text of the program's own in a note: one line, cut where a character ends,
 * with nothing in it that a terminal obeys. */
static void neutral(struct bytes text, char *out, size_t capacity)
{
    size_t size = text.size < capacity ? text.size : capacity - 1;

    if (size < text.size)
        while (size && (text.data[size] & 0xC0) == 0x80)
            size--;
    for (size_t n = 0; n < size; n++) {
        uint8_t c = text.data[n];
        /* C1 controls are C2 80 to C2 9F. */
        bool c1 = n && text.data[n - 1] == 0xC2 && c < 0xA0;
        out[n] = (char)(c < 0x20 || c == 0x7F ? '?' : c1 ? 0xBF : c);
    }
    out[size] = '\0';
}

bool program_failed(struct program_own *own, enum family f,
                    const struct board *b, struct asking *ask)
{
    struct json_value v;
    struct bytes text;
    char what[200];
    bool ok = true;

    if (!json_is_object(b->answered.bytes)) {
        fail(own, f, "what it answered is no JSON object", false, ask);
        return true;
    }
    v = json_get(b->answered.bytes, "failed");
    if (v.kind == JSON_ABSENT)
        return false;
    text = program_text(b, "failed", ask, &ok);
    neutral(text, what, sizeof(what));
    v = json_get(b->answered.bytes, "final");
    fail(own, f, what, v.kind == JSON_TRUE, ask);
    return true;
}

void program_ask(struct asking *ask, enum family f, const struct board *b,
                 program_writer *write, const void *about)
{
    struct json j = {.out = NULL};

    (void)asking_next(ask);
    for (int pass = 0; pass < 2; pass++) {
        j.size = 0;
        j.comma = false;
        json_open(&j, '{');
        json_number(&j, "ask", ask->id);
        json_text(&j, "family", bytes_of(family_key(f)));
        json_time(&j, "now_us", b->now);
        write(&j, b, about);
        json_close(&j, '}');
        if (pass)
            break;
        j.out = arena_alloc(ask->arena, j.size + 1);
        assert(j.out); /* a step completes or the process ends */
        j.capacity = j.size;
    }
    ask->question = (struct bytes){j.out, j.size};
}

struct bytes program_text(const struct board *b, const char *key,
                          struct asking *ask, bool *ok)
{
    struct json_value v = json_get(b->answered.bytes, key);
    uint8_t *out;
    size_t size = 0;

    if (v.kind == JSON_ABSENT || v.kind == JSON_NULL)
        return BYTES_NONE;
    out = arena_alloc(ask->arena, v.raw.size + 1);
    assert(out); /* a step completes or the process ends */
    if (!json_get_text(&v, out, v.raw.size + 1, &size) || size > TEXT_MAX) {
        *ok = false;
        return BYTES_NONE;
    }
    out[size] = '\0';
    return (struct bytes){out, size};
}

struct instant program_time(const struct board *b, const char *key, bool *ok)
{
    struct json_value v = json_get(b->answered.bytes, key);
    struct instant at = INSTANT_NEVER;

    if (v.kind == JSON_ABSENT || v.kind == JSON_NULL)
        return INSTANT_NEVER;
    if (!json_get_number(&v, &at.us))
        *ok = false;
    return at;
}
