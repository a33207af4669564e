/* An outside program finds the words. It is told which forms the author's
 * caveats leave; release refuses others. */
#include "carry_words.h"
#include "program.h"

static const struct param_spec params[] = {PROGRAM_PARAMS("verbatim"), {0}};

static const enum form forms[] = {FORM_VERBATIM, FORM_GIST, FORM_OWN_IDEA};
#define FORM_COUNT (sizeof(forms) / sizeof(forms[0]))

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

static bool may_be(const struct item *item, enum form form)
{
    uint8_t demanded = caveat_form(item->caveats.bits);

    return demanded == FORM_NONE || demanded == form;
}

static void write_question(struct json *j, const struct board *b,
                           const void *about)
{
    const struct crossing *crossing = about;

    json_text(j, "to", program_author(b, crossing->to));
    json_key(j, "forms");
    json_open(j, '[');
    for (size_t n = 0; n < FORM_COUNT; n++)
        if (may_be(crossing->item, forms[n]))
            json_text(j, NULL, bytes_of(form_key(forms[n])));
    json_close(j, ']');
    program_item(j, b, crossing->item);
}

/* Words that may be told in this form: other words where the author asked for
 * them, and some at all where there is no option to tell. */
static bool are_words(const struct item *item, const struct carry_decision *d)
{
    if (d->form != FORM_VERBATIM && caveat_form(item->caveats.bits) &&
        bytes_equal(d->text, item->text) && !bytes_equal(d->text, item->gist))
        return false;
    return d->text.size || item->text.size == 0 ||
           !package_is_empty(&item->package);
}

/* Read the answer; false when it is none of this family's. */
static bool read_answer(const struct board *b, const struct item *item,
                        struct asking *ask, struct carry_decision *out)
{
    struct json_value v = json_get(b->answered.bytes, "form");
    bool ok = true;

    if (json_is_word(&v, "none")) {
        out->verdict = CARRY_NO_WORDS;
        return true;
    }
    for (size_t n = 0; n < FORM_COUNT; n++) {
        if (!json_is_word(&v, form_key(forms[n])) || !may_be(item, forms[n]))
            continue;
        out->verdict = CARRY_WORDS;
        out->form = forms[n];
        out->text = program_text(b, "text", ask, &ok);
        out->gloss = program_text(b, "gloss", ask, &ok);
        if (forms[n] == FORM_VERBATIM) { /* its words are the author's */
            out->text = item->text;
            out->gloss = item->gloss;
        }
        return ok && are_words(item, out);
    }
    return false;
}

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    struct program_own *own = state;
    struct carry_decision answer = *out;

    if (!own->given_up &&
        !program_answered_about(own, b, FAMILY_CARRY, crossing)) {
        out->verdict = CARRY_PENDING;
        program_ask(ask, FAMILY_CARRY, b, write_question, crossing);
        return;
    }
    if (!own->given_up && !program_failed(own, FAMILY_CARRY, b, ask)) {
        if (read_answer(b, crossing->item, ask, &answer)) {
            *out = answer;
            return;
        }
        program_nonsense(own, FAMILY_CARRY,
                         "it answered no words in a form that is allowed", ask);
    }
    fallback(own)->decide(own->behind, c, b, crossing, ask, out);
}

static enum err fits(const struct choice *c, const struct scenario *s,
                     struct diag *diag)
{
    return program_fits(FAMILY_CARRY, params, c, s, diag);
}

const struct carry carry_program = {
    .member = {.name = "program",
               .help = "an outside program finds the words",
               .params = params,
               .state_size = sizeof(struct program_state),
               .fits = fits,
               .adopt = adopt,
               .observe = program_observe},
    .decide = decide,
};
