/*
 * Into another language, by an outside program. What is told is the
 * translation, as a gist, with the original beside it as its gloss: both are in
 * the record, so that a drift of meaning can be found. Where the author wants
 * other words, his rewording is translated, and the original stays here; exact
 * words and aide-memoires are not touched.
 *
 * The program is asked {"translate": text, "language": ...} and answers
 * {"text": ...}. When it fails, the default decides, and the record says so.
 */
#include "carry_words.h"
#include "program.h"

static const struct param_spec params[] = {
    PROGRAM_PARAMS("verbatim"),
    {"language", PARAM_TEXT, "", NULL,
     "to translate into; none: the program knows"},
    CARRY_NON_PAPERS,
    CARRY_READ_BACK,
    {0},
};

struct asked {
    const struct crossing *crossing;
    struct bytes text;
    const char *language;
};

static const struct carry *fallback(const struct program_own *own)
{
    /* Each family struct begins with its struct member. */
    return (const struct carry *)(const void *)own->fallback;
}

static void adopt(void *state, const struct choice *c, const struct board *b)
{
    struct program_state *s = state;

    program_adopt(&s->own, s->behind, FAMILY_CARRY, params, c, b);
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const struct asked *a = about;

    json_text(j, "to", program_author(b, a->crossing->to));
    json_text(j, "translate", a->text);
    json_text(j, "language", bytes_of(a->language));
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    struct program_own *own = state;
    const struct item *item = crossing->item;
    enum form form = (enum form)caveat_form(item->caveats.bits);
    struct asked asked = {crossing, item->text,
                          param_text(c, params, "language")};
    struct bytes text;
    bool ok = true;

    out->attributed = carry_attributes(c);
    carry_words(item, form ? form : FORM_VERBATIM, out);
    if (form == FORM_VERBATIM || item->move == MOVE_AIDE_MEMOIRE ||
        out->verdict != CARRY_WORDS || out->text.size == 0)
        return;
    asked.text = out->text;
    if (!own->given_up &&
        !program_answered_about(own, b, FAMILY_CARRY, crossing)) {
        out->verdict = CARRY_PENDING;
        program_ask(ask, FAMILY_CARRY, b, write_question, &asked);
        return;
    }
    if (!own->given_up && !program_failed(own, FAMILY_CARRY, b, ask)) {
        text = program_text(b, "text", ask, &ok);
        if (ok && text.size) {
            out->form = form ? form : FORM_GIST;
            out->gloss = form ? BYTES_NONE : item->text;
            out->text = text;
            return;
        }
        program_nonsense(own, FAMILY_CARRY, "it answered no translation", ask);
    }
    fallback(own)->decide(own->behind, c, b, crossing, ask, out);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return program_fits(FAMILY_CARRY, params, c, s, diag);
}

const struct carry carry_translate = {
    .member = {.name = "translate",
               .help = "into another language, by an outside program",
               .params = params,
               .state_size = sizeof(struct program_state),
               .fits = fits,
               .adopt = adopt,
               .observe = program_observe},
    .decide = decide,
};
