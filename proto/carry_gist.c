/*
 * In other words: the rewording that came with the item, or, where there is
 * none, the text with the declared replacements made, longest phrase first,
 * each place once. Told as a gist even when no phrase was found, so that it
 * never claims to be verbatim; but what its author wants told in other words
 * only waits until there are some. An aide-memoire and what the author wants
 * verbatim stay as they are.
 */
#include "carry_words.h"

static const struct param_spec params[] = {
    CARRY_REPLACE,
    CARRY_NON_PAPERS,
    CARRY_READ_BACK,
    {0},
};

static void decide(void *state, const struct choice *c, const struct board *b,
                   const struct crossing *crossing, struct asking *ask,
                   struct carry_decision *out)
{
    const struct item *item = crossing->item;
    enum form form = (enum form)caveat_form(item->caveats.bits);
    bool demanded = form != FORM_NONE;
    size_t size;

    (void)state, (void)b, (void)ask;
    out->attributed = carry_attributes(c);
    if (!demanded)
        form = item->move == MOVE_AIDE_MEMOIRE || item->text.size == 0
                   ? FORM_VERBATIM
                   : FORM_GIST;
    carry_words(item, form, out);
    if (form != FORM_GIST || item->gist.size != 0 || item->text.size == 0)
        return;
    if (!carry_reword(c, item->text, demanded, out->scratch, &size)) {
        out->verdict = CARRY_NO_WORDS;
        return;
    }
    out->verdict = CARRY_WORDS;
    out->text = (struct bytes){out->scratch, size};
}

const struct carry carry_gist = {
    .member = {.name = "gist",
               .help = "restated by the author's or declared rewordings",
               .params = params,
               .adopt = carry_adopt_nothing,
               .observe = carry_observe_nothing},
    .decide = decide,
};
